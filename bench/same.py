"""Whoever does it, the same comes out: one process, several, shares and Spark, undisturbed and with a part killed.

    python bench/same.py REPORTS.jsonl [--count 2000] [--write docs/same.md]

Makes so many short reports of the paragraphs of the reports given, reads them in every way there is, and compares the
records of each way, as sets and to the byte, with what `tocsin read` prints. Where something is killed it is by
`kill -9`, once so many files are there: a worker of `tocsin extract`; on Spark the Python of one executor, later the
Java of one. Needs Java 17, `tocsin[spark]` and Linux.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from engines.killing import EXECUTOR, PYTHON, WORKER, kill  # noqa: E402
from tocsin.engines import kept  # noqa: E402

LEAST, MOST = 80, 320  # characters of a report
SHARD = "0.03"  # MB: some twenty files
TOCSIN = (sys.executable, "-m", "tocsin")
SPARK = ("--engine", "spark", "--master", "local-cluster[2,1,2048]")
WAYS: dict[str, tuple[Sequence[Sequence[str]], Sequence[str]]] = {  # options of each call, what is killed
    "one process": ([("--workers", "1")], ()),
    "two processes": ([("--workers", "2")], ()),
    "three shares, one after the other": ([("--shard", f"{n}/3", "--workers", "2") for n in (3, 1, 2)], ()),
    "two processes, one killed": ([("--workers", "2")], (WORKER,)),
    "Spark": ([SPARK], ()),
    "Spark, a Python and an executor killed": ([SPARK], (PYTHON, EXECUTOR)),
}


def made(given: Sequence[dict[str, str]], count: int, path: Path) -> None:
    """Writes so many reports: a paragraph each, every third with the beginning of another."""
    chance = random.Random(11)
    paragraphs = [(report, part) for report in given for part in report["text"].split("\n") if len(part) >= LEAST]
    with path.open("w", encoding="utf-8") as out:
        for number, (report, text) in enumerate(chance.choices(paragraphs, k=count)):
            more = chance.choice(paragraphs)[1][:LEAST].rpartition(" ")[0] + "." if number % 3 == 0 else ""
            told = {key: report[key] for key in ("outlet", "published", "title") if report.get(key)}
            whole = cut(text) + (f"\n\n{more}" if more else "")
            out.write(json.dumps({"id": f"e{number}", **told, "text": whole}) + "\n")


def cut(text: str) -> str:
    """The sentences of a paragraph that fit."""
    return text if len(text) <= MOST else text[:MOST].rpartition(". ")[0] + "."


def read(path: Path) -> list[bytes]:
    """What `tocsin read` prints."""
    done = subprocess.run([*TOCSIN, "read", str(path), "--format", "jsonl"], capture_output=True, check=True)
    return done.stdout.splitlines()


def extracted(path: Path, to: Path, options: Sequence[str], killed: Sequence[str]) -> list[int]:
    """Runs `tocsin extract`; the processes that were killed on the way."""
    command = [*TOCSIN, "extract", str(path), "--to", str(to), "--shard-size", SHARD, *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    ended: list[int] = []
    for number, words in enumerate(killed, 1):
        while process.poll() is None and len(list(to.glob("*.parquet"))) < 4 * number:
            time.sleep(0.05)
        if found := kill(process.pid, words):
            ended.append(found)
    _, told = process.communicate()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{told[-3000:]}")
    return ended


def compared(path: Path, folder: Path, expected: Sequence[bytes]) -> list[str]:
    """A row of the table for each way."""
    rows = []
    for number, (way, (calls, killed)) in enumerate(WAYS.items()):
        begin, to = time.perf_counter(), folder / str(number)
        ended = [pid for options in calls for pid in extracted(path, to, options, killed)]
        taken = time.perf_counter() - begin
        if len(ended) != len(killed):
            raise SystemExit(f"{way}: of {killed} only {len(ended)} killed; the run was over too soon")
        found = [msgspec.json.encode(record) for file, _ in kept.files(to) for record in kept.records(file)]
        other = len(set(found) ^ set(expected)) + abs(len(found) - len(expected))
        rows.append(f"| {way} | {len(found):,} | {other} | {'yes' if found == expected else 'no'} | {taken:.0f} |")
        print(rows[-1], file=sys.stderr)
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    given = [json.loads(line) for line in args.reports.open(encoding="utf-8") if line.strip()]
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "made.jsonl"
        made(given, args.count, path)
        begin = time.perf_counter()
        expected = read(path)
        taken = time.perf_counter() - begin
        claims = sum(len(json.loads(line)["claims"]) for line in expected)
        rows = compared(path, Path(name), expected)
    text = "\n".join(
        [
            f"{len(expected):,} reports with {claims:,} claims; `tocsin read` took {taken:.0f} s.",
            "",
            "| way | records | others than `tocsin read` | in its order, to the byte | seconds |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )
    print(text)
    if args.write:
        head = f"# Whoever does it\n\nWritten by `python bench/same.py {args.reports.name}`, which says how.\n\n"
        args.write.write_text(head + text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
