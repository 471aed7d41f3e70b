"""Supervised processes: one that ends before its time is replaced, and the report that ended it is found."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.engines.shards import Poison, Shard
from tocsin.engines.work import Done, Job, Part
from tocsin.engines.worker import Failed, Step, Task, message, say

COMMAND: Final = (sys.executable, "-P", "-m", "tocsin.engines.worker")
LIMIT: Final = 120.0  # seconds that one report may take, the first of a process with loading the model
START: Final = 120.0  # seconds that a process has to say its first word
TRIES: Final = 3  # of a shard whose process ends while no report is found that ends it
MOST_POISON: Final = 20  # reports of one shard; where there are more, it is not the reports
FRESH: Final = 4_000  # reports after which a process is replaced: what it holds grows a little with new words
_LOOK: Final = 0.5  # seconds between two looks at the processes
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Death(Struct, frozen=True):
    """A process ended, or was ended, while it had the items from `low` to before `high`; `reading` the last of them."""

    reason: str
    low: int
    high: int
    reading: bool = False


class Lost(Struct, frozen=True, tag=True):
    """A shard that could not be done, and why."""

    name: str
    reason: str


class Stopped(Exception):
    """The run was stopped."""


class Hand:
    """A process to which tasks are given, one at a time; it is started when it is needed."""

    def __init__(self, command: Sequence[str], limit: float) -> None:
        self.given = 0  # results of the shard it is at
        self._command, self._limit = command, limit
        self._process: subprocess.Popen[bytes] | None = None
        self._until = float("inf")
        self._late = self._stopped = self._warm = False
        self._reports = 0  # done by the process
        self._guard = threading.Lock()

    def do(self, task: Task) -> Done | Failed | Death:
        """What becomes of a task."""
        process = self._started()
        assert process.stdin and process.stdout
        low = task.part.low if task.part else 0
        step = Step(0, 0, low)
        self.given = 0
        self._rest()
        with suppress(OSError):  # where it has ended, that is told below
            say(process.stdin, task)
            for line in process.stdout:
                told = message(line)
                if not isinstance(told, Step):
                    self._until, self.given = float("inf"), 0
                    self._renew(told)
                    return told
                self._warm, step = True, told
                self.given = 0 if task.part else step.given
                self._rest()
        return self._death(step)

    def look(self) -> None:
        """Ends the process if it has taken too long."""
        if time.monotonic() > self._until:
            self._late = True
            self._kill()

    def stop(self) -> None:
        """Ends the process for good."""
        self._stopped = True
        self._kill()
        with self._guard:
            if self._process:
                self._process.wait()

    def _rest(self) -> None:
        self._until = time.monotonic() + (self._limit if self._warm else START)

    def _started(self) -> subprocess.Popen[bytes]:
        with self._guard:
            if self._stopped:
                raise Stopped
            if self._process is None:
                environment = os.environ | _ONE_THREAD
                pipe = subprocess.PIPE
                self._process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, env=environment)
                self._late = self._warm = False
                self._reports = 0
            return self._process

    def _kill(self) -> None:
        with self._guard:
            self._until = float("inf")
            if self._process:
                self._process.kill()

    def _renew(self, told: Done | Failed) -> None:
        """Ends a process that has done its share; the next task starts another."""
        self._reports += told.reports if isinstance(told, Done) and not told.before else 0
        if self._reports >= FRESH:
            self._kill()
            self._let_go()

    def _let_go(self) -> int:
        """What the process ended with; nothing is left of it."""
        assert self._process
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        with self._guard:
            self._process = None
            if self._stopped:
                raise Stopped
        return code

    def _death(self, step: Step) -> Death:
        self._until = float("inf")
        code = self._let_go()
        reason = f"not read within {self._limit:g} seconds" if self._late else _ended(code)
        return Death(reason, step.given, max(step.asked, step.given + 1), step.asked > step.there)


def _ended(code: int) -> str:
    return f"its process ended with signal {-code}" if code < 0 else f"its process ended with {code}"


# ---------------------------------------------------------------- one shard
def finish(shard: Shard, job: Job, hand: Hand) -> Done | Lost:
    """Does a shard, without the reports that end their process, which are found by halving."""
    poison: dict[int, Poison] = {}
    tries = 0
    while True:
        ending = hand.do(Task(job, shard, poison))
        if isinstance(ending, Done):
            return ending
        if isinstance(ending, Failed):
            return Lost(shard.name, ending.reason)
        found = _found(Task(job, shard, poison), ending, hand)
        tries += not found.keys() - poison.keys()
        poison = poison | found
        if tries == TRIES or len(poison) > MOST_POISON:
            return Lost(shard.name, f"given up: {ending.reason}, again and again")


def _found(task: Task, death: Death, hand: Hand) -> dict[int, Poison]:
    """The report that ends its process each time; none where the process was ended from outside."""
    low, high = death.low, death.high
    last = _tried(task, Part(low, high), hand)
    while last and high - low > 1:
        low, high = max(low, last.low), min(high, last.high)
        middle = (low + high) // 2
        if high - low > 1:
            first = _tried(task, Part(low, middle), hand)
            low, high, last = (low, middle, first) if first else (middle, high, _tried(task, Part(middle, high), hand))
    return {low: Poison(last.reason, last.reading)} if last else {}


def _tried(task: Task, part: Part, hand: Hand) -> Death | None:
    ending = hand.do(replace(task, part=part))
    return ending if isinstance(ending, Death) else None


# ---------------------------------------------------------------- all shards
class Run:
    """All shards of a run, done by so many processes at a time."""

    def __init__(self, job: Job, workers: int, limit: float = LIMIT, command: Sequence[str] = COMMAND) -> None:
        self._job = job
        self._hands = [Hand(command, limit) for _ in range(workers)]
        self._endings: queue.SimpleQueue[Done | Lost | BaseException | None] = queue.SimpleQueue()
        self._guard = threading.Lock()

    @property
    def given(self) -> int:
        """Reports done of the shards that are not finished."""
        return sum(hand.given for hand in self._hands)

    def endings(self, shards: Iterable[Shard]) -> Iterator[Done | Lost | None]:
        """What becomes of each shard, as it is known; null whenever there is nothing new for a moment."""
        left = iter(shards)
        threads = [threading.Thread(target=self._work, args=(hand, left), daemon=True) for hand in self._hands]
        for thread in threads:
            thread.start()
        try:
            yield from self._looked_at(len(threads))
        finally:
            for hand in self._hands:
                hand.stop()
            for thread in threads:
                thread.join()

    def _looked_at(self, working: int) -> Iterator[Done | Lost | None]:
        while working:
            for hand in self._hands:
                hand.look()
            try:
                ending = self._endings.get(timeout=_LOOK)
            except queue.Empty:
                yield None
                continue
            if isinstance(ending, BaseException):
                raise ending
            if ending is None:
                working -= 1
            else:
                yield ending

    def _work(self, hand: Hand, left: Iterator[Shard]) -> None:
        try:
            with suppress(Stopped):
                while shard := self._next(left):
                    self._endings.put(finish(shard, self._job, hand))
        except BaseException as error:  # told where it can be heard
            self._endings.put(error)
        self._endings.put(None)

    def _next(self, left: Iterator[Shard]) -> Shard | None:
        with self._guard:
            return next(left, None)
