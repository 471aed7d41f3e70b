"""How far runs of adding have come."""

from __future__ import annotations

import pytest

from storage.made import capture, shelling
from tocsin.storage import runs


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(runs, "EVERY", 0.0)


def test_a_run_tells_how_far_it_has_come_and_when_it_is_over(store):
    with store.running(3) as run:
        run.step(new=False)
        assert store.runs() == []
        store.add(shelling())
        run.step()
        (going,) = store.runs()
        assert (going.done, going.total, going.state) == (2, 3, "going")
    assert [each.state for each in store.runs()] == ["ended"]


def test_a_run_without_anything_new_leaves_no_trace(store):
    with store.running(2) as run:
        run.step(new=False)
        run.step(new=False)
    assert store.runs() == []


def test_a_run_that_breaks_off_ends_and_one_that_is_killed_is_taken_to_have_stopped(store, monkeypatch):
    with pytest.raises(ZeroDivisionError), store.running() as run:
        run.step()
        raise ZeroDivisionError
    store.running(9).__enter__().step()
    monkeypatch.setattr(runs, "QUIET", -1.0)
    assert [(each.id, each.state) for each in store.runs()] == [(2, "stopped"), (1, "ended")]


def test_runs_are_no_part_of_what_the_store_knows(store):
    with store.running(1) as run:
        store.add(capture())
        run.step()
    moments = store.check().moments
    with store.running(1) as run:
        run.step()
    assert (store.check().problems, store.check().moments) == ([], moments)
