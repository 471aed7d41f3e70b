"""Words as linking compares them: crude stems, and how much each says about what a text is about.

data/common_words.csv holds, for stems met in several of 295 Wikinews articles, in how many; it is written by
bench/fit_words.py. A stem that is not there is rare and weighs most.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from tocsin.knowledge.files import DATA, read_csv

WORD = re.compile(r"\w+")
ENDINGS = ("ings", "ing", "ers", "er", "ed", "es", "s")
LEAST_STEM = 3
LEAST_WORD = 3  # letters or digits; shorter words are not counted, so their weight says nothing


class Common(Struct, frozen=True):
    """A row of common_words.csv: in how many of the counted reports the stem stands."""

    stem: str
    reports: int
    of: int


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return WORD.findall(text.replace("’", "'").lower())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word without the ending of a plural, a participle or a doer: "bombings", "bombers" and "bombed" are one."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_STEM:
            bare = word[: -len(ending)]
            return bare[:-1] if len(bare) > LEAST_STEM and bare[-1] == bare[-2] and bare[-1] not in "ls" else bare
    return word[:-1] if word.endswith("e") and len(word) > LEAST_STEM + 1 else word


def stems(text: str) -> list[str]:
    """The stems of the words of a text that have at least three letters or digits."""
    return [stem(word) for word in words(text) if len(word) >= LEAST_WORD]


@cache
def _counted() -> tuple[Mapping[str, int], int]:
    rows = [row for _, row in read_csv(DATA / "common_words.csv", Common)]
    return {row.stem: row.reports for row in rows}, max((row.of for row in rows), default=1)


@lru_cache(maxsize=50_000)
def weight(stem_: str) -> float:
    """How much the stem says: 0 for one in every report, about 1 for a rare one."""
    known, of = _counted()
    return math.log((of + 1) / (known.get(stem_, 0) + 1)) / math.log(of + 1)


Terms = tuple[tuple[str, float], ...]


def terms(counts: Mapping[str, float], most: int) -> Terms:
    """The stems that say most, with their shares; the squares of the shares add up to 1 before the list is cut."""
    weighed = {s: (1 + math.log(n) if n >= 1 else n) * weight(s) for s, n in counts.items()}
    length = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
    best = sorted(weighed.items(), key=lambda item: (-item[1], item[0]))[:most]
    return tuple((s, round(value / length, 4)) for s, value in best if value > 0)


def together(lists: Sequence[Terms]) -> Terms:
    """Several lists as one."""
    if len(lists) == 1:
        return lists[0]
    total: dict[str, float] = {}
    for each in lists:
        for s, share in each:
            total[s] = total.get(s, 0.0) + share
    length = math.sqrt(sum(share * share for share in total.values())) or 1.0
    return tuple((s, share / length) for s, share in total.items())


def counted(texts: Iterable[tuple[str, float]]) -> dict[str, float]:
    """How often each stem stands in the texts, each text with its own weight."""
    total: dict[str, float] = {}
    for text, share in texts:
        for each in stems(text):
            total[each] = total.get(each, 0.0) + share
    return total


def likeness(one: Terms, other: Terms) -> float:
    """The cosine of two lists of terms."""
    known = dict(one)
    return sum(share * known.get(s, 0.0) for s, share in other)


def shared(one: Terms, other: Terms, most: int) -> Sequence[str]:
    """The stems that make two lists alike, the weightiest first."""
    known = dict(one)
    both = sorted(((share * known[s], s) for s, share in other if s in known), key=lambda item: (-item[0], item[1]))
    return [s for _, s in both[:most]]
