"""The borders of the desk's map: Natural Earth's as they are held, or the user's own file."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Final

SHIPPED: Final = Path(str(files("tocsin.desk"))) / "static" / "vendor" / "countries-50m.json"


class BordersError(ValueError):
    """A file of borders that no map can show."""


def checked(path: Path) -> Path:
    """The file, if it is TopoJSON or a GeoJSON of polygons; raises BordersError that names it."""
    path = path.resolve()
    try:
        held = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BordersError(f"{path}: borders cannot be read ({error})") from error
    if not (_topology(held) or _areas(held)):
        raise BordersError(f"{path}: borders are a TopoJSON, or a GeoJSON FeatureCollection of polygons")
    return path


def _topology(held: object) -> bool:
    return isinstance(held, dict) and held.get("type") == "Topology" and bool(held.get("objects"))


def _areas(held: object) -> bool:
    if not (isinstance(held, dict) and held.get("type") == "FeatureCollection"):
        return False
    features = held.get("features")
    return isinstance(features, list) and bool(features) and all(_area(each) for each in features)


def _area(feature: object) -> bool:
    shape = feature.get("geometry") if isinstance(feature, dict) else 0
    return shape is None or (isinstance(shape, dict) and shape.get("type") in {"Polygon", "MultiPolygon"})
