"""Keys by which near reports and claims are found: two that share none are never compared. Their number is bounded.

A store keeps the `..._keys` of what it holds and is asked for the `..._queries` of what is new: those also name the
week before and the week after.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tocsin.linking.cards import ClaimCard, ReportCard, is_toll
from tocsin.linking.words import stems

COPY_KEYS, STORY_KEYS = 24, 10  # a report
PLACES, ACTORS, NAMES, TOLLS = 2, 2, 2, 2  # a claim
WEEK = 7
UNDATED = "undated"


def report_keys(card: ReportCard) -> tuple[str, ...]:
    """Keys of copies (a part of a text has the lowest hashes of the whole), of agencies and of weighty words."""
    return _report(card, _week(card.published))


def report_queries(card: ReportCard) -> tuple[str, ...]:
    """The keys under which reports near this one may stand."""
    return _report(card, *_around(card.published))


def claim_keys(card: ClaimCard) -> tuple[str, ...]:
    """The type with the story, the story's day or the day's toll, and with a place, an actor or a name in the week of
    the report or the month it was."""
    return _claim(card, _week(card.published))


def claim_queries(card: ClaimCard) -> tuple[str, ...]:
    """The keys under which claims near this one may stand."""
    return _claim(card, *_around(card.published))


def _report(card: ReportCard, *weeks: str) -> tuple[str, ...]:
    agencies = sorted({*card.quoted[:2], *([card.wire] if card.wire else [])})
    marks = [*(f"w:{each}" for each in agencies), *(f"t:{term}" for term, _ in card.terms[:STORY_KEYS])]
    return (*(f"c:{each:x}" for each in card.sketch[:COPY_KEYS]), *_dated(marks, weeks))


def _claim(card: ClaimCard, *weeks: str) -> tuple[str, ...]:
    claim, context = card.claim, card.context
    places = [f"p:{place.id}" for place in (*claim.places, *context.places) if place.id]
    actors = [f"a:{actor.id}" for actor in (*claim.actors, *claim.recipients) if actor.id]
    names = [f"n:{name}" for name in context.names]
    marks = [*_first(places, PLACES), *_first(actors, ACTORS), *_first(names, NAMES)]
    times = [*weeks, *_month(card)]
    close = [
        f"s:{card.story}",
        *(f"{mark}|d{day}" for day in _day(card) for mark in (f"s:{card.story}", *_tolls(card))),
    ]
    return tuple(f"{claim.type}|{key}" for key in (*close, *_dated(marks, times)))


def _first(marks: Iterable[str], most: int) -> list[str]:
    return list(dict.fromkeys(marks))[:most]


def _dated(marks: Iterable[str], times: Sequence[str]) -> list[str]:
    return [f"{mark}|{time}" for mark in marks for time in times]


def _month(card: ClaimCard) -> list[str]:
    """The month of the event, where it is given so exactly."""
    when = card.claim.when
    return [f"m{when.start[:7]}"] if when and when.start and when.precision in {"day", "week", "month"} else []


def _day(card: ClaimCard) -> list[str]:
    """The day of the event, where it is given so exactly: in a long story the day alone keeps two tellings near."""
    when = card.claim.when
    return [when.start] if when and when.start and when.start == when.end else []


def _tolls(card: ClaimCard) -> list[str]:
    """The exact numbers of dead and injured: with the day they find the same act in another story."""
    tolls = [f"q:{each.about}:{each.low:.0f}" for each in card.claim.quantities if is_toll(each)]
    return _first(tolls, TOLLS)


def _week(published: str | None) -> str:
    number = _number(published)
    return UNDATED if number is None else str(number)


def _around(published: str | None) -> list[str]:
    number = _number(published)
    return [UNDATED] if number is None else [str(number + step) for step in (-1, 0, 1)]


def _number(published: str | None) -> int | None:
    """Weeks are counted from the first; a report without a date lies in a time of its own."""
    try:
        return date.fromisoformat(published or "").toordinal() // WEEK
    except ValueError:
        return None


def ledger_keys(card: ClaimCard) -> tuple[str, ...]:
    """Keys by which a ledger item and what may settle it find each other, whenever that is: who, and where."""
    claim = card.claim
    parties = [f"a:{actor.id}" for actor in (*claim.actors, *claim.recipients) if actor.id]
    places = [f"p:{place.id}" for place in claim.places if place.id]
    names = [f"n:{name}" for name in card.context.names]
    unknown = [
        f"w:{each}" for actor in claim.actors if not actor.id for each in stems(actor.name) if not each.isdigit()
    ]
    marks = [
        *_first(parties, 2 * ACTORS),
        *_first(places, PLACES),
        *_first(names, 2 * NAMES),
        *_first(reversed(unknown), ACTORS),
    ]
    return tuple(f"ledger|{mark}" for mark in marks)
