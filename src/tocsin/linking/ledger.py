"""What has not happened yet: who is to do what for whom, by when, on what condition, and whether it is due.

Nothing here settles anything: outcomes.py proposes from later claims, a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tocsin.linking.cards import ClaimCard, bounds
from tocsin.linking.compare import Telling, standing
from tocsin.linking.horizon import Relative, deadline, relative
from tocsin.linking.words import stems, weight
from tocsin.records import Actor, EventType, Interval, Source, Span, Status

KINDS: frozenset[Status] = frozenset(
    {"planned", "promised", "requested", "ordered", "threatened", "forecast", "conditional", "possible"}
)
UNLESS_TIMED: Status = "possible"  # an item only where it is said by when
State = Literal[
    "open",
    "in-progress",
    "met",
    "met-early",
    "met-late",
    "partly",
    "missed",
    "overdue",
    "superseded",
    "withdrawn",
    "unresolvable",
]
PREFIX = "l"
ANCHOR = 0.6  # share of the weight of the anchor's words that an event must bear


class LedgerItem(Struct, frozen=True):
    """A claim about what is to come. `after` is the event its horizon hangs on, in the words of the text."""

    id: str
    claim: str
    report: str
    kind: Status
    type: EventType
    who: tuple[Actor, ...]
    what: Span
    whom: tuple[Actor, ...]
    condition: Span | None
    due: Interval | None
    after: Relative | None
    sources: tuple[Source, ...]
    opened: str | None
    state: State
    note: str


def item(card: ClaimCard) -> LedgerItem | None:
    """The ledger item that a claim makes, open; null for what has happened, is denied or unclear.

    What is only called possible is one where it is said by when: "could fall within 90 days".
    """
    claim = card.claim
    if claim.status not in KINDS:
        return None
    stated = claim.due if claim.due and (claim.due.start or claim.due.end) else None
    after = None if stated else relative(claim)
    due = stated or deadline(card)
    if claim.status == UNLESS_TIMED and not (after or _ahead(due, card.published)):
        return None
    return LedgerItem(
        id=PREFIX + claim.id,
        claim=claim.id,
        report=card.report,
        kind=claim.status,
        type=claim.type,
        who=claim.actors,
        what=claim.sentence,
        whom=claim.recipients,
        condition=claim.condition,
        due=due,
        after=after,
        sources=claim.sources,
        opened=card.published,
        state="open",
        note=_note(due, after),
    )


def _ahead(due: Interval | None, published: str | None) -> bool:
    """It lies after the report: until then, it is to come."""
    return bool(due and due.end and published and due.end > published)


def resolved(open_item: LedgerItem, known: Sequence[ClaimCard]) -> LedgerItem:
    """The item with its horizon worked out, where the event it hangs on is known by date; else as it was."""
    after = open_item.after
    if after is None or open_item.due is not None:
        return open_item
    found = anchor(after, known)
    if found is None:
        return open_item
    by, start = found[1], _last_day(found[1])
    then = after.shift(date.fromisoformat(start)).isoformat()
    due = Interval(
        None if after.bound == "by" else then, then if after.bound == "by" else None, after.text, "open", "inferred"
    )
    note = f"{after.text.text}: “{by.claim.trigger.text}” in {by.report} was on {start}"
    return replace(open_item, due=due, note=note)


def anchor(after: Relative, known: Sequence[ClaimCard]) -> tuple[float, ClaimCard] | None:
    """The claim of something done on a known day that bears most of the weight of the anchor's words, and its share."""
    wanted = {each: weight(each) for each in stems(after.event)}
    whole = sum(wanted.values())
    scored = []
    for card in known:
        if standing(card.claim) == "done" and _last_day(card) and whole:
            borne = set(stems(card.claim.sentence.text))
            scored.append((sum(value for each, value in wanted.items() if each in borne) / whole, card))
    best = max(scored, key=lambda pair: (pair[0], pair[1].published or ""), default=None)
    return best if best and best[0] >= ANCHOR else None


def _last_day(card: ClaimCard) -> str:
    when = card.claim.when
    return (when.end or when.start or "") if when else ""


def at(open_item: LedgerItem, as_of: date, decided: State | None = None) -> LedgerItem:
    """The item as it stands on a day: what a person decided, else overdue once its last day is past."""
    if decided:
        return replace(open_item, state=decided)
    last = open_item.due.end if open_item.due else None
    if last and date.fromisoformat(last) < as_of:
        return replace(open_item, state="overdue", note=f"was due by {last}; no outcome is confirmed")
    return open_item


def days_left(open_item: LedgerItem, as_of: date) -> int | None:
    """Days until the last day; negative when it is past, null without one."""
    last = open_item.due.end if open_item.due else None
    return (date.fromisoformat(last) - as_of).days if last else None


def due_days(open_item: LedgerItem) -> tuple[str, str] | None:
    """First and last day on which it is due."""
    return bounds(open_item.due) if open_item.due else None


def _note(due: Interval | None, after: Relative | None) -> str:
    if due and due.end:
        return "open until its last day"
    if after:
        return f"hangs on another event: {after.text.text}"
    return "no horizon: it cannot be missed"


def telling(card: ClaimCard) -> Telling:
    """The claim alone, ready to compare."""
    return Telling((card,))
