"""The sample reports from end to end: copies, figures, the deadline and a forecast, as `tocsin read` codes them."""

from datetime import date
from pathlib import Path

import pytest

import tocsin
from tocsin.linking.events import summary
from tocsin.linking.ledger import at, item
from tocsin.linking.memory import linked
from tocsin.linking.outcomes import outcomes

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"
COPIES = {
    "halyard-2021-07-05-thousand-soldiers",
    "vakhsh-2021-07-05-crossing-of-soldiers",
    "lantern-2021-07-06-soldiers-without-boots",
}


@pytest.fixture(scope="module")
def store():
    paths = [str(SAMPLES / "border-2021.jsonl"), *(str(path) for path in sorted((SAMPLES / "articles").iterdir()))]
    return linked(sorted(tocsin.read(paths), key=lambda record: record.report.published or ""))


def settled(store, words):
    """The outcomes proposed for items whose sentence has these words."""
    cards = list(store.claim_cards.values())
    own = [card for card in cards if words in card.claim.sentence.text and item(card)]
    return [proposal for card in own for proposal in outcomes(item(card), card, cards)]


def test_the_wire_text_and_its_copies_are_one_origin(store):
    origins = {name: store.report(name).origin for name in store.report_cards}
    assert len({origins[name] for name in COPIES}) == 1
    assert len(set(origins.values())) == len(origins) - 2


def test_three_outlets_that_tell_of_the_crossing_are_one_origin(store):
    events = [summary(name, cards) for name, cards in store.events().items()]
    fled = [event for event in events if event.type == "FLEE" and set(event.reports) == COPIES]
    assert [(event.outlets, event.origins) for event in fled] == [(3, 1)]
    assert {figure.report for figure in fled[0].quantities} == COPIES


def test_the_deadline_was_met_early_with_both_quotes(store):
    (found,) = [each for each in settled(store, "September 11th") if each.outcome == "met-early"]
    assert "deadline" in found.item_quote
    assert found.claim_quote.startswith("The last American soldiers left Afghanistan")
    assert "2021-08-30" in found.rule


def test_the_announced_exercise_is_proposed_as_met(store):
    found = settled(store, "will hold joint exercises")
    assert [each.outcome for each in found] == ["met"]
    assert "completed a six-day exercise" in found[0].claim_quote


def test_the_offer_was_taken_back(store):
    assert "withdrawn" in {each.outcome for each in settled(store, "is ready to receive up to 100,000")}


def test_a_date_yet_to_come_is_open_and_then_overdue(store):
    (card,) = [c for c in store.claim_cards.values() if "12 armoured vehicles" in c.claim.sentence.text and item(c)]
    assert at(item(card), date(2021, 9, 17)).state == "open"
    assert at(item(card), date(2022, 1, 1)).state == "overdue"


def test_no_event_of_the_sample_mixes_what_happened_with_what_did_not(store):
    done = {"happened", "ongoing"}
    for cards in store.events().values():
        assert len({card.claim.status in done for card in cards}) == 1
