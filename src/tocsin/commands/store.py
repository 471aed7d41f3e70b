"""The verbs of a store: they say what is wanted, the library does it. Nothing heavy is loaded before one is used."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from tocsin.commands.options import (
    NOT_ALL,
    WRONG_USAGE,
    Contact,
    Degrees,
    Knowledge,
    Limit,
    Newest,
    Origins,
    Outlet,
    Pause,
    Private,
    Published,
    Relevant,
    Since,
    Statuses,
    Types,
    Until,
    Where,
    Who,
    Words,
    checked,
)
from tocsin.commands.talk import Talk, output

if TYPE_CHECKING:
    from tocsin.storage.filters import Filters
    from tocsin.storage.store import Store

app = typer.Typer()


class Form(StrEnum):
    """How a listing is written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class Told(StrEnum):
    """How an explanation is written."""

    text = "text"
    json = "json"


class Kind(StrEnum):
    """What a store can list."""

    events = "events"
    claims = "claims"
    conflicts = "conflicts"
    ledger = "ledger"
    sources = "sources"
    actors = "actors"
    reports = "reports"


Place = Annotated[str, typer.Argument(metavar="STORE", help="A file (news.tocsin) or postgresql://user@host/database.")]
Format = Annotated[Form, typer.Option(help="What to write to standard output.")]
At = Annotated[str | None, typer.Option(metavar="DATE", help="As the store knew it then (a day or a UTC time).")]


@contextmanager
def opened(place: str, *, create: bool = False) -> Iterator[Store]:
    """The store; what is wrong with it or with what is asked of it ends the command with a clear word."""
    from tocsin.storage.database import StoreError
    from tocsin.storage.store import Store

    try:
        with Store(place, create=create) as store:
            yield store
    except StoreError as error:
        say(f"tocsin: {error.message}")
        raise typer.Exit(NOT_ALL if error.damaged else WRONG_USAGE) from error


def filters_of(status: Sequence[str] | None, type: Sequence[str] | None, box: str | None, **others: Any) -> Filters:
    """The filters of the options that several verbs share; StoreError for what cannot be asked."""
    from tocsin.storage.filters import Box, Filters

    area = Box.of(box) if box else None
    return Filters(status=tuple(status or ()), type=tuple(type or ()), box=area, **others)


@contextmanager
def written(to: Path | None) -> Iterator[IO[bytes]]:
    """The file to write to, there as a whole or not at all; standard output where none is named."""
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


def say(words: str) -> None:
    """A line on standard error."""
    from tocsin.exports.safe import line

    print(line(words), file=sys.stderr)


@app.command(epilog="Example: tocsin add news.tocsin articles/ https://example.org/feed.xml --outlet 'The Post'")
def add(
    store: Place,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Files, folders, archives, - for standard input, web addresses of feeds, "
            "sitemaps and pages, or a file that lists those (.opml, .txt).",
        ),
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    known: Annotated[
        str | None, typer.Option(metavar="DATE", help="Since when you have them, if not now; never before the last.")
    ] = None,
    kept: Annotated[bool, typer.Option("--kept", help="Read again all pages that the store keeps.")] = False,
    pause: Pause = 2.0,
    newest: Newest = 200,
    contact: Contact = None,
    private: Private = False,
    knowledge: Knowledge = None,
    relevant: Relevant = False,
) -> None:
    """Reads reports into a store, which is made where there is none; repeating it changes nothing.

    A line on standard output for each report that is new, has changed or was taken back, once that is safe.
    Exit code 0: all were read; 1: some could not be, each named on standard error; 2: wrong usage.
    """
    if not paths and not kept:
        raise typer.BadParameter("name something to add, or give --kept", param_hint="PATH")
    from tocsin import reading
    from tocsin.commands.adding import add as adding
    from tocsin.commands.web import Asked, follow_them, kept_pages, parted

    files, addresses = parted(paths or [])
    if relevant and (kept or addresses):
        raise typer.BadParameter("is for files and folders only", param_hint="--relevant")
    talk = Talk(reading.count(files))
    with checked(knowledge), opened(store, create=True) as found:
        if files:
            adding(found, reading.read(files, published, outlet), knowledge, known, talk, relevant=relevant)
        if kept:
            adding(found, kept_pages(found, published, outlet), knowledge, known, talk)
        if addresses:
            asked = Asked(published, outlet, pause, newest, contact, private)
            follow_them(found, addresses, asked, knowledge, known, talk)
    if talk.unread:
        raise typer.Exit(NOT_ALL)


