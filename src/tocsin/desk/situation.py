"""One picture of what fits: the timeline, the map, what no map can show, and a page of the table."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sqlalchemy import Connection

from tocsin.desk.asked import PAGE, Asked, Sort
from tocsin.desk.choice import Choice, choose, within
from tocsin.desk.index import COUNTRY, KINDS, STANDINGS, STATUSES, TYPES, Index, Shown
from tocsin.desk.rows import UNDATED, least, points
from tocsin.exports import columns, wording
from tocsin.linking.events import Event, summary
from tocsin.records import PlaceKind
from tocsin.storage import loading

MOST_POINTS: Final = 20_000  # more are put together in cells
_UNITS: Final = (("day", 150, "D"), ("week", 1100, "W"), ("month", 9000, "M"), ("year", 1 << 31, "Y"))
_FAR: Final = 1 << 40  # after every day
_FEW: Final = 1 << 20  # numbers of cells, of which a table is quickly made
_CELL: Final = 11.25  # degrees at zoom 0, halved at each further zoom
Degrees = NDArray[np.float64]


class Timeline(Struct, frozen=True):
    """How many events begin in each unit of time, by standing; `starts` are ISO dates."""

    unit: str
    starts: tuple[str, ...]
    counts: dict[str, list[int]]
    undated: int


class Points(Struct, frozen=True, tag="points", tag_field="as"):
    """Each place of each event: the arrays are of one length; `standing`, `type` and `kind` number lists."""

    events: list[str]
    lon: list[float]
    lat: list[float]
    radius_km: list[float]
    kind: list[int]
    standing: list[int]
    type: list[int]


class Cells(Struct, frozen=True, tag="cells", tag_field="as"):
    """Cells of a grid: where the places in each lie on average, and how many there are by standing."""

    degrees: float
    lon: list[float]
    lat: list[float]
    counts: dict[str, list[int]]


class Unmapped(Struct, frozen=True):
    """Events without a point: those of a whole country only, by its code, and those without any place known."""

    countries: dict[str, int]
    nowhere: int


class EventRow(Struct, frozen=True):
    """An event as a row of the table, in words; `points` are longitude, latitude and reach of what a map may show."""

    id: str
    type: str
    mode: str | None
    status: str
    standing: str
    who: str
    whom: str
    when: str
    where: str
    figures: tuple[str, ...]
    quote: str
    according_to: str
    outlets: int
    origins: int
    confidence: float
    points: tuple[tuple[float, float, float], ...]


class Situation(Struct, frozen=True):
    """What a view shows. `rule` says what is counted."""

    moment: int
    rule: str
    events: int
    claims: int
    of_events: int
    timeline: Timeline
    map: Points | Cells
    unmapped: Unmapped
    facets: dict[str, dict[str, int]]
    rows: tuple[EventRow, ...]
    page: int
    pages: int
    standings: tuple[str, ...] = STANDINGS
    types: tuple[str, ...] = TYPES
    kinds: tuple[PlaceKind | None, ...] = KINDS


def situation(index: Index, asked: Asked) -> Situation:
    """The picture of what fits, as the store is now."""
    with index.fresh() as (connection, shown):
        choice = choose(shown, connection, asked)
        page, wanted = _wanted(shown, choice.events, asked)
        return Situation(
            moment=shown.at,
            rule=_rule(asked),
            events=len(choice.events),
            claims=int(choice.claims.sum()),
            of_events=int(shown.events_stand.sum()),
            timeline=timeline(shown, choice),
            map=points_or_cells(shown, choice, asked),
            unmapped=unmapped(shown, choice),
            facets=facets(shown, choice),
            rows=tuple(rows(shown, connection, wanted)),
            page=page,
            pages=-(-len(choice.events) // PAGE),
        )


def _rule(asked: Asked) -> str:
    filters = asked.filters
    said = ["events, a group of claims counted once, of which a claim fits every filter"]
    if filters.origins:
        said.append(f"from at least {wording.many(filters.origins, 'independent origin')}")
    if filters.since or filters.until:
        said.append("dated by the text, exactly or by bounds: what no text dates is left out")
    if filters.box:
        said.append("with a place in the area: what is placed in a whole country only is left out")
    return "; ".join(said)


# ---------------------------------------------------------------- the timeline
def timeline(shown: Shown, choice: Choice) -> Timeline:
    """Bars of days, weeks, months or years, whichever makes a readable number of bars."""
    days, standing = (shown.events[name][choice.events] for name in ("first", "standing"))
    dated = days != UNDATED
    undated = int((~dated).sum())
    days, standing = days[dated], standing[dated]
    if not len(days):
        return Timeline("day", (), {name: [] for name in STANDINGS}, undated)
    first, last = int(days.min()), int(days.max())
    unit, _, code = next(each for each in _UNITS if last - first < each[1])
    bins = _bins(days, code)
    low, count = int(bins.min()), int(bins.max() - bins.min()) + 1
    counts = {
        name: np.bincount(bins[standing == number] - low, minlength=count).tolist()
        for number, name in enumerate(STANDINGS)
    }
    return Timeline(unit, tuple(_start(low + step, code) for step in range(count)), counts, undated)


def _bins(days: NDArray[Any], code: str) -> NDArray[np.int64]:
    if code == "W":
        return (days.astype("i8") + 3) // 7  # 1970-01-01 was a Thursday; weeks begin on Monday
    found: NDArray[np.int64] = days.astype("M8[D]").astype(f"M8[{code}]").astype("i8")
    return found


def _start(number: int, code: str) -> str:
    counted = np.array(number * 7 - 3, "M8[D]") if code == "W" else np.array(number).astype(f"M8[{code}]")
    return str(counted.astype("M8[D]"))


# ---------------------------------------------------------------- the map
def points_or_cells(shown: Shown, choice: Choice, asked: Asked) -> Points | Cells:
    """Each place of each event once, and where these are too many, the cells that hold them."""
    places = shown.places
    seen = shown.mappable & choice.claims[places["claim"]]
    if asked.view:
        seen &= within(places, asked.view)
    rows = _once(places, np.flatnonzero(seen))
    events, lon, lat = (places[name][rows] for name in ("event", "lon", "lat"))
    standing = shown.events["standing"][events]
    if len(rows) > MOST_POINTS:
        return _cells(lon, lat, standing, _CELL / 2 ** int(asked.zoom))
    return Points(
        events=[shown.ids[number] for number in events],
        lon=np.round(lon, 5).tolist(),
        lat=np.round(lat, 5).tolist(),
        radius_km=np.round(places["radius"][rows].astype("f8"), 2).tolist(),
        kind=places["kind"][rows].tolist(),
        standing=standing.tolist(),
        type=shown.events["type"][events].tolist(),
    )


def _once(places: NDArray[Any], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of the rows that have no place of an event a second time."""
    again = places["again"][rows]
    _, first = np.unique(points(places[rows[again]]), return_index=True)
    return np.sort(np.concatenate([rows[~again], rows[again][first]]))


