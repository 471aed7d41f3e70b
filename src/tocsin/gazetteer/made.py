"""What the gazetteer is made of: a place, and the rows of Tocsin's own tables."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from .names import DATA, normalise

PEOPLE_PER_KM2 = 4000  # of a town: gives its radius


@dataclass(slots=True)
class Place:
    """A row of the gazetteer being made; `names` has every name, the first is the one shown; `usual` are keys of
    other names that are as good as the first."""

    id: str
    names: list[str]
    kind: str
    feature: str
    lat: float
    lon: float
    countries: tuple[str, ...]
    admin1: str | None = None
    population: int = 0
    radius_km: float | None = None
    own: bool = False
    usual: set[str] = field(default_factory=set)


def town_km(population: int) -> float:
    """The radius of a town of so many people."""
    return round(max(1.0, math.sqrt(population / PEOPLE_PER_KM2 / math.pi)), 1)


def table(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table of the knowledge, each with its line."""
    with (DATA / name).open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text, strict=True)
        for row in reader:
            yield reader.line_num, row


def listed(cell: str) -> list[str]:
    """The parts of a cell, parted by upright strokes."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def slug(name: str) -> str:
    """A name as part of an id."""
    return normalise(name).replace(" ", "-")
