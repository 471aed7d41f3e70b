"""Whether a name is an ordinary English word, or one the language model has seen: both tell against a rare town."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache

from tocsin.annotation.language import pipeline

SHORT = 3  # letters; abbreviations and particles say nothing


@cache
def _ordinary() -> frozenset[str]:
    """The nouns, verbs and adjectives of the lemmatizer's index."""
    index = pipeline().get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    return frozenset().union(*(index[kind] for kind in ("noun", "verb", "adj")))


@cache
def _seen() -> frozenset[str]:
    """The words of the model's training, read from its files: the vocabulary in memory grows with every text."""
    path = pipeline().path
    return frozenset(json.loads((path / "vocab" / "strings.json").read_bytes())) if path else frozenset()


def ordinary(words: Iterable[str]) -> bool:
    """Whether all the words are English words also without a capital."""
    longer = [word.lower() for word in words if len(word) > SHORT]
    return bool(longer) and all(word in _ordinary() or word.removesuffix("s") in _ordinary() for word in longer)


def unheard(words: Iterable[str]) -> bool:
    """Whether a word is not in the model's vocabulary, as written or with a capital alone."""
    return any(
        len(word) > SHORT and word.isalpha() and word not in _seen() and word.capitalize() not in _seen()
        for word in words
    )
