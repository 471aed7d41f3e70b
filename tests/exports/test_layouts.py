"""ACLED's, UCDP's and POLECAT's layouts: their published columns, what is left out, and that every event is counted."""

from __future__ import annotations

import csv
import io
import re

import pytest

from helpers import place
from tocsin.exports import acled, layouts, polecat, ucdp
from tocsin.exports.hxl import TAGS
from tocsin.exports.layouts import Asked
from tocsin.storage.filters import Filters

# the published column lists, written down apart from the code
ACLED = """event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,
inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,
longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"""
UCDP = """id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,
dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,
number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,
where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,
date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob"""
POLECAT = """Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,Actor COW,
Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,Recipient Name,Recipient Country,
Recipient COW,Primary Recipient Sector,Recipient Sectors,Recipient Title,Recipient Name Raw,Wikipedia Recipient ID,
Placename,City,District,Province,Country,Latitude,Longitude,GeoNames ID,Raw Placename,Feature Type,Source,
Publication Date,Story People,Story Organizations,Story Locations,Language,Version"""
PUBLISHED = {"acled": (ACLED, 31), "ucdp": (UCDP, 49), "polecat": (POLECAT, 40)}


def written(store, layout, **asked):
    out = io.BytesIO()
    tags = asked.pop("tags", False)
    said = [*layouts.write(layout, store.database, Asked(Filters(**asked), tags=tags), out)]
    return out.getvalue().decode(), said


def rows(store, layout, **asked):
    text, _ = written(store, layout, **asked)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if layout == "polecat" else ","))


def of(store, layout, report):
    """The row whose event or claim is of a report made by hand."""
    key = {"acled": "event_id_cnty", "ucdp": "id", "polecat": "Event ID"}[layout]
    return next(row for row in rows(store, layout) if report in row[key])


@pytest.mark.parametrize("layout", PUBLISHED)
def test_the_header_is_the_published_one(made, layout):
    names, number = PUBLISHED[layout]
    header = written(made, layout)[0].splitlines()[0].split("\t" if layout == "polecat" else ",")
    assert header == names.replace("\n", "").split(",") and len(header) == number
    tagged = written(made, layout, tags=True)[0].splitlines()[1].split("\t" if layout == "polecat" else ",")
    assert len(tagged) == number and set(TAGS[layout]) <= set(header)


