"""The desk tells at once what happens in its store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

import httpx
import pytest

from desk.conftest import running
from storage.made import capture, request, shelling
from tocsin.desk import live
from tocsin.storage import runs
from tocsin.storage.store import Store


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(live, "EVERY", 0.05)
    monkeypatch.setattr(runs, "EVERY", 0.0)
    with Store(tmp_path / "news.tocsin") as opened:
        opened.add(shelling())
        yield opened


def listened(answer: httpx.Response) -> Iterator[tuple[str, dict]]:
    """The events; the desk listens to the store from before this returns."""
    lines = answer.iter_lines()
    assert next(lines) == ": listening"
    return told(lines)


def told(lines: Iterator[str]) -> Iterator[tuple[str, dict]]:
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def test_what_is_added_and_decided_is_told_and_what_was_missed_is_caught_up_with(store):
    with running(store.database.name) as desk, httpx.Client(timeout=10) as asking:
        with asking.stream("GET", f"{desk.address}/api/live") as answer:
            found = listened(answer)
            store.add(capture())
            name, first = next(found)
            assert (name, first["verb"], first["target"], first["count"]) == ("moment", "add", "post-2", 1)
            store.grade("reliability", "The post-1 Post", "B", "ana", "corrects itself")
            (act, grade), (after, newest) = islice(found, 2)
            assert (act, grade["who"], after) == ("act", "ana", "moment")
        store.add(request())
        headers = {"Last-Event-ID": str(newest["moment"])}
        with asking.stream("GET", f"{desk.address}/api/live", headers=headers) as answer:
            assert next(listened(answer))[1]["target"] == "post-3"


def test_a_run_is_told_while_it_goes_on_and_when_it_ends(store):
    with running(store.database.name) as desk, httpx.Client(timeout=10) as asking, store.running(2) as run:
        run.step()
        with asking.stream("GET", f"{desk.address}/api/live") as answer:
            found = listened(answer)
            name, going = next(found)
            assert (name, going["done"], going["total"], going["state"]) == ("run", 1, 2, "going")
            run.step()
            run.end()
            assert next(each for _, each in found if each["state"] == "ended")["done"] == 2
