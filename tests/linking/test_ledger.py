"""The ledger: what becomes an item, when it is due, what later claims may make of it. Nothing is settled unseen."""

from datetime import date

import pytest

from helpers import actor, claim, day, place, quantity, source, span
from linking.made import report
from tocsin.linking.keys import ledger_keys
from tocsin.linking.ledger import KINDS, UNLESS_TIMED, at, days_left, item, resolved
from tocsin.linking.memory import linked
from tocsin.linking.outcomes import outcomes
from tocsin.records import Interval, Time

PROMISE = "Redland promised to deliver 12 trucks to Karsk by the end of May"
SEND = {"type": "AID", "mode": None}


def promise(name="p", text=PROMISE, trigger="deliver", **given):
    fields = {"status": "promised", "actors": (actor(text, "Redland", id="redland", kind="country"),), **SEND}
    if "Karsk" in text:
        fields["places"] = (place(text, "Karsk"),)
    return report(name, text, (trigger, fields | given), published="2031-05-04")


def later(
    text="Redland has delivered 12 trucks to Karsk", trigger="delivered", published="2031-05-20", name="n", **given
):
    fields = {"actors": (actor(text, "Redland", id="redland", kind="country"),), **SEND}
    if "Karsk" in text:
        fields["places"] = (place(text, "Karsk"),)
    return report(name, text, (trigger, fields | given), published=published)


def cards(*records):
    return list(linked(records).claim_cards.values())


def proposed(first, *others, as_of=None):
    own, *rest = cards(first, *others)
    return outcomes(item(own), own, rest, as_of)


@pytest.mark.parametrize("status", sorted(KINDS - {UNLESS_TIMED}))
def test_what_is_to_come_becomes_an_open_item(status):
    (card,) = cards(promise(status=status))
    found = item(card)
    assert (found.kind, found.state, found.what.text, found.opened) == (status, "open", PROMISE, "2031-05-04")
    assert [who.name for who in found.who] == ["Redland"]


@pytest.mark.parametrize("status", ["happened", "ongoing", "denied", "possible", "unclear"])
def test_nothing_else_does(status):
    (card,) = cards(promise(status=status))
    assert item(card) is None


@pytest.mark.parametrize(("last", "open_"), [("2031-05-31", True), ("2031-05-04", False), (None, False)])
def test_what_is_only_possible_is_an_item_if_it_is_said_by_when(last, open_):
    (card,) = cards(promise(status="possible", due=last and day(last)))
    assert (item(card) is not None) is open_


def test_a_time_in_words_alone_leaves_the_horizon_to_the_event_it_hangs_on():
    text = "The government could fall within a month of the vote, an officer said"
    untold = Interval(None, None, span(text, "within a month of the vote"), "open", "inferred")
    (card,) = cards(report("p", text, ("fall", {"status": "forecast", "due": untold})))
    assert (item(card).due, item(card).after.event) == (None, "the vote")


def test_an_item_is_overdue_after_its_last_day_and_not_before():
    (card,) = cards(promise(due=day("2031-05-31")))
    found = item(card)
    assert at(found, date(2031, 5, 31)).state == "open"
    assert at(found, date(2031, 6, 1)).state == "overdue"
    assert at(found, date(2031, 6, 1), decided="met").state == "met"
    assert days_left(found, date(2031, 5, 21)) == 10


def test_an_item_without_horizon_cannot_be_missed():
    (card,) = cards(promise())
    found = at(item(card), date(2099, 1, 1))
    assert (found.state, found.due, days_left(found, date(2099, 1, 1))) == ("open", None, None)
    assert "cannot be missed" in found.note


def test_a_date_called_a_deadline_is_when_it_is_due():
    text = "Redland has set May 31 as the deadline for its soldiers to leave"
    made = report("p", text, ("leave", {"type": "RETREAT", "status": "planned"}))
    when = span(text, "May 31")
    made = made.__class__(
        *[
            *(getattr(made, name) for name in ("contract", "report", "claims", "attributions")),
            (Time(when.start, when.end, when.text, "DATE", "2031-05-31", "", None),),
            (),
            (),
            (),
        ]
    )
    (card,) = cards(made)
    assert (item(card).due.end, item(card).due.basis) == ("2031-05-31", "inferred")


