"""Figures of the dead, injured and displaced: equal ones once with all who give them, from the lowest to the highest.

Two figures are put from lowest to highest only where both count the same: 13 soldiers and 170 others are no range.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tocsin.linking.events import Figure
from tocsin.linking.words import stems
from tocsin.sitrep.document import Part, Theirs
from tocsin.sitrep.gathering import Told
from tocsin.sitrep.naming import joined
from tocsin.sitrep.tally import DONE

HARMED: Final = {"killed": "Killed", "injured": "Injured", "displaced": "Displaced"}
_VERBAL: Final = re.compile(r"(?:killed|injured|wounded|displaced|dead|\w+ing)", re.IGNORECASE)  # counts nobody
_MOST: Final = 4  # of one count, that are told one by one


@dataclass(frozen=True)
class Given:
    """A figure, and the places where it is given."""

    words: str
    figures: tuple[Figure, ...]

    @property
    def size(self) -> tuple[float, float]:
        """What figures are put in order by."""
        first = self.figures[0]
        low = first.low if first.low is not None else first.high or 0.0
        return low, first.high if first.high is not None else float("inf")


def counts(told: Told, about: str) -> list[list[Given]]:
    """The figures of an event, those that count the same together, the lowest first.

    Of an event told as happened, only those of claims that tell it as happened.
    """
    done = told.event.status in DONE
    fitting = {row.claim.id for row in told.rows if (row.claim.status in DONE) == done}
    found = [each for each in told.event.quantities if each.about == about and each.claim in fitting]
    groups: list[list[Figure]] = []
    for each in found:
        group = next((group for group in groups if _same(each, group)), None)
        if group is None:
            groups.append([each])
        else:
            group.append(each)
    return sorted((_given(group) for group in groups), key=lambda group: -group[-1].size[0])


def _same(figure: Figure, group: Sequence[Figure]) -> bool:
    mine, theirs = (frozenset(stems(" ".join(each.of or "" for each in of))) for of in ([figure], group))
    return mine == theirs or bool(mine & theirs)


def _given(group: Iterable[Figure]) -> list[Given]:
    held: dict[str, list[Figure]] = {}
    for each in group:
        held.setdefault(_counted(each).casefold(), []).append(each)
    return sorted((Given(_counted(part[0]), tuple(part)) for part in held.values()), key=lambda each: each.size)


def _counted(each: Figure) -> str:
    """A figure with what it counts, unless that stands in its words."""
    words = " ".join(each.text.split())
    if each.of and each.of.casefold() not in words.casefold() and not _VERBAL.fullmatch(each.of):
        words = f"{words} {' '.join(each.of.split())}"
    return words if words.split(" ", 1)[0].isupper() else words[:1].lower() + words[1:]


def told(group: Sequence[Given]) -> list[Part]:
    """One count: each figure with who gives it; of many the lowest and the highest."""
    if len(group) > _MOST:
        return [f"{len(group)} figures, ", *span(group)]
    parts: list[Part] = []
    for each in group:
        parts += ["; " if parts else "", *_beside(each)]
    return parts


def span(group: Sequence[Given]) -> list[Part]:
    """One count from the lowest to the highest figure."""
    low, high = group[0], group[-1]
    return _beside(low) if low is high else [*_beside(low), " to ", *_beside(high)]


def _beside(each: Given) -> list[Part]:
    speakers = joined([Theirs(speaker_of(figure)) for figure in each.figures])
    return [Theirs(each.words), " (", *speakers, ")"]


def claims(group: Sequence[Given]) -> list[str]:
    """The claims that give the figures."""
    return [figure.claim for each in group for figure in each.figures]


def speaker_of(figure: Figure) -> str:
    """Who gives a figure."""
    return figure.speaker or figure.outlet or "an unnamed outlet"
