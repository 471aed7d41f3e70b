"""Parts of large files: the reports that begin in some of a file's bytes, so that several can read one file.

Lines of JSON, row groups of Parquet, entries of a zip and the records of a WARC packed one by one (as crawlers write
them) can be found from any place in their file. What is packed as a whole cannot: it is one part.
"""

from __future__ import annotations

from io import BufferedReader
from typing import Final

from tocsin.reading import files, parquet, warc, zipped
from tocsin.reading.report import ReadError

_PACKED_PAGE: Final = 8  # times the bytes that a page in a WARC takes as text alone, packed though it is


def bounds(path: str, size: int) -> list[int] | None:
    """Where the parts of a file begin, of so many bytes or more, and where the last ends; null where it has none."""
    try:
        with files.opened(path) as stream:
            format = _format(path, stream)
            length = stream.seek(0, 2)
            stream.seek(0)
            if format == "jsonl":
                return [*range(0, length, size), length]
            found = [*_starts(stream, format, length, size), length]
            return found if len(found) > 2 else None
    except (ReadError, OSError):
        return None  # whoever reads it will say so


def of_lines(path: str) -> bool:
    """The file holds a report a line; raises ReadError or OSError where it cannot be looked at."""
    with files.opened(path) as stream:
        return files.format_of(path, stream.peek()) == "jsonl"


def _format(path: str, stream: BufferedReader) -> str | None:
    """The format of a file that can be read in parts."""
    format = files.format_of(path, stream.peek())
    if format == "jsonl":
        files.checked_head(stream)
    if format == "warc" and not warc.has_parts(stream):
        return None
    return format if format in {"jsonl", "warc", "parquet", "zip"} else None


def _starts(stream: BufferedReader, format: str | None, length: int, size: int) -> list[int]:
    if format == "warc":
        return [*range(0, length, size * _PACKED_PAGE)]
    found = [0]
    if format in {"parquet", "zip"}:
        for start in (parquet if format == "parquet" else zipped).starts(stream):
            if start - found[-1] >= size:
                found.append(start)
    return found
