"""Fifty times `kill -9` at a random moment of adding, to a new store each time, on SQLite and on PostgreSQL.

    python bench/killed.py [--times 50] [--samples samples]

After each kill: `check` finds nothing, every report that was said to be safe is there, and a second run completes the
store so that it lists the same events and reports as one that was never interrupted. Starts a PostgreSQL server of its
own (tests/storage/servers.py) where one is installed.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

import tocsin
from tocsin.records import Record
from tocsin.storage.store import Store

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

WRITER = """
import sys, msgspec
from tocsin.records import Record
from tocsin.storage.store import Store
with Store(sys.argv[1]) as store, open(sys.argv[2], "rb") as lines:
    for line in lines:
        print(store.add(msgspec.json.decode(line, type=Record)).report, flush=True)
"""


def writer(place: str, records: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WRITER, place, str(records)], stdout=subprocess.PIPE, text=True)


def picture(place: str) -> tuple[list[bytes], list[tuple[object, ...]]]:
    """All that stands in a store, but for when it came to be known."""
    with Store(place, create=False) as store:
        reports = [(row.id, row.origin, row.story, row.claims) for row in store.list("reports")]
        return sorted(map(msgspec.json.encode, store.list("events"))), reports


def once(place: str, records: Path, seconds: float, whole: object) -> dict[str, object]:
    """One kill and what was found after it."""
    process = writer(place, records)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    safe = set((process.stdout.read() if process.stdout else "").split())
    process.wait()
    with Store(place) as store:
        held = {row.id for row in store.list("reports")}
        problems = len(store.check().problems)
    again = writer(place, records)
    again.communicate()
    with Store(place) as store:
        problems += len(store.check().problems)
    same = again.returncode == 0 and picture(place) == whole
    return {"safe": len(safe), "lost": len(safe - held), "problems": problems, "completed": same}


def series(name: str, places: Callable[[], str], records: Path, times: int) -> None:
    first = places()
    before = time.perf_counter()
    writer(first, records).communicate()
    longest = time.perf_counter() - before
    whole = picture(first)
    chance = random.Random(4)
    found = [once(places(), records, chance.uniform(0.2, 1.0) * longest, whole) for _ in range(times)]
    reports = len(whole[1])
    print(
        json.dumps(
            {
                "store": name,
                "kills": times,
                "during_adding": sum(0 < int(str(each["safe"])) < reports for each in found),
                "lost": sum(int(str(each["lost"])) for each in found),
                "problems": sum(int(str(each["problems"])) for each in found),
                "completed": sum(bool(each["completed"]) for each in found),
            }
        ),
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--samples", type=Path, default=ROOT / "samples")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "records.jsonl"
        read: list[Record] = list(
            tocsin.read([str(args.samples / "border-2021.jsonl"), str(args.samples / "articles")])
        )
        records.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in read))
        numbers = iter(range(10_000))
        series("SQLite", lambda: str(Path(folder) / f"{next(numbers)}.tocsin"), records, args.times)
        from storage.servers import programs, server

        if bin := programs():
            with tempfile.TemporaryDirectory() as data, server(Path(data), bin) as running:
                series("PostgreSQL", running.database, records, args.times)


if __name__ == "__main__":
    main()
