"""Parts of large files: the reports that begin in some of a file's bytes, so that several can read one file.

Lines of JSON, row groups of Parquet, entries of a zip and the records of a WARC packed one by one (as crawlers write
them) can be found from any place in their file. Lines packed as a whole are counted in unpacked bytes: whoever reads a
part unpacks what lies before it, and so that this stays little beside the reading they have no more than MOST.
Any other packed file is one part.
"""

from __future__ import annotations

import zlib
from io import BufferedReader
from typing import Final

from tocsin.reading import files, parquet, warc, zipped
from tocsin.reading.report import ReadError

MOST: Final = 250  # parts of a file of lines that is packed as a whole
_CHUNK: Final = 1 << 20
_PACKED_PAGE: Final = 8  # times the bytes that a page in a WARC takes as text alone, packed though it is


def bounds(path: str, size: int) -> list[int] | None:
    """Where the parts of a file begin, of so many bytes or more, and where the last ends; null where it has none."""
    try:
        with files.opened(path) as stream:
            format = files.format_of(path, stream.peek())
            found = _of_packed(path, stream, size) if format == "packed" else _of_plain(format, stream, size)
            return found if len(found) > 2 or format == "jsonl" else None
    except (ReadError, OSError, EOFError, zlib.error):
        return None  # whoever reads it will say so


def of_lines(path: str) -> bool:
    """The file holds a report a line; raises ReadError or OSError where it cannot be looked at."""
    with files.contents(path) as stream:
        return files.format_of(files.packed_name(path), stream.peek()) == "jsonl"


def _of_packed(path: str, stream: BufferedReader, size: int) -> list[int]:
    inner = files.unpacked(stream)
    if files.format_of(files.packed_name(path), inner.peek()) != "jsonl":
        return []
    files.checked_head(inner)
    length = 0
    while chunk := inner.read(_CHUNK):
        length += len(chunk)
    return [*range(0, length, max(size, -(-length // MOST))), length]


def _of_plain(format: files.Format, stream: BufferedReader, size: int) -> list[int]:
    length = stream.seek(0, 2)
    stream.seek(0)
    if format == "jsonl":
        files.checked_head(stream)
        return [*range(0, length, size), length]
    if format == "warc" and warc.has_parts(stream):
        return [*range(0, length, size * _PACKED_PAGE), length]
    found = [0]
    if format in {"parquet", "zip"}:
        for start in (parquet if format == "parquet" else zipped).starts(stream):
            if start - found[-1] >= size:
                found.append(start)
    return [*found, length]
