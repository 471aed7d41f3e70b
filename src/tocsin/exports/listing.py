"""A listing in four forms: table, json, jsonl and csv. What stands in a cell of the first and last is made harmless."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final, TextIO

import msgspec
from rich import box
from rich.table import Table
from rich.text import Text

from tocsin.exports.safe import cell, line
from tocsin.exports.table import terminal

_WHOLE: Final = {"id", "status"}  # never broken over lines
Columns = Sequence[tuple[str, Callable[[Any], object]]]


def write(form: str, rows: Iterable[Any], columns: Columns, out: TextIO) -> None:
    """Writes the rows: as JSON all that they hold, as table and csv the columns."""
    {"table": _table, "json": _json, "jsonl": _jsonl, "csv": _csv}[form](rows, columns, out)


def _jsonl(rows: Iterable[Any], _columns: Columns, out: TextIO) -> None:
    for row in rows:
        out.write(_text(row) + "\n")


def _json(rows: Iterable[Any], _columns: Columns, out: TextIO) -> None:
    opening = "[\n"
    for row in rows:
        out.write(opening + _text(row))
        opening = ",\n"
    out.write("[]\n" if opening == "[\n" else "\n]\n")


def _text(row: Any) -> str:
    try:
        return msgspec.json.encode(row).decode()
    except UnicodeEncodeError:  # half a surrogate pair has no UTF-8
        return json.dumps(msgspec.to_builtins(row), separators=(",", ":"))


def _csv(rows: Iterable[Any], columns: Columns, out: TextIO) -> None:
    out.writelines(csv_lines(rows, columns))


def csv_lines(rows: Iterable[Any], columns: Columns) -> Iterator[str]:
    """The header, then a line a row; no cell is a formula."""
    yield csv_line([name for name, _ in columns])
    for row in rows:
        yield csv_line([value(row) for _, value in columns])


def csv_line(values: Sequence[object]) -> str:
    """One line of a CSV file."""
    line: str = csv.writer(_Line(), lineterminator="\r\n").writerow(
        "" if value is None else cell(value) if isinstance(value, str) else value for value in values
    )
    return line


class _Line:
    """What the csv module writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def _table(rows: Iterable[Any], columns: Columns, out: TextIO) -> None:
    console = terminal(out)
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        console.print("Nothing fits.")
        return
    shown = Table(box=box.HORIZONTALS, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    for name, _ in columns:
        shown.add_column(name, overflow="fold", no_wrap=name in _WHOLE)
    for row in chain([first], waiting):
        shown.add_row(*(Text(line(_words(value(row)))) for _, value in columns))
    console.print(shown)


def _words(value: object) -> str:
    return "" if value is None else str(value)
