"""What people did, and that nobody acts on what they have not seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec import Raw, Struct
from sqlalchemy import Connection, Table, and_, or_, select

from tocsin.storage.database import StoreError
from tocsin.storage.facts import batches
from tocsin.storage.tables import ENDS, claim, grade, member, moment, outcome, report, undone, verdict

KEPT: Final = "keep"  # a decision laid over another reading of its report: no new act of the person
DONE: Final = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "merge": "merged another event into",
    "split": "split",
    "resolve": "resolved",
    "grade": "graded",
    "withdraw": "withdrew",
    "undo": "undid what was done to",
    KEPT: "decided, before the report was read again, on",
}
_TOUCHED: Final[tuple[tuple[Table, tuple[str, ...]], ...]] = (
    (claim, ("claim_id", "report_id")),
    (member, ("claim_id", "event_id")),
    (verdict, ("claim_id", "report_id")),
    (outcome, ("item",)),
    (grade, ("target",)),
    (report, ("report_id",)),
)


class Act(Struct, frozen=True):
    """Something a person did. `change` is what a correction gave; `undone` the act that undid it, `undoes` the other
    way round."""

    moment: int
    known: str
    verb: str
    target: str | None
    who: str
    reason: str
    change: Raw | None = None
    undone: int | None = None
    undoes: int | None = None

    @property
    def words(self) -> str:
        """Who did what when, in a line."""
        said = f": {self.reason}" if self.reason else ""
        return f"{self.who} {DONE.get(self.verb, self.verb)} {self.target} at {self.known[:19]}Z{said}"


class Conflict(StoreError):
    """An act that is refused because of another that its reviewer had not seen, or that rests on it."""

    def __init__(self, message: str, act: Act) -> None:
        super().__init__(message)
        self.act = act


def acts(
    connection: Connection,
    at: int,
    *,
    target: str | None = None,
    who: str | None = None,
    limit: int | None = None,
    before: int | None = None,
) -> Iterator[Act]:
    """What people did, the newest first: all of it, or to one thing, or by one of them."""
    query = _query().where(moment.c.who.is_not(None), moment.c.id <= at).order_by(moment.c.id.desc()).limit(limit)
    if target is not None:
        query = query.where(moment.c.target == target)
    if who is not None:
        query = query.where(moment.c.who == who)
    if before is not None:
        query = query.where(moment.c.id < before)
    return (_act(row) for row in connection.execute(query))


def act_of(connection: Connection, number: int) -> Act | None:
    """What a person did at that moment; null where there is none, or it was the machine."""
    row = connection.execute(_query().where(moment.c.id == number, moment.c.who.is_not(None))).first()
    return None if row is None else _act(row)


def _query() -> Any:
    by = undone.alias()
    query = select(moment, verdict.c.change, by.c.moment.label("undone_by"), undone.c.act.label("undoes"))
    query = query.join(verdict, and_(verdict.c.moment == moment.c.id, verdict.c.change.is_not(None)), isouter=True)
    query = query.join(by, by.c.act == moment.c.id, isouter=True)
    return query.join(undone, undone.c.moment == moment.c.id, isouter=True)


def _act(row: Any) -> Act:
    change = Raw(row.change.encode()) if row.change and row.verb != "undo" else None
    what = row.id, row.known, row.verb, row.target, row.who, row.reason
    return Act(*what, change, row.undone_by, row.undoes)


def refuse_unseen(connection: Connection, seen: int | None, names: Sequence[str]) -> None:
    """Raises Conflict where a person has acted on any of these since the moment that the reviewer had seen."""
    if seen is None:
        return
    query = select(moment.c.id).where(moment.c.id > seen, moment.c.who.is_not(None), moment.c.verb != KEPT)
    later = connection.execute(query.order_by(moment.c.id.desc())).scalars().all()
    for part in batches(later):
        found = max((number for number in _touching(connection, part, names)), default=None)
        act = found and act_of(connection, found)
        if act:
            raise Conflict(f"{act.words}. Nothing was changed: look again before you decide", act)


def _touching(connection: Connection, moments: Sequence[int], names: Sequence[str]) -> Iterator[int]:
    for fact, columns in _TOUCHED:
        ends = ENDS[fact]
        ours = or_(*(fact.c[column].in_(names) for column in columns))
        yield from connection.execute(select(fact.c.moment).where(fact.c.moment.in_(moments), ours)).scalars()
        ended = select(ends.c.moment).join(fact, fact.c.seq == ends.c.seq)
        yield from connection.execute(ended.where(ends.c.moment.in_(moments), ours)).scalars()
