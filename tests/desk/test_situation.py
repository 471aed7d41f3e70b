"""What the picture shows: bars, points or cells, what no pin can show, rows."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import day, place
from linking.made import report
from storage.made import capture, request, shelling
from tocsin.desk import situation as pictures
from tocsin.desk.asked import Asked
from tocsin.desk.index import Index
from tocsin.desk.situation import Cells, Points, situation
from tocsin.storage.filters import Box, Filters
from tocsin.storage.store import Store


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "news.tocsin") as opened:
        yield opened


def picture(store, **asked):
    return situation(Index(store), Asked(**asked))


@given(number=st.integers(-100_000, 30_000), code=st.sampled_from(["D", "W", "M", "Y"]))
def test_a_bar_begins_on_the_first_day_of_its_unit(number, code):
    the_day = date(1970, 1, 1) + timedelta(days=number)
    start = date.fromisoformat(pictures._start(int(pictures._bins(np.array([number], "i4"), code)[0]), code))
    assert start <= the_day
    first = {
        "D": the_day,
        "W": the_day - timedelta(days=the_day.weekday()),
        "M": the_day.replace(day=1),
        "Y": the_day.replace(month=1, day=1),
    }
    assert start == first[code]


def test_bars_count_events_by_standing_and_say_how_many_have_no_day(store):
    for each in (shelling(), capture(), request()):
        store.add(each)
    line = picture(store).timeline
    assert (line.unit, line.starts) == ("day", ("2031-05-02", "2031-05-03"))
    assert line.counts == {"happened": [0, 0], "claimed": [1, 1], "not-yet": [0, 0], "doubtful": [0, 0]}
    assert line.undated == 2


def test_a_long_time_is_shown_in_years(store):
    store.add(shelling("old", claim={"when": day("1979-05-02")}))
    store.add(capture())
    line = picture(store).timeline
    assert (line.unit, line.starts[0], len(line.starts)) == ("year", "1979-01-01", 53)


def country_only(name, text="Rebels attacked a village in Brask.", **given):
    where = place(text, "Brask", kind="country", country="BRK", **given)
    return report(name, text, ("attacked", {"places": (where,)}))


def test_a_country_is_never_a_point(store):
    store.add(country_only("one"))
    store.add(report("two", "Envoys met over fishing rights.", ("met", {"type": "CONSULT"})))
    shown = picture(store)
    assert isinstance(shown.map, Points) and shown.map.events == []
    assert (shown.unmapped.countries, shown.unmapped.nowhere) == ({"BRK": 1}, 1)


def test_a_place_of_an_event_is_one_point_however_many_claims_name_it(store):
    for number in range(3):
        store.add(shelling(f"s{number}", outlet=f"Outlet {number}"))
    shown = picture(store)
    assert shown.claims == 3 and shown.map.events == [shown.rows[0].id]
    assert (shown.map.lat, shown.map.lon, shown.map.radius_km) == ([50.2], [30.4], [3.0])


def test_the_view_cuts_the_map_and_nothing_else(store):
    for each in (shelling(), capture()):
        store.add(each)
    shown = picture(store, view=Box(30, 50, 30.9, 52))
    assert (len(shown.map.events), shown.events, len(shown.rows)) == (1, 2, 2)


def test_too_many_points_are_put_into_cells(store, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_POINTS", 1)
    for each in (shelling(), capture()):
        store.add(each)
    far, near = picture(store, zoom=0).map, picture(store, zoom=9).map
    assert isinstance(far, Cells) and isinstance(near, Cells)
    assert (far.counts["claimed"], sorted(near.counts["claimed"])) == ([2], [1, 1])
    assert (far.lon, far.lat) == ([30.7], [50.6])


def test_rows_come_in_pages_and_in_the_order_asked_for(store, monkeypatch):
    monkeypatch.setattr(pictures, "PAGE", 2)
    for each in (shelling(), capture(), request()):
        store.add(each)
    newest = [row.when for page in range(3) for row in picture(store, page=page).rows]
    oldest = [row.when for page in range(3) for row in picture(store, page=page, sort="oldest").rows]
    assert (newest, oldest) == (["2031-05-03", "2031-05-02", "", ""], ["2031-05-02", "2031-05-03", "", ""])
    assert picture(store).pages == 2


def test_counts_say_what_they_leave_out(store):
    store.add(shelling())
    rule = picture(store, filters=Filters(since="2031-05-01", origins=2)).rule
    assert "2 independent origins" in rule and "no text dates" in rule


def test_facets_count_events(store):
    for each in (shelling(), shelling("copy", outlet="The Copyist"), request()):
        store.add(each)
    found = picture(store).facets
    assert found["status"] == {"happened": 2, "requested": 1}
    assert found["outlet"]["The Copyist"] == 1


def test_the_table_turns_to_the_page_of_an_event_and_the_map_alone_has_no_rows(store, monkeypatch):
    monkeypatch.setattr(pictures, "PAGE", 1)
    for each in (shelling(), capture(), request()):
        store.add(each)
    for number in range(4):
        row = picture(store, page=number).rows[0]
        found = picture(store, event=row.id)
        assert (found.page, found.rows[0].id) == (number, row.id)
    assert picture(store, event="no such event", page=1).page == 1
    assert picture(store, part="map").rows == ()


def test_a_row_has_the_points_a_map_may_show_and_none_for_a_country(store):
    store.add(shelling())
    store.add(country_only("one"))
    assert {row.points for row in picture(store).rows} == {((30.4, 50.2, 3.0),), ()}
