"""The claims table as CSV: one row a claim. `read` leaves the columns empty that a store alone knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TextIO

from tocsin.exports.claim_row import CERTAIN_FROM, COLUMNS, Value, kept_row, row
from tocsin.exports.listing import csv_line
from tocsin.records import Record

if TYPE_CHECKING:
    from tocsin.storage.loading import StoredClaim


def write(records: Iterable[Record], out: TextIO, certain_from: float = CERTAIN_FROM) -> None:
    """Writes the header, then a row a claim; `certain` is 1 for what happened with at least that confidence."""
    out.write(csv_line(COLUMNS))
    for record in records:
        for claim in record.claims:
            out.write(table_line(row(record.report, claim, certain_from), COLUMNS))


def write_kept(claims: Iterable[StoredClaim], out: TextIO, certain_from: float = CERTAIN_FROM) -> None:
    """Writes the same table of claims in a store, with their events and origins and since when the store has them."""
    out.writelines(kept_lines(claims, certain_from))


def kept_lines(claims: Iterable[StoredClaim], certain_from: float = CERTAIN_FROM) -> Iterator[str]:
    """The lines of that table; what people decided stands in no listing."""
    yield csv_line(COLUMNS)
    for kept in claims:
        yield table_line(kept_row(kept, {}, certain_from), COLUMNS)


def table_line(values: Mapping[str, Value], columns: Iterable[str]) -> str:
    """The line of a row; a whole number is written without a fraction."""
    return csv_line([number(values.get(column)) for column in columns])


def number(value: Value) -> Value:
    """The value; a whole number without a fraction."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value
