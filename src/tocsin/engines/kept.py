"""Reading back what an extraction wrote, in the order in which one process would have read the input."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from tocsin.engines import output
from tocsin.engines.output import Origin
from tocsin.reading import ReadError
from tocsin.records import Record

_TOGETHER = 200  # records that are held at a time


def files(folder: Path) -> list[tuple[Path, Origin]]:
    """The files of records in a folder; raises ReadError where there are none or one is damaged."""
    if not folder.is_dir():
        raise ReadError("there is no such folder")
    found = [(path, _checked(path)) for path in folder.glob(f"*{output.ENDING}")]
    if not found:
        raise ReadError("the folder holds no file of records that `tocsin extract` wrote")
    return sorted(found, key=lambda each: (_place(each[1].path), each[1].source, each[1].number))


def records(path: Path) -> Iterator[Record]:
    """The records of a file; raises ReadError where one is none."""
    try:
        for batch in pq.ParquetFile(path).iter_batches(_TOGETHER):
            for row in batch.to_pylist():
                yield msgspec.convert(row, Record)
    except (OSError, pa.ArrowException, msgspec.ValidationError) as error:
        raise ReadError(f"{path.name} cannot be read: {error}") from error


def _checked(path: Path) -> Origin:
    found = output.origin(path)
    if found is None:
        raise ReadError(f"{path.name} was not written by `tocsin extract`, or is damaged")
    return found


def _place(path: str) -> list[tuple[bool, str]]:
    """What puts paths in the order in which a folder is read: its files, then its folders."""
    *folders, name = Path(path).parts
    return [*((True, folder) for folder in folders), (False, name)]
