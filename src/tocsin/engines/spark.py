"""The same work on Apache Spark (`tocsin[spark]`): reports of a DataFrame, or the shards of `tocsin extract`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pyarrow as pa

from tocsin import pipeline
from tocsin.engines import supervise
from tocsin.engines.schema import schema
from tocsin.engines.shards import Shard
from tocsin.engines.supervise import Hand, Lost
from tocsin.engines.work import Done, Job
from tocsin.reading import ReadError, Reading, Unread, articles
from tocsin.records import Record

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

UNREAD: Final = "unread"  # the column that says why a report was not read
_ending_of: Final[msgspec.json.Decoder[Done | Lost]] = msgspec.json.Decoder(Done | Lost)
_shard_of: Final = msgspec.json.Decoder(Shard)


# ---------------------------------------------------------------- reports of a DataFrame
def extract(reports: DataFrame, knowledge: str | None = None) -> DataFrame:
    """A record for each report: the columns of `tocsin extract`, and `unread` with the reason where there is no record.

    The reports have the columns of a line of `.jsonl`: `text` and, where known, `id`, `url`, `outlet`, `title`,
    `byline` and `published`, as strings. `knowledge` is a folder that every executor can read.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    return reports.mapInArrow(partial(_read, knowledge=knowledge), from_arrow_schema(_columns()))


def _columns() -> pa.Schema:
    """Those of a record, which may be null, and the reason."""
    return pa.schema([*(field.with_nullable(True) for field in schema()), pa.field(UNREAD, pa.string())])


def _read(batches: Iterable[pa.RecordBatch], knowledge: str | None) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        results = pipeline.code(map(_reading, batch.to_pylist()), Path(knowledge) if knowledge else None)
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
    """All shards of a run, done by the executors of a cluster, which read the input and write the output themselves."""

    given = 0  # of unfinished shards nothing is known here

    def __init__(self, job: Job, master: str | None, limit: float = supervise.LIMIT) -> None:
        self._job, self._master, self._limit = job, master, limit

    def endings(self, shards: Iterable[Shard]) -> Iterator[Done | Lost | None]:
        """What becomes of each shard, as it is known."""
        from pyspark.sql import SparkSession

        rows = [(msgspec.json.encode(shard).decode(),) for shard in shards]
        if not rows:
            return
        builder = SparkSession.builder.appName("tocsin extract").config("spark.ui.showConsoleProgress", "false")
        session = (builder.master(self._master) if self._master else builder).getOrCreate()
        try:
            given = session.createDataFrame(session.sparkContext.parallelize(rows, len(rows)), "shard string")
            done = given.mapInArrow(partial(_do, job=self._job, limit=self._limit), "ending string")
            yield from (_ending_of.decode(row.ending) for row in done.toLocalIterator(prefetchPartitions=True))
        finally:
            session.stop()


def _do(batches: Iterable[pa.RecordBatch], job: Job, limit: float) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        shards = [_shard_of.decode(words) for words in batch.column(0).to_pylist()]
        endings = (supervise.finish(shard, job, _hand(limit)) for shard in shards)
        yield pa.RecordBatch.from_pydict({"ending": [msgspec.json.encode(ending).decode() for ending in endings]})


@cache
def _hand(limit: float) -> Hand:
    """The process of this executor's worker; it ends with it."""
    return Hand(supervise.COMMAND, limit)
