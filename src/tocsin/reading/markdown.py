"""Markdown to plain text and paragraphs that remember what the marks said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tocsin.reading.paragraphs import Look, Paragraph

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT_MATTER: Final = re.compile(r"\s*---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_TAG: Final = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_LONGEST_FRONT_MATTER = 10_000
_GAP: Final = "\n\n"


@dataclass(slots=True)
class Written:
    """A plain text in the making, with its paragraphs."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        """The paragraphs, an empty line between them."""
        return _GAP.join(self._parts)

    def add(self, words: str, look: Look = "plain", tail: int | None = None) -> None:
        """Adds a paragraph, which may be blank; `tail` counts from its start."""
        lead = len(words) - len(words.lstrip())
        words = words.strip()
        if not words:
            return
        start = self._length + len(_GAP) if self._parts else 0
        self._parts.append(words)
        self._length = start + len(words)
        place = start + tail - lead if tail is not None and lead < tail < lead + len(words) else None
        self.paragraphs.append(Paragraph(start, start + len(words), look, place))


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The keys (lower case) that stand between two lines of dashes before the text, and the text after them."""
    found = _FRONT_MATTER.match(text[:_LONGEST_FRONT_MATTER])
    if found is None:
        return {}, text
    import yaml

    try:
        keys = yaml.safe_load(found[1])
    except yaml.YAMLError:
        return {}, text
    if not isinstance(keys, dict):
        return {}, text
    return {str(key).lower(): str(value) for key, value in keys.items() if value is not None}, text[found.end() :]


def plain(text: str) -> Written:
    """The text of a Markdown article: links as their words, images as their descriptions, no marks."""
    written = Written()
    stack: list[str] = []
    for token in _parser().parse(text):
        if token.nesting:
            stack.append(token.type.removesuffix("_open")) if token.nesting > 0 else stack.pop()
        elif token.type == "inline":
            _add_inline(written, token.children or [], stack)
        elif token.type in {"fence", "code_block"}:
            written.add(token.content)
        elif token.type == "html_block":
            written.add(_TAG.sub(" ", token.content))
    return written


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def _add_inline(written: Written, tokens: Sequence[Token], stack: Sequence[str]) -> None:
    if "heading" in stack:
        headline = not any(paragraph.look == "headline" for paragraph in written.paragraphs)
        written.add(_Line(tokens).text, "headline" if headline else "heading")
        return
    line = _Line(tokens)
    for picture in line.pictures:
        written.add(picture, "picture")
    if line.pictures:
        written.add(line.text, "picture", line.tail)
    else:
        written.add(line.text, "item" if "list_item" in stack and not line.look else line.look or "plain", line.tail)


class _Line:
    """The words of one paragraph and which of them are marked."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.pictures: list[str] = []
        self._open: list[tuple[str, int]] = []
        self._marked: list[tuple[str, int, int]] = []
        for token in tokens:
            self._take(token)
        self.text = "".join(self._parts)

    def _add(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)

    def _take(self, token: Token) -> None:
        if token.nesting > 0:
            self._open.append((token.tag, self._length))
        elif token.nesting < 0:
            tag, start = self._open.pop()
            self._marked.append((tag, start, self._length))
        elif token.type == "image":
            self.pictures.append(" ".join(token.content.split()))
        elif token.type in {"softbreak", "hardbreak"}:
            self._add("\n")
        elif token.type != "html_inline":
            self._add(token.content)

    @property
    def look(self) -> Look | None:
        """The mark that holds the whole paragraph, or null."""
        looks: dict[str, Look] = {"strong": "strong", "em": "emphasis", "a": "link"}
        whole = self.text.strip()
        return next(
            (looks[tag] for tag, start, end in self._marked if whole and self.text[start:end].strip() == whole), None
        )

    @property
    def tail(self) -> int | None:
        """Where the strong words begin that the paragraph ends with, or null."""
        length = len(self.text.rstrip())
        starts: list[Any] = [start for tag, start, end in self._marked if tag == "strong" and end >= length > start > 0]
        return min(starts, default=None)
