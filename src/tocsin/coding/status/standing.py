"""What was noted on the way up from a trigger, put together into one standing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.coding.matching import Match

Note = tuple[str, str]  # a status or mood, and the words that say so
DONE = "told as done"
YIELDS_TO_CONDITION = frozenset(
    {"will", "would", "counterfactual", "present", "planned", "promised", "forecast", "possible", "purpose", "duty"}
)
AHEAD = frozenset({"will", "would", "purpose", "duty"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A status (or a mood still to be read with its speaker: will, would, duty), why, and the condition's tokens.

    `mood` is None for the words of a condition itself: no claim.
    `acts` are the speech acts above the trigger, nearest first; `path` the tokens from it to where the way up ended.
    """

    mood: str | None
    reason: str
    condition: tuple[int, int] | None = None
    acts: tuple[Match, ...] = ()
    path: tuple[int, ...] = ()


def composed(mood: Note, notes: Sequence[Note]) -> Note:
    """The mood of the clause under all that stands above it, `notes` from the inside out."""
    current: Note | None = None
    for note in notes:
        current = note if current is None else _over(note, current)
    if current is None or (current[0] in {"ongoing", "announced", "discussed"} and mood[0] in AHEAD):
        return mood
    return current


def _over(outer: Note, inner: Note) -> Note:
    """One note above another: open questions and denials weigh most, else the nearer one stands."""
    if outer[0] == "unclear" or inner[0] == "unclear":
        return outer if outer[0] == "unclear" else inner
    if outer[0] == inner[0] == "denied":
        return "possible", f"{inner[1]} under {outer[1]}"
    return outer if outer[0] == "denied" else inner
