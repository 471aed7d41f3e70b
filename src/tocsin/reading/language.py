"""Whether a text reads as English: by the share of its most ordinary words."""

from __future__ import annotations

import re
from math import sqrt
from typing import Final

_ORDINARY: Final = frozenset(
    "the of and to that this was were is are be been has have had for with by from at it its not but who which"
    " they their he his she her said would will after into than in on as an when about over also".split()
)  # words that are as ordinary in other languages written in Latin letters (a, no, de, die, me, des) are left out
_WORD: Final = re.compile(r"[^\W\d_]+")
_LEAST_SHARE: Final = 0.1  # English prose has .25 to .4, other languages below .05
_LEAST_WORDS: Final = 12
_LOOKED_AT: Final = 5000  # characters


def reads_as_english(text: str) -> bool | None:
    """True or false, or null where the text is too short to tell."""
    words = _WORD.findall(text[:_LOOKED_AT].lower())
    if words and _mostly_foreign_letters(words):
        return False
    if len(words) < _LEAST_WORDS:
        return None
    least = _LEAST_SHARE * len(words)
    return sum(word in _ORDINARY for word in words) >= max(1, least - sqrt(least))  # few by chance in a short text


def _mostly_foreign_letters(words: list[str]) -> bool:
    letters = "".join(words)
    return sum(letter > "\u024f" for letter in letters) > len(letters) / 2
