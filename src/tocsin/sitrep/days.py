"""Days in words: `on 26 August 2021`, `between 6 and 11 August 2021`, `in May 2021`."""

from __future__ import annotations

from datetime import date
from typing import Final

from tocsin.exports import wording
from tocsin.records import Interval
from tocsin.sitrep.document import Part, Quote

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def day(words: str | None) -> str:
    """A day in words: `26 August 2021`; what bears no date is undated."""
    if not words:
        return "undated"
    each = date.fromisoformat(words[:10])
    return f"{each.day} {_MONTHS[each.month - 1]} {each.year}"


def when(time: Interval | None) -> list[Part]:
    """When something was, with its preposition; the report's own words where they give no date."""
    return _told(time, "on", "between", "and")


def due(time: Interval | None) -> list[Part]:
    """By when something is due."""
    return _told(time, "by", "between", "and")


def _told(time: Interval | None, one: str, first: str, last: str) -> list[Part]:
    if time is None:
        return []
    inferred = " (date inferred)" if time.basis == "inferred" else ""
    if time.start and time.end:
        if time.start == time.end:
            return [f" {one} {day(time.start)}{inferred}"]
        if whole := wording.calendar(time.start, time.end):
            return [f" in {_whole(whole)}{inferred}"]
        return [f" {first} {_short(time.start, time.end)} {last} {day(time.end)}{inferred}"]
    if time.start:
        return [f" from {day(time.start)}{inferred}"]
    if time.end:
        return [f" {'by' if one == 'by' else 'until'} {day(time.end)}{inferred}"]
    return [" (", Quote(time.text.text), ")"] if time.text and one == "on" else []


def _whole(words: str) -> str:
    year, _, month = words.partition("-")
    return f"{_MONTHS[int(month) - 1]} {year}" if month else year


def _short(start: str, end: str) -> str:
    """The first day without what it shares with the last."""
    told = day(start).split(" ")
    if start[:4] != end[:4]:
        return " ".join(told)
    return told[0] if start[:7] == end[:7] else " ".join(told[:2])
