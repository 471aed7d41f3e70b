"""The listings over HTTP are those of the store: as pages of JSON, and as CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from helpers import source
from storage.made import capture, request, shelling
from tocsin.desk.app import create
from tocsin.desk.lists import RULES
from tocsin.storage.store import Store

KINDS = sorted(RULES)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "news.tocsin"
    with Store(path) as store:
        for each in (shelling(), capture(), request(), request("later"), shelling("copy", outlet="The Copyist")):
            store.add(each)
    return path


@pytest.fixture
def asking(place: Path):
    with TestClient(create(place), base_url="http://localhost") as client:
        yield client


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("kind", KINDS)
def test_it_lists_what_the_store_lists(asking, place, kind):
    found = asking.get(f"/api/{kind}").json()
    with Store(place) as store:
        rows = store.list(kind)
    assert found["items"] == msgspec.json.decode(msgspec.json.encode(rows))
    assert found["next"] is None and found["rule"]
    text = asking.get(f"/api/{kind}?format=csv")
    assert text.headers["content-type"].startswith("text/csv") and text.headers["content-disposition"].endswith(
        f'{kind}.csv"'
    )
    assert len(table(text.text)) == len(rows)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "conflicts"])
def test_pages_follow_each_other_and_together_are_the_whole(asking, kind):
    whole = asking.get(f"/api/{kind}").json()["items"]
    assert len(whole) > 1
    got, address = [], f"/api/{kind}?size=1"
    while address:
        found = asking.get(address).json()
        assert len(found["items"]) == 1
        got += found["items"]
        address = found["next"]
    assert got == whole
    assert asking.get(f"/api/{kind}?size=1&page=99").json()["items"] == []


@pytest.mark.parametrize(
    "kind, asked, number",
    [
        ("events", "status=happened", 3),
        ("events", "type=COERCE", 1),
        ("events", "status=happened&size=1&page=2", 1),
        ("claims", "actor=brask", 2),
        ("claims", "place=Karsk&since=2031-05-01&until=2031-05-02", 2),
        ("claims", "box=30,50,30.9,52", 2),
        ("claims", "search=mayor", 2),
        ("reports", "until=2031-05-03", 0),
        ("ledger", "status=requested", 2),
        ("ledger", "due=40&as_of=2031-05-20", 2),
        ("ledger", "due=4&as_of=2031-05-20", 0),
        ("events", "at=2001-01-01", 0),
    ],
)
def test_filters_are_those_of_list(asking, kind, asked, number):
    assert len(asking.get(f"/api/{kind}?{asked}").json()["items"]) == number
    assert len(table(asking.get(f"/api/{kind}?{asked}&format=csv").text)) == number


@pytest.mark.parametrize(
    "address, word",
    [
        ("/api/events?status=maybe", "maybe"),
        ("/api/events?since=yesterday", "yesterday"),
        ("/api/claims?search=...&format=csv", "..."),
        ("/api/ledger?status=sometime", "sometime"),
        ("/api/claims?size=0", "size"),
        ("/api/claims?size=999999", "size"),
        ("/api/reports?at=soon", "soon"),
        ("/api/due?part=late", "part"),
        ("/api/due?kind=late", "late"),
        ("/api/due?due_since=late", "late"),
    ],
)
def test_what_is_asked_wrongly_is_said(asking, address, word):
    answer = asking.get(address)
    assert answer.status_code == 422 and word in answer.json()["detail"]


def test_no_cell_is_a_formula(place, asking):
    with Store(place) as store:
        name = '=HYPERLINK("https://evil.example","x")'
        store.add(shelling("evil", outlet=name, title="+1", claim={"sources": (source("@cmd"),)}))
    for kind in KINDS:
        cells = [cell for row in table(asking.get(f"/api/{kind}?format=csv").text) for cell in row.values()]
        assert not [cell for cell in cells if cell[:1] in "=+@\t\r" and cell], kind


def test_the_description_names_every_listing_and_its_rows(asking):
    described = asking.get("/api/openapi.json").json()
    for kind in KINDS:
        told = described["paths"][f"/api/{kind}"]["get"]
        assert {"page", "size", "format"} <= {each["name"] for each in told["parameters"]}
        schema = told["responses"]["200"]["content"]["application/json"]["schema"]
        name = schema["$ref"].rsplit("/", 1)[1]
        assert "items" in described["components"]["schemas"][name]["properties"]
