"""Error rates of time expressions by kind, on MEANTIME and on single phrases, and their cost beside the parser's.

    python bench/times.py [--shared ../shared] [--write docs/dates.md]

MEANTIME: gold `timex` of `gold/times/meantime.jsonl`, matched as by `score/score.py times` (any overlap, larger first).
Phrases: `gold/times/phrases.tsv`, each put once into a sentence about the past and once into one about the future.
With --write the tables replace those between the markers of the page. Where the folder is not there, it stops.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import tocsin
from tocsin.annotation.document import Document
from tocsin.annotation.language import parse, pipeline
from tocsin.annotation.times import mark_times
from tocsin.records import Block, Report, Time

ROOT = Path(__file__).resolve().parent.parent
START, END = "<!-- figures: bench/times.py -->", "<!-- end of figures -->"
FRAMES = ("It happened {} and nobody knew.", "It will happen {} and nobody knows.")
KINDS = (
    ("only past, present or future", r".*_REF"),
    ("a duration", r"P.*"),
    ("a full date or a day", r"(\d{4}|X{4})-(\d\d|XX)-(\d\d|XX)|(\d{4}|X{4})-WXX-\d"),
    ("a time of day", r".*T.*"),
    ("a month", r"(\d{4}|X{4})-(\d\d|XX)(-XX)?"),
    ("a year", r"(\d{4}|X{4}|FY\d{4})"),
    ("a week or weekend", r"(\d{4}|X{4})-W.*"),
    ("a season, quarter or half", r"(\d{4}|X{4})-[A-Z].*"),
    ("a decade or century", r"\d{2,3}X*"),
)


@dataclass
class Tally:
    """Of expressions in the gold: how many were found, and of these how many have exactly its value."""

    gold: int = 0
    found: int = 0
    right: int = 0


def kind(type_: str, value: str) -> str:
    """The kind of an expression, by the shape of its TIMEX3 value."""
    if type_ == "SET":
        return "what recurs"
    if type_ == "TIME" and "T" in value and not value.startswith("P"):
        return "a time of day"
    return next((name for name, shape in KINDS if re.fullmatch(shape, value)), "other")


def paired(gold: list[dict[str, Any]], found: list[Time]) -> Iterator[tuple[dict[str, Any], Time | None]]:
    """Each gold expression with the one found that shares most characters with it."""
    left = list(found)
    for want in gold:
        shared = [(min(t.end, want["end"]) - max(t.start, want["start"]), -i) for i, t in enumerate(left)]
        most, number = max(shared, default=(0, 0))
        yield want, left.pop(-number) if most > 0 else None


def meantime(path: Path) -> tuple[dict[str, Tally], dict[str, float]]:
    """The tallies by kind, and the figures for all."""
    items = [item for item in map(json.loads, path.open(encoding="utf-8")) if "timex" in item["gold"]]
    kinds: dict[str, Tally] = {}
    given = exact = 0
    for item, times in zip(items, _read(items), strict=True):
        given += len(times)
        exact += len({(t.start, t.end) for t in times} & {(t["start"], t["end"]) for t in item["gold"]["timex"]})
        for want, have in paired(item["gold"]["timex"], times):
            tally = kinds.setdefault(kind(want["type"], want["value"]), Tally())
            tally.gold += 1
            tally.found += have is not None
            tally.right += have is not None and have.value == want["value"]
    return kinds, _figures(kinds, given, exact)


def _read(items: list[dict[str, Any]]) -> Iterator[list[Time]]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as copy:
        for item in items:
            copy.write(json.dumps({key: value for key, value in item.items() if key != "gold"}) + "\n")
        copy.flush()
        for record in tocsin.read([copy.name]):
            yield list(record.times)


def _figures(kinds: dict[str, Tally], given: int, exact: int) -> dict[str, float]:
    gold, found, right = (sum(getattr(t, name) for t in kinds.values()) for name in ("gold", "found", "right"))
    return {
        "extent exact, F1": 2 * exact / (given + gold),
        "found, F1": 2 * found / (given + gold),
        "value right, of those found": right / found,
        "value F1": 2 * right / (given + gold),
    }


def phrases(path: Path) -> tuple[dict[str, tuple[int, int, int]], int]:
    """By kind: phrases, right in the sentence about the past, right in one of the two; and how many in all."""
    rows = list(_rows(path))
    answers = [_values(rows, frame) for frame in FRAMES]
    counts: dict[str, Counter[str]] = {}
    for (_, _, type_, value), past, future in zip(rows, *answers, strict=True):
        count = counts.setdefault(kind(type_, value), Counter())
        count.update(all=1, past=past == value, either=value in {past, future})
    return {name: (c["all"], c["past"], c["either"]) for name, c in counts.items()}, len(rows)


def _rows(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """Reference date, phrase, type and value; the first row of each block gives the date."""
    reference = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        phrase, type_, value = line.split("\t") if line else ("", "", "")
        if not line:
            reference = ""
        elif not reference:
            reference = value[:10]
        else:
            yield reference, phrase, type_, value


def _values(rows: list[tuple[str, str, str, str]], frame: str) -> list[str]:
    texts = [frame.format(phrase) for _, phrase, _, _ in rows]
    first = frame.index("{")
    documents = parse(Report(str(i), text, blocks=(Block(0, len(text), "body"),)) for i, text in enumerate(texts))
    found = []
    for document, (reference, phrase, _, _) in zip(documents, rows, strict=True):
        marks = mark_times(document.passages, date.fromisoformat(reference))
        inside = [m for m in marks if m.record.start < first + len(phrase) and m.record.end > first]
        longest = max(inside, key=lambda m: m.record.end - m.record.start, default=None)
        found.append(longest.record.value if longest else "")
    return found


def cost(documents: list[Document]) -> float:
    """Seconds of marking times as a share of the parser's on the same texts, both on one core."""
    texts = [passage.doc.text for document in documents for passage in document.passages]
    begin = time.process_time()
    for _ in pipeline().pipe(texts, batch_size=24):
        pass
    parsed = time.process_time() - begin
    begin = time.process_time()
    for document in documents:
        mark_times(document.passages, document.published)
    return (time.process_time() - begin) / parsed


