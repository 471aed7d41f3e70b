"""The layouts that a store can be exported in: what each takes, who writes it, what was left out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Final, NamedTuple

from sqlalchemy import Connection

from tocsin.exports import acled, claims, ftm, geojson, hxl, polecat, ucdp, webannotation
from tocsin.exports.claim_row import Value
from tocsin.exports.csv import number, table_line
from tocsin.exports.safe import cell
from tocsin.exports.wording import many
from tocsin.storage.database import Database, StoreError
from tocsin.storage.filters import Filters

_MISSING: Final = "None"  # what POLECAT's files have for what is not known


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be exported, and how."""

    filters: Filters
    form: str = "csv"
    tags: bool = False

    def check(self, layout: str, *, to_file: bool) -> None:
        """Raises StoreError where the layout does not take what is asked of it."""
        if layout != "claims" and self.form != "csv":
            raise StoreError(f"--format is for --as claims: {layout} has one form")
        if self.form == "parquet" and not to_file:
            raise StoreError("a Parquet file needs a name: give --to FILE")
        if self.tags and (layout not in hxl.TAGS or self.form != "csv"):
            raise StoreError("--hxl is for tables of text: " + ", ".join(hxl.TAGS))
        if self.filters.origins and layout in _OF_CLAIMS:
            raise StoreError(f"--origins is asked of events, and a row of {layout} is a claim")


class Layout(NamedTuple):
    """A table of text: its columns, its rows, what they are, and what it must not be taken for."""

    columns: Sequence[str]
    rows: Callable[[Connection, Filters, Counter[str]], Iterator[Mapping[str, Value]]]
    noun: str
    label: str
    line: Callable[[Mapping[str, Value], Iterable[str]], str] = table_line


def tab_line(values: Mapping[str, Value], columns: Iterable[str]) -> str:
    """A line of cells parted by tabs; what would break it is a blank, what is not known is `None`."""
    return "\t".join(map(_tab_cell, (values.get(column) for column in columns))) + "\n"


def _tab_cell(value: Value) -> str:
    if value is None:
        return _MISSING
    return " ".join(cell(value).split()) if isinstance(value, str) else str(number(value))


_TABLES: Final[Mapping[str, Layout]] = {
    "acled": Layout(acled.COLUMNS, acled.rows, "event", acled.LABEL),
    "ucdp": Layout(ucdp.COLUMNS, ucdp.rows, "event", ucdp.LABEL),
    "polecat": Layout(polecat.COLUMNS, polecat.rows, "claim", polecat.LABEL, tab_line),
}
_OF_CLAIMS: Final = frozenset({"claims", "polecat", "webannotation"})


def write(layout: str, database: Database, asked: Asked, out: IO[bytes]) -> Iterator[str]:
    """Writes the layout, then gives what there is to say: the counts of what was written and left out."""
    if layout in _TABLES:
        return _table(layout, _TABLES[layout], database, asked, out)
    return {"claims": _claims, "geojson": _geojson, "webannotation": _annotations, "ftm": _entities}[layout](
        database, asked, out
    )


def _claims(database: Database, asked: Asked, out: IO[bytes]) -> Iterator[str]:
    written = claims.write(database, asked.filters, out, asked.form, tags=asked.tags)
    yield f"{many(written, 'claim')} written, a row each, whatever their status"


def _geojson(database: Database, asked: Asked, out: IO[bytes]) -> Iterator[str]:
    without, written = Counter[str](), 0
    out.write(geojson.OPENING)
    with database.reading() as connection:
        for feature in geojson.features(connection, asked.filters, without):
            out.write((geojson.BETWEEN if written else b"") + feature)
            written += 1
    out.write(geojson.CLOSING)
    yield f"{many(written, 'event')} written, a feature each, whatever their status"
    yield from (f"without geometry {count}: {reason}" for reason, count in _most_first(without))


def _annotations(database: Database, asked: Asked, out: IO[bytes]) -> Iterator[str]:
    written = 0
    with database.reading() as connection:
        for line in webannotation.lines(connection, asked.filters):
            out.write(line)
            written += 1
    yield f"{many(written, 'claim')} written, an annotation each, whatever their status"


def _entities(database: Database, asked: Asked, out: IO[bytes]) -> Iterator[str]:
    written = Counter[str]()
    with database.reading() as connection:
        for schema, line in ftm.lines(connection, asked.filters):
            out.write(line)
            written[schema] += 1
    of_each = ", ".join(f"{count} {schema}" for schema, count in sorted(written.items()))
    yield f"entities written: {of_each or 'none'}"


def _table(name: str, layout: Layout, database: Database, asked: Asked, out: IO[bytes]) -> Iterator[str]:
    names = dict(zip(layout.columns, layout.columns, strict=True))
    out.write(layout.line(names, layout.columns).encode())
    if asked.tags:
        tags = dict(zip(layout.columns, hxl.tags(name, layout.columns), strict=True))
        out.write(layout.line(tags, layout.columns).encode())
    left, written = Counter[str](), 0
    with database.reading() as connection:
        for values in layout.rows(connection, asked.filters, left):
            out.write(layout.line(values, layout.columns).encode())
            written += 1
    yield layout.label
    yield from counted(layout.noun, written, left)


def counted(noun: str, written: int, left: Counter[str]) -> Iterator[str]:
    """How many of all that fit were written, and how many were left out for which reason, most first."""
    yield f"{written} of {many(written + left.total(), noun)} that fit written, a row each"
    yield from (f"left out {count}: {reason}" for reason, count in _most_first(left))


def _most_first(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))
