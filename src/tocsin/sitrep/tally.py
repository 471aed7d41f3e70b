"""What is counted of all events of a period: little is kept of each, so that there may be many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from tocsin.linking.events import Event
from tocsin.storage.loading import StoredClaim

DONE: Final = ("happened", "ongoing")
LISTED: Final = 60  # events that a count names
NOWHERE: Final = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Of an event, what a timeline and a map show."""

    status: str
    day: str | None
    points: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Lag:
    """Days from what happened to its publication."""

    days: int
    country: str | None
    claim: str


@dataclass
class Counted:
    """How many events there are of something, and the first of them."""

    number: int = 0
    events: list[str] = field(default_factory=list)

    def add(self, event: str) -> None:
        """One more."""
        self.number += 1
        if self.number <= LISTED:
            self.events.append(event)


@dataclass
class Tally:
    """All events of the period."""

    claims: int = 0
    all: Counted = field(default_factory=Counted)
    new: Counted = field(default_factory=Counted)
    confirmed: Counted = field(default_factory=Counted)
    statuses: defaultdict[str, Counted] = field(default_factory=lambda: defaultdict(Counted))
    types: defaultdict[str, Counted] = field(default_factory=lambda: defaultdict(Counted))
    countries: defaultdict[str, Counted] = field(default_factory=lambda: defaultdict(Counted))
    harmed: defaultdict[str, Counted] = field(default_factory=lambda: defaultdict(Counted))
    origins: Counter[str] = field(default_factory=Counter)
    conflicts: int = 0
    marks: list[Mark] = field(default_factory=list)
    lags: list[Lag] = field(default_factory=list)

    def count(self, event: Event, fresh: Sequence[StoredClaim], *, new: bool) -> None:
        """One more event, with its claims of the period."""
        self.claims += len(fresh)
        counts = [self.all, self.statuses[event.status], self.types[event.type], self.countries[country_of(event)]]
        counts += [self.new] if new else []
        counts += [self.confirmed] if event.origins > 1 else []
        if event.status in DONE:
            told = (each for row in fresh if row.claim.status in DONE for each in row.claim.quantities)
            about = {each.about for each in told if each.low is None or each.low > 0}
            counts += [self.harmed[each] for each in about & {"killed", "injured"}]
        for each in counts:
            each.add(event.id)
        self.origins.update(row.origin for row in fresh)
        self.marks.append(Mark(event.status, day_of(event), _points(event)))
        self.lags += [Lag(days, _country(row), row.claim.id) for row in fresh if (days := _days(row)) is not None]


def day_of(event: Event) -> str | None:
    """The first day of an event."""
    return (event.when.start or event.when.end) if event.when else None


def country_of(event: Event) -> str:
    """The country of its first place that has one; empty where none is known."""
    return next((place.country for place in event.places if place.country), NOWHERE)


def _points(event: Event) -> tuple[tuple[float, float, float], ...]:
    return tuple(
        (place.lon, place.lat, place.radius_km or 0.0)
        for place in event.places
        if place.lon is not None and place.lat is not None and place.kind != "country"
    )


def _country(row: StoredClaim) -> str | None:
    return next((place.country for place in row.claim.places if place.country), None)


def _days(row: StoredClaim) -> int | None:
    when, published = row.claim.when, row.published
    if row.claim.status not in DONE or not published or when is None or when.precision != "day" or not when.end:
        return None
    days = (date.fromisoformat(published[:10]) - date.fromisoformat(when.end)).days
    return days if days >= 0 else None
