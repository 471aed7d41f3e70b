"""The verbs for many reports: `extract` on all cores or many machines, `load` into a store, `link` without one."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.commands.options import NOT_ALL, Knowledge, Outlet, Published, Relevant, checked
from tocsin.commands.store import Place, opened, say
from tocsin.commands.talk import Talk

if TYPE_CHECKING:
    from tocsin.engines.spark import SparkRun
    from tocsin.engines.work import Job

app = typer.Typer()


class Engine(StrEnum):
    """Who does the work."""

    processes = "processes"
    spark = "spark"


@app.command(epilog="Example: tocsin extract crawl/ --to records/ --workers 8")
def extract(
    paths: Annotated[list[str], typer.Argument(metavar="IN", help="Files and folders.")],
    to: Annotated[Path, typer.Option(metavar="OUT_DIR", file_okay=False, help="Where the Parquet files go.")],
    workers: Annotated[int | None, typer.Option(min=1, max=1024, help="Processes; one a core if not given.")] = None,
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="Only the I-th of N shares, for jobs of a queue; from 1/N to N/N.")
    ] = None,
    shard_size: Annotated[float, typer.Option(metavar="MB", min=0.001, help="Input of one Parquet file.")] = 2.0,
    limit: Annotated[float, typer.Option(metavar="SECONDS", min=1, help="How long one report may take.")] = 120.0,
    engine: Annotated[Engine, typer.Option(help="Who does it: processes of this machine, or Apache Spark.")] = (
        Engine.processes
    ),
    master: Annotated[
        str | None, typer.Option(metavar="URL", help="Spark's master, if not the configured one.")
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    knowledge: Knowledge = None,
    relevant: Relevant = False,
) -> None:
    """Reads many reports on all cores into Parquet files, one for each part of the input; see tocsin load.

    Stop it whenever you like: the same command does only what is missing, or what has changed. A report that ends its
    process, or takes too long, is left out and named with the reason in OUT_DIR.
    Exit code 0: all were read; 1: some could not be, each named on standard error; 2: wrong usage.
    """
    from tocsin.commands.extracting import extract as extracting
    from tocsin.commands.extracting import planned
    from tocsin.engines import shards, work
    from tocsin.engines.supervise import Run

    number, of = _share(shard)
    count = workers or _cores()
    _check_apart(to, paths)
    talk = Talk()
    with checked(knowledge):
        _check(published, knowledge)
        plan = list(shards.shards(paths, int(shard_size * 1_000_000)))
        mine = planned(shards.share(plan, number, of), talk)
        job = work.job(to.absolute(), published, outlet, knowledge and knowledge.absolute(), relevant=relevant)
        run = _spark(job, master, limit) if engine is Engine.spark else Run(job, min(count, max(len(mine), 1)), limit)
        total = extracting(run, to, mine, [each for each in plan if isinstance(each, shards.Shard)], talk)
    if talk.unread or total.unread or total.lost:
        raise typer.Exit(NOT_ALL)


@app.command(epilog="Example: tocsin load news.tocsin records/")
def load(
    store: Place,
    folder: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="What tocsin extract wrote.")],
    known: Annotated[
        str | None, typer.Option(metavar="DATE", help="Since when you have them, if not now; never before the last.")
    ] = None,
) -> None:
    """Brings what tocsin extract wrote into a store, as tocsin add of the same reports would; repeating it is harmless.

    A line on standard output for each report that is new or has changed, once it is safely in the store.
    Exit code 0: all are in the store; 1: some could not be kept, each named on standard error; 2: wrong usage.
    """
    from tocsin.commands.loading import load as loading
    from tocsin.engines import kept
    from tocsin.reading import ReadError

    talk = Talk()
    try:
        files = kept.files(folder)
        with opened(store, create=True) as found:
            loading(found, files, known, talk)
    except ReadError as error:
        say(f"tocsin: {folder}: {error.message}")
        raise typer.Exit(NOT_ALL) from error
    if talk.unread:
        raise typer.Exit(NOT_ALL)


@app.command(epilog="Example: tocsin link records/ --to groups/")
def link(
    folder: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="What tocsin extract wrote.")],
    to: Annotated[Path, typer.Option(metavar="DIR", file_okay=False, help="Where reports/ and claims/ go.")],
    engine: Annotated[Engine, typer.Option(help="Who does it: this process, or Apache Spark.")] = Engine.processes,
    master: Annotated[
        str | None, typer.Option(metavar="URL", help="Spark's master, if not the configured one.")
    ] = None,
) -> None:
    """Says which reports of an archive are copies, and which claims tell of one event, as Parquet and without a store.

    The groups are those of a store to which the reports were added in the order of the input, by either engine.
    Exit code 0: done; 1: OUT_DIR cannot be read; 2: wrong usage.
    """
    from tocsin.engines import kept, linked
    from tocsin.reading import ReadError

    if any((to / name).exists() for name in ("reports", "claims")):
        raise typer.BadParameter(f"{to} holds reports or claims already; delete them first", param_hint="--to")
    if engine is Engine.spark:
        _need_spark()
    try:
        files = kept.files(folder)
        if engine is Engine.spark:
            from tocsin.engines.spark import link_files, session_for

            with session_for("tocsin link", master) as session:
                link_files(session, files, to)
        else:
            linked.alone(files, to)
    except ReadError as error:
        say(f"tocsin: {folder}: {error.message}")
        raise typer.Exit(NOT_ALL) from error


def _share(words: str | None) -> tuple[int, int]:
    number, _, of = (words or "1/1").partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise typer.BadParameter(f"{words!r} is no share such as 3/8", param_hint="--shard")
    return int(number), int(of)


def _check_apart(to: Path, paths: list[str]) -> None:
    """What is written must not be read as input the next time."""
    for path in paths:
        if to.resolve().is_relative_to(Path(path).resolve()):
            raise typer.BadParameter(f"{to} lies within {path}, which is read", param_hint="--to")


def _need_spark() -> None:
    from importlib.util import find_spec

    if find_spec("pyspark") is None:
        raise typer.BadParameter("pyspark is not installed: pip install 'tocsin[spark]'", param_hint="--engine")


def _spark(job: Job, master: str | None, limit: float) -> SparkRun:
    _need_spark()
    from tocsin.engines.spark import SparkRun

    return SparkRun(job, master, limit)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _check(published: str | None, knowledge: Path | None) -> None:
    """What every process would stumble over is said once."""
    from tocsin import reading
    from tocsin.coding.codebook import load_codebook

    if published:
        reading.publication_day(published)
    if knowledge:
        load_codebook(knowledge)
