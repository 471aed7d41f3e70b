"""Parquet: a report a row, in columns named as the keys of a line of JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BufferedReader
from typing import TYPE_CHECKING, Any, Final

from tocsin.reading import articles
from tocsin.reading.articles import Facts, Line, Options
from tocsin.reading.files import LIMIT
from tocsin.reading.report import ReadError, Reading, Unread

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_FACTS: Final = Facts.__struct_fields__
_TEXTS: Final = ("text", "html")
_TOGETHER: Final = 32  # rows in memory


def starts(stream: BufferedReader) -> list[int]:
    """Where the row groups of a Parquet file begin; raises ReadError where it is none."""
    file = _opened(stream)
    return [_start(file, group) for group in range(file.num_row_groups)]


def read(
    name: str, stream: BufferedReader, options: Options, within: range | None = None
) -> Iterator[Reading | Unread]:
    """The reports of a Parquet file, or of the row groups that begin within these bytes.

    Raises ReadError where it is none, or has no column with a text.
    """
    import pyarrow as pa

    file = _opened(stream)
    columns = _columns(file.schema_arrow.names)
    number = 0
    for group in range(file.num_row_groups):
        last = number + file.metadata.row_group(group).num_rows
        if within and _start(file, group) not in within:
            number = last
            continue
        try:
            for row in _rows(file, group, columns):
                number += 1
                yield _reading(name, number, row, options)
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            yield Unread(name, number + 1, f"the rows to {last} cannot be read: {_short(error)}")
        number = last
    if not number:
        yield Unread(name, None, "is empty")


def _opened(stream: BufferedReader) -> ParquetFile:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not stream.seekable():
        raise ReadError("is Parquet, which can be read from a file only")
    try:
        return pq.ParquetFile(stream, buffer_size=1 << 20, pre_buffer=False)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ReadError(f"cannot be read as Parquet: {_short(error)}") from error


def _start(file: ParquetFile, group: int) -> int:
    """The first byte of a row group."""
    column = file.metadata.row_group(group).column(0)
    return int(column.dictionary_page_offset or column.data_page_offset)


def _columns(names: Sequence[str]) -> list[str]:
    found = [name for name in (*_FACTS, *_TEXTS) if name in names]
    if not any(name in found for name in _TEXTS):
        if "claims" in names:
            raise ReadError("holds records, not reports; `tocsin load` brings them into a store")
        raise ReadError(f"has no column named text or html (but {', '.join(map(str, names))[:200]})")
    return found


def _rows(file: ParquetFile, group: int, columns: list[str]) -> Iterator[dict[str, Any]]:
    for batch in file.iter_batches(_TOGETHER, row_groups=[group], columns=columns, use_threads=False):
        for place in range(batch.num_rows):
            yield {column: batch.column(column)[place].as_py() for column in columns}


def _reading(name: str, number: int, row: dict[str, Any], options: Options) -> Reading | Unread:
    try:
        given = {key: _plain(key, row.get(key)) for key in (*_FACTS, *_TEXTS)}
        text, html = given.pop("text"), given.pop("html")
        if text is not None:
            reading = articles.from_line(Line(text=text, **given), options)
        elif html is not None:
            reading = articles.from_html(html, options, Facts(**given))
        else:
            raise ReadError("has no text")
    except ReadError as error:
        return Unread(name, number, error.message)
    return replace(reading, path=name, line=number)


def _plain(key: str, value: Any) -> str | None:
    """The value of a column as a line of JSON would have it."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, bytes) and len(value) <= LIMIT:
        value = value.decode("utf-8", "replace")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ReadError(f"is not a report: {key} is no text but {type(value).__name__}")
    if len(value) > LIMIT:
        raise ReadError(f"is longer than {LIMIT // 1_000_000} MB, too long for one report")
    return value


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
