"""Which claims and events of the index fit what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from tocsin.desk.asked import Asked
from tocsin.desk.index import COUNTRY, STATUSES, TYPES, Index, day_number
from tocsin.desk.rows import UNDATED
from tocsin.storage.filters import NOTHING_ASKED, Box, fitting

Mask = NDArray[np.bool_]
_IN_WORDS = ("actor", "place", "search")  # what the database answers


@dataclass(frozen=True)
class Choice:
    """The claims that fit, as a mask, and the numbers of the events that fit."""

    claims: Mask
    events: NDArray[np.int64]


def choose(index: Index, connection: Connection, asked: Asked) -> Choice:
    """As `list events` chooses: an event fits by one claim that fits all, and by its own origins and status."""
    claims = index.claims.held
    fits = claims["stands"] & _of_columns(index, asked)
    words = asked.filters.without(*(name for name in _ALL if name not in _IN_WORDS))
    if words.of_claims:
        seqs = connection.execute(fitting(connection, words, index.at)).scalars().all()
        fits &= np.isin(claims["seq"], np.fromiter(seqs, "i8", len(seqs)))
    has = np.zeros(len(index.events.held), bool)
    has[claims["event"][fits]] = True
    events = np.flatnonzero(has)
    held = index.events.held[events]
    good = held["origins"] >= (asked.filters.origins or 0)
    if asked.filters.status:
        good &= _among(held["status"], STATUSES, asked.filters.status)
    chosen = np.zeros(len(index.events.held), bool)
    chosen[events[good]] = True
    return Choice(fits & chosen[claims["event"]], events[good])


_ALL = tuple(NOTHING_ASKED.__dataclass_fields__)


def _of_columns(index: Index, asked: Asked) -> Mask:
    claims, filters = index.claims.held, asked.filters
    fits = claims["confidence"] >= np.float32(asked.confidence)
    if filters.status:
        fits &= _among(claims["status"], STATUSES, filters.status)
    if filters.type:
        fits &= _among(claims["type"], TYPES, filters.type)
    if asked.outlet:
        fits &= np.isin(claims["outlet"], index.outlets.numbers(asked.outlet))
    if filters.since or filters.until:
        fits &= claims["first"] != UNDATED
    if filters.since:
        fits &= claims["last"] >= day_number(filters.since)
    if filters.until:
        fits &= claims["first"] <= day_number(filters.until)
    if filters.box:
        places = index.places.held
        inside = np.zeros(len(claims), bool)
        inside[places["claim"][mappable(places) & within(places, filters.box)]] = True
        fits &= inside
    return fits


def _among(column: NDArray[Any], names: tuple[str, ...], wanted: tuple[str, ...]) -> Mask:
    return np.isin(column, [names.index(name) for name in wanted])


def mappable(places: NDArray[Any]) -> Mask:
    """The places that are a point of their own: resolved, and no whole country."""
    found: Mask = ~np.isnan(places["lat"]) & (places["kind"] != COUNTRY)
    return found


def within(places: NDArray[Any], box: Box) -> Mask:
    """The places in the box."""
    lat, lon = places["lat"], places["lon"]
    across = box.west > box.east
    east_west = (lon >= box.west) | (lon <= box.east) if across else (lon >= box.west) & (lon <= box.east)
    found: Mask = (lat >= box.south) & (lat <= box.north) & east_west
    return found
