"""Cue words: which verbs, nouns and phrases tell that somebody said something."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import Struct

from tocsin.knowledge.files import layers, read_yaml


class CueFile(Struct, frozen=True, forbid_unknown_fields=True):
    """data/cues.yaml as written: lists of lemmas."""

    speech: frozenset[str] = frozenset()
    attitude: frozenset[str] = frozenset()
    transitive: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()
    state_words: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    with_preposition: dict[str, frozenset[str]] = {}


@cache
def load_cues(overlay: Path | None = None) -> CueFile:
    """The shipped cue words with those of the overlay folder; a mistake is a KnowledgeError with file and line."""
    files = [read_yaml(path, CueFile) for path in layers("cues.yaml", overlay)]
    names = [name for name in CueFile.__struct_fields__ if name != "with_preposition"]
    lists = {name: frozenset().union(*(getattr(file, name) for file in files)) for name in names}
    governed = {verb: words for file in files for verb, words in file.with_preposition.items()}
    return CueFile(**lists, with_preposition=governed)
