"""Adding reports: once, again, changed, withdrawn; nothing is ever overwritten."""

import pytest
from msgspec.structs import replace
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from helpers import record
from linking.made import prose
from storage.made import SHELLED, capture, request, shelling
from tocsin.storage.database import StoreError
from tocsin.storage.filters import Filters
from tocsin.storage.tables import METADATA


def ids(store, kind, **filters):
    return [row.claim.id if kind == "claims" else row.id for row in store.list(kind, Filters(**filters))]


def test_what_is_added_is_listed_as_it_was(store):
    given = shelling()
    added = store.add(given)
    assert (added.what, added.begun, added.joined) == ("added", 1, 0)
    (row,) = store.list("claims")
    assert row.claim == given.claims[0]
    assert (row.report, row.outlet, row.published) == ("post-1", "The post-1 Post", "2031-05-04")
    assert row.event == f"e{given.claims[0].id}"
    assert store.check().problems == []


def test_adding_again_changes_nothing(store):
    store.add(shelling())
    again = store.add(shelling())
    assert (again.what, again.begun) == ("unchanged", 0)
    assert store.check().moments == 1


def test_a_changed_text_is_a_new_version_and_the_old_one_stays_known(store):
    store.add(shelling(), known="2021-05-04")
    corrected = SHELLED.replace("12 people", "14 people")
    claim = {"quantities": ()}
    added = store.add(shelling(text=corrected, claim=claim), known="2021-05-06")
    assert (added.what, added.begun, added.ended) == ("changed", 1, 1)
    (now,) = store.list("claims")
    assert "14 people" in now.claim.sentence.text
    (before,) = store.list("claims", Filters(at="2021-05-05"))
    assert "12 people" in before.claim.sentence.text
    assert now.event == before.event
    assert [row.version for row in store.list("reports")] == [2]
    assert store.check().problems == []


def test_another_reading_keeps_the_claims_that_are_the_same(store):
    first = request()
    store.add(first)
    fewer = replace(first, claims=first.claims[:1])
    added = store.add(fewer)
    assert (added.what, added.begun, added.kept, added.ended) == ("changed", 0, 1, 1)
    assert ids(store, "claims") == [first.claims[0].id]
    assert store.add(first).what == "unchanged", "an older reading brings nothing back"


def test_a_claim_in_the_place_of_another_keeps_its_event(store):
    first = shelling()
    store.add(first)
    (before,) = store.list("claims")
    moved = shelling(text="Corrected.\n" + SHELLED, claim={"id": "post-1:later"})
    assert store.add(moved).ended == 1
    (after,) = store.list("claims")
    assert (after.claim.id, after.event) == ("post-1:later", before.event)
    assert store.check().problems == []


def test_a_withdrawn_report_is_gone_now_but_not_from_the_past(store):
    store.add(shelling(), known="2021-05-04")
    store.add(capture(), known="2021-05-05")
    assert store.withdraw("post-1", "Ann", "the outlet took it back") == 1
    assert ids(store, "reports") == ["post-2"]
    assert ids(store, "claims") == ["post-2:taken"]
    assert ids(store, "claims", at="2021-05-05") == ["post-1:shelled", "post-2:taken"]
    assert store.add(shelling()).what == "withdrawn"
    assert ids(store, "reports") == ["post-2"]
    assert store.check().problems == []
    with pytest.raises(StoreError, match="there is no report post-1"):
        store.withdraw("post-1", "Ann", "again")


def test_what_is_known_never_comes_before_what_was_known(store):
    store.add(shelling(), known="2021-05-04")
    with pytest.raises(StoreError, match="cannot have known"):
        store.add(capture(), known="2021-05-03")
    assert ids(store, "reports") == ["post-1"]


def test_nothing_is_known_before_its_time(store):
    with pytest.raises(StoreError, match="lies in the future"):
        store.add(shelling(), known="2999-01-01")


def test_copies_have_one_origin_and_merged_origins_are_one_from_then_on(store):
    words = prose(7, 400).split()
    store.add(record(" ".join(words[:200]), id="first", outlet="One", published="2031-05-01"), known="2021-05-01")
    store.add(record(" ".join(words[200:]), id="second", outlet="Two", published="2031-05-01"), known="2021-05-01")
    assert len({row.origin for row in store.list("reports")}) == 2
    store.add(record(" ".join(words), id="whole", outlet="Three", published="2031-05-02"), known="2021-05-02")
    assert len({row.origin for row in store.list("reports")}) == 1
    assert len({row.origin for row in store.list("reports", Filters(at="2021-05-01"))}) == 2
    assert store.check().problems == []


def test_a_report_of_no_claims_and_one_with_odd_characters(store):
    odd = "A\0line, “quoted”, 'half; DROP TABLE claim; -- 家 \U0001f600"
    assert store.add(record(odd, id="odd 'id' %s :x", outlet="O\0", title="T\0", published="2031-05-01")).begun == 0
    assert store.add(record("", id="nothing")).what == "added"
    assert store.check().problems == []
    assert len(store.list("reports")) == 2


@pytest.mark.parametrize("name", ["", "x" * 501, "nul\0l"])
def test_an_id_that_cannot_be_kept(store, name):
    with pytest.raises(StoreError, match="cannot be kept"):
        store.add(record("Some text.", id=name))
    assert store.list("reports") == []


def test_the_database_itself_refuses_to_change_or_delete(store):
    for given in (shelling(), capture(), request(), shelling("post-4")):
        store.add(given)
    store.add(shelling(text=SHELLED + " More was not known."))
    events = ids(store, "events")
    store.merge(events[0], events[1], "Ann", "one operation")
    tried = 0
    for name, table in METADATA.tables.items():
        with store.database.engine.connect() as connection:
            held = connection.execute(text(f"SELECT 1 FROM {name}")).first() is not None
        column = next(iter(table.columns)).name
        for act in (f"UPDATE {name} SET {column} = {column}", f"DELETE FROM {name}"):
            if held:
                tried += 1
                with pytest.raises(DatabaseError, match="only grows"), store.database.engine.begin() as connection:
                    connection.execute(text(act))
    assert tried >= 2 * 12
    assert store.check().problems == []
