"""The types of the code book with their modes, as frames and codes name them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Final, get_args

from tocsin.coding.cameo import cameo_codes
from tocsin.knowledge.frames import load_frames
from tocsin.records import EventType

TYPES: Final[tuple[EventType, ...]] = get_args(EventType)


@cache
def modes() -> Mapping[EventType, tuple[str, ...]]:
    """The modes of each type, in the order of the alphabet."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    frames = load_frames()
    for patterns in (*frames.verbs.values(), *frames.nouns.values()):
        for pattern in patterns:
            found[pattern.type] |= {pattern.mode} if pattern.mode else set()
    for kind, mode in cameo_codes():
        found[kind] |= {mode} if mode else set()
    return {kind: tuple(sorted(found[kind])) for kind in TYPES}
