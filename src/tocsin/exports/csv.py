"""The claims table as CSV: one row a claim. `read` leaves the columns empty that a store alone knows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING, TextIO

from tocsin.exports.claim_row import CERTAIN_FROM, COLUMNS, Value, kept_row, row
from tocsin.exports.safe import cell
from tocsin.records import Record

if TYPE_CHECKING:
    from tocsin.storage.loading import StoredClaim


def write(records: Iterable[Record], out: TextIO, certain_from: float = CERTAIN_FROM) -> None:
    """Writes the header, then a row a claim; `certain` is 1 for what happened with at least that confidence."""
    out.write(csv_lines([COLUMNS]))
    for record in records:
        for claim in record.claims:
            out.write(table_line(row(record.report, claim, certain_from), COLUMNS))


def write_kept(claims: Iterable[StoredClaim], out: TextIO, certain_from: float = CERTAIN_FROM) -> None:
    """Writes the same table of claims in a store, with their events and origins and since when the store has them."""
    out.writelines(kept_lines(claims, certain_from))


def kept_lines(claims: Iterable[StoredClaim], certain_from: float = CERTAIN_FROM) -> Iterator[str]:
    """The lines of that table; what people decided stands in no listing."""
    yield csv_lines([COLUMNS])
    for kept in claims:
        yield csv_lines([kept_row(kept, {}, certain_from)])


def table_line(values: Mapping[str, Value], columns: Iterable[str]) -> str:
    """The line of a row."""
    return csv_lines([[values.get(column) for column in columns]])


def csv_lines(rows: Iterable[Sequence[Value]]) -> str:
    """The lines of rows: no cell is a formula, a whole number is written without a fraction."""
    out = StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([*map(_cell, row)] for row in rows)
    return out.getvalue()


def _cell(value: Value) -> Value:
    if isinstance(value, str):
        return cell(value)
    return "" if value is None else number(value)


def number(value: Value) -> Value:
    """The value; a whole number without a fraction."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value
