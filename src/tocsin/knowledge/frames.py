"""Frames: which words report which kind of event, and where its parties stand in the sentence.

A frame's `words` are phrases: a verb or a noun and what must stand with it.
Verbs: the verb first, then particles, its object, prepositions and their objects ("open fire on",
"lay down @weapon").  Nouns: modifiers first, the noun last ("drone strike", "@force movement").
`a/b` offers two words, `@name` any noun of that class in data/classes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from msgspec import Struct

from tocsin.knowledge.files import KnowledgeError, layers, mistake, read_yaml
from tocsin.records import EventType, Status

Slot = str
SLOTS = frozenset(
    "speaker subject object indirect content poss modifier by with to from for on against of in into over at about"
    " between among toward towards around near after under as upon onto through across before behind off out"
    " within".split()
)
VERB_ACTOR: tuple[Slot, ...] = ("subject",)
VERB_RECIPIENT: tuple[Slot, ...] = ("indirect", "object")
NOUN_ACTOR: tuple[Slot, ...] = ("by", "poss", "modifier", "from")
MOST_BARS = 4  # that count for how specific a pattern is
NOUN_RECIPIENT: tuple[Slot, ...] = ("on", "against", "of")


class NounClass(frozenset[str]):
    """Lemmas of a phrase word that names a class: only a noun can stand for it, not an adjective before one."""


class Frame(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of a frame file, as its author wrote it. `example` is a sentence it codes.

    `cameo` is the frame's own CAMEO code, where it has a closer one than its type and mode.
    """

    words: str | tuple[str, ...]
    example: str | None = None
    mode: str | None = None
    cameo: str | None = None
    actor: Slot | tuple[Slot, ...] | None = None
    recipient: Slot | tuple[Slot, ...] | None = None
    place: Slot | tuple[Slot, ...] = ()
    both: bool = False
    content: Status | None = None
    needs: Mapping[Slot, str | tuple[str, ...]] = {}
    bars: Mapping[Slot, str | tuple[str, ...]] = {}
    alone: bool = False
    things: bool = False
    stative: bool = False
    doubtful: bool = False


class FrameFile(Struct, frozen=True, forbid_unknown_fields=True):
    """One file of data/frames: a type, its verbs and its nouns."""

    type: EventType
    verbs: tuple[Frame, ...] = ()
    nouns: tuple[Frame, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """One phrase of a frame, ready to match: for each further word, the lemmas that fit."""

    type: EventType
    phrase: str
    rest: tuple[frozenset[str], ...]
    mode: str | None
    actor: tuple[Slot, ...]
    recipient: tuple[Slot, ...]
    place: tuple[Slot, ...]
    both: bool
    content: Status | None
    needs: tuple[tuple[Slot, frozenset[str]], ...]
    bars: tuple[tuple[Slot, frozenset[str]], ...]
    alone: bool
    things: bool
    file: str
    stative: bool = False
    doubtful: bool = False
    cameo: str | None = None

    @property
    def weight(self) -> int:
        """More specific patterns first; bars, however many, never outweigh what a pattern needs."""
        return 10 * len(self.rest) + 5 * len(self.needs) + min(len(self.bars), MOST_BARS) + 20 * self.stative


@dataclass(frozen=True, slots=True)
class Frames:
    """All patterns by the lemma of their verb or noun, most specific first, and the noun classes."""

    verbs: Mapping[str, tuple[Pattern, ...]]
    nouns: Mapping[str, tuple[Pattern, ...]]
    classes: Mapping[str, frozenset[str]]


@cache
def load_frames(overlay: Path | None = None) -> Frames:
    """The shipped frames with those of the overlay folder; KnowledgeError names file and line of a mistake."""
    classes = _classes(overlay)
    verbs: dict[str, list[Pattern]] = defaultdict(list)
    nouns: dict[str, list[Pattern]] = defaultdict(list)
    for path in layers("frames/*.yaml", overlay):
        file = read_yaml(path, FrameFile)
        for frame in file.verbs:
            for head, pattern in _patterns(path, file.type, frame, classes, verb=True):
                verbs[head].append(pattern)
        for frame in file.nouns:
            for head, pattern in _patterns(path, file.type, frame, classes, verb=False):
                nouns[head].append(pattern)
    return Frames(_sorted(verbs), _sorted(nouns), classes)


def _sorted(patterns: Mapping[str, list[Pattern]]) -> dict[str, tuple[Pattern, ...]]:
    return {head: tuple(sorted(found, key=lambda p: -p.weight)) for head, found in patterns.items()}


def _classes(overlay: Path | None) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for path in layers("classes/*.yaml", overlay):
        for name, words in read_yaml(path, dict[str, tuple[str, ...]]).items():
            found[name].update(words)
    return {name: frozenset(words) for name, words in found.items()}


def _patterns(
    path: Path, kind: EventType, frame: Frame, classes: Mapping[str, frozenset[str]], *, verb: bool
) -> Iterator[tuple[str, Pattern]]:
    phrases = _many(frame.words)
    actor = _slots(path, phrases[0], frame.actor, VERB_ACTOR if verb else NOUN_ACTOR)
    recipient = _slots(path, phrases[0], frame.recipient, VERB_RECIPIENT if verb else NOUN_RECIPIENT)
    place = _slots(path, phrases[0], frame.place, ())
    needs = _conditions(path, phrases[0], frame.needs, classes)
    bars = _conditions(path, phrases[0], frame.bars, classes)
    for phrase in phrases:
        words = [_fitting(path, phrase, word, classes) for word in phrase.split()]
        heads, rest = (words[0], words[1:]) if verb else (words[-1], words[:-1])
        pattern = Pattern(
            type=kind,
            phrase=phrase,
            rest=tuple(rest),
            mode=frame.mode,
            actor=actor,
            recipient=recipient,
            place=place,
            both=frame.both,
            content=frame.content,
            needs=needs,
            bars=bars,
            alone=frame.alone,
            things=frame.things,
            file=path.name,
            stative=frame.stative,
            doubtful=frame.doubtful,
            cameo=frame.cameo,
        )
        for head in sorted(heads):
            yield head, pattern


def _many(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _slots(path: Path, phrase: str, value: str | tuple[str, ...] | None, default: tuple[str, ...]) -> tuple[str, ...]:
    slots = default if value is None else _many(value)
    wrong = [slot for slot in slots if slot not in SLOTS]
    if wrong:
        mistake(KnowledgeError(path, _line_of(path, phrase), f"{phrase!r}: unknown slot {wrong[0]!r}"))
    return slots


def _conditions(
    path: Path, phrase: str, given: Mapping[str, str | tuple[str, ...]], classes: Mapping[str, frozenset[str]]
) -> tuple[tuple[str, frozenset[str]], ...]:
    _slots(path, phrase, tuple(given), ())
    return tuple(
        (slot, frozenset().union(*(_fitting(path, phrase, word, classes) for word in _many(words))))
        for slot, words in given.items()
    )


def _fitting(path: Path, phrase: str, word: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    lemmas: set[str] = set()
    for part in word.split("/"):
        if part.startswith("@"):
            if part[1:] not in classes:
                mistake(KnowledgeError(path, _line_of(path, phrase), f"{phrase!r}: no class {part[1:]!r} in classes/"))
            lemmas |= classes.get(part[1:], frozenset())
        else:
            lemmas.add(part)
    return NounClass(lemmas) if "@" in word else frozenset(lemmas)


def _line_of(path: Path, phrase: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if phrase in line), 1)
