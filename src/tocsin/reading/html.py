"""HTML to an article: its words, its date, its title. Nothing in the page is run or fetched."""

from __future__ import annotations

import re
from typing import Any, Final

from tocsin.reading.dates import stated_day
from tocsin.reading.markdown import Written
from tocsin.reading.paragraphs import Look
from tocsin.reading.report import ReadError

Facts = dict[str, str | None]

_BLOCKS: Final = frozenset({"p", "head", "quote", "item", "cell", "code", "ab"})
_LEAST_ARTICLE = 40  # characters of running text
_MOST_TAGS: Final = 40_000  # opening and closing; the extractor's time grows with their square
_NO_PICTURE_TEXT: Final = re.compile(r"\W*")
_FAR: Final = "2199-12-31"
_EARLY: Final = "1900-01-01"


def article(source: str) -> tuple[Written, Facts]:
    """The article of a page, and what the page says of it: url, outlet, title, byline, published.

    Raises ReadError where there is none.
    """
    tags = source.count("<")
    if tags > _MOST_TAGS:
        raise ReadError(f"holds {tags:,} tags, too many for one article")
    try:
        return _article(source)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:  # of the extractor
        raise ReadError(f"cannot be taken apart as HTML: {error}") from error


def _article(source: str) -> tuple[Written, Facts]:
    import trafilatura

    tree = trafilatura.load_html(source)
    if tree is None:
        raise ReadError("holds no article")
    facts = trafilatura.extract_metadata(tree)
    published = _published(tree)
    captions = _taken_captions(tree)
    found = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, favor_recall=True)
    body = getattr(found, "body", None)
    texts = [] if body is None else _texts(body)
    if sum(len(words) for words, _ in texts) < _LEAST_ARTICLE:
        raise ReadError("holds no article")
    title = _one_line(facts.title) if facts else None
    written = _written(title, texts, captions)
    named = {"url": facts.url, "outlet": _one_line(facts.sitename), "byline": _one_line(facts.author)} if facts else {}
    return written, named | {"title": title, "published": published}


def _published(tree: Any) -> str | None:
    """The day that the page's own markup states; nothing is guessed from its text."""
    from htmldate import find_date

    bare = _without_words(tree)
    found = find_date(bare, extensive_search=False, original_date=True, min_date=_EARLY, max_date=_FAR)
    times = [] if found else tree.xpath("//article//time/@datetime | //main//time[@pubdate]/@datetime")
    return found or next((str(stated) for stated in times if stated_day(stated)), None)


def _without_words(tree: Any) -> Any:
    """The page's head and its linked data alone, so that no day of its text can be taken for its date."""
    from lxml.html import Element

    bare, body = Element("html"), Element("body")
    bare.extend(_copies(tree.xpath("//head")))
    body.extend(_copies(tree.xpath("//body//script[@type='application/ld+json']")))
    bare.append(body)
    for link in bare.xpath("//link"):
        link.getparent().remove(link)
    return bare


def _copies(elements: list[Any]) -> list[Any]:
    from copy import deepcopy

    return [deepcopy(element) for element in elements]


def _taken_captions(tree: Any) -> list[str]:
    """The captions of the article's pictures, taken out of the tree so that they are read once."""
    within = "//article//figcaption | //main//figcaption"
    captions = tree.xpath(within) or tree.xpath("//figcaption")
    texts = [_one_line(caption.text_content()) for caption in captions]
    for caption in captions:
        caption.drop_tree()
    return [text for text in texts if text and not _NO_PICTURE_TEXT.fullmatch(text)]


def _texts(body: Any) -> list[tuple[str, Look]]:
    """The article's paragraphs in order, with what their markup says."""
    looks: dict[str, Look] = {"head": "heading", "item": "item"}
    texts: list[tuple[str, Look]] = []
    for element in body.iter(*_BLOCKS):
        if any(parent.tag in _BLOCKS for parent in element.iterancestors()):
            continue
        words = _words(element)
        if words:
            texts.append((words, looks.get(element.tag, "plain")))
    return texts


def _words(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += ["\n" if child.tag == "lb" else _words(child), child.tail or ""]
        if child.tag in _BLOCKS:
            parts.append("\n")
    return "".join(parts)


def _written(title: str | None, texts: list[tuple[str, Look]], captions: list[str]) -> Written:
    written = Written()
    written.add(title or "", "headline")
    for words, look in texts:
        for line in filter(None, map(_one_line, words.split("\n"))):
            if line != title:
                written.add(line, look)
    for caption in captions:
        written.add(caption, "picture")
    return written


def _one_line(words: str | None) -> str | None:
    return " ".join(words.split()) or None if words else None
