"""Undoing what a person did: what it began ends, what it ended begins again as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table, and_, insert, select

from tocsin.storage import acts, checking, coded, correcting, facts, filing, ledger, loading, moments
from tocsin.storage.acts import Act, Conflict
from tocsin.storage.database import StoreError
from tocsin.storage.facts import standing
from tocsin.storage.tables import (
    ENDS,
    FACTS,
    bond,
    claim,
    grade,
    lineage,
    member,
    moment,
    outcome,
    report,
    undone,
    verdict,
)

_ONCE: Final[dict[Table, tuple[str, ...]]] = {  # of what can only one row stand
    report: ("report_id",),
    claim: ("claim_id",),
    lineage: ("report_id",),
    member: ("claim_id",),
    bond: ("one", "other"),
    outcome: ("item", "claim_id", "state"),
    grade: ("target", "scale"),
    verdict: ("claim_id",),
}
_ORDER: Final = (report, *(fact for fact in FACTS if fact is not report))


def undo(connection: Connection, number: int, who: str, reason: str, seen: int | None = None) -> int:
    """Undoes what a person did at a moment; gives the moment of the undoing.

    Raises Conflict where a later act rests on it, StoreError where there is nothing to undo.
    """
    act = _act(connection, number)
    begun = {fact: [_now(connection, fact, row, act) for row in _begun(connection, fact, number)] for fact in _ORDER}
    ended = {fact: _ended(connection, fact, number) for fact in _ORDER}
    if seen is not None:
        names = {getattr(row, key) for fact, rows in begun.items() for row in rows for key in _ONCE[fact][:1]}
        acts.refuse_unseen(connection, seen, [*names, *([act.target] if act.target else [])])
    step = moments.begin(connection, "undo", reason, act.target, who)
    connection.execute(insert(undone), [{"act": number, "moment": step}])
    words = f"undone by {who}: {reason}"
    for fact in _ORDER:
        facts.end(connection, fact, step, [row.seq for row in begun[fact]], words)
    new = {fact: filing.again(connection, fact, step, ended[fact]) for fact in _ORDER}
    _fits(connection, step, act, ended)
    if _read_since(connection, number, step):
        rows = loading.claims(connection, step, new[claim])
        ledger.propose(connection, step, [loading.card(row) for row in rows])
    return step


def _act(connection: Connection, number: int) -> Act:
    act = acts.act_of(connection, number)
    if act is None or act.verb not in acts.DONE:
        raise StoreError(f"no person did anything at moment {number} that could be undone")
    if act.undone is not None:
        by = acts.act_of(connection, act.undone)
        raise StoreError(f"{by.words if by else 'it'}: that act is undone already")
    return act


def _begun(connection: Connection, fact: Table, number: int) -> Sequence[Any]:
    return connection.execute(select(fact).where(fact.c.moment == number).order_by(fact.c.seq)).all()


def _ended(connection: Connection, fact: Table, number: int) -> Sequence[Any]:
    ends = ENDS[fact]
    query = select(fact).join(ends, ends.c.seq == fact.c.seq).where(ends.c.moment == number)
    return connection.execute(query.order_by(fact.c.seq)).all()


def _now(connection: Connection, fact: Table, row: Any, act: Act) -> Any:
    """The row itself, or the one that stands for it since what ended it was undone."""
    ends = ENDS[fact]
    while (end := connection.execute(select(ends.c.moment).where(ends.c.seq == row.seq)).scalar()) is not None:
        back = connection.execute(select(undone.c.moment).where(undone.c.act == end)).scalar()
        if back is None:
            raise _rests(connection, end, act)
        was = filing.as_it_was(fact, row)
        row = next(each for each in _begun(connection, fact, back) if filing.as_it_was(fact, each) == was)
    return row


def _rests(connection: Connection, number: int, act: Act) -> StoreError:
    """Why an act cannot be undone: the later one, of a person or of the machine, that rests on it."""
    later = acts.act_of(connection, number)
    if later is not None:
        return Conflict(f"{later.words}. That rests on what you want to undo: undo it first (act {number})", later)
    row = connection.execute(select(moment).where(moment.c.id == number)).one()
    again = next((each for each in acts.acts(connection, number + 50, limit=50)
                  if each.moment > number and each.verb == acts.KEPT and each.undone is None
                  and each.target == act.target), None)  # fmt: skip
    told = f"at {row.known[:19]}Z the report was read again ({row.reason})"
    if again is not None:
        return Conflict(f"{told}, and what was decided was kept: undo that (act {again.moment})", again)
    return Conflict(f"{told}: what you want to undo holds no more", act)


# ---------------------------------------------------------------- whether it fits what has happened since
def _fits(connection: Connection, step: int, act: Act, again: dict[Table, Sequence[Any]]) -> None:
    for fact, rows in again.items():
        for row in rows:
            for other in _twice(connection, step, fact, row):
                raise _rests(connection, other.moment, act)
    texts: dict[str, str] = {}
    for row in again[claim]:
        if row.report_id not in texts:
            texts[row.report_id] = _text(connection, step, row.report_id, act)
        if not correcting.quotes(coded.claim_of(row.body), texts[row.report_id]):
            raise Conflict(f"the text of report {row.report_id} has changed since: the claim's words stand there no "
                           "more, so it cannot come back", act)  # fmt: skip
    broken = next(iter(checking.bonds(connection)), None) if again[member] or again[bond] else None
    if broken is not None:
        raise Conflict(f"{broken.id} {broken.message} since: undo that first", act)


def _twice(connection: Connection, step: int, fact: Table, row: Any) -> Iterator[Any]:
    """What else stands for the same thing since."""
    same = [fact.c[key].is_not_distinct_from(getattr(row, key)) for key in _ONCE[fact]]
    query = select(fact.c.moment).where(and_(*same), standing(fact, step), fact.c.moment != step)
    yield from connection.execute(query)


def _text(connection: Connection, step: int, report_id: str, act: Act) -> str:
    version = loading.version(connection, step, report_id)
    if version is None:
        raise Conflict(f"report {report_id} was withdrawn since, and its claims with it", act)
    return loading.text_of(version)


def _read_since(connection: Connection, number: int, step: int) -> bool:
    query = select(moment.c.id).where(moment.c.id > number, moment.c.id < step, moment.c.who.is_(None))
    return connection.execute(query.limit(1)).first() is not None
