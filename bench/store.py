"""A store of 200,000 claims that grows to 1,000,000: what adding a report, listing and memory cost at either size.

    python bench/store.py [--folder DIR] [--base 2000] [--small 200000] [--large 1000000] [--background]

Invented reports of five claims each are added one by one as `tocsin add` would, linking and ledger included: a third of
the claims are about what is to come, with a due time, a deadline, a horizon that hangs on another event, or none. Then
the rows are multiplied inside the database, half of the copies in weeks of their own and half in the weeks of the
first, so that the keys of linking are as crowded as they ever get. At each size a fresh process adds reports that no
copy has seen, lists the events of a box and a month and what is due within a month, and searches. Needs about 10 GB of
disk for a million. With --background it gives way to everything else: then read the processor's time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tocsin.records import CONTRACT, Actor, Block, Claim, Interval, Place, Quantity, Record, Report, Source, Span, Time
from tocsin.storage.coded import claim_bytes, claim_of, unpacked, words
from tocsin.storage.filters import Box
from tocsin.storage.store import Store

CLAIMS = 5
FIRST, DAYS = date(2019, 1, 1), 1826
TYPES = ("ASSAULT", "COERCE", "MOBILIZE", "REQUEST", "AID", "FLEE", "PROTEST", "CONSULT")
TO_COME = ("planned", "promised", "requested", "ordered", "threatened", "forecast", "conditional")
STATUSES = ("happened",) * 10 + ("ongoing", "denied", "possible", *TO_COME)
HORIZONS = ("due",) * 8 + ("deadline",) * 3 + ("none",) * 8 + ("after",)
FRESH = 100
LISTINGS = 20
BOX = "20,40,25,45"


# ---------------------------------------------------------------- invented reports
class World:
    """Invented words, actors and places, the same for every seed."""

    def __init__(self) -> None:
        chance = random.Random(1)
        syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
        self.words = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(20_000)]
        self.weights = [1 / (rank + 20) for rank in range(len(self.words))]
        self.actors = [name.title() for name in self.words[1000:1400]]
        points = ((chance.uniform(-40, 65), chance.uniform(-100, 140)) for _ in range(3000))
        self.places = list(zip((name.title() for name in self.words[2000:5000]), points, strict=True))

    def report(self, seed: int) -> Record:
        """A report of five claims about places of one neighbourhood."""
        chance = random.Random(seed)
        published = FIRST + timedelta(days=chance.randrange(DAYS))
        near = chance.randrange(len(self.places) - CLAIMS)
        sentences, claims, times, start = [], [], [], 0
        for number in range(CLAIMS):
            claim = self._claim(chance, f"b{seed:x}n{number}", published, start, near + number)
            claims.append(claim)
            sentences.append(claim.sentence.text)
            times += _deadlines(claim)
            start += len(claim.sentence.text) + 1
        text = "\n".join(sentences)
        report = Report(
            id=f"b{seed:x}",
            text=text,
            outlet=f"The {self.words[seed % 300].title()} Post",
            title=sentences[0][:60],
            published=published.isoformat(),
            published_basis="metadata",
            language="en",
            blocks=(Block(0, len(text), "body"),),
        )
        places = tuple(place for claim in claims for place in claim.places)
        return Record(CONTRACT, report, tuple(claims), (), tuple(times), places, (), ())

    def _claim(self, chance: random.Random, name: str, published: date, start: int, near: int) -> Claim:
        who, whom = chance.choice(self.actors), chance.choice(self.actors)
        where, (lat, lon) = self.places[near]
        verb, number = chance.choice(self.words[:50]), str(chance.randint(2, 90))
        said = chance.choices(self.words, self.weights, k=18)
        status = chance.choice(STATUSES)
        ahead = (published + timedelta(days=chance.randint(10, 200))).isoformat()
        kind = chance.choice(HORIZONS) if status in TO_COME else "past"
        horizon = {"deadline": f", by the deadline of {ahead}", "after": f", six months after the {' '.join(said[:3])}"}
        sentence = f"{who} {verb} {whom} near {where}, killing {number}, {' '.join(said)}{horizon.get(kind, '')}."
        day = (published - timedelta(days=chance.randrange(3))).isoformat()

        def span(part: str) -> tuple[int, int, str]:
            at = start + sentence.index(part)
            return at, at + len(part), part

        def actor(part: str) -> Actor:
            return Actor(*span(part), part.lower(), part, "armed-group", None, None, None)

        return Claim(
            id=name,
            type=chance.choice(TYPES),  # type: ignore[arg-type]
            mode=None,
            status=status,  # type: ignore[arg-type]
            trigger=Span(*span(verb)),
            sentence=Span(start, start + len(sentence), sentence),
            actors=(actor(who),),
            recipients=(actor(whom),),
            sources=(Source(None, None, None, chance.choice(self.actors), "named", None),),
            when=Interval(day, day, None, "day", "stated") if kind == "past" else None,
            said=None,
            places=(Place(*span(where), f"b:{where}", where, lat, lon, "XXX", None, "city", 5.0, 0.9, ()),),
            quantities=(Quantity(*span(number), float(number), float(number), None, None, "killed"),),
            due=Interval(None, ahead, None, "open", "stated") if kind == "due" else None,
            condition=None,
            plover=None,
            cameo=None,
            confidence=0.8,
            rule="invented",
        )


def _deadlines(claim: Claim) -> list[Time]:
    """The dates after the word deadline in the claim's sentence."""
    at = claim.sentence.text.find("deadline of ")
    if at < 0:
        return []
    start = at + len("deadline of ")
    day = claim.sentence.text[start : start + 10]
    start += claim.sentence.start
    return [Time(start, start + 10, day, "DATE", day, "", None)]


