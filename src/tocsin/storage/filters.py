"""What of a store is asked for, as conditions on its claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    TextualSelect,
    and_,
    exists,
    or_,
    select,
)

from tocsin.storage import search
from tocsin.storage.coded import EARLIEST, LATEST, folded
from tocsin.storage.database import StoreError
from tocsin.storage.facts import batches, standing
from tocsin.storage.moments import instant
from tocsin.storage.tables import claim, party, place

_COUNTRY: Final = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Box:
    """An area in degrees; where `west` is greater than `east` it lies across the date line."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def of(cls, words: str) -> Box:
        """The box of four numbers, west, south, east, north; StoreError where it is none."""
        try:
            west, south, east, north = (float(part) for part in words.split(","))
        except ValueError as error:
            raise StoreError(f"{words[:40]!r} is no box: give west,south,east,north in degrees") from error
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            raise StoreError(f"{words[:40]!r} is no box: give west,south,east,north in degrees, south before north")
        return cls(west, south, east, north)

    def holds(self, lat: float, lon: float) -> bool:
        """The point lies in the box."""
        within = self.west <= lon <= self.east if self.west <= self.east else lon >= self.west or lon <= self.east
        return self.south <= lat <= self.north and within


@dataclass(frozen=True, slots=True)
class Filters:
    """What a listing is to hold; what is not given leaves nothing out.

    `since` and `until` are days of the event itself; a claim whose report dates it neither exactly nor by bounds is
    left out where either is given. `at` is when the store knew, `as_of` the day on which the ledger's clock stands. Of
    what fits, `skip` are passed over and no more than `limit` are given.
    """

    status: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    actor: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None
    box: Box | None = None
    search: str | None = None
    origins: int | None = None
    due: int | None = None
    at: str | None = None
    as_of: str | None = None
    limit: int | None = None
    skip: int = 0

    def __post_init__(self) -> None:
        """Raises StoreError for a day that is none."""
        for day in (self.since, self.until, self.as_of):
            if day is not None:
                _day(day)

    @property
    def part(self) -> tuple[int, int | None]:
        """The first row that is wanted and the one after the last."""
        return self.skip, None if self.limit is None else self.skip + self.limit

    @property
    def of_claims(self) -> bool:
        """Something is asked of the claims themselves."""
        return bool(
            self.status or self.type or self.actor or self.place or self.since or self.until or self.box or self.search
        )

    @property
    def all_claims(self) -> bool:
        """No claim of the moment is left out."""
        return not self.of_claims and self.limit is None and self.skip == 0

    def without(self, *names: str) -> Filters:
        """The same, with nothing asked by these names."""
        return replace(self, **{name: getattr(NOTHING_ASKED, name) for name in names})

    @property
    def today(self) -> date:
        """The day on which the ledger's clock stands."""
        then = self.as_of or (instant(self.at)[:10] if self.at else None)
        return _day(then) if then else date.today()


NOTHING_ASKED: Final = Filters()


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise StoreError(f"{words[:40]!r} is no day such as 2021-07-08") from error


def fitting(connection: Connection, filters: Filters, at: int) -> Select[tuple[int]]:
    """The numbers of the claims that stand at the moment and fit all filters of claims."""
    return select(claim.c.seq).where(standing(claim, at), *conditions(connection, filters))


def among(connection: Connection, filters: Filters, at: int, claim_ids: Sequence[str]) -> set[str]:
    """Those of a few claims that stand at the moment and fit; what else fits in the store is not looked at."""
    found: set[str] = set()
    for part in batches(claim_ids):
        query = select(claim.c.claim_id).where(claim.c.claim_id.in_(part), standing(claim, at))
        found |= set(connection.execute(query.where(*conditions(connection, filters, few=True))).scalars())
    return found


def conditions(connection: Connection, filters: Filters, *, few: bool = False) -> Iterator[ColumnElement[bool]]:
    """What is asked of claims; of `few` it is asked one by one, where else all that have it are found first."""

    def having(query: Select[tuple[int]] | TextualSelect, of: FromClause | None) -> ColumnElement[bool]:
        if few and of is not None and isinstance(query, Select):
            return exists(query.where(of.c.claim == claim.c.seq).correlate(claim))
        return claim.c.seq.in_(query)

    def plain(column: Column[str]) -> ColumnElement[str]:
        return column.concat("") if few else column  # of a few, SQLite would go through the index of all

    if filters.status:
        yield plain(claim.c.status).in_(filters.status)
    if filters.type:
        yield plain(claim.c.type).in_(part.upper() for part in filters.type)
    if filters.box:
        yield having(select(place.c.claim).where(_within(filters.box), *_when(place, filters)), place)
    if (filters.since or filters.until) and not filters.box:
        yield from _when(claim, filters)
    for query in in_words(connection, filters):
        yield having(query, query.get_final_froms()[0] if isinstance(query, Select) else None)


def in_words(connection: Connection, filters: Filters) -> Iterator[Select[tuple[int]] | TextualSelect]:
    """For the actor, the place and the words asked for, a query of the claims that have them, standing or not."""
    if filters.actor:
        yield select(party.c.claim).where(party.c.side != "source", _named(filters.actor))
    if filters.place:
        yield select(place.c.claim).where(_called(filters.place))
    if filters.search:
        yield search.holding(connection, claim, filters.search)


def _named(actor: str) -> ColumnElement[bool]:
    """By id, by name whatever its case and accents, or by country."""
    found = or_(party.c.key == actor, party.c.folded == folded(actor))
    return or_(found, party.c.country == actor) if _COUNTRY.fullmatch(actor) else found


def _called(name: str) -> ColumnElement[bool]:
    found = or_(place.c.place_id == name, place.c.folded == folded(name))
    return or_(found, place.c.country == name) if _COUNTRY.fullmatch(name) else found


def _when(rows: Table, filters: Filters) -> Iterator[ColumnElement[bool]]:
    """The time of the event touches the days asked for."""
    if filters.since or filters.until:
        yield rows.c.first_day <= (filters.until or LATEST)
        yield rows.c.last_day >= (filters.since or EARLIEST)


def _within(box: Box) -> ColumnElement[bool]:
    """The place is a point in the box: a country is none."""
    across = box.west > box.east
    lon = or_(place.c.lon >= box.west, place.c.lon <= box.east) if across else place.c.lon.between(box.west, box.east)
    return and_(place.c.lat.between(box.south, box.north), lon, place.c.kind != "country")
