"""What the knowledge files say of a word: the event types it may trigger, the names it stands in, the domains."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from tocsin.coding.topics import DomainFile
from tocsin.knowledge.files import layers, read_yaml
from tocsin.knowledge.frames import load_frames
from tocsin.linking.words import stem

WORD: Final = re.compile(r"[^\W\d_]{3,}")
NAMES: Final = ("armed_groups", "organisations", "countries", "peoples", "agents", "titles")
Groups = dict[str, set[str]]


@cache
def groups(knowledge: Path | None = None) -> Mapping[str, frozenset[str]]:
    """For each stem of the knowledge files the groups it belongs to, such as type:ASSAULT or sport:strong."""
    found: Groups = defaultdict(set)
    _triggers(found, knowledge)
    _domains(found, knowledge)
    for kind in NAMES:
        for path in layers(f"{kind}.csv", knowledge):
            _enter(found, f"name:{kind}", WORD.findall(path.read_text(encoding="utf-8")))
    return {word: frozenset(held) for word, held in found.items()}


def _triggers(found: Groups, knowledge: Path | None) -> None:
    frames = load_frames(knowledge)
    for heads in (frames.verbs, frames.nouns):
        for head, patterns in heads.items():
            for pattern in patterns:
                _enter(found, f"type:{pattern.type}", (head,))
    for name, words in frames.classes.items():
        _enter(found, f"class:{name}", words)


def _domains(found: Groups, knowledge: Path | None) -> None:
    for path in layers("domains.yaml", knowledge):
        file = read_yaml(path, DomainFile)
        _enter(found, "security", file.security)
        for domain in file.domains:
            _enter(found, f"{domain.name}:strong", domain.strong)
            _enter(found, f"{domain.name}:weak", domain.weak)
            _enter(found, f"{domain.name}:about", domain.about)
        _enter(found, "public", file.public)


def _enter(found: Groups, group: str, words: Iterable[str]) -> None:
    """Single words only: what two words say together is not looked at."""
    for word in words:
        if " " not in word:
            found[stem(word.lower())].add(group)
