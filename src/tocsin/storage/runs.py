"""How far runs of `add` have come, so that whoever watches the store sees them; no part of what the store knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, func, insert, select

from tocsin.storage.database import Database
from tocsin.storage.moments import written
from tocsin.storage.tables import run, run_step

EVERY: Final = 1.0  # seconds between two steps that are written
QUIET: Final = 60.0  # seconds without a step after which a run is taken to have been stopped


class Run(Struct, frozen=True):
    """A run: reports gone through, of how many (null: not known beforehand), and whether it still goes on."""

    id: int
    begun: str
    at: str
    done: int
    total: int | None
    state: str  # going, ended, or stopped: it has long said nothing


class Steps:
    """The steps of one run; they are written at most once in a while, and from the first that brings anything new."""

    def __init__(self, database: Database, total: int | None) -> None:
        self.done = 0
        self._database, self._total = database, total
        self._run = self._number = 0
        self._last = float("-inf")

    def step(self, *, new: bool = True) -> None:
        """One report more was gone through; was there anything new to it?"""
        self.done += 1
        if (new or self._run) and monotonic() - self._last >= EVERY:
            self._write()

    def end(self) -> None:
        """The run is over."""
        if self._run:
            self._write(ended=True)

    def _write(self, *, ended: bool = False) -> None:
        self._last = monotonic()
        with self._database.writing() as connection:
            if not self._run:
                self._run = (connection.execute(select(func.max(run.c.id))).scalar() or 0) + 1
                connection.execute(insert(run), {"id": self._run, "begun": _now(), "total": self._total})
            self._number += 1
            row = {"run": self._run, "number": self._number, "at": _now(), "done": self.done, "ended": int(ended)}
            connection.execute(insert(run_step), row)


@contextmanager
def running(database: Database, total: int | None) -> Iterator[Steps]:
    """A run that ends with the block, however that ends."""
    steps = Steps(database, total)
    try:
        yield steps
    finally:
        steps.end()


def lately(connection: Connection, most: int = 5) -> Sequence[Run]:
    """The newest runs, the newest first."""
    steps = run_step.alias()
    last = select(func.max(steps.c.number)).where(steps.c.run == run.c.id).correlate(run).scalar_subquery()
    query = select(run, run_step.c.at, run_step.c.done, run_step.c.ended).join(run_step, run_step.c.run == run.c.id)
    query = query.where(run_step.c.number == last).order_by(run.c.id.desc()).limit(most)
    return [
        Run(row.id, row.begun, row.at, row.done, row.total, _state(row.at, row.ended))
        for row in connection.execute(query)
    ]


def _state(at: str, ended: int) -> str:
    if ended:
        return "ended"
    silent = datetime.now(UTC) - datetime.fromisoformat(at)
    return "stopped" if silent.total_seconds() > QUIET else "going"


def _now() -> str:
    return written(datetime.now(UTC))
