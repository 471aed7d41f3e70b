"""Paragraphs to blocks: what is title, dateline, body, caption, credit, related article, footer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tocsin.reading.kinds import (
    credit_start,
    dateline_length,
    heads_a_list,
    is_legal_note,
    kind_of,
    label_length,
    rights_start,
)
from tocsin.reading.paragraphs import Paragraph, ends_sentence
from tocsin.records import Block, BlockKind

LONGEST_BLOCK: Final = (
    6_000  # characters the parser is given at once; what follows it compares sentences with each other
)
_LONGEST_TITLE = 220
_LONGEST_HEADING = 70
_LONGEST_CAPTION = 500
_LONGEST_NOTE = 300
_ASIDE: Final = frozenset({"dateline", "credit", "related", "footer"})
_LOOSE: Final = frozenset({"link", "item", "heading", "strong"})

_LONGEST_WORD: Final = re.compile(r"\S{1000}")
_ENDLESS: Final = re.compile(r"[^.!?]{1500}")  # no sentence of prose is that long: a table, a list, or an attack
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

Piece = tuple[int, int, BlockKind]


def blocks(text: str, found: Sequence[Paragraph]) -> tuple[Block, ...]:
    """The blocks made of these paragraphs: in order, none empty, none over another."""
    kinds = _kinds(text, found)
    pieces = _captions_before_credits(text, _pieces(text, found, kinds))
    return tuple(Block(*part) for piece in pieces for part in _short(text, piece))


# -------------------------------------------------------------------- the title
def with_headline(text: str, found: Sequence[Paragraph], title: str | None = None) -> Sequence[Paragraph]:
    """The paragraphs, the first (or its first line) named the headline where it is one.

    It is one if it equals `title`, or, where no title is given, if it looks like one.
    """
    if not found or any(paragraph.look == "headline" for paragraph in found):
        return found
    first = found[0]
    if title is not None:
        end = _length_of(title, text, first)
    else:
        end = _end_of_first_line(text, first)
        end = end if _may_be_title(text, first, end, len(found)) else 0
    return [Paragraph(first.start, end, "headline"), *_rest(text, first, end), *found[1:]] if end else found


def _length_of(title: str, text: str, first: Paragraph) -> int:
    """Where the title ends if the paragraph or its first line is the title, however it is spaced; else 0."""
    wanted = title.split()
    for end in (first.end, _end_of_first_line(text, first)):
        if end - first.start < 2 * len(title) + 20 and text[first.start : end].split() == wanted:
            return end
    return 0


def _end_of_first_line(text: str, first: Paragraph) -> int:
    found = re.compile(r"\s*[\r\n\v\f\x85\u2028\u2029]").search(text, first.start, first.end)
    return found.start() if found else first.end


def _rest(text: str, first: Paragraph, end: int) -> list[Paragraph]:
    left = text[end : first.end]
    start = first.end - len(left.lstrip())
    return [Paragraph(start, first.end)] if start < first.end else []


def _may_be_title(text: str, first: Paragraph, end: int, count: int) -> bool:
    line = text[first.start : end]
    if first.look != "plain" or len(line) > _LONGEST_TITLE or line.endswith((".", ".”", '."', ",", ";", ":")):
        return False
    if kind_of(line) is not None or dateline_length(line, True):
        return False
    longest = max(map(len, text[end : first.end].splitlines()), default=0)
    return count > 1 if end == first.end else len(line) < 0.7 * longest


# -------------------------------------------------------------------- kinds
def _kinds(text: str, found: Sequence[Paragraph]) -> list[BlockKind]:
    kinds: list[BlockKind] = []
    listing = False
    for number, paragraph in enumerate(found):
        words = text[paragraph.start : paragraph.end]
        listing = _is_list_heading(paragraph, words) or (listing and _is_loose(paragraph, words))
        kinds.append("related" if listing else _kind(paragraph, words, number, len(found)))
    _mark_notes_at_the_end(text, found, kinds)
    return kinds


def _kind(paragraph: Paragraph, words: str, number: int, count: int) -> BlockKind:
    if paragraph.look == "headline":
        return "title"
    kind = kind_of(words)
    if kind is not None:
        return kind
    if paragraph.look == "picture":
        return "caption"
    if paragraph.look == "link" and not words.endswith("."):
        return "related"
    if paragraph.look == "emphasis" and is_legal_note(words):
        return "footer"
    if paragraph.look == "heading":
        return "title"
    return "title" if 0 < number < count - 1 and _is_heading(paragraph, words) else "body"


def _is_heading(paragraph: Paragraph, words: str) -> bool:
    """Whether the paragraph, which no mark calls so, heads a section: a short line that is no sentence."""
    if len(words) > _LONGEST_HEADING or ends_sentence(words) or words.endswith(",") or credit_start(words) is not None:
        return False
    return paragraph.look == "strong" or (paragraph.look == "plain" and words[0].isupper() and len(words.split()) > 1)


def _is_list_heading(paragraph: Paragraph, words: str) -> bool:
    return paragraph.look != "headline" and heads_a_list(words)


def _is_loose(paragraph: Paragraph, words: str) -> bool:
    """Whether the paragraph may be one of a list of links: an item, or no whole sentence."""
    return len(words) < _LONGEST_NOTE and (paragraph.look in _LOOSE or not ends_sentence(words))


def _mark_notes_at_the_end(text: str, found: Sequence[Paragraph], kinds: list[BlockKind]) -> None:
    """Notes in italics and legal notes are footers where no body follows them."""
    for number in range(len(found) - 1, 0, -1):
        if kinds[number] in _ASIDE:
            continue
        words = text[found[number].start : found[number].end]
        marked = found[number].look == "emphasis" or words[0] in "*_" or _IN_BRACKETS.fullmatch(words)
        if not ((marked and len(words) <= _LONGEST_NOTE) or (len(words) <= 120 and is_legal_note(words))):
            return
        kinds[number] = "footer"


# -------------------------------------------------------------------- pieces of a paragraph
def _pieces(text: str, found: Sequence[Paragraph], kinds: Sequence[BlockKind]) -> list[Piece]:
    pieces: list[Piece] = []
    first = True
    for paragraph, kind in zip(found, kinds, strict=True):
        if kind == "body":
            pieces += _pieces_of_body(text, paragraph, first)
            first = first and pieces[-1][2] != "body"
        elif kind == "caption":
            pieces += _caption(text, paragraph.start, paragraph.end, paragraph.tail)
        else:
            pieces.append((paragraph.start, paragraph.end, kind))
    return pieces


def _pieces_of_body(text: str, paragraph: Paragraph, first: bool) -> list[Piece]:
    start, end = paragraph.start, paragraph.end
    tail = paragraph.tail if paragraph.tail is not None and _is_credit(text[paragraph.tail : end]) else None
    words = text[start:end]
    if end - start <= _LONGEST_CAPTION and (tail is not None or credit_start(words) is not None):
        return _caption(text, start, end, tail)
    length = dateline_length(words, first)
    rights = rights_start(words)
    last = end if rights is None else start + rights
    pieces = [
        _trimmed(text, start, start + length, "dateline"),
        _trimmed(text, start + length, last, "body"),
        _trimmed(text, last, end, "footer"),
    ]
    return [piece for piece in pieces if piece[0] < piece[1]]


def _caption(text: str, start: int, end: int, tail: int | None) -> list[Piece]:
    if tail is None:
        length = credit_start(text[start:end])
        tail = end if length is None else start + length
    label = start + label_length(text[start:tail])
    pieces = [
        _trimmed(text, start, label, "credit"),
        _trimmed(text, label, tail, "caption"),
        _trimmed(text, tail, end, "credit"),
    ]
    return [piece for piece in pieces if piece[0] < piece[1]]


def _is_credit(words: str) -> bool:
    """Whether strong words at the end of a paragraph name who made its picture."""
    if kind_of(words) == "credit":
        return True
    return (
        len(words) <= 60 and "." not in words and all(word[0].isupper() for word in words.split() if word[0].isalpha())
    )


def _trimmed(text: str, start: int, end: int, kind: BlockKind) -> Piece:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()), kind


def _captions_before_credits(text: str, pieces: list[Piece]) -> list[Piece]:
    """A short paragraph that comes before the article's body and right before a credit is a caption."""
    bodies = [number for number, piece in enumerate(pieces) if piece[2] == "body"]
    if len(bodies) < 2:
        return pieces
    start, end, _ = pieces[bodies[0]]
    credit = pieces[bodies[0] + 1]
    signed = text[credit[0]] in "—–"  # a pulled quotation's speaker
    if credit[2] == "credit" and not signed and end - start <= _LONGEST_CAPTION / 2:
        pieces[bodies[0]] = (start, end, "caption")
    return pieces


def _short(text: str, piece: Piece) -> Iterator[Piece]:
    """The piece, cut between sentences or words where it is longer than the parser should get at once."""
    start, end, kind = piece
    while start < end:
        cut = _cut(text, start, end)
        part = _trimmed(text, start, cut, kind)
        if part[0] < part[1]:
            yield part
        start = cut


def _cut(text: str, start: int, end: int) -> int:
    """The end, or where to cut before it: words and sentences of thousands of signs take quadratic time and more."""
    limit = min(start + LONGEST_BLOCK, end)
    if word := _LONGEST_WORD.search(text, start, limit):
        return word.end()
    if endless := _ENDLESS.search(text, start, limit):
        return _gap(text, endless.start() + 1, endless.end())
    return end if limit == end else _gap(text, start + LONGEST_BLOCK // 2, limit)


def _gap(text: str, start: int, limit: int) -> int:
    """The best place for a cut between these two: the last end of a sentence, a line, a word; else the limit."""
    gaps = (text.rfind(". ", start, limit) + 1, text.rfind("\n", start, limit), text.rfind(" ", start, limit))
    return next((gap for gap in gaps if gap >= start), limit)
