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
    shapes = [each.get("geometry") or {} for each in held.get("features", ()) if isinstance(each, dict)]
    return bool(shapes) and all(shape.get("type", "Polygon") in {"Polygon", "MultiPolygon"} for shape in shapes)
