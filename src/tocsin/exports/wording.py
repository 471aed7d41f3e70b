"""The cells of a claim in words, the same in every format meant for eyes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from tocsin.records import Actor, Claim, Interval, Place, Quantity, Report, Source, Span

OWN_WORD = "own word"  # no source in the text: the outlet says it itself
_LONGEST_CONDITION = 70
_LONGEST_LINK = len(" of the ")  # between a figure and what it counts, shown with both


class Coded(Protocol):
    """A claim or an event."""

    @property
    def type(self) -> str:
        """One of the eighteen."""
        ...

    @property
    def mode(self) -> str | None:
        """A mode of the type."""
        ...


def code(claim: Coded) -> str:
    """Type and mode, as `REQUEST/assist`."""
    return f"{claim.type}/{claim.mode}" if claim.mode else claim.type


def many(number: int, noun: str) -> str:
    """ "1 outlet", "3 outlets"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def actors(named: Iterable[Actor]) -> str:
    """The actors' names, each once; empty where there are none."""
    return "; ".join(dict.fromkeys(actor.name or actor.text for actor in named))


def where(places: Iterable[Place]) -> str:
    """The places' names, each once; one that could not be resolved has a question mark."""
    return "; ".join(dict.fromkeys(place.name if place.id else f"{place.name} (?)" for place in places))


def how_many(claim: Claim) -> str:
    """The figures in the report's own words, with what is counted."""
    return "; ".join(dict.fromkeys(_figure(quantity, claim.sentence) for quantity in claim.quantities))


def _figure(quantity: Quantity, sentence: Span) -> str:
    counted = quantity.of
    if counted is None or quantity.start <= counted.start < quantity.end:
        return quantity.text
    if sentence.start <= quantity.start <= counted.start <= quantity.end + _LONGEST_LINK:
        return sentence.text[quantity.start - sentence.start : counted.end - sentence.start]
    return f"{quantity.text} {counted.text}"


def chain(sources: Iterable[Source]) -> str:
    """Who says so, the innermost speaker first: `two officials < Politico`; empty for the outlet's own word."""
    return " < ".join(source.name for source in sources)


def when(claim: Claim) -> str:
    """The time of the event, by when it is due, and on what it depends; empty where the text says none of these."""
    due = interval(claim.due)
    return "; ".join(filter(None, (interval(claim.when), due and f"due {due}", _condition(claim))))


def _condition(claim: Claim) -> str:
    words = " ".join(claim.condition.text.split()) if claim.condition else ""
    return words if len(words) <= _LONGEST_CONDITION else words[: _LONGEST_CONDITION - 1].rstrip() + "…"


def interval(time: Interval | None) -> str:
    """`2021-07-05`, `2021-07`, `2021-07-05 to 2021-07-08`, `until 2021-09-11`, or the words where no date is known."""
    if time is None:
        return ""
    dates = _dates(time)
    if not dates:
        return time.text.text if time.text else ""
    return f"{dates} (inferred)" if time.basis == "inferred" else dates


def _dates(time: Interval) -> str:
    if time.start and time.end:
        if time.start == time.end:
            return time.start
        return calendar(time.start, time.end) or f"{time.start} to {time.end}"
    if time.start:
        return f"from {time.start}"
    return f"until {time.end}" if time.end else ""


def calendar(start: str, end: str) -> str | None:
    """The name of the whole year or month between two dates, if they are one."""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return start[:4]
    following = date.fromordinal(last.toordinal() + 1) if last < date.max else last
    whole = first.day == following.day == 1 and (first.year, first.month) == (last.year, last.month)
    return start[:7] if whole else None


def heading(report: Report) -> str:
    """Outlet and day of publication; what is not known is said to be unknown."""
    return f"{report.outlet or 'outlet unknown'}, {report.published or 'undated'}"
