"""Statements: who is said to have said what, tied to the tokens of the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from tocsin.annotation.document import Passage
from tocsin.coding.attribution.found import Range
from tocsin.records import Attribution, Source


@dataclass(frozen=True, eq=False)
class Statement:
    """One statement of a report: its cue, source and content as tokens, its record, and the chain of its speakers.

    `chain` has the innermost speaker first, then the outlets and documents it came through.  `speech` is False for
    requests, promises, wishes and knowledge: they are coded as acts of their own or tell nothing.  `nested` counts the
    statements that hold this one's cue, `addressee` is the head of whoever is spoken to, where it is no outlet.
    """

    passage: Passage
    cue: Token
    source: Range | None
    source_passage: Passage | None
    content: tuple[tuple[Passage, int, int], ...]
    asides: tuple[Range, ...]
    chain: tuple[Source, ...]
    record: Attribution
    speech: bool
    nested: int = 0
    addressee: Token | None = None

    def covers(self, passage: Passage, token: Token) -> bool:
        """The token is part of what is said, and not the outlet's own aside within it."""
        if self.aside(passage, token):
            return False
        return any(p is passage and first <= token.i < last for p, first, last in self.content)

    def aside(self, passage: Passage, token: Token) -> bool:
        """The token stands in an aside of the outlet's own within indirect speech."""
        return passage is self.passage and any(first <= token.i < last for first, last in self.asides)

    @property
    def length(self) -> int:
        """How many tokens are said: inner statements are shorter."""
        return sum(last - first for _, first, last in self.content)


def by_passage(statements: Iterable[Statement]) -> dict[int, list[Statement]]:
    """The statements that are made, or of which something is said, in a passage, by the passage's number."""
    found: dict[int, list[Statement]] = {}
    for statement in statements:
        for number in {statement.passage.number, *(passage.number for passage, _, _ in statement.content)}:
            found.setdefault(number, []).append(statement)
    return found
