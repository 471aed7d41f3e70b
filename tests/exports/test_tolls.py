"""The rules for figures of the killed, ACLED's and UCDP's."""

from __future__ import annotations

import pytest

from helpers import actor, claim, quantity
from tocsin.exports.tolls import estimate, figures_in_words, named_dead, toll
from tocsin.storage.loading import StoredClaim

NONE = (None,) * 5


def row(words, low, high, origin="o1", *more):
    text = f"Guns killed {words} people."
    figures = (
        quantity(text, words, low, high, "killed"),
        *(quantity(text, "people", *each, "killed") for each in more),
    )
    item = claim(text, "killed", text, quantities=figures)
    return StoredClaim(item, "r1", *NONE, "e1", origin, "s1", "2031-01-01T00:00:00.000000Z")


@pytest.mark.parametrize(
    ("words", "low", "high", "number", "rule"),
    [
        ("17", 17, 17, 17, None),
        ("about 20", 20, 20, 20, None),
        ("at least 12", 12, None, 12, "at-least:at least 12=12"),
        ("more than 1,000", 1000, None, 1000, "at-least:more than 1,000=1000"),
        ("up to 30", None, 30, 0, "no-lower-bound:up to 30=0"),
        ("dozens of", 24, None, 12, "vague:dozens=12"),
        ("Hundreds of", 200, None, 100, "vague:hundreds=100"),
        ("tens of", 20, None, 10, "vague:tens=10"),
        ("hundreds of thousands of", 200_000, None, 200_000, "at-least:hundreds of thousands of=200000"),
        ("several", None, None, 3, "vague:several=3"),
        ("a few", None, None, 3, "vague:few=3"),
        ("some twenty", 20, 20, 20, None),
        ("an unknown number of", None, None, 0, "no-lower-bound:an unknown number of=0"),
        ("between 3 and 5", 3, 5, 3, None),
    ],
)
def test_words_become_acleds_numbers_and_the_rule_is_told(words, low, high, number, rule):
    assert toll(row(words, low, high)) == (number, rule)


def test_parts_of_a_figure_are_not_counted_twice():
    assert toll(row("20", 20, 20, "o1", (5, 5))).number == 20


@pytest.mark.parametrize(
    ("rows", "numbers"),
    [
        ([("12", 12, 12, "a")], (12, 12, 12)),
        ([("at least 12", 12, None, "a"), ("15", 15, 15, "b")], (12, 12, 15)),
        ([("12", 12, 12, "a"), ("15", 15, 15, "b"), ("15", 15, 15, "c")], (15, 12, 15)),
        ([("12", 12, 12, "a"), ("12", 12, 12, "a"), ("15", 15, 15, "b")], (12, 12, 15)),
        ([("12", 12, 12, "a"), ("up to 30", None, 30, "b")], (12, 12, 30)),
        ([("several", None, None, "a")], None),
    ],
)
def test_best_is_what_most_origins_say_the_lower_of_equals(rows, numbers):
    assert estimate([row(*each) for each in rows]) == numbers


def told(text, trigger, *whom, kind="person"):
    item = claim(text, trigger, text, type="ASSAULT", recipients=tuple(actor(text, each, kind=kind) for each in whom))
    return StoredClaim(item, "r1", *NONE, "e1", "o1", "s1", "2031-01-01T00:00:00.000000Z")


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Gunmen killed Idris Vell in his car.", "killed"),
        ("The murder of Idris Vell shook Karsk.", "murder"),
        ("A drone strike killed the general Idris Vell at dawn.", "strike"),
    ],
)
def test_a_person_killed_who_is_named_is_one_death(text, trigger):
    row = told(text, trigger, "Idris Vell")
    assert toll(row) == (1, "named-dead:Idris Vell=1")
    assert estimate([row]) == (1, 1, 1) and figures_in_words([row]) == ["Idris Vell"]


def test_whoever_is_only_attacked_or_not_named_is_no_death():
    assert named_dead(told("Gunmen shot Idris Vell, killing two guards.", "shot", "Idris Vell")) == ()
    assert named_dead(told("A man held for the attempted murder of Idris Vell fled.", "murder", "Idris Vell")) == ()
    assert named_dead(told("Gunmen killed villagers.", "killed", "villagers", kind="civilians")) == ()
    assert named_dead(told("Gunmen killed again.", "killed")) == ()
    assert toll(told("Gunmen killed again.", "killed")) is None
