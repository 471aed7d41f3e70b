"""What it takes to export 1,000,000 claims: time by the clock and of the processor, and memory.

    python bench/export.py [--claims 1000000] [--base 200 | --store news.tocsin] [--folder DIR] [--processes 0]
                           [--forms parquet] [--other]

Invented reports of five claims each (those of bench/store.py) are added as `tocsin add` would, or a copy of a store is
taken; then the rows that an export reads (reports, claims, events, origins, moments) are multiplied in the database,
each copy under ids of its own. Words to search and keys of linking are not multiplied: an export reads neither. Each
form is written by a process of its own. With --other the other layouts follow. Needs 3 GB of disk for a million.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from tocsin.exports import layouts
from tocsin.exports.claims import write
from tocsin.exports.layouts import Asked
from tocsin.storage.database import Database
from tocsin.storage.filters import Filters
from tocsin.storage.store import Store

FACTS = ("report", "claim", "lineage", "member")
READ = ("moment", *FACTS, *(f"{name}_end" for name in FACTS))
OTHERS = ("acled", "ucdp", "polecat", "geojson", "webannotation", "ftm")


def made(path: Path, base: int) -> None:
    """A store of so many invented reports."""
    from store import World  # not at the top: the processes that read while it is measured would import it too

    world = World()
    with Store(path) as store:
        for seed in range(base):
            store.add(world.report(seed))


def grow(path: Path, claims: int) -> int:
    """Multiplies what an export reads until there are so many claims; gives their number."""
    from store import _moved, _value

    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        sizes = {name: raw.execute(f"SELECT max({_key(name)}) FROM {name}").fetchone()[0] for name in READ[:5]}
        sizes |= {f"{name}_end": sizes[name] for name in FACTS}
        columns = {name: [row[1] for row in raw.execute(f"PRAGMA table_info({name})")] for name in READ}
        raw.execute("PRAGMA synchronous=OFF")
        raw.execute("PRAGMA cache_size=-400000")
        for k in range(1, -(-claims // sizes["claim"])):
            raw.create_function("moved", 1, lambda body, k=k: _moved(body, k).replace(_old(k), _new(k), 1))
            raw.execute("BEGIN")
            for name in READ:
                values = ", ".join(
                    _value(name, column, k, sizes).replace(f"~{k}'", f"~x{k}'") for column in columns[name]
                )
                raw.execute(f"INSERT INTO {name} SELECT {values} FROM {name} WHERE {_key(name)} <= {sizes[name]}")
            raw.execute("COMMIT")
        return int(raw.execute("SELECT count(DISTINCT claim_id) FROM claim").fetchone()[0])


def _old(k: int) -> bytes:
    return f'~{k}"'.encode()


def _new(k: int) -> bytes:
    """A store that bench/store.py has grown has ids that end in ~1 already."""
    return f'~x{k}"'.encode()


def _key(table: str) -> str:
    return "id" if table == "moment" else "seq"


def measure(path: Path, layout: str, form: str, processes: int) -> dict[str, Any]:
    """What one export takes, in this process and those that it starts."""
    out = path.with_suffix(f".{layout}.{form}")
    begun, load = time.perf_counter(), os.getloadavg()[0]
    with out.open("wb") as file:
        database = Database(path)
        if layout == "claims":
            said = [str(write(database, Filters(), file, form, processes=processes))]
        else:
            said = [*layouts.write(layout, database, Asked(Filters()), file)]
    taken = time.perf_counter() - begun
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    found = {"layout": layout, "form": form, "said": said[:2], "seconds": round(taken, 1), "cpu_s": round(cpu, 1)}
    found |= {"memory_mb": own.ru_maxrss >> 10, "largest_child_mb": others.ru_maxrss >> 10}
    found |= {"file_mb": out.stat().st_size >> 20, "load_before": round(load, 1)}
    out.unlink()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--base", type=int, default=200, help="reports that are added one by one")
    parser.add_argument("--store", type=Path, help="begin with a copy of this store")
    parser.add_argument("--folder", type=Path, default=Path("/tmp"))
    parser.add_argument("--processes", type=int, default=0)
    parser.add_argument("--forms", nargs="*", default=["parquet"], choices=["parquet", "csv", "jsonl"])
    parser.add_argument("--other", action="store_true")
    parser.add_argument("--grown", action="store_true", help="the store is there from the last run")
    parser.add_argument("--measure", nargs=3, metavar=("STORE", "LAYOUT", "FORM"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        place, layout, form = args.measure
        print(json.dumps(measure(Path(place), layout, form, args.processes)), flush=True)
        return
    path = args.folder / "bench-export.tocsin"
    if not args.grown:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        shutil.copy(args.store, path) if args.store else made(path, args.base)
        print(json.dumps({"claims": grow(path, args.claims), "file_mb": path.stat().st_size >> 20}), flush=True)
    asked = [("claims", form) for form in args.forms] + [(name, "csv") for name in OTHERS if args.other]
    for layout, form in asked:
        command = [sys.executable, __file__, "--processes", str(args.processes), "--measure", str(path), layout, form]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
