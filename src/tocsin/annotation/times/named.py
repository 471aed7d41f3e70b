"""Days known by a name, as listed in times.yaml: "Christmas Eve", "Easter Monday", "9/11"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import Literal

from msgspec import Struct

from tocsin.annotation.times import periods
from tocsin.annotation.times.periods import Period
from tocsin.annotation.times.words import WEEKDAYS
from tocsin.knowledge.files import layers, read_yaml

calendar_day = date.fromisoformat
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class NamedDay(Struct, frozen=True, forbid_unknown_fields=True):
    """One row of times.yaml."""

    name: str
    date: str | None = None
    easter: int | None = None
    orthodox: int | None = None
    month: int | None = None
    weekday: Weekday | None = None
    nth: int = 1
    after: int = 0
    inferred: bool = False

    def once(self) -> Period | None:
        """The day of what happened once."""
        return periods.day(calendar_day(self.date)) if self.date and len(self.date) == 10 else None

    def in_year(self, year: int) -> list[Period]:
        """The day in that year, or nothing where the calendar has none."""
        when = None
        if self.date:
            when = calendar_day(f"{year:04}-{self.date}")
        elif self.easter is not None:
            when = periods.easter(year) + timedelta(self.easter)
        elif self.orthodox is not None:
            when = periods.orthodox_easter(year) + timedelta(self.orthodox)
        elif self.month and self.weekday:
            there = periods.nth_weekday(year, self.month, WEEKDAYS[self.weekday], self.nth)
            when = there[0].start + timedelta(self.after) if there else None
        return [periods.day(when)] if when else []


@cache
def named_days() -> dict[str, list[tuple[tuple[str, ...], NamedDay]]]:
    """Named days under their first word, longest first; the words are cut as the tokenizer cuts them."""
    table: dict[str, list[tuple[tuple[str, ...], NamedDay]]] = {}
    for path in layers("times.yaml", None):
        for row in read_yaml(path, list[NamedDay]):
            words = tuple(re.findall(r"['’]s?\b|[-–]|[^\s'’–-]+|['’]", row.name))
            table.setdefault(words[0], []).append((words, row))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table
