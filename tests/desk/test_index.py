"""The index answers as `list` does, and follows the store."""

from __future__ import annotations

import dataclasses
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linking.made import prose, report
from storage.made import capture, request, shelling
from tocsin.desk.asked import Asked
from tocsin.desk.choice import choose
from tocsin.desk.index import STANDINGS, Index
from tocsin.desk.past import Pasts
from tocsin.desk.rows import EVENT
from tocsin.desk.situation import situation
from tocsin.storage.database import StoreError
from tocsin.storage.filters import Box, Filters
from tocsin.storage.store import Store

FILTERS = {
    "status": [(), ("requested",), ("happened", "denied")],
    "type": [(), ("ASSAULT", "AID")],
    "actor": [None, "brask", "ARD"],
    "since": [None, "2031-05-03"],
    "box": [None, Box(30, 50, 30.9, 52), Box(170, 50, 31, 52)],
    "search": [None, "mayor"],
    "origins": [None, 1, 2],
}


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "news.tocsin") as opened:
        for each in (shelling(), capture(), request(), shelling("copy", outlet="The Copyist")):
            opened.add(each)
        yield opened


def chosen(index: Index, **asked) -> set[str]:
    with index.fresh() as (connection, shown):
        return {shown.ids[number] for number in choose(shown, connection, Asked(**asked)).events}


def test_it_chooses_the_events_that_list_lists(store):
    index = Index(store)
    for values in product(*FILTERS.values()):
        filters = Filters(**dict(zip(FILTERS, values, strict=True)))
        assert chosen(index, filters=filters) == {event.id for event in store.list("events", filters)}, filters


def test_an_event_has_the_origins_and_status_that_list_gives(store):
    index = Index(store)
    with index.fresh() as (_, shown):
        held = {shown.ids[number]: shown.events[number] for number in np.flatnonzero(shown.events_stand)}
    for event in store.list("events"):
        assert held[event.id]["origins"] == event.origins
        assert situation(index, Asked()).events == len(held)


def test_what_only_a_source_says_is_claimed_and_what_an_outlet_says_itself_has_happened(tmp_path):
    with Store(tmp_path / "s.tocsin") as store:
        store.add(shelling("sourced"))
        store.add(report("own", f"Rebels burned a depot.\n{prose(3, 40)}", ("burned", {})))
        rows = situation(Index(store), Asked()).rows
    assert {(row.quote[:6], row.standing) for row in rows} == {("Brask ", "claimed"), ("Rebels", "happened")}


def test_outlets_and_confidence_filter_too(store):
    index = Index(store)
    assert len(chosen(index, outlet=("The Copyist",))) == 1
    assert chosen(index, outlet=("Nobody's",)) == set()
    assert len(chosen(index, confidence=0.75)) == len(chosen(index))
    assert chosen(index, confidence=0.8) == set()


def same(index: Index, other: Index) -> bool:
    def held(one: Index):
        told = [name for name in EVENT.names if name != "claim"]  # a row's number, which may differ
        with one.fresh() as (_, shown):
            stands = shown.claims[shown.claims_stand]
            events = {shown.ids[n]: shown.events[n][told].item() for n in np.flatnonzero(shown.events_stand)}
            claims = sorted((shown.ids[row["event"]], row["seq"], row["status"], row["first"]) for row in stands)
            places = shown.places[shown.claims_stand[shown.places["claim"]]]
            return claims, events, sorted(zip(places["lat"], places["lon"], strict=True))

    return held(index) == held(other)


@settings(max_examples=15, deadline=None)
@given(
    steps=st.lists(st.sampled_from(["add", "again", "merge", "split", "withdraw"]), max_size=8), seed=st.integers(0, 99)
)
def test_it_follows_whatever_happens(tmp_path_factory, steps, seed):
    with Store(tmp_path_factory.mktemp("s") / "s.tocsin") as store:
        store.add(shelling())
        index = Index(store)
        for number, step in enumerate(steps, seed):
            act(store, step, number)
            assert same(index, Index(store))


def act(store: Store, step: str, number: int) -> None:
    events = store.list("events")
    reports = store.list("reports")
    if step == "add":
        store.add((shelling, capture, request)[number % 3](f"new-{number}", outlet=f"The {number} News"))
    elif step == "again":
        store.add(shelling(claim={"status": ("denied", "happened")[number % 2]}))
    elif step == "merge" and len(events) > 1:
        store.merge(events[0].id, events[-1].id, "ana", "the same")
    elif step == "split" and (several := [event for event in events if len(event.claims) > 1]):
        store.split(several[0].id, several[0].claims[-1:], "ana", "two")
    elif step == "withdraw" and reports:
        store.withdraw(reports[number % len(reports)].id, "ana", "wrong")


def test_what_is_shown_stays_as_it_is_whatever_follows(store):
    index = Index(store)
    with index.fresh() as (_, before):
        names = {before.ids[number] for number in np.flatnonzero(before.events_stand)}
    store.withdraw("post-1", "ana", "wrong")
    store.add(shelling("new", outlet="The New"))
    with index.fresh() as (_, now):
        assert now.at > before.at and now.claims_stand.sum() == before.claims_stand.sum()
    del before.__dict__["events_stand"]  # counted anew, from the columns as they were handed out
    assert {before.ids[number] for number in np.flatnonzero(before.events_stand)} == names


def test_nobody_waits_for_who_makes_it_follow_what_is_added(store):
    index = Index(store)
    with index.fresh() as (_, before):
        pass
    store.add(shelling("new", outlet="The New"))
    with index._lock, index.fresh() as (_, shown):  # somebody else makes it follow just now
        assert shown is before and index.moment() == before.at
    with index.fresh() as (_, shown):
        assert shown.at > before.at


def test_an_empty_store_has_an_empty_picture(tmp_path):
    with Store(tmp_path / "s.tocsin") as store:
        picture = situation(Index(store), Asked())
    assert (picture.events, picture.claims, picture.pages, picture.rows) == (0, 0, 0, ())
    assert set(picture.timeline.counts) == set(STANDINGS)


def test_the_past_is_as_list_gives_it_and_does_not_change_what_is_shown_now(tmp_path):
    with Store(tmp_path / "news.tocsin") as store:
        store.add(shelling(), known="2021-05-04")
        store.add(shelling("copy", outlet="The Copyist"), known="2021-05-05")
        index, early = Index(store), Pasts(Index(store))
        store.add(capture(), known="2021-05-06")
        store.reject("post-1:shelled", "Ann", "a hoax")
        store.add(request())
        pasts = Pasts(index)
        for at in (None, "2021-05-03", "2021-05-04", "2021-05-05T00:00", "2021-05-05", "2021-05-06", "2999-01-01"):
            for filters in (Filters(), Filters(search="mayor"), Filters(origins=2)):
                events = store.list("events", dataclasses.replace(filters, at=at))
                for each in (pasts, early):
                    picture = situation(each.index(at), Asked(filters=filters))
                    assert {row.id for row in picture.rows} == {event.id for event in events}, (at, filters)
                    assert sum(row.outlets for row in picture.rows) == sum(event.outlets for event in events)
        assert len(pasts._kept) == 2 and pasts.index("2999-01-01") is pasts.index("2998-01-01")
        assert situation(index, Asked()).events == len(store.list("events"))
        with pytest.raises(StoreError, match="no day or time"):
            pasts.index("Friday")