@pytest.mark.parametrize(
    ("words", "number", "unit", "bound", "event"),
    [
        (
            "as soon as six months after the withdrawal is complete",
            6,
            "month",
            "not before",
            "the withdrawal is complete",
        ),
        ("within 30 days of the signing", 30, "day", "by", "the signing"),
        ("a year after the vote", 1, "year", "not before", "the vote"),
        ("no later than two weeks after the truce", 2, "week", "by", "the truce"),
    ],
)
def test_a_horizon_may_hang_on_another_event(words, number, unit, bound, event):
    text = f"The government could fall {words}, an officer said"
    (card,) = cards(report("p", text, ("fall", {"status": "forecast"})))
    after = item(card).after
    assert (after.number, after.unit, after.bound, after.event) == (number, unit, bound, event)
    assert text[after.text.start : after.text.end] == after.text.text


def test_such_a_horizon_is_worked_out_once_the_event_is_known():
    text = "The government could fall as soon as six months after the withdrawal is complete, an officer said"
    news = "Redland completed its withdrawal on Friday"
    first = report("p", text, ("fall", {"status": "forecast"}))
    done = report("n", news, ("completed", {"type": "RETREAT", "when": day("2031-08-31")}), published="2031-09-01")
    own, anchor = cards(first, done)
    assert resolved(item(own), []).due is None
    found = resolved(item(own), [anchor])
    assert found.due == Interval("2032-02-29", None, found.after.text, "open", "inferred")
    assert at(found, date(2040, 1, 1)).state == "open"


# ---------------------------------------------------------------- outcomes
@pytest.mark.parametrize(
    ("when", "outcome"),
    [("2031-05-31", "met"), ("2031-05-20", "met-early"), ("2031-06-03", "met-late"), (None, "met")],
)
def test_a_later_report_of_the_deed_is_proposed_with_both_quotes(when, outcome):
    settled = later(when=when and day(when), published="2031-06-04")
    (found,) = proposed(promise(due=day("2031-05-31")), settled)
    assert (found.outcome, found.claim) == (outcome, "n:delivered")
    assert (found.item_quote, found.claim_quote) == (PROMISE, "Redland has delivered 12 trucks to Karsk")
    assert found.rule


@pytest.mark.parametrize(
    ("published", "due", "outcome"),
    [
        ("2031-05-20", {"start": "2031-06-01", "end": None}, "met-early"),
        ("2031-05-20", {"start": "2031-05-04", "end": "2031-08-02"}, "met"),
        ("2031-09-20", {"start": "2031-05-04", "end": "2031-08-02"}, "met"),
    ],
)
def test_what_is_told_as_done_without_a_day_was_done_by_its_report(published, due, outcome):
    when = Interval(due["start"], due["end"], None, "range", "stated")
    (found,) = proposed(promise(due=when), later(published=published))
    assert found.outcome == outcome
    assert (published in found.rule) is (published < "2031-09")


def test_a_time_in_words_alone_is_no_day():
    (found,) = proposed(promise(due=day("2031-05-31")), later(when=Interval(None, None, None, "open", "inferred")))
    assert (found.outcome, "2031-05-20" in found.rule, "0000" in found.rule) == ("met-early", True, False)


def test_a_horizon_that_is_also_the_condition_is_not_told_twice():
    text = "Redland will deliver 12 trucks to Karsk two weeks after the truce is signed"
    condition = span(text, "two weeks after the truce is signed")
    own = promise(text=text, status="conditional", condition=condition)
    (found,) = proposed(own, later())
    assert "condition" not in found.rule
    (other,) = proposed(promise(text=text, status="conditional", condition=span(text, "truce is signed")), later())
    assert "whether its condition came true" in other.rule


