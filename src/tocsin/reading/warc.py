"""WARC, the files of web archives and crawlers: the pages in them, one by one, whatever packs them.

A record that is broken is named; the reading goes on with the next that can be found after it.
"""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader, BytesIO, FileIO
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, cast

from tocsin.fetching.addresses import page_of
from tocsin.reading import pages
from tocsin.reading.articles import Facts, Options
from tocsin.reading.files import LIMIT
from tocsin.reading.report import Notice, ReadError, Reading, Unread

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_TYPES: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_GZIP: Final = b"\x1f\x8b"
_MARKS: Final = ((_GZIP, b"\x1f\x8b\x08"), (b"\x28\xb5\x2f\xfd", b"\x28\xb5\x2f\xfd"), (b"", b"WARC/1."))
_LONGEST_URL: Final = 2000
_TAIL: Final = 1 << 20  # bytes of a record that is cut off before anything of it can be read, by far


def has_parts(stream: BufferedReader) -> bool:
    """The records of a WARC are packed one by one, by the first three: they can be found from anywhere."""
    from fastwarc.warc import ArchiveIterator

    if not stream.peek().startswith(_GZIP):
        return False
    try:
        first = [record.stream_pos for record in islice(ArchiveIterator(cast(Any, stream), parse_http=False), 3)]
    except (OSError, ValueError, UnicodeError):
        return False
    return len(set(first)) == 3


def read(
    name: str, stream: BufferedReader, options: Options, within: range | None = None
) -> Iterator[Reading | Unread | Notice]:
    """The reports on the pages of a WARC file, each with the number of its record as its line.

    With `within` those of the records that begin within these bytes; where they begin is told instead of the number.
    """
    passed = number = 0
    for result in _results(name, stream, options, within):
        number += 1
        if result is None:
            passed += 1
        else:
            yield result
    if not number and not within:
        yield Unread(name, None, "holds no WARC record")
    if passed:
        yield Notice(name, f"{passed} of {number} records passed over: no pages, or not found by who fetched them")


def _results(
    name: str, stream: BufferedReader, options: Options, within: range | None
) -> Iterator[Reading | Unread | None]:
    """What comes of each record, null for what is no page."""
    for number, (begin, found) in enumerate(_records(stream, within), 1):
        line = None if within else number
        if isinstance(found, str):
            place = f"behind byte {begin}: " if within else ""
            yield Unread(name, line, f"{place}the record is broken ({found})")
            continue
        place = f"at byte {begin}: " if within else ""
        if _is_page(found):
            yield _reading(name, line, place, found, options)
        elif "Content-Length" not in found.headers or (found.content_length and not found.reader.read(1)):
            yield Unread(name, line, f"{place}is cut off")
        else:
            yield None


