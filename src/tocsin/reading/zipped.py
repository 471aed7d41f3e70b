"""A zip of articles: each entry is read as the file that it is. Nothing is unpacked to the disk."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from io import BufferedReader
from zipfile import BadZipFile, ZipFile

from tocsin.reading.files import FORMATS, is_file_of
from tocsin.reading.report import Notice, ReadError, Reading, Unread

Item = Reading | Unread | Notice


def starts(stream: BufferedReader) -> list[int]:
    """Where the entries of a zip begin; raises ReadError where it is none."""
    with _opened(stream) as archive:
        return sorted(entry.header_offset for entry in archive.infolist())


def read(
    name: str,
    stream: BufferedReader,
    read_one: Callable[[str, BufferedReader], Iterator[Item]],
    within: range | None = None,
) -> Iterator[Item]:
    """The reports of a zip, or of the entries that begin within these bytes, in the order of its entries.

    Raises ReadError where it is none.
    """
    passed = found = 0
    with _opened(stream) as archive:
        for entry in archive.infolist():
            if entry.is_dir() or (within and entry.header_offset not in within):
                continue
            if not is_file_of(entry.filename, FORMATS):
                passed += 1
                continue
            found += 1
            inner = f"{name}/{entry.filename}"
            try:
                with archive.open(entry) as opened:
                    yield from read_one(inner, BufferedReader(opened))  # type: ignore[arg-type]
            except (BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError, zlib.error) as error:
                yield Unread(inner, None, f"cannot be unpacked: {error}")
    if passed:
        yield Notice(name, f"{passed} of {passed + found} entries passed over (no {' '.join(FORMATS)})")
    if not found and not within:
        yield Unread(name, None, "the zip holds no file to read")


def _opened(stream: BufferedReader) -> ZipFile:
    if not stream.seekable():
        raise ReadError("is a zip, which can be read from a file only")
    try:
        return ZipFile(stream)
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadError(f"cannot be read as a zip: {error}") from error
