"""The grammar's machinery: rules are regular expressions over class letters, tried at a place of a passage."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tocsin.annotation import numerals
from tocsin.annotation.document import Passage
from tocsin.annotation.times import tense
from tocsin.annotation.times.periods import Period
from tocsin.annotation.times.words import LETTER, SPACED
from tocsin.records import Basis, Span, TimexType


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means; a period is null where it names no certain stretch of the calendar."""

    type: TimexType
    value: str
    mod: str = ""
    period: Period | None = None
    basis: Basis = "stated"
    anchor: Span | None = None
    relative: bool = False  # "this year", "this week": the direction decides which part of it is meant
    parts: tuple[tuple[int, int, Reading], ...] = ()  # "between May and July": the two that are named, with tokens


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day, month or year that the text named before, and where; `verb` is the token of the verb it hangs on."""

    period: Period
    span: Span
    passage: int
    sentence: int
    verb: int


@dataclass(frozen=True, slots=True)
class Anchors:
    """What was named last: of all, of what had come by publication, and of days alone."""

    last: Anchor | None = None
    past: Anchor | None = None
    day: Anchor | None = None
    past_day: Anchor | None = None

    def then(self, anchor: Anchor | None, published: date | None) -> Anchors:
        """After that one was named too."""
        if anchor is None:
            return self
        over = published is None or anchor.period.start <= published
        past = anchor if over else self.past
        if anchor.period.precision != "day":
            return Anchors(anchor, past, self.day, self.past_day)
        return Anchors(anchor, past, anchor, anchor if over else self.past_day)


@dataclass
class Found:
    """One rule's match in a passage, with what is needed to make sense of it."""

    passage: Passage
    published: date | None
    anchors: Anchors
    match: re.Match[str]
    sentences: Sequence[int]
    first: int = field(init=False)
    last: int = field(init=False)

    def __post_init__(self) -> None:
        self.first, self.last = self.match.span()
        if self.match[0].endswith(LETTER["BLANK"]):
            self.last -= 1

    def words(self, group: str) -> list[str]:
        """The lower-case words of a named group; empty if it did not take part, or the rule has none."""
        if group not in self.match.re.groupindex:
            return []
        start, end = self.match.span(group)
        if start < 0:
            return []
        return [token.lower_ for token in self.passage.doc[start:end] if not token.is_space]

    def word(self, group: str) -> str:
        """The first of these words, or an empty one."""
        return next(iter(self.words(group)), "")

    def number(self, group: str) -> float | None:
        """The number they say; null for "several"."""
        words = [numerals.ORDINALS.get(word, word.removesuffix("+")) for word in self.words(group)]
        return numerals.parse([str(word) for word in words])

    @cached_property
    def connector(self) -> str:
        """The governing preposition."""
        return tense.connector_at(self.passage.doc, self.first)

    @cached_property
    def direction(self) -> tense.Direction:
        """Where the governing verb points."""
        return tense.direction(self.passage.doc, self.first, self.last, self.passage.kind == "title")

    @cached_property
    def anchor(self) -> Anchor | None:
        """What was named before; for what is told as past, nothing that lies ahead."""
        return self.anchors.past if self.direction == "past" else self.anchors.last

    @cached_property
    def day(self) -> Anchor | None:
        """The day named before."""
        return self.anchors.past_day if self.direction == "past" else self.anchors.day

    @cached_property
    def verb(self) -> int:
        """The token of the verb the expression hangs on."""
        return tense.verb_above(self.passage.doc[self.first : self.last].root)

    @property
    def beside(self) -> Anchor | None:
        """What was named before in the same sentence."""
        anchor = self.anchor
        here = anchor and (anchor.passage, anchor.sentence) == (self.passage.number, self.sentence)
        return anchor if here else None

    @property
    def sentence(self) -> int:
        """Where the sentence of the match begins, as a token number."""
        return self.sentences[self.first]


Meaning = Callable[[Found], "Reading | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over letters and what it means."""

    pattern: re.Pattern[str]
    meaning: Meaning


RULES: list[Rule] = []
MACROS = {
    "NUMBER": "(?:NUM|DAY|YEAR)(?:HYPHEN?(?:NUM|DAY)){0,6}(?:AND ART HALF)?",
    "ANYUNIT": "(?:UNIT|UNITS)",
}


def compiled(template: str) -> re.Pattern[str]:
    """A pattern of letters from one of class names: "MONTH DAY (COMMA? YEAR)?"."""
    for name, meaning in MACROS.items():
        template = re.sub(rf"\b{name}\b", f"(?:{meaning})", template)
    spelled = re.sub(r"[A-Z]{2,}", lambda name: _spelled(name[0]), template)
    return re.compile(spelled.replace(" ", ""))


def _spelled(name: str) -> str:
    letter = re.escape(LETTER[name])
    return f"(?:{letter}{LETTER['BLANK']}?)" if name in SPACED else letter


def rule(*templates: str) -> Callable[[Meaning], Meaning]:
    """Make the function the meaning of these patterns."""

    def add(meaning: Meaning) -> Meaning:
        RULES.extend(Rule(compiled(template), meaning) for template in templates)
        return meaning

    return add