@app.command(epilog="Example: tocsin follow news.tocsin feeds.opml --every 10m --contact desk@example.org")
def follow(
    store: Place,
    feeds: Annotated[
        list[str], typer.Argument(metavar="FEEDS", help="Web addresses, or files that list them (.opml, .txt).")
    ],
    every: Annotated[str, typer.Option(metavar="TIME", help="How often, such as 90s, 10m, 2h or 1d.")] = "10m",
    outlet: Outlet = None,
    pause: Pause = 2.0,
    newest: Newest = 200,
    contact: Contact = None,
    private: Private = False,
    knowledge: Knowledge = None,
) -> None:
    """Adds what feeds, sitemaps and pages bring, until it is stopped (Ctrl-C); whatever it was doing is done next time.

    A line on standard output for each report that is new, has changed or was taken back.
    """
    from tocsin.commands.web import Asked, follow_them, parted, seconds

    often = seconds(every)
    files, addresses = parted(feeds)
    if files:
        raise typer.BadParameter(f"{files[0]} is no web address and no list of them", param_hint="FEEDS")
    with checked(knowledge), opened(store, create=True) as found:
        asked = Asked(None, outlet, pause, newest, contact, private, often)
        follow_them(found, addresses, asked, knowledge, None, Talk())


@app.command("list", epilog="Example: tocsin list news.tocsin events --status happened --since 2021-07-01 --origins 2")
def list_(
    store: Place,
    kind: Annotated[Kind, typer.Argument(metavar="WHAT", help="One of: " + ", ".join(Kind))],
    status: Statuses = None,
    type: Types = None,
    actor: Who = None,
    place: Where = None,
    since: Since = None,
    until: Until = None,
    box: Degrees = None,
    search: Words = None,
    origins: Origins = None,
    due: Annotated[int | None, typer.Option(metavar="DAYS", min=0, help="Ledger: due within so many days.")] = None,
    at: At = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day of the ledger's clock, if not today.")
    ] = None,
    limit: Limit = None,
    format: Format = Form.table,
) -> None:
    """Lists what a store holds. --since and --until go by when the event was, for reports by publication."""
    with opened(store) as found:
        filters = filters_of(
            status, type, box, actor=actor, place=place, since=since, until=until, search=search, origins=origins,
            due=due, at=at, as_of=as_of, limit=limit,
        )  # fmt: skip
        _write(found, kind, filters, format)


def _write(store: Store, kind: Kind, filters: Filters, form: Form) -> None:
    from tocsin.exports.columns import OF, SHORT
    from tocsin.exports.listing import write

    with store.rows(kind, filters) as rows:
        if kind is Kind.claims and form is Form.csv:
            from tocsin.exports.csv import write_kept

            write_kept(rows, output())
            return
        write(form, rows, SHORT.get(kind, OF[kind]) if form is Form.table else OF[kind], output())


@app.command(epilog="Example: tocsin diff news.tocsin @2021-07-05 @2021-07-08")
def diff(
    store: Place,
    before: Annotated[str, typer.Argument(metavar="@A", help="A day (its end) or a UTC time.")],
    after: Annotated[str, typer.Argument(metavar="@B", help="Another, such as @2021-07-08T12:00.")],
    format: Format = Form.table,
) -> None:
    """Lists what was added, changed and withdrawn between two times of the store, with reasons."""
    from tocsin.exports.columns import DIFFERENCES, DIFFERENCES_SHORT
    from tocsin.exports.listing import write

    with opened(store) as found, found.diff(before, after) as differences:
        write(format, differences, DIFFERENCES_SHORT if format is Form.table else DIFFERENCES, output())


@app.command(epilog="Example: tocsin why news.tocsin e12ab34cd")
def why(
    store: Place,
    name: Annotated[str, typer.Argument(metavar="ID", help="A claim, an event, a report, a ledger item or a source.")],
    at: At = None,
    format: Annotated[Told, typer.Option(help="What to write to standard output.")] = Told.text,
) -> None:
    """Shows what stands behind a record: its words in context, its chain of sources, its rule, grouping and history."""
    with opened(store) as found:
        told = found.why(name, at)
    out = output()
    if format is Told.json:
        import msgspec

        out.write(msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n")
        return
    from tocsin.commands.explaining import lines
    from tocsin.exports.table import terminal

    console = terminal(out)
    for line in lines(told):
        console.print(line)


@app.command()
def check(store: Place, format: Format = Form.table) -> None:
    """Proves that every span is its text, every digest fits, nothing hangs loose and every grouping can be undone.

    Exit code 0: all is well; 1: something is not, each named on standard output.
    """
    from tocsin.exports.columns import PROBLEMS
    from tocsin.exports.listing import write

    with opened(store) as found:
        result = found.check()
        if result.problems or format is not Form.table:
            write(format, result.problems, PROBLEMS, output())
    say(f"{result.versions} reports, {result.claims} claims, {result.moments} moments: " + _number(result.problems))
    if result.problems:
        raise typer.Exit(NOT_ALL)


def _number(problems: Iterable[object]) -> str:
    count = len(list(problems))
    return f"{count} problem{'' if count == 1 else 's'}" if count else "no problem"
