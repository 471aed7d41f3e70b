from __future__ import annotations

import csv
import hashlib
import pickle
import sqlite3

import pytest

from tocsin.gazetteer import build, made, sources
from tocsin.gazetteer.borders import distance_km, shared_lines, spellings
from tocsin.gazetteer.lookup import SHIPPED
from tocsin.gazetteer.made import Place
from tocsin.gazetteer.names import DATA, normalise
from tocsin.gazetteer.sources import BuildError
from tocsin.gazetteer.spellings import keys, latin, plain


class Harmful:
    def __reduce__(self):
        return (print, ("run",))


def checked(content):
    return sources.plain_pickle(content, hashlib.sha256(content).hexdigest(), "x")


def test_a_pickle_of_plain_values_is_read():
    assert checked(pickle.dumps([["Utopia", 1.5, None]])) == [["Utopia", 1.5, None]]


def test_a_pickle_that_would_run_code_is_refused(capsys):
    with pytest.raises(BuildError, match="refused"):
        checked(pickle.dumps(Harmful()))
    assert not capsys.readouterr().out


def test_a_pickle_with_another_checksum_is_not_even_opened():
    with pytest.raises(BuildError, match="pinned"):
        sources.plain_pickle(pickle.dumps(Harmful()), "0" * 64, "x")


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setitem(sources.VERSIONS, "no-such-package-here", "1")
    with pytest.raises(BuildError, match="no-such-package-here==1"):
        sources._file("no-such-package-here", "x")


def square(code, west, points_north=3):
    east = west + 1.0
    ring = [(west, float(y)) for y in range(points_north)] + [(east, float(y)) for y in reversed(range(points_north))]
    return ("", "", "", code, None, [(None, ring)])


def test_a_border_runs_where_two_countries_share_points():
    lines = shared_lines([square("AAA", 0.0), square("BBB", 1.0), square("CCC", 5.0)])
    assert list(lines) == [("AAA", "BBB")]
    border = lines["AAA", "BBB"]
    assert (border.lat, border.lon) == (1.0, 1.0)
    assert border.radius_km == pytest.approx(distance_km(1.0, 1.0, 2.0, 1.0), abs=0.1)


def test_a_border_is_named_from_both_sides():
    assert set(spellings(["Utopia", "Utopian"], ["Erewhon"])) == {
        "Utopia-Erewhon border",
        "Utopian-Erewhon border",
        "Erewhon-Utopia border",
        "Erewhon-Utopian border",
    }


def test_names_in_other_letters_and_bare_transliterations_are_left_out():
    names = ["Дубай", "Dubai", "dby", "DXB", "ad-Dawha", "Dubaj"]
    assert list(latin(names, "city")) == ["Dubai", "ad-Dawha", "Dubaj"]


def test_a_transliteration_loses_its_marks_and_an_accent_stays():
    assert plain("Jalālābād") == "Jalalabad"
    assert plain("Medellín") == "Medellín"


def test_keys_grade_the_name_its_spellings_and_other_names():
    graded = keys(["Newford County", "Newforde County", "Oldham"], {"the shire"}, "admin2")
    assert graded == {
        "newford county": 0,
        "newford": 1,
        "newforde county": 1,
        "newforde": 2,
        "oldham": 2,
    }


def test_a_place_of_ours_is_the_one_of_geonames_only_if_kind_country_and_spot_agree():
    town = Place("geonames:1", ["Ardel"], "city", "P.PPL", 10.0, 10.0, ("AAA",))
    known = {"ardel": [town]}

    def ours(kind, lat, country):
        return Place("tocsin:ardel", ["Ardel"], kind, "T.OWN", lat, 10.0, (country,), radius_km=5.0)

    assert build._same(ours("city", 10.1, "AAA"), known) is town
    assert build._same(ours("city", 12.0, "AAA"), known) is None
    assert build._same(ours("city", 10.1, "BBB"), known) is None
    assert build._same(ours("site", 10.1, "AAA"), known) is None


def test_an_alias_for_an_unknown_place_names_its_line(monkeypatch, tmp_path):
    (tmp_path / "place_aliases.csv").write_text("name,country,kind,aliases\nNowhere,AAA,city,Noplace\n")
    monkeypatch.setattr(made, "DATA", tmp_path)
    with pytest.raises(BuildError, match=r"place_aliases.csv:2: no city 'Nowhere' in AAA"):
        build._aliases({})


def test_what_is_no_gazetteer_is_not_current(tmp_path):
    assert not build.is_current(tmp_path / "absent.sqlite")
    (tmp_path / "other.sqlite").write_text("no database, but longer than a header of one hundred bytes " * 4)
    assert not build.is_current(tmp_path / "other.sqlite")


def test_the_supplement_is_in_order():
    with (DATA / "places.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) >= 800
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["id"] == "tocsin:" + normalise(row["name"]).replace(" ", "-")
        assert row["kind"] in build.KINDS
        if row["lat"]:
            assert -90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180 and float(row["radius_km"]) > 0
        else:
            assert row["kind"] == "border" and row["countries"].count("|") == 1


def test_the_shipped_gazetteer_says_where_its_data_come_from():
    with sqlite3.connect(f"file:{SHIPPED}?mode=ro", uri=True) as base:
        facts = dict(base.execute("SELECT key, value FROM fact"))
        orphans = base.execute("SELECT count(*) FROM name WHERE place NOT IN (SELECT number FROM place)").fetchone()
    assert "GeoNames" in facts["attribution"] and "CC BY 4.0" in facts["attribution"]
    assert orphans == (0,)


def test_every_big_country_has_its_first_level_areas():
    """Numbers of public record; a country's own count changes, so a tenth may be missing."""
    counts = {"AFG": 34, "BRA": 27, "COD": 26, "DEU": 16, "ETH": 11, "IND": 36, "IRQ": 18, "MMR": 14, "NGA": 37}
    counts |= {"RUS": 83, "SDN": 18, "SYR": 14, "UKR": 27, "USA": 51, "YEM": 21, "MEX": 32, "PAK": 7, "MOZ": 11}
    with sqlite3.connect(f"file:{SHIPPED}?mode=ro", uri=True) as base:
        rows = dict(base.execute("SELECT country, count(*) FROM place WHERE kind = 'admin1' GROUP BY country"))
    assert {code: rows.get(code, 0) for code, number in counts.items() if rows.get(code, 0) < 0.9 * number} == {}
    assert len(rows) >= 190


def test_first_level_areas_have_variant_names():
    with sqlite3.connect(f"file:{SHIPPED}?mode=ro", uri=True) as base:
        names, places = base.execute(
            "SELECT count(*), count(DISTINCT place) FROM name JOIN place ON number = place WHERE kind = 'admin1'"
        ).fetchone()
    assert names > 3 * places
