from __future__ import annotations

import csv
import io
import json

import pytest

from helpers import actor, claim, day, place, quantity, record, source, span
from tocsin.exports import csv as claims_table
from tocsin.records import Claim, Interval, Plover

TEXT = 'Rivermen killed "about 20" guards, 5 of them boys, at Port Oru in Delta, two diplomats told Coast Radio.'


def rows(*claims: Claim, **given: object) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    claims_table.write([record(TEXT, *claims, **given)], out)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))


def made(**given: object) -> Claim:
    return claim(TEXT, "killed", TEXT, **given)


def test_the_header_is_the_published_one_and_stands_alone_without_claims():
    out = io.StringIO(newline="")
    claims_table.write([record("Rain fell.")], out)
    names = out.getvalue().split(",")
    assert names[:3] == ["claim_id", "event_id", "report_id"]
    assert names[-1] == "review_state\r\n"
    assert len(names) == len(set(names)) == 57


def test_one_row_a_claim_with_chain_and_codes():
    row, _ = rows(
        made(
            actors=(actor(TEXT, "Rivermen", country="XXA", sector="REB"), actor(TEXT, "boys", country="XXA")),
            sources=(source("two diplomats", "unnamed"), source("Coast Radio", "outlet", "private")),
            when=day("2024-05-02"),
            plover=Plover("ASSAULT", "firearms", ("military", "territory")),
            cameo="190",
        ),
        made(),
        outlet="Delta Wire",
        published="2024-05-03",
    )
    assert row["actor1"] == "Rivermen; boys" and row["actor1_country"] == "XXA" and row["actor1_sector"] == "REB"
    assert row["source"] == "two diplomats" and row["source_chain"] == "two diplomats < Coast Radio"
    assert row["source_kind"] == "unnamed" and row["source_classification"] == "private"
    assert row["plover_type"] == "ASSAULT" and row["contexts"] == "military; territory" and row["cameo"] == "190"
    assert row["date_start"] == "2024-05-02" and row["date_prec"] == "1" and row["outlet"] == "Delta Wire"
    assert TEXT[int(row["start"]) : int(row["end"])] == row["quote"]
    assert row["event_id"] == row["origin_id"] == row["first_seen"] == row["review_state"] == ""


@pytest.mark.parametrize(
    ("end", "grade"),
    [("2024-05-01", "1"), ("2024-05-06", "2"), ("2024-05-07", "3"), ("2024-05-31", "4"), ("2025-04-30", "5")],
)
def test_grades_of_dates(end: str, grade: str):
    assert rows(made(when=day("2024-05-01", end)))[0]["date_prec"] == grade


def test_an_open_date_has_no_grade():
    assert rows(made(when=Interval("2024-05-01", None, None, "open", "stated")))[0]["date_prec"] == ""


def test_the_finest_place_is_the_location():
    row = rows(made(places=(place(TEXT, "Delta", kind="admin1"), place(TEXT, "Port Oru", country="XXA"))))[0]
    assert (row["location"], row["city"], row["country"], row["geo_precision"]) == ("Port Oru", "Port Oru", "XXA", "1")
    assert (row["latitude"], row["longitude"]) == ("1.5", "2.5")


def test_a_country_has_no_point():
    row = rows(made(places=(place(TEXT, "Delta", kind="country", country="XXA"),)))[0]
    assert (row["country"], row["latitude"], row["longitude"], row["geo_precision"]) == ("XXA", "", "", "6")


def test_an_unresolved_place_keeps_its_name_only():
    row = rows(made(places=(place(TEXT, "Delta", id=None, kind=None, lat=None, lon=None, radius_km=None),)))[0]
    assert (row["location"], row["place_id"], row["geo_precision"]) == ("Delta", "", "")


def test_deaths_come_from_the_killed_only():
    row = rows(made(quantities=(quantity(TEXT, "about 20", 20, 20, "killed"), quantity(TEXT, "two", 2, 2))))[0]
    assert (row["deaths_low"], row["deaths_high"], row["deaths_best"], row["injuries_low"]) == ("20", "20", "20", "")
    assert [figure["about"] for figure in json.loads(row["quantities"])] == ["killed", "other"]


def test_figures_that_may_contain_each_other_give_bounds_and_no_best():
    figures = (quantity(TEXT, "about 20", 20, 20, "killed"), quantity(TEXT, "5", 5, 5, "killed"))
    row = rows(made(quantities=figures))[0]
    assert (row["deaths_low"], row["deaths_high"], row["deaths_best"]) == ("20", "25", "")


def test_an_open_figure_stays_open():
    row = rows(made(quantities=(quantity(TEXT, "about 20", 20, None, "injured"),)))[0]
    assert (row["injuries_low"], row["injuries_high"], row["injuries_best"]) == ("20", "", "")


def test_certain_is_what_happened_and_is_sure_enough():
    statuses = (("happened", 0.9), ("happened", 0.2), ("ongoing", 0.5), ("denied", 0.9), ("forecast", 0.9))
    found = rows(*(made(status=status, confidence=sure) for status, sure in statuses))
    assert [row["certain"] for row in found] == ["1", "0", "1", "0", "0"]


def test_a_formula_is_text_and_a_negative_coordinate_is_a_number():
    spot = place(TEXT, "Port Oru", lat=-1.5, lon=-2.0)
    row = rows(made(rule="=HYPERLINK(1)", places=(spot,)), outlet="@cmd", title="-")[0]
    assert (row["rule"], row["outlet"]) == ("'=HYPERLINK(1)", "'@cmd")
    assert (row["latitude"], row["longitude"]) == ("-1.5", "-2")


def test_what_is_due_and_on_what_condition():
    row = rows(made(due=day("2024-06-01"), condition=span(TEXT, "at Port Oru"), status="conditional"))[0]
    assert (row["due_start"], row["due_end"], row["date_start"]) == ("2024-06-01", "2024-06-01", "")
    assert row["condition"] == "at Port Oru"
