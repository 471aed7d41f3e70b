"""How likelihood and confidence may be worded: one row of words, and never both in one sentence.

The rows are those of Intelligence Community Directive 203 (2015), as research and analysis standards quote them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tocsin.sitrep.document import Document

HOUSE_ROW: Final = (
    "almost no chance", "very unlikely", "unlikely", "roughly even chance", "likely", "very likely", "almost certain",
)  # fmt: skip
OTHER_ROW: Final = (
    "remote", "highly improbable", "improbable", "roughly even odds", "probable", "highly probable", "nearly certain",
    "probably", "improbably",
)  # fmt: skip
_CONFIDENCE: Final = re.compile(r"\b(?:low|moderate|high) confidence\b|\bconfident(?:ly)?\b", re.IGNORECASE)


def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


_HOUSE: Final = _any(HOUSE_ROW)
_OTHER: Final = _any(OTHER_ROW)


def faults(words: str) -> Iterator[str]:
    """What is wrong with our own words of a sentence."""
    likely, other = _HOUSE.search(words), _OTHER.search(words)
    if other:
        yield f"“{other[0]}” is not of the row of words that reports use"
    if (likely or other) and _CONFIDENCE.search(words):
        yield "likelihood and confidence in one sentence"


def linted(document: Document) -> Document:
    """The document; ValueError where a sentence of ours words likelihood wrongly."""
    for each in document.sentences():
        for fault in faults(each.ours):
            raise ValueError(f"{fault}: {each.text}")
    return document
