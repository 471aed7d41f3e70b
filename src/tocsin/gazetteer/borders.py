"""Borders between two countries: where they run, and the ways news names them."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import combinations, groupby, product
from operator import itemgetter
from typing import Any, NamedTuple

Point = tuple[float, float]


class Border(NamedTuple):
    """A point of the border near its middle, and how far its ends are from it."""

    lat: float
    lon: float
    radius_km: float


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres."""
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))


def shared_lines(countries: list[Any]) -> dict[tuple[str, str], Border]:
    """Borders by pair of alpha-3 codes (in alphabetical order) from Natural Earth's polygons.

    Neighbours there share the very points of their border, so the points that two of them have are the border.
    """
    lines: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for point, codes in _owners(countries).items():
        for pair in combinations(sorted(codes), 2):
            lines[pair].append(point)
    return {pair: _middle(sorted(points)) for pair, points in sorted(lines.items()) if len(points) > 1}


def courses(countries: list[Any]) -> dict[tuple[str, str], list[list[Point]]]:
    """Where each of these borders runs: points (latitude, longitude) in their order along the first country's edge."""
    owners = _owners(countries)
    found: dict[tuple[str, str], list[list[Point]]] = defaultdict(list)
    for _, _, _, code, _, rings in countries:
        for _, points in rings if code else ():
            edge = [(round(lat, 5), round(lon, 5)) for lon, lat in points]
            for other in sorted({each for point in edge for each in owners[point] if each > code}):
                found[code, other] += _runs(edge, [other in owners[point] for point in edge])
    return dict(sorted(found.items()))


def _runs(edge: list[Point], shared: list[bool]) -> list[list[Point]]:
    """The stretches of an edge whose points are shared; an edge may begin within one."""
    if not all(shared):
        first = shared.index(False)
        edge, shared = edge[first:] + edge[:first], shared[first:] + shared[:first]
    runs = [[point for point, _ in group] for held, group in groupby(zip(edge, shared, strict=True), itemgetter(1))
            if held]  # fmt: skip
    return [run for run in runs if len(run) > 1]


def _owners(countries: list[Any]) -> dict[Point, set[str]]:
    """Which countries have each point on their edge."""
    owners: dict[Point, set[str]] = defaultdict(set)
    for _, _, _, code, _, rings in countries:
        for _, points in rings if code else ():
            for lon, lat in points:
                owners[(round(lat, 5), round(lon, 5))].add(code)
    return owners


def _middle(points: list[Point]) -> Border:
    mean = (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
    lat, lon = min(points, key=lambda p: (distance_km(p[0], p[1], mean[0], mean[1]), p))
    radius = max(distance_km(lat, lon, p[0], p[1]) for p in points)
    return Border(round(lat, 4), round(lon, 4), round(max(radius, 5.0), 1))


def spellings(first: list[str], second: list[str]) -> list[str]:
    """The names of a border from the names and adjectives of the two sides: "Afghan-Tajik border" and the like."""
    pairs = [*product(first, second), *product(second, first)]
    return [f"{a}-{b} border" for a, b in pairs]
