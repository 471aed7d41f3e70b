"""Rules for the time of day: "6 p.m.", "18:00 UTC", "at dawn"."""

from __future__ import annotations

import re

from tocsin.annotation.times.dates import UNKNOWN_DAY
from tocsin.annotation.times.grammar import Found, Reading, rule
from tocsin.annotation.times.words import PARTS

AT = frozenset("at by before after until till around about since from".split())


@rule(
    "(?P<clock>CLOCK)(?P<half>AMPM)?(?:(?P<zone>ZONE)|LOCAL HOURS)?",
    "(?P<clock>DAY)(?P<half>AMPM)(?:(?P<zone>ZONE)|LOCAL HOURS)?",
    "(?P<clock>DAY|NUM)OCLOCK",
    "(?P<clock>YEAR|NUM|DAY)(?P<zone>ZONE)",
)
def clock(found: Found) -> Reading | None:
    """A time on the clock, of the day named last in the sentence or before."""
    value = _hours(found.word("clock"), found.words("half"))
    if value is None:
        return None
    zone = "Z" if found.word("zone") in {"utc", "gmt"} else ""
    return _of_day(found, f"T{value}{zone}")


def _hours(word: str, half: list[str]) -> str | None:
    figures = re.fullmatch(r"(\d{1,2})(?:[:.h]?(\d{2}))?", word)
    if not figures:
        return None
    hour, minute = int(figures[1]), figures[2] or "00"
    if (not half and "." in word) or (half and (hour > 12 or hour < 1)):
        return None
    if half:
        hour = hour % 12 + (12 if half[0].startswith("p") else 0)
    return f"{hour:02}:{minute}" if hour <= 24 and int(minute) < 60 else None


def _of_day(found: Found, clock: str) -> Reading:
    """The clock on the day of the same sentence; from an earlier sentence only its value, no interval."""
    anchor = found.anchor
    if anchor is not None and anchor.period.precision == "day" and anchor.sentence == found.sentence:
        value = anchor.period.start.isoformat() + clock
        return Reading("TIME", value, period=anchor.period, anchor=anchor.span)
    day = found.published.isoformat() if found.published else UNKNOWN_DAY
    return Reading("TIME", day + clock)


@rule("(?P<the>THE)?(?P<part>PART)")
def part_of_day(found: Found) -> Reading | None:
    """ "at dawn", "in the evening"."""
    doc, part = found.passage.doc, found.word("part")
    before = doc[found.first - 1].lower_ if found.first else ""
    if found.word("the"):
        if before not in {"in", "during", "into"} or doc[found.first].lower_ != "the":
            return None
    elif before not in AT and part != "midnight":
        return None
    return _of_day(found, f"T{PARTS[part]}")
