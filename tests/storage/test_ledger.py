"""The ledger in the store: proposed by later claims, settled by people, overdue by the clock; and conflicts."""

from datetime import date

import pytest
from msgspec.structs import replace

from helpers import actor, day, quantity, source, span
from linking.made import report
from storage.made import SHELLED, request, shelling
from tocsin.records import Time
from tocsin.storage.database import StoreError

ITEM = "lpost-3:boats"
GIVEN = "The League gave Arden the boats on May 20."


def delivery(name="post-8", text=GIVEN, published="2031-05-21", **claim):
    league, arden = (actor(text, "League", id="league"),), (actor(text, "Arden", id="arden"),)
    fields = {"type": "AID", "actors": league, "recipients": arden, "when": day("2031-05-20")} | claim
    return report(name, text, ("boats", fields), published=published)


def items(store, **asked):
    return {line.id: line for line in store.list("ledger", **asked)}


def test_a_request_is_open_then_overdue_by_the_clock_alone(store):
    store.add(request())
    line = items(store, as_of="2031-05-10")[ITEM]
    assert (line.state, line.kind, line.days_left, line.outcomes) == ("open", "requested", 22, ())
    assert items(store, as_of="2031-06-02")[ITEM].state == "overdue"
    assert set(items(store, as_of="2031-05-10", due=22)) == {ITEM}
    assert items(store, as_of="2031-05-10", due=21) == {}
    assert items(store, as_of="2031-06-02", due=30) == {}
    assert set(items(store, as_of="2031-06-02", status=("overdue",))) == {ITEM}
    assert items(store, as_of="2031-06-02", status=("open",)) == {}
    assert set(items(store, status=("requested",), since="2031-06-01", until="2031-06-01")) == {ITEM}
    assert items(store, until="2031-05-31") == {}


@pytest.mark.parametrize("order", [(request, delivery), (delivery, request)])
def test_a_later_claim_proposes_an_outcome_whichever_is_added_first(store, order):
    for made in order:
        store.add(made())
    (proposal,) = items(store, as_of="2031-05-22")[ITEM].outcomes
    assert (proposal.claim, proposal.outcome, proposal.state) == ("post-8:boats", "met-early", "proposed")
    assert proposal.quote == GIVEN and proposal.who is None and proposal.rule
    assert items(store, as_of="2031-05-22")[ITEM].state == "open"
    assert items(store, as_of="2031-05-20")[ITEM].outcomes == ()
    assert store.check().problems == []


HANGING = "The council may fall within ten days of the handover of the harbour, a guard said."
HANDED = "The handover of the harbour took place on May 12."


def hanging(name="post-4"):
    return report(name, HANGING, ("fall", {"type": "STATE", "status": "forecast"}), published="2031-05-04")


def handover(name="post-5", text=HANDED, when="2031-05-12"):
    return report(name, text, ("handover", {"type": "RETREAT", "when": day(when)}), published="2031-05-13")


@pytest.mark.parametrize("order", [(hanging, handover), (handover, hanging)])
def test_a_horizon_is_dated_by_a_claim_of_the_store_whichever_is_added_first(store, order):
    for made in order:
        store.add(made())
    line = items(store, as_of="2031-05-14")["lpost-4:fall"]
    assert (line.due.end, line.days_left, line.outcomes) == ("2031-05-22", 8, ())
    assert "post-5" in line.note
    assert "lpost-4:fall" in items(store, as_of="2031-05-14", due=8)
    assert items(store, as_of="2031-05-14", due=7) == {}
    assert items(store, as_of="2031-05-12")["lpost-4:fall"].due is None
    assert store.check().problems == []


def test_a_horizon_is_dated_anew_where_its_claim_is_gone_or_a_better_one_comes(store):
    for made in (hanging(), handover(text="The handover of the harbour gate was on May 10.", when="2031-05-10")):
        store.add(made)
    assert items(store, as_of="2031-06-01")["lpost-4:fall"].due.end == "2031-05-20"
    store.withdraw("post-5", "Ann", "wrong")
    assert items(store, as_of="2031-06-01")["lpost-4:fall"].due is None
    store.add(handover("post-6"))
    assert items(store, as_of="2031-06-01")["lpost-4:fall"].due.end == "2031-05-22"
    assert store.resolve("lpost-4:fall", "missed", None, "Ann", "it stands") == "missed"
    assert items(store, as_of="2031-06-01")["lpost-4:fall"].due.end == "2031-05-22"