def test_something_under_way_is_in_progress():
    (found,) = proposed(promise(), later(status="ongoing"))
    assert found.outcome == "in-progress"


def test_less_than_was_promised_is_partly():
    first = promise(quantities=(quantity(PROMISE, "12 trucks", 12, 12, "money"),))
    text = "Redland has delivered 5 trucks to Karsk"
    (found,) = proposed(first, later(text, quantities=(quantity(text, "5 trucks", 5, 5, "money"),)))
    assert found.outcome == "partly"


def test_the_same_side_that_says_no_withdraws():
    text = "Redland will not deliver trucks to Karsk"
    (found,) = proposed(promise(), later(text, "deliver", status="denied"))
    assert found.outcome == "withdrawn"


def test_another_side_that_says_no_when_it_was_due_means_missed():
    text = "No trucks were delivered to Karsk, the mayor said"
    denial = {
        "type": "AID",
        "mode": None,
        "status": "denied",
        "places": (place(text, "Karsk"),),
        "sources": (source("mayor"),),
    }
    told = report("n", text, ("delivered", denial), published="2031-06-02")
    (found,) = proposed(promise(due=day("2031-05-31")), told)
    assert found.outcome == "missed"


def test_a_new_date_by_the_same_side_supersedes():
    text = "Redland promised to deliver 12 trucks to Karsk by the end of July"
    (found,) = proposed(
        promise(due=day("2031-05-31")), later(text, "deliver", status="promised", due=day("2031-07-31"))
    )
    assert found.outcome == "superseded"


@pytest.mark.parametrize(
    "told",
    [
        later(published="2031-05-01"),
        later(published=None),
        later(when=day("2031-04-01")),
        later("Blueland has delivered 12 trucks to Karsk".replace("Blueland", "Redland"), type="ASSAULT"),
        report("n", "Gunmen attacked a bus in Lenz", ("attacked", {}), published="2031-05-20"),
    ],
    ids=["published before", "undated", "over before it was promised", "another deed", "nothing to do with it"],
)
def test_nothing_is_proposed_from(told):
    assert not proposed(promise(due=day("2031-05-31")), told)


def test_another_party_does_not_keep_the_promise():
    text = "Blueland has delivered 12 trucks to Karsk"
    blue = {
        "actors": (actor(text, "Blueland", id="blueland", kind="country"),),
        "places": (place(text, "Karsk"),),
        **SEND,
    }
    assert not proposed(promise(), report("n", text, ("delivered", blue), published="2031-05-20"))


def test_an_item_and_what_settles_it_share_a_key_where_nobody_is_known_by_name():
    plan, news = "the last soldiers are to leave by May", "on Friday the last foreign soldiers left"
    first = report("p", plan, ("leave", {"actors": (actor(plan, "last soldiers"),), "status": "planned"}))
    done = report("n", news, ("left", {"actors": (actor(news, "last foreign soldiers"),)}))
    own, other = cards(first, done)
    assert not set(ledger_keys(own)).isdisjoint(ledger_keys(other))


def test_as_of_a_day_later_reports_are_not_known():
    assert proposed(promise(), later(), as_of=date(2031, 5, 20))
    assert not proposed(promise(), later(), as_of=date(2031, 5, 19))


def test_the_report_that_promises_settles_nothing_itself():
    text = f"{PROMISE}\nRedland delivered 12 trucks to Karsk"
    who = {"actors": (actor(text, "Redland", id="redland", kind="country"),), **SEND}
    made = report("p", text, ("deliver", {**who, "status": "promised"}), ("delivered", who))
    own, other = cards(made)
    assert not outcomes(item(own), own, [other])


def test_a_condition_is_kept_and_not_judged():
    text = "Redland will deliver 12 trucks to Karsk if the road is open"
    first = promise(text=text, status="conditional", condition=span(text, "if the road is open"))
    (found,) = proposed(first, later())
    assert "is not judged" in found.rule


def test_claims_of_the_helpers_are_what_they_look_like():
    assert claim(PROMISE, "deliver", PROMISE).trigger.text == "deliver"
