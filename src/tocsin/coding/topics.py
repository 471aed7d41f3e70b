"""Sentences about something else: sport, markets, weather, culture give no claims, whatever verbs they borrow."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from msgspec import Struct
from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.knowledge.files import layers, read_yaml

WEAK_NEEDED = 2
PAPERS = frozenset("journal times post news week weekly daily review magazine gazette herald tribune record".split())


class Domain(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of one domain: a strong one is enough, of weak ones two are needed."""

    name: str
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


class DomainFile(Struct, frozen=True, forbid_unknown_fields=True):
    """data/domains.yaml as written: domains, words that outweigh them, and people in private life."""

    domains: tuple[Domain, ...] = ()
    security: tuple[str, ...] = ()
    private: tuple[str, ...] = ()


class Topics:
    """Tells off-topic sentences by their words."""

    def __init__(self, files: list[DomainFile]) -> None:
        self.security = frozenset(word for file in files for word in file.security)
        self.private = frozenset(word for file in files for word in file.private)
        domains = [domain for file in files for domain in file.domains]
        self.domains = [(d.name, frozenset(d.strong), frozenset(d.weak)) for d in domains]
        self.words = frozenset().union(*(strong | weak for _, strong, weak in self.domains)) if domains else frozenset()

    def foreign(self, sentence: TokenSpan) -> str | None:
        """The domain a sentence belongs to, or None for one that may speak of security."""
        words = _words(sentence)
        if not words & self.words or words & self.security:
            return None
        words = _words(token for token in sentence if not _in_name(token))
        for name, strong, weak in self.domains:
            if words & strong or len(words & weak) >= WEAK_NEEDED:
                return name
        return None

    def secure(self, sentence: TokenSpan) -> bool:
        """A word of the sentence speaks of security or public affairs."""
        return not self.security.isdisjoint(_words(sentence))


def _in_name(token: Token) -> bool:
    """ "The Wall Street Journal": words inside a paper's name say nothing of what the sentence is about."""
    return token.dep_ == "compound" and token.head.ent_type_ == "ORG" and token.head.lower_ in PAPERS


def _words(sentence: Iterable[Token]) -> set[str]:
    return {key for token in sentence if token.is_alpha for key in (*syntax.keys(token), token.lower_)}


@cache
def load_topics(overlay: Path | None = None) -> Topics:
    """The shipped domains and those of the overlay folder."""
    return Topics([read_yaml(path, DomainFile) for path in layers("domains.yaml", overlay)])