def _documents(path: Path) -> list[Document]:
    items = [json.loads(line) for line in path.open(encoding="utf-8")][:100]
    return list(
        parse(
            Report(str(i), item["text"], published=item.get("published"), blocks=_paragraphs(item["text"]))
            for i, item in enumerate(items)
        )
    )


def _paragraphs(text: str) -> tuple[Block, ...]:
    return tuple(Block(found.start(), found.end(), "body") for found in re.finditer(r"[^\n]+", text))


def page(shared: Path) -> str:
    """The tables in Markdown."""
    kinds, figures = meantime(shared / "gold/times/meantime.jsonl")
    lone, count = phrases(shared / "gold/times/phrases.tsv")
    share = cost(_documents(shared / "gold/news/wikinews.jsonl"))
    lines = ["| MEANTIME, all kinds | |", "|---|---|"]
    lines += [f"| {name} | {value:.3f} |" for name, value in figures.items()]
    lines += ["", "| kind (MEANTIME) | in the gold | missed | value wrong, of those found |", "|---|---|---|---|"]
    for name, tally in sorted(kinds.items(), key=lambda item: -item[1].gold):
        missed, wrong = tally.gold - tally.found, tally.found - tally.right
        lines.append(f"| {name} | {tally.gold} | {_share(missed, tally.gold)} | {_share(wrong, tally.found)} |")
    lines += ["", f"| kind ({count} phrases alone) | phrases | wrong, told as past | wrong in both tenses |"]
    lines.append("|---|---|---|---|")
    for name, (n, past, either) in sorted(lone.items(), key=lambda item: -item[1][0]):
        lines.append(f"| {name} | {n} | {_share(n - past, n)} | {_share(n - either, n)} |")
    total = [sum(column) for column in zip(*lone.values(), strict=True)]
    lines.append(f"| all | {count} | {_share(count - total[1], count)} | {_share(count - total[2], count)} |")
    lines += ["", f"Marking times costs {100 * share:.1f} % of the parser's time (100 Wikinews articles, one core)."]
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} % ({part})" if whole else "-"


def main(arguments: Iterable[str] | None = None) -> None:
    """Print the tables, or write them into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--write", type=Path)
    args = parser.parse_args(None if arguments is None else list(arguments))
    if not args.shared.is_dir():
        sys.exit(f"{args.shared}: no such folder; name the one with the gold by --shared")
    tables = page(args.shared)
    if args.write is None:
        print(tables)
        return
    text = args.write.read_text(encoding="utf-8")
    before, after = text.split(START)[0], text.split(END)[-1]
    args.write.write_text(f"{before}{START}\n{tables}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
