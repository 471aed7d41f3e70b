"""A dump in GeoNames' form of any size, and what `tocsin gazetteer add` makes of it: seconds, memory, disk.

    python bench/large_dump.py [--rows 2000000] [--bad 20] [--zip] [--keep FOLDER]

The names are made up of syllables and the points drawn at random, from a seed: no row is a place. Kinds are shared out
roughly as in the real dump (a third are towns, a third hills, streams, schools and farms), and so are the other names,
one in four of them in other letters. Lines spoilt on purpose must be named.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

SYLLABLES = (
    "ba be bo da de di do fa fi ga go ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se".split()
)
OTHER = "аб ве го да жи ка ли мо не по ра си ту".split()
KINDS = (
    "P.PPL",
    "P.PPL",
    "P.PPL",
    "P.PPLL",
    "H.STM",
    "T.HLL",
    "T.MT",
    "S.SCH",
    "S.FRM",
    "L.LCTY",
    "R.RD",
    "A.ADM3",
    "V.FRST",
)
COUNTRIES = ("US", "CN", "IN", "RU", "MX", "ID", "NP", "IR", "NO", "TH", "AF", "UA", "SY", "ML")
SEED = 7


def rows(count: int, bad: int) -> Iterator[str]:
    """Lines of the dump; every so many is spoilt."""
    draw = random.Random(SEED)
    spoilt = set(draw.sample(range(count), bad))
    for number in range(count):
        yield "only words\n" if number in spoilt else _row(draw, 100_000_000 + number)


def _row(draw: random.Random, number: int) -> str:
    letter, _, code = draw.choice(KINDS).partition(".")
    name = _name(draw, SYLLABLES)
    others = [_name(draw, OTHER if draw.random() < 0.25 else SYLLABLES) for _ in range(int(draw.expovariate(0.6)))]
    people = int(draw.paretovariate(0.8) * 50) if letter == "P" and draw.random() < 0.2 else 0
    cells = (
        number,
        name,
        name,
        ",".join(others),
        round(draw.uniform(-60, 75), 5),
        round(draw.uniform(-180, 180), 5),
        letter,
        code,
        draw.choice(COUNTRIES),
        "",
        f"{draw.randrange(1, 40):02}",
        draw.randrange(1000),
        "",
        "",
        people,
        "",
        draw.randrange(2000),
        "Etc/UTC",
        "2024-01-01",
    )
    return "\t".join(map(str, cells)) + "\n"


def _name(draw: random.Random, syllables: list[str]) -> str:
    return "".join(draw.choices(syllables, k=draw.randrange(2, 6))).capitalize()


def write(folder: Path, count: int, bad: int, zipped: bool) -> Path:
    """The dump as a file, as a zip file of it where asked."""
    path = folder / "allCountries.txt"
    with path.open("w", encoding="utf-8") as text:
        text.writelines(rows(count, bad))
    if not zipped:
        return path
    packed = folder / "allCountries.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, path.name)
    path.unlink()
    return packed


def measure(dump: Path, data: Path) -> str:
    """Adds the dump with the program as a user has it; what it took."""
    begin, before = time.monotonic(), _processor()
    done = subprocess.run(
        [sys.executable, "-m", "tocsin", "gazetteer", "add", str(dump)],
        env={**os.environ, "TOCSIN_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - begin
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    lines = done.stderr.splitlines()
    disk = sum(path.stat().st_size for path in data.iterdir()) / 1e6
    return (
        f"exit {done.returncode}, {seconds:.0f} s ({_processor() - before:.0f} s of processor), "
        f"{memory:.0f} MB of memory, {disk:.0f} MB on disk\n"
        f"{len(lines)} lines on stderr, the last: {lines[-1] if lines else ''}\n{done.stdout.strip()}\n"
    )


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=2_000_000)
    asked.add_argument("--bad", type=int, default=20)
    asked.add_argument("--zip", action="store_true")
    asked.add_argument("--keep", type=Path, help="a folder that the dump and the gazetteer made of it stay in")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        data = folder / "data"
        data.mkdir(parents=True, exist_ok=True)
        dump = write(folder, given.rows, given.bad, given.zip)
        sys.stdout.write(f"{given.rows:,} rows, {dump.stat().st_size / 1e6:.0f} MB\n")
        for run in ("first", "again"):
            sys.stdout.write(f"{run}: {measure(dump, data)}")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
