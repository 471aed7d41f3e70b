"""Where an event was, as GeoJSON that refuses to lie: towns are points, a border is a line, an area an area.

A whole country has no geometry at all: it is named beside the map. So is what could not be resolved.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from tocsin.exports.geometry import Geometry, Shape, geometry, why_not
from tocsin.records import Place, PlaceKind


class About(Struct, frozen=True):
    """What a place is. `shape` is what its geometry stands for: the place itself lies within `radius_km` of lat, lon.

    `circle` is an area whose outline is not known: it lies in that circle, or most of it.
    """

    name: str
    id: str | None
    kind: PlaceKind | None
    shape: Shape
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
        features=tuple(_feature(place) for place in found if not why_not(place)),
        unmapped=tuple(
            Unmapped(place.name, place.kind, place.country, why) for place in found if (why := why_not(place))
        ),
    )


def _feature(place: Place) -> Feature:
    shape, drawn = geometry(place, place.lat or 0.0, place.lon or 0.0)
    about = About(place.name, place.id, place.kind, shape, place.lat or 0.0, place.lon or 0.0, place.radius_km,
                  place.country, place.admin1, place.confidence, place.rivals)  # fmt: skip
    return Feature(drawn, about)
