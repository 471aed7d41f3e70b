"""Merging and splitting: obeyed, remembered, and undone without a trace in what stands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.made import SHELLED, capture, shelling
from tocsin.storage.database import StoreError
from tocsin.storage.filters import Filters
from tocsin.storage.store import Store

RETOLD = "The town of Karsk was shelled by Brask, killing 12 people on Friday."


def groups(store, **filters):
    return {event.id: set(event.claims) for event in store.list("events", Filters(**filters))}


def two_reports(store):
    store.add(shelling(), known="2021-05-04")
    store.add(shelling("post-9", RETOLD), known="2021-05-05")


def test_reports_of_one_shelling_are_one_event_and_two_origins(store):
    two_reports(store)
    (event,) = store.list("events")
    assert (event.id, len(event.claims), event.outlets, event.origins) == ("epost-1:shelled", 2, 2, 2)
    assert groups(store, origins=2) and not groups(store, origins=3)


def test_a_split_is_remembered_when_the_report_is_read_again(store):
    two_reports(store)
    other = store.split("epost-1:shelled", ["post-9:shelled"], "Ann", "two days")
    assert other == "epost-9:shelled"
    assert groups(store) == {"epost-1:shelled": {"post-1:shelled"}, "epost-9:shelled": {"post-9:shelled"}}
    assert groups(store, at="2021-05-05") == {"epost-1:shelled": {"post-1:shelled", "post-9:shelled"}}
    longer = f"Update.\n{RETOLD}"
    store.add(shelling("post-9", longer, claim={"id": "post-9:anew", "status": "ongoing"}))
    assert {frozenset(claims) for claims in groups(store).values()} == {
        frozenset({"post-1:shelled"}),
        frozenset({"post-9:anew"}),
    }
    assert store.check().problems == []


def test_a_merge_is_remembered_when_the_report_is_read_again(store):
    store.add(shelling())
    store.add(capture())
    assert store.merge("epost-1:shelled", "epost-2:taken", "Ann", "one attack") == "epost-1:shelled"
    assert groups(store) == {"epost-1:shelled": {"post-1:shelled", "post-2:taken"}}
    store.add(capture(text="Update.\nArden's army has taken Lomna, its spokesman said.", claim={"mode": None}))
    assert set(groups(store)) == {"epost-1:shelled"}
    assert store.check().problems == []


def test_undoing_a_merge_restores_the_groups(store):
    store.add(shelling())
    store.add(capture())
    before = groups(store)
    store.merge("epost-1:shelled", "epost-2:taken", "Ann", "one attack")
    store.split("epost-1:shelled", ["post-2:taken"], "Ann", "no, two")
    assert groups(store) == before
    assert store.check().problems == []


def test_the_founder_can_be_split_off_too(store):
    two_reports(store)
    other = store.split("epost-1:shelled", ["post-1:shelled"], "Ann", "two days")
    assert groups(store) == {"epost-1:shelled": {"post-1:shelled"}, other: {"post-9:shelled"}}


@pytest.mark.parametrize(
    ("event", "claims", "message"),
    [
        ("enone", ["x"], "there is no event enone"),
        ("epost-1:shelled", ["x"], "x: not in epost-1:shelled"),
        ("epost-1:shelled", ["post-1:shelled"], "some of its claims"),
        ("epost-1:shelled", [], "some of its claims"),
    ],
)
def test_splits_that_cannot_be(store, event, claims, message):
    store.add(shelling())
    with pytest.raises(StoreError, match=message):
        store.split(event, claims, "Ann", "why not")
    with pytest.raises(StoreError, match="with itself"):
        store.merge("epost-1:shelled", "epost-1:shelled", "Ann", "why not")
    assert store.check().moments == 1


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_any_merges_and_splits_can_be_undone_one_by_one(tmp_path_factory, empty, data):
    path = tmp_path_factory.mktemp("undo") / "news.tocsin"
    path.write_bytes(empty.read_bytes())
    with Store(path) as store:
        for number in range(5):
            text = SHELLED.replace("Friday", f"day {number}")
            store.add(shelling(f"r{number}", text, claim={"places": (), "mode": f"m{number}", "when": None}))
        undo = []
        for _ in range(data.draw(st.integers(1, 6))):
            before = groups(store)
            if len(before) < 2:
                break
            kept, gone = data.draw(st.permutations(sorted(before)))[:2]
            store.merge(kept, gone, "Ann", "alike")
            undo.append((kept, sorted(before[gone]), before))
        for kept, moved, before in reversed(undo):
            store.split(kept, moved, "Ann", "undone")
            assert {frozenset(claims) for claims in groups(store).values()} == {frozenset(c) for c in before.values()}
        assert store.check().problems == []
