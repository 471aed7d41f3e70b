"""A map that refuses to lie."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from helpers import place
from tocsin.desk.geo import geo
from tocsin.exports.geometry import circle
from tocsin.gazetteer.borders import distance_km

TEXT = "From Arden to Karsk, along the border and the northern hills, and in Nowhere."


def only(**given):
    (feature,) = geo([place(TEXT, "Karsk", **given)]).features
    return feature


def test_a_town_is_a_point_with_its_radius():
    feature = only(kind="city", lat=50.2, lon=30.4, radius_km=3.0)
    assert (feature.geometry.type, feature.geometry.coordinates) == ("Point", [30.4, 50.2])
    assert (feature.properties.shape, feature.properties.radius_km) == ("point", 3.0)


def test_a_border_between_two_countries_is_a_line():
    feature = only(id="tocsin:border-afg-tjk", kind="border", lat=37.5, lon=70.0, radius_km=400.0, country=None)
    assert (feature.geometry.type, feature.properties.shape) == ("MultiLineString", "line")
    points = [point for line in feature.geometry.coordinates for point in line]
    assert len(points) > 50
    assert all(66 < lon < 76 and 36 < lat < 39.5 for lon, lat in points)
    steps = [max(abs(a - c), abs(b - d)) for line in feature.geometry.coordinates for (a, b), (c, d) in pairwise(line)]
    assert max(steps) < 0.5  # the points come in the order of the border, not as they lie on the map


def test_an_area_is_a_circle_as_is_a_line_whose_course_nobody_knows():
    for kind in ("admin1", "region", "water", "border"):
        feature = only(kind=kind, lat=50.0, lon=30.0, radius_km=80.0)
        assert (feature.geometry.type, feature.properties.shape) == ("Polygon", "circle"), kind


def test_a_country_and_what_could_not_be_resolved_have_no_geometry():
    found = geo([place(TEXT, "Arden", kind="country"), place(TEXT, "Nowhere", id=None, lat=None, lon=None, kind=None)])
    assert found.features == ()
    assert [each.name for each in found.unmapped] == ["Arden", "Nowhere"]


@given(lat=st.floats(-89, 89), lon=st.floats(-180, 180), km=st.floats(0.5, 900))
def test_every_point_of_a_circle_is_as_far_as_its_radius(lat, lon, km):
    ring = circle(lat, lon, km)
    assert ring[0] == ring[-1]
    for east, north in ring:
        assert -90 <= north <= 90
        assert math.isclose(distance_km(lat, lon, north, east), km, rel_tol=0.02, abs_tol=0.02)
