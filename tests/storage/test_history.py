"""What differs between two moments, and what stands behind a record."""

import pytest

from helpers import record
from linking.made import prose
from storage.made import ASKED, SHELLED, capture, request, shelling
from tocsin.storage.database import StoreError


def differences(store, before, after):
    with store.diff(before, after) as found:
        return [(each.what, each.kind, each.id, each.reason) for each in found]


def test_a_diff_lists_what_came_changed_and_went_with_reasons(store):
    store.add(shelling(), known="2021-05-04")
    store.add(capture(), known="2021-05-05")
    store.add(shelling(text=SHELLED.replace("12 people", "14 people"), claim={"quantities": ()}), known="2021-05-06")
    store.withdraw("post-2", "Ann", "taken back")
    assert differences(store, "@2021-05-03", "@2021-05-04") == [
        ("added", "report", "post-1", "first read"),
        ("added", "claim", "post-1:shelled", "first read"),
    ]
    assert differences(store, "2021-05-04", "2021-05-06") == [
        ("added", "report", "post-2", "first read"),
        ("changed", "report", "post-1", "the outlet's text has changed"),
        ("added", "claim", "post-2:taken", "first read"),
        ("changed", "claim", "post-1:shelled", "the outlet's text has changed"),
    ]
    now = "2999-01-01"
    assert ("withdrawn", "claim", "post-2:taken", "the report was withdrawn: taken back") in differences(
        store, "2021-05-06", now
    )
    assert differences(store, "2021-05-04", "2021-05-04") == []


def test_a_changed_claim_says_in_which_fields_and_who_decided(store):
    store.add(request(), known="2021-05-04")
    store.add(request(claim={"status": "promised"}), known="2021-05-05")
    with store.diff("2021-05-04", "2021-05-05") as found:
        (changed,) = [each for each in found if each.kind == "claim"]
    assert (changed.what, changed.fields) == ("changed", ("status",))
    assert changed.before == f"AID requested: {ASKED}" and changed.after == f"AID promised: {ASKED}"
    assert changed.reason == "read again: the rules or the knowledge have changed"


def test_a_shifted_text_changes_no_claim(store):
    store.add(shelling(), known="2021-05-04")
    store.add(shelling(text="Corrected.\n" + SHELLED, claim={"id": "later"}), known="2021-05-05")
    with store.diff("2021-05-04", "2021-05-05") as found:
        (changed,) = [each for each in found if each.kind == "claim"]
    assert (changed.what, changed.fields) == ("changed", ())


def test_moved_claims_and_merged_origins_are_changes(store):
    words = prose(7, 400).split()
    store.add(record(" ".join(words[:200]), id="first", outlet="One"), known="2021-05-01")
    store.add(record(" ".join(words[200:]), id="second", outlet="Two"), known="2021-05-01")
    store.add(record(" ".join(words), id="whole", outlet="Three"), known="2021-05-02")
    store.add(shelling(), known="2021-05-03")
    store.add(capture(), known="2021-05-03")
    found = differences(store, "2021-05-01", "2021-05-02")
    assert [(what, kind) for what, kind, _, _ in found] == [("added", "report"), ("changed", "origin")]
    store.merge("epost-1:shelled", "epost-2:taken", "Ann", "one raid")
    (moved,) = differences(store, "2021-05-03", "2999-01-01")
    assert moved[:3] == ("changed", "event", "post-2:taken")
    assert "by Ann: one raid" in moved[3]


def test_why_of_a_claim_shows_words_chain_rule_grouping_and_history(store):
    text = f"Karsk, Friday.\n{SHELLED}\nNo other town was hit."
    store.add(shelling(text=text))
    told = store.why("post-1:shelled")
    assert told.quote.sentence == SHELLED
    assert (told.quote.before, told.quote.after) == ("Karsk, Friday.\n", "\nNo other town was hit.")
    assert told.chain == ("the mayor", "The post-1 Post")
    assert (told.event, told.grouping, told.credibility) == ("epost-1:shelled", "founds the event", "6")
    assert [step.reason for step in told.history] == ["first read", "founds the event"]


def test_why_of_an_event_a_report_and_a_source(store):
    text = f"{SHELLED}\n{prose(3, 60)}"
    store.add(shelling(text=text))
    store.add(shelling("post-9", text))
    told = store.why("epost-1:shelled")
    assert [claim.id for claim in told.claims] == ["post-1:shelled", "post-9:shelled"]
    assert (told.event.outlets, told.event.origins) == (2, 1)
    report = store.why("post-9")
    assert report.same_origin == ("post-1",)
    assert "word for word in post-1" in report.reason
    assert [name for name, _ in store.why("The Mayor").claims] == ["post-1:shelled", "post-9:shelled"]
    assert store.why("The post-9 Post").source.reports == 1


def test_why_of_what_is_gone_says_why_and_shows_it_in_the_past(store):
    store.add(shelling(), known="2021-05-04")
    store.withdraw("post-1", "Ann", "taken back")
    for name in ("post-1:shelled", "epost-1:shelled", "post-1"):
        with pytest.raises(StoreError, match=r"stands no more: .* withdrawn: taken back"):
            store.why(name)
        assert store.why(name, at="2021-05-04").id == name
    with pytest.raises(StoreError, match="nothing in the store is called 'nobody'"):
        store.why("nobody")


def test_grades_start_unknown_and_are_granted_by_people(store):
    store.add(shelling())
    store.grade("reliability", "the mayor", "B", "Ann", "was right before")
    store.grade("reliability", "the mayor", "C", "Bo", "was wrong once")
    store.grade("reliability", "The post-1 Post", "A", "Ann", "corrects itself")
    store.grade("credibility", "epost-1:shelled", "2", "Ann", "photographs")
    grades = {row.id: row.reliability for row in store.list("sources")}
    assert grades == {"the mayor": "C", "The post-1 Post": "A"}
    assert [step.who for step in store.why("the mayor").history] == ["Ann", "Bo", "Bo"]
    assert (store.why("epost-1:shelled").credibility, store.why("post-1:shelled").credibility) == ("2", "6")
    wrong = ("reliability", "the mayor", "G"), ("credibility", "the mayor", "2"), ("reliability", "nobody", "A")
    for scale, target, value in wrong:
        with pytest.raises(StoreError, match=r"there is no|is no reliability"):
            store.grade(scale, target, value, "Ann", "")
    assert store.check().problems == []
