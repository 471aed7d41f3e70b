"""Throughput: words and reports a second of `tocsin extract` beside the bare spaCy pipeline, and a worker's memory.

    python bench/throughput.py REPORTS.jsonl [--write docs/throughput.md] [--every 4] [--rounds 5] [--memory FILE]
    python bench/throughput.py REPORTS.jsonl --watch 20000 > FILE
    python bench/throughput.py bench/mixed_news_test.jsonl --relevant [--rounds 5]

Every fourth report is read; texts are cut at paragraphs to some 3,000 characters so that a few very long ones do not
decide. Rounds alternate between the bare full pipeline (without loading it), one process and two; figures are medians.
Seconds are those of the clock, and of the processor: on a machine that does other work at the same time two processes
get less than twice the time of one, and only the second kind says what they would do with a core each. The clock runs
when every worker has loaded the model and read one report; the parts are small (15 kB) so that two workers have much
the same to do.

Memory is that of one worker over so many short reports, made by drawing sentences from the reports and putting made-up
names in the place of some, so that new words keep coming as they do in news.

With --relevant the bare pipeline and one process read all of the reports, that with the option and without it; see
docs/relevance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from speed import BARE, ONE_THREAD

WARM = (
    "Rebels captured the town of Garm on Monday, two diplomats said. Hundreds of families fled across the river before"
    " the fighting reached the bridge, and the governor asked the army for help. The rebels denied that they had fired"
    " on the hospital."
)  # more words than --relevant reads unasked: it loads what it knows as well
SHARD = 15_000  # bytes
WHOLE = 2_000_000  # that of tocsin extract where nothing else is said
LONGEST = 3_000  # characters of a text
BATCHES = 24  # moments at which memory is looked at
FIRST = 2_000  # reports after which memory may not grow
CLOCKED = BARE.replace("time.process_time()", "(time.perf_counter(), time.process_time())").replace(
    "print((time.perf_counter(), time.process_time()) - begin)",
    "print(*(b - a for a, b in zip(begin, (time.perf_counter(), time.process_time()))))",
)
Seconds = tuple[float, float]  # of the clock, of the processor


def cut(text: str) -> str:
    """The paragraphs of a text up to so many characters."""
    kept = text[:LONGEST]
    return kept if len(text) <= LONGEST else kept.rpartition("\n")[0] or kept


def bare(reports: Path) -> Seconds:
    """Seconds of the bare pipeline, as one process takes them once it is loaded."""
    done = subprocess.run([sys.executable, "-c", CLOCKED, str(reports)], capture_output=True, check=True, env=env())
    wall, cpu = map(float, done.stdout.split())
    return wall, cpu


def env() -> dict[str, str]:
    return os.environ | ONE_THREAD


def extract(reports: Path, workers: int, *, relevant: bool = False, shard: int = SHARD) -> Seconds:
    """Seconds of so many workers of `tocsin extract`, once each of them has loaded the model."""
    from tocsin.engines import shards, work
    from tocsin.engines.supervise import Run

    with tempfile.TemporaryDirectory() as folder:
        warm = [Path(folder) / f"warm{number}.jsonl" for number in range(workers)]
        for path in warm:
            path.write_text(json.dumps({"text": WARM}) + "\n", encoding="utf-8")
        first = [*shards.shards([str(path) for path in warm])]
        then = [*shards.shards([str(reports)], shard)]
        (Path(folder) / "out").mkdir()
        run, ready = Run(work.job(Path(folder) / "out", relevant=relevant), workers), threading.Event()
        endings = (ending for ending in run.endings(gated(first, ready, then)) if ending)
        for _ in first:
            next(endings)
        begin, used = time.perf_counter(), processor(run)
        ready.set()
        for _ in then:
            next(endings)
        taken = time.perf_counter() - begin, processor(run) - used
        endings.close()
        return taken


def gated(first: Sequence[Any], ready: threading.Event, then: Sequence[Any]) -> Iterator[Any]:
    """The first, one for each worker, and the others when all is ready."""
    yield from first
    ready.wait()
    yield from then


def processor(run: Any) -> float:
    """Seconds of the processor that the workers of a run have had."""
    stats = [Path(f"/proc/{hand._process.pid}/stat").read_text().rpartition(")")[2].split() for hand in run._hands]
    return sum(int(user) + int(system) for user, system in (stat[11:13] for stat in stats)) / os.sysconf("SC_CLK_TCK")


def rounds(runs: dict[str, Callable[[], Seconds]], count: int) -> dict[str, Seconds]:
    """The medians of all runs, which take turns."""
    taken: dict[str, list[Seconds]] = {name: [] for name in runs}
    for number in range(count):
        for name, run in runs.items():
            taken[name].append(run())
            wall, cpu = taken[name][-1]
            print(f"round {number + 1}, {name}: {wall:.1f} s, CPU {cpu:.1f} s", file=sys.stderr)
    return {
        name: (statistics.median(wall for wall, _ in each), statistics.median(cpu for _, cpu in each))
        for name, each in taken.items()
    }


# ---------------------------------------------------------------- memory
def made(texts: Sequence[str], count: int, path: Path) -> None:
    """Writes so many short reports."""
    chance = random.Random(7)
    sentences = [part + "." for text in texts for part in text.replace("\n", " ").split(". ") if 40 < len(part) < 300]
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            words = " ".join(chance.sample(sentences, 2)).split()
            words = [name(chance) if word[0].isupper() and chance.random() < 0.1 else word for word in words]
            report = {"id": f"m{number}", "published": "2020-05-04", "text": " ".join(words)}
            out.write(json.dumps(report) + "\n")


def name(chance: random.Random) -> str:
    """A made-up name."""
    parts = (chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))
    return "".join(parts).title()


def watch(path: Path, count: int) -> None:
    """Has one worker do all shards of a file, and says the most memory that it held since it last said."""
    from tocsin.engines import shards, work
    from tocsin.engines.supervise import Run

    with tempfile.TemporaryDirectory() as to:
        run = Run(work.job(Path(to)), 1)
        done, most, step = 0, 0.0, max(count // BATCHES, 1)
        looks = sorted({FIRST, *range(step, count + 1, step)})
        for ending in run.endings(shards.shards([str(path)], 300_000)):
            process = run._hands[0]._process
            most = max(most, resident(process.pid) if process else 0.0)
            done += getattr(ending, "reports", 0)
            while looks and done + run.given >= looks[0]:
                print(looks.pop(0), most, flush=True)
                most = 0.0


def resident(pid: int) -> float:
    """MB of memory that a process holds."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1_000_000
    except OSError:
        return 0.0  # it has just ended


