"""Each word of a report weighs for or against it; the weights are in weights.csv, written by bench/relevance.py.

A report is read if its weightiest part is: one paragraph of war in a long digest of the day's news is enough.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from msgspec import Struct

from tocsin.knowledge.files import read_csv
from tocsin.linking.words import stem
from tocsin.reading import LeftOut, Notice, Reading, Unread
from tocsin.relevance.vocabulary import WORD, groups

WEIGHTS: Final = Path(__file__).with_name("weights.csv")
BIAS: Final = "(bias)"
THRESHOLD: Final = "(threshold)"
PART: Final = 3_000  # characters looked at together
SHORT: Final = 30  # words; so few say nothing for sure, and cost nothing to parse
_MOST_KNOWN: Final = 200_000  # words whose weight is remembered


class Weight(Struct, frozen=True):
    """A row of weights.csv: a stem, or a group of them."""

    feature: str
    weight: float


class Words(dict[str, float]):
    """The weight of each word, found when it is first asked for."""

    def __init__(self, weights: Mapping[str, float], knowledge: Path | None) -> None:
        self._weights, self._groups = weights, groups(knowledge)

    def __missing__(self, word: str) -> float:
        root = stem(word)
        names = (root, *self._groups.get(root, ()))
        weight = sum(self._weights.get(name, 0.0) for name in names)
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[word] = weight
        return weight


def sifted(
    found: Iterable[Reading | Unread | Notice], knowledge: Path | None = None
) -> Iterator[Reading | Unread | Notice | LeftOut]:
    """The same, with those reports left out that are about something else."""
    for item in found:
        if isinstance(item, Reading) and not relevant(item.report.title, item.report.text, knowledge):
            yield LeftOut(item.path, item.line, item.report.id, item.report.title)
        else:
            yield item


def relevant(title: str | None, text: str, knowledge: Path | None = None) -> bool:
    """The report is worth parsing."""
    return len(text.split(maxsplit=SHORT)) <= SHORT or score(title, text, knowledge) >= threshold()


def score(title: str | None, text: str, knowledge: Path | None = None) -> float:
    """How much speaks for a report, as its weightiest part has it."""
    words = _words(knowledge)
    return _weights()[BIAS] + max(_weighed(part, words) for part in parts(title, text))


def threshold() -> float:
    """The least score of a report that is read."""
    return _weights()[THRESHOLD]


def parts(title: str | None, text: str) -> Iterator[str]:
    """The text in parts that end with a line or at least with a word; the title goes with the first."""
    begin = 0
    head = f"{title}\n" if title else ""
    while begin < len(text) or not begin:
        end = begin + PART
        if end < len(text):
            half = end - PART // 2
            end = (text.rfind("\n", half, end) + 1) or (text.rfind(" ", half, end) + 1) or end
        yield head + text[begin:end]
        begin, head = end, ""


def _weighed(part: str, words: Words) -> float:
    found = set(WORD.findall(part.lower()))
    return sum(map(words.__getitem__, found)) / math.sqrt(max(len(found), 1))


@cache
def _weights() -> Mapping[str, float]:
    return {row.feature: row.weight for _, row in read_csv(WEIGHTS, Weight)}


@cache
def _words(knowledge: Path | None) -> Words:
    return Words(_weights(), knowledge)