def _cells(lon: Degrees, lat: Degrees, standing: NDArray[Any], degrees: float) -> Cells:
    east, north = (np.floor(each / degrees).astype("i8") for each in (lon, lat))
    count, cell = _numbered((north - north.min()) * (int(np.ptp(east)) + 1) + east - east.min())
    size = np.bincount(cell)
    middle_east, middle_north = (np.round(np.bincount(cell, each) / size, 4) for each in (lon, lat))
    counts = {
        name: np.bincount(cell[standing == number], minlength=count).tolist() for number, name in enumerate(STANDINGS)
    }
    return Cells(degrees, middle_east.tolist(), middle_north.tolist(), counts)


def _numbered(keys: NDArray[np.int64]) -> tuple[int, NDArray[np.int64]]:
    """How many different keys there are, and the number of each from 0; few far apart need sorting, others none."""
    low, span = int(keys.min()), int(keys.max() - keys.min()) + 1
    if span > _FEW:
        found, which = np.unique(keys, return_inverse=True)
        return len(found), which
    there = np.zeros(span, bool)
    there[keys - low] = True
    return int(there.sum()), (np.cumsum(there) - 1)[keys - low]


def unmapped(shown: Shown, choice: Choice) -> Unmapped:
    """What no pin can show honestly."""
    places = shown.places
    fits = choice.claims[places["claim"]]
    events = places["event"]
    pinned = np.zeros(len(shown.events), bool)
    pinned[events[shown.mappable & fits]] = True
    countries = fits & (places["kind"] == COUNTRY) & ~pinned[events]
    numbers, counts = np.unique(_pairs(events[countries], places["country"][countries])[1], return_counts=True)
    known = pinned.copy()
    known[events[countries]] = True
    names = [shown.countries.names[number] or "?" for number in numbers]
    by_size = sorted(zip(names, counts.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return Unmapped(dict(by_size), int((~known[choice.events]).sum()))


# ---------------------------------------------------------------- lists
def facets(shown: Shown, choice: Choice) -> dict[str, dict[str, int]]:
    """How many of the events that fit are of each status, type and standing, and have a claim of each outlet."""
    found = {
        name: _counted(shown.events[name][choice.events], names)
        for name, names in (("status", STATUSES), ("type", TYPES), ("standing", STANDINGS))
    }
    events, outlet = (shown.claims[name][choice.claims] for name in ("event", "outlet"))
    outlets = tuple(name or "" for name in shown.outlets.names)
    return found | {"outlet": _counted(_pairs(events, outlet)[1], outlets)}


def _pairs(one: NDArray[Any], other: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs of two columns of numbers below 2**31, each pair once; sorted is quicker than numpy's own `unique`."""
    both = np.sort((one.astype("i8") << 32) | other)
    both = both[np.diff(both, prepend=-1) != 0]
    return both >> 32, both & 0xFFFFFFFF


def _counted(column: NDArray[Any], names: tuple[str, ...]) -> dict[str, int]:
    counts = np.bincount(column, minlength=len(names)).tolist()
    found = [(name, count) for name, count in zip(names, counts, strict=True) if count and name]
    return dict(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def _wanted(shown: Shown, events: NDArray[np.int64], asked: Asked) -> tuple[int, NDArray[np.int64]]:
    """The page of the table asked for, or that of the event asked for, and the events on it."""
    if asked.part != "all":
        return asked.page, events[:0]
    keys, page = _keys(shown.events, events, asked.sort), asked.page
    if asked.event:
        order = least(keys, len(events))
        at = np.flatnonzero(events[order] == shown.number_of(asked.event))
        page = int(at[0]) // PAGE if len(at) else page
    else:
        order = least(keys, (page + 1) * PAGE)
    return page, events[order[page * PAGE : (page + 1) * PAGE]]


def rows(shown: Shown, connection: Connection, wanted: NDArray[np.int64]) -> list[EventRow]:
    """A page of the table."""
    names = [shown.ids[number] for number in wanted]
    held = loading.of_events(connection, shown.at, names)
    made = []
    for number, name in zip(wanted, names, strict=True):
        told_of = summary(name, [loading.card(row) for row in held[name]])
        event = shown.events[number]
        first = next(row for row in held[name] if row.claim.id == told_of.claims[0])
        told = wording.chain(first.claim.sources) or f"{first.outlet or 'outlet unknown'}, {wording.OWN_WORD}"
        standing, confidence = STANDINGS[event["standing"]], round(float(event["confidence"]), 3)
        made.append(event_row(told_of, first.claim.sentence.text, told, standing, confidence))
    return made


def event_row(event: Event, quote: str, told: str, standing: str, confidence: float) -> EventRow:
    """An event in words."""
    return EventRow(
        id=event.id,
        type=event.type,
        mode=event.mode,
        status=event.status,
        standing=standing,
        who=wording.actors(event.actors),
        whom=wording.actors(event.recipients),
        when=wording.interval(event.when),
        where=wording.where(event.places),
        figures=columns.figures(event.quantities),
        quote=quote,
        according_to=told,
        outlets=event.outlets,
        origins=event.origins,
        confidence=confidence,
        points=tuple(
            (each.lon, each.lat, each.radius_km or 0.0)
            for each in event.places
            if each.lon is not None and each.lat is not None and each.kind != "country"
        ),
    )


def _keys(held: NDArray[Any], events: NDArray[np.int64], sort: Sort) -> tuple[NDArray[Any], ...]:
    """What the events are ordered by; what has no day comes last in either order of days."""
    day = held["first"][events].astype("i8")
    undated = day == UNDATED
    if sort in ("newest", "oldest"):
        return (np.where(undated, _FAR, day if sort == "oldest" else -day),)
    return held["confidence"][events] if sort == "least-certain" else -held["origins"][events], undated, -day
