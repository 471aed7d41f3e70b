"""Rules for what is counted from publication or from a day named before: "last week", "two days ago"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tocsin.annotation.times import periods
from tocsin.annotation.times.choosing import UNKNOWN_DAY
from tocsin.annotation.times.compared import BLANK, NUMBERED, SUBDAY, count_of, counted
from tocsin.annotation.times.grammar import Found, Reading, rule
from tocsin.annotation.times.periods import Period
from tocsin.annotation.times.words import DEICTIC, PARTS, RELATIVE, unit_of

OF_THAT_DAY = frozenset("next following same that previous preceding".split())
POINTING = frozenset({"this", "current", "next", "coming", "upcoming", "last", "past"})


@rule("(?P<day>TODAY)")
def deictic(found: Found) -> Reading | None:
    """ "today", "yesterday", "overnight" (the day before to the day)."""
    word, token = found.word("day"), found.passage.doc[found.first]
    if token.text[0].isupper() and token.i and token.nbor(-1).tag_ == "NNP" and token.tag_ == "NNP":
        return None  # part of a name
    kind, part = ("TIME", "TNI") if word in {"tonight", "overnight"} else ("DATE", "")
    if found.published is None:
        return Reading(kind, UNKNOWN_DAY + part)  # type: ignore[arg-type]
    period = periods.day(found.published + timedelta(DEICTIC[word]))
    if word == "overnight":
        period = replace(period, start=period.start - timedelta(1), precision="range")
    return Reading(kind, period.value + part, period=period)  # type: ignore[arg-type]


@rule("(?:THE|REL)?(?P<rel>REL)(?P<part>PART)")
def part_of_this_day(found: Found) -> Reading | None:
    """ "this morning", "last night"."""
    word, part = found.word("rel"), PARTS[found.word("part")]
    if word in OF_THAT_DAY:
        then = counted(found, "day", RELATIVE[word])
        return replace(then, type="TIME", value=f"{then.value}T{part}") if then else None
    if word not in {"this", "last"} or (word == "last" and part not in {"NI", "EV"}):
        return None
    if found.published is None:
        return Reading("TIME", f"{UNKNOWN_DAY}T{part}")
    period = periods.day(found.published - timedelta(word == "last"))
    return Reading("TIME", f"{period.value}T{part}", period=period)


@rule("(?:THE|REL)?(?P<rel>REL)(?P<unit>UNIT|QUARTER)")
def relative_unit(found: Found) -> Reading | None:
    """ "last week", "this year", "the following month", "the same day"."""
    word, unit = found.word("rel"), unit_of(found.word("unit"))
    if unit in SUBDAY or (unit == "day" and word in POINTING - {"next"}):
        return None
    if unit == "day" and word == "next":
        return None if found.connector in {"in", "within", "over", "during"} else counted(found, unit, 1)
    if unit in {"decade", "century"} and word in {"last", "past"}:
        return _last(found, unit)
    if word not in POINTING:
        return counted(found, unit, RELATIVE[word])
    if word == "past" and unit != "weekend":
        return _last(found, unit)
    return _from_publication(found, unit, RELATIVE[word])


def _from_publication(found: Found, unit: str, step: int) -> Reading | None:
    if found.published is None:
        return Reading("DATE", BLANK.get(unit, UNKNOWN_DAY))
    if unit == "weekend":
        return _weekend(found, step)
    period = periods.containing(periods.shift(found.published, unit, step), unit)
    return Reading("DATE", period.value, period=period, relative=step == 0) if period else None


def _last(found: Found, unit: str) -> Reading:
    """ "the past year": the stretch up to publication."""
    period = None
    if found.published:
        start = periods.shift(found.published, unit, -1)
        period = Period(start, found.published, "", "range")
    return Reading("DURATION", periods.duration(unit, 1), period=period)


def _weekend(found: Found, step: int) -> Reading:
    assert found.published is not None
    coming = periods.weekend(found.published)
    before = periods.weekend(found.published - timedelta(7))
    if step == 1:
        best = coming if found.published < coming.start else periods.weekend(found.published + timedelta(7))
    elif step == -1 or (found.direction != "future" and found.published < coming.start):
        best = before
    else:
        best = coming
    return Reading("DATE", best.value, period=best)


@rule(
    "THE?(?P<rel>REL)(?:APPROX{0,2}(?P<number>NUMBER)|ART?(?P<vague>VAGUE)OF?)?FILL{0,2}(?P<units>UNITS)",
    "THE?(?P<rel>REL)(?P<number>NUMBER)HYPHEN?(?P<units>UNIT)",
    "THE?(?P<rel>REL)(?P<units>UNIT)AND ART(?P<half>HALF)",
)
def relative_stretch(found: Found) -> Reading | None:
    """ "the past five days", "the next two weeks", "in the coming months"."""
    unit, step = unit_of(found.word("units")), RELATIVE[found.word("rel")]
    count = 1.5 if found.word("half") else found.number("number")
    if found.word("rel") in {"same", "that"} or _is_title(found) or (step == 0 and count is None):
        return None
    if count is None and not found.words("vague"):
        return Reading("DATE", "PAST_REF" if step < 0 else "FUTURE_REF")
    value = periods.duration(unit, count)
    if found.published is None or count is None or step == 0:
        return Reading("DURATION", value)
    if unit in SUBDAY and not (unit == "hour" and count >= 24):
        return Reading("DURATION", value)
    other = periods.shift(found.published, unit, step * count)
    start, end = sorted((found.published, other))
    return Reading("DURATION", value, period=Period(start, end, value, "range"))


@rule(
    f"{NUMBERED}?HYPHEN?(?P<unit>ANYUNIT|PART)(?:OR SO)?HYPHEN?AGO",
    "(?P<number>NUMBER|ART)HYPHEN?(?P<unit>UNIT|UNITS)HYPHEN?AND HYPHEN?ART HYPHEN?(?P<half>HALF)HYPHEN?AGO",
)
def ago(found: Found) -> Reading | None:
    """ "three days ago", "two years ago"; "several years ago" is only past."""
    count, unit = count_of(found), unit_of(found.word("unit"))
    if unit not in {*periods.LETTERS, "decade", "century", "fortnight"}:
        return None
    if count is None:
        return Reading("DATE", "PAST_REF")
    count += 0.5 if found.word("half") else 0
    if found.published is None:
        return Reading("DATE", BLANK.get(unit, UNKNOWN_DAY))
    if unit in SUBDAY:
        return Reading("DATE", found.published.isoformat())
    when = periods.shift(found.published, unit, -count)
    period = periods.containing(when, "day" if unit == "fortnight" or (unit == "week" and count == 1) else unit)
    if period is None:
        return None
    return Reading("DATE", period.value, period=period)


@rule("THE FILL?(?P<unit>UNIT)")
def the_unit(found: Found) -> Reading | None:
    """ "the day", "the week": the one spoken of; the words alone give no dates."""
    unit = unit_of(found.word("unit"))
    after = found.passage.doc[found.last : found.last + 1].text.lower()
    if unit not in {*BLANK, "day", "decade", "century"}:
        return None
    if unit != "weekend" and (after in {"of", "that", "when", "-"} or _clause(found)):
        return None
    if after in {"after", "before"} and found.connector not in {"in", "during"}:
        return Reading("DATE", BLANK.get(unit, UNKNOWN_DAY))
    if found.published is None:
        return Reading("DATE", BLANK.get(unit, UNKNOWN_DAY))
    if unit == "weekend":
        return _weekend(found, 1 if found.direction == "future" else -1 if found.published.weekday() < 5 else 0)
    named = found.day.period.start if found.day and unit == "day" else found.published
    period = periods.containing(named, unit)
    return Reading("DATE", period.value) if period else None


def _clause(found: Found) -> bool:
    """A clause says which one: "the day it sank"."""
    return any(child.dep_ in {"relcl", "acl"} for child in found.passage.doc[found.last - 1].rights)


def _is_title(found: Found) -> bool:
    """Capitals in running text: "The Last Days of Dolwyn"."""
    token = found.passage.doc[found.last - 1]
    return found.passage.kind != "title" and token.text[0].isupper()
