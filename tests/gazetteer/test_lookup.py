from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tocsin.gazetteer.lookup import MOST, Gazetteer, GazetteerError, gazetteer


def first(name):
    found = gazetteer().candidates(name)
    return (found[0].id, found[0].kind) if found else None


def kinds(name):
    return {entry.kind for entry in gazetteer().candidates(name)}


def test_a_country_comes_before_its_namesakes():
    assert first("Jordan")[1] == first("Chad")[1] == first("the Netherlands")[1] == "country"


def test_case_accents_and_articles_do_not_matter():
    assert first("REYKJAVÍK") == first("reykjavik")
    assert first("Hudaydah") == first("al-Hudaydah")


def test_a_class_word_the_gazetteer_leaves_out_is_left_out():
    assert "admin1" in kinds("Badakhshan province")
    assert "city" in kinds("the city of Gaziantep")


def test_a_river_or_border_is_never_the_town_it_is_named_after():
    assert gazetteer().candidates("Gaziantep River") == ()
    assert gazetteer().candidates("Gaziantep border") == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Pyandzh River", ("tocsin:panj-river", "water")),
        ("Straits of Hormuz", ("tocsin:strait-of-hormuz", "water")),
        ("Estonian-Latvian border", ("tocsin:border-est-lva", "border")),
        ("Latvia-Estonia border", ("tocsin:border-est-lva", "border")),
        ("Durand Line", ("tocsin:border-afg-pak", "border")),
        ("Bagram airfield", ("tocsin:bagram-air-base", "site")),
        ("Burma", ("geonames:1327865", "country")),
    ],
)
def test_what_geonames_lacks_is_supplied(name, expected):
    assert first(name) == expected


def test_an_entry_has_codes_and_a_radius():
    entry = next(e for e in gazetteer().candidates("Kunduz") if e.kind == "city")
    assert (entry.country, entry.admin1) == ("AFG", "Kunduz")
    assert entry.radius_km > 0
    assert entry.population > 100_000


def test_unknown_and_empty_names_have_no_entry():
    assert gazetteer().candidates("Xqzwv") == gazetteer().candidates("") == gazetteer().candidates("...") == ()


def test_names_from_outside_are_only_ever_values():
    assert gazetteer().candidates("x' OR 1=1; DROP TABLE name; --") == ()
    assert first("Chad")


def test_no_more_than_can_matter():
    assert 0 < len(gazetteer().candidates("San José")) <= MOST


def test_a_missing_gazetteer_says_what_to_do(tmp_path):
    with pytest.raises(GazetteerError, match="pip install"):
        Gazetteer(tmp_path / "none.sqlite").candidates("Chad")


def test_threads_share_one_gazetteer():
    base, names = Gazetteer(), ["Chad", "Mali", "Oslo", "Lima"] * 50
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda name: base.candidates(name)[0].id, names))
    assert found == [gazetteer().candidates(name)[0].id for name in names]
