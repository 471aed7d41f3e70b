"""First-level areas: towns get theirs, areas that no source has are added, and the world's are there."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from tocsin.gazetteer import areas
from tocsin.gazetteer.lookup import gazetteer
from tocsin.gazetteer.made import Place
from tocsin.gazetteer.sources import BuildError
from tocsin.gazetteer.spellings import without_class

ALPHA3 = {"UT": "UTO"}


def town(number: int, name: str, lat: float, code: str, people: int = 1000) -> Place:
    return Place(f"geonames:{number}", [name], "city", "P.PPL", lat, 10.0, ("UTO",), f"UT.{code}", people)


def named(monkeypatch, rows: str, *places: Place) -> dict[str, Place]:
    found = {place.id: place for place in places}
    lines = [line.split(",") for line in rows.splitlines()]
    table = [
        (n, dict(zip(("country", "seat", "name", "aliases"), cells, strict=True))) for n, cells in enumerate(lines, 2)
    ]
    monkeypatch.setattr(areas, "table", lambda name: iter(table))
    areas.name_towns(found, ALPHA3)
    return found


def test_an_area_that_no_source_has_is_made_of_its_towns(monkeypatch):
    found = named(
        monkeypatch, "UTO,Ardel,Ardelia,Ardelmark", town(1, "Ardel", 10.0, "01"), town(2, "Bruck", 12.0, "01")
    )
    area = found["tocsin:uto-ardelia"]
    assert (area.kind, area.lat, area.names) == ("admin1", 11.0, ["Ardelia", "Ardelmark"])
    assert area.radius_km == pytest.approx(111.2, abs=0.5)
    assert found["geonames:2"].admin1 == "Ardelia"


def test_an_area_of_the_sources_keeps_its_number_and_gets_the_names(monkeypatch):
    area = Place("geonames:9", ["Ardel Oblast"], "admin1", "A.ADM1", 30.0, 10.0, ("UTO",))
    found = named(monkeypatch, "UTO,Ardel,Ardelia,Ardel Oblast", area, town(1, "Ardel", 10.0, "01"))
    assert found["geonames:9"].names == ["Ardelia", "Ardel Oblast"]
    assert found["geonames:1"].admin1 == "Ardelia"
    assert len(found) == 2


def test_where_nothing_is_told_area_and_towns_must_be_each_others_nearest(monkeypatch):
    area = Place("geonames:9", ["Ardelia"], "admin1", "A.ADM1", 10.2, 10.0, ("UTO",))
    found = named(monkeypatch, "", area, town(1, "Ardel", 10.0, "01"), town(2, "Farry", 40.0, "02"))
    assert found["geonames:1"].admin1 == "Ardelia"
    assert found["geonames:2"].admin1 is None


def test_a_country_named_bare_has_areas_that_bear_their_towns_names(monkeypatch):
    found = named(monkeypatch, "UTO,,,", town(1, "Ardel", 10.0, "01"), town(2, "Bruck", 12.0, "01", 9000))
    assert found["tocsin:uto-bruck"].kind == "admin1"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("UTO,Nowhere,Ardelia,", "place_areas.csv:2: no town 'Nowhere' in UTO"),
        ("UTO,Ardel,Ardelia,\nUTO,Bruck,Other,", "place_areas.csv:3: Bruck lies in the area of line 2"),
    ],
)
def test_a_wrong_row_names_its_line(monkeypatch, rows, words):
    with pytest.raises(BuildError, match=words):
        named(monkeypatch, rows, town(1, "Ardel", 10.0, "01"), town(2, "Bruck", 12.0, "01"))


def with_units(monkeypatch, row: str, *places: Place) -> dict[str, Place]:
    found = {place.id: place for place in places}
    names = ("country", "name", "aliases", "lat", "lon", "radius_km", "population")
    monkeypatch.setattr(areas, "table", lambda name: iter([(2, dict(zip(names, row.split(","), strict=True)))]))
    areas.add_units(found)
    return found


def test_a_unit_with_a_point_is_new_where_no_source_has_it(monkeypatch):
    area = with_units(monkeypatch, "UTO,Ardelia,Ardelmark,10,10,20,4000")["tocsin:uto-ardelia"]
    assert (area.kind, area.names, area.radius_km, area.population) == ("admin1", ["Ardelia", "Ardelmark"], 20.0, 4000)


@pytest.mark.parametrize(("lat", "number", "kind"), [(10.1, 1, "admin1"), (40.0, 2, "admin2")])
def test_a_district_of_the_name_becomes_the_unit_if_it_is_near(monkeypatch, lat, number, kind):
    district = Place("geonames:9", ["Ardelia"], "admin2", "A.ADM2", lat, 10.0, ("UTO",), population=7)
    found = with_units(monkeypatch, "UTO,Ardelia County,Ardelia,10,10,20,4000", district)
    assert (len(found), found["geonames:9"].kind, found["geonames:9"].population) == (number, kind, 7)


def test_a_unit_without_a_point_names_its_line(monkeypatch):
    with pytest.raises(BuildError, match=r"place_units.csv:2: no point"):
        with_units(monkeypatch, "UTO,Ardelia,,,10,20,4000")


def test_a_code_may_stand_for_a_town(monkeypatch):
    found = named(monkeypatch, "UTO,UT.02,Bruckmark,", town(1, "Ardel", 10.0, "01"), town(2, "Ardel", 12.0, "02"))
    assert (found["geonames:1"].admin1, found["geonames:2"].admin1) == (None, "Bruckmark")


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Provincia de Ardel", "Ardel"),
        ("Changwat Ardel", "Ardel"),
        ("Estado Ardel", "Ardel"),
        ("Ardel Sheng", "Ardel"),
        ("Departamento del Norte", "Norte"),
        ("Cantonville", "Cantonville"),
        ("Provincial Heights", "Provincial Heights"),
    ],
)
def test_class_words_of_other_languages_are_cut_off(name, bare):
    assert without_class(name) == bare


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Erongo Region", "NAM"),
        ("Rural Damascus", "SYR"),
        ("Mon State", "MMR"),
        ("Karen State", "MMR"),
        ("Kyiv Oblast", "UKR"),
        ("Zaporozhye Region", "UKR"),
        ("Al-Jawf", "YEM"),
        ("Southern Red Sea", "ERI"),
        ("Sidama", "ETH"),
        ("Bangsamoro", "PHL"),
    ],
)
def test_first_level_areas_of_wars_are_there_by_their_names_in_the_news(name, country):
    assert any(e.kind == "admin1" and e.country == country for e in gazetteer().candidates(name))


def test_the_towns_of_an_area_say_so():
    towns = [e for e in gazetteer().candidates("Mawlamyine") if e.kind == "city"]
    assert [e.admin1 for e in towns] == ["Mon State"]


def test_the_world_s_first_level_areas_are_there():
    """By ISO 3166-2: what is missing is a region that holds other units."""
    spec = importlib.util.spec_from_file_location("first_level", Path(__file__).parents[2] / "bench" / "first_level.py")
    assert spec is not None and spec.loader is not None
    measured = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(measured)
    absent = measured.missing()
    assert len(absent) <= 3