# ---------------------------------------------------------------- growing
SHIFTED = "coalesce(date({column}, '+{days} days'), {column})"  # open ends are no dates


def _days(k: int) -> int:
    return k * 37 % 365


def _moved(body: bytes, k: int) -> bytes:
    """The claim as the k-th copy tells it: a name of its own, so many days later."""
    claim = claim_of(body)
    return claim_bytes(replace(claim, id=f"{claim.id}~{k}", when=_shifted(claim.when, k), due=_shifted(claim.due, k)))


def _shifted(when: Interval | None, k: int) -> Interval | None:
    ends = [when and end and (date.fromisoformat(end) + timedelta(_days(k))).isoformat() for end in _ends(when)]
    return when and replace(when, start=ends[0], end=ends[1])


def _ends(when: Interval | None) -> tuple[str | None, str | None]:
    return (when.start, when.end) if when else (None, None)


def multiply(path: Path, sizes: dict[str, int], k: int) -> None:
    """The k-th copy of the first rows, in one transaction."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.create_function("claim_words", 1, lambda body: words(claim_of(body).sentence.text))
        raw.create_function("moved", 1, lambda body: _moved(body, k))
        raw.create_function("report_words", 1, lambda body: words(unpacked(body).record.report.text))
        raw.execute("PRAGMA synchronous=OFF")
        raw.execute("PRAGMA cache_size=-400000")
        raw.execute("BEGIN")
        for table, columns in _columns(raw).items():
            values = ", ".join(_value(table, column, k, sizes) for column in columns)
            own = "id" if table == "moment" else columns[0]
            if table in ("claim_key", "report_key", "claim_place", "claim_party"):
                own = table.removesuffix("_key") if table.endswith("_key") else "claim"
            limit = sizes[{"claim_key": "claim", "report_key": "report"}.get(table, table.split("_")[0])]
            raw.execute(f"INSERT INTO {table} SELECT {values} FROM {table} WHERE {own} <= {limit}")
        for fact in ("claim", "report"):
            made = f"seq + {k * sizes[fact]}, {fact}_words(body) FROM {fact} WHERE seq <= {sizes[fact]}"
            raw.execute(f"INSERT INTO {fact}_words (rowid, words) SELECT {made}")
        raw.execute("COMMIT")


def _columns(raw: sqlite3.Connection) -> dict[str, list[str]]:
    tables = "moment report claim claim_place claim_party claim_key report_key lineage member outcome".split()
    return {table: [row[1] for row in raw.execute(f"PRAGMA table_info({table})")] for table in tables}


def _value(table: str, column: str, k: int, sizes: dict[str, int]) -> str:
    """How a column of the k-th copy follows from the first row."""
    numbers = {"seq": table, "id": "moment", "moment": "moment", "report": "report", "claim": "claim"}
    names = {"report_id", "claim_id", "event_id", "denies", "origin", "story", "digest", "target", "item"}
    if column == "known":
        return "(SELECT max(known) FROM moment)"
    if column in numbers and (column != "id" or table == "moment"):
        return f"{column} + {k * sizes[numbers[column]]}"
    if column in names:
        return f"{column} || '~{k}'"
    if column in ("first_day", "last_day", "due_first", "due_last"):
        return SHIFTED.format(column=column, days=_days(k))
    if column == "key" and table.endswith("_key"):
        return f"key + {k * 7919 if k % 2 else 0}"
    if column == "body" and table == "claim":
        return "moved(body)"
    return column


def grown(path: Path, base: int, claims: int, copies: int) -> int:
    """Multiplies until there are so many claims; gives the number of copies."""
    with closing(sqlite3.connect(path)) as raw:
        held = raw.execute("SELECT count(*) FROM claim").fetchone()[0]
        sizes = {"moment": base, "report": base, "claim": base * CLAIMS}
        for name in ("lineage", "member", "outcome"):
            sizes[name] = raw.execute(f"SELECT coalesce(max(seq), 0) FROM {name} WHERE moment <= {base}").fetchone()[0]
    while held < claims:
        copies += 1
        multiply(path, sizes, copies)
        held += sizes["claim"]
        print(f"\r{held} claims", end="", file=sys.stderr, flush=True)
    return copies


# ---------------------------------------------------------------- measuring
def measure(path: Path, first: int) -> dict[str, Any]:
    """What adding and listing take in this process, in milliseconds, and the most memory that it had."""
    world = World()
    fresh = [world.report(first + number) for number in range(FRESH + 10)]
    with Store(path, create=False) as store:
        counts = {kind: len(each) for kind in ASKED if (each := ASKED[kind](store, world, LISTINGS // 2))}
        taken = {"add": [_taken(lambda given=given: store.add(given)) for given in fresh][10:]}
        for kind, ask in ASKED.items():
            taken[kind] = [_taken(lambda ask=ask, n=n: ask(store, world, n)) for n in range(LISTINGS)][1:]
    found: dict[str, Any] = {f"{kind}_shown": count for kind, count in counts.items()}
    for name, each in taken.items():
        for unit, values in zip(("ms", "cpu_ms"), zip(*each, strict=True), strict=True):
            found[f"{name}_median_{unit}"] = round(statistics.median(values), 1)
            found[f"{name}_p90_{unit}"] = round(sorted(values)[int(0.9 * len(values))], 1)
    return found | {"memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def _events(store: Store, _: World, number: int) -> list[Any]:
    since = FIRST + timedelta(days=60 * number + 30)
    until = since + timedelta(days=30)
    return store.list("events", since=since.isoformat(), until=until.isoformat(), box=Box.of(BOX))


def _due(store: Store, _: World, number: int) -> list[Any]:
    return store.list("ledger", due=30, as_of=(FIRST + timedelta(days=60 * number + 30)).isoformat(), limit=100)


def _searched(store: Store, world: World, number: int) -> list[Any]:
    return store.list("claims", search=" ".join(world.words[3000 + 100 * number :][:2]), limit=100)


ASKED = {"events": _events, "ledger": _due, "search": _searched}


def _taken(act: Any) -> tuple[float, float]:
    """Milliseconds by the clock, and of the processor's time."""
    before, worked = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - before) * 1000, (time.process_time() - worked) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("/tmp"))
    parser.add_argument("--base", type=int, default=2000, help="reports that are added one by one")
    parser.add_argument("--small", type=int, default=200_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--background", action="store_true", help="give way to everything else that runs")
    parser.add_argument("--measure", nargs=2, metavar=("STORE", "SEED"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        print(json.dumps(measure(Path(args.measure[0]), int(args.measure[1]))))
        return
    if args.background:
        os.nice(19)
    path = args.folder / "bench-store.tocsin"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    world = World()
    with Store(path) as store:
        for seed in range(args.base):
            store.add(world.report(seed))
    copies = 0
    for size, seed in ((args.small, 1_000_000), (args.large, 2_000_000)):
        copies = grown(path, args.base, size, copies)
        measured = shutil.copy(path, path.with_suffix(".measured"))  # what is added to it would be in the copies' way
        command = [sys.executable, __file__, "--measure", str(measured), str(seed)]
        found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        print(json.dumps({"claims": size, "file_mb": path.stat().st_size >> 20} | found), flush=True)


if __name__ == "__main__":
    main()
