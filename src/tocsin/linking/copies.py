"""Where a report's text comes from: reports that share one dispatch have one origin."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tocsin.linking.cards import ReportCard
from tocsin.linking.sketch import Overlap, overlap

COPY = 0.5  # share of the shorter text that makes a copy
SAME_AGENCY = 0.1  # enough where both bear or quote the same agency
LEAST_RUNS = 12  # runs of eight words: about twenty words in a row
PREFIX = "o"


class OriginChoice(Struct, frozen=True):
    """The origin of a report; `merged` are origins that turn out to be this one."""

    origin: str
    score: float
    reason: str
    merged: tuple[str, ...] = ()


class Origins:
    """Which origins turned out to be one, and when: after the report of that number."""

    def __init__(self) -> None:
        self._gone: dict[str, tuple[int, str]] = {}

    def now(self, name: str) -> str:
        """What the origin is called after all merging."""
        while name in self._gone:
            name = self._gone[name][1]
        return name

    def before(self, name: str, number: int) -> str:
        """What it was called when that report came."""
        while name in self._gone and self._gone[name][0] < number:
            name = self._gone[name][1]
        return name

    def merge(self, choice: OriginChoice, number: int = 0) -> None:
        """What the report of that number shows to be one."""
        for name in choice.merged:
            gone, kept = self.now(name), self.now(choice.origin)
            if gone != kept:
                self._gone[gone] = number, kept


def origin(card: ReportCard, near: Sequence[ReportCard]) -> OriginChoice:
    """The origin the report shares with the near report whose text it shares most of, or one of its own."""
    return choice(card, copies(card, near))


def copies(card: ReportCard, near: Sequence[ReportCard]) -> list[tuple[Overlap, ReportCard]]:
    """The near reports of which it is a copy, or which are copies of it, and how much they share."""
    shared = ((overlap(card.sketch, card.size, other.sketch, other.size), other) for other in near)
    return [(found, other) for found, other in shared if other.id != card.id and is_copy(found, card, other)]


def choice(card: ReportCard, found: Sequence[tuple[Overlap, ReportCard]]) -> OriginChoice:
    """The origin of a report of which these are the copies."""
    if not found:
        return OriginChoice(PREFIX + card.id, 1.0, _own(card))
    copies = sorted(found, key=_age)
    best, source = max(copies, key=lambda pair: pair[0].share)
    merged = dict.fromkeys(other.origin for _, other in copies if other.origin != source.origin)
    return OriginChoice(source.origin, round(best.share, 2), _why(best, card, source), tuple(merged))


def is_copy(found: Overlap, one: ReportCard, other: ReportCard) -> bool:
    """Half of the shorter text stands in the other, or a tenth where one agency's text is behind both."""
    if found.runs < LEAST_RUNS:
        return False
    return found.share >= COPY or (found.share >= SAME_AGENCY and bool(_agencies(one) & _agencies(other)))


def _age(copy: tuple[Overlap, ReportCard]) -> tuple[str, str]:
    return copy[1].published or "9999", copy[1].id


def _agencies(card: ReportCard) -> set[str]:
    return {*card.quoted, *([card.wire] if card.wire else []), *([card.desk] if card.desk else [])}


def _own(card: ReportCard) -> str:
    if card.wire:
        return f"bears the tag of {card.wire}; no other report with that text is known"
    return "shares no long passage with a report that is known"


def _why(found: Overlap, card: ReportCard, source: ReportCard) -> str:
    words = (
        f"{found.share:.0%} of the shorter text stands word for word in {source.id} ({source.outlet or 'no outlet'})"
    )
    common = sorted(_agencies(card) & _agencies(source))
    if found.share < COPY:
        return f"{words}, and both go back to {', '.join(common)}"
    return f"{words}; it bears the tag of {card.wire}" if card.wire else words
