"""A whole extraction: what there is to do, who does it, what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from tocsin.engines import output
from tocsin.engines.shards import Shard


class Total(Struct):
    """What a run came to. `before`: shards that an earlier run had done; `kept`: their reports."""

    shards: int = 0
    before: int = 0
    reports: int = 0
    kept: int = 0
    unread: int = 0
    left_out: int = 0
    lost: int = 0


def remove_leftovers(folder: Path, found: Sequence[Shard]) -> int:
    """Removes what is left of sources that have fewer shards than they once had; how many files those were."""
    most: dict[str, int] = {}
    for shard in found:
        prefix = shard.name.rpartition("-")[0]
        most[prefix] = max(most.get(prefix, 0), shard.number)
    gone = [path for path in _files(folder) if _number(path) > most.get(path.stem.rpartition("-")[0], _number(path))]
    for path in gone:
        for ending in (output.UNREAD, output.LEFT_OUT):
            path.with_name(path.stem + ending).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    return len(gone)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.glob(f"*{output.ENDING}") if path.stem.rpartition("-")[2].isdigit())


def _number(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])
