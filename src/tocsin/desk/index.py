"""Every standing claim and event of a store in memory, as columns: what a page asks is answered by masks over them.

The rules (which status an event has, how many origins) are those of `tocsin list`. The index follows the store:
`fresh` loads the events that anything has happened to since it last looked.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property, lru_cache
from itertools import islice
from math import inf
from typing import Any, Final, Protocol, get_args

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from tocsin.desk import taken
from tocsin.desk.rows import CLAIM, EVENT, PLACE, STANDS, UNDATED, Names, Rows, points
from tocsin.desk.taken import Coded, Taken, Where
from tocsin.desk.urgency import urgency
from tocsin.linking.events import Stated, origins, status_of, telling, when_of
from tocsin.records import EventType, Interval, PlaceKind, Status
from tocsin.storage import moments
from tocsin.storage.store import Store

STATUSES: Final = get_args(Status)
TYPES: Final = get_args(EventType)
KINDS: Final = (None, *get_args(PlaceKind))
COUNTRY: Final = KINDS.index("country")
STANDINGS: Final = ("happened", "claimed", "not-yet", "doubtful")
DONE: Final = {"happened", "ongoing"}
DOUBTFUL: Final = {"possible", "denied", "unclear"}
_TOLLS: Final = ("killed", "injured")
_NUMBER_OF: Final = {name: number for names in (STATUSES, TYPES, KINDS) for number, name in enumerate(names)}
_EPOCH: Final = date(1970, 1, 1).toordinal()
_TOGETHER: Final = 5000  # events put into columns at once


class Attributed(Stated, Protocol):
    """Of a claim, its status and who says so."""

    @property
    def sources(self) -> Sequence[object]:
        """The speakers that the text names; none where it is the outlet's own word."""
        ...


class Shown:
    """The columns at a moment of the store. They stay as they are: what comes later is in others."""

    def __init__(self, at: int, index: Index) -> None:
        """What the index holds at that moment."""
        self.at = at
        self.claims, self.events, self.places = index.claims.held, index.events.held, index.places.held
        self.ids, self.outlets, self.countries = index.ids, index.outlets, index.countries
        self._row_of = index.row_of

    @cached_property
    def claims_stand(self) -> NDArray[np.bool_]:
        """Of each claim, whether it stands."""
        return self._stand(self.claims)

    @cached_property
    def events_stand(self) -> NDArray[np.bool_]:
        """Of each event, whether it stands."""
        return self._stand(self.events)

    @cached_property
    def mappable(self) -> NDArray[np.bool_]:
        """Of each place, whether it is a point of its own: resolved, and no whole country."""
        found: NDArray[np.bool_] = ~np.isnan(self.places["lat"]) & (self.places["kind"] != COUNTRY)
        return found

    def _stand(self, rows: NDArray[Any]) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = rows["until"] > self.at
        return found

    def number_of(self, event: str) -> int:
        """The row of a standing event; -1 where there is none of this id."""
        row = self._row_of.get(event, -1)
        return row if row < len(self.events) and self.events_stand[row] else -1

    def rows_of(self, event: str) -> Sequence[int]:
        """The rows of the claims of an event that stands, the first told first; none where there is no such event."""
        row = self.number_of(event)
        return _claims_of(self.events, row) if row >= 0 else ()


