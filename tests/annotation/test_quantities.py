"""Quantities: bounds, units, what is counted and what it is about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.annotation import numerals
from tocsin.annotation.language import parse
from tocsin.annotation.quantities import mark_quantities
from tocsin.records import Block, Quantity, Report


def quantities(text: str) -> list[Quantity]:
    document = next(parse([Report("r", text, blocks=(Block(0, len(text), "body"),))]))
    return [mark.record for mark in mark_quantities(document.passages)]


def one(text: str) -> Quantity:
    found = quantities(text)
    assert len(found) == 1, [quantity.text for quantity in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "low", "high"),
    [
        ("Rebels held 17 farmers near the dam.", "17", 17, 17),
        ("More than 4,000 goats crossed the ford.", "More than 4,000", 4000, None),
        ("At least twenty huts burned.", "At least twenty", 20, None),
        ("Up to 60% of the grain was lost.", "Up to 60%", None, 60),
        ("The town lost nearly 30 boats.", "nearly 30", None, 30),
        ("About 700 monks stayed behind.", "About 700", 700, 700),
        ("Some 90 monks stayed behind.", "Some 90", 90, 90),
        ("Dozens of trucks waited at the ford.", "Dozens", 24, None),
        ("Tens of thousands of herders left.", "Tens of thousands", 20000, None),
        ("Several hundred herders left.", "Several hundred", 200, None),
        ("Between 36 and 40 boats sank.", "Between 36 and 40", 36, 40),
        ("The crowd was put at 2,000 to 2,500.", "2,000 to 2,500", 2000, 2500),
        ("They stored 5 to 6 million shells.", "5 to 6 million", 5e6, 6e6),
        ("Oslo gave $30 million for tents.", "$30 million", 3e7, 3e7),
        ("The fund holds 1.5 billion euros.", "1.5 billion euros", 1.5e9, 1.5e9),
        ("They will send another 250 medics.", "250", 250, 250),
        ("Thousands more villagers may leave.", "Thousands more", 2000, None),
        ("Guards caught twenty-five smugglers.", "twenty-five", 25, 25),
        ("A dozen shells hit the mill.", "A dozen", 12, 12),
        ("The fund holds €2.5bn now.", "€2.5bn", 2.5e9, 2.5e9),
        ("They fed 1.2m people there.", "1.2m", 1.2e6, 1.2e6),
        ("Grain prices rose 5% to 8%.", "5% to 8%", 5, 8),
        ("Two thirds of the harvest burned.", "Two thirds", 66, 67),
    ],
)
def test_bounds(text: str, words: str, low: float | None, high: float | None) -> None:
    quantity = one(text)
    assert (quantity.text, quantity.low, quantity.high) == (words, low, high)


@pytest.mark.parametrize(
    ("text", "of", "about"),
    [
        ("The blast killed 12 Nubian fishermen.", "Nubian fishermen", "killed"),
        ("Eight miners were killed in the blast.", "miners", "killed"),
        ("The raid left four dead.", "dead", "killed"),
        ("Mortars fell on the camp, wounding nine medics.", "medics", "injured"),
        ("Six bakers were injured by glass.", "bakers", "injured"),
        ("More than 300 shepherds fled the valley.", "shepherds", "displaced"),
        ("Norway will send 400 soldiers.", "soldiers", "troops"),
        ("They found three tonnes of powder.", "tonnes of powder", "other"),
        ("Two members of the River Guard died on the bridge.", "members of the River Guard", "killed"),
        ("The army freed 30 of its conscripts.", "conscripts", "troops"),
        ("The raids forced 900 herders from their homes.", "herders", "displaced"),
        ("Only 40 bakers were confirmed dead.", "bakers", "killed"),
    ],
)
def test_what_is_counted(text: str, of: str, about: str) -> None:
    quantity = one(text)
    assert quantity.of is not None
    assert (quantity.of.text, quantity.about) == (of, about)


@pytest.mark.parametrize(
    ("text", "unit", "about"),
    [
        ("The front moved 40 kilometres north.", "km", "distance"),
        ("They fenced the 900-kilometre border.", "km", "distance"),
        ("Turnout was 45 per cent.", "percent", "share"),
        ("The bridge cost £20 million.", "pounds", "money"),
        ("They found three tonnes of powder.", "tonnes", "other"),
    ],
)
def test_units(text: str, unit: str, about: str) -> None:
    quantity = one(text)
    assert (quantity.unit, quantity.about) == (unit, about)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("No sailors were wounded in the clash.", "No"),
        ("The strike caused no casualties.", "no casualties"),
        ("Nobody was killed in the fire.", "Nobody"),
    ],
)
def test_none_is_zero(text: str, words: str) -> None:
    quantity = one(text)
    assert (quantity.text, quantity.low, quantity.high) == (words, 0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "The siege began in 2014.",
        "It happened on May 3.",
        "The singer died at the age of 97.",
        "The smuggler, aged 44, was arrested.",
        "Ivo Marek, 34, denied it.",
        "The 33-year-old driver denied it.",
        "The talks lasted six hours.",
        "Shelling began at 6 p.m. sharp.",
        "It was the third raid.",
        "They invoked Article 5 again.",
        "The ministers of the Group of 20 met.",
        "An F-16 flew over the town.",
        "One of them denied it.",
        "The captain, 61, denied it.",
        "They fed children under five.",
        "Raiders came in the 1800s.",
        "They back a two-state solution.",
    ],
)
def test_no_quantity(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("More than 300 shepherds fled the valley, the abbot said, putting the figure at 317.", "317"),
        ("Hundreds of shepherds fled the valley, according to the abbot, who counted 412 of them.", "412"),
        ("Hundreds of shepherds fled the valley. Their number stood at 412 by evening.", "412"),
        ("Hundreds of shepherds fled the valley, a figure of about 400.", "about 400"),
    ],
)
def test_a_second_figure_counts_what_the_first_does(text: str, words: str) -> None:
    first, second = quantities(text)
    assert second.text == words
    assert second.of == first.of is not None
    assert second.about == first.about == "displaced"


@pytest.mark.parametrize(
    "text",
    [
        "More than 300 shepherds fled. The abbot gave 40 a year ago.",
        "The abbot fed 300 shepherds; police estimated the crowd at 250.",
    ],
)
def test_any_other_number_counts_something_else(text: str) -> None:
    first, second = quantities(text)
    assert second.of is None or second.of != first.of


def test_each_victim_group_has_its_own_fate() -> None:
    killed, injured = quantities("The shelling killed three nurses and wounded eleven patients.")
    assert (killed.low, killed.about, injured.low, injured.about) == (3, "killed", 11, "injured")


@given(st.integers(min_value=0, max_value=10**12))
def test_figures_are_read_back(number: int) -> None:
    assert numerals.parse([f"{number:,}"]) == number
    assert numerals.parse([str(number)]) == number


def in_words(number: int) -> list[str]:
    """English words of a number below a million."""
    if number >= 1000:
        rest = in_words(number % 1000) if number % 1000 else []
        return [*in_words(number // 1000), "thousand", *rest]
    if number >= 100:
        rest = ["and", *in_words(number % 100)] if number % 100 else []
        return [*in_words(number // 100), "hundred", *rest]
    names = {value: word for word, value in numerals.SMALL.items()}
    if number in names:
        return [names[number]]
    return [names[number // 10 * 10], "-", names[number % 10]]


@given(st.integers(min_value=0, max_value=999_999))
def test_words_are_read_back(number: int) -> None:
    assert numerals.parse(in_words(number)) == number


@settings(max_examples=15, deadline=None)
@given(st.integers(min_value=32, max_value=9999), st.sampled_from(["more than ", "up to ", "about ", ""]))
def test_bounds_hold_for_any_number(number: int, qualifier: str) -> None:
    quantity = one(f"They counted {qualifier}{number:,} herders at the ford.")
    low, high = {"more than ": (number, None), "up to ": (None, number)}.get(qualifier, (number, number))
    assert (quantity.text, quantity.low, quantity.high) == (f"{qualifier}{number:,}", low, high)


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet="0123456789 ,.-$%abmillion", max_size=30))
def test_any_text_keeps_spans_and_order_of_bounds(text: str) -> None:
    for quantity in quantities(text) if text.strip() else []:
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high


def test_killed_and_wounded_side_by_side():
    found = quantities("A blast killed five and wounded nine.")
    assert [q.about for q in found] == ["killed", "injured"]
