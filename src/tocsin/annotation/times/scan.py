"""Finding time expressions: the longest reading at each place, built of smaller ones where they combine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate

from tocsin.annotation.document import Passage
from tocsin.annotation.times import clock, compared, dates, durations, holidays, ranges, relative, sets, tense, vague
from tocsin.annotation.times.building import BUILDERS
from tocsin.annotation.times.grammar import RULES, Anchors, Found, Reading, Rule
from tocsin.annotation.times.letters import letters
from tocsin.annotation.times.words import CORE, LETTER, OTHER, PARTS

assert (
    clock and compared and dates and durations and holidays and ranges and relative and sets and vague
)  # they fill RULES
ISLANDS = re.compile(rf"[^{re.escape(OTHER)}]+")
SHORT = 20  # letters; longer stretches are rare and not worth remembering
DEEPEST = 6  # expressions within expressions
Answer = tuple[int, Reading]


@lru_cache(8192)
def _matching(ahead: str) -> tuple[Rule, ...]:
    """The rules that match at the beginning of these letters, up to the next word that is none of time."""
    return tuple(rule for rule in RULES if rule.pattern.match(ahead))


@dataclass
class Scanner:
    """Reads one passage from left to right."""

    passage: Passage
    published: date | None
    anchors: Anchors
    row: str = field(init=False)
    known: dict[int, Answer | None] = field(init=False, default_factory=dict)
    depth: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.row = letters(self.passage.doc)

    @cached_property
    def sentences(self) -> list[int]:
        """Of each token the first of its sentence."""
        starts = self.passage.doc.to_array("SENT_START").tolist()
        return list(accumulate((place if start == 1 else 0 for place, start in enumerate(starts)), max))

    def places(self) -> Iterator[tuple[int, int]]:
        """The stretches of time words that could hold an expression."""
        for island in ISLANDS.finditer(self.row):
            if not CORE.isdisjoint(island[0]):
                yield island.span()

    def expressions(self) -> Iterator[tuple[int, int, Reading]]:
        """First token, last token plus one, and reading of each expression."""
        for start, end in self.places():
            place = start
            while place < end:
                answer = self.read(place)
                if answer is None:
                    place += 1
                    continue
                last, reading = answer
                yield place, last, reading
                place = last
                self.known.clear()  # a new anchor may change what follows

    def read(self, place: int) -> Answer | None:
        """The longest reading that begins at that token."""
        if place not in self.known and self.depth < DEEPEST:
            self.depth += 1
            found = list(filter(None, [self.simple(place), *(build(self, place) for build in BUILDERS)]))
            best = max(found, key=lambda answer: answer[0], default=None)
            self.known[place] = self.extended(place, best) if best else None
            self.depth -= 1
        return self.known.get(place)

    def simple(self, place: int) -> Answer | None:
        """The longest match of a rule that has a meaning."""
        ahead = self.row[place : place + SHORT + 1].split(OTHER, 1)[0]
        rules = _matching(ahead) if len(ahead) <= SHORT else RULES
        matches = [(match, rule) for rule in rules if (match := rule.pattern.match(self.row, place))]
        matches.sort(key=lambda pair: -pair[0].end())
        for match, rule in matches:
            found = Found(self.passage, self.published, self.anchors, match, self.sentences)
            try:
                reading = rule.meaning(found)
            except (ValueError, OverflowError):  # outside the calendar
                continue
            if reading is not None:
                return found.last, reading
        return None

    def extended(self, place: int, answer: Answer) -> Answer:
        """With what may follow: a part of day ("Friday morning"), the end of a range ("May to July")."""
        end, reading = answer
        after, period = self.row[end : end + 1], reading.period
        if after == LETTER["PART"] and period and period.precision == "day" and reading.type == "DATE":
            part = PARTS[self.passage.doc[end].lower_]
            return end + 1, replace(reading, type="TIME", value=f"{period.value}T{part}")
        if after in {LETTER["TO"], LETTER["HYPHEN"]} and period and not reading.parts:
            return ranges.joined(self, place, answer, "") or answer
        return answer

    def direction(self, first: int, last: int) -> tense.Direction:
        """Where the verb points that governs these tokens."""
        return tense.direction(self.passage.doc, first, last, self.passage.kind == "title")
