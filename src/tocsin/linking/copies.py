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


def origin(card: ReportCard, near: Sequence[ReportCard]) -> OriginChoice:
    """The origin the report shares with the near report whose text it shares most of, or one of its own."""
    shared = [(overlap(card.sketch, card.size, other.sketch, other.size), other) for other in _by_age(near)]
    copies = [(found, other) for found, other in shared if other.id != card.id and is_copy(found, card, other)]
    if not copies:
        return OriginChoice(PREFIX + card.id, 1.0, _own(card))
    best, source = max(copies, key=lambda pair: pair[0].share)
    merged = dict.fromkeys(other.origin for _, other in copies if other.origin != source.origin)
    return OriginChoice(source.origin, round(best.share, 2), _why(best, card, source), tuple(merged))


def is_copy(found: Overlap, one: ReportCard, other: ReportCard) -> bool:
    """Half of the shorter text stands in the other, or a tenth where one agency's text is behind both."""
    if found.runs < LEAST_RUNS:
        return False
    return found.share >= COPY or (found.share >= SAME_AGENCY and bool(_agencies(one) & _agencies(other)))


def _by_age(near: Sequence[ReportCard]) -> list[ReportCard]:
    return sorted(near, key=lambda card: (card.published or "9999", card.id))


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
