"""One picture of what fits: the timeline, the map, what no map can show, and a page of the table."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sqlalchemy import Connection

from tocsin.desk.asked import PAGE, Asked, Sort
from tocsin.desk.choice import Choice, choose, mappable, within
from tocsin.desk.index import COUNTRY, KINDS, STANDINGS, STATUSES, TYPES, Index
from tocsin.desk.rows import UNDATED
from tocsin.exports import columns, wording
from tocsin.linking.events import Event, summary
from tocsin.records import PlaceKind
from tocsin.storage import loading

MOST_POINTS: Final = 20_000  # more are put together in cells
_UNITS: Final = (("day", 150, "D"), ("week", 1100, "W"), ("month", 9000, "M"), ("year", 1 << 31, "Y"))
_FAR: Final = 1 << 40  # after every day
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
    with index.fresh() as connection:
        choice = choose(index, connection, asked)
        order = choice.events[_order(index, choice.events, asked.sort)]
        page = _page_of(index, order, asked)
        shown = order[page * PAGE : (page + 1) * PAGE] if asked.part == "all" else order[:0]
        return Situation(
            moment=index.at,
            rule=_rule(asked),
            events=len(choice.events),
            claims=int(choice.claims.sum()),
            of_events=int(index.events.held["stands"].sum()),
            timeline=timeline(index, choice),
            map=points_or_cells(index, choice, asked),
            unmapped=unmapped(index, choice),
            facets=facets(index, choice),
            rows=tuple(rows(index, connection, shown)),
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
def timeline(index: Index, choice: Choice) -> Timeline:
    """Bars of days, weeks, months or years, whichever makes a readable number of bars."""
    days, standing = (index.events.held[name][choice.events] for name in ("first", "standing"))
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
def points_or_cells(index: Index, choice: Choice, asked: Asked) -> Points | Cells:
    """Each place of each event once, and where these are too many, the cells that hold them."""
    places = index.places.held
    seen = mappable(places) & choice.claims[places["claim"]]
    if asked.view:
        seen &= within(places, asked.view)
    rows = np.flatnonzero(seen)
    events = index.claims.held["event"][places["claim"][rows]]
    lon, lat = places["lon"][rows], places["lat"][rows]
    once = _once(lon, lat, events)
    rows, events, lon, lat = rows[once], events[once], lon[once], lat[once]
    standing = index.events.held["standing"][events]
    if len(rows) > MOST_POINTS:
        return _cells(lon, lat, standing, _CELL / 2 ** int(asked.zoom))
    return Points(
        events=[index.ids[number] for number in events],
        lon=np.round(lon, 5).tolist(),
        lat=np.round(lat, 5).tolist(),
        radius_km=np.round(places["radius"][rows].astype("f8"), 2).tolist(),
        kind=places["kind"][rows].tolist(),
        standing=standing.tolist(),
        type=index.events.held["type"][events].tolist(),
    )


def _once(lon: Degrees, lat: Degrees, events: NDArray[Any]) -> NDArray[np.int64]:
    """Which to keep, in their order, to have no place of an event a second time."""
    place = ((lat * 1e4).astype("i8") + 900_000) * 3_600_001 + (lon * 1e4).astype("i8") + 1_800_000
    _, first = np.unique((events.astype("i8") << 43) | place, return_index=True)
    return np.sort(first)


def _cells(lon: Degrees, lat: Degrees, standing: NDArray[Any], degrees: float) -> Cells:
    east, north = (np.floor(each / degrees).astype("i8") for each in (lon, lat))
    keys, cell = np.unique(north * 1_000_000 + east, return_inverse=True)
    size = np.bincount(cell)
    middle_east, middle_north = (np.round(np.bincount(cell, each) / size, 4) for each in (lon, lat))
    counts = {
        name: np.bincount(cell[standing == number], minlength=len(keys)).tolist()
        for number, name in enumerate(STANDINGS)
    }
    return Cells(degrees, middle_east.tolist(), middle_north.tolist(), counts)


def unmapped(index: Index, choice: Choice) -> Unmapped:
    """What no pin can show honestly."""
    places = index.places.held
    fits = choice.claims[places["claim"]]
    events = index.claims.held["event"][places["claim"]]
    points = np.zeros(len(index.events.held), bool)
    points[events[mappable(places) & fits]] = True
    countries = fits & (places["kind"] == COUNTRY) & ~points[events]
    numbers, counts = np.unique(_pairs(events[countries], places["country"][countries])[1], return_counts=True)
    known = points.copy()
    known[events[countries]] = True
    names = [index.countries.names[number] or "?" for number in numbers]
    by_size = sorted(zip(names, counts.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return Unmapped(dict(by_size), int((~known[choice.events]).sum()))


# ---------------------------------------------------------------- lists
def facets(index: Index, choice: Choice) -> dict[str, dict[str, int]]:
    """How many of the events that fit are of each status, type and standing, and have a claim of each outlet."""
    found = {
        name: _counted(index.events.held[name][choice.events], names)
        for name, names in (("status", STATUSES), ("type", TYPES), ("standing", STANDINGS))
    }
    events, outlet = (index.claims.held[name][choice.claims] for name in ("event", "outlet"))
    outlets = tuple(name or "" for name in index.outlets.names)
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


def _page_of(index: Index, order: NDArray[np.int64], asked: Asked) -> int:
    """The page asked for, or the one that holds the event asked for."""
    at = np.flatnonzero(order == index.number_of(asked.event)) if asked.event else None
    return asked.page if at is None or not len(at) else int(at[0]) // PAGE


def rows(index: Index, connection: Connection, wanted: NDArray[np.int64]) -> list[EventRow]:
    """A page of the table."""
    names = [index.ids[number] for number in wanted]
    held = loading.of_events(connection, index.at, names)
    made = []
    for number, name in zip(wanted, names, strict=True):
        told_of = summary(name, [loading.card(row) for row in held[name]])
        event = index.events.held[number]
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


def _order(index: Index, events: NDArray[np.int64], sort: Sort) -> NDArray[np.int64]:
    """What has no day comes last in either order of days."""
    held = index.events.held
    day = held["first"][events].astype("i8")
    undated = day == UNDATED
    if sort in ("newest", "oldest"):
        return np.argsort(np.where(undated, _FAR, day if sort == "oldest" else -day), kind="stable")
    least = held["confidence"][events] if sort == "least-certain" else -held["origins"][events]
    return np.lexsort((-day, undated, least))
