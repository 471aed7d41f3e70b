"""`tocsin export`: what a store holds, as files that other tools read. What is left out is said on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated

import typer

from tocsin.commands.options import Degrees, Limit, Origins, Since, Statuses, Types, Until, Where, Who, Words
from tocsin.commands.store import At, Place, opened, say
from tocsin.commands.talk import output

app = typer.Typer()


class Layout(StrEnum):
    """What `export` writes."""

    claims = "claims"
    acled = "acled"
    ucdp = "ucdp"
    polecat = "polecat"
    geojson = "geojson"
    webannotation = "webannotation"
    ftm = "ftm"


class Form(StrEnum):
    """How the claims table is written."""

    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"


@app.command(epilog="Example: tocsin export news.tocsin --as claims --format parquet --to claims.parquet")
def export(
    store: Place,
    layout: Annotated[Layout, typer.Option("--as", help="The layout; docs/exports.md has their columns and rules.")],
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to, if not to standard output.")] = None,
    form: Annotated[Form, typer.Option("--format", help="Of claims: how they are written.")] = Form.csv,
    hxl: Annotated[bool, typer.Option("--hxl", help="A second header row of HXL tags.")] = False,
    status: Statuses = None,
    type: Types = None,
    actor: Who = None,
    place: Where = None,
    since: Since = None,
    until: Until = None,
    box: Degrees = None,
    search: Words = None,
    origins: Origins = None,
    at: At = None,
    limit: Limit = None,
) -> None:
    """Writes what a store holds in a layout that other tools read. The filters are those of list.

    How many rows were written, and how many were left out for which reason, is said on standard error.
    """
    from tocsin.exports.layouts import Asked, write
    from tocsin.storage.filters import Box, Filters

    with opened(store) as found:
        filters = Filters(
            status=tuple(status or ()),
            type=tuple(type or ()),
            actor=actor,
            place=place,
            since=since,
            until=until,
            box=Box.of(box) if box else None,
            search=search,
            origins=origins,
            at=at,
            limit=limit,
        )
        asked = Asked(filters, form.value, hxl)
        asked.check(layout.value, to_file=to is not None)
        with _file(to) as out:
            for line in write(layout.value, found.database, asked, out):
                say(line)


@contextmanager
def _file(to: Path | None) -> Iterator[IO[bytes]]:
    """The file, there as a whole or not at all; standard output where none is named."""
    if to is None:
        out = output().buffer
        yield out
        out.flush()
        return
    from tocsin.storage.database import StoreError

    part = to.with_name(f".{to.name}.part")
    try:
        with part.open("wb") as out:
            yield out
        part.replace(to)
    except OSError as error:
        raise StoreError(f"{to} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
