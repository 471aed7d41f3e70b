"""Stretches of the calendar with their TIMEX3 values."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tocsin.records import Precision

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # first month: the meteorological seasons of the north
LETTERS = {"second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y"}


@dataclass(frozen=True, slots=True)
class Period:
    """The days start to end, inclusive, the TIMEX3 value that names them, and how fine they are."""

    start: date
    end: date
    value: str
    precision: Precision


def day(when: date) -> Period:
    """One day."""
    return Period(when, when, when.isoformat(), "day")


def week(when: date) -> Period:
    """The week from Monday to Sunday that holds that day."""
    monday = when - timedelta(when.weekday())
    number = monday.isocalendar()
    return Period(monday, monday + timedelta(6), f"{number.year}-W{number.week:02}", "week")


def weekend(when: date) -> Period:
    """Saturday and Sunday of that day's week."""
    whole = week(when)
    return Period(whole.end - timedelta(1), whole.end, f"{whole.value}-WE", "range")


def month(year_number: int, number: int) -> Period:
    """A calendar month, 1 to 12."""
    last = calendar.monthrange(year_number, number)[1]
    first = date(year_number, number, 1)
    return Period(first, first.replace(day=last), f"{year_number:04}-{number:02}", "month")


def months(year_number: int, first: int, count: int, value: str) -> Period:
    """`count` months from that month on."""
    start = date(year_number, first, 1)
    return Period(start, shift(start, "month", count) - timedelta(1), value, "range")


def quarter(year_number: int, number: int) -> Period:
    """A quarter of a calendar year, 1 to 4."""
    return months(year_number, 3 * number - 2, 3, f"{year_number:04}-Q{number}")


def half(year_number: int, number: int) -> Period:
    """A half of a calendar year, 1 or 2."""
    return months(year_number, 6 * number - 5, 6, f"{year_number:04}-H{number}")


def season(year_number: int, name: str) -> Period:
    """A season by its TIMEX3 letters; the winter of a year begins in its December."""
    return months(year_number, SEASONS[name], 3, f"{year_number:04}-{name}")


def year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), f"{number:04}", "year")


def decade(first: int) -> Period:
    """Ten years from a year that ends in 0."""
    return Period(date(first, 1, 1), date(first + 9, 12, 31), f"{first // 10:03}", "range")


def century(first: int) -> Period:
    """A hundred years from a year that ends in 00."""
    return Period(date(first, 1, 1), date(first + 99, 12, 31), f"{first // 100:02}", "range")


def nth_weekday(year_number: int, number: int, weekday: int, count: int) -> list[Period]:
    """The first, second ... such weekday of a month, the last for -1; nothing where the month has no fifth."""
    whole = month(year_number, number)
    if count < 0:
        return [day(whole.end - timedelta((whole.end.weekday() - weekday) % 7))]
    there = whole.start + timedelta((weekday - whole.start.weekday()) % 7 + 7 * (count - 1))
    return [day(there)] if there <= whole.end else []


def containing(when: date, unit: str) -> Period | None:
    """The day, week, month ... that holds that day; null for a unit that the calendar does not cut."""
    makers: dict[str, Callable[[], Period]] = {
        "day": lambda: day(when),
        "week": lambda: week(when),
        "weekend": lambda: weekend(when),
        "month": lambda: month(when.year, when.month),
        "quarter": lambda: quarter(when.year, (when.month + 2) // 3),
        "year": lambda: year(when.year),
        "decade": lambda: decade(when.year // 10 * 10),
        "century": lambda: century(when.year // 100 * 100),
    }
    return makers[unit]() if unit in makers else None


def shift(when: date, unit: str, count: float) -> date:
    """That day moved by so many units; a day that the month lacks becomes its last. Raises at the calendar's ends."""
    days = {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "weekend": 7, "fortnight": 14}
    if unit in days:
        return when + timedelta(int(days[unit] * count))
    by = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
    index = when.year * 12 + when.month - 1 + round(by * count)
    year_number, number = divmod(index, 12)
    last = calendar.monthrange(year_number, number + 1)[1]
    return date(year_number, number + 1, min(when.day, last))


def duration(unit: str, count: float | None) -> str:
    """The TIMEX3 value of a duration; a count that the text leaves open is X."""
    scale = {"decade": ("year", 10), "century": ("year", 100), "fortnight": ("week", 2), "weekend": ("day", 2)}
    base, by = scale.get(unit, (unit, 1))
    if unit == "quarter":
        letter = "Q"
    elif unit == "night":
        letter = "D"
    else:
        letter = LETTERS[base]
    number = "X" if count is None else f"{count * by:g}"
    return f"P{'T' if base in {'second', 'minute', 'hour'} else ''}{number}{letter}"


def half_of(unit: str) -> str:
    """The TIMEX3 value of half a unit, in whole smaller ones."""
    whole = {"hour": "PT30M", "day": "PT12H", "year": "P6M", "decade": "P5Y", "century": "P50Y", "minute": "PT30S"}
    return whole.get(unit) or duration(unit, 0.5)


def third(whole: Period, part: str) -> Period:
    """The early, mid or late part: of a month days 1-10, 11-20 and 21 on, of a year four months each."""
    number = {"START": 0, "MID": 1, "END": 2}[part]
    if whole.precision == "month":
        start = whole.start.replace(day=10 * number + 1)
        end = whole.end if number == 2 else start + timedelta(9)
    elif whole.precision in {"year", "range"} and (whole.end - whole.start).days > 80:
        count = (whole.end.year - whole.start.year) * 12 + whole.end.month - whole.start.month + 1
        start = shift(whole.start, "month", round(count / 3 * number))
        end = shift(whole.start, "month", round(count / 3 * (number + 1))) - timedelta(1)
    else:
        return whole
    return replace(whole, start=start, end=end, precision="range")


def edge(whole: Period, part: str) -> Period:
    """The beginning or end: ten days of a month, a month of anything longer, else the first or last day."""
    if part == "MID" or whole.precision == "month":
        return third(whole, part)
    length = (whole.end - whole.start).days
    if length > 40:
        near = month(whole.start.year, whole.start.month) if part == "START" else month(whole.end.year, whole.end.month)
        return replace(whole, start=near.start, end=near.end, precision="range")
    when = whole.start if part == "START" else whole.end
    return replace(whole, start=when, end=when, precision="day")


def easter(number: int) -> date:
    """Easter Sunday of the western churches (the Gregorian computus in the form of Meeus, Jones and Butcher)."""
    golden, (cent, rest) = number % 19, divmod(number, 100)
    quads, leap = divmod(cent, 4)
    shifted = (cent + 8) // 25
    moon = (19 * golden + cent - quads - (cent - shifted + 1) // 3 + 15) % 30
    weekday = (32 + 2 * leap + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    number_of_month, number_of_day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(number, number_of_month, number_of_day + 1)


def orthodox_easter(number: int) -> date:
    """Easter Sunday of the Orthodox churches: the Julian computus, as a Gregorian date."""
    moon = (19 * (number % 19) + 15) % 30
    weekday = (2 * (number % 4) + 4 * (number % 7) - moon + 34) % 7
    month_number, day_before = divmod(moon + weekday + 114, 31)
    behind = number // 100 - number // 400 - 2  # days the Julian calendar is behind the Gregorian
    return date(number, month_number, day_before + 1) + timedelta(behind)
