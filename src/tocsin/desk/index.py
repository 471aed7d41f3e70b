"""Every standing claim and event of a store in memory, as columns: what a page asks is answered by masks over them.

The rules (which status an event has, how many origins) are those of `tocsin list`. The index follows the store:
`fresh` loads the events that anything has happened to since it last looked.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from math import inf
from typing import Any, Final, Protocol, get_args

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Table, select

from tocsin.desk.rows import CLAIM, EVENT, PLACE, UNDATED, Names, Rows
from tocsin.linking.events import Stated, origins, status_of, telling, when_of
from tocsin.records import EventType, Interval, PlaceKind, QuantityAbout, Status
from tocsin.storage import loading, moments
from tocsin.storage.facts import batches
from tocsin.storage.store import Store
from tocsin.storage.tables import ENDS, claim, lineage, member

STATUSES: Final = get_args(Status)
TYPES: Final = get_args(EventType)
KINDS: Final = (None, *get_args(PlaceKind))
COUNTRY: Final = KINDS.index("country")
STANDINGS: Final = ("happened", "claimed", "not-yet", "doubtful")
DONE: Final = {"happened", "ongoing"}
DOUBTFUL: Final = {"possible", "denied", "unclear"}
_TOLLS: Final = ("killed", "injured")
_EPOCH: Final = date(1970, 1, 1).toordinal()
_TOGETHER: Final = 5000  # events read at once


class Where(Struct, frozen=True):
    """Of a place, what a map needs."""

    lat: float | None
    lon: float | None
    country: str | None
    kind: PlaceKind | None
    radius_km: float | None


class Named(Struct, frozen=True):
    """Of a source, that it is one."""

    name: str


class Toll(Struct, frozen=True):
    """Of a figure, what it counts and its bounds."""

    about: QuantityAbout
    low: float | None
    high: float | None


class Trigger(Struct, frozen=True):
    """Where the claim's word stands."""

    start: int


class Coded(Struct, frozen=True):
    """Of a claim, what the index holds."""

    type: EventType
    status: Status
    trigger: Trigger
    sources: tuple[Named, ...]
    when: Interval | None
    places: tuple[Where, ...]
    quantities: tuple[Toll, ...]
    confidence: float


class Attributed(Stated, Protocol):
    """Of a claim, its status and who says so."""

    @property
    def sources(self) -> Sequence[object]:
        """The speakers that the text names; none where it is the outlet's own word."""
        ...


class Credit(Struct, frozen=True, array_like=True):
    """Of the card of a claim, whose words they are."""

    desk: str
    wire: str | None
    quoted: str | None


class Row(Struct, frozen=True):
    """A claim as it is read from the store."""

    seq: int
    coded: Coded
    report: str
    published: str | None
    outlet: str | None
    origin: str
    desk: str
    wire: str | None
    quoted: str | None


_coded: Final = msgspec.json.Decoder(Coded).decode
_credit: Final = msgspec.msgpack.Decoder(Credit).decode


class Index:
    """The columns, and the moment of the store that they show."""

    def __init__(self, store: Store) -> None:
        """Loads all that stands: 13 s of processor for 120,000 claims."""
        self.store = store
        self.at = 0
        self.claims, self.events, self.places = Rows(CLAIM), Rows(EVENT), Rows(PLACE)
        self.outlets, self.countries = Names(), Names()
        self.ids: list[str] = []
        self._rows_of: dict[str, tuple[int, Sequence[int]]] = {}  # event -> its row, the rows of its claims
        self._lock = threading.RLock()
        with self.fresh():
            pass

    @contextmanager
    def fresh(self) -> Iterator[Connection]:
        """The index as the store is now, with a connection that sees the same; nobody else has it meanwhile."""
        with self._lock, self.store.database.reading() as connection:
            now = moments.newest(connection)
            if now != self.at:
                self._follow(connection, now)
                self.at = now
            yield connection

    def then(self, step: int) -> Index:
        """The index as the store was at a moment: what has changed since is loaded as it stood, the rest is shared."""
        past = object.__new__(_Past)
        with self.fresh():
            past.store, past.at, past.ids = self.store, self.at, [*self.ids]
            past.claims, past.events, past.places = self.claims.copy(), self.events.copy(), self.places.copy()
            past.outlets, past.countries = self.outlets.copy(), self.countries.copy()
            past._rows_of = {**self._rows_of}
        with past.fresh() as connection:
            past._follow(connection, step)
        past.at = step
        return past

    def number_of(self, event: str) -> int:
        """The row of a standing event; -1 where there is none of this id."""
        return self._rows_of.get(event, (-1,))[0]

    def rows_of(self, event: str) -> Sequence[int]:
        """The rows of the claims of an event that stands, the first told first; none where there is no such event."""
        return self._rows_of[event][1] if event in self._rows_of else ()

    def _follow(self, connection: Connection, now: int) -> None:
        changed = sorted(_changed(connection, min(self.at, now)))
        for name in changed:
            if name in self._rows_of:
                row, claims = self._rows_of.pop(name)
                self.events.held["stands"][row] = False
                self.claims.held["stands"][claims] = False
        for part in batches(changed, _TOGETHER):
            self._load(_read(connection, now, part))

    def _load(self, rows: Iterable[tuple[str, Row]]) -> None:
        held: defaultdict[str, list[Row]] = defaultdict(list)
        for name, row in rows:
            held[name].append(row)
        events, claims, places = [], [], []
        number = self.claims.size
        for event_number, (name, members) in enumerate(held.items(), self.events.size):
            members.sort(key=lambda row: telling(row.published, row.report, row.coded.trigger.start))
            events.append(_event(members))
            claims += [self._claim(event_number, row) for row in members]
            self._rows_of[name] = event_number, range(number, number + len(members))
            for row in members:
                places += [self._place(number, where) for where in row.coded.places]
                number += 1
        self.ids += held
        self.events.add(events)
        self.claims.add(claims)
        self.places.add(places)

    def _claim(self, event: int, row: Row) -> tuple[Any, ...]:
        kind, status = TYPES.index(row.coded.type), STATUSES.index(row.coded.status)
        outlet = self.outlets.number(row.outlet)
        return (
            True,
            row.seq,
            event,
            kind,
            status,
            *_days(row.coded.when),
            outlet,
            row.coded.confidence,
            _casualties(row.coded),
        )

    def _place(self, claim_number: int, where: Where) -> tuple[Any, ...]:
        lat, lon = (float("nan") if value is None else value for value in (where.lat, where.lon))
        country, kind = self.countries.number(where.country), KINDS.index(where.kind)
        return (claim_number, lat, lon, where.radius_km or 0.0, country, kind)


