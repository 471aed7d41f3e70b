"""The points of Tocsin's own places lie where their countries have towns, and where the towns of their name are."""

from __future__ import annotations

import csv
import sqlite3
from collections import defaultdict

import numpy as np
import pytest

from tocsin.gazetteer.lookup import SHIPPED
from tocsin.gazetteer.names import DATA, normalise
from tocsin.gazetteer.story import EARTH_KM

GEONAMES = "GeoNames"
NEAR_KM = 75.0  # to a town of the country, or of the province named
SAME_KM = 60.0  # to the town that it has its name from
TOWN_KM = 250.0  # of a town of our own to the next of GeoNames: ours are where GeoNames has few
# Deserts, glaciers, reefs and parks without a town near.
LONELY = set(
    "tinzaouaten aksai-chin aouzou-strip galwan-valley garamba-national-park halaib-triangle ilemi-triangle kashmir "
    "liancourt-rocks senkaku-islands siachen-glacier w-national-park grand-ethiopian-renaissance-dam "
    "in-amenas-gas-plant khurais-oil-field kouri-bougoudi maaten-al-sarra "
    "thule-air-base trebil-crossing intan-jaya nduga hamdayet al-tanf "
    "al-wigh metema-crossing jebel-marra shagarab-camp vizcatan "
    "kwamouth rafai phoenix-islands rennell-and-bellona".split()
)


def rows() -> list[dict[str, str]]:
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as text:
        return [row for row in csv.DictReader(text) if row["lat"]]


def vectors(points: list[tuple[float, float]]) -> np.ndarray:
    lat, lon = np.radians(np.array(points)).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def km(row: dict[str, str], towns: np.ndarray) -> float:
    here = vectors([(float(row["lat"]), float(row["lon"]))])[0]
    return EARTH_KM * float(np.arccos(np.clip((towns @ here).max(), -1.0, 1.0)))


@pytest.fixture(scope="module")
def towns() -> dict[tuple[str, str], np.ndarray]:
    """Vectors of towns by country and first-level area ("" for all of a country), and by country those of GeoNames."""
    found: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    asked = {(row["countries"], normalise(row["admin1"])) for row in rows()}
    with sqlite3.connect(f"file:{SHIPPED}?mode=ro", uri=True) as base:
        cities = base.execute(
            "SELECT lat, lon, country, admin1, feature FROM place WHERE kind = 'city' AND country IS NOT NULL"
        )
        for lat, lon, country, admin1, feature in cities:
            for area in ("", normalise(admin1 or "?"), *([GEONAMES] if feature != "T.OWN" else [])):
                found[country, area].append((lat, lon))
        areas = base.execute(
            "SELECT country, admin1, key FROM name JOIN place ON number = place WHERE kind = 'admin1' AND admin1 <> ''"
        )
        for country, admin1, key in areas:
            if (country, key) in asked and normalise(admin1) != key:
                found[country, key] += found.get((country, normalise(admin1)), [])
    return {key: vectors(points) for key, points in found.items() if points}


def test_a_point_lies_in_or_near_every_country_it_is_said_to_lie_in(towns):
    far = {}
    for row in rows():
        town = row["kind"] == "city"
        reach = TOWN_KM if town else max(NEAR_KM, 1.2 * float(row["radius_km"])) * (3 if row["kind"] == "water" else 1)
        for country in filter(None, row["countries"].split("|")):
            near = towns.get((country, GEONAMES if town else ""))
            if near is not None and row["id"].removeprefix("tocsin:") not in LONELY and km(row, near) > reach:
                far[row["id"], country] = round(km(row, near))
    assert far == {}


def test_a_point_lies_in_or_near_the_province_it_is_said_to_lie_in(towns):
    far = {}
    for row in rows():
        near = towns.get((row["countries"], normalise(row["admin1"]))) if row["admin1"] else None
        lonely = near is None or row["id"].removeprefix("tocsin:") in LONELY
        if not lonely and km(row, near) > max(NEAR_KM, float(row["radius_km"])):
            far[row["id"]] = round(km(row, near))
    assert far == {}


def test_a_site_lies_near_the_town_of_its_name_in_its_province():
    far = {}
    with sqlite3.connect(f"file:{SHIPPED}?mode=ro", uri=True) as base:
        for row in rows():
            if row["kind"] not in {"site", "city", "admin2"} or not row["admin1"]:
                continue
            named = base.execute(
                "SELECT lat, lon FROM name JOIN place ON number = place WHERE key = ? AND kind = 'city' AND grade = 0 "
                "AND country = ? AND admin1 LIKE ? || '%' AND id LIKE 'geonames:%'",
                (normalise(row["name"]), row["countries"], row["admin1"]),
            ).fetchall()
            if named and km(row, vectors(named)) > max(SAME_KM / 2, float(row["radius_km"])):
                far[row["id"]] = round(km(row, vectors(named)))
    assert far == {}
