"""Facts as rows: which stand at a moment, how new ones are numbered, how one ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    exists,
    func,
    insert,
    select,
)  # fmt: skip

from tocsin.storage.tables import ENDS

IN_ONE_QUERY = 500  # values of an IN list


@lru_cache(maxsize=256)  # a page asks a dozen times for the same few
def standing(fact: FromClause, at: int | BindParameter[int], table: Table | None = None) -> ColumnElement[bool]:
    """The rows of a table of facts (or of an alias of it) that hold at a moment."""
    ends = ENDS[table if table is not None else fact]  # type: ignore[index]
    ended = exists().where(ends.c.seq == fact.c.seq, ends.c.moment <= at).correlate_except(ends)
    began = fact.c.moment + 0 <= at  # nearly all rows did: by the column's index SQLite would go through them
    return and_(began, ~ended)


def found(connection: Connection, fact: Table, at: int, column: str, values: Iterable[str]) -> list[Row[Any]]:
    """The rows that hold at a moment and have one of the values in the column, oldest first."""
    rows: list[Row[Any]] = []
    for part in batches(list(dict.fromkeys(values))):
        part_rows = connection.execute(_found(fact, column), {"at": at, "values": part}).all()
        rows += sorted(part_rows, key=lambda row: row.seq)
    return rows


@cache
def _found(fact: Table, column: str) -> Select[Any]:
    """In no order: asked for one, SQLite would go through the whole table to have it."""
    wanted = fact.c[column].in_(bindparam("values", expanding=True))
    return select(fact).where(wanted, standing(fact, bindparam("at")))


def add(connection: Connection, fact: Table, moment: int, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Adds facts and gives their numbers."""
    if not rows:
        return []
    first = (connection.execute(select(func.max(fact.c.seq))).scalar() or 0) + 1
    numbered = [{"seq": first + place, "moment": moment, **row} for place, row in enumerate(rows)]
    connection.execute(insert(fact), numbered)
    return [row["seq"] for row in numbered]


def end(connection: Connection, fact: Table, moment: int, seqs: Iterable[int], reason: str) -> None:
    """Ends facts: from this moment they hold no more."""
    rows = [{"seq": seq, "moment": moment, "reason": reason} for seq in seqs]
    if rows:
        connection.execute(insert(ENDS[fact]), rows)


def batches(values: Sequence[Any], size: int = IN_ONE_QUERY) -> Iterable[Sequence[Any]]:
    """The values in runs that fit into one query."""
    return (values[start : start + size] for start in range(0, len(values), size))
