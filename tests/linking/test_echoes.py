"""Denials that point back to what was told before."""

import pytest

from helpers import actor, quantity, source
from linking.made import report
from tocsin.linking.memory import linked

TOLD = "Guards attacked a ferry with 80 people on board, two of them said."


def told(sentence, trigger, **given):
    text = f"{TOLD}\n{sentence}"
    who = {"actors": (actor(text, "Guards"),), "sources": (source("two of them"),)}
    denial = {"type": "REJECT", "actors": (actor(text, sentence.split()[1]),)} | given
    return linked([report("a", text, ("attacked", who), (trigger, denial))])


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("The service denied the report.", "denied"),
        ("The service disputes this.", "disputes"),
        ("The service rejected all of these accusations on Monday.", "rejected"),
        ("The service brushed aside their account as a lie.", "brushed"),
    ],
)
def test_it_denies_the_event_of_the_sentence_before(sentence, trigger):
    store = told(sentence, trigger)
    assert store.denies == {f"a:{trigger}": store.event_of("a:attacked")}


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("The service denied that it had boats.", "denied"),
        ("The service denied the claim that it had boats.", "denied"),
        ("The service denied it had boats.", "denied"),
        ("The service rejected the offer.", "rejected"),
    ],
)
def test_a_denial_with_a_content_of_its_own_points_nowhere(sentence, trigger):
    assert told(sentence, trigger).denies == {}


def test_nobody_denies_what_only_he_has_said():
    assert told("The service denied the report.", "denied", actors=(actor(TOLD, "two of them"),)).denies == {}


def test_a_denied_figure_is_found_by_the_figure():
    text = "They had seized 85 percent of the land.\nA week passed.\nThe court denied the claim of 85 percent."
    first = quantity(text, "85 percent", 85, 85, "share")
    made = report(
        "a", text, ("seized", {"quantities": (first,)}), ("denied", {"type": "REJECT", "quantities": (first,)})
    )
    store = linked([made])
    assert store.denies == {"a:denied": store.event_of("a:seized")}
