"""Which story a report belongs to: reports about the same matter, put together loosely. A story is not an event."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from tocsin.linking.cards import ReportCard
from tocsin.linking.words import likeness, shared

LIKE = 0.2  # mean likeness to the nearest reports of the story
NEAREST = 3
PREFIX = "s"


class StoryChoice(Struct, frozen=True):
    """The story of a report."""

    story: str
    score: float
    reason: str


def alike(card: ReportCard, other: ReportCard) -> float:
    """How much the reports are about the same."""
    return likeness(card.terms, other.terms)


def story(
    card: ReportCard,
    near: Sequence[ReportCard],
    same_origin: str,
    alike: Callable[[ReportCard, ReportCard], float] = alike,
) -> StoryChoice:
    """The story whose nearest reports are most like this one, or one of its own; copies share their story."""
    likes: dict[str, list[tuple[float, ReportCard]]] = {}
    for other in near:
        if other.id != card.id:
            like = 1.0 if other.origin == same_origin else alike(card, other)
            likes.setdefault(other.story, []).append((like, other))
    scored = [(_mean(found), name, max(found, key=_like)[1]) for name, found in likes.items()]
    best = max(scored, key=lambda item: (item[0], item[1]), default=None)
    if best is None or best[0] < LIKE:
        nearest = f"; the nearest story scores {best[0]:.2f}" if best else ""
        return StoryChoice(PREFIX + card.id, 1.0, f"no known story is like it{nearest}")
    score, name, closest = best
    common = ", ".join(shared(card.terms, closest.terms, 5))
    return StoryChoice(name, round(score, 2), f"shares with {closest.id}: {common}")


def _like(found: tuple[float, ReportCard]) -> float:
    return found[0]


def _mean(found: list[tuple[float, ReportCard]]) -> float:
    best = sorted((like for like, _ in found), reverse=True)[:NEAREST]
    return sum(best) / len(best)
