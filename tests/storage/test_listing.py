"""Listings and their filters, on what stands and on the past."""

import pytest

from helpers import place
from storage.made import ASKED, SHELLED, shelling
from tocsin.storage.database import StoreError
from tocsin.storage.filters import Box, Filters


def claims(store, **filters):
    return [row.claim.id for row in store.list("claims", Filters(**filters))]


SHELLING, CAPTURE, ASKING, BOATS = "post-1:shelled", "post-2:taken", "post-3:asked", "post-3:boats"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, [SHELLING, CAPTURE, ASKING, BOATS]),
        ({"status": ("requested",)}, [BOATS]),
        ({"status": ("requested", "happened"), "type": ("assault", "AID")}, [SHELLING, BOATS]),
        ({"actor": "brask"}, [SHELLING]),
        ({"actor": "ÁRDEN"}, [CAPTURE, ASKING, BOATS]),
        ({"actor": "BRK"}, [SHELLING]),
        ({"actor": "the mayor"}, []),
        ({"place": "karsk"}, [SHELLING]),
        ({"place": "tocsin:Lomna"}, [CAPTURE]),
        ({"place": "BRK"}, [CAPTURE]),
        ({"since": "2031-05-03"}, [CAPTURE]),
        ({"until": "2031-05-02"}, [SHELLING]),
        ({"since": "2031-05-01", "until": "2031-05-31"}, [SHELLING, CAPTURE]),
        ({"box": Box(30, 50, 30.9, 52)}, [SHELLING]),
        ({"box": Box(170, 50, 31, 52)}, [SHELLING, CAPTURE]),
        ({"box": Box(30, 50, 32, 52), "since": "2031-05-03"}, [CAPTURE]),
        ({"search": "mayor KÁRSK"}, [SHELLING]),
        ({"search": '"boats by june"'}, [ASKING, BOATS]),
        ({"search": '"june by boats"'}, []),
        ({"at": "2021-05-04"}, [SHELLING]),
        ({"at": "2021-05-03"}, []),
        ({"limit": 2}, [SHELLING, CAPTURE]),
    ],
)
def test_filters_of_claims(full, filters, found):
    assert claims(full, **filters) == found


def test_events_are_listed_where_a_claim_of_theirs_fits(full):
    events = full.list("events", Filters(since="2031-05-01", until="2031-05-31"))
    assert [event.claims for event in events] == [(SHELLING,), (CAPTURE,)]
    assert [event.when.start for event in events] == ["2031-05-02", "2031-05-03"]
    assert [event.claims for event in full.list("events", Filters(status=("requested",)))] == [(BOATS,)]


def test_events_without_a_day_come_last(full):
    assert [event.claims[0] for event in full.list("events")][:2] == [SHELLING, CAPTURE]
    assert len(full.list("events")) == 4


def test_a_country_is_no_point_in_a_box(store):
    text = "Brask shelled Arden near Karsk, the mayor said."
    land = place(text, "Arden", kind="country", lat=50.5, lon=30.5)
    store.add(shelling(text=text, claim={"places": (land,)}))
    assert claims(store, box=Box(30, 50, 31, 51)) == []


def test_reports_are_found_by_any_word_of_their_text_and_by_publication(full):
    assert [row.id for row in full.list("reports", Filters(search="spokesman"))] == ["post-2"]
    assert [row.claims for row in full.list("reports")] == [1, 1, 2]
    assert full.list("reports", Filters(since="2031-05-05")) == []
    assert len(full.list("reports", Filters(until="2031-05-04"))) == 3
    assert [row.id for row in full.list("reports", Filters(actor="brask"))] == ["post-1"]


def test_sources_and_actors_are_counted(full):
    sources = {row.id: row for row in full.list("sources")}
    assert (sources["the mayor"].claims, sources["the mayor"].kind) == (1, "unnamed")
    assert (sources["The post-3 Post"].claims, sources["The post-3 Post"].reports) == (2, 1)
    assert {row.reliability for row in sources.values()} == {"F"}
    actors = {row.id: (row.acts, row.acted_upon) for row in full.list("actors")}
    assert actors == {"arden": (2, 1), "league": (1, 1), "brask": (1, 0)}
    assert [row.id for row in full.list("actors", Filters(type=("ASSAULT",)))] == ["brask"]


@pytest.mark.parametrize(
    "words", ['"', "()", "' OR 1=1 --", "a* NEAR(b", "x:y", "-boats", "^", "{a} : b", "boats & ! <-> |", "%", "a\0b"]
)
def test_what_is_searched_for_is_never_a_query(full, words):
    try:
        found = claims(full, search=words)
    except StoreError as error:
        assert "no word to search for" in error.message
    else:
        assert set(found) <= {ASKING, BOATS}


@pytest.mark.parametrize("words", ["1,2,3", "a,b,c,d", "0,10,5,5", "0,0,999,9", ""])
def test_what_is_no_box(words):
    with pytest.raises(StoreError, match="is no box"):
        Box.of(words)


@pytest.mark.parametrize("filters", [{"since": "May"}, {"until": "2031-13-01"}, {"as_of": ""}])
def test_what_is_no_day(filters):
    with pytest.raises(StoreError, match="is no day"):
        Filters(**filters)


def test_a_search_finds_half_sentences_of_one_claim_only(store):
    store.add(shelling())
    assert claims(store, search="karsk brask") == [SHELLING]
    assert claims(store, search=SHELLED) == [SHELLING]
    assert claims(store, search=ASKED) == []
