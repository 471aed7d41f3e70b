"""What a speaker adds without a date falls on the occasion just dated, by inference."""

import pytest


def said(attributions):
    return [(a.said and (a.said.start, a.said.basis)) for a in attributions]


def test_what_is_added_was_said_on_the_same_day(attributed):
    found = attributed(
        "General Amina Diallo said on Monday that rebels had attacked the camp. She added that two soldiers had died."
    )
    assert said(found) == [("2023-05-08", "stated"), ("2023-05-08", "inferred")]


def test_the_next_paragraph_goes_on(attributed):
    found = attributed(
        "Speaking on Tuesday in Accra, Foreign Minister Kofi Boateng warned that the border could be closed.",
        "Asked whether Ghana would send troops, Boateng said he would not comment.",
    )
    assert said(found)[-1] == ("2023-05-09", "inferred")


@pytest.mark.parametrize(
    "later",
    [
        "The mayor said that the bridge was open.",  # somebody else
        "Diallo has said that the rebels would pay.",  # some time before
        "Diallo earlier said that the rebels would pay.",
    ],
)
def test_other_occasions_stay_undated(attributed, later):
    first = "General Amina Diallo said on Monday that rebels had attacked the camp."
    assert said(attributed(f"{first} {later}"))[-1] is None


def test_paragraphs_apart_are_no_longer_the_same_occasion(attributed):
    first = "General Amina Diallo said on Monday that rebels had attacked the camp."
    last = "Diallo said that the camp was safe."
    assert said(attributed(first, "The camp lies near the river.", last))[-1] is None


def test_an_open_question_was_put_when_the_answer_was_given(coded):
    claims = coded(
        "Foreign Minister Kofi Boateng said on Tuesday that the border was calm.",
        "Asked whether Ghana would send troops, Boateng said he would not comment.",
    )
    (sending,) = [c for c in claims if c.trigger.text.startswith("send")]
    assert (sending.status, sending.said.start) == ("unclear", "2023-05-09")


def test_what_others_consider_does_not_end_an_occasion(attributed):
    found = attributed(
        "Speaking on Tuesday in Accra, Kofi Boateng noted that the threat was growing.",
        "Asked if Ghana would consider deploying troops to Togo, Boateng said the answer was clear.",
    )
    assert said(found)[-1] == ("2023-05-09", "inferred")
