"""What later claims in the store say about a ledger item: proposals with both quotes and the rule, for a person.

Nothing else settles an item: no rule knows what happened outside the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from tocsin.linking.cards import ClaimCard, bounds
from tocsin.linking.compare import Days, Telling, numbers, standing
from tocsin.linking.conflicts import counts_the_same
from tocsin.linking.ledger import LedgerItem, State, due_days, telling
from tocsin.linking.weighing import share, weights
from tocsin.records import Claim, Span

FULFILS = {
    ("COOPERATE", "MOBILIZE"),
    ("MOBILIZE", "COOPERATE"),
    ("AID", "COOPERATE"),
    ("COOPERATE", "AID"),
    ("COERCE", "MOBILIZE"),
    ("MOBILIZE", "ASSAULT"),
}  # promised as the one, told of as the other
LEAST = 0.5


class Proposal(Struct, frozen=True):
    """What a later claim may make of an item, with both quotes; `rule` says why, in words."""

    item: str
    claim: str
    outcome: State
    score: float
    rule: str
    item_quote: str
    claim_quote: str


def outcomes(
    item: LedgerItem, own: ClaimCard, later: Sequence[ClaimCard], as_of: date | None = None
) -> tuple[Proposal, ...]:
    """The proposals of claims published on or after the item's day and by `as_of`, the surest first."""
    found = [proposal for card in later if (proposal := _proposal(item, own, card, as_of))]
    return tuple(sorted(found, key=lambda each: (-each.score, each.claim)))


def _proposal(item: LedgerItem, own: ClaimCard, card: ClaimCard, as_of: date | None) -> Proposal | None:
    if card.claim.id == own.claim.id or not _later(own, card, as_of):
        return None
    found = next(_outcome(item, own, card), None)
    if not found:
        return None
    score = share(_odds(telling(own), telling(card)))
    if score < LEAST:
        return None
    outcome, rule = found
    if item.condition and not (item.after and _within(item.after.text, item.condition)):
        rule += f"; whether its condition came true (“{item.condition.text}”) is not judged"
    return Proposal(item.id, card.claim.id, outcome, round(score, 2), rule, item.what.text, card.claim.sentence.text)


def _within(part: Span, whole: Span) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def _later(own: ClaimCard, card: ClaimCard, as_of: date | None) -> bool:
    """Published after the item, or on its day by another report; a report without a date says nothing about time."""
    if not own.published or not card.published or card.report == own.report:
        return False
    return card.published >= own.published and (as_of is None or card.published <= as_of.isoformat())


def _odds(one: Telling, other: Telling) -> float:
    known = weights()["outcome"]
    return sum(known.get(name, 0.0) * value for name, value in numbers(one, other).items())


def _outcome(item: LedgerItem, own: ClaimCard, card: ClaimCard) -> Iterator[tuple[State, str]]:
    """The outcome that the claim speaks for, with its rule."""
    claim, same = card.claim, card.claim.type == item.type
    if not same and (item.type, claim.type) not in FULFILS:
        return
    kind = standing(claim)
    if claim.status == "ongoing":
        yield "in-progress", "a later report tells it as going on"
    elif kind == "done":
        yield from _done(item, own, card)
    elif kind == "denied" and same:
        if _same_side(own.claim, claim):
            yield "withdrawn", "the same side later says that it will not"
        elif (days := due_days(item)) and days[1] <= (card.published or ""):
            yield "missed", "when it was due a later report says that it did not happen"
    elif kind == "not yet" and same and _same_side(own.claim, claim) and _other_terms(item, claim):
        yield "superseded", "the same side later names another date or figure"


def _done(item: LedgerItem, own: ClaimCard, card: ClaimCard) -> Iterator[tuple[State, str]]:
    claim = card.claim
    when = bounds(claim.when) if claim.when and (claim.when.start or claim.when.end) else None
    if when and own.published and when[1] < own.published:
        return  # it was over before it was foretold
    if _less(own.claim, claim):
        yield "partly", "a later report tells it as done, with a smaller figure than was named"
    days = due_days(item)
    if not days:
        yield "met", "a later report tells it as done"
    elif not when:
        yield from _undated(days, card.published or "")
    elif when[0] > days[1]:
        yield "met-late", f"a later report tells it as done on {_shown(when)}; it was due by {days[1]}"
    elif when[1] < (days[0] if days[0] > "0000" else days[1]):
        yield "met-early", f"a later report tells it as done on {_shown(when)}; it was due {_due(days)}"
    else:
        yield "met", f"a later report tells it as done on {_shown(when)}, in the time it was due"


def _undated(days: Days, published: str) -> Iterator[tuple[State, str]]:
    """The claim says no day, but what it tells was over when it was published."""
    if published < days[0]:
        yield "met-early", f"a later report, of {published}, tells it as done; it was due {_due(days)}"
    elif published <= days[1]:
        yield "met", f"a later report, of {published}, tells it as done, in the time it was due"
    else:
        yield "met", "a later report tells it as done, without a day"


def _shown(when: Days) -> str:
    return when[0] if when[0] == when[1] else f"{when[0]} to {when[1]}"


def _due(days: Days) -> str:
    if days[0] == days[1]:
        return f"by {days[1]}"
    return f"not before {days[0]}" if days[1].startswith("9999") else f"from {days[0]} to {days[1]}"


def _less(one: Claim, other: Claim) -> bool:
    """The later figure for the same thing lies wholly below the one that was named."""
    return any(
        first.low is not None and second.high is not None and second.high < first.low
        for first in one.quantities
        for second in other.quantities
        if counts_the_same(first, second) and first.about != "other"
    )


def _same_side(one: Claim, other: Claim) -> bool:
    """One actor, or one speaker, in both."""
    mine = {actor.id or actor.name for actor in one.actors} | {source.name for source in one.sources}
    yours = {actor.id or actor.name for actor in other.actors} | {source.name for source in other.sources}
    return not mine.isdisjoint(yours)


def _other_terms(item: LedgerItem, claim: Claim) -> bool:
    """The later claim names a due time of its own that does not meet the item's."""
    if not item.due or not claim.due:
        return False
    one, other = bounds(item.due), bounds(claim.due)
    return one[1] < other[0] or other[1] < one[0]
