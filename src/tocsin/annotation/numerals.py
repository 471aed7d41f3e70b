"""Numerals in English words and figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

SMALL = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
MULTIPLES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "bn": 1_000_000_000,
    "tn": 1_000_000_000_000,
    "mn": 1_000_000,
    "k": 1_000,
    "dozen": 12,
}
ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=1
    )
}
_FIGURES = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_SHORT = re.compile(r"(\d[\d,]*(?:\.\d+)?)(k|mn|bn|tn)")


def figures(word: str) -> float | None:
    """The number written in figures ("1,200", "2.5", "3bn"), null if the word is anything else."""
    if not word[:1].isdigit() or not word.isascii():
        return None
    if _FIGURES.fullmatch(word):
        return float(word.replace(",", ""))
    short = _SHORT.fullmatch(word)
    return float(short[1].replace(",", "")) * MULTIPLES[short[2]] if short else None


def parse(words: Sequence[str]) -> float | None:
    """The number that lower-case words say ("two and a half million", "a hundred", "1.5 bn"); null if they say none."""
    kept = [word for word in words if word not in {"-", "–"}]
    halves = 0.0
    if len(kept) > 2 and kept[-3:] == ["and", "a", "half"]:
        kept, halves = kept[:-3], 0.5
    elif "half" in kept and "and" in kept and kept.index("half") == kept.index("and") + 2:
        at = kept.index("and")
        kept, halves = kept[:at] + kept[at + 3 :], 0.5
    elif kept[:1] == ["half"]:
        kept, halves = [word for word in kept[1:] if word not in {"a", "an", "of"}], 0.5
        return _scaled(kept, 0.0, halves) if kept else halves
    return _scaled([word for word in kept if word != "and"], None, halves)


def _scaled(words: Sequence[str], start: float | None, extra: float) -> float | None:
    """Sum the words, groups multiplied by hundred, thousand ...; `extra` is added before the next multiple."""
    total, group = 0.0, start
    for word in words:
        if word in {"a", "an"} and group is None:
            group = 1.0
        elif word in MULTIPLES:
            scale = MULTIPLES[word]
            group = ((1.0 if group is None else group) + extra) * scale
            extra = 0.0
            if scale >= 1000:
                total, group = total + group, 0.0
        else:
            number = SMALL.get(word, figures(word))
            if number is None:
                return None
            group = (group or 0.0) + number
    return None if group is None else total + group + extra