class _Past(Index):
    """An index that stays as it is, so that nobody has to wait for it."""

    @contextmanager
    def fresh(self) -> Iterator[Connection]:
        with self.store.database.reading() as connection:
            yield connection


def standing_of(members: Sequence[Attributed], status: Status) -> int:
    """The place in STANDINGS: `claimed` is what is said to have happened, but by no outlet on its own word."""
    if status in DONE:
        return 0 if any(each.status in DONE and not each.sources for each in members) else 1
    return 3 if status in DOUBTFUL else 2


def _event(rows: Sequence[Row]) -> tuple[Any, ...]:
    members = [row.coded for row in rows]
    status = status_of(members)
    whens = [each.when for each in members if each.when and (each.when.start or each.when.end)]
    day = _days(whens[0] if len(whens) == 1 else when_of(whens))
    surest = max(each.confidence for each in members)
    kind = TYPES.index(members[0].type), STATUSES.index(status), standing_of(members, status)
    outlets = len({row.desk or row.outlet or row.report for row in rows})
    return (True, *kind, *day, len(origins(rows)), outlets, _disputed(members), surest)


def _casualties(item: Coded) -> float:
    return max((each.low or each.high or 0 for each in item.quantities if each.about in _TOLLS), default=0)


def _disputed(members: Sequence[Coded]) -> bool:
    """As far as the columns tell: `tocsin list conflicts` looks closer."""
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


def day_number(day: str) -> int:
    """Days since 1970-01-01."""
    return date.fromisoformat(day).toordinal() - _EPOCH


def _read(connection: Connection, at: int, events: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """The claims of these events, each with its event's id."""
    for part in batches(events):
        for row in connection.execute(loading.stored(at, member.c.event_id.in_(part))):
            credit = _credit(row.card)
            yield row.event_id, Row(
                row.seq, _coded(row.body), row.report_id, row.published, row.outlet, row.origin,
                credit.desk, credit.wire, credit.quoted,
            )  # fmt: skip


def _changed(connection: Connection, since: int) -> set[str]:
    """The events that something has happened to since: to their claims, their members, the origins of their reports."""
    if since == 0:
        return set(connection.execute(select(member.c.event_id).distinct()).scalars())
    found = _touched(connection, since, member, "event_id")
    reports = _touched(connection, since, lineage, "report_id")
    claims = _touched(connection, since, claim, "claim_id") | _of(connection, claim, "claim_id", "report_id", reports)
    return found | _of(connection, member, "event_id", "claim_id", claims)


def _touched(connection: Connection, since: int, fact: Table, key: str) -> set[str]:
    """Of which something has begun or ended since: two questions, that each an index answers."""
    ends = ENDS[fact]
    begun = select(fact.c[key]).where(fact.c.moment > since)
    ended = select(fact.c[key]).where(fact.c.seq.in_(select(ends.c.seq).where(ends.c.moment > since)))
    return {value for query in (begun, ended) for value in connection.execute(query).scalars()}


def _of(connection: Connection, fact: Table, wanted: str, key: str, values: set[str]) -> set[str]:
    """What a table says under these keys."""
    query = select(fact.c[wanted])
    parts = (query.where(fact.c[key].in_(part)) for part in batches(sorted(values)))
    return {value for part in parts for value in connection.execute(part).scalars()}
