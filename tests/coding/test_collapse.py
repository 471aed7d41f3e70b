"""Towns and governments that fall, second figures, and what only sounds like a condition."""

import pytest


def kinds(claims):
    return [(c.type, c.mode, c.status) for c in claims]


@pytest.mark.parametrize(
    ("text", "place", "status", "due"),
    [
        ("Kabul could fall within 90 days, an official said.", "Kabul", "possible", "2023-08-09"),
        ("The town of Kunduz fell on Sunday.", "Kunduz", "happened", None),
        ("The general predicted that Kabul would fall by June.", "Kabul", "forecast", "2023-06-30"),
    ],
)
def test_a_town_that_falls_is_taken(coded, text, place, status, due):
    (claim,) = coded(text)
    assert kinds([claim]) == [("COERCE", "seize", status)]
    assert [each.name for each in claim.places] == [place]
    assert (claim.due.end if claim.due else None) == due


@pytest.mark.parametrize(
    "text",
    ["Prices fell in Kabul.", "The rain fell on Sunday.", "Kabul fell behind the target.", "The city fell into debt."],
)
def test_other_things_fall_without_a_claim(coded, text):
    assert coded(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "How long can the northern government last? Spies think it could collapse by June.",
        "The government of the islands is weak. It could fall by June, analysts said.",
    ],
)
def test_it_is_the_government_named_before(coded, text):
    (claim,) = [each for each in coded(text) if each.type == "STATE" and each.due]
    assert (claim.mode, claim.status, claim.due.end) == ("condition", "possible", "2023-06-30")
    assert "government" in claim.actors[0].name


def test_it_is_nothing_else_named_before(coded):
    assert coded("The bridge is weak. It could collapse by June.") == ()


def test_a_withdrawal_that_is_to_be_complete_has_not_happened(coded):
    text = "The northern government could collapse six months after the withdrawal is complete, spies said."
    assert kinds(coded(text)) in ([("STATE", "condition", "conditional")], [("STATE", "condition", "possible")])


def test_the_time_after_an_event_does_not_date_that_event(coded):
    claims = coded("The rebels left Marn two days after an attack on the town, an officer said.")
    assert all(claim.when is None or claim.when.start for claim in claims if claim.type == "ASSAULT")


@pytest.mark.parametrize("words", ["on condition of anonymity", "on the condition that he not be named"])
def test_a_speaker_without_a_name_makes_no_condition(coded, words):
    (claim,) = [
        c for c in coded(f"The rebels will attack Marn in June, an officer said {words}.") if c.type == "ASSAULT"
    ]
    assert (claim.status, claim.condition) == ("forecast", None)


def test_the_name_of_a_paper_says_nothing_of_the_matter(coded):
    assert coded("The rebels seized Kunduz on Sunday, The Wall Street Journal reported.")


def test_a_second_figure_goes_to_the_event_of_the_first(coded):
    (claim,) = coded("More than 400 soldiers fled the valley, the committee said, putting the figure at 437.")
    assert [each.text for each in claim.quantities] == ["More than 400", "437"]
    assert {each.about for each in claim.quantities} == {"displaced"}


def test_a_figure_of_another_speaker_stays_with_him(coded):
    claims = coded("More than 400 soldiers fled the valley, the committee said; a general put the figure at 120.")
    (fled,) = [claim for claim in claims if claim.type == "FLEE"]
    assert [each.text for each in fled.quantities] == ["More than 400"]
