"""Operators: words that say how an event stands (planned, feared, denied) without being one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from tocsin.knowledge.files import layers, read_yaml

Words = Mapping[str, tuple[str, ...]]
TURNED = ("verbs", "nouns", "adjectives")
CLOSED = ("evasive", "light", "occur", "conditions", "consequences", "measures", "ending", "causes", "unbounded")


class OperatorFile(Struct, frozen=True, forbid_unknown_fields=True):
    """data/operators.yaml as written: word lists by status, and small closed classes."""

    verbs: Words = {}
    nouns: Words = {}
    adjectives: Words = {}
    evasive: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    occur: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    ending: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    unbounded: tuple[str, ...] = ()


class Operators(Struct, frozen=True):
    """The same, turned round: the status each word gives, and the closed classes as sets."""

    verbs: Mapping[str, str]
    nouns: Mapping[str, str]
    adjectives: Mapping[str, str]
    evasive: frozenset[str]
    light: frozenset[str]
    occur: frozenset[str]
    conditions: frozenset[str]
    consequences: frozenset[str]
    measures: frozenset[str]
    ending: frozenset[str]
    causes: frozenset[str]
    unbounded: frozenset[str]


@cache
def load_operators(overlay: Path | None = None) -> Operators:
    """The shipped operators and those of the overlay; a mistake is a KnowledgeError with file and line."""
    files = [read_yaml(path, OperatorFile) for path in layers("operators.yaml", overlay)]
    verbs, nouns, adjectives = (_turned([getattr(file, kind) for file in files]) for kind in TURNED)
    closed = {name: frozenset(word for file in files for word in getattr(file, name)) for name in CLOSED}
    return msgspec.convert({"verbs": verbs, "nouns": nouns, "adjectives": adjectives, **closed}, Operators)


def _turned(lists: list[Words]) -> dict[str, str]:
    return {word: status for words in lists for status, listed in words.items() for word in listed}
