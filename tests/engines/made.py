"""Reports in files, and what an extraction made of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec

from tocsin.engines import kept, shards, work
from tocsin.engines.run import remove_leftovers
from tocsin.engines.supervise import Run
from tocsin.records import Record

FRAIL = (sys.executable, str(Path(__file__).with_name("frail_worker.py")))


def lines(path: Path, texts: list[str]) -> Path:
    rows = [
        json.dumps({"id": f"r{n}", "published": "2021-07-08", "text": text}) + "\n" for n, text in enumerate(texts, 1)
    ]
    path.write_text("".join(rows), "utf-8")
    return path


def extracted(inputs: list[Path], to: Path, size: int = shards.SIZE, workers: int = 2, limit: float = 60) -> list:
    """The endings of a run by workers that some words are too much for."""
    to.mkdir(exist_ok=True)
    plan = [each for each in shards.shards([str(path) for path in inputs], size) if isinstance(each, shards.Shard)]
    remove_leftovers(to, plan)
    run = Run(work.job(to), workers, limit, FRAIL)
    return [ending for ending in run.endings(plan) if ending is not None]


def records(folder: Path) -> list[Record]:
    return [record for path, _ in kept.files(folder) for record in kept.records(path)]


def names(folder: Path) -> list[str]:
    return [record.report.id for record in records(folder)]


def unread(folder: Path) -> list[dict]:
    return [msgspec.json.decode(line) for path in folder.glob("*.unread.jsonl") for line in path.open("rb")]
