"""Whose turn it is: many hosts at once, but each asked one thing at a time, with a pause between."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from time import monotonic, sleep
from typing import Final

from tocsin.fetching.addresses import host_of
from tocsin.fetching.client import Answer, Client
from tocsin.fetching.errors import FetchError
from tocsin.fetching.robots import Robots

AT_ONCE: Final = 8
_HOPS: Final = 5


@dataclass(frozen=True, slots=True)
class Task:
    """An address to ask for, and on whose behalf: `asked` is what was listed, `url` where it has led so far."""

    asked: str
    url: str = ""
    feed: str | None = None
    lists: bool = False  # it should be a list
    depth: int = 0  # lists above it
    published: str | None = None
    final: str | None = None  # where it led the last time, and what the server called its state then
    conditions: Mapping[str, str] = field(default_factory=dict)
    hops: int = 0
    tries: int = 0

    @property
    def named(self) -> bool:
        """Whether the user named it, rather than a list."""
        return self.feed == self.asked


Outcome = tuple[Task, Answer | FetchError]


class Crawl:
    """Asks for what was put, as politely as each host wants it."""

    def __init__(self, client: Client, pause: float, patience: float, clock: Callable[[], float] = monotonic) -> None:
        """`pause`: seconds between requests to a host; what has to wait longer than `patience` is given up."""
        self._client, self._robots = client, Robots(client)
        self._pause, self._patience, self._clock = pause, patience, clock
        self._waiting: dict[str, list[tuple[float, int, Task]]] = {}
        self._free: dict[str, float] = {}
        self._asked: dict[Future[Outcome], str] = {}
        self._numbers = count()

    def put(self, task: Task, after: float = 0.0) -> None:
        """Something to ask for, not before so many seconds have passed."""
        task = replace(task, url=task.url or task.asked)
        entry = self._clock() + after, next(self._numbers), task
        heapq.heappush(self._waiting.setdefault(host_of(task.url), []), entry)

    def answers(self) -> Iterator[Outcome]:
        """The answers as they come, until nothing waits; more may be put meanwhile."""
        with _workers() as pool:
            while self._waiting or self._asked:
                given_up = self._start(pool)
                yield from given_up
                if given_up:
                    continue
                if not self._asked:
                    sleep(max(0.0, self._next() - self._clock()))
                    continue
                free = self._next() - self._clock() if len(self._asked) < AT_ONCE and self._waiting else None
                done, _ = wait(self._asked, max(0.0, free) if free is not None else None, FIRST_COMPLETED)
                for future in done:
                    yield from self._done(future)

    # ---------------------------------------------------------------- turns
    def _ready(self, host: str) -> float:
        return max(self._waiting[host][0][0], self._free.get(host, 0.0))

    def _idle(self) -> list[str]:
        busy = set(self._asked.values())
        return [host for host in self._waiting if host not in busy]

    def _next(self) -> float:
        """When the next host may be asked; far off where all are being asked."""
        return min(map(self._ready, self._idle()), default=self._clock() + 1.0)

    def _start(self, pool: ThreadPoolExecutor) -> list[Outcome]:
        """Asks the hosts whose turn it is; gives what has to wait too long."""
        given_up: list[Outcome] = []
        for host in sorted(self._idle(), key=self._ready):
            now = self._clock()
            if self._free.get(host, 0.0) - now > self._patience:
                told = f"its host wants no request for {_long(self._free[host] - now)}"
                given_up += [(task, FetchError(told, passing=True)) for _, _, task in self._waiting.pop(host)]
            elif len(self._asked) < AT_ONCE and self._ready(host) <= now:
                _, _, task = heapq.heappop(self._waiting[host])
                if not self._waiting[host]:
                    del self._waiting[host]
                self._asked[pool.submit(self._turn, task)] = host
        return given_up

    def _turn(self, task: Task) -> Outcome:
        try:
            self._robots.of(task.url).check(task.url)
            return task, self._client.get(task.url, task.conditions if task.url == task.final else None)
        except FetchError as error:
            return task, error

    def _done(self, future: Future[Outcome]) -> Iterator[Outcome]:
        host = self._asked.pop(future)
        task, answer = future.result()
        pause = max(self._pause, self._robots.pause(task.url))
        if isinstance(answer, FetchError) and answer.after is not None:
            pause = max(pause, answer.after)
        self._free[host] = self._clock() + pause
        if isinstance(answer, Answer) and answer.moved is not None:
            if task.hops < _HOPS:
                self.put(replace(task, url=answer.moved, hops=task.hops + 1))
                return
            answer = FetchError(f"sends on more than {_HOPS} times")
        yield task, answer


@contextmanager
def _workers() -> Iterator[ThreadPoolExecutor]:
    pool = ThreadPoolExecutor(AT_ONCE, "fetch")
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _long(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:.0f} seconds"
