"""The same work on Apache Spark (`tocsin[spark]`): reports of a DataFrame, or the shards of `tocsin extract`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import msgspec
import pyarrow as pa

from tocsin import pipeline
from tocsin.engines import supervise
from tocsin.engines.joins import Links, link, link_files
from tocsin.engines.schema import schema
from tocsin.engines.shards import Shard
from tocsin.engines.supervise import Hand, Lost
from tocsin.engines.work import Done, Job
from tocsin.reading import ReadError, Reading, Unread, articles
from tocsin.records import Record

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["Links", "SparkRun", "extract", "link", "link_files", "session_for"]
UNREAD: Final = "unread"  # the column that says why a report was not read
_LOOK: Final = 0.5  # seconds between two looks at what the executors tell
_ending_of: Final[msgspec.json.Decoder[Done | Lost]] = msgspec.json.Decoder(Done | Lost)
_shard_of: Final = msgspec.json.Decoder(Shard)


# ---------------------------------------------------------------- reports of a DataFrame
def extract(reports: DataFrame, knowledge: str | None = None, *, relevant: bool = False) -> DataFrame:
    """A record for each report: the columns of `tocsin extract`, and `unread` with the reason where there is no record.

    The reports have the columns of a line of `.jsonl`: `text` and, where known, `id`, `url`, `outlet`, `title`,
    `byline` and `published`, as strings. `knowledge` is a folder that every executor can read. With
    `relevant` reports that seem to be about something else are left out, which `unread` says.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    read = partial(_read, knowledge=knowledge, relevant=relevant)
    return reports.mapInArrow(read, from_arrow_schema(_columns()))


def _columns() -> pa.Schema:
    """Those of a record, which may be null, and the reason."""
    return pa.schema([*(field.with_nullable(True) for field in schema()), pa.field(UNREAD, pa.string())])


def _read(batches: Iterable[pa.RecordBatch], knowledge: str | None, relevant: bool) -> Iterator[pa.RecordBatch]:
    overlay = Path(knowledge) if knowledge else None
    for batch in batches:
        results = pipeline.code(map(_reading, batch.to_pylist()), overlay, relevant=relevant)
        with pipeline.forgetting():
            rows = list(map(_row, results))
        yield pa.RecordBatch.from_pylist(rows, schema=_columns())


def _reading(row: dict[str, Any]) -> Reading | Unread:
    try:
        return articles.from_json(msgspec.json.encode(row), articles.Options())
    except ReadError as error:
        return Unread(str(row.get("id") or ""), None, error.message)


def _row(result: pipeline.Result) -> dict[str, Any]:
    if isinstance(result, Record):
        found: dict[str, Any] = msgspec.to_builtins(result)
        return found
    return {UNREAD: str(result)}


# ---------------------------------------------------------------- shards
class SparkRun:
    """All shards of a run, done by the executors of a cluster, which read the input and write the output themselves.

    It runs in the session that there is, or else in one of its own, which it ends.
    """

    given = 0  # of unfinished shards nothing is known here

    def __init__(
        self, job: Job, master: str | None, limit: float = supervise.LIMIT, command: Sequence[str] = supervise.COMMAND
    ) -> None:
        self._master = master
        self._do = partial(_do, job=job, limit=limit, command=tuple(command))

    def endings(self, shards: Iterable[Shard]) -> Iterator[Done | Lost | None]:
        """What becomes of each shard, as it is known; null whenever there is nothing new for a moment."""
        rows = [msgspec.json.encode(shard) for shard in shards]
        if not rows:
            return
        with session_for("tocsin extract", self._master) as session:
            context = session.sparkContext
            told = context.accumulator([], _Lists())
            # not toLocalIterator, which has two parts done at a time and no more
            done = context.parallelize(rows, len(rows)).foreachPartition
            with _aside(context, lambda: done(partial(self._do, told=told))) as running:
                number, going = 0, True
                while going:
                    going = running()
                    new = told.value[number:]
                    number += len(new)
                    yield from map(_ending_of.decode, new)
                    yield None


@contextmanager
def session_for(name: str, master: str | None) -> Iterator[SparkSession]:
    """The session that there is, or one for as long as it is needed."""
    from pyspark.sql import SparkSession

    known = SparkSession.getActiveSession()
    if known is not None:
        yield known
        return
    builder = SparkSession.builder.appName(name).config("spark.ui.showConsoleProgress", "false")
    builder = builder.config("spark.speculation", "false")  # two that do one part would be in each other's way
    if master and master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # not the first Python of the path
    session = (builder.master(master) if master else builder).getOrCreate()
    try:
        yield session
    finally:
        session.stop()


@contextmanager
def _aside(context: SparkContext, action: Callable[[], None]) -> Iterator[Callable[[], bool]]:
    """Something that Spark does meanwhile. What is yielded waits a moment and says whether it goes on, or raises."""
    group, failures = uuid4().hex, list[BaseException]()

    def act() -> None:
        try:
            context.setJobGroup(group, "tocsin", interruptOnCancel=True)
            action()
        except BaseException as error:  # told where it can be heard
            failures.append(error)

    def running() -> bool:
        thread.join(_LOOK)
        if failures:
            raise failures[0]
        return thread.is_alive()

    thread = Thread(target=act, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        if thread.is_alive():
            context.cancelJobGroup(group)
            thread.join()


class _Lists:
    """What all tasks tell, in one list: how Spark adds it up."""

    def zero(self, _: list[bytes]) -> list[bytes]:
        """Nothing is told yet."""
        return []

    def addInPlace(self, told: list[bytes], more: list[bytes]) -> list[bytes]:  # Spark's name
        """More is told."""
        told.extend(more)
        return told


def _do(rows: Iterable[bytes], job: Job, limit: float, command: tuple[str, ...], told: Any) -> None:
    for row in rows:
        ending = supervise.finish(_shard_of.decode(row), job, _hand(limit, command))
        told.add([msgspec.json.encode(ending)])


@cache
def _hand(limit: float, command: tuple[str, ...]) -> Hand:
    """The process of this executor's worker; it ends with it."""
    return Hand(command, limit)
