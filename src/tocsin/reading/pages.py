"""A page as it came from the web, in whatever encoding, to a report named by its address."""

from __future__ import annotations

import codecs
import re
from hashlib import blake2b
from typing import Final

from msgspec.structs import replace as changed

from tocsin.reading import articles
from tocsin.reading.articles import Facts, Options
from tocsin.reading.dates import stated_day
from tocsin.reading.files import LIMIT
from tocsin.reading.report import ReadError, Reading

_META: Final = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE
)
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LATIN: Final = frozenset({"iso8859-1", "ascii"})  # browsers take both for windows-1252
_HEAD: Final = 2048
_NO_TEXT: Final = re.compile("[\0-\x08\x0e-\x1f]+")
_GUESSED: Final = "the page does not say its encoding, or says a wrong one: some characters may be wrong"
_TEXT: Final = "text/plain"


def report_id(page: str) -> str:
    """The id of the report at an address: the same whatever stands there, so that a correction is a new version."""
    return "r" + blake2b(f"page\0{page}".encode(), digest_size=8).hexdigest()


def read(body: bytes, known: Facts, options: Options, charset: str | None = None, type: str | None = None) -> Reading:
    """The report on a page; raises ReadError where there is none. `charset` and `type` are what its server says."""
    if len(body) > LIMIT:
        raise ReadError(f"is larger than {LIMIT // 1_000_000} MB, too large for one article")
    text, guessed = decoded(body, charset)
    if not text.strip():
        raise ReadError("is empty")
    if known.published and stated_day(known.published) is None:
        known = changed(known, published=None)  # of a list, whose days may be of any form: no reason to refuse the page
    found = (articles.from_text if type == _TEXT else articles.from_html)(text, options, known)
    return Reading(found.report, (*found.warnings, *((_GUESSED,) if guessed else ())))


def decoded(body: bytes, charset: str | None) -> tuple[str, bool]:
    """The page as text, and whether its encoding had to be guessed.

    As browsers do it: its first bytes decide, then its server, then what it says of itself.
    """
    mark = next(((mark, name) for mark, name in _BOMS if body.startswith(mark)), None)
    if mark is not None:
        return _clean(body[len(mark[0]) :].decode(mark[1], "replace")), False
    named = _META.search(body[:_HEAD])
    for name in filter(None, (charset, named and named[1].decode(), "utf-8")):
        text = _as(body, name)
        if text is not None:
            return _clean(text), False
    return _clean(body.decode("cp1252", "replace")), True


def _as(body: bytes, name: str) -> str | None:
    try:
        known = codecs.lookup(name).name
        return body.decode("cp1252" if known in _LATIN else known)
    except (LookupError, UnicodeError):
        return None


def _clean(text: str) -> str:
    return _NO_TEXT.sub("", text)
