"""An archive linked as report after report, in a store, and on Spark: are the groups the same, and what does it cost?

    python bench/archive_links.py RECORDS.jsonl [--master local-cluster[2,1,2048]] [--dense 2]

RECORDS.jsonl is what `tocsin read --format jsonl` prints. Two archives are linked: the records as they are, and a dense
one, in which so many copies of each, whole or cut, are moved to a day in three weeks, in any order. Origins and stories
of reports, and event, score, reason and what is denied of claims, are compared row by row. Needs Java 17 and
`tocsin[spark]`.
"""

from __future__ import annotations

import argparse
import datetime
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
from msgspec.structs import replace

from tocsin.engines import kept, linked, output
from tocsin.engines.spark import link_files, session_for
from tocsin.records import Record
from tocsin.storage.store import Store

PART = 200  # reports of a file
DAYS = 21


def dense(records: Sequence[Record], times: int) -> list[Record]:
    """The records so many times over, whole or cut, each on some day of three weeks."""
    chance = random.Random(3)
    made = [_moved(record, f"-{time}", chance) for time in range(times) for record in records]
    chance.shuffle(made)
    return made


def _moved(record: Record, suffix: str, chance: random.Random) -> Record:
    text = record.report.text
    end = len(text) if chance.random() < 0.5 else chance.randrange(len(text) // 2, len(text))
    day = (datetime.date(2021, 3, 1) + datetime.timedelta(days=chance.randrange(DAYS))).isoformat()
    report = replace(record.report, id=record.report.id + suffix, published=day, text=text[:end], blocks=())
    claims = tuple(replace(c, id=c.id + suffix) for c in record.claims if c.sentence.end < end)
    return replace(record, report=report, claims=claims, attributions=(), times=(), places=(), quantities=())


def write(records: Sequence[Record], to: Path) -> None:
    """Files as `tocsin extract` writes them."""
    to.mkdir()
    for number, first in enumerate(range(0, len(records), PART)):
        writer = output.Writer(to, f"in-{number:06d}")
        for record in records[first : first + PART]:
            writer.add(record)
        writer.finish(output.Origin("/in.jsonl", number, "/in.jsonl", "", ""))


def timed(do: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    do()
    return time.perf_counter() - begin


def read(folder: Path) -> dict[str, dict[str, Any]]:
    """The rows by report or claim."""
    rows = [row for name in ("reports", "claims") for row in pq.read_table(folder / name).to_pylist()]
    return {row.get("claim", row["report"]): row for row in rows}


def in_store(records: Sequence[Record], place: Path) -> dict[str, tuple[str, ...]]:
    """The origin and story of each report, the event of each claim, as a store has them."""
    with Store(str(place)) as store:
        for record in records:
            store.add(record)
        found = {row.id: (row.origin, row.story) for row in store.list("reports")}
        return found | {row.claim.id: (row.event,) for row in store.list("claims")}


def groups(row: dict[str, Any]) -> tuple[str, ...]:
    return (row["event"],) if "event" in row else (row["origin"], row["story"])


def compared(name: str, records: Sequence[Record], folder: Path, session: Any) -> str:
    """A row of the table."""
    write(records, folder / "in")
    files = kept.files(folder / "in")
    one = timed(lambda: linked.alone(files, folder / "one"))
    many = timed(lambda: link_files(session, files, folder / "spark"))
    alone, spark = read(folder / "one"), read(folder / "spark")
    stored: dict[str, tuple[str, ...]] = {}
    store = timed(lambda: stored.update(in_store(records, folder / "store.tocsin")))
    other = sum(alone.get(key) != spark.get(key) for key in alone.keys() | spark.keys())
    others = sum(groups(row) != stored.get(key) for key, row in alone.items())
    events = {row["event"] for row in alone.values() if "event" in row}
    told = [f"{len(records):,}", f"{len(alone) - len(records):,}", f"{len(events):,}", str(other), str(others)]
    return f"| {name} | {' | '.join(told)} | {one:.0f} | {many:.0f} | {store:.0f} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--master", default="local-cluster[2,1,2048]")
    parser.add_argument("--dense", type=int, default=2)
    args = parser.parse_args()
    records = [msgspec.json.decode(line, type=Record) for line in args.records.open("rb")]
    print("| archive | reports | claims | events | other rows on Spark | in a store | alone, s | Spark, s | store, s |")
    print("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name, session_for("bench", args.master) as session:
        session.conf.set("spark.sql.shuffle.partitions", "4")
        for title, archive in (("as it is", records), ("dense", dense(records, args.dense))):
            (folder := Path(name) / title.replace(" ", "-")).mkdir()
            print(compared(title, archive, folder, session), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
