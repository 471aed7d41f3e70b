"""Expressions built of smaller ones: "the end of the month", "early October", "6 p.m. on Friday"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tocsin.annotation import numerals
from tocsin.annotation.times import periods, ranges, tense
from tocsin.annotation.times.grammar import Reading, compiled
from tocsin.annotation.times.periods import Period
from tocsin.annotation.times.words import EARLY, EDGES, LETTER, PARTS, PLURALS, QUALIFIERS, QUALIFYING_PAIRS, unit_of

if TYPE_CHECKING:
    from tocsin.annotation.times.scan import Answer, Scanner

EDGE_OF = compiled("THE?(?P<edge>EDGE)OF")
EARLY_X = compiled(
    "THE?(?P<early>EARLY)HYPHEN?(?:IN|ON|OF)?(?=THE?(?:POSS|WEEKDAY|MONTH|YEAR|DECADE|SEASON|REL|HOLIDAY|TODAY|UNIT|PART|ORD))"
)
FIRST_OF = compiled("THE?(?:(?P<ord>ORD)|(?P<rel>REL))(?P<number>NUM|DAY|VAGUE)?(?P<unit>UNIT|UNITS)OF")
EARLY_HOURS = compiled("THE?EARLY UNITS OF")
PART_OF = compiled("THE?(?P<part>PART)(?:OF|ON)?")
UNIT_EDGE = compiled("THE?(?P<unit>UNIT)(?:HYPHEN|POSS)?(?P<edge>EDGE)")
QUALIFIED = compiled("APPROX{1,2}")
SAME = compiled("THE?(?P<same>REL)(?P<what>PERIOD|UNIT|QUARTER|HOURS)(?:IN|OF)?")
COUNTED = frozenset(LETTER[name] for name in ("NUM", "DAY", "ART", "VAGUE", "HALF", "CLOCK"))
LIMITS = frozenset({"by", "before", "until", "within"})


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
    options = (
        periods.containing(scanner.published, unit) for unit in ("day", "week", "month", "year", "decade", "century")
    )
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
        start, last = _so_far(period, scanner.published) if word == "earlier" else (scanner.published, period.end)
        period = replace(period, start=start, end=last, precision="day" if start == last else "range")
    elif word not in {"earlier", "later"}:
        period = periods.third(period, EARLY[word])
    whole = reading.relative and period == reading.period
    return end, replace(reading, mod=EARLY[word], period=period, relative=whole)


def _so_far(period: Period, today: date) -> tuple[date, date]:
    """What is over of a period, today left out ("earlier this week"), but for a period that begins today."""
    return period.start, max(period.start, today - timedelta(1) if period.start != period.end else today)


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
    if doc[opening.start("unit")].lower_ in PLURALS and not opening["number"]:
        mod = "END" if ordinal in {"last", "final"} else "START"
        return inner[0], replace(inner[1], mod=mod, period=periods.third(inner[1].period, mod))
    unit = unit_of(doc[opening.start("unit")].lower_)
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
    within = periods.week(_thursday(start)) if unit == "week" else periods.containing(start, unit)
    value = within.value if within and count == 1 else periods.duration(unit, count)
    return Period(start, last, value, "day" if start == last else "range")


def _thursday(start: date) -> date:
    """The first Thursday from there on; its week has most of its days among these seven."""
    return start + timedelta((3 - start.weekday()) % 7)


def qualified(scanner: Scanner, place: int) -> Answer | None:
    """ "about two weeks", "at least a month", "around May 3"."""
    opening = QUALIFIED.match(scanner.row, place)
    inner = scanner.read(opening.end()) if opening else None
    if opening is None or inner is None or inner[1].parts or inner[1].value.endswith("_REF"):
        return None
    words = [token.lower_ for token in scanner.passage.doc[place : opening.end()]]
    counted = scanner.row[opening.end()] in COUNTED
    if words[-1] == "over" and not (counted and inner[1].type == "DURATION"):
        return None
    if inner[1].type != "DURATION" and not counted and words[-1] not in {"around", "approximately", "roughly"}:
        return None
    mod = QUALIFIERS.get(words[-1]) or QUALIFYING_PAIRS.get((words[0], words[-1]), "")
    return inner[0], replace(inner[1], mod=inner[1].mod or mod)


def same(scanner: Scanner, place: int) -> Answer | None:
    """ "the same period last year": the stretch spoken of before, in another year."""
    opening = SAME.match(scanner.row, place)
    if not opening or scanner.passage.doc[opening.start("same")].lower_ != "same":
        return None
    inner = scanner.read(opening.end())
    if inner is None or inner[1].type != "DATE":
        return None
    whole, anchor = inner[1].period, scanner.anchors.past
    if whole is None or whole.precision != "year" or anchor is None or anchor.period.precision != "month":
        return inner
    moved = periods.shift(anchor.period.start, "year", whole.start.year - anchor.period.start.year)
    period = periods.month(moved.year, moved.month)
    return inner[0], Reading("DATE", period.value, period=period, basis="inferred", anchor=anchor.span)


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


BUILDERS: list[Callable[[Scanner, int], Answer | None]] = [
    edge_of,
    unit_edge,
    early,
    first_of,
    ranges.ranged,
    clock_of_day,
    qualified,
    same,
]