def _records(stream: BufferedReader, within: range | None) -> Iterator[tuple[int, WarcRecord | str]]:
    """Every record with where it begins; in the place of what is broken the reason, with a byte before it."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.any_type
    begin = _next(stream, within.start - 1) if within and within.start else 0
    good = not begin  # what is broken at the beginning of a part is told by who reads the part before
    while begin >= 0 and (within is None or begin < within.stop):
        last = None
        try:
            if begin:
                stream.seek(begin)
            for record in ArchiveIterator(cast(Any, stream), record_types=wanted, auto_decode="none"):
                if within and record.stream_pos >= within.stop:
                    return
                last = record.stream_pos
                good = True
                yield last, record
            cut = _cut_off(stream, begin if last is None else last + 1)
            if cut >= 0 and (within is None or cut < within.stop):
                yield cut, "is cut off"
            return
        except (OSError, ValueError, UnicodeError) as error:
            if good:
                yield begin if last is None else last, str(error)
            good = False
        begin = _next(stream, begin if last is None else last)


def _cut_off(stream: BufferedReader, start: int) -> int:
    """Where a record begins, at that place or behind it, of which the file holds only a beginning; -1 for none."""
    begin = _next(stream, start - 1)
    while begin >= 0 and not _is_beginning(stream, begin):
        begin = _next(stream, begin)
    return begin


def _is_beginning(stream: BufferedReader, begin: int) -> bool:
    stream.seek(begin)
    rest = stream.read(_TAIL + 1)
    if len(rest) > _TAIL:
        return False
    if not rest.startswith(_GZIP):
        return rest.startswith(_MARKS[1][0]) or b"\r\n\r\n" not in rest
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacking.decompress(rest, _TAIL)
    except zlib.error:
        return False  # the mark stands by chance in what is packed
    return not (unpacking.eof or unpacking.unconsumed_tail)


def _next(stream: BufferedReader, after: int) -> int:
    """Where the next record may begin behind a place; -1 where none does, or what is read is no file."""
    if not (stream.seekable() and isinstance(stream.raw, FileIO) and stream.seek(0, 2)):
        return -1
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        mark = next(mark for head, mark in _MARKS if content[:4].startswith(head))
        return content.find(mark, after + 1)


def _is_page(record: WarcRecord) -> bool:
    from fastwarc.warc import WarcRecordType

    if record.record_type == WarcRecordType.resource:
        return _type(record) in _TYPES
    if record.record_type != WarcRecordType.response:
        return False
    if not _has_head(record):  # an answer of a name server, or a page of which not even the head is there
        return (record.headers.get("Content-Type") or "application/http").startswith("application/http")
    return record.http_headers.status_code == 200 and (record.http_content_type or "text/html") in _TYPES


def _has_head(record: WarcRecord) -> bool:
    return record.http_headers is not None and record.http_headers.status_code is not None


def _type(record: WarcRecord) -> str:
    if record.http_headers is not None:
        return record.http_content_type or "text/html"
    return (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()


def _reading(name: str, number: int | None, place: str, record: WarcRecord, options: Options) -> Reading | Unread:
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")[:_LONGEST_URL]
    try:
        body = _body(record)
        page = page_of(url) if url else ""
        known = Facts(id=pages.report_id(page) if page else None, url=page or None)
        reading = pages.read(body, known, options, record.http_charset, _type(record))
    except ReadError as error:
        return Unread(name, number, place + (f"{url}: {error.message}" if url else error.message))
    return replace(reading, path=name, line=number)


def _body(record: WarcRecord) -> bytes:
    """What the page's server sent, unpacked; raises ReadError where it is cut off, too large or packed wrongly."""
    from fastwarc.warc import WarcRecordType

    try:
        wanted = record.content_length
        if not _has_head(record) and record.record_type == WarcRecordType.response:
            raise ReadError("is cut off")
        raw = record.reader.read(LIMIT + 1)
        if len(raw) < min(wanted, LIMIT):
            raise ReadError("is cut off")
        body = _unpacked(raw, record)
    except (OSError, ValueError) as error:
        raise ReadError(f"is packed wrongly ({error})") from error
    if len(body) > LIMIT:
        raise ReadError(f"is larger than {LIMIT // 1_000_000} MB, too large for one article")
    return body


def _unpacked(raw: bytes, record: WarcRecord) -> bytes:
    from fastwarc import stream_io

    told = record.http_headers
    if told is None:
        return raw
    readers = {"gzip": stream_io.GzipReader, "x-gzip": stream_io.GzipReader, "br": stream_io.BrotliReader}
    readers |= {"zstd": stream_io.ZstdReader}
    reader: Any = BytesIO(raw)
    if "chunked" in (told.get("Transfer-Encoding") or "").lower():
        reader = stream_io.ChunkedReader(reader)
    packed = (told.get("Content-Encoding") or "").strip().lower()
    if packed in readers and not _unpacked_already(raw, packed):
        reader = readers[packed](reader)
    return cast(bytes, reader.read(LIMIT + 1))


def _unpacked_already(raw: bytes, packed: str) -> bool:
    """Some who archive unpack what was sent and leave the header that says that it is packed."""
    return packed in {"gzip", "x-gzip"} and raw.lstrip().startswith(b"<")
