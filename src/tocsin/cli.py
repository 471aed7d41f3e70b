"""The command line: a thin shell over the library. What is data goes to stdout, what is talk to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.commands import decide, desk, export, extract, gazetteer, sitrep, store, watching
from tocsin.commands.options import NOT_ALL, Knowledge, Outlet, Published, Relevant, checked
from tocsin.commands.talk import Talk, output

if TYPE_CHECKING:
    from tocsin.records import Record

EXAMPLE = "Example: tocsin read article.html folder/ --published 2021-07-08 --format csv > claims.csv"

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)


class Format(StrEnum):
    """What `read` writes."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    html = "html"


class Listing(StrEnum):
    """What the verbs that look things up write."""

    table = "table"
    json = "json"


LONG = ("add", "extract", "follow", "link", "load")  # verbs that may run for hours
GIVEN_WAY = 10  # of 19


def main() -> None:
    """Runs the command line of this process."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the matrices are small: more threads cost more than they give
    if sys.argv[1:2] and sys.argv[1] in LONG:
        give_way()
    app()


def give_way() -> None:
    """Lets whoever works at this machine go first, say with a desk; on an idle machine nothing becomes slower."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(max(0, GIVEN_WAY - os.nice(0)))


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"tocsin {version('tocsin')}")
        raise typer.Exit


@app.callback()
def tocsin(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and stop.")
    ] = False,
) -> None:
    """Reads news reports about security situations: who did what to whom, according to whom, and did it happen."""


@app.command(epilog=EXAMPLE)
def read(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Files (.txt .md .html .jsonl), archives, folders, or -."),
    ],
    published: Published = None,
    outlet: Outlet = None,
    format: Annotated[Format, typer.Option(help="What to write to standard output.")] = Format.table,
    knowledge: Knowledge = None,
    relevant: Relevant = False,
) -> None:
    """Reads reports and writes the claims in them.

    Exit code 0: all were read; 1: some could not be, each named on standard error; 2: wrong usage.
    """
    from tocsin import pipeline, reading

    talk = Talk()
    with checked(knowledge):
        found = reading.read(paths, published, outlet)
        _write(format, talk.records(pipeline.code(found, knowledge, relevant=relevant)))
    if talk.unread:
        raise typer.Exit(NOT_ALL)


app.add_typer(store.app)
app.add_typer(extract.app)
app.add_typer(export.app)
app.add_typer(sitrep.app)
app.add_typer(decide.app)
app.add_typer(desk.app)
app.add_typer(watching.app)
app.add_typer(gazetteer.app, name="gazetteer")
knowledge_app = typer.Typer(no_args_is_help=True, help="Looks after your own knowledge files.")
app.add_typer(knowledge_app, name="knowledge")


@knowledge_app.command("check")
def knowledge_check(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", exists=True, file_okay=False)],
) -> None:
    """Names file and line of every mistake in a knowledge folder.

    Exit code 0: no mistake; 1: some, one a line on standard output.
    """
    from tocsin.commands.knowledge import check

    if not check(folder, output()):
        raise typer.Exit(1)


@app.command(epilog="Example: tocsin actor CSTO --at 2013-09-23")
def actor(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, an id, a demonym, an office or a common noun.")],
    at: Annotated[str | None, typer.Option(metavar="DATE", help="On which day (ISO); today if not given.")] = None,
    format: Annotated[Listing, typer.Option(help="What to write to standard output.")] = Listing.table,
    knowledge: Knowledge = None,
) -> None:
    """Shows what Tocsin knows of an actor on a day, and the file and line it knows it from.

    Exit code 0: known; 1: not in the directory.
    """
    from tocsin.commands.knowledge import actor as show
    from tocsin.knowledge.files import KnowledgeError

    try:
        known = show(name, _day(at), knowledge, output(), as_json=format is Listing.json)
    except KnowledgeError as error:
        raise typer.BadParameter(str(error), param_hint="--knowledge") from error
    if not known:
        print(f"{name!r} is not in the actor directory", file=sys.stderr)
        raise typer.Exit(1)


def _day(given: str | None) -> date:
    try:
        return date.fromisoformat(given) if given else date.today()
    except ValueError as error:
        raise typer.BadParameter(f"{given!r} is no day such as 2021-07-08", param_hint="--at") from error


@app.command()
def schema() -> None:
    """Writes the JSON schema of what read writes as jsonl."""
    import json

    import msgspec

    from tocsin.records import Record

    print(json.dumps(msgspec.json.schema(Record), indent=2))


@app.command()
def demo() -> None:
    """Reads the sample reports and says what to try next."""
    from tocsin.demo import run

    run(output())


def _write(format: Format, records: Iterator[Record]) -> None:
    from importlib import import_module

    out = output()
    import_module(f"tocsin.exports.{format}").write(records, out)
    out.flush()
