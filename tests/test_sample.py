"""The article that Tocsin began with: its rows, where the shared folder is there."""

from pathlib import Path

import pytest

from tocsin.pipeline import read

SAMPLE = Path(__file__).resolve().parent.parent.parent / "shared" / "sample" / "tajikistan.md"
ROWS = [
    ("REQUEST", "happened", "2021-07-07"),
    ("AID", "requested", None),
    ("AID", "conditional", None),
    ("MOBILIZE", "unclear", None),
    ("MOBILIZE", "planned", None),
    ("FLEE", "happened", "2021-07-05"),
    ("COERCE", "happened", "2021-07-05"),
    ("THREATEN", "happened", None),
    ("RETREAT", "planned", None),
    ("RETREAT", "ongoing", None),
]


@pytest.fixture(scope="module")
def claims():
    if not SAMPLE.exists():
        pytest.skip("the sample article is not here")
    (record,) = read([str(SAMPLE)], published="2021-07-08")
    return record.claims


@pytest.mark.parametrize(("type_", "status", "since"), ROWS)
def test_each_row_is_told(claims, type_, status, since):
    found = [c for c in claims if (c.type, c.status) == (type_, status)]
    assert any(since is None or (c.when is not None and c.when.start == since) for c in found)


def test_states_and_forecasts_are_told(claims):
    told = {(c.mode, c.status) for c in claims if c.type == "STATE"}
    expected = {("condition", "forecast"), ("condition", "possible"), ("force", "ongoing"), ("control", "ongoing")}
    assert told >= expected | {("member", "ongoing")}


def test_what_must_not_be_told(claims):
    assert not [c for c in claims if c.type == "MOBILIZE" and c.status == "happened"]
    assert not [c for c in claims if c.type == "ASSAULT" and c.status == "happened"]
    assert not [c for c in claims if any(r.id == "afghanistan" for r in c.recipients)]
