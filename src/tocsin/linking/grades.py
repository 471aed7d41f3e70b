"""Admiralty grades: reliability belongs to a source, credibility to an item. Both start unknown; a person grants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from tocsin.linking.cards import ClaimCard
from tocsin.linking.compare import standing
from tocsin.linking.conflicts import Conflict
from tocsin.linking.events import origins

Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal[1, 2, 3, 4, 5, 6]
UNKNOWN_SOURCE: Reliability = "F"
UNKNOWN_ITEM: Credibility = 6
INDEPENDENT = 2


class GradeProposal(Struct, frozen=True):
    """A credibility that the machine may propose, and why; it counts for nothing until a person grants it."""

    credibility: Credibility
    reason: str


def propose(cards: Sequence[ClaimCard], conflicts: Sequence[Conflict]) -> GradeProposal | None:
    """Credibility 1 for what is told as done by two independent origins without contradiction; else nothing."""
    independent = sorted(origins(cards))
    if len(independent) < INDEPENDENT or conflicts or any(standing(card.claim) != "done" for card in cards):
        return None
    reports = len({card.report for card in cards})
    return GradeProposal(1, f"{len(independent)} independent origins in {reports} reports, and no contradiction known")


def unnamed_only(cards: Sequence[ClaimCard]) -> bool:
    """Everything rests on sources without a name."""
    return all(card.claim.sources and card.claim.sources[0].kind == "unnamed" for card in cards)
