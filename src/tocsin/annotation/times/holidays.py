"""The rule for days known by a name."""

from __future__ import annotations

from dataclasses import replace

from tocsin.annotation.times.choosing import UNKNOWN_DAY, calendar_day, of_year
from tocsin.annotation.times.dates import number_in
from tocsin.annotation.times.grammar import Found, Reading, rule
from tocsin.annotation.times.named import NamedDay, named_days


@rule("(?P<name>HOLIDAY INSIDE*)(?:COMMA?(?P<year>YEAR))?")
def named_day(found: Found) -> Reading | None:
    """ "Christmas Eve", "Easter Monday": days whose date is certain, listed in times.yaml."""
    words = tuple(word.replace("’", "'") for word in found.words("name"))
    named = (row for parts, row in named_days()[words[0]] if words in (parts, (*parts[:-1], f"{parts[-1]}s")))
    row = next(named, None)
    if row is None:
        return None
    reading = _reading(found, row)
    return replace(reading, basis="inferred") if reading is not None and row.inferred else reading


def _reading(found: Found, row: NamedDay) -> Reading | None:
    once = row.once()
    if once is not None:
        if found.published is None or once.start <= found.published:
            return Reading("DATE", once.value, period=once)
        return of_year(found, lambda year: calendar_day(year, once.start.month, once.start.day))
    if found.word("year"):
        stated = row.in_year(number_in(found.word("year")))
        return Reading("DATE", stated[0].value, period=stated[0]) if stated else None
    return of_year(found, row.in_year) or Reading("DATE", f"XXXX-{row.date}" if row.date else UNKNOWN_DAY)
