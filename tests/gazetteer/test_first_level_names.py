"""First-level areas by their names in the news: 298 spellings lead to the unit of ISO 3166-2 that is meant."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pycountry
import pytest

from tocsin.gazetteer.borders import distance_km
from tocsin.gazetteer.lookup import Entry, gazetteer
from tocsin.gazetteer.names import normalise, parts
from tocsin.gazetteer.resolver import resolve
from tocsin.gazetteer.story import Query


class Written(NamedTuple):
    """A name as news writes it, and the country and a town of the unit that it stands for."""

    name: str
    country: str
    town: Entry


def written() -> list[Written]:
    """The rows of the table: a code of the standard, a town that lies in the unit, the name."""
    found = []
    with (Path(__file__).parent / "first_level_names.csv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            unit = pycountry.subdivisions.get(code=row["unit"])
            country = pycountry.countries.get(alpha_2=unit.country_code).alpha_3
            towns = [e for e in gazetteer().candidates(row["town"]) if e.kind == "city" and e.country == country]
            found.append(Written(row["name"], country, max(towns, key=lambda town: town.population)))
    return found


def holds(area: Entry | None, town: Entry) -> bool:
    """Whether the answer is the area that the town lies in."""
    if area is None or area.kind != "admin1" or area.country != town.country:
        return False
    if area.admin1:
        return area.admin1 == town.admin1
    return distance_km(area.lat, area.lon, town.lat, town.lon) <= (area.radius_km or 0.0)


def answer(name: str, nations: dict[str, int]) -> Entry | None:
    key = normalise(name)
    return resolve([Query(key, wanted=parts(key).kind, label="GPE", located=True)], nations, gazetteer())[0].entry


def test_where_the_report_names_the_country_each_is_found():
    wrong = [(w.name, w.country) for w in written() if not holds(answer(w.name, {w.country: 1}), w.town)]
    assert wrong == []


def test_alone_most_are_found():
    """What is left open alone are names that several countries have ("Eastern Region", "Punjab state")."""
    rows = written()
    assert sum(holds(answer(w.name, {}), w.town) for w in rows) >= 0.88 * len(rows)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Tyumen", "city"),
        ("Mexico", "country"),
        ("Musa Qala district", "admin2"),
        ("Aleppo", "city"),
        ("Lake Chad", "water"),
        ("Golan Heights", "region"),
        ("Gaza Strip", "admin1"),
    ],
)
def test_the_better_known_place_of_the_name_keeps_it(name, kind):
    found = answer(name, {})
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    ("name", "unlike"),
    [
        ("Bay region", "USA"),
        ("Virgin Islands", "USA"),
        ("Licking Valley", "USA"),
        ("Korean Peninsula", "RUS"),
        ("Indian state", "USA"),
    ],
)
def test_what_only_sounds_like_an_area_or_bears_its_nickname_is_not_it(name, unlike):
    found = answer(name, {})
    assert found is None or found.country != unlike


def test_a_county_is_first_level_where_its_country_has_counties_there():
    assert [(e.kind, e.country) for e in [answer("Mandera County", {"KEN": 1})] if e] == [("admin1", "KEN")]
    assert [e.kind for e in [answer("Marion County", {"USA": 1})] if e and e.kind == "admin1"] == []
