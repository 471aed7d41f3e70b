"""Captions and other blocks that say a sentence of the body again: one claim, several places."""

from __future__ import annotations

import re

from tocsin.records import Report, Span

WORD = re.compile(r"\w+")
LEAST_WORDS = 5


def repeats(report: Report, sentence: Span) -> tuple[Span, ...]:
    """The captions and titles of the report whose words stand, in the same order, inside that sentence."""
    words = _words(sentence.text)
    found = []
    for block in report.blocks:
        if block.kind not in {"caption", "title"} or block.start <= sentence.start < block.end:
            continue
        own = _words(report.text[block.start : block.end])
        if len(own) >= LEAST_WORDS and _inside(own, words):
            found.append(Span(block.start, block.end, report.text[block.start : block.end]))
    return tuple(found)


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def _inside(short: list[str], long: list[str]) -> bool:
    size = len(short)
    return any(long[start : start + size] == short for start in range(len(long) - size + 1))
