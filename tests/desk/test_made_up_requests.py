"""Requests made up from the API's own description: none ends in a fault of the server. bench/fuzz.py makes more."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tocsin.storage.store import Store

pytest.importorskip("schemathesis", reason="schemathesis is not installed")
BENCH = Path(__file__).resolve().parents[2] / "bench"


def test_no_request_is_a_fault_of_the_server(own_store, monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    from fuzz import run

    answers = dict(run(own_store, examples=2))
    assert len(answers) > 20 and all(answers.values())
    assert {200, 404, 422} <= set(sum(answers.values(), Counter()))
    with Store(own_store) as store:
        assert store.check().problems == []
