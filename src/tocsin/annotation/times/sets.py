"""Rules for what recurs: "every two weeks", "weekly", "on Fridays"."""

from __future__ import annotations

from tocsin.annotation.times import periods
from tocsin.annotation.times.grammar import Found, Reading, rule
from tocsin.annotation.times.words import FREQUENCIES, MONTHS, PARTS, WEEKDAYS, unit_of

SUBDAY = frozenset({"second", "minute", "hour"})


@rule("EACH(?P<number>NUMBER|ORD|VAGUE)?(?P<what>ANYUNIT|WEEKDAY|MONTH|PART|QUARTER|SEASON)(?P<part>PART)?")
def each(found: Found) -> Reading | None:
    """ "every two weeks", "each Thursday"."""
    what = found.word("what")
    if what in WEEKDAYS:
        return Reading("SET", _weekly(what, found.word("part")))
    if what in MONTHS:
        return Reading("SET", f"XXXX-{MONTHS[what]:02}")
    unit = unit_of(what)
    if unit in SUBDAY and found.passage.doc[found.first].lower_ == "per":
        return None  # a speed
    if unit not in {*periods.LETTERS, "quarter", "decade", "century", "weekend"}:
        return Reading("SET", "P1D") if what in PARTS else None
    return Reading("SET", periods.duration(unit, found.number("number") or 1))


def _weekly(day: str, part: str) -> str:
    value = f"XXXX-WXX-{WEEKDAYS[day] + 1}"
    return f"{value}T{PARTS[part]}" if part else value


@rule("(?P<day>WEEKDAY)(?P<part>PART)?")
def weekdays(found: Found) -> Reading | None:
    """ "on Fridays", "Tuesday nights": no day of any one week."""
    day, part = found.word("day"), found.word("part")
    if not (part or day).endswith("s") or (not part and WEEKDAYS.get(day[:-1]) is None):
        return None
    return Reading("SET", _weekly(day, part))


@rule("(?P<word>FREQ)")
def frequency(found: Found) -> Reading | None:
    """ "weekly", "annual"."""
    token = found.passage.doc[found.first]
    if token.ent_type_ in {"ORG", "PERSON", "GPE", "WORK_OF_ART"} or (token.text[0].isupper() and token.i):
        return None
    return Reading("SET", FREQUENCIES[found.word("word")])
