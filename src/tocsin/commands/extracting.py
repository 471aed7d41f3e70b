"""`tocsin extract`: shards to supervised processes, what becomes of them to the user."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from tocsin.commands.talk import Talk
from tocsin.engines import output
from tocsin.engines.run import Total, remove_leftovers
from tocsin.engines.shards import Shard
from tocsin.engines.supervise import Lost, Run
from tocsin.engines.work import Done
from tocsin.reading import Notice, Unread

if TYPE_CHECKING:
    from rich.progress import Progress

    from tocsin.engines.spark import SparkRun


def extract(run: Run | SparkRun, folder: Path, mine: Sequence[Shard], plan: Sequence[Shard], talk: Talk) -> Total:
    """Does these of all shards and says what came of it."""
    folder.mkdir(parents=True, exist_ok=True)
    removed = remove_leftovers(folder, plan)
    if removed:
        talk.say(f"{removed} files of an earlier run removed: their part of the input is no more")
    total = Total()
    sizes = {shard.name: shard.size for shard in mine}
    with _bar(sum(sizes.values())) as bar:
        for ending in run.endings(mine):
            if ending is not None:
                _take(ending, total, talk)
                bar.shard(sizes[ending.name], new=isinstance(ending, Done) and not ending.before)
            bar.show(total.reports + run.given)
    talk.say(_told(total, folder))
    return total


def planned(found: Iterable[Shard | Unread | Notice], talk: Talk) -> list[Shard]:
    """The shards alone; what is none is said."""
    plan = []
    for each in found:
        if isinstance(each, Shard):
            plan.append(each)
        else:
            talk.unread += isinstance(each, Unread)
            talk.say(str(each))
    return plan


def _take(ending: Done | Lost, total: Total, talk: Talk) -> None:
    total.shards += 1
    if isinstance(ending, Lost):
        total.lost += 1
        talk.say(f"{ending.name}: {ending.reason}")
        return
    for words in ending.talk:
        talk.say(words)
    total.unread += ending.unread
    total.left_out += ending.left_out
    if ending.before:
        total.before += 1
        total.kept += ending.reports
    else:
        total.reports += ending.reports


def _told(total: Total, folder: Path) -> str:
    parts = [f"{total.reports} reports in {total.shards - total.before - total.lost} files"]
    if total.before:
        parts.append(f"{total.kept} in {total.before} files were there before")
    if total.unread:
        parts.append(f"{total.unread} not read, each with its reason in {folder}/*{output.UNREAD}")
    if total.left_out:
        parts.append(f"{total.left_out} left out, each named in {folder}/*{output.LEFT_OUT}")
    if total.lost:
        parts.append(f"{total.lost} files not written: the same command tries them again")
    return "; ".join(parts)


# ---------------------------------------------------------------- on a terminal
class _Bar:
    """How far the run is, at what rate, and how long it will take; nothing where nobody looks on."""

    def __init__(self, progress: Progress | None, size: int) -> None:
        self._progress, self._begun = progress, monotonic()
        self._task = progress.add_task("", total=size, rate="") if progress else None

    def shard(self, size: int, *, new: bool) -> None:
        """One shard more; one that was done before says nothing about how long the others take."""
        if not self._progress or self._task is None:
            return
        if new:
            self._progress.advance(self._task, size)
        else:
            (task,) = self._progress.tasks
            self._progress.update(self._task, total=(task.total or size) - size)

    def show(self, reports: int) -> None:
        """So many reports are done."""
        if self._progress and self._task is not None:
            rate = reports / max(monotonic() - self._begun, 0.1)
            self._progress.update(self._task, rate=f"{reports:,} reports, {rate:.1f} a second")


@contextmanager
def _bar(size: int) -> Iterator[_Bar]:
    if not sys.stderr.isatty():
        yield _Bar(None, size)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns: list[Any] = [
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    ]
    progress = Progress(*columns, console=Console(stderr=True), speed_estimate_period=600)
    with progress:
        yield _Bar(progress, size)
