"""Rules for what is counted from a day named before: "the year before", "two days later", "a third straight day"."""

from __future__ import annotations

from tocsin.annotation.times import periods
from tocsin.annotation.times.choosing import UNKNOWN_DAY
from tocsin.annotation.times.grammar import Found, Reading, rule
from tocsin.annotation.times.words import unit_of

BLANK = {"week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "year": "XXXX", "quarter": "XXXX-QX"}
SUBDAY = frozenset({"second", "minute", "hour"})
NUMBERED = "(?:(?P<number>NUMBER|ART)|(?P<vague>ART?VAGUE OF?))"
STEPS = dict.fromkeys("earlier before previous prior preceding".split(), -1)
STEPS |= dict.fromkeys("later after following next".split(), 1)
AROUND = 20  # tokens
BUSINESS = frozenset("% percent profit profits sales revenue revenues earnings shares dividend gdp growth".split())
IN_A_ROW = frozenset("consecutive straight successive".split())


def count_of(found: Found) -> float | None:
    """The number before the unit; "a" is one, "several" none."""
    return 1 if found.words("number") in (["a"], ["an"]) else found.number("number")


def counted(found: Found, unit: str, step: float) -> Reading | None:
    """So many units from the day named before; without one the words stay without a date."""
    if unit == "weekend":
        return None
    anchor = found.day if unit == "day" else found.anchor
    if anchor is None or not _fits(anchor.period.precision, unit):
        return Reading("DATE", _unanchored(found, unit, step))
    there = periods.shift(anchor.period.start, unit, step)
    week_to_the_day = unit == "week" and anchor.period.precision == "day" and found.words("number")
    period = periods.containing(there, "day" if unit == "fortnight" or week_to_the_day else unit)
    if period is None:
        return Reading("DATE", BLANK.get(unit, UNKNOWN_DAY))
    return Reading("DATE", period.value, period=period, basis="inferred", anchor=anchor.span)


def _fits(precision: str, unit: str) -> bool:
    """Whether what was named is fine enough to count such units from it."""
    order = ("day", "week", "month", "year")
    if unit not in order:
        return precision == "day" or unit != "fortnight"
    return precision in order[: order.index(unit) + 1]


def _unanchored(found: Found, unit: str, step: float) -> str:
    """The year before that of the report is near enough to give as a value, never as dates."""
    if unit == "year" and step < 0 and found.published is not None:
        return periods.year(found.published.year + int(step)).value
    return BLANK.get(unit, UNKNOWN_DAY)


@rule("THE(?P<unit>UNIT)(?P<way>BEFORE|EARLY|REL)")
def the_unit_before(found: Found) -> Reading | None:
    """ "the year before", "the month previous", "the day after"; not "the day after the vote"."""
    unit, step = unit_of(found.word("unit")), STEPS.get(found.word("way"))
    if step is None or unit in SUBDAY or _governs(found):
        return None
    return counted(found, unit, step)


def _governs(found: Found) -> bool:
    """Its last word opens a phrase or clause of its own, or belongs to the noun that follows."""
    token = found.passage.doc[found.last - 1]
    if token.dep_ == "mark" or any(child.dep_ in {"pobj", "pcomp"} for child in token.children):
        return True
    return token.dep_ == "amod" and token.head.i > token.i


@rule(f"{NUMBERED}HYPHEN?(?P<unit>ANYUNIT|PART)HYPHEN?(?P<way>EARLY|BEFORE)")
def earlier_or_later(found: Found) -> Reading | None:
    """ "three days later", "two weeks earlier", "a year before"."""
    step, count, unit = STEPS.get(found.word("way")), count_of(found), unit_of(found.word("unit"))
    if step is None or unit not in {*periods.LETTERS, "decade", "century", "fortnight"}:
        return None
    if found.word("way") in {"before", "after"} and _governs(found):
        return None
    after = found.passage.doc[found.last : found.last + 1].text.lower()
    if unit in SUBDAY or count is None or after == "than":
        return Reading("DURATION", periods.duration(unit, count))
    return counted(found, unit, step * count)


@rule("(?:ART|THE)?(?P<ord>ORD)(?P<fill>FILL{0,2})(?P<unit>UNIT|PART)")
def in_a_row(found: Found) -> Reading | None:
    """ "for a third day", "the second consecutive night": the last of them is the day of the report."""
    unit = unit_of(found.word("unit"))
    after = [token.lower_ for token in found.passage.doc[found.last : found.last + 3]]
    said = IN_A_ROW & set(found.words("fill")) or after[:1] == ["running"] or after == ["in", "a", "row"]
    row = said or found.connector == "for"
    if not row or unit in SUBDAY or found.published is None:
        return None
    named = found.beside
    day = named.period.start if named is not None and named.period.precision == "day" else found.published
    period = periods.containing(day, "day" if unit == "night" else unit)
    if period is None:
        return None
    return Reading("TIME", f"{period.value}TNI") if unit == "night" else Reading("DATE", period.value)


@rule("THE(?P<ord>ORD)(?P<unit>UNIT)(?=OF)")
def nth_of_event(found: Found) -> Reading | None:
    """ "the third day of the offensive": known once the other event is dated."""
    unit = unit_of(found.word("unit"))
    return Reading("DATE", BLANK.get(unit, UNKNOWN_DAY)) if unit in {"day", "week", "month", "year"} else None


@rule("THE(?P<late>RECENT)?(?P<what>QUARTER|PERIOD)", "THE?(?P<unit>UNIT)HYPHEN(?:AGO|EARLY)(?P<what>QUARTER|PERIOD)")
def quarter_reported(found: Found) -> Reading | None:
    """ "the latest quarter", "the year-ago period" of company news: the last one that has ended, as a value only."""
    what, back = found.word("what"), unit_of(found.word("unit"))
    after = found.passage.doc[found.last : found.last + 1].text.lower()
    if what not in {"quarter", "period"} or after in {"of", "-", "when", "that"} or back not in {"", "year"}:
        return None
    if not back and found.word("late") != "latest" and (what == "period" or not _of_business(found)):
        return None
    if found.published is None:
        return Reading("DATE", BLANK["quarter"])
    period = periods.containing(periods.shift(found.published, "quarter", -5 if back else -1), "quarter")
    return Reading("DATE", period.value) if period else None


def _of_business(found: Found) -> bool:
    """Whether the words around tell of money: a quarter is also a part of a town."""
    around = found.passage.doc[max(0, found.first - AROUND) : found.last + AROUND]
    return any(token.lower_ in BUSINESS for token in around)
