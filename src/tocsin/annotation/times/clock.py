"""Rules for the time of day: "6 p.m.", "18:00 UTC", "at dawn"."""

from __future__ import annotations

import re

from tocsin.annotation.times.choosing import UNKNOWN_DAY
from tocsin.annotation.times.grammar import Anchor, Found, Reading, rule
from tocsin.annotation.times.words import PARTS

RECENT = 14  # days
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
    return of_day(found, f"T{value}{zone}")


def _hours(word: str, half: list[str]) -> str | None:
    figures = re.fullmatch(r"(\d{1,2})(?:[:.h]?(\d{2}))?([ap]\.?m\.?)?", word)
    if not figures:
        return None
    hour, minute = int(figures[1]), figures[2] or "00"
    half = [figures[3]] if figures[3] else half
    if (not half and "." in word) or (half and (hour > 12 or hour < 1)):
        return None
    if half:
        hour = hour % 12 + (12 if half[0].startswith("p") else 0)
    return f"{hour:02}:{minute}" if hour <= 24 and int(minute) < 60 else None


def of_day(found: Found, clock: str) -> Reading:
    """The clock on the day of the same sentence, or of the one told of just before; else only a value."""
    here, near = found.beside, _told_of(found)
    if here is not None and here.period.precision == "day":
        return Reading("TIME", here.period.start.isoformat() + clock, period=here.period, anchor=here.span)
    if near is not None:
        value = near.period.start.isoformat() + clock
        return Reading("TIME", value, period=near.period, basis="inferred", anchor=near.span)
    day = found.published.isoformat() if found.published else UNKNOWN_DAY
    return Reading("TIME", day + clock)


def _told_of(found: Found) -> Anchor | None:
    """The day named last, where it is a recent one and named in this passage or the one before."""
    anchor, today = found.day, found.published
    if anchor is None or today is None or found.direction == "future":
        return None
    recent = 0 <= (today - anchor.period.start).days <= RECENT
    return anchor if recent and found.passage.number - anchor.passage <= 1 else None


@rule("(?P<the>THE)?(?P<part>PART)")
def part_of_day(found: Found) -> Reading | None:
    """ "at dawn", "in the evening"."""
    doc, part = found.passage.doc, found.word("part")
    before = doc[found.first - 1].lower_ if found.first else ""
    if found.word("the"):
        if before not in {"in", "during", "into", "through", "throughout"} or doc[found.first].lower_ != "the":
            return None
    elif before not in AT and part != "midnight":
        return None
    return of_day(found, f"T{PARTS[part]}")
