"""What claims of one event say differently."""

from __future__ import annotations

import pytest

from helpers import actor, claim, day, place, quantity, source, span
from tocsin.desk.differences import differences

TEXT = "Brask said rebels killed 12 people in Karsk on Friday, and 20 of them later, while soldiers from Arden watched."


def told(**given):
    return claim(TEXT, "killed", TEXT, **given)


def found(here, there):
    return {each.what: (each.relation, each.here, each.there) for each in differences(told(**here), told(**there))}


def test_the_same_claim_says_nothing_differently():
    given = {
        "actors": (actor(TEXT, "rebels"),),
        "quantities": (quantity(TEXT, "12", 12, 12, "killed"),),
        "when": day("2031-05-02"),
        "places": (place(TEXT, "Karsk"),),
        "sources": (source("Brask"),),
    }
    assert found(given, given) == {}


def test_figures_that_cannot_both_be_right_contradict_and_open_bounds_that_meet_only_differ():
    dead = {
        number: {"quantities": (quantity(TEXT, number, int(number), int(number), "killed"),)} for number in ("12", "20")
    }
    at_least = {"quantities": (quantity(TEXT, "12", 12, None, "killed"),)}
    assert found(dead["12"], dead["20"])["figures"] == ("contradicts", "12", "20")
    assert found(at_least, dead["20"])["figures"][0] == "differs"


@pytest.mark.parametrize(
    "here, there, relation", [("happened", "denied", "contradicts"), ("happened", "planned", "differs")]
)
def test_what_happened_and_what_is_denied_contradict(here, there, relation):
    assert found({"status": here}, {"status": there})["status"] == (relation, here, there)


def test_who_whom_when_where_and_by_whom_it_is_said():
    here = {"actors": (actor(TEXT, "rebels"),), "when": day("2031-05-02"), "places": (place(TEXT, "Karsk"),)}
    there = {"actors": (actor(TEXT, "soldiers"),), "when": day("2031-05-03"), "sources": (source("Brask"),)}
    assert found(here, there) == {
        "who": ("differs", "rebels", "soldiers"),
        "when": ("differs", "2031-05-02", "2031-05-03"),
        "where": ("lacks", "Karsk", ""),
        "according to": ("differs", "own word", "Brask"),
    }
    assert found({}, {"recipients": (actor(TEXT, "people"),)})["whom"] == ("adds", "", "people")


def test_the_words_of_a_figure_do_not_matter_but_its_bounds_do():
    one = {"quantities": (quantity(TEXT, "12", 12, 12, "killed", of=span(TEXT, "people")),)}
    other = {"quantities": (quantity(TEXT, "12 people", 12, 12, "killed"),)}
    assert found(one, other) == {}


def test_equal_numbers_of_different_things_are_not_the_same_and_one_source_updates():
    people, soldiers = (
        (quantity(TEXT, "12", 12, 12, "killed", of=span(TEXT, word)),) for word in ("people", "soldiers")
    )
    assert found({"quantities": people}, {"quantities": soldiers})["figures"][0] == "differs"
    assert "figures" not in found({"quantities": people}, {"quantities": (quantity(TEXT, "12", 12, 12, "killed"),)})
    later = told(quantities=(quantity(TEXT, "20", 20, 20, "killed"),))
    (update,) = differences(told(quantities=people), later, updated=True)
    assert (update.what, update.relation, update.there) == ("figures", "updates", "20")
