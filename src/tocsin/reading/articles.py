"""One article's words and facts to a report: from text, Markdown, HTML or a line of JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

import msgspec

from tocsin.reading.blocks import blocks, with_headline
from tocsin.reading.dates import PublishedBasis, day_in, day_of_address, is_future, stated_day
from tocsin.reading.language import reads_as_english
from tocsin.reading.paragraphs import paragraphs
from tocsin.reading.report import ReadError, Reading
from tocsin.records import Block, Report

_BYLINE: Final = re.compile(r"(?:[Bb]y|BY)\s*:?\s+([^|\n\d]+)")
_ADDRESS: Final = re.compile(r"https?://[^\s<>()\[\]\"']+", re.IGNORECASE)
_HALF_PAIR: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_SHOWN = 40  # characters of a wrong value that a message repeats


class Facts(msgspec.Struct, frozen=True):
    """What is known of an article besides its text; `published` is still as the file states it."""

    id: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    published: str | None = None


class Line(Facts, frozen=True, kw_only=True):
    """A line of a .jsonl file; keys it does not know are left alone."""

    text: str


class Options(msgspec.Struct, frozen=True):
    """What the user says of all articles of a run; it goes before what the files say."""

    published: date | None = None
    outlet: str | None = None


_line_of = msgspec.json.Decoder(Line).decode


def from_text(text: str, options: Options, known: Facts | None = None) -> Reading:
    """The report of a plain text, as it stands; its first line may be its title. `known`: what is known besides."""
    return _reading(text, blocks(text, with_headline(text, paragraphs(text))), known or Facts(), options)


def from_markdown(text: str, options: Options) -> Reading:
    """The report of a Markdown text, without its marks; keys before the text (title, date, outlet, url) are facts."""
    from tocsin.reading import markdown

    keys, text = markdown.front_matter(text)
    written = markdown.plain(text)
    facts = Facts(
        url=keys.get("url"),
        outlet=keys.get("outlet") or keys.get("source"),
        title=keys.get("title"),
        byline=keys.get("byline") or keys.get("author"),
        published=keys.get("published") or keys.get("date"),
    )
    text = written.text
    return _reading(text, blocks(text, with_headline(text, written.paragraphs)), facts, options)


def from_html(source: str, options: Options, known: Facts | None = None) -> Reading:
    """The report of an HTML page; raises ReadError where it holds no article.

    Of what is `known` besides, id and address go before what the page says, the rest after it.
    """
    from tocsin.reading.html import article

    written, said = article(source)
    text = written.text
    return _reading(text, blocks(text, written.paragraphs), _together(Facts(**said), known or Facts()), options)


def _together(said: Facts, known: Facts) -> Facts:
    return Facts(
        id=known.id,
        url=known.url or said.url,
        outlet=said.outlet or known.outlet,
        title=said.title or known.title,
        byline=said.byline or known.byline,
        published=said.published or known.published,
    )


def from_json(line: bytes, options: Options) -> Reading:
    """The report of a line of JSON, its text untouched; raises ReadError where it is not a report."""
    return from_line(_given(line), options)


def from_line(given: Line, options: Options) -> Reading:
    """The report of what a line says, its text untouched."""
    cut = blocks(given.text, with_headline(given.text, paragraphs(given.text), given.title or ""))
    return _reading(given.text, cut, given, options)


def _given(line: bytes) -> Line:
    try:
        return _line_of(line)
    except msgspec.ValidationError as error:
        raise ReadError(f"is not a report: {error}") from error
    except (msgspec.DecodeError, RecursionError) as error:
        halved = " (perhaps half of a surrogate pair, which is no character)" if _HALF_PAIR.search(line) else ""
        raise ReadError(f"is not valid JSON: {error}{halved}") from error


def _reading(text: str, cut: tuple[Block, ...], facts: Facts, options: Options) -> Reading:
    url = facts.url or (None if isinstance(facts, Line) else _original_address(text, cut))
    published, basis = _published(text, cut, url, facts, options)
    outlet = options.outlet or facts.outlet or _host(url)
    english = reads_as_english(text)
    report = Report(
        id=facts.id or _identity(url or outlet or "", text),
        text=text,
        url=url,
        outlet=outlet,
        title=facts.title or _title(text, cut),
        byline=facts.byline or _byline(text, cut),
        published=published.isoformat() if published else None,
        published_basis=basis,
        language="en" if english else None,
        blocks=cut,
    )
    return Reading(report, tuple(_warnings(text, published, english)))


def _warnings(text: str, published: date | None, english: bool | None) -> list[str]:
    warnings = []
    if not text.strip():
        warnings.append("the text is empty")
    if published is None:
        warnings.append(
            "no publication date was found, so words such as 'yesterday' stand for no date; give --published"
        )
    elif is_future(published):
        warnings.append(f"the publication date {published} lies in the future")
    if english is False:
        warnings.append("the text does not read as English, the only language that is understood")
    return warnings


def _published(
    text: str, cut: Sequence[Block], url: str | None, facts: Facts, options: Options
) -> tuple[date | None, PublishedBasis | None]:
    if options.published:
        return options.published, "option"
    if facts.published and facts.published.strip():
        stated = stated_day(facts.published)
        if stated is None:
            raise ReadError(f"the publication date {facts.published[:_SHOWN]!r} is not a date (such as 2021-07-08)")
        return stated, "metadata"
    if url and (of_address := day_of_address(url)):
        return of_address, "url"
    of_text = next(filter(None, (day_in(words) for words in _words(text, cut, "dateline"))), None)
    return of_text, "dateline" if of_text else None


def _words(text: str, cut: Sequence[Block], kind: str) -> list[str]:
    return [text[block.start : block.end] for block in cut if block.kind == kind]


def _title(text: str, cut: Sequence[Block]) -> str | None:
    first = next((block for block in cut if block.kind not in {"dateline", "credit"}), None)
    return " ".join(text[first.start : first.end].lstrip("# ").split()) if first and first.kind == "title" else None


def _byline(text: str, cut: Sequence[Block]) -> str | None:
    found = next(filter(None, map(_BYLINE.match, _words(text, cut, "dateline"))), None)
    return found[1].strip(" ,–—-") if found else None


def _original_address(text: str, cut: Sequence[Block]) -> str | None:
    """The address that stands alone in a footer, as the page that a text was saved from."""
    footers = (words.strip(" <>()[]") for words in _words(text, cut, "footer"))
    return next((words for words in footers if _ADDRESS.fullmatch(words)), None)


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _identity(place: str, text: str) -> str:
    return "r" + blake2b(f"{place}\0{text}".encode(), digest_size=8).hexdigest()