# ---------------------------------------------------------------- telling
def table(words: int, reports: int, taken: dict[str, Seconds]) -> str:
    """The medians as Markdown."""
    plain, own = taken["bare pipeline"], {name: each for name, each in taken.items() if name != "bare pipeline"}
    rows = list(taken.items())
    one, two = own["one process"], own["two processes"]
    return "\n".join(
        [
            "| | words a second | reports a second | words a CPU second |",
            "|---|---|---|---|",
            *(
                f"| {name} | {words / wall:,.0f} | {reports / wall:.1f} | {words / cpu:,.0f} |"
                for name, (wall, cpu) in rows
            ),
            "",
            f"One process: {plain[0] / one[0]:.2f} of the bare pipeline's speed by the clock,"
            f" {plain[1] / one[1]:.2f} by CPU seconds. Two processes: {one[0] / two[0]:.2f} times one by the clock; by"
            f" CPU seconds, with a core each, {2 * one[1] / two[1]:.2f} times.",
            "",
        ]
    )


def told_relevant(words: int, reports: int, taken: dict[str, Seconds]) -> str:
    """The medians of the bare pipeline, without --relevant and with it."""
    (bare_wall, bare_cpu), (all_wall, all_cpu), (wall, cpu) = taken.values()
    return "\n".join(
        [
            "| one process | words a second | reports a second | words a CPU second |",
            "|---|---|---|---|",
            *(
                f"| {name} | {words / w:,.0f} | {reports / w:.1f} | {words / c:,.0f} |"
                for name, (w, c) in taken.items()
            ),
            "",
            f"{all_wall / wall:.2f} times as fast by the clock, {all_cpu / cpu:.2f} times by CPU seconds;"
            f" {bare_wall / wall:.2f} and {bare_cpu / cpu:.2f} times as fast as the bare pipeline.",
        ]
    )


def told_memory(path: Path) -> str:
    """The most that a worker held after the first reports, and how much more that is than until then."""
    held = [(int(n), float(mb)) for n, mb in (line.split() for line in path.read_text().splitlines())]
    first = max(mb for n, mb in held if n <= FIRST)
    most = max(mb for n, mb in held if n > FIRST)
    return (
        f"A worker holds at most {first:,.0f} MB in the first {FIRST:,} reports and at most {most:,.0f} MB in those up"
        f" to {held[-1][0]:,}: {most / first - 1:+.1%}. It is replaced after every 4,000 or so.\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--every", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--watch", type=int, metavar="N", help="say what a worker holds in the course of N reports")
    parser.add_argument("--relevant", action="store_true", help="compare with and without --relevant, nothing else")
    parser.add_argument("--memory", type=Path, metavar="FILE", help="what --watch said")
    args = parser.parse_args()
    given = [json.loads(line) for line in args.reports.open(encoding="utf-8") if line.strip()]
    if args.relevant:
        words = sum(len(report["text"].split()) for report in given)
        each: dict[str, Callable[[], Seconds]] = {
            "bare pipeline": lambda: bare(args.reports),
            "all": lambda: extract(args.reports, 1, shard=WHOLE),
            "--relevant": lambda: extract(args.reports, 1, relevant=True, shard=WHOLE),
        }
        print(told_relevant(words, len(given), rounds(each, args.rounds)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        if args.watch:
            made([report["text"] for report in given], args.watch, Path(folder) / "many.jsonl")
            watch(Path(folder) / "many.jsonl", args.watch)
            return 0
        part = [{**report, "text": cut(report["text"])} for report in given[:: args.every]]
        path = Path(folder) / "part.jsonl"
        path.write_text("".join(json.dumps(report) + "\n" for report in part), encoding="utf-8")
        words = sum(len(report["text"].split()) for report in part)
        runs: dict[str, Callable[[], Seconds]] = {
            "bare pipeline": lambda: bare(path),
            "one process": lambda: extract(path, 1),
            "two processes": lambda: extract(path, 2),
        }
        text = table(words, len(part), rounds(runs, args.rounds))
    text = f"{len(part)} reports, {words:,} words, {args.rounds} rounds, {os.cpu_count()} shared cores.\n\n{text}"
    text += f"\n## Memory\n\n{told_memory(args.memory)}" if args.memory else ""
    print(text)
    if args.write:
        head = f"# Throughput\n\nWritten by `python bench/throughput.py {args.reports.name}`, which says how.\n\n"
        head += "Where other work shares the cores, what the clock says scatters: go by the CPU seconds.\n\n"
        args.write.write_text(head + text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
