"""`tocsin export`: what a store holds, as files that other tools read. What is left out is said on standard error."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tocsin.commands.options import Degrees, Limit, Origins, Since, Statuses, Types, Until, Where, Who, Words
from tocsin.commands.store import At, Place, filters_of, opened, say, written

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

    with opened(store) as found:
        filters = filters_of(
            status, type, box, actor=actor, place=place, since=since, until=until, search=search, origins=origins,
            at=at, limit=limit,
        )  # fmt: skip
        asked = Asked(filters, form.value, hxl)
        asked.check(layout.value, to_file=to is not None)
        with written(to) as out:
            for line in write(layout.value, found.database, asked, out):
                say(line)
