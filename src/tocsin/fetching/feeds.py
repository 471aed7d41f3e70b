"""Lists of articles: RSS, Atom, RDF, sitemaps and their indexes, OPML. One reader for all, by the names of elements.

Entities that a list declares itself are never expanded; nothing outside is loaded; what is broken is read as far as it
goes. Of an entry only its address and its days are kept: everything else is taken from the article itself.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Any, Final

from tocsin.fetching.addresses import joined
from tocsin.fetching.errors import FetchError

_ROOTS: Final = frozenset({"rss", "rdf", "feed", "urlset", "sitemapindex", "opml"})
_HEAD: Final = 4096
_ASIDE: Final = re.compile(rb"<!--.*?-->|<[!?][^>]*>", re.DOTALL)
_ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_NAMED: Final = re.compile(rb"""<\?xml[^>]{0,200}encoding""")
_LOOSE: Final = re.compile(
    rb"(?P<kept><!\[CDATA\[.*?\]\]>|&(?:amp|lt|gt|quot|apos|#\w{1,8});)|&(?:(\w{1,32});)?", re.DOTALL
)
_PUBLISHED: Final = ("publication_date", "pubDate", "published", "issued", "date", "created")
_UPDATED: Final = ("updated", "modified", "lastmod")
_LONGEST_DAY: Final = 100
MOST: Final = 50_000  # entries of one list, as sitemaps have it


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that a list names; its days as the list states them."""

    url: str
    published: str | None = None
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list names: articles, and further lists."""

    entries: tuple[Entry, ...] = ()
    lists: tuple[str, ...] = ()


def is_listing(body: bytes) -> bool:
    """Whether bytes are a list of articles or of lists, by their first element."""
    found = _ROOT.search(_ASIDE.sub(b"", body[:_HEAD]))
    return bool(found) and found[1].decode("ascii", "replace").lower() in _ROOTS  # type: ignore[index]


def listing(body: bytes, base: str, charset: str | None = None) -> Listing | None:
    """What a list says, its links taken from `base`; null where it is no list. Raises FetchError for a trap."""
    root = _parsed(body, charset)
    name = _name(root).lower() if root is not None else ""
    if root is None or name not in _ROOTS:
        return None
    if name in {"opml", "sitemapindex"}:
        links = root.iter() if name == "opml" else _children(root, "sitemap")
        found = (joined(base, link) for link in (_list_of(each) for each in links) if link)
        return Listing(lists=tuple(dict.fromkeys(url for url in found if url)))
    entries = {entry.url: entry for entry in _entries(root, base)}
    return Listing(tuple(entries.values())[:MOST])


def named_in(body: bytes, base: str) -> list[str]:
    """The feeds that the head of a page names."""
    from lxml import etree

    try:
        root = etree.fromstring(body, etree.HTMLParser(no_network=True, huge_tree=False))
    except (etree.LxmlError, ValueError):
        return []
    links = [] if root is None else root.xpath("//link[contains(@type, '+xml')][@rel='alternate']/@href")
    return list(dict.fromkeys(url for url in (joined(base, str(link)) for link in links) if url))


def _parsed(body: bytes, charset: str | None) -> Any:
    body = body.lstrip()
    charset = None if charset is None or _NAMED.match(body[:_HEAD]) else _known(charset)
    root = _tree(body, charset, recover=False)
    if root is None:
        root = _tree(_LOOSE.sub(_mended, body), charset, recover=True)
    if root is None:
        return None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(iter(declared.iterentities()), None) is not None:
        raise FetchError("declares entities of its own, as traps do: it is not read")
    return root


def _known(charset: str) -> str | None:
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return None


def _mended(found: re.Match[bytes]) -> bytes:
    """What XML wants where HTML's names of characters stand, or an & alone."""
    if found["kept"]:
        return found["kept"]
    name = (found[2] or b"").decode("ascii", "replace") + ";"
    characters = html5.get(name, f"&{name}" if found[2] else "&")
    return "".join(f"&#{ord(character)};" for character in characters).encode()


def _tree(body: bytes, charset: str | None, *, recover: bool) -> Any:
    from lxml import etree

    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    try:
        return etree.fromstring(body, etree.XMLParser(encoding=charset, recover=recover, **safe))
    except (etree.LxmlError, LookupError, ValueError):
        return None


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element: Any, *names: str) -> list[Any]:
    return [child for child in element if _name(child) in names]


def _list_of(element: Any) -> str | None:
    """The feed that an outline of OPML names, or the sitemap that an index names."""
    if _name(element) == "sitemap":
        return _text(element, "loc")
    return next((str(value) for key, value in element.attrib.items() if key.lower() == "xmlurl"), None)


def _entries(root: Any, base: str) -> Iterator[Entry]:
    for element in root.iter():
        if _name(element) not in {"item", "entry", "url"}:
            continue
        link = _link(element)
        url = joined(_base(element, base), link) if link else None
        if url:
            yield Entry(url, _day(element, _PUBLISHED), _day(element, _UPDATED))


def _base(element: Any, base: str) -> str:
    try:
        return str(joined(base, element.base or "") or base)
    except ValueError:
        return base


def _link(element: Any) -> str | None:
    """The article's address: what a feed's carrier says is the original, else its link, else a name that is one."""
    original = _text(element, "origLink")
    if original:
        return original
    for child in _children(element, "link"):
        if child.get("href") and child.get("rel", "alternate") == "alternate":
            return str(child.get("href"))
        if child.text and child.text.strip():
            return str(child.text)
    place = _text(element, "loc")
    if place:
        return place
    guid = next(iter(_children(element, "guid", "id")), None)
    named = guid.text.strip() if guid is not None and guid.text and guid.get("isPermaLink") != "false" else ""
    return named if named.startswith(("http://", "https://")) else None


def _day(element: Any, names: tuple[str, ...]) -> str | None:
    """What the entry, or the news part of a sitemap's entry, has under one of these names."""
    news = _children(element, "news")
    found = (_text(part, name) for name in names for part in (element, *news))
    return next((words[:_LONGEST_DAY] for words in found if words), None)


def _text(element: Any, name: str) -> str | None:
    found = next(iter(_children(element, name)), None)
    words = found.text.strip() if found is not None and found.text else ""
    return words or None
