"""Many at once, and killed at any moment: nothing said to be safe is lost, nobody sees half a report."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from storage.made import SHELLED, request, shelling
from tocsin.storage.store import Store

REPORTS = 14
WRITER = """
import sys
sys.path.insert(0, {tests!r})
from storage.test_together import reports
from tocsin.storage.store import Store
with Store({place!r}) as store:
    for report in reports():
        print(store.add(report).report, flush=True)
"""


def reports():
    """Reports of which each has two claims, some of one event."""
    return [request(f"r{number}", f"Arden asked the League for {number} boats by June 1.") for number in range(REPORTS)]


def writer(place):
    """A process of its own that adds the reports, and prints the id of each once it is safe."""
    code = WRITER.format(tests=str(Path(__file__).parent.parent), place=place)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def killed(place, seconds):
    """What a writer that is killed after so many seconds (from its first report) said was safe."""
    process = writer(place)
    assert process.stdout is not None
    safe = [process.stdout.readline().strip()]
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    safe += process.stdout.read().split()
    process.wait()
    process.stdout.close()
    return [name for name in safe if name]


def picture(store):
    """All that stands, but for when it came to be known."""
    events = [json.loads(line) for line in sorted(map(_text, store.list("events")))]
    return events, [(row.id, row.origin, row.story, row.claims) for row in store.list("reports")]


def _text(event):
    import msgspec

    return msgspec.json.encode(event).decode()


def test_killed_at_any_moment_nothing_safe_is_lost_and_a_second_run_completes(place, tmp_path, empty):
    chance = random.Random(7)
    lost_time = [chance.uniform(0.0, 0.25) for _ in range(3)]
    for seconds in lost_time:
        safe = killed(place, seconds)
        with Store(place) as store:
            held = {row.id for row in store.list("reports")}
            assert set(safe) <= held
            assert all(row.claims == 2 for row in store.list("reports"))
            assert store.check().problems == []
    with Store(place) as store:
        for report in reports():
            store.add(report)
        whole = tmp_path / "whole.tocsin"
        whole.write_bytes(empty.read_bytes())
        with Store(whole) as other:
            for report in reports():
                other.add(report)
            assert picture(store) == picture(other)
        assert store.check().problems == []


def test_twenty_readers_beside_a_writer_see_whole_reports_only(place):
    process = writer(place)
    wrong, seen = [], set()

    def read():
        try:
            with Store(place) as store:
                while process.poll() is None:
                    with store.database.reading() as connection:
                        look(connection)
        except Exception as error:  # whatever goes wrong for a reader is what this test is about
            wrong.append(error)

    def look(connection):
        from tocsin.storage import listing, moments
        from tocsin.storage.filters import Filters

        at = moments.newest(connection)
        lines = list(listing.reports(connection, Filters(), at))
        claims = list(listing.claims(connection, Filters(), at))
        seen.add(len(lines))
        if len(claims) != 2 * len(lines) or any(line.claims != 2 for line in lines) or at != len(lines):
            wrong.append((len(lines), len(claims), at))

    readers = [threading.Thread(target=read) for _ in range(20)]
    for reader in readers:
        reader.start()
    assert process.stdout is not None
    safe = process.stdout.read().split()
    for reader in readers:
        reader.join()
    process.stdout.close()
    assert wrong == []
    assert len(safe) == REPORTS and process.wait() == 0
    assert len(seen) > 1, "the readers looked while the writer wrote"
    with Store(place) as store:
        assert store.check().problems == []


def test_two_writers_at_once_make_one_store_and_add_each_report_once(place, tmp_path):
    place = place if place.startswith("postgresql") else str(tmp_path / "new.tocsin")
    processes = [writer(place) for _ in range(2)]
    for process in processes:
        process.communicate(timeout=120)
        assert process.returncode == 0
    with Store(place) as store:
        assert len(store.list("reports")) == REPORTS
        assert store.check().moments == REPORTS
        assert store.check().problems == []


def test_a_failed_addition_leaves_no_trace(store, monkeypatch):
    from tocsin.storage import placing

    def fails(*_given):
        raise RuntimeError("the power went out")

    store.add(shelling())
    monkeypatch.setattr(placing, "place", fails)
    with pytest.raises(RuntimeError):
        store.add(shelling("post-9", SHELLED + " Again."))
    monkeypatch.undo()
    assert store.check().problems == []
    assert [row.id for row in store.list("reports")] == ["post-1"]
