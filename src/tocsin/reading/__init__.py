"""Bytes to reports: text and Markdown, HTML, JSON lines, folders, standard input."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from io import BufferedReader
from typing import Final

from tocsin.fetching.addresses import is_web
from tocsin.reading import articles, files, parquet, warc, zipped
from tocsin.reading.articles import Options
from tocsin.reading.dates import stated_day
from tocsin.reading.report import LeftOut, Notice, ReadError, Reading, Unread

__all__ = ["LeftOut", "Notice", "ReadError", "Reading", "Unread", "count", "part", "publication_day", "read"]

_READERS: Final[dict[str, Callable[[str, Options], Reading]]] = {
    "text": articles.from_text,
    "markdown": articles.from_markdown,
    "html": articles.from_html,
}


def read(
    paths: Sequence[str], published: str | None = None, outlet: str | None = None
) -> Iterator[Reading | Unread | Notice]:
    """The reports of files, folders and standard input (`-`), one by one, in order.

    What cannot be read comes as Unread in its place, what is worth telling as Notice. `published` (an ISO day) and
    `outlet` go before what the files say. Raises ReadError for a `published` that is no day.
    """
    options = Options(publication_day(published) if published else None, outlet)
    return _without_doubles(_read_all(paths, options))


def part(
    path: str, within: range, published: str | None = None, outlet: str | None = None
) -> Iterator[Reading | Unread | Notice]:
    """The reports that begin within these bytes of a file, which parts.bounds gave; lines are counted from there."""
    return _read_file(path, Options(publication_day(published) if published else None, outlet), within)


def count(paths: Sequence[str]) -> int | None:
    """How many reports the paths seem to hold; null where one is an archive or can be read only once."""
    found = [file for path in paths for file in files.files(path) if isinstance(file, str)]
    if any(map(files.once, found)):
        return None
    counts = [files.count(file) for file in found]
    return None if None in counts else sum(filter(None, counts))


def publication_day(words: str) -> date:
    """The day that the words name (2021-07-08, July 8, 2021); raises ReadError if they name none."""
    day = stated_day(words)
    if day is None:
        raise ReadError(f"{words[:40]!r} is not a date (such as 2021-07-08)")
    return day


def _read_all(paths: Sequence[str], options: Options) -> Iterator[Reading | Unread | Notice]:
    for path in paths:
        for file in files.files(path):
            if isinstance(file, str):
                yield from _read_file(file, options)
            else:
                yield file


def _read_file(path: str, options: Options, within: range | None = None) -> Iterator[Reading | Unread | Notice]:
    name = "standard input" if path == files.STDIN else path
    try:
        if is_web(path):
            raise ReadError("is a web address; `tocsin add STORE` fetches it, nothing else asks the web")
        with files.opened(path) as stream:
            yield from _read_stream(name, stream, options, within)
    except ReadError as error:
        yield Unread(name, error.line, error.message)
    except OSError as error:
        yield Unread(name, None, f"cannot be read: {error.strerror or error}")


def _read_stream(
    name: str, stream: BufferedReader, options: Options, within: range | None = None
) -> Iterator[Reading | Unread | Notice]:
    """The reports of a file or of an entry of an archive, as its name or its first bytes say."""
    format = files.format_of(name, stream.peek())
    if format == "packed":
        yield from _read_packed(name, stream, options, within)
    elif format == "zip":
        yield from zipped.read(name, stream, lambda inner, entry: _read_entry(inner, entry, options), within)
    elif format == "warc":
        yield from warc.read(name, stream, options, within)
    elif format == "parquet":
        yield from parquet.read(name, stream, options, within)
    else:
        files.checked_head(stream)
        if format == "jsonl":
            yield from _read_lines(name, stream, options, within)
        else:
            yield replace(_READERS[format](files.whole_text(stream, format), options), path=name)


def _read_packed(
    name: str, stream: BufferedReader, options: Options, within: range | None
) -> Iterator[Reading | Unread | Notice]:
    inner = files.unpacked(stream)
    try:
        if files.format_of(files.packed_name(name), inner.peek()) == "packed":
            raise ReadError("is packed twice")
        for item in _read_stream(files.packed_name(name), inner, options, within):
            yield item if isinstance(item, Notice) else replace(item, path=name)
    except (OSError, EOFError, zlib.error) as error:
        raise ReadError(f"is packed wrongly or broken off: {error}") from error


def _read_entry(name: str, stream: BufferedReader, options: Options) -> Iterator[Reading | Unread | Notice]:
    try:
        yield from _read_stream(name, stream, options)
    except ReadError as error:
        yield Unread(name, error.line, error.message)


def _read_lines(
    name: str, stream: BufferedReader, options: Options, within: range | None
) -> Iterator[Reading | Unread]:
    found = within is not None
    if within and within.start:
        stream.seek(within.start - 1)
        stream.readline()
    for number, line in files.lines(stream):
        if within and stream.tell() - len(line or b"") >= within.stop:
            return
        found = True
        try:
            yield replace(_read_line(line, number, options), path=name, line=number)
        except ReadError as error:
            yield Unread(name, number, error.message)
    if not found:
        yield Unread(name, None, "is empty")


def _read_line(line: bytes | None, number: int, options: Options) -> Reading:
    if line is None:
        raise ReadError(f"is longer than {files.LIMIT // 1_000_000} MB, too long for one report")
    files.decoded(line, number)
    return articles.from_json(line, options)


def _without_doubles(found: Iterator[Reading | Unread | Notice]) -> Iterator[Reading | Unread | Notice]:
    """The same, a report warned of whose id another of the run has."""
    seen: set[str] = set()
    for item in found:
        if not isinstance(item, Reading):
            yield item
            continue
        name = item.report.id
        double = (f"an earlier report of this run has the same id, {name!r}",) if name in seen else ()
        seen.add(name)
        yield replace(item, warnings=item.warnings + double)
