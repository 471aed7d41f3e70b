"""A timeline and a map of events, drawn by matplotlib. What no place or day is known of is said beside the picture."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import accumulate
from typing import Any, Final

from tocsin.exports import wording
from tocsin.sitrep.document import Picture
from tocsin.sitrep.tally import DONE, Mark

DOUBTFUL: Final = ("denied", "possible", "unclear")
LOOKS: Final = {"told as happened": ("#1b1c1e", "o"), "not yet": ("#a85a00", "^"), "doubtful": ("#6a6a66", "x")}
_MOST_BARS: Final = 120
_MARGIN: Final = 3.0  # degrees round the places
_LEAST: Final = 8.0  # degrees that a map shows at least
_SHAPE: Final = 1.8  # of a map, width to height


def drawn(events: Sequence[Mark]) -> Sequence[Picture]:
    """The timeline and the map of what can be put on them."""
    return [made for made in (timeline(events), world(events)) if made is not None]


def _kind(event: Mark) -> str:
    return "told as happened" if event.status in DONE else "doubtful" if event.status in DOUBTFUL else "not yet"


def timeline(events: Sequence[Mark]) -> Picture | None:
    """Events by their first day, or by week or month where these are many; null where none is dated."""
    dated = [(date.fromisoformat(event.day), _kind(event)) for event in events if event.day]
    if not dated:
        return None
    first, last = min(dated)[0], max(dated)[0]
    unit = next(unit for unit in (1, 7, 30, 365, 3650) if (last - first).days // unit < _MOST_BARS or unit == 3650)
    figure, axes = _canvas((9, 2.4))
    bottom: Counter[int] = Counter()
    for kind, (colour, _) in LOOKS.items():
        counts = Counter((day - first).days // unit for day, each in dated if each == kind)
        if not counts:
            continue
        at = [first + timedelta(days=step * unit) for step in counts]
        under = [bottom[step] for step in counts]
        axes.bar(at, counts.values(), width=unit * 0.9, bottom=under, color=colour, label=kind, align="edge")
        bottom.update(counts)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.legend(fontsize=7, frameon=False, loc="upper right")
    axes.set_ylabel("events", fontsize=8)
    several = {1: "day", 7: "week", 30: "30 days", 365: "365 days", 3650: "3650 days"}[unit]
    words = (
        f"Timeline: {wording.many(len(dated), 'event')} by first day, a bar a {several}, {first.isoformat()} "
        f"to {last.isoformat()}; {len(events) - len(dated)} without a day left out"
    )
    return _saved("timeline", words, figure, axes)


def world(events: Sequence[Mark]) -> Picture | None:
    """The places of the events, areas as circles of their reach; null where no place is known."""
    points = list(dict.fromkeys((*point, _kind(event)) for event in events for point in event.points))
    if not points:
        return None
    figure, axes = _canvas((9, 5))
    west, south, east, north = _frame([(lon, lat) for lon, lat, *_ in points])
    for name, rings in _countries():
        seen = [ring for ring in rings if _meets(ring, west, south, east, north)]
        for ring in seen:
            axes.fill(*zip(*ring, strict=True), facecolor="#efede6", edgecolor="#a9a59a", linewidth=0.4)
        if seen:
            lon, lat = _middle(max(rings, key=len))
            axes.text(lon, lat, name, fontsize=6, color="#8a867c", ha="center", clip_on=True)
    for kind, (colour, mark) in LOOKS.items():
        held = [(lon, lat, reach) for lon, lat, reach, each in points if each == kind]
        if not held:
            continue
        axes.scatter(
            [each[0] for each in held], [each[1] for each in held], c=colour, marker=mark, s=22, label=kind, zorder=3
        )
        for lon, lat, reach in held:
            if reach > 20:
                axes.add_patch(_circle(lon, lat, reach, colour))
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect("equal")
    axes.legend(fontsize=7, loc="upper right")
    shown = sum(bool(event.points) for event in events)
    words = (
        f"Map: the places of {wording.many(shown, 'event')}, areas as circles; {len(events) - shown} in a whole "
        "country or without a known place left out. Borders as they are held, whoever claims them (Natural Earth)"
    )
    return _saved("map", words, figure, axes)


def _frame(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """West, south, east and north of a map in the shape of the page round the points."""
    lons, lats = zip(*points, strict=True)
    high = max(max(lats) - min(lats) + 2 * _MARGIN, _LEAST, (max(lons) - min(lons) + 2 * _MARGIN) / _SHAPE)
    lon, lat = (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2
    return lon - high * _SHAPE / 2, lat - high / 2, lon + high * _SHAPE / 2, lat + high / 2


def _meets(ring: Sequence[tuple[float, float]], west: float, south: float, east: float, north: float) -> bool:
    lons, lats = zip(*ring, strict=True)
    return bool(max(lons) >= west and min(lons) <= east and max(lats) >= south and min(lats) <= north)


def _circle(lon: float, lat: float, reach: float, colour: str) -> Any:
    from math import cos, radians

    from matplotlib.patches import Ellipse

    high = reach / 111.2
    return Ellipse(
        (lon, lat), 2 * high / max(cos(radians(lat)), 0.05), 2 * high, fill=False, edgecolor=colour, alpha=0.5
    )


@cache
def _countries() -> Sequence[tuple[str, Sequence[list[tuple[float, float]]]]]:
    """Countries with their outlines as rings of degrees; none where the desk's assets are not installed."""
    found = files("tocsin.desk") / "static" / "vendor" / "countries-50m.json"
    if not found.is_file():
        return ()
    topology = json.loads(found.read_text(encoding="utf-8"))
    arcs = [_degrees(arc, **topology["transform"]) for arc in topology["arcs"]]
    held = []
    for shape in topology["objects"]["countries"]["geometries"]:
        rings = [_ring(ring, arcs) for polygon in _polygons(shape) for ring in polygon]
        if rings:
            held.append((str(shape.get("properties", {}).get("name", "")), rings))
    return held


def _degrees(arc: list[list[int]], scale: list[float], translate: list[float]) -> list[tuple[float, float]]:
    """The points of an arc, which TopoJSON writes as steps in whole numbers."""
    lons, lats = accumulate(step[0] for step in arc), accumulate(step[1] for step in arc)
    return [(x * scale[0] + translate[0], y * scale[1] + translate[1]) for x, y in zip(lons, lats, strict=True)]


def _middle(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    lons, lats = zip(*ring, strict=True)
    return (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2


def _polygons(shape: dict[str, Any]) -> Iterator[Any]:
    if shape.get("type") == "Polygon":
        yield shape["arcs"]
    elif shape.get("type") == "MultiPolygon":
        yield from shape["arcs"]


def _ring(numbers: Sequence[int], arcs: Sequence[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    ring: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _canvas(size: tuple[float, float]) -> tuple[Any, Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _saved(name: str, words: str, figure: Any, axes: Any) -> Picture:
    axes.tick_params(labelsize=7)
    written = BytesIO()
    figure.savefig(written, format="png", metadata={"Software": None})
    return Picture(name, words, written.getvalue())
