"""Which year is meant where a day or a month is named without one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tocsin.annotation.times import periods
from tocsin.annotation.times.grammar import Anchor, Found, Reading
from tocsin.annotation.times.periods import Period

UNKNOWN_DAY = "XXXX-XX-XX"
FAR, NEAR = 300, 31  # days
LIMITS = frozenset({"until", "before", "by"})
Candidates = Callable[[int], list[Period]]


def calendar_day(year: int, month: int, day: int) -> list[Period]:
    """That day, or nothing where the calendar has none."""
    try:
        return [periods.day(date(year, month, day))]
    except ValueError:
        return []


def years_near(found: Found) -> list[int]:
    """The year of publication and its neighbours."""
    return [found.published.year + step for step in (-1, 0, 1)] if found.published else []


def of_year(found: Found, candidates: Candidates, weekday: int | None = None) -> Reading | None:
    """The day or month in the year that the weekday beside it, the passage, or the verb and nearness tell."""
    told = _told(found, candidates)
    if told is not None:
        return told
    options = [period for year in years_near(found) for period in candidates(year)]
    fitting = [period for period in options if period.start.weekday() == weekday] if weekday is not None else []
    best = nearest(fitting or options, found)
    return Reading("DATE", best.value, period=best) if best else None


def after_anchor(found: Found, candidates: Candidates) -> Reading | None:
    """ "that September": the next one after what was named before."""
    anchor = found.anchor
    if anchor is None:
        return None
    year = anchor.period.start.year
    options = (period for number in (year, year + 1) for period in candidates(number))
    best = next((period for period in options if period.end >= anchor.period.start), None)
    return Reading("DATE", best.value, period=best, basis="inferred", anchor=anchor.span) if best else None


def nearest(candidates: list[Period], found: Found) -> Period | None:
    """The one that the verb's tense, or else nearness to publication, points to."""
    today = found.published
    if today is None or not candidates:
        return None
    candidates = _after_what_it_limits(candidates, found)
    past = [period for period in candidates if period.start <= today]
    future = [period for period in candidates if period.end >= today]
    closest = min(candidates, key=lambda period: (abs((period.start - today).days), period.start))
    if found.direction == "past" and past:
        best = max(past, key=_start)
    elif found.direction in {"future", "open"} and future and (found.direction == "future" or not _is_day(closest)):
        best = min(future, key=_start)
    elif not _is_day(closest) and past:
        best = max(past, key=_start)
    else:
        return closest
    if not _is_day(best):
        return best
    far, near = (abs((period.start - today).days) for period in (best, closest))
    return closest if far > FAR and near < NEAR else best  # a day almost a year off would be given with its year


def _start(period: Period) -> date:
    return period.start


def _is_day(period: Period) -> bool:
    return period.precision == "day"


def _after_what_it_limits(candidates: list[Period], found: Found) -> list[Period]:
    """ "released him on Saturday until October": the limit comes after the day named in the same sentence."""
    named = found.beside
    if named is None or found.connector not in LIMITS or not _is_day(named.period):
        return candidates
    return [period for period in candidates if period.end >= named.period.start] or candidates


def _told(found: Found, candidates: Candidates) -> Reading | None:
    """In a passage about years long past, the next such day or month after what was named before."""
    anchor = found.anchor
    if anchor is None or found.published is None or found.direction == "future":
        return None
    if anchor.period.start.year >= found.published.year - 1 or not _goes_on(found, anchor):
        return None
    told = after_anchor(found, candidates)
    return told if told and told.period and told.period.start <= found.published else None


def _goes_on(found: Found, anchor: Anchor) -> bool:
    """The anchor is a day or month of the same sentence or of the one before, or a year beside the same verb."""
    if found.connector in {"as of", "since"}:
        return False
    if found.beside is not None and anchor.verb == found.verb >= 0:
        return anchor.period.precision in {"day", "month", "year"}
    if anchor.period.precision not in {"day", "month"}:
        return False
    if found.beside is not None:
        return True
    before = found.sentences[found.sentence - 1] if found.sentence else -1
    return (anchor.passage, anchor.sentence) == (found.passage.number, before)
