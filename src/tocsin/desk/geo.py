"""Where an event was, as GeoJSON that refuses to lie: towns are points, a border is a line, an area an area.

A whole country has no geometry at all: it is named beside the map. So is what could not be resolved.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final, Literal

from msgspec import Struct

from tocsin.gazetteer.lookup import gazetteer
from tocsin.records import Place, PlaceKind

_SIDES: Final = 64  # of the polygon that stands for a circle
_EARTH_KM: Final = 6371.0
_POINTS: Final = {"city", "site"}


class Geometry(Struct, frozen=True):
    """A Point, a Polygon or a MultiLineString of GeoJSON."""

    type: Literal["Point", "Polygon", "MultiLineString"]
    coordinates: Any


class About(Struct, frozen=True):
    """What a place is. `shape` is what its geometry stands for: the place itself lies within `radius_km` of lat, lon.

    `circle` is an area whose outline is not known: it lies in that circle, or most of it.
    """

    name: str
    id: str | None
    kind: PlaceKind | None
    shape: Literal["point", "circle", "line"]
    lat: float
    lon: float
    radius_km: float | None
    country: str | None
    admin1: str | None
    confidence: float
    rivals: tuple[str, ...]


class Feature(Struct, frozen=True):
    """A place with its geometry."""

    geometry: Geometry
    properties: About
    type: Literal["Feature"] = "Feature"


class Unmapped(Struct, frozen=True):
    """A place that has no geometry, and why."""

    name: str
    kind: PlaceKind | None
    country: str | None
    reason: str


class Geo(Struct, frozen=True):
    """A FeatureCollection; `unmapped` is a member of our own that other tools pass over."""

    features: tuple[Feature, ...]
    unmapped: tuple[Unmapped, ...]
    type: Literal["FeatureCollection"] = "FeatureCollection"


def geo(places: Iterable[Place]) -> Geo:
    """The places of an event, each once."""
    found = list(places)
    return Geo(
        features=tuple(_feature(place) for place in found if not _why_not(place)),
        unmapped=tuple(
            Unmapped(place.name, place.kind, place.country, why) for place in found if (why := _why_not(place))
        ),
    )


def _why_not(place: Place) -> str:
    if place.lat is None or place.lon is None:
        return "not found in the gazetteer"
    return "a whole country: no point would be honest" if place.kind == "country" else ""


def _feature(place: Place) -> Feature:
    shape, geometry = _geometry(place, place.lat or 0.0, place.lon or 0.0)
    about = About(place.name, place.id, place.kind, shape, place.lat or 0.0, place.lon or 0.0, place.radius_km,
                  place.country, place.admin1, place.confidence, place.rivals)  # fmt: skip
    return Feature(geometry, about)


def _geometry(place: Place, lat: float, lon: float) -> tuple[Literal["point", "circle", "line"], Geometry]:
    course = gazetteer().course(place.id) if place.kind == "border" and place.id else []
    if course:
        return "line", Geometry("MultiLineString", course)
    if place.kind in _POINTS or not place.radius_km:
        return "point", Geometry("Point", [lon, lat])
    return "circle", Geometry("Polygon", [circle(lat, lon, place.radius_km)])


def circle(lat: float, lon: float, radius_km: float) -> list[list[float]]:
    """The points at that distance, counter-clockwise, the first again at the end; never beyond a pole."""
    reach, north = radius_km / _EARTH_KM, math.radians(lat)
    points = []
    for step in range(_SIDES):
        bearing = -2 * math.pi * step / _SIDES
        sine = math.sin(north) * math.cos(reach) + math.cos(north) * math.sin(reach) * math.cos(bearing)
        up = math.asin(max(-1.0, min(1.0, sine)))
        across = math.atan2(
            math.sin(bearing) * math.sin(reach) * math.cos(north), math.cos(reach) - math.sin(north) * math.sin(up)
        )
        points.append([round(lon + math.degrees(across), 5), round(math.degrees(up), 5)])
    return [*points, points[0]]
