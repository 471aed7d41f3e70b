"""Which claims and events of the index fit what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, Text, TextualSelect, cast, func, select

from tocsin.desk.asked import Asked
from tocsin.desk.index import STATUSES, TYPES, Shown, day_number
from tocsin.desk.rows import UNDATED
from tocsin.storage.filters import Box, in_words

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Choice:
    """The claims that fit, as a mask, and the numbers of the events that fit."""

    claims: Mask
    events: NDArray[np.int64]


def choose(shown: Shown, connection: Connection, asked: Asked) -> Choice:
    """As `list events` chooses: an event fits by one claim that fits all, and by its own origins and status."""
    claims = shown.claims
    fits = shown.claims_stand & _of_columns(shown, asked)
    for having in in_words(connection, asked.filters):
        fits &= np.isin(claims["seq"], _numbers(connection, having))
    has = np.zeros(len(shown.events), bool)
    has[claims["event"][fits]] = True
    events = np.flatnonzero(has)
    if not asked.filters.origins and not asked.filters.status:
        return Choice(fits, events)
    good = shown.events["origins"][events] >= (asked.filters.origins or 0)
    if asked.filters.status:
        good &= _among(shown.events["status"][events], STATUSES, asked.filters.status)
    has[events[~good]] = False
    return Choice(fits & has[claims["event"]], events[good])


def _numbers(connection: Connection, query: Select[tuple[int]] | TextualSelect) -> NDArray[np.int64]:
    """What the query finds."""
    return numbers(connection.execute(select(joined(query.subquery().c[0]))).scalar())


def joined(column: ColumnElement[int]) -> ColumnElement[str]:
    """All numbers of a column as one string, for `numbers`: a hundred thousand rows take several times as long."""
    return func.aggregate_strings(cast(column, Text), ",")


def numbers(found: str | None) -> NDArray[np.int64]:
    """What `joined` gives, as numbers."""
    return np.fromstring(found, "i8", sep=",") if found else np.zeros(0, "i8")


def _of_columns(shown: Shown, asked: Asked) -> Mask:
    claims, filters = shown.claims, asked.filters
    fits = claims["confidence"] >= np.float32(asked.confidence)
    if filters.status:
        fits &= _among(claims["status"], STATUSES, filters.status)
    if filters.type:
        fits &= _among(claims["type"], TYPES, filters.type)
    if asked.outlet:
        fits &= np.isin(claims["outlet"], shown.outlets.numbers(asked.outlet))
    if filters.since or filters.until:
        fits &= claims["first"] != UNDATED
    if filters.since:
        fits &= claims["last"] >= day_number(filters.since)
    if filters.until:
        fits &= claims["first"] <= day_number(filters.until)
    if filters.box:
        places = shown.places
        inside = np.zeros(len(claims), bool)
        inside[places["claim"][shown.mappable & within(places, filters.box)]] = True
        fits &= inside
    return fits


def _among(column: NDArray[Any], names: tuple[str, ...], wanted: tuple[str, ...]) -> Mask:
    return np.isin(column, [names.index(name) for name in wanted])


def within(places: NDArray[Any], box: Box) -> Mask:
    """The places in the box."""
    lat, lon = places["lat"], places["lon"]
    across = box.west > box.east
    east_west = (lon >= box.west) | (lon <= box.east) if across else (lon >= box.west) & (lon <= box.east)
    found: Mask = (lat >= box.south) & (lat <= box.north) & east_west
    return found
