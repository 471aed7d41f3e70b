"""Paths to bytes: files, folders, standard input; nothing is held that is larger than the limit."""

from __future__ import annotations

import codecs
import gzip
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import SEEK_CUR, SEEK_SET, BufferedReader, RawIOBase, UnsupportedOperation
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from tocsin.reading.report import Notice, ReadError, Unread

Format = Literal["jsonl", "html", "markdown", "text", "warc", "parquet", "zip", "packed"]
FORMATS: Final[dict[str, Format]] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
}
ARCHIVES: Final[dict[str, Format]] = {
    ".warc": "warc",
    ".warc.gz": "warc",
    ".warc.zst": "warc",
    ".parquet": "parquet",
    ".zip": "zip",
    **{f"{ending}{packing}": "packed" for ending in FORMATS for packing in (".gz", ".zst")},
}
_BEGINNINGS: Final[tuple[tuple[bytes, Format], ...]] = (
    (b"WARC/1.", "warc"),
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "packed"),
    (b"\x28\xb5\x2f\xfd", "packed"),
)
ABOUT: Final = frozenset({"readme", "license", "licence", "changelog", "contributing"})  # they are about a folder
LIMIT: Final = 20_000_000  # bytes of one article or one line
STDIN: Final = "-"
_KNOWN: Final = FORMATS | ARCHIVES
_PEEKED = 4096
_UNPACKED: Final = 1 << 20  # bytes unpacked at once on the way to a place
_READ: Final = " ".join([*FORMATS, ".warc", ".parquet", ".zip", ".gz", ".zst"])
_HTML: Final = re.compile(rb"\s*(?:<\?xml|<!doctype\s+html|<!--|<html|<head|<body|<article|<div|<p[ >])", re.IGNORECASE)
_MARKDOWN: Final = re.compile(rb"(?m)^#{1,6} \S|\]\(\S+\)|^\*\*\S|\*\*\s*$")
_CHARSET: Final = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE
)


def files(path: str) -> Iterator[str | Unread | Notice]:
    """The files that a path stands for: itself, or, in order, those of a folder that have a known ending.

    Those that tell about the folder (README.md) are none of its reports; named by themselves they are read. Links
    within a folder are not followed; one notice counts what was passed over.
    """
    if path == STDIN or not os.path.isdir(path):  # noqa: PTH112  # a path from outside may hold a null character
        yield path
        return
    found, passed = 0, 0
    closed: list[OSError] = []
    for folder, inner, names in os.walk(path, onerror=closed.append):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            file = os.path.join(folder, name)  # noqa: PTH118
            if _may_be_report(name) and os.path.isfile(file) and not os.path.islink(file):  # noqa: PTH113, PTH114
                found += 1
                yield file
            else:
                passed += 1
    for error in closed:
        yield Unread(str(error.filename), None, f"cannot be opened: {error.strerror}")
    if passed:
        yield Notice(
            path,
            f"{passed} of {passed + found} files passed over (READMEs, links, or none that is read: {_READ})",
        )
    if not found and not closed:
        yield Unread(path, None, "the folder holds no file to read")


def _may_be_report(name: str) -> bool:
    return is_file_of(name, _KNOWN) and name.lower().split(".")[0] not in ABOUT


@contextmanager
def opened(path: str) -> Iterator[BufferedReader]:
    """The bytes of a file or of standard input (which stays open); raises ReadError where it cannot be opened."""
    if path != STDIN:
        with _opened_file(path) as stream:
            yield stream
        return
    standard = BufferedReader(sys.stdin.buffer)  # type: ignore[type-var]
    try:
        yield standard  # type: ignore[misc]
    finally:
        standard.detach()


def _opened_file(path: str) -> BufferedReader:
    try:
        return Path(path).open("rb")
    except FileNotFoundError as error:
        raise ReadError("there is no such file") from error
    except (OSError, ValueError) as error:
        raise ReadError(f"cannot be opened: {getattr(error, 'strerror', None) or error}") from error


def is_file_of(name: str, formats: Mapping[str, Format]) -> bool:
    """Whether a file's name ends as those of these formats do."""
    return name.lower().endswith(tuple(formats))


def format_of(path: str, head: bytes) -> Format:
    """The format by the file's ending, else by its first bytes."""
    named = path.lower()
    known = next((format for ending, format in (*ARCHIVES.items(), *FORMATS.items()) if named.endswith(ending)), None)
    known = known or next((format for beginning, format in _BEGINNINGS if head.startswith(beginning)), None)
    if known:
        return known
    head = head.removeprefix(codecs.BOM_UTF8)
    if head.lstrip()[:1] == b"{":
        return "jsonl"
    if _HTML.match(head):
        return "html"
    return "markdown" if _MARKDOWN.search(head) else "text"


