"""The ledger in the store: items from claims about what is to come, and what later claims are proposed to settle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final

from msgspec import Struct, structs
from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from tocsin.linking.cards import ClaimCard
from tocsin.linking.compare import standing as class_of
from tocsin.linking.keys import ledger_keys
from tocsin.linking.ledger import KINDS, PREFIX, UNLESS_TIMED, LedgerItem, State, at, days_left, item, resolved
from tocsin.linking.outcomes import FULFILS, Proposal, outcomes
from tocsin.records import EventType, Interval
from tocsin.storage import facts, horizons, loading, moments
from tocsin.storage.coded import key_number
from tocsin.storage.database import StoreError
from tocsin.storage.facts import batches, standing
from tocsin.storage.filters import Filters, fitting
from tocsin.storage.loading import StoredClaim
from tocsin.storage.near import StoreNear
from tocsin.storage.tables import claim, claim_key, moment, outcome

STATES: Final[tuple[State, ...]] = State.__args__  # type: ignore[attr-defined]
WITHOUT_CLAIM: Final = {"open", "missed", "withdrawn", "unresolvable"}  # a stated reason is enough for these
SURE: Final = 0.8  # what --auto takes
_TOGETHER: Final = 200
MOST: Final = 32  # items, and claims that may settle one, that a claim is compared with: those with most in common
_SOUGHT, _SETTLES = "i", "d"


class Outcome(Struct, frozen=True):
    """What a claim makes of an item: proposed by the machine, or confirmed by a person (`who`); with its quote."""

    claim: str | None
    outcome: str
    state: str
    score: float
    rule: str
    quote: str | None
    report: str | None
    outlet: str | None
    published: str | None
    who: str | None
    known: str


class LedgerLine(LedgerItem, frozen=True, kw_only=True):
    """An item as listed, on the day of the ledger's clock."""

    outlet: str | None
    event: str
    days_left: int | None
    outcomes: tuple[Outcome, ...]


# ---------------------------------------------------------------- proposing
def keys(card: ClaimCard) -> list[str]:
    """The keys under which a claim is found as an item, and as what may settle one."""
    open_item = item(card)
    kinds = [_SOUGHT] * (open_item is not None) + [_SETTLES] * (class_of(card.claim) != "open")
    return [*_keys(card, kinds, [card.claim.type]), *(horizons.keys(open_item) if open_item else ())]


def due(card: ClaimCard) -> Interval | None:
    """When what the claim speaks of is due, as far as its report says."""
    open_item = item(card)
    return open_item.due if open_item else card.claim.due


def _keys(card: ClaimCard, kinds: Iterable[str], types: Iterable[str]) -> list[str]:
    marks = ledger_keys(card)
    return [f"{kind}|{type_}|{mark}" for kind in kinds for type_ in types for mark in marks]


def propose(connection: Connection, step: int, cards: Sequence[ClaimCard]) -> None:
    """Writes what new claims may settle, and what may settle new items among them."""
    near = StoreNear(connection, step)
    horizons.date(connection, step, near, cards)
    sought = [key for card in cards if class_of(card.claim) != "open" for key in _keys(card, _SOUGHT, _promised(card))]
    new_items = [card for card in cards if item(card) is not None]
    settling = [key for card in new_items for key in _keys(card, _SETTLES, _fulfilling(card))]
    likely = near.claims(sought, MOST * len(cards))
    later = near.claims(settling, MOST * len(cards))
    dated = horizons.of_items(connection, step, horizons.hanging([*likely, *new_items]))
    found = [each for own in likely for each in _proposals(dated, own, cards)]
    found += [each for own in new_items for each in _proposals(dated, own, later)]
    new = {(each.item, each.claim): each for each in found}
    rows = facts.found(connection, outcome, step, "item", {name for name, _ in new})
    held = {(row.item, row.claim_id) for row in rows if row.state != horizons.STATE}
    facts.add(connection, outcome, step, [_row(each) for pair, each in new.items() if pair not in held])


def _promised(card: ClaimCard) -> set[EventType]:
    """The types of items that the claim may settle."""
    return {card.claim.type} | {one for one, other in FULFILS if other == card.claim.type}  # type: ignore[misc]


def _fulfilling(card: ClaimCard) -> set[EventType]:
    """The types of claims that may settle the item."""
    return {card.claim.type} | {other for one, other in FULFILS if one == card.claim.type}  # type: ignore[misc]


def _proposals(dated: horizons.Known, own: ClaimCard, later: Sequence[ClaimCard]) -> Sequence[Proposal]:
    open_item = item(own)
    if open_item is None:
        return ()
    return outcomes(_timed(open_item, dated), own, later)


def _row(found: Proposal) -> dict[str, Any]:
    row = {"item": found.item, "claim_id": found.claim, "outcome": found.outcome, "state": "proposed"}
    return row | {"score": found.score, "rule": found.rule}


