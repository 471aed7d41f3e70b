"""Quotation marks of a passage: pairs, straight or curly, an open one closing at the passage's end."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from tocsin.annotation.document import text_of

OPENING = frozenset({"“", "„", "«", "``", "`"})
CLOSING = frozenset({"”", "»"})
EITHER = frozenset({'"', "''"})
SINGLE = frozenset({"'", "‘", "’"})
MARKS = re.compile("[\"“”„«»`‘’']")
LEAST_TOKENS = 2


def quotes(doc: Doc) -> list[tuple[int, int]]:
    """Token ranges between quotation marks, the marks included, in order; single marks only outside double ones."""
    if not MARKS.search(text_of(doc, 0, len(doc))):
        return []
    double = _double(doc)
    taken = {i for first, last in double for i in range(first, last)}
    return sorted(double + [pair for pair in _single(doc) if pair[0] not in taken and pair[1] - 1 not in taken])


def _double(doc: Doc) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start: int | None = None
    for token in doc:
        mark = token.text
        if mark == "`" and start == token.i - 1:
            continue  # two signs for one mark
        opens = mark in OPENING or (mark in EITHER and (start is None or _looks_open(token)))
        if start is not None and (opens or mark in CLOSING or mark in EITHER):
            _add(found, start, token.i + (0 if opens else 1))
            start = None
        if opens and start is None:
            start = token.i
    if start is not None:
        _add(found, start, len(doc))
    return found


def _add(found: list[tuple[int, int]], start: int, end: int) -> None:
    if end - start - 1 > LEAST_TOKENS:
        found.append((start, end))


def _looks_open(token: Token) -> bool:
    """A space before the mark and none after it."""
    return token.i > 0 and bool(token.nbor(-1).whitespace_) and not token.whitespace_ and token.i + 1 < len(token.doc)


def _single(doc: Doc) -> list[tuple[int, int]]:
    """Single marks that stand like quotation marks, not like apostrophes; an open one without a partner is none."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for token in doc:
        if token.text not in SINGLE or token.tag_ == "POS":
            continue
        if (token.i == 0 or _looks_open(token)) and token.text != "’":
            start = token.i
        elif start is not None and not token.nbor(-1).whitespace_:
            _add(found, start, token.i + 1)
            start = None
    return found
