"""Rules for ranges: "from May to July", "May 3-5", "2014-16". Each named end is an expression of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tocsin.annotation.times import periods
from tocsin.annotation.times.choosing import calendar_day, nearest, years_near
from tocsin.annotation.times.dates import OF_YEAR, number_in, stated_years
from tocsin.annotation.times.grammar import Found, Reading, compiled, rule
from tocsin.annotation.times.periods import Period
from tocsin.annotation.times.words import MONTHS

if TYPE_CHECKING:
    from tocsin.annotation.times.scan import Answer, Scanner

OPENED = compiled("(?P<word>FROM|BETWEEN)")
JOINT = compiled("(?P<word>TO|HYPHEN|AND)")
DASHES = frozenset({"-", "–", "—"})


@rule(
    f"(?P<month>MONTH)(?P<day>DAY)(?:TO|HYPHEN|AND)(?P<end>DAY){OF_YEAR}",
    f"FROM(?P<month>MONTH)(?P<day>DAY)TO(?P<end>DAY){OF_YEAR}",
    f"BETWEEN(?P<month>MONTH)(?P<day>DAY)AND(?P<end>DAY){OF_YEAR}",
    f"(?:FROM|BETWEEN)?(?P<day>DAY)(?:TO|HYPHEN|AND)(?P<end>DAY)(?P<month>MONTH){OF_YEAR}",
    f"(?P<month>MONTH)(?P<both>DAYS){OF_YEAR}",
    f"(?P<both>DAYS)(?P<month>MONTH){OF_YEAR}",
)
def days_of_month(found: Found) -> Reading | None:
    """ "May 3-5", "from May 3 to 5", "between 3 and 5 May"."""
    both = re.split(r"\D", found.word("both")) if found.word("both") else [found.word("day"), found.word("end")]
    month, first, last = MONTHS[found.word("month")], number_in(both[0]), number_in(both[1])
    if first >= last:
        return None
    value = f"P{last - first}D"
    years = stated_years(found) or years_near(found)
    if not years or found.word("unit") not in {"", "year"}:
        return Reading("DURATION", value) if not years else None
    starts = [p for year in years for p in calendar_day(year, month, first)]
    best = starts[0] if len(starts) == 1 else nearest(starts, found)
    end = calendar_day(best.start.year, month, last) if best else []
    if best is None or not end:
        return None
    whole = Reading("DURATION", value, period=Period(best.start, end[0].start, value, "range"))
    return replace(whole, parts=_ends_of(found, best, end[0]))


def _ends_of(found: Found, first: Period, last: Period) -> tuple[tuple[int, int, Reading], ...]:
    """The two days of "May 3 to 5", "between 3 and 5 May"; none where a dash joins them."""
    if found.word("both"):
        return ()
    match = found.match
    cut = match.start("end")
    if found.passage.doc[cut - 1].lower_ in DASHES:
        return ()
    start = min(match.start("month"), match.start("day"))
    return ((start, cut - 1, Reading("DATE", first.value)), (cut, match.end(), Reading("DATE", last.value)))


@rule("(?:FROM|BETWEEN)?(?P<first>YEAR)(?:HYPHEN|TO|AND)(?P<last>YEAR|DAY)")
def years(found: Found) -> Reading | None:
    """ "2014-16", "from 2014 to 2016"."""
    first, word = number_in(found.word("first")), found.word("last")
    last = number_in(word) if len(word) == 4 else first // 100 * 100 + number_in(word)
    joint = found.passage.doc[found.match.start("last") - 1].lower_
    opened = found.passage.doc[found.first].lower_
    if last <= first or (len(word) == 2 and joint not in {"-", "–"}) or len(word) not in {2, 4}:
        return None
    if joint == "and" and opened != "between":
        return None
    value = f"P{last - first}Y"
    whole = Reading("DURATION", value, period=Period(date(first, 1, 1), date(last, 12, 31), value, "range"))
    if joint in DASHES:
        return whole
    ends = ((name, periods.year(number).value) for name, number in (("first", first), ("last", last)))
    parts = tuple((*found.match.span(name), Reading("DATE", value)) for name, value in ends)
    return replace(whole, parts=parts)


@rule("(?P<years>YEARS)")
def joined_years(found: Found) -> Reading | None:
    """ "2017–2018", "2019-20" where the tokenizer leaves them whole."""
    first, last = re.split("[–-]", found.word("years"))
    start, end = int(first), int(first[: 4 - len(last)] + last)
    if end <= start:
        return None
    value = f"P{end - start}Y"
    return Reading("DURATION", value, period=Period(date(start, 1, 1), date(end, 12, 31), value, "range"))


def ranged(scanner: Scanner, place: int) -> Answer | None:
    """ "from May to July", "between Monday and Wednesday"."""
    opening = OPENED.match(scanner.row, place)
    first = scanner.read(opening.end()) if opening else None
    if opening is None or first is None or first[1].parts:
        return None
    return joined(scanner, opening.end(), first, scanner.passage.doc[place].lower_)


def joined(scanner: Scanner, place: int, answer: Answer, opening: str) -> Answer | None:
    """A range from the reading at that place to the one that follows its "to" or "and"."""
    end, first = answer
    joint = JOINT.match(scanner.row, end)
    if not joint or first.period is None:
        return None
    word = scanner.passage.doc[end].lower_
    if (word == "and") != (opening == "between") or word in {"into", "—"}:
        return None
    second = scanner.simple(joint.end())
    if second is None or second[1].period is None or second[1].type != "DATE" or first.type != "DATE":
        return None
    both = _between(first.period, second[1].period)
    if both is None or both.period is None:
        return None
    if word in DASHES:
        return second[0], both
    opened = _renamed(first, both.period.start)
    closed = replace(second[1], period=None)
    return second[0], replace(both, parts=((place, end, opened), (joint.end(), second[0], closed)))


def _renamed(first: Reading, start: date) -> Reading:
    """The first end, in the year that the second gave it."""
    named = periods.containing(start, first.period.precision) if first.period else None
    return Reading("DATE", named.value if named else first.value, first.mod)


def _between(first: Period, second: Period) -> Reading | None:
    """From the start of one to the end of the other; the first takes the year of the second if it came after it."""
    if first.precision not in {"day", "month", "year", "range"} or second.precision != first.precision:
        return None
    start, end = first.start, second.end
    while start > end and first.precision != "year":
        start = periods.shift(start, "year", -1)
    if first.precision == "month" and (end - start).days > 366 and start < end:
        start = start.replace(year=end.year if start.month <= end.month else end.year - 1)
    if start >= end:
        return None
    unit = first.precision if first.precision in {"day", "month", "year"} else "year"
    counts = {"day": (end - start).days, "month": (end.year - start.year) * 12 + end.month - start.month}
    value = periods.duration(unit, counts.get(unit, end.year - start.year))
    return Reading("DURATION", value, period=Period(start, end, value, "range"))
