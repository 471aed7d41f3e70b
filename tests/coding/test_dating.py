"""When the event was, when it was said, by when it is due: dates go to what they date."""

import pytest


def one(claims, word):
    found = [claim for claim in claims if word in claim.trigger.text]
    assert len(found) == 1, [claim.trigger.text for claim in claims]
    return found[0]


def days(interval):
    return interval and (interval.start, interval.end)


@pytest.mark.parametrize(
    ("text", "word", "when", "due"),
    [
        ("Rebels attacked the barracks in Goma on Monday and Tuesday.", "attacked", ("2023-05-08", "2023-05-09"), None),
        ("Rebels attacked the barracks in Goma for the first time since 2014.", "attacked", None, None),
        ("Citing a 2013 resolution, Ghana asked Togo to release two officers.", "asked", None, None),
        ("Police in Goma arrested two men under the act of 1995.", "arrested", None, None),
        ("Kenya will withdraw its troops next month on June 2.", "withdraw", None, ("2023-06-02", "2023-06-02")),
        ("Rebels in the 1990s captured the town of Goma.", "captured", ("1990-01-01", "1999-12-31"), None),
        ("The army shelled Goma between Monday and Wednesday.", "shelled", ("2023-05-08", "2023-05-10"), None),
        ("The army shelled Goma earlier this week.", "shelled", ("2023-05-08", "2023-05-10"), None),
    ],
)
def test_a_claim_has_the_dates_of_its_event(coded, text, word, when, due):
    claim = one(coded(text), word)
    assert (days(claim.when), days(claim.due)) == (when, due)


def test_the_day_of_speaking_is_not_the_day_of_the_event(coded):
    claim = one(coded("The mayor said on Tuesday that rebels had attacked the barracks in Goma on Sunday."), "attacked")
    assert days(claim.when) == ("2023-05-07", "2023-05-07")
    assert days(claim.said) == ("2023-05-09", "2023-05-09")


def test_a_time_told_by_another_event_is_kept_in_words(coded):
    claim = one(coded("Rebels attacked the barracks in Goma two days after the president's speech."), "attacked")
    assert days(claim.when) == (None, None)
    assert claim.when.text.text == "two days after the president's speech"
    assert (claim.when.precision, claim.when.basis) == ("open", "stated")


def test_it_gets_dates_where_the_report_dates_that_event(coded):
    claims = coded(
        "Rebels and the army signed a ceasefire on May 1.",
        "Two days after the ceasefire, rebels shelled the town of Goma.",
    )
    shelled = one(claims, "shelled")
    assert days(shelled.when) == ("2023-05-03", "2023-05-03")
    assert shelled.when.basis == "inferred"


def test_what_has_not_happened_waits_on_the_other_event(coded):
    claim = one(coded("Kenya will withdraw its troops from Goma within a month of the vote."), "withdraw")
    assert claim.when is None
    assert claim.due.text.text == "within a month of the vote"


@pytest.mark.parametrize(
    ("text", "word", "words"),
    [
        (
            "The paper printed an assessment predicting a collapse of the government as soon as six months after the "
            "last French soldier leaves.",
            "collapse",
            "as soon as six months after the last French soldier leaves",
        ),
        (
            'The report predicts a collapse of the truce "no later than two weeks after the vote is held."',
            "collapse",
            "no later than two weeks after the vote is held",
        ),
        (
            "Chad will send 200 soldiers to Goma a month after the base opens.",
            "send",
            "a month after the base opens",
        ),
    ],
)
def test_a_horizon_told_by_another_event_stays_with_what_is_foretold(coded, text, word, words):
    claim = one(coded(text), word)
    assert claim.due.text.text == words
    assert days(claim.due) == (None, None)
    assert claim.condition is None


def test_the_horizon_is_not_that_of_the_other_event(coded):
    claims = coded('Aides fear a collapse of the government "as soon as a month after the withdrawal is completed."')
    assert one(claims, "collapse").due is not None
    assert all(claim.due is None for claim in claims if "withdrawal" in claim.trigger.text)


def test_a_later_mention_of_the_event_has_its_day_by_inference(coded):
    claims = coded("Rebels attacked the barracks in Goma on Monday.", "The attack killed nine people, the mayor said.")
    later = next(claim for claim in claims if claim.trigger.text != "attacked")
    assert (days(later.when), later.when.basis) == (("2023-05-08", "2023-05-08"), "inferred")


def test_no_day_is_lent_where_two_events_have_different_ones(coded):
    claims = coded(
        "Rebels attacked the barracks in Goma on Monday.",
        "Rebels attacked the airport in Goma on Wednesday.",
        "The attack killed nine people, the mayor said.",
    )
    later = [claim for claim in claims if "attack" in claim.trigger.text and "attacked" not in claim.trigger.text]
    assert all(claim.when is None for claim in later)


def test_means_share_the_day_of_the_act(coded):
    claims = coded("On Monday, Chad began an offensive in Goma with airstrikes followed by a ground invasion.")
    assert {days(claim.when) for claim in claims} == {("2023-05-08", "2023-05-08")}
    assert len(claims) > 1