def test_an_inferred_deadline_can_be_asked_for(store):
    text = "The League set May 20 as the deadline for its boats to leave."
    made = report("post-9", text, ("leave", {"type": "RETREAT", "status": "planned"}), published="2031-05-04")
    at = span(text, "May 20")
    made = replace(made, times=(Time(at.start, at.end, at.text, "DATE", "2031-05-20", "", None),))
    store.add(made)
    assert set(items(store, since="2031-05-19", until="2031-05-21")) == {"lpost-9:leave"}
    assert set(items(store, as_of="2031-05-18", due=2)) == {"lpost-9:leave"}
    assert items(store, as_of="2031-05-18", due=1) == {}


def test_a_person_settles_an_item_with_a_claim_and_may_open_it_again(store):
    store.add(request())
    store.add(delivery())
    assert store.resolve(ITEM, "met", "post-8:boats", "Ann", "both say boats") == "met-early"
    line = items(store, as_of="2031-07-01")[ITEM]
    assert (line.state, line.outcomes[0].state, line.outcomes[0].who) == ("met-early", "confirmed", "Ann")
    assert [step.who for step in store.why("post-3:boats").history if step.verb == "resolve"]
    store.resolve(ITEM, "open", None, "Bo", "other boats")
    assert items(store, as_of="2031-07-01")[ITEM].state == "overdue"
    store.resolve(ITEM, "unresolvable", None, "Bo", "nobody will tell")
    assert items(store, as_of="2031-07-01")[ITEM].state == "unresolvable"
    assert store.check().problems == []


def test_sure_proposals_can_be_confirmed_at_once(store):
    store.add(request())
    store.add(delivery())
    assert list(store.settle(date(2031, 5, 22))) == [(ITEM, "met-early", "post-8:boats")]
    assert items(store, as_of="2031-05-22")[ITEM].outcomes[0].who == "auto"
    assert list(store.settle(date(2031, 5, 22))) == []
    assert list(store.settle(date(2031, 5, 20))) == []


def test_what_people_confirmed_outlasts_another_reading_but_not_a_withdrawal(store):
    store.add(request())
    store.add(delivery())
    store.resolve(ITEM, "met", "post-8:boats", "Ann", "both say boats")
    store.add(delivery(text=f"Corrected.\n{GIVEN}", id="post-8:again"))
    (outcome,) = items(store, as_of="2031-05-22")[ITEM].outcomes
    assert (outcome.state, outcome.claim) == ("confirmed", "post-8:again")
    store.withdraw("post-8", "Ann", "taken back")
    assert items(store, as_of="2031-05-22")[ITEM].outcomes == ()
    assert store.check().problems == []


@pytest.mark.parametrize(
    ("item", "decided", "claim", "message"),
    [
        ("lnone", "met", "post-8:boats", "no ledger item"),
        ("lpost-8:boats", "met", "post-8:boats", "no ledger item"),
        (ITEM, "met", None, "needs the claim"),
        (ITEM, "met", "none", "there is no claim"),
        (ITEM, "overdue", None, "no outcome that a person gives"),
    ],
)
def test_what_cannot_be_settled(store, item, decided, claim, message):
    store.add(request())
    store.add(delivery())
    with pytest.raises(StoreError, match=message):
        store.resolve(item, decided, claim, "Ann", "so it is")
    assert store.check().moments == 2


def test_rival_figures_of_one_event_are_a_conflict_and_a_denial_is_another(store):
    text = "Brask shelled Karsk on Friday and killed 30 people, residents said."
    store.add(shelling())
    store.add(shelling("post-9", text, claim={"quantities": (quantity(text, "30", 30, 30, "killed"),)}))
    denial = "Brask denied that it shelled Karsk on Friday."
    store.add(shelling("post-10", denial, claim={"status": "denied", "sources": (source("Brask"),)}))
    found = store.list("conflicts")
    assert {conflict.kind for conflict in found} == {"figures", "denial"}
    (figures,) = [conflict for conflict in found if conflict.kind == "figures"]
    assert [side.says for side in figures.sides] == ["12", "30"]
    assert [side.quote for side in figures.sides] == [SHELLED, text]
    assert store.list("conflicts", place="Lomna") == []
    assert store.list("conflicts", origins=3) == []
    assert len(store.list("conflicts", limit=1)) == 1
