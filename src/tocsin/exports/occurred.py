"""Events that happened, as the layouts of event data want them: one row each, and every one left out counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final, NamedTuple

from sqlalchemy import Connection

from tocsin.exports import wording
from tocsin.exports.claim_row import DONE, days_of, place_precision
from tocsin.knowledge.directory import load_directory
from tocsin.linking.events import Event, telling, when_of
from tocsin.records import Interval, Place
from tocsin.storage import listing, moments
from tocsin.storage.filters import Filters
from tocsin.storage.loading import StoredClaim

LeftOut = Counter[str]
_TOLD_WITH: Final = 12  # claims whose words a cell holds


class Days(NamedTuple):
    """The first and the last day of an event, and how many there are."""

    first: date
    last: date
    number: int

    @property
    def middle(self) -> date:
        """The day in the middle, the earlier of two."""
        return self.first + timedelta((self.number - 1) // 2)


class Occurred(NamedTuple):
    """An event of which most claims say that it happened or goes on, with those that do, the first told first."""

    event: Event
    rows: Sequence[StoredClaim]


def occurred(connection: Connection, filters: Filters, left: LeftOut) -> Iterator[Occurred]:
    """The events that fit and happened; the others are counted by their status."""
    at = moments.as_of(connection, filters.at)
    for event, rows in listing.told(connection, filters, at, once=True):
        if event.status in DONE:
            done = (row for row in rows if row.claim.status in DONE)
            yield Occurred(event, sorted(done, key=_told))
        else:
            left[f"said to be {event.status}, not to have happened"] += 1


def _told(row: StoredClaim) -> tuple[str, str, int]:
    return telling(row.published, row.report, row.claim.trigger.start)


def days(rows: Iterable[StoredClaim]) -> Days | None:
    """The days on which most claims agree; None where no claim gives a first and a last day."""
    given = [row.claim.when for row in rows if row.claim.when and row.claim.when.start and row.claim.when.end]
    return days_in(when_of(given)) if given else None


def days_in(when: Interval | None) -> Days | None:
    """The days of an interval with two ends."""
    if when is None or not (when.start and when.end):
        return None
    return Days(date.fromisoformat(when.start), date.fromisoformat(when.end), days_of(when.start, when.end))


def where(rows: Iterable[StoredClaim]) -> Place | None:
    """The finest place that is resolved; of equally fine ones that which most claims name."""
    places = [place for row in rows for place in row.claim.places if place_precision(place)]
    named = Counter(place.id for place in places)
    return min(places, key=lambda place: (place_precision(place) or 9, -named[place.id]), default=None)


def quotes(rows: Sequence[StoredClaim]) -> str:
    """What each claim says, in its words, with who says so where; long lists are cut, and say so."""
    said = list(dict.fromkeys(map(_quote, rows)))
    more = f" | and {len(said) - _TOLD_WITH} more" if len(said) > _TOLD_WITH else ""
    return " | ".join(said[:_TOLD_WITH]) + more


def _quote(row: StoredClaim) -> str:
    words = " ".join(row.claim.sentence.text.split())
    return f"“{words}” ({', '.join(filter(None, (voice(row), row.outlet, row.published)))})"


def voice(row: StoredClaim) -> str:
    """Who says so, or that the outlet does on its own word."""
    return wording.chain(row.claim.sources) or wording.OWN_WORD


def joined(values: Iterable[str | None]) -> str | None:
    """The values that there are, each once."""
    return "; ".join(dict.fromkeys(value for value in values if value)) or None


@cache
def _countries() -> dict[str, str]:
    return {row.alpha3: row.name for _, row in load_directory().countries}


def country(place: Place) -> str | None:
    """The name of the place's country."""
    return _countries().get(place.country, place.country) if place.country else None


def has_point(place: Place) -> bool:
    """Its point says where it is: a town, a site, a district or a province; never a country, a line or a region."""
    return place.kind in ("city", "site", "admin1", "admin2") and place.lat is not None and place.lon is not None
