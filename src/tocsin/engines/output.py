"""What a shard gives: a Parquet file of its records and, where there are any, the lines that say what was not read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from uuid import uuid4

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from tocsin.engines.schema import schema
from tocsin.reading import LeftOut, Unread
from tocsin.records import Record

ENDING: Final = ".parquet"
UNREAD: Final = ".unread.jsonl"
LEFT_OUT: Final = ".left-out.jsonl"
KEY: Final = b"tocsin"
_TOGETHER: Final = 200  # records written together


class Origin(Struct, frozen=True):
    """What stands in a file of records besides them: the shard, what it was when it was read, and by whom."""

    source: str
    number: int
    path: str
    digest: str
    reader: str
    unread: int = 0
    left_out: int = 0


_origin = msgspec.json.Decoder(Origin).decode


class Writer:
    """Takes the results of a shard; its file appears when it is complete, and not before."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / (name + ENDING)
        for left in folder.glob(f".{name}.*.part"):  # by a process that was killed
            left.unlink(missing_ok=True)
        self._part = folder / f".{name}.{uuid4().hex[:8]}.part"
        self._file = pq.ParquetWriter(self._part, schema(), compression="zstd")
        self._rows: list[object] = []
        self.records, self.unread, self.left_out = 0, list[Unread](), list[LeftOut]()

    def add(self, record: Record) -> None:
        """One record more."""
        self._rows.append(msgspec.to_builtins(record))
        self.records += 1
        if len(self._rows) == _TOGETHER:
            self._flush()

    def finish(self, origin: Origin) -> None:
        """All of it is there: it takes its name, after that of what was not read."""
        self._flush()
        self._file.add_key_value_metadata({KEY: msgspec.json.encode(origin)})
        self._file.close()
        self._say(UNREAD, self.unread)
        self._say(LEFT_OUT, self.left_out)
        _sync(self._part)
        self._part.replace(self._path)

    def abandon(self) -> None:
        """It will not be finished: nothing of it is left."""
        self._file.close()
        self._part.unlink(missing_ok=True)

    def _flush(self) -> None:
        if self._rows:
            self._file.write_batch(pa.RecordBatch.from_pylist(self._rows, schema=schema()))
            self._rows = []

    def _say(self, ending: str, named: Sequence[Unread | LeftOut]) -> None:
        path = self._path.with_name(self._path.stem + ending)
        if not named:
            path.unlink(missing_ok=True)
            return
        part = self._part.with_suffix(".lines.part")
        part.write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in named))
        part.replace(path)


def _sync(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


# ---------------------------------------------------------------- looking
def origin(path: Path) -> Origin | None:
    """What a file of records says of itself; null where it is none or is not there."""
    try:
        metadata = pq.read_metadata(path).metadata or {}
        return _origin(metadata[KEY])
    except (OSError, pa.ArrowInvalid, KeyError, msgspec.MsgspecError):
        return None


def rows(path: Path) -> int:
    """How many records a file holds."""
    return int(pq.read_metadata(path).num_rows)
