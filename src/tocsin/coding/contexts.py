"""What an event is about: PLOVER's contexts, from the code, the parties and the words of the claim's own paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from tocsin.annotation.document import Passage
from tocsin.coding import syntax
from tocsin.knowledge.contexts import Context, Contexts
from tocsin.records import Actor

Reasons = dict[str, str]
Word = tuple[str, str, int]  # a context, the word that tells of it, where its sentence starts
MOST = 4  # beyond that a paragraph is about everything


class Paragraphs:
    """The contexts that the words of each passage of a document tell of; a passage is read once."""

    def __init__(self, known: Contexts) -> None:
        self.known = known
        self._read: dict[int, list[Word]] = {}

    def of(self, head: Token, passage: Passage, code: str, parties: tuple[Sequence[Actor], Sequence[Actor]]) -> Reasons:
        """The contexts of a claim and why: what its code and parties say, then the words of its sentence and around."""
        kind, sectors = code.partition("/")[0], [{a.sector for a in side} for side in parties]
        told: Reasons = {}
        for entry in self.known.entries:
            why = _by_itself(entry, kind, code, sectors[0], sectors[1])
            if why is not None:
                told[entry.name] = why
        for name, why, _ in sorted(self._words(passage), key=lambda word: word[2] != head.sent.start):
            if len(told) < MOST:
                told.setdefault(name, why)
        return told

    def _words(self, passage: Passage) -> list[Word]:
        if passage.number not in self._read:
            self._read[passage.number] = [word for token in passage.doc for word in self._named(token)]
        return self._read[passage.number]

    def _named(self, token: Token) -> Iterator[Word]:
        for key in dict.fromkeys((*syntax.keys(token), token.lower_)):
            for name in self.known.by_word.get(key, ()):
                yield name, f"“{key if ' ' in key else token.text}”", token.sent.start


def _by_itself(
    entry: Context, kind: str, code: str, actors: set[str | None], recipients: set[str | None]
) -> str | None:
    if code in entry.codes or kind in entry.codes:
        return code
    for sector in entry.parties:
        if sector in actors | recipients:
            return f"a party is {sector}"
    acts = entry.acts
    if acts is not None and kind in acts.types and actors & {*acts.actors} and recipients & {*acts.recipients}:
        return "state forces against people"
    return None