class Index:
    """The columns as they grow. Rows are added and ended, nothing else, so that nobody waits who looks at them."""

    def __init__(self, store: Store) -> None:
        """Nothing is loaded before it is first asked."""
        self.store = store
        self.claims, self.events, self.places = Rows(CLAIM), Rows(EVENT), Rows(PLACE)
        self.outlets, self.countries = Names(), Names()
        self.ids: list[str] = []
        self.row_of: dict[str, int] = {}  # the row of each event that stands
        self.patience = 0.0  # seconds that what is added may wait until it is shown; what a person does never waits
        self._shown = Shown(0, self)
        self._looked = float("-inf")
        self._lock = threading.Lock()  # of who makes it follow the store

    def moment(self) -> int | None:
        """The moment that the index shows; null where it has to follow first."""
        shown = self._shown
        with self.store.database.reading() as connection:
            return None if self._wanting(connection, shown) else shown.at

    @contextmanager
    def fresh(self) -> Iterator[tuple[Connection, Shown]]:
        """The store as it is now, as columns, with a connection that sees as much.

        While somebody else makes the index follow what is added, it is shown as it was before.
        """
        while True:
            shown = self._shown  # before the connection looks: what it sees is no older
            with self.store.database.reading() as connection:
                if not self._wanting(connection, shown):
                    yield connection, shown
                    return
            self._catch_up()

    def _wanting(self, connection: Connection, shown: Shown) -> bool:
        if not self._behind(connection, shown, moments.newest(connection)):
            return False
        return not (shown.at and self._lock.locked()) or moments.decided_since(connection, shown.at)

    def _behind(self, connection: Connection, shown: Shown, now: int) -> bool:
        if now <= shown.at:
            return False
        waited = time.monotonic() - self._looked >= self.patience
        return waited or moments.decided_since(connection, shown.at)

    def _catch_up(self) -> None:
        with self._lock, self.store.database.reading() as connection:
            looked, now = time.monotonic(), moments.newest(connection)
            if self._behind(connection, self._shown, now):
                self._follow(connection, self._shown.at, now)
                self._looked = looked

    def then(self, step: int) -> Index:
        """The index as the store was at a moment: what has changed since is loaded as it stood, the rest is shared."""
        past = object.__new__(_Past)
        with self.fresh(), self._lock:
            past.store, past.ids, past.row_of = self.store, [*self.ids], {**self.row_of}
            past.claims, past.events, past.places = self.claims.copy(), self.events.copy(), self.places.copy()
            past.outlets, past.countries = self.outlets.copy(), self.countries.copy()
            at = self._shown.at
        with self.store.database.reading() as connection:
            past._follow(connection, at, step)
        return past

    def _follow(self, connection: Connection, at: int, now: int) -> None:
        """From what is held of one moment to another: what has changed between them is ended and loaded as it is."""
        changed = taken.changed(connection, min(at, now)) if at else set(self.row_of)
        for name in changed & self.row_of.keys():
            row = self.row_of.pop(name)
            self.claims.held["until"][_claims_of(self.events.held, row)] = now
            self.events.held["until"][row] = now
        self._load(taken.those(connection, now, sorted(changed)) if at else taken.everything(connection, now))
        self._shown = Shown(now, self)

    def _load(self, events: Iterator[tuple[str, list[Taken]]]) -> None:
        while part := list(islice(events, _TOGETHER)):
            self._add(part)

    def _add(self, found: list[tuple[str, list[Taken]]]) -> None:
        events, claims, places = [], [], []
        first = self.claims.size
        for number, (name, members) in enumerate(found, self.events.size):
            members.sort(key=_told)
            events.append((*_event(members), first, len(members)))
            for claim, row in enumerate(members, first):
                claims.append(self._claim(number, row))
                places += [self._place(claim, number, where) for where in row.coded.places]
            first += len(members)
            self.row_of[name] = number
            self.ids.append(name)
        self.events.add(events)
        rows = self.claims.add(claims)
        rows["urgency"] = urgency(rows, self.events.held)
        rows = self.places.add(places)
        _, which, times = np.unique(points(rows), return_inverse=True, return_counts=True)
        rows["again"] = times[which] > 1

    def _claim(self, event: int, row: Taken) -> tuple[Any, ...]:
        coded = row.coded
        kind, status, outlet = _NUMBER_OF[coded.type], _NUMBER_OF[coded.status], self.outlets.number(row.outlet)
        return (
            *(STANDS, row.seq, event, kind, status),
            *_days(coded.when),
            *(outlet, coded.confidence, _casualties(coded), 0.0),
        )

    def _place(self, claim_number: int, event: int, where: Where) -> tuple[Any, ...]:
        lat, lon = (float("nan") if value is None else value for value in (where.lat, where.lon))
        country, kind = self.countries.number(where.country), _NUMBER_OF[where.kind]
        return (claim_number, event, lat, lon, where.radius_km or 0.0, country, kind, False)


class _Past(Index):
    """An index that stays as it is."""

    @contextmanager
    def fresh(self) -> Iterator[tuple[Connection, Shown]]:
        with self.store.database.reading() as connection:
            yield connection, self._shown


def _claims_of(events: NDArray[Any], row: int) -> range:
    first, count = events[["claim", "claims"]][row].item()
    return range(first, first + count)


def _told(row: Taken) -> tuple[str, str, int]:
    return telling(row.published, row.report, row.coded.trigger.start)


def standing_of(members: Sequence[Attributed], status: Status) -> int:
    """The place in STANDINGS: `claimed` is what is said to have happened, but by no outlet on its own word."""
    if status in DONE:
        return 0 if any(each.status in DONE and not each.sources for each in members) else 1
    return 3 if status in DOUBTFUL else 2


def _event(rows: Sequence[Taken]) -> tuple[Any, ...]:
    members = [row.coded for row in rows]
    first, *others = members
    status = status_of(members) if others else first.status
    whens = [each.when for each in members if each.when and (each.when.start or each.when.end)]
    day = _days(when_of(whens) if len(whens) > 1 else whens[0] if whens else None)
    surest = max(each.confidence for each in members)
    kind = _NUMBER_OF[first.type], _NUMBER_OF[status], standing_of(members, status)
    return (STANDS, *kind, *day, *(_spread(rows) if others else (1, 1)), _disputed(members), surest)


def _spread(rows: Sequence[Taken]) -> tuple[int, int]:
    """Of how many independent origins and outlets an event is: a claim alone is of one of each."""
    credited = [taken.credited(row) for row in rows]
    return len(origins(credited)), len({row.desk or row.outlet or row.report for row in credited})


def _casualties(item: Coded) -> float:
    return max((each.low or each.high or 0 for each in item.quantities if each.about in _TOLLS), default=0)


def _disputed(members: Sequence[Coded]) -> bool:
    """As far as the columns tell: `tocsin list conflicts` looks closer."""
    if len(members) == 1:
        return False
    statuses = {each.status for each in members}
    if "denied" in statuses and statuses & DONE:
        return True
    return any(_apart([bounds for each in members if (bounds := _bounds(each, about))]) for about in _TOLLS)


def _bounds(item: Coded, about: str) -> tuple[float, float] | None:
    """The least and the most that a claim's figures of one kind allow."""
    found = [
        (each.low or 0, inf if each.high is None else each.high) for each in item.quantities if each.about == about
    ]
    return (min(low for low, _ in found), max(high for _, high in found)) if found else None


def _apart(bounds: Sequence[tuple[float, float]]) -> bool:
    return bool(bounds) and max(low for low, _ in bounds) > min(high for _, high in bounds)


def _days(when: Interval | None) -> tuple[int, int]:
    """First and last day; what is open at one end is of its other."""
    if when is None or not (when.start or when.end):
        return UNDATED, UNDATED
    return day_number(when.start or when.end or ""), day_number(when.end or when.start or "")


@lru_cache(maxsize=20_000)
def day_number(day: str) -> int:
    """Days since 1970-01-01."""
    return date.fromisoformat(day).toordinal() - _EPOCH
