"""Borders of the user's own in the place of Natural Earth's."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

from tocsin.desk.app import create
from tocsin.desk.bordering import BordersError, checked

RING = [[0, 0], [1, 0], [1, 1], [0, 0]]
OWN = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"name": "Oru"}, "geometry": {"type": "Polygon", "coordinates": [RING]}},
        {"type": "Feature", "properties": {}, "geometry": None},
    ],
}


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.geojson"
    path.write_text(json.dumps(OWN))
    return path


def test_own_borders_are_served_and_the_page_names_them(own, own_store):
    with TestClient(create(own_store, borders=own), base_url="http://localhost") as asking:
        assert asking.get("/borders.json").json() == OWN
        assert "Borders as in own.geojson." in asking.get("/").text


def test_the_page_says_that_borders_are_de_facto(client):
    assert "Borders are drawn as they are held" in client.get("/").text


@pytest.mark.parametrize(
    "content",
    ["", "no json", "[]", "{}", '{"type": "Topology"}', '{"type": "FeatureCollection", "features": []}',
     '{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point", "coordinates": [0, 0]}}]}',
     '{"type": "FeatureCollection", "features": 3}', '{"type": "FeatureCollection", "features": [{"geometry": 7}]}'],
)  # fmt: skip
def test_a_file_that_no_map_can_show_is_named(tmp_path, content):
    path = tmp_path / "wrong.json"
    path.write_text(content)
    with pytest.raises(BordersError, match=r"wrong\.json: borders"):
        checked(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BordersError, match=r"none\.json"):
        checked(tmp_path / "none.json")
