"""A cue with the tokens of its source and content, on the way to becoming a statement."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

Range = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Tokens first..last-1 of each content range are what the source says; `speech` as in Statement."""

    cue: Token
    source: Token | None
    content: tuple[Range, ...]
    speech: bool

    def holds(self, index: int) -> bool:
        """The token is part of the content."""
        return any(first <= index < last for first, last in self.content)
