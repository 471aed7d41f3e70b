"""What is about something else: sport, markets, weather, culture give no claims, whatever verbs they borrow.

A sentence is foreign by its own words, a report by the words of all its sentences.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from msgspec import Struct
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from tocsin.coding import syntax
from tocsin.knowledge.files import layers, read_yaml

WEAK_NEEDED = 2
STRONG = 2  # what a strong word counts for where a whole report is weighed
LEAST = 4  # the least weight of a domain that a whole report can belong to
DENSITY = 0.33  # and the least for each unit of the square root of its words
OUTWEIGHED = 3  # words of a domain that outweigh one of security or public life
IN_STORIES = 2  # the same for domains that tell of crime and war themselves
PAPERS = frozenset("journal times post news week weekly daily review magazine gazette herald tribune record".split())


class Domain(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of one domain: a strong one makes a sentence foreign, of weak ones two are needed; those of `about` count
    for whole reports only. `play`: not even what is said and agreed in it is public life."""

    name: str
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    play: bool = False
    stories: bool = False


class DomainFile(Struct, frozen=True, forbid_unknown_fields=True):
    """data/domains.yaml as written: domains, words that outweigh them (`office`: those of them that are at home in
    every field; `public`: others that do so for whole reports), and people in private life."""

    domains: tuple[Domain, ...] = ()
    security: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    private: tuple[str, ...] = ()


class Topics:
    """Tells off-topic sentences by their words."""

    def __init__(self, files: list[DomainFile]) -> None:
        self.security = frozenset(word for file in files for word in file.security)
        self.hard = self.security - {word for file in files for word in file.office}
        self.serious = self.security | {word for file in files for word in file.public}
        self.private = frozenset(word for file in files for word in file.private)
        domains = [domain for file in files for domain in file.domains]
        self.domains = [(d.name, frozenset(d.strong), frozenset(d.weak)) for d in domains]
        self.play = frozenset(d.name for d in domains if d.play)
        self.stories = frozenset(d.name for d in domains if d.stories)
        self._weights = _weights(domains)
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

    def hard_news(self, sentence: TokenSpan) -> bool:
        """A word of the sentence speaks of security and is at home nowhere else."""
        return not self.hard.isdisjoint(_words(sentence))

    def grave(self, sentence: TokenSpan) -> bool:
        """A word of the sentence speaks of security, politics or crime."""
        return not self.serious.isdisjoint(_words(sentence))

    def subject(self, docs: Iterable[Doc]) -> str | None:
        """The domain that a whole report belongs to, by the different words it has of each and of security."""
        found: set[str] = set()
        length = 0
        for doc in docs:
            length += len(doc)
            found.update(token.lemma_.lower() for token in doc)
        weights: dict[str, int] = defaultdict(int)
        for word in found & self._weights.keys():
            for name, weight in self._weights[word]:
                weights[name] += weight
        best = max(weights, key=weights.__getitem__, default=None)
        outweighed = (IN_STORIES if best in self.stories else OUTWEIGHED) * len(found & self.serious)
        needed = max(LEAST, DENSITY * math.sqrt(length), outweighed)
        return best if best is not None and weights[best] >= needed else None


def _in_name(token: Token) -> bool:
    """ "The Wall Street Journal": words inside a paper's name say nothing of what the sentence is about."""
    return token.dep_ == "compound" and token.head.ent_type_ == "ORG" and token.head.lower_ in PAPERS


def _words(sentence: Iterable[Token]) -> set[str]:
    return {key for token in sentence if token.is_alpha for key in (*syntax.keys(token), token.lower_)}


def _weights(domains: Iterable[Domain]) -> dict[str, tuple[tuple[str, int], ...]]:
    """What each word says for which domains."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for domain in domains:
        for word in (*domain.about, *domain.weak):
            found[word][domain.name] = 1
        for word in domain.strong:
            found[word][domain.name] = STRONG
    return {word: tuple(held.items()) for word, held in found.items()}


@cache
def load_topics(overlay: Path | None = None) -> Topics:
    """The shipped domains and those of the overlay folder."""
    return Topics([read_yaml(path, DomainFile) for path in layers("domains.yaml", overlay)])
