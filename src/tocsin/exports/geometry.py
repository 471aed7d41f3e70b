"""Where a place lies, as GeoJSON that refuses to lie: towns are points, a border is a line, an area an area.

A whole country has no geometry at all, nor has what could not be resolved.
"""

from __future__ import annotations

import math
from typing import Any, Final, Literal

from msgspec import Struct

from tocsin.gazetteer.lookup import gazetteer
from tocsin.records import Place

Shape = Literal["point", "circle", "line"]
_SIDES: Final = 64  # of the polygon that stands for a circle
_EARTH_KM: Final = 6371.0
_POINTS: Final = {"city", "site"}


class Geometry(Struct, frozen=True):
    """A Point, a Polygon or a MultiLineString of GeoJSON."""

    type: Literal["Point", "Polygon", "MultiLineString"]
    coordinates: Any


def why_not(place: Place) -> str:
    """Why a place has no geometry; empty where it has one."""
    if place.lat is None or place.lon is None:
        return "not found in the gazetteer"
    return "a whole country: no point would be honest" if place.kind == "country" else ""


def geometry(place: Place, lat: float, lon: float) -> tuple[Shape, Geometry]:
    """The geometry of a place that has one, and what it stands for.

    `circle` is an area whose outline is not known: the place lies in that circle, or most of it.
    """
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
