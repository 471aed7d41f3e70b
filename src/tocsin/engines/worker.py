"""A process that does one shard after another: tasks come on standard input, messages go to standard output.

python -P -m tocsin.engines.worker
"""

from __future__ import annotations

import os
import signal
import sys
from typing import IO, Final

import msgspec
from msgspec import Struct

from tocsin.engines import work
from tocsin.engines.shards import Poison, Shard
from tocsin.engines.work import Done, Job, Meter, Part


class Task(Struct, frozen=True):
    """A shard to do, or a part of it to try."""

    job: Job
    shard: Shard
    poison: dict[int, Poison] = {}
    part: Part | None = None


class Step(Struct, frozen=True, tag=True):
    """How far the process has come: items asked for, items there, results given."""

    asked: int
    there: int
    given: int


class Failed(Struct, frozen=True, tag=True):
    """A shard could not be done, and why."""

    reason: str


Message = Step | Done | Failed
_message_of: Final[msgspec.json.Decoder[Message]] = msgspec.json.Decoder(Message)
_task_of: Final = msgspec.json.Decoder(Task).decode


class _Told(Meter):
    """Tells each step."""

    def __init__(self, out: IO[bytes]) -> None:
        super().__init__()
        self._out = out

    def step(self) -> None:
        say(self._out, Step(self.asked, self.there, self.given))


def say(out: IO[bytes], words: Message | Task) -> None:
    """Sends a message, so that it is on its way whatever happens next."""
    out.write(msgspec.json.encode(words) + b"\n")
    out.flush()


def message(line: bytes) -> Message:
    """The message of a line."""
    return _message_of.decode(line)


def main() -> None:
    """Does tasks until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # what a library prints is no message
        for line in sys.stdin.buffer:
            say(out, _done(_task_of(line), _Told(out)))


def _done(task: Task, meter: Meter) -> Done | Failed:
    try:
        if task.part:
            return work.attempt(task.shard, task.job, task.poison, task.part, meter)
        return work.extract(task.shard, task.job, task.poison, meter)
    except OSError as error:  # such as a full disk: no fault of a report
        return Failed(f"{error.strerror or error}")


if __name__ == "__main__":
    main()