def unpacked(stream: BufferedReader) -> BufferedReader:
    """What a gzip or zstd file holds, unpacked as it is read; raises ReadError for another packing."""
    head = stream.peek(4)
    if head.startswith(b"\x1f\x8b"):
        return BufferedReader(gzip.open(stream))
    if head.startswith(b"\x28\xb5\x2f\xfd"):
        from pyarrow import CompressedInputStream

        return BufferedReader(_Forward(CompressedInputStream(stream, "zstd")))
    raise ReadError("is neither packed by gzip nor by zstd")


class _Forward(RawIOBase):
    """Bytes that are only unpacked in order: their place is known, and seeking reads on to it."""

    def __init__(self, source: BinaryIO) -> None:
        self._source, self._place = source, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = self._source.read(len(buffer))
        buffer[: len(found)] = found
        self._place += len(found)
        return len(found)

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Raises UnsupportedOperation for what lies behind."""
        wanted = offset + (self._place if whence == SEEK_CUR else 0)
        if whence not in {SEEK_SET, SEEK_CUR} or wanted < self._place:
            raise UnsupportedOperation("is unpacked in order")
        while self._place < wanted and (found := self._source.read(min(wanted - self._place, _UNPACKED))):
            self._place += len(found)
        return self._place


@contextmanager
def contents(path: str) -> Iterator[BufferedReader]:
    """The bytes of a file, of a packed one those within; raises as `opened` and `unpacked` do."""
    with opened(path) as stream:
        yield unpacked(stream) if format_of(path, stream.peek()) == "packed" else stream


def packed_name(path: str) -> str:
    """The name of the file within a packed one."""
    return path[: -len(Path(path).suffix)] if path.lower().endswith((".gz", ".zst")) else path


def once(path: str) -> bool:
    """What is there can be read only once: standard input, a pipe or a device."""
    return path == STDIN or (os.path.exists(path) and not os.path.isfile(path))  # noqa: PTH110, PTH113


def count(path: str) -> int | None:
    """How many reports a file seems to hold: its lines where each is one, else 1; null for an archive."""
    try:
        with opened(path) as stream:
            format = format_of(path, stream.peek(_PEEKED))
            if format in ARCHIVES.values():
                return None
            return sum(1 for _ in lines(stream)) if format == "jsonl" else 1
    except (ReadError, OSError):
        return 1


def checked_head(stream: BufferedReader) -> bytes:
    """The first bytes, which stay to be read; raises ReadError for an empty or binary file."""
    head = stream.peek(_PEEKED)[:_PEEKED]
    if not head:
        raise ReadError("is empty")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ReadError("is in UTF-16; save it as UTF-8")
    if b"\0" in head:
        raise ReadError("is a binary file, not text")
    return head


def whole_text(stream: BufferedReader, format: Format) -> str:
    """All of the file as text; raises ReadError where it is too large, binary, blank or wrongly encoded."""
    content = stream.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise ReadError(f"is larger than {LIMIT // 1_000_000} MB, too large for one article")
    if b"\0" in content:
        raise ReadError("is a binary file, not text")
    content = content.removeprefix(codecs.BOM_UTF8)
    text = _declared(content) if format == "html" else None
    text = decoded(content) if text is None else text
    if not text.strip():
        raise ReadError("is empty")
    return text


def _declared(content: bytes) -> str | None:
    """The page in the encoding that it declares, or null where it declares none that fits."""
    found = _CHARSET.search(content[:2048])
    try:
        return content.decode(found[1].decode()) if found else None
    except (LookupError, UnicodeError):
        return None


def decoded(content: bytes, line: int = 1) -> str:
    """The bytes as UTF-8 text; ReadError names the line (the first is `line`) and byte that is not."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = error.start - before.rfind(b"\n")
        wrong = content[error.start]
        raise ReadError(
            f"is not UTF-8: byte {column} of the line is 0x{wrong:02x}", line + before.count(b"\n")
        ) from error


def lines(stream: BufferedReader) -> Iterator[tuple[int, bytes | None]]:
    """Number and bytes of each line that is not blank, parted at line feeds alone; null for one over the limit."""
    number = 0
    while line := stream.readline(LIMIT + 1):
        number += 1
        if len(line) > LIMIT and not line.endswith(b"\n"):
            while (rest := stream.readline(_PEEKED * 256)) and not rest.endswith(b"\n"):
                pass
            yield number, None
            continue
        line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if line.strip():
            yield number, line
