"""PLOVER's contexts: which words, codes and parties tell what an event is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from tocsin.knowledge.files import layers, read_yaml
from tocsin.knowledge.tables import Sector
from tocsin.records import EventType

Name = Literal[
    "military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy",
    "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression",
    "human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory", "peacekeeping",
    "health", "asylum", "migration", "disasters", "natural_resource", "environment", "technology", "terrorism", "cbrn",
    "cyber", "misinformation", "crime", "corruption", "illegal_drugs", "trafficking",
]  # fmt: skip


class Acts(Struct, frozen=True, forbid_unknown_fields=True):
    """Events of these types, done by one of these sectors to one of those."""

    types: tuple[EventType, ...]
    actors: tuple[Sector, ...]
    recipients: tuple[Sector, ...]


class Context(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of contexts.yaml; `codes` are types or type/mode, `parties` sectors on either side."""

    name: Name
    words: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    parties: tuple[Sector, ...] = ()
    acts: Acts | None = None


class ContextFile(Struct, frozen=True, forbid_unknown_fields=True):
    """data/contexts.yaml as written."""

    contexts: tuple[Context, ...] = ()


@dataclass(frozen=True, slots=True)
class Contexts:
    """All entries in the order of the file, and the contexts that each word tells of."""

    entries: tuple[Context, ...]
    by_word: Mapping[str, tuple[str, ...]]


@cache
def load_contexts(overlay: Path | None = None) -> Contexts:
    """The shipped contexts and those of the overlay folder; KnowledgeError names file and line of a mistake."""
    entries = tuple(c for path in layers("contexts.yaml", overlay) for c in read_yaml(path, ContextFile).contexts)
    by_word: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for entry in entries:
        for word in entry.words:
            by_word[word] += (entry.name,)
    return Contexts(entries, dict(by_word))
