"""Quotation marks of a passage: pairs, straight or curly, an open one closing at the passage's end."""

from __future__ import annotations

from spacy.tokens import Doc

OPENING = frozenset({"“", "„", "«", "``"})
CLOSING = frozenset({"”", "»", "''"})
STRAIGHT = frozenset({'"', "''", "``"})
LEAST_TOKENS = 2


def quotes(doc: Doc) -> list[tuple[int, int]]:
    """Token ranges between quotation marks, the marks included, in order."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for token in doc:
        mark = token.text
        if mark in OPENING or (mark == '"' and start is None):
            start = token.i if start is None else start
        elif start is not None and (mark in CLOSING or mark == '"'):
            if token.i - start > LEAST_TOKENS:
                found.append((start, token.i + 1))
            start = None
    if start is not None and len(doc) - start > LEAST_TOKENS:
        found.append((start, len(doc)))
    return found


def quoted(ranges: list[tuple[int, int]], index: int) -> tuple[int, int] | None:
    """The quotation that holds the token, if any."""
    return next(((first, last) for first, last in ranges if first <= index < last), None)
