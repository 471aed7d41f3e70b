"""Plain text to paragraphs: at blank lines, and at single ones where each line is a paragraph of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from tocsin.reading.kinds import kind_of

Look = Literal["plain", "headline", "heading", "strong", "emphasis", "link", "picture", "item"]
"""What markup says of a whole paragraph; `picture` is the text that stands for or under one."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of text without white space at its ends. `tail` is where strong words that end it begin."""

    start: int
    end: int
    look: Look = "plain"
    tail: int | None = None


_BREAK: Final = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SENTENCE_END: Final = re.compile(r"[.!?…:;][\"'”’»)\]*_]*$")
_ITEM: Final = re.compile(r"(?:[-*•·‣◦]|\d{1,2}[.)])\s")
_HEADING: Final = re.compile(r"#{1,6}[ \t]+[^\r\n]+\Z")
_WRAPPED_AT: Final = 100  # characters; a longer line was not wrapped by hand
_OWN_LINES: Final = 0.8  # share of lines that must end a sentence for short lines to be paragraphs


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a plain text, in order; together they hold every character that is no white space."""
    return [paragraph for chunk in _chunks(text) for paragraph in _paragraphs_of(text, chunk)]


def ends_sentence(words: str) -> bool:
    """Whether the words end as a sentence does."""
    return bool(_SENTENCE_END.search(words[-12:]))


def lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of each line of text[start:end], without the white space around it; blank lines are empty."""
    for found in _BREAK.finditer(text, start, end):
        yield _stripped(text, start, found.start())
        start = found.end()
    yield _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    line = text[start:end]
    inner = line.strip()
    start += len(line) - len(line.lstrip()) if inner else 0
    return start, start + len(inner)


def _chunks(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines that are not blank."""
    chunk: list[tuple[int, int]] = []
    for line in lines(text, 0, len(text)):
        if line[0] < line[1]:
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _paragraphs_of(text: str, chunk: list[tuple[int, int]]) -> list[Paragraph]:
    groups = [[chunk[0]]]
    wrapped = _is_wrapped(text, chunk)
    for line in chunk[1:]:
        if _begins_anew(text, groups[-1][-1], line, wrapped):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [_paragraph(text, group[0][0], group[-1][1]) for group in groups]


def _paragraph(text: str, start: int, end: int) -> Paragraph:
    if _HEADING.match(text, start, end):
        return Paragraph(start, end, "heading")
    return Paragraph(start, end, "item" if _ITEM.match(text, start, end) else "plain")


def _is_wrapped(text: str, chunk: list[tuple[int, int]]) -> bool:
    """Whether the lines were broken to a width: none is long, and too many end within a sentence."""
    if max(end - start for start, end in chunk) > _WRAPPED_AT:
        return False
    inner = chunk[:-1]
    return sum(ends_sentence(text[start:end]) for start, end in inner) < _OWN_LINES * len(inner)


def _begins_anew(text: str, before: tuple[int, int], line: tuple[int, int], wrapped: bool) -> bool:
    """Whether a line after a single line break begins a paragraph."""
    words, previous = text[line[0] : line[1]], text[before[0] : before[1]]
    if _ITEM.match(words) or _HEADING.match(words) or _HEADING.match(previous):
        return True
    if kind_of(words) is not None or kind_of(previous) is not None:
        return True
    return not wrapped and (ends_sentence(previous) or not _runs_on(words))


def _runs_on(words: str) -> bool:
    """Whether a line begins in the middle of a sentence."""
    return words[:1].islower() or words[:1] in ",;)"
