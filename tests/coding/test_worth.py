"""Which events stand as claims though nobody is named who does or suffers them."""

import pytest


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("No arrest was made after the riots, the police chief said.", "arrest"),
        ("The cruiser, not a submarine, fired the missile, the navy said.", "fired"),
        ("Prisoners' families wept when the last two were freed from the jail on Friday.", "freed"),
    ],
)
def test_words_of_security_or_a_speaker_are_enough(coded, text, word):
    assert [c for c in coded(text) if word in c.trigger.text]


@pytest.mark.parametrize(
    "text",
    [
        "The cake was attacked with a spoon.",
        "Prices retreated and the shop was seized by gloom.",
        "Everybody talked and nothing was agreed.",
    ],
)
def test_nobody_in_particular_in_daily_life_is_no_claim(coded, text):
    assert not coded(text)


def test_a_condition_and_what_becomes_of_it_are_one_claim(coded):
    claims = coded("The security situation along the border of Mali has deteriorated since May.")
    assert [(claim.type, claim.trigger.text) for claim in claims] == [("STATE", "deteriorated")]
