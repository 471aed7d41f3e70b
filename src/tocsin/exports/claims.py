"""All claims of a store as a table: CSV, JSON Lines or Parquet, a stretch at a time, on several cores where it is long.

Facts are only ever added, so several processes that read the store as of one moment see the same claims.
"""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from itertools import chain, islice
from multiprocessing import get_context
from typing import IO, Any, Final

import msgspec
from sqlalchemy import Connection

from tocsin.exports import hxl
from tocsin.exports.claim_row import CERTAIN_FROM, COLUMNS, DAYS, FRACTIONS, WHOLE, Value, kept_row
from tocsin.exports.csv import csv_lines
from tocsin.storage import bulk, moments
from tocsin.storage.bulk import Stretch
from tocsin.storage.database import Database
from tocsin.storage.filters import Filters

Rows = Sequence[Sequence[Value]]
FORMS: Final = ("csv", "jsonl", "parquet")
_MANY: Final = 10  # stretches from which on further processes pay for their start
_LOOKED_FOR: Final = 100_000  # objects made since garbage was last looked for: those of a stretch or two
_MOST: Final = 3  # processes that read, of 250 MB each: with the one that writes they stay under 1 GB


def write(
    database: Database, filters: Filters, out: IO[bytes], form: str = "csv", *, tags: bool = False, processes: int = 0
) -> int:
    """Writes the claims that fit, and gives their number; `processes` is how many read, 0 as many as are of use."""
    sink = _parquet if form == "parquet" else _csv(tags=tags) if form == "csv" else _jsonl
    with database.reading() as connection:
        at = moments.as_of(connection, filters.at)
        return sink(_chunks(connection, database, filters, (at, form), processes), out)


def table(database: Database, filters: Filters) -> Any:
    """The claims that fit as one table of Arrow, in memory."""
    import pyarrow as pa

    with database.reading() as connection:
        how = moments.as_of(connection, filters.at), "parquet"
        batches = [_batch(chunk) for _, chunk in _chunks(connection, database, filters, how, processes=1)]
    return pa.Table.from_batches(batches, schema())


def _batch(chunk: bytes) -> Any:
    import pyarrow as pa

    return pa.ipc.read_record_batch(pa.py_buffer(chunk), schema())


def _chunks(
    connection: Connection, database: Database, filters: Filters, how: tuple[int, str], processes: int
) -> Iterator[tuple[int, bytes]]:
    """How many claims, and these encoded, a stretch at a time and in order."""
    at, form = how
    waiting = bulk.stretches(connection, filters, at)
    first = [*islice(waiting, _MANY)]
    useful = 1 if len(first) < _MANY else min(os.cpu_count() or 1, _MOST)
    if (processes or useful) == 1:
        decided = bulk.decided(connection, at)
        for part in chain(first, waiting):
            yield _encoded(connection, at, decided, part, form)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(processes or useful, context, _begin, (database.name, at)) as pool:
        futures: deque[Future[tuple[int, bytes]]] = deque()
        for part in chain(first, waiting):
            futures.append(pool.submit(_work, database.name, at, part, form))
            if len(futures) > 2 * (processes or useful):  # no more than these are ever in memory
                yield futures.popleft().result()
        while futures:
            yield futures.popleft().result()


# ---------------------------------------------------------------- in each process
@lru_cache(maxsize=1)
def _begin(name: str, at: int) -> tuple[Connection, Mapping[str, str]]:
    """The connection of this process, and what people decided."""
    connection = Database(name).engine.connect()
    decided = bulk.decided(connection, at)
    gc.freeze()  # what is here stays: not to be looked through for circles over and over
    gc.set_threshold(_LOOKED_FOR)  # nor are the rows of a stretch, which hold none and go together
    return connection, decided


def _work(name: str, at: int, part: Stretch, form: str) -> tuple[int, bytes]:
    connection, decided = _begin(name, at)
    return _encoded(connection, at, decided, part, form)


def _encoded(
    connection: Connection, at: int, decided: Mapping[str, str], part: Stretch, form: str
) -> tuple[int, bytes]:
    rows = [kept_row(kept, decided, CERTAIN_FROM) for kept in bulk.claims(connection, at, part)]
    return len(rows), _ENCODERS[form](rows)


def _lines(rows: Rows) -> bytes:
    return csv_lines(rows).encode()


def _objects(rows: Rows) -> bytes:
    encode = msgspec.json.Encoder().encode
    return b"".join(encode(_object(row)) + b"\n" for row in rows)


def _object(row: Sequence[Value]) -> dict[str, Any]:
    """All columns in their order; the quantities, which are JSON already, as they are."""
    found: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
    if found["quantities"]:
        found["quantities"] = msgspec.Raw(found["quantities"].encode())
    return found


def _arrow(rows: Rows) -> bytes:
    """The rows as one batch of Arrow's stream format."""
    import pyarrow as pa

    columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
    arrays = [_array(values, column) for values, column in zip(columns, COLUMNS, strict=True)]
    batch = pa.RecordBatch.from_arrays(arrays, schema=schema())
    held: bytes = batch.serialize().to_pybytes()
    return held


_ENCODERS: Final[Mapping[str, Callable[[Rows], bytes]]] = {"csv": _lines, "jsonl": _objects, "parquet": _arrow}


def _array(values: Sequence[Value], column: str) -> Any:
    """The values as an array of the column's type; days and moments are read from their words."""
    import pyarrow as pa

    kind = _kind(column)
    if pa.types.is_temporal(kind):
        return pa.array(values, pa.string()).cast(kind)
    return pa.array(values, kind)


def _kind(column: str) -> Any:
    import pyarrow as pa

    if column in DAYS:
        return pa.date32()
    if column == "first_seen":
        return pa.timestamp("us", "UTC")
    return pa.int64() if column in WHOLE else pa.float64() if column in FRACTIONS else pa.string()


@lru_cache(maxsize=1)
def schema() -> Any:
    """The columns of the table with their types: days as days, numbers as numbers, all else text."""
    import pyarrow as pa

    return pa.schema([(column, _kind(column)) for column in COLUMNS])


# ---------------------------------------------------------------- in the process that writes
def _csv(*, tags: bool) -> Callable[[Iterator[tuple[int, bytes]], IO[bytes]], int]:
    """A writer that begins with the header and, where they are wanted, its HXL tags."""
    head = csv_lines([COLUMNS, hxl.tags("claims", COLUMNS)] if tags else [COLUMNS])

    def lines(chunks: Iterator[tuple[int, bytes]], out: IO[bytes]) -> int:
        out.write(head.encode())
        return _jsonl(chunks, out)

    return lines


def _jsonl(chunks: Iterator[tuple[int, bytes]], out: IO[bytes]) -> int:
    written = 0
    for count, chunk in chunks:
        out.write(chunk)
        written += count
    return written


def _parquet(chunks: Iterator[tuple[int, bytes]], out: IO[bytes]) -> int:
    from pyarrow import parquet

    written = 0
    with parquet.ParquetWriter(out, schema(), compression="zstd") as writer:
        for count, chunk in chunks:
            if count:  # no row group without rows
                writer.write_batch(_batch(chunk))
            written += count
    return written