def _timed(open_item: LedgerItem, dated: horizons.Known) -> LedgerItem:
    """The item with the day that its horizon hangs on, where a claim of the store gives it."""
    by = dated.get(open_item.id)
    return resolved(open_item, [by]) if by is not None else open_item


# ---------------------------------------------------------------- listing
def ledger(connection: Connection, filters: Filters, step: int) -> Iterator[LedgerLine]:
    """The items that fit, by the last day on which they are due; those without one last."""
    yield from islice(_fitting(connection, filters, step), *filters.part)


def _fitting(connection: Connection, filters: Filters, step: int) -> Iterator[LedgerLine]:
    today = filters.today
    for line in lines(connection, step, _seqs(connection, filters, step), today):
        state = not filters.status or line.state in filters.status or line.kind in filters.status
        soon = filters.due is None or (line.days_left is not None and 0 <= line.days_left <= filters.due)
        if state and soon and (not filters.since or line.after is None or _ends(line) >= filters.since):
            yield line


def _ends(line: LedgerLine) -> str:
    return (line.due.end or "") if line.due else ""


def _seqs(connection: Connection, filters: Filters, step: int) -> Sequence[int]:
    others = filters.without("status", "since", "until")
    query = fitting(connection, others, step).where(claim.c.status.in_(KINDS))
    hanging = claim.c.seq.in_(select(claim_key.c.claim).where(claim_key.c.key == key_number(horizons.HANGS)))
    query = query.where(or_(claim.c.status != UNLESS_TIMED, claim.c.due_last.is_not(None), hanging))
    if filters.since:
        query = query.where(or_(claim.c.due_last >= filters.since, and_(hanging, _dated())))
    if filters.status == ("overdue",):
        query = query.where(or_(claim.c.due_last < filters.today.isoformat(), and_(hanging, _dated())))
    if filters.until:
        query = query.where(claim.c.due_first <= filters.until)
    if filters.due is not None:
        last = (filters.today + timedelta(days=filters.due)).isoformat()
        soon = claim.c.due_last.between(filters.today.isoformat(), last)
        query = query.where(or_(soon, and_(hanging, _dated())))
    query = query.order_by(claim.c.due_last.is_(None), claim.c.due_last, claim.c.seq)
    return [row.seq for row in connection.execute(query)]


def _dated() -> ColumnElement[bool]:
    """A claim of the store dates the event that the item hangs on."""
    return exists().where(outcome.c.item == PREFIX + claim.c.claim_id, outcome.c.state == horizons.STATE)


def lines(connection: Connection, step: int, seqs: Sequence[int], today: date) -> Iterator[LedgerLine]:
    """The items of these claims as they stand on a day."""
    for part in batches(seqs, _TOGETHER):
        rows = {row.seq: row for row in loading.claims(connection, step, part)}
        names = [PREFIX + row.claim.id for row in rows.values()]
        found = _outcomes(connection, step, names, today)
        dated = {each: by for each, by in horizons.of_items(connection, step, names).items() if _known(by, today)}
        for row in (rows[seq] for seq in part if seq in rows):
            open_item = item(loading.card(row))
            if open_item is not None:
                yield _line(row, _timed(open_item, dated), found[open_item.id], today)


def _known(by: ClaimCard | StoredClaim | None, today: date) -> bool:
    """Published by that day, as far as it is known."""
    return by is None or not by.published or by.published <= f"{today.isoformat()}~"


def _line(row: StoredClaim, open_item: LedgerItem, found: Sequence[Outcome], today: date) -> LedgerLine:
    decided = next((each.outcome for each in found if each.state == "confirmed"), None)
    stands = at(open_item, today, decided)  # type: ignore[arg-type]
    left = days_left(stands, today)
    return LedgerLine(
        **structs.asdict(stands), outlet=row.outlet, event=row.event, days_left=left, outcomes=tuple(found)
    )


def _outcomes(connection: Connection, step: int, items: Sequence[str], today: date) -> Mapping[str, Sequence[Outcome]]:
    """The outcomes of items, what people confirmed first; nothing that was published after the day."""
    held: defaultdict[str, list[Outcome]] = defaultdict(list)
    query = select(outcome, moment.c.who, moment.c.known).join(moment, moment.c.id == outcome.c.moment)
    query = query.where(outcome.c.state != horizons.STATE)
    rows = [
        row
        for part in batches(items)
        for row in connection.execute(query.where(outcome.c.item.in_(part), standing(outcome, step)))
    ]
    claims = loading.named(connection, step, [row.claim_id for row in rows if row.claim_id])
    for row in rows:
        by = claims.get(row.claim_id)
        if _known(by, today):
            held[row.item].append(_outcome(row, by))
    for found in held.values():
        found.sort(key=lambda each: (each.state != "confirmed", -each.score, each.claim or ""))
    return held


