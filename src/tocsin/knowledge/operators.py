"""Operators: words that say how an event stands (planned, feared, denied) without being one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from tocsin.knowledge.files import layers, read_yaml
from tocsin.records import Status

Special = Literal["same", "told", "announced", "discussed", "attempted", "duty"]
Effect = Status | Special
KINDS = ("verbs", "nouns", "adjectives")
CLOSED = (
    "untrue",
    "without",
    "light",
    "occur",
    "conditions",
    "consequences",
    "measures",
    "ending",
    "momentary",
    "causes",
    "unbounded",
    "containing",
    "fiction",
    "drills",
    "carriers",
)


class EmbeddingFile(Struct, frozen=True, forbid_unknown_fields=True):
    """One class of embedding words as written: what they do, and the words, `under` only words of those classes."""

    plain: Effect
    negated: Effect
    others: Effect | None = None
    ahead: Effect | None = None
    duty: Effect | None = None
    done: Effect | None = None
    under: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()


class OperatorFile(Struct, frozen=True, forbid_unknown_fields=True):
    """data/operators.yaml as written: classes of embedding words, adverbs by status, and small closed classes."""

    embedding: Mapping[str, EmbeddingFile] = {}
    adverbs: Mapping[Status, tuple[str, ...]] = {}
    settings: Mapping[Status, tuple[str, ...]] = {}
    untrue: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    occur: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    ending: tuple[str, ...] = ()
    momentary: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    unbounded: tuple[str, ...] = ()
    containing: tuple[str, ...] = ()
    fiction: tuple[str, ...] = ()
    drills: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Embedding:
    """What the words of one class do to what they embed."""

    name: str
    plain: Effect
    negated: Effect
    others: Effect | None = None
    ahead: Effect | None = None
    duty: Effect | None = None
    done: Effect | None = None


@dataclass(frozen=True, slots=True)
class Operators:
    """The same, turned round: the phrases that begin with a word, longest first, and the closed classes as sets."""

    phrases: Mapping[str, Mapping[str, tuple[tuple[frozenset[str], Embedding], ...]]]
    adverbs: Mapping[str, Status]
    settings: Mapping[str, Status]
    untrue: frozenset[str]
    without: frozenset[str]
    light: frozenset[str]
    occur: frozenset[str]
    conditions: frozenset[str]
    consequences: frozenset[str]
    measures: frozenset[str]
    ending: frozenset[str]
    momentary: frozenset[str]
    causes: frozenset[str]
    unbounded: frozenset[str]
    containing: frozenset[str]
    fiction: frozenset[str]
    drills: frozenset[str]
    carriers: frozenset[str]

    def embedding(self, kind: str, word: str, around: Collection[str] = ()) -> Embedding | None:
        """What a verb, noun or adjective does to what it embeds, `around` being the words that stand with it."""
        for rest, embedding in self.phrases[kind].get(word, ()):
            if rest.issubset(around):
                return embedding
        return None

    def names(self, kind: str, word: str, other: str | None) -> bool:
        """Some phrase that begins with the word names the other."""
        return any(other in rest for rest, _ in self.phrases[kind].get(word, ()))

    def begins(self, kind: str, word: str) -> bool:
        """Some phrase begins with the word."""
        return word in self.phrases[kind]

    def plain(self, kind: str, word: str) -> str | None:
        """What the bare word does when said plainly."""
        found = self.embedding(kind, word)
        return found.plain if found else None


@cache
def load_operators(overlay: Path | None = None) -> Operators:
    """The shipped operators and those of the overlay; a mistake is a KnowledgeError with file and line."""
    files = [read_yaml(path, OperatorFile) for path in layers("operators.yaml", overlay)]
    closed = {name: frozenset(word for file in files for word in getattr(file, name)) for name in CLOSED}
    adverbs = {word: status for file in files for status, words in file.adverbs.items() for word in words}
    settings = {word: status for file in files for status, words in file.settings.items() for word in words}
    phrases = {kind: _phrases(files, kind) for kind in KINDS}
    return Operators(phrases=phrases, adverbs=adverbs, settings=settings, **closed)


def _phrases(files: Iterable[OperatorFile], kind: str) -> dict[str, tuple[tuple[frozenset[str], Embedding], ...]]:
    """By first word; a later file's phrase replaces the same one of an earlier file."""
    found: dict[str, dict[frozenset[str], Embedding]] = defaultdict(dict)
    for file in files:
        for name, written in file.embedding.items():
            embedding = Embedding(
                name, written.plain, written.negated, written.others, written.ahead, written.duty, written.done
            )
            for phrase in getattr(written, kind):
                first, *rest = phrase.split()
                for mark in written.under or (None,):
                    found[first][frozenset(rest) | ({mark} if mark else set())] = embedding
    return {
        word: tuple(sorted(phrases.items(), key=lambda item: (-len(item[0]), sorted(item[0]))))
        for word, phrases in found.items()
    }
