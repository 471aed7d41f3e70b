"""Events as GeoJSON, read back by GeoPandas."""

from __future__ import annotations

import io
import json

import pytest

from tocsin.exports import layouts
from tocsin.exports.layouts import Asked
from tocsin.storage.filters import Filters


def written(store, **asked):
    out = io.BytesIO()
    said = [*layouts.write("geojson", store.database, Asked(Filters(**asked)), out)]
    return out.getvalue(), said


def features(store, **asked):
    return {each["id"]: each for each in json.loads(written(store, **asked)[0])["features"]}


def of(store, report):
    return next(each for id, each in features(store).items() if report in id)


@pytest.mark.parametrize("store", ["made", "samples"])
def test_a_feature_an_event_none_lost_none_doubled(store, request):
    store = request.getfixturevalue(store)
    events = {event.id: event for event in store.list("events")}
    text, said = written(store)
    given = json.loads(text)
    assert given["type"] == "FeatureCollection" and [each["id"] for each in given["features"]] == list(events)
    without = [each for each in given["features"] if each["geometry"] is None]
    assert len(without) == sum(int(line.split(":")[0].rpartition(" ")[2]) for line in said[1:])
    for each in given["features"]:
        event = events[each["id"]]
        told = each["properties"]
        assert (told["status"], told["outlets"], told["origins"]) == (event.status, event.outlets, event.origins)
        assert told["claims"] == len(event.claims) and told["quote"]


def test_no_event_at_all_is_still_a_collection(made):
    assert json.loads(written(made, at="2021-01-01")[0]) == {"type": "FeatureCollection", "features": []}


def test_a_town_is_a_point_an_area_an_area_a_border_a_line(made):
    town, area, line = (of(made, report) for report in ("post-1", "post-3", "post-5"))
    assert town["geometry"] == {"type": "Point", "coordinates": [30.4, 50.2]} and town["properties"]["shape"] == "point"
    assert area["geometry"]["type"] == "Polygon" and area["properties"]["shape"] == "circle"
    assert line["geometry"]["type"] == "MultiLineString" and line["properties"]["status"] == "possible"


def test_a_country_an_unknown_place_and_none_have_no_geometry_but_keep_their_name(made):
    country, unknown = of(made, "post-7:asked"), of(made, "post-6")
    assert country["geometry"] is unknown["geometry"] is of(made, "boats")["geometry"] is None
    assert (country["properties"]["place"], unknown["properties"]["place"]) == ("Arden", "Halm")
    assert (unknown["properties"]["source"], unknown["properties"]["place_id"]) == (None, None)
    assert written(made)[1] == [
        "8 events written, a feature each, whatever their status",
        "without geometry 1: a whole country: no point would be honest",
        "without geometry 1: no place is named",
        "without geometry 1: not found in the gazetteer",
    ]


def test_rival_figures_stand_side_by_side(made):
    told = of(made, "post-1")["properties"]
    assert told["figures"] == "at least 12 (the mayor); 15 (Brask's army)" and told["origins"] == 2


def test_geopandas_reads_it(made, tmp_path):
    geopandas = pytest.importorskip("geopandas")
    path = tmp_path / "events.geojson"
    path.write_bytes(written(made)[0])
    frame = geopandas.read_file(path)
    assert list(frame["event_id"]) == list(features(made)) and frame.crs.to_epsg() == 4326
    assert set(frame.geom_type.dropna()) == {"Point", "Polygon", "MultiLineString"}
    assert frame.geometry.isna().sum() == 3 and frame.geometry.dropna().is_valid.all()
    assert frame.geometry.dropna().total_bounds[0] >= -180