def _outcome(row: Any, by: StoredClaim | None) -> Outcome:
    return Outcome(
        claim=row.claim_id,
        outcome=row.outcome,
        state=row.state,
        score=row.score,
        rule=row.rule,
        quote=by.claim.sentence.text if by else None,
        report=by.report if by else None,
        outlet=by.outlet if by else None,
        published=by.published if by else None,
        who=row.who if row.state == "confirmed" else None,
        known=row.known,
    )


# ---------------------------------------------------------------- deciding
def resolve(connection: Connection, item_id: str, decided: str, claim_id: str | None, who: str, reason: str) -> str:
    """A person closes an item (or opens it again); gives the outcome, where `met` was early or late saying so."""
    step = moments.newest(connection)
    own = loading.named(connection, step, [item_id.removeprefix(PREFIX)]).get(item_id.removeprefix(PREFIX))
    open_item = item(loading.card(own)) if own else None
    if own is None or open_item is None:
        raise StoreError(f"there is no ledger item {item_id[:80]!r}")
    if decided not in STATES or decided == "overdue":
        raise StoreError(f"{decided[:20]!r} is no outcome that a person gives")
    if claim_id is None and decided not in WITHOUT_CLAIM:
        raise StoreError(f"{decided} needs the claim of a report in the store that says so (--claim)")
    by = loading.named(connection, step, [claim_id]).get(claim_id) if claim_id else None
    if claim_id and by is None:
        raise StoreError(f"there is no claim {claim_id[:80]!r} in the store")
    if by is not None and decided == "met":
        dated = horizons.of_items(connection, step, [open_item.id])
        decided = _met(_timed(open_item, dated), loading.card(own), loading.card(by))
    _confirm(connection, open_item.id, decided, claim_id, who, reason)
    return decided


def _met(open_item: LedgerItem, own: ClaimCard, by: ClaimCard) -> str:
    """Whether what was met was met early or late, as far as both dates are known."""
    found = outcomes(open_item, own, [by])
    return found[0].outcome if found and found[0].outcome.startswith("met") else "met"


def _confirm(connection: Connection, item_id: str, decided: str, claim_id: str | None, who: str, reason: str) -> None:
    step = moments.begin(connection, "resolve", reason, item_id, who)
    held = facts.found(connection, outcome, step, "item", [item_id])
    rest = [row for row in held if row.state != horizons.STATE]
    before = [row.seq for row in rest if row.state == "confirmed" or row.claim_id == claim_id]
    facts.end(connection, outcome, step, before, f"{decided}, as {who} decided: {reason}")
    if decided != "open":
        row = {"item": item_id, "claim_id": claim_id, "outcome": decided, "state": "confirmed", "score": 1.0}
        facts.add(connection, outcome, step, [row | {"rule": reason}])


def settle(connection: Connection, today: date) -> list[tuple[str, str, str]]:
    """Confirms, for every item without a decision, its surest proposal if that is sure; item, outcome and claim.

    What hangs on a condition is left to a person: nobody has judged whether that came true.
    """
    step = moments.newest(connection)
    made = []
    filters = Filters(as_of=today.isoformat())
    for line in list(ledger(connection, filters, step)):
        best = next(iter(line.outcomes), None) if line.condition is None or line.after else None
        if best is not None and best.state == "proposed" and best.claim and best.score >= SURE:
            _confirm(connection, line.id, best.outcome, best.claim, "auto", best.rule)
            made.append((line.id, best.outcome, best.claim))
    return made


def end_with(connection: Connection, step: int, gone: Sequence[str], replaced: Mapping[str, str], reason: str) -> None:
    """Where claims end, so do outcomes that rest on them; what people confirmed goes on with what stands instead."""
    rows = {row.seq: row for row in _resting(connection, step, gone)}
    facts.end(connection, outcome, step, rows, reason)
    instead = {former: name for name, former in replaced.items()} | {
        PREFIX + former: PREFIX + name for name, former in replaced.items()
    }
    facts.add(connection, outcome, step, [
        {"item": instead.get(row.item, row.item), "claim_id": instead.get(row.claim_id, row.claim_id)}
        | {"outcome": row.outcome, "state": row.state, "score": row.score, "rule": row.rule}
        for row in rows.values()
        if row.state == "confirmed" and (row.item.removeprefix(PREFIX) not in gone or row.item in instead)
        and (row.claim_id not in gone or row.claim_id in instead)
    ])  # fmt: skip


def renew(connection: Connection, step: int, card: ClaimCard, reason: str) -> None:
    """Where a claim is coded anew, so is what it is proposed for; what people confirmed stays."""
    rows = {row.seq: row for row in _resting(connection, step, [card.claim.id])}
    facts.end(connection, outcome, step, [seq for seq, row in rows.items() if row.state != "confirmed"], reason)
    propose(connection, step, [card])


def _resting(connection: Connection, step: int, names: Sequence[str]) -> list[Any]:
    """The outcomes that rest on claims: of their items, and by them."""
    found = facts.found(connection, outcome, step, "claim_id", names)
    return found + facts.found(connection, outcome, step, "item", [PREFIX + name for name in names])
