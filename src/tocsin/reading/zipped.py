"""A zip of articles: each entry is read as the file that it is. Nothing is unpacked to the disk."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from io import BufferedReader
from zipfile import BadZipFile, ZipFile

from tocsin.reading.files import FORMATS, is_file_of
from tocsin.reading.report import Notice, ReadError, Reading, Unread

Item = Reading | Unread | Notice


def read(
    name: str, stream: BufferedReader, read_one: Callable[[str, BufferedReader], Iterator[Item]]
) -> Iterator[Item]:
    """The reports of a zip, in the order of its entries; raises ReadError where it is none."""
    if not stream.seekable():
        raise ReadError("is a zip, which can be read from a file only")
    try:
        archive = ZipFile(stream)
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadError(f"cannot be read as a zip: {error}") from error
    passed = found = 0
    with archive:
        for entry in archive.infolist():
            if entry.is_dir():
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
    if not found:
        yield Unread(name, None, "the zip holds no file to read")