@pytest.mark.parametrize("layout", PUBLISHED)
@pytest.mark.parametrize("store", ["made", "samples"])
def test_whatever_fits_is_written_or_counted_with_a_reason(layout, store, request):
    store = request.getfixturevalue(store)
    text, said = written(store, layout)
    of_all = len(store.list("claims" if layout == "polecat" else "events"))
    count, total = map(int, re.match(r"(\d+) of (\d+) ", said[1]).groups())
    left = sum(int(re.match(r"left out (\d+): \w", line)[1]) for line in said[2:])
    assert said[0].endswith(f"not {layout.upper()} data")
    assert count == len(rows(store, layout)) == text.count("\n") - 1 and count + left == total == of_all
    ids = [next(iter(row.values())) for row in rows(store, layout)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("layout", PUBLISHED)
def test_what_did_not_happen_is_in_no_row(made, layout):
    assert not [row for row in rows(made, layout) if "post-5" in str(row) or "boats" in row.get("Event ID", "")]


# ---------------------------------------------------------------- ACLED
def test_acled_takes_the_lowest_figure_and_says_so(made):
    row = of(made, "acled", "post-1")
    assert (row["fatalities"], row["event_type"], row["sub_event_type"]) == (
        "12", "Explosions/Remote violence", "Shelling/artillery/missile attack",
    )  # fmt: skip
    assert "lowest-of:12,15" in row["tags"] and "at-least:at least 12=12" in row["tags"]
    assert row["tags"].startswith(acled.LABEL)
    assert (row["event_date"], row["time_precision"], row["year"]) == ("2031-05-02", "1", "2031")
    assert (row["inter1"], row["inter2"], row["interaction"]) == ("State forces", "Civilians", "State forces-Civilians")
    assert (row["civilian_targeting"], row["country"], row["admin1"]) == ("Civilian targeting", "Afghanistan", "Upland")
    assert "Brask's army" in row["notes"] and "the mayor < Delta Radio" in row["notes"]
    assert row["source"] == "The post-1 Post; The post-2 Post"


def test_acled_writes_vague_words_and_areas_by_its_own_rules(made):
    row = of(made, "acled", "post-3")
    assert row["fatalities"] == "12" and "vague:dozens=12" in row["tags"]
    assert (row["event_date"], row["time_precision"]) == ("2031-05-05", "3")
    assert "middle-of:2031-05-01..2031-05-10" in row["tags"]
    assert (row["location"], row["geo_precision"], row["latitude"]) == ("Upland", "3", "50")
    assert "point-in-area:admin1" in row["tags"] and row["actor1"] == row["inter1"] == row["interaction"] == ""


def test_acled_has_two_armed_sides_and_no_point_for_a_river(made):
    row = of(made, "acled", "post-8")
    assert (row["event_type"], row["actor1"], row["actor2"]) == ("Battles", "Rivermen", "Brask")
    assert row["interaction"] == "Rebel group-State forces"
    assert (row["location"], row["latitude"], row["longitude"], row["geo_precision"]) == ("Silt river", "", "", "3")
    assert row["fatalities"] == "3" and "vague:several=3" in row["tags"]


def test_acled_has_no_figure_where_no_report_counts(made):
    row = of(made, "acled", "post-4")
    assert row["fatalities"] == "" and "fatalities:not-stated" in row["tags"]
    assert (row["disorder_type"], row["sub_event_type"], row["interaction"]) == (
        "Demonstrations", "Peaceful protest", "Protesters only",
    )  # fmt: skip


def test_acled_takes_a_country_for_a_place_only_where_it_is_small_or_the_act_is_no_fighting():
    clash, accord = (
        next(each for each in acled.kinds() if each.sub_event_type == name) for name in ("Armed clash", "Agreement")
    )
    large, small = (place("Arden", "Arden", kind="country", radius_km=km) for km in (300.0, 18.0))
    assert [acled.placed(kind, where) for kind in (clash, accord) for where in (large, small)] == [
        False,
        True,
        True,
        True,
    ]


def test_every_kind_of_acled_is_one_of_its_published_types():
    types = {
        "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
        "Explosions/Remote violence": {
            *("Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack"),
            *("Remote explosive/landmine/IED", "Grenade"),
        },
        "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
        "Protests": {"Peaceful protest", "Protest with intervention", "Excessive force against protesters"},
        "Riots": {"Violent demonstration", "Mob violence"},
        "Strategic developments": {
            *("Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use"),
            *("Headquarters or base established", "Looting/property destruction"),
            *("Non-violent transfer of territory", "Other"),
        },
    }
    assert sum(map(len, types.values())) == 25
    for kind in acled.kinds():
        assert kind.sub_event_type in types[kind.event_type]


# ---------------------------------------------------------------- UCDP
def test_ucdp_has_the_lethal_events_between_known_sides(made):
    row = of(made, "ucdp", "post-1")
    assert (row["best"], row["low"], row["high"]) == ("12", "12", "15")
    assert (row["deaths_civilians"], row["deaths_unknown"], row["deaths_a"]) == ("12", "0", "0")
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("3", "Brask", "Civilians")
    assert (row["where_prec"], row["date_prec"], row["number_of_sources"]) == ("1", "1", "2")
    assert row["geom_wkt"] == "POINT (30.4 50.2)" and row["priogrid_gid"] == str(280 * 720 + 420 + 1)
    assert "at least 12, 15" in row["source_original"] and row["code_status"] == ucdp.LABEL
    empty = "conflict_new_id dyad_new_id side_a_new_id country_id gwnoa relid region active_year conflict_name"
    assert {row[name] for name in empty.split()} == {""}
    assert [each["id"] for each in rows(made, "ucdp")] == [row["id"]]


def test_ucdp_says_what_it_left_out_and_why(made):
    said = written(made, "ucdp")[1]
    assert "left out 1: lethal, but not told as an organised armed side against another or against civilians" in said
    assert "left out 1: people were killed, but no report gives a number or a least number" in said
    assert "left out 1: said to be possible, not to have happened" in said


# ---------------------------------------------------------------- POLECAT
def test_polecat_has_a_row_a_claim_with_ploverss_scores(made):
    row = of(made, "polecat", "post-1:")
    assert (row["Event Type"], row["Event Mode"], row["Intensity"], row["Quad Code"]) == (
        "ASSAULT", "heavy-weapons", "-9.5", "4",
    )  # fmt: skip
    assert (row["Event Date"], row["Contexts"], row["Primary Actor Sector"]) == ("2031-05-02", "military", "MIL")
    assert (row["City"], row["Country"], row["Latitude"], row["Raw Placename"]) == ("Karsk", "AFG", "50.2", "Karsk")
    assert row["Actor COW"] == row["Wikipedia Actor ID"] == row["GeoNames ID"] == row["Story People"] == "None"
    assert row["Version"].endswith(polecat.LABEL)


def test_polecat_writes_a_request_once_and_no_point_for_a_country(made):
    asked = [row for row in rows(made, "polecat") if "post-7" in row["Event ID"]]
    assert [row["Event ID"] for row in asked] == ["post-7:asked"]
    assert (asked[0]["Placename"], asked[0]["Country"], asked[0]["Latitude"]) == ("Arden", "TJK", "None")
    assert (
        "left out 1: what a request, promise or threat is about: coded with that, once" in written(made, "polecat")[1]
    )


def test_every_plover_type_has_its_score():
    from tocsin.coding.plover import COOPERATIVE, ENFORCED, VERBAL, YIELDING

    assert {(each, None) for each in (*COOPERATIVE, *YIELDING, *VERBAL, *ENFORCED)} <= polecat.scores().keys()
    assert {row.quad for row in polecat.scores().values()} == {1, 2, 3, 4}


def test_a_cell_cannot_break_a_line_of_tabs_nor_be_a_formula():
    line = layouts.tab_line({"a": "=1+1", "b": "one\ttwo\nthree", "c": None, "d": 2.0}, "abcd")
    assert line == "'=1+1\tone two three\tNone\t2\n"
