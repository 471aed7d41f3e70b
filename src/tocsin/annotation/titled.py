"""Names behind a long office: "ambassador to Germany Ada Krull", "president of Chad Idris Youssouf"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from spacy.tokens import Doc, Token

from tocsin.annotation.names import NAME_TAGS, Known

SEATED = frozenset({"of", "from", "in", "at", "to", "for"})
NO_NAME = frozenset({"DATE", "TIME", "EVENT", "LAW", "PRODUCT", "LANGUAGE"})
SERVED = frozenset({"country", "government", "alliance", "organisation"})
LONGEST = 4


@dataclass(frozen=True, slots=True)
class Titled:
    """An office at a token, the preposition and the words behind it up to `first`, and the name first..last-1."""

    office: Token
    preposition: str
    owner: Known | None
    first: int
    last: int


class Tests(Protocol):
    """What is asked of the directory about words of a passage."""

    def is_office(self, token: Token) -> bool:
        """The word is an office or closes one."""

    def closes(self, token: Token) -> bool:
        """The word closes an office such as "minister of trade"."""

    def begins(self, token: Token) -> Known | None:
        """The longest known name that begins with the word."""


def titled(doc: Doc, names: Mapping[int, Known], ask: Tests) -> dict[int, Titled]:
    """Names behind long offices, by the tokens of the office's noun and of the name."""
    seated = [token.i - 1 for token in doc[1:-1] if token.lower_ in SEATED]
    found = [each for i in seated if (each := _at(doc, doc[i], names, ask)) is not None]
    return {i: each for each in found for i in (each.office.i, *range(each.first, each.last))}


def _at(doc: Doc, token: Token, names: Mapping[int, Known], ask: Tests) -> Titled | None:
    preposition = doc[token.i + 1].lower_
    if token.tag_ not in {"NN", "NNP"} or not ask.is_office(token):
        return None
    start = token.i + 2
    start += doc[start].tag_ == "DT" and start + 1 < len(doc)
    owner = ask.begins(doc[start]) if doc[start].text[0].isupper() else None
    if owner is not None and (owner.demonym or owner.entry.kind not in SERVED):
        owner = None
    ends = range(start, min(start + LONGEST, len(doc)))
    first = owner.last if owner is not None else next((i + 1 for i in ends if ask.closes(doc[i])), start)
    if first < len(doc) and ask.is_office(doc[first]):
        return None  # "an adviser to US President Jo Reed"
    last = first
    while last < len(doc) and last - first < LONGEST and _is_name(doc[last], names):
        last += 1
    sure = last - first > 1 or (last > first and doc[first].ent_type_ == "PERSON")
    return Titled(token, preposition, owner, first, last) if first > start and sure else None


def _is_name(token: Token, names: Mapping[int, Known]) -> bool:
    named = token.tag_ in NAME_TAGS and token.text[0].isupper() and token.ent_type_ not in NO_NAME
    return named and token.i not in names
