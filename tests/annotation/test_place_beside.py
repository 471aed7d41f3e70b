"""A place told by another is an area around it; states are governed, courts' districts are no places."""

from __future__ import annotations

import pytest

from tocsin.annotation.language import parse
from tocsin.annotation.places import mark_places
from tocsin.records import Block, Place, Report


def found(text: str) -> list[Place]:
    document = next(parse([Report("r", text, blocks=(Block(0, len(text), "body"),))]))
    return [mark.record for mark in mark_places(document)]


@pytest.mark.parametrize(
    ("text", "name", "least", "most"),
    [
        ("A convoy was hit 73 km (45 miles) north of Aleppo on Monday.", "Aleppo", 73, 73),
        ("A convoy was hit about 12 miles from Aleppo on Monday.", "Aleppo", 19, 20),
        ("Rebels hold the hills north of Aleppo, the army said.", "Aleppo", 30, 30),
        ("Shells fell near Aleppo on Monday.", "Aleppo", 30, 30),
        ("Shells fell in Aleppo on Monday.", "Aleppo", 1, 25),
        ("Shells fell in the north of Aleppo on Monday.", "Aleppo", 1, 25),
        ("They walked 40 days from Aleppo to the border.", "Aleppo", 1, 25),
    ],
)
def test_what_is_told_by_a_place_is_an_area_around_it(text, name, least, most):
    place = next(place for place in found(text) if place.text == name)
    assert least <= round(place.radius_km or 0) <= most


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Senator Ann Lee of New York voted against the bill.", "New York", "admin1"),
        ("The governor of Georgia sent troops to Atlanta.", "Georgia", "admin1"),
        ("Washington Governor Ann Lee declared an emergency in Seattle.", "Washington", "admin1"),
    ],
)
def test_what_is_governed_is_a_state(text, name, kind):
    assert [place.kind for place in found(text) if place.text == name] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "He was tried in the Southern District of Texas.",
        "She studied law at the University of Maryland.",
    ],
)
def test_courts_and_universities_are_no_places(text):
    assert not [place.text for place in found(text) if "District" in place.text or "University" in place.text]


def test_an_airport_of_a_namesake_is_left_open():
    places = found("The plane crashed at Bradley International Airport in Windsor Locks, Connecticut.")
    assert all(place.admin1 == "Connecticut" for place in places if place.id)
