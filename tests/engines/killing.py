"""Processes that a process has begun, and their end from outside. They are looked up where Linux keeps them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

WORKER = "tocsin.engines.worker"
EXECUTOR = "CoarseGrainedExecutorBackend"
PYTHON = "pyspark.daemon"


def kill(of: int, words: str) -> int | None:
    """Ends with SIGKILL the newest process begun by that one, or by what it began, whose command has these words."""
    found = max((pid for pid in descendants(of) if words in command(pid)), default=None)
    if found is not None:
        with suppress(ProcessLookupError):
            os.kill(found, signal.SIGKILL)
    return found


def descendants(pid: int) -> Iterator[int]:
    """All processes that a process has begun, and those that these have."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(folder.name))
    ahead = [pid]
    while ahead:
        for child in children.get(ahead.pop(), ()):
            yield child
            ahead.append(child)


def command(pid: int) -> str:
    """The command line of a process; empty where it has ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""
