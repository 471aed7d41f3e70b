"""Finding time expressions: the longest reading at each place, built of smaller ones where they combine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from tocsin.annotation import numerals
from tocsin.annotation.document import Passage
from tocsin.annotation.times import clock, dates, periods, relative, tense
from tocsin.annotation.times.grammar import RULES, Anchor, Found, Reading, compiled
from tocsin.annotation.times.letters import letters
from tocsin.annotation.times.periods import Period
from tocsin.annotation.times.words import CORE, EARLY, EDGES, LETTER, OTHER, PARTS

assert clock and dates and relative  # they fill RULES
ISLANDS = re.compile(rf"[^{re.escape(OTHER)}]+")
Answer = tuple[int, Reading]

EDGE_OF = compiled("THE?(?P<edge>EDGE)OF")
EARLY_X = compiled(
    "THE?(?P<early>EARLY)HYPHEN?(?:IN|ON|OF)?(?=THE?(?:POSS|WEEKDAY|MONTH|YEAR|DECADE|SEASON|REL|HOLIDAY|TODAY|UNIT|PART|ORD))"
)
FIRST_OF = compiled("THE?(?:(?P<ord>ORD)|(?P<rel>REL))(?P<number>NUM|DAY|VAGUE)?(?P<unit>UNIT|UNITS)OF")
OPENED = compiled("(?P<word>FROM|BETWEEN)")
JOINT = compiled("(?P<word>TO|HYPHEN|AND)")
PART_AFTER = compiled("(?P<part>PART)")
EARLY_HOURS = compiled("THE?EARLY UNITS OF")
PART_OF = compiled("THE?(?P<part>PART)(?:OF|ON)?")
UNIT_EDGE = compiled("THE?(?P<unit>UNIT)(?:HYPHEN|POSS)?(?P<edge>EDGE)")
LIMITS = frozenset({"by", "before", "until", "within"})


@dataclass
class Scanner:
    """Reads one passage from left to right."""

    passage: Passage
    published: date | None
    anchor: Anchor | None
    row: str = field(init=False)
    known: dict[int, Answer | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.row = letters(self.passage.doc)

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
        if place not in self.known:
            self.known[place] = None  # cuts recursion at the same place
            found = list(filter(None, [self.simple(place), *(build(self, place) for build in BUILDERS)]))
            best = max(found, key=lambda answer: answer[0], default=None)
            self.known[place] = self.extended(best) if best else None
        return self.known[place]

    def simple(self, place: int) -> Answer | None:
        """The longest match of a rule that has a meaning."""
        matches = [(match, rule) for rule in RULES if (match := rule.pattern.match(self.row, place))]
        matches.sort(key=lambda pair: -pair[0].end())
        for match, rule in matches:
            try:
                reading = rule.meaning(Found(self.passage, self.published, self.anchor, match))
            except (ValueError, OverflowError):  # outside the calendar
                continue
            if reading is not None:
                return match.end(), reading
        return None

    def extended(self, answer: Answer) -> Answer:
        """With what may follow: a part of day ("Friday morning"), the end of a range ("May to July")."""
        end, reading = answer
        part = PART_AFTER.match(self.row, end)
        period = reading.period
        if part and period and period.precision == "day" and reading.type == "DATE":
            letters_of_part = PARTS[self.passage.doc[end].lower_]
            return end + 1, replace(reading, type="TIME", value=f"{period.value}T{letters_of_part}")
        if self.row[end : end + 1] in ("T", "-") and period:
            return self.joined(end, reading, "") or answer
        return answer

    def joined(self, end: int, first: Reading, opening: str) -> Answer | None:
        """A range from the first reading to the one that follows its "to" or "and"."""
        joint = JOINT.match(self.row, end)
        if not joint or first.period is None:
            return None
        word = self.passage.doc[end].lower_
        if (word == "and") != (opening == "between") or word in {"into", "—"}:
            return None
        second = self.simple(joint.end())
        if second is None or second[1].period is None or second[1].type != "DATE" or first.type != "DATE":
            return None
        both = _range(first.period, second[1].period)
        return (second[0], both) if both else None

    def direction(self, first: int, last: int) -> tense.Direction:
        """Where the verb points that governs these tokens."""
        return tense.direction(self.passage.doc, first, last, self.passage.kind == "title")


def _range(first: Period, second: Period) -> Reading | None:
    """From the start of one to the end of the other; the first takes the year of the second if it came after it."""
    if first.precision not in {"day", "month", "year", "range"} or second.precision != first.precision:
        return None
    start, end = first.start, second.end
    while start > end and first.precision != "year":
        start = periods.shift(start, "year", -1)
    if first.precision == "month" and (end - start).days > 366 and start < end:
        start = start.replace(year=end.year if start.month <= end.month else end.year - 1)
    if start > end:
        return None
    if start == end:
        return None
    unit = first.precision if first.precision in {"day", "month", "year"} else "year"
    counts = {"day": (end - start).days, "month": (end.year - start.year) * 12 + end.month - start.month}
    value = periods.duration(unit, counts.get(unit, end.year - start.year))
    return Reading("DURATION", value, period=Period(start, end, value, "range"))


def edge_of(scanner: Scanner, place: int) -> Answer | None:
    """ "the end of the month", "the beginning of 2009", "the rest of the year"."""
    opening = EDGE_OF.match(scanner.row, place)
    if not opening:
        return None
    inner = scanner.read(opening.end()) or _of_now(scanner, opening.end())
    if inner is None:
        return None
    part = EDGES[scanner.passage.doc[opening.start("edge")].lower_]
    whole = inner[1].period or _now_of(scanner, inner[1])
    return inner[0], _cut(scanner, place, inner[1], whole, part)


def _cut(scanner: Scanner, place: int, reading: Reading, whole: Period | None, part: str) -> Reading:
    if part == "REST":
        rest = None
        if whole and scanner.published and whole.start <= scanner.published <= whole.end:
            rest = replace(whole, start=scanner.published, precision="range")
        return replace(reading, period=rest, relative=False)
    mod = part
    if whole is None:
        return replace(reading, mod=mod)
    if part == "END" and tense.connector_at(scanner.passage.doc, place) in LIMITS:
        period = replace(whole, start=whole.end, precision="day")
    else:
        period = periods.edge(whole, part)
    return replace(reading, mod=mod, period=period, relative=False)


def _of_now(scanner: Scanner, place: int) -> Answer | None:
    """A bare "year" or "month" after "end of"."""
    if scanner.row[place : place + 1] != LETTER["UNIT"] or scanner.published is None:
        return None
    period = periods.containing(scanner.published, scanner.passage.doc[place].lower_)
    return (place + 1, Reading("DATE", period.value, period=period)) if period else None


def _now_of(scanner: Scanner, reading: Reading) -> Period | None:
    """ "the month" in "the end of the month" is that of publication."""
    if scanner.published is None or reading.type != "DATE":
        return None
    options = (periods.containing(scanner.published, unit) for unit in ("day", "week", "month", "year"))
    return next((period for period in options if period and period.value == reading.value), None)


def unit_edge(scanner: Scanner, place: int) -> Answer | None:
    """ "year-end", "the month's end"."""
    match = UNIT_EDGE.match(scanner.row, place)
    if not match or scanner.published is None:
        return None
    unit, edge = (scanner.passage.doc[match.start(name)].lower_ for name in ("unit", "edge"))
    if unit not in {"year", "month", "week"} or edge != "end":
        return None
    whole = periods.containing(scanner.published, unit)
    assert whole is not None
    return match.end(), _cut(scanner, place, Reading("DATE", whole.value), whole, "END")


def early(scanner: Scanner, place: int) -> Answer | None:
    """ "early October", "earlier this week", "late Monday", "mid-July"."""
    opening = EARLY_X.match(scanner.row, place)
    if not opening:
        return None
    inner = scanner.read(opening.end())
    if inner is None or inner[1].type not in {"DATE", "TIME"}:
        return None
    end, reading = inner
    word = scanner.passage.doc[opening.start("early")].lower_
    period = reading.period or _now_of(scanner, reading)
    if period is None:
        return end, replace(reading, mod=EARLY[word])
    if scanner.published and word in {"earlier", "later"} and period.start <= scanner.published <= period.end:
        start, last = (period.start, scanner.published) if word == "earlier" else (scanner.published, period.end)
        period = replace(period, start=start, end=last, precision="day" if start == last else "range")
    elif word not in {"earlier", "later"}:
        period = periods.third(period, EARLY[word])
    return end, replace(reading, mod=EARLY[word], period=period, relative=False)


def first_of(scanner: Scanner, place: int) -> Answer | None:
    """ "the last week of March", "the first nine months of 2020"."""
    opening = FIRST_OF.match(scanner.row, place)
    if not opening:
        return None
    inner = scanner.read(opening.end())
    doc = scanner.passage.doc
    ordinal = doc[opening.start("ord") if opening["ord"] else opening.start("rel")].lower_
    if inner is None or inner[1].period is None or ordinal not in {"first", "last", "final", "opening", "second"}:
        return None
    number = doc[opening.start("number")].lower_ if opening["number"] else "1"
    count = numerals.parse([number])
    unit = relative.unit_of(doc[opening.start("unit")].lower_)
    cut = count is not None and unit in {"day", "week", "month"}
    period = _slice(inner[1].period, ordinal, unit, count or 1) if cut else None
    if period is None:
        return inner[0], Reading("DATE", inner[1].value)
    return inner[0], Reading("DATE" if count == 1 else "DURATION", period.value, period=period)


def _slice(whole: Period, ordinal: str, unit: str, count: float) -> Period | None:
    one = periods.shift(whole.start, unit, count)
    if ordinal in {"first", "opening"}:
        start, end = whole.start, one
    elif ordinal == "second":
        start, end = one, periods.shift(whole.start, unit, 2 * count)
    else:
        after = date.fromordinal(whole.end.toordinal() + 1)
        start, end = periods.shift(after, unit, -count), after
    last = date.fromordinal(end.toordinal() - 1)
    if start < whole.start or last > whole.end:
        return None
    within = periods.containing(start if ordinal != "last" else last, unit)
    value = within.value if within and count == 1 else periods.duration(unit, count)
    return Period(start, last, value, "day" if start == last else "range")


def ranged(scanner: Scanner, place: int) -> Answer | None:
    """ "from May to July", "between Monday and Wednesday"."""
    opening = OPENED.match(scanner.row, place)
    if not opening:
        return None
    first = scanner.simple(opening.end())
    if first is None:
        return None
    return scanner.joined(first[0], first[1], scanner.passage.doc[place].lower_)


def clock_of_day(scanner: Scanner, place: int) -> Answer | None:
    """ "6 p.m. on Friday", "midnight on October 10", "the night of May 3"."""
    hours = EARLY_HOURS.match(scanner.row, place)
    if hours and scanner.passage.doc[hours.end() - 2].lower_ == "hours":
        return _on_day(scanner, hours.end(), "TMO")
    part = PART_OF.match(scanner.row, place)
    if part:
        return _on_day(scanner, part.end(), f"T{PARTS[scanner.passage.doc[part.start('part')].lower_]}")
    here = scanner.simple(place)
    if here is None or here[1].type != "TIME" or "T" not in here[1].value:
        return None
    link = re.compile("[N,]?").match(scanner.row, here[0])
    return _on_day(scanner, link.end() if link else here[0], here[1].value[here[1].value.index("T") :])


def _on_day(scanner: Scanner, place: int, clock: str) -> Answer | None:
    inner = scanner.read(place)
    if inner is None or inner[1].period is None or inner[1].period.precision != "day":
        return None
    return inner[0], replace(inner[1], type="TIME", value=inner[1].period.value + clock)


BUILDERS: list[Callable[[Scanner, int], Answer | None]] = [edge_of, unit_edge, early, first_of, ranged, clock_of_day]
