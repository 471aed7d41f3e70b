"""Places: which words are names of places, where they end, and what they stand for."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.annotation.language import parse
from tocsin.annotation.places import mark_places
from tocsin.records import Block, Place, Report


def marks(text: str, *blocks: Block):
    whole = (Block(0, len(text), "body"),)
    document = next(parse([Report("r", text, blocks=blocks or whole)]))
    return document, mark_places(document)


def places(text: str) -> list[Place]:
    return [mark.record for mark in marks(text)[1]]


def named(text: str) -> list[str]:
    return [place.text for place in places(text)]


def place(text: str, words: str) -> Place:
    return next(found for found in places(text) if found.text == words)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Villagers crossed the Pyandzh River at night.", "Pyandzh River", "water"),
        ("Guards were moved to the Estonian-Latvian border.", "Estonian-Latvian border", "border"),
        ("Smugglers use the border between Chad and Sudan.", "border between Chad and Sudan", "border"),
        ("A tanker ran aground in the Strait of Hormuz.", "Strait of Hormuz", "water"),
        ("Shells fell in eastern Ghouta on Monday.", "eastern Ghouta", "region"),
        ("Helicopters landed at Bagram airfield.", "Bagram airfield", "site"),
        ("Clashes spread through Badakhshan province.", "Badakhshan province", "admin1"),
        ("The column drove into northern Mali.", "northern Mali", "region"),
        ("Snow closed the road to Deir ez-Zor.", "Deir ez-Zor", "city"),
        ("Militants attacked an army post near el-Arish in Egypt.", "el-Arish", "city"),
    ],
)
def test_a_name_ends_where_it_should_and_has_its_kind(text, words, kind):
    assert place(text, words).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Afghan and Russian officers spoke for an hour.",
        "Professor Lena Ortiz of Kabul University wrote the study.",
        "The Tripoli Times reported the arrest.",
        "The frigate sailed beside the USS Philadelphia.",
        "Mr. Houston declined to comment.",
        "Soldiers withdrew from the northern districts.",
        "The region has been quiet since Monday.",
    ],
)
def test_peoples_people_papers_and_ships_are_no_places(text):
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Police in Paris, Texas, found the car.", "Paris", "USA"),
        ("Police in Paris, France, found the car.", "Paris", "FRA"),
        ("Fighting reached Tripoli, and boats left Misrata and Benghazi.", "Tripoli", "LBY"),
        ("Shops closed in Tripoli, Sidon and Beirut.", "Tripoli", "LBN"),
        ("Talks between Georgia and Armenia will be held in Tbilisi.", "Georgia", "GEO"),
    ],
)
def test_what_stands_around_a_name_decides(text, words, country):
    assert place(text, words).country == country


def test_the_class_word_before_a_name_is_not_of_it():
    found = place("Looters emptied the market in the town of Ardamata in Darfur.", "Ardamata")
    assert found.text == "Ardamata"


def test_two_names_of_a_row_are_two_places():
    assert named("Governors of Takhar and Badakhshan provinces met in Kabul.") == ["Takhar", "Badakhshan", "Kabul"]


def test_an_unknown_place_keeps_its_name_and_harms_no_other():
    found = places("Rebels left Xorvanbek, a village in Tajikistan, on Friday.")
    unknown = [p for p in found if p.text == "Xorvanbek"]
    assert all((p.id, p.lat, p.lon, p.radius_km, p.name) == (None, None, None, None, "Xorvanbek") for p in unknown)
    assert next(p for p in found if p.text == "Tajikistan").country == "TJK"


def test_capitals_in_a_dateline_are_read():
    found = place("NAIROBI, Kenya (Wire) — Two ministers resigned on Monday.", "NAIROBI")
    assert (found.country, found.kind) == ("KEN", "city")


def test_a_dateline_block_is_read_though_it_is_not_parsed():
    text = "OSLO (Wire) —\nThe minister resigned."
    document, found = marks(text, Block(0, 13, "dateline"), Block(14, len(text), "body"))
    assert [(m.record.text, m.record.country) for m in found] == [("OSLO", "NOR")]
    assert found[0].passage not in document.passages


def test_abbreviated_states_need_their_full_stop():
    assert named("Mass arrests followed the protest.") == []
    assert "Mass." in named("Fire destroyed a warehouse in Worcester, Mass., on Sunday.")


def test_a_report_without_places_or_words_has_none():
    assert places("Nobody was hurt.") == []
    assert marks("", Block(0, 0, "body"))[1] == ()


WORDS = [
    "Kabul",
    "the",
    "border",
    "between",
    "and",
    "Panj",
    "River",
    ",",
    "of",
    "al",
    "-",
    "University",
    "in",
    "US",
    ".",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_any_run_of_words_gives_true_spans_that_do_not_overlap(chosen):
    text = " ".join(chosen)
    found = places(text) if text else []
    for one, other in pairwise(found):
        assert one.end <= other.start
    for one in found:
        assert text[one.start : one.end] == one.text
        assert 0.0 <= one.confidence <= 1.0
        assert (one.id is None) == (one.lat is None) == (one.lon is None)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Curfews were imposed in Jammu and Kashmir on Friday.", ["Jammu and Kashmir"]),
        ("Gunmen killed two guards in Sistan and Baluchestan province.", ["Sistan and Baluchestan province"]),
        ("Floods cut roads in Aleppo and Homs on Friday.", ["Aleppo", "Homs"]),
    ],
)
def test_an_area_with_and_in_its_name_is_one_place(text, whole):
    assert named(text) == whole
