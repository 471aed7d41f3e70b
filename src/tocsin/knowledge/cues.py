"""Cue words: which verbs, nouns and phrases tell that somebody said something."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import Struct

from tocsin.knowledge.files import layers, read_yaml


class CueFile(Struct, frozen=True, forbid_unknown_fields=True):
    """data/cues.yaml as written: lists of lemmas; the file says what each list is for."""

    speech: frozenset[str] = frozenset()
    thoughts: frozenset[str] = frozenset()
    knowing: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    quoting: frozenset[str] = frozenset()
    object: frozenset[str] = frozenset()
    treating: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    predicates: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    wished: frozenset[str] = frozenset()
    feared: frozenset[str] = frozenset()
    wording: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    state_words: frozenset[str] = frozenset()
    anaphors: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()


@cache
def load_cues(overlay: Path | None = None) -> CueFile:
    """The shipped cue words with those of the overlay folder; a mistake is a KnowledgeError with file and line."""
    files = [read_yaml(path, CueFile) for path in layers("cues.yaml", overlay)]
    names = CueFile.__struct_fields__
    return CueFile(**{name: frozenset().union(*(getattr(file, name) for file in files)) for name in names})
