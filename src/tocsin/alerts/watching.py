"""Watching a store: look through what is new, keep what rings in the outbox, and deliver until it has arrived."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection, select

from tocsin.alerts.conditions import TIMED, Days, at_moment
from tocsin.alerts.found import Alert
from tocsin.alerts.outbox import Delivery, Outbox, Position
from tocsin.alerts.rules import Rule, Rules, Stdout
from tocsin.alerts.senders import Sender, SendError
from tocsin.storage import moments
from tocsin.storage.database import StoreError
from tocsin.storage.store import Store
from tocsin.storage.tables import moment

_LONGEST_WAIT: Final = 3600.0
Rang = tuple[list[tuple[Rule, Alert]], Position]


def today() -> date:
    """The day in UTC, as the store's moments are."""
    return datetime.now(UTC).date()


def start(store: Store, since: date | None = None) -> Position:
    """Where a watch begins: with the first moment of a day, or now, so that nothing old rings."""
    with store.database.reading() as connection:
        if since is None:
            number, day = moments.newest(connection), today()
        else:
            number, day = moments.as_of(connection, (since - timedelta(days=1)).isoformat()), since
        known = moments.known(connection, number) if number else ""
    return Position(number, known, day.isoformat(), day.isoformat())


def rings(store: Store, rules: Sequence[Rule], position: Position, until: date) -> Iterator[Rang]:
    """What rings after a position up to the end of a day, in the order of time, each with the position after it."""
    timed = any(rule.when in TIMED for rule in rules)
    with store.database.reading() as connection:
        newest, begun = moments.newest(connection), date.fromisoformat(position.begun)
        _same(connection, position, newest)
        days = Days(connection, rules, begun)
        for day in _days(date.fromisoformat(position.day), until) if timed else [until]:
            last = newest if day == until else moments.as_of(connection, day.isoformat())
            for number, known in _moments(connection, position.moment, last):
                position = Position(number, known, day.isoformat(), position.begun)
                yield [*at_moment(connection, rules, number, known)], position
            if timed:
                position = msgspec.structs.replace(position, day=day.isoformat())
                yield [*days.ring(day, last)], position
        yield [], msgspec.structs.replace(position, day=until.isoformat())


def _days(first: date, last: date) -> Iterator[date]:
    """The days, both included; the last one at least."""
    yield from (first + timedelta(days=each) for each in range((last - first).days))
    yield last


def _moments(connection: Connection, after: int, last: int) -> Sequence[tuple[int, str]]:
    query = select(moment.c.id, moment.c.known).where(moment.c.id > after, moment.c.id <= last).order_by(moment.c.id)
    return [(row.id, row.known) for row in connection.execute(query)]


def _same(connection: Connection, position: Position, newest: int) -> None:
    """The store is the one that was looked through up to there."""
    number = position.moment
    if number > newest or (number and moments.known(connection, number) != position.known):
        raise StoreError(
            "the state of this watch is of another store, or of a later state of this one: "
            "name another file with --state, or remove it to begin anew"
        )


class Watch:
    """One watcher at work."""

    def __init__(
        self, store: Store, rules: Rules, outbox: Outbox, senders: Mapping[str, Sender], say: Callable[[str], None]
    ) -> None:
        self._store, self._rules, self._outbox, self._senders, self._say = store, rules, outbox, senders, say
        self._waits = {each.name: 0.0 if isinstance(each, Stdout) else each.wait for each in rules.channels}
        self._failures = dict.fromkeys(self._senders, 0)
        self._resting = dict.fromkeys(self._senders, 0.0)
        self._looked: tuple[int, date] | None = None

    def look(self) -> int:
        """Looks through what is new since the last look, and keeps what rings; how much is new."""
        position, day = self._outbox.position(), today()
        if position is None:
            position = start(self._store)
            self._outbox.take((), position)
        with self._store.database.reading() as connection:
            newest = moments.newest(connection)
        if (newest, day) == self._looked:
            return 0
        found = 0
        until = max(day, date.fromisoformat(position.day))
        for alerts, reached in rings(self._store, self._rules.rules, position, until):
            position = reached
            if alerts:
                taken = [(alert.id, msgspec.json.encode(alert), rule.send) for rule, alert in alerts]
                found += self._outbox.take(taken, position)
        self._outbox.take((), position)
        self._looked = position.moment, day
        return found

    def deliver(self) -> float | None:
        """Delivers what can be; the time at which the next try is due, null where nothing waits."""
        while delivery := self._outbox.due(time.time(), self._awake()):
            self._try(delivery)
        return self._next()

    def _awake(self) -> list[str]:
        now = time.time()
        return [name for name, until in self._resting.items() if until <= now]

    def _next(self) -> float | None:
        times = [
            max(due, self._resting[channel])
            for channel, due in self._outbox.times().items()
            if channel in self._resting
        ]
        return min(times, default=None)

    def _try(self, delivery: Delivery) -> None:
        name = delivery.channel
        mark = self._senders[name].mark() if delivery.mark is None else None
        if mark is not None:
            delivery = msgspec.structs.replace(delivery, mark=mark)
            self._outbox.begin(delivery)
        try:
            self._senders[name].send(delivery)
        except SendError as error:
            self._failures[name] += 1
            own, rest = (
                max(min(self._waits[name] * 2.0 ** min(tries, 30), _LONGEST_WAIT), error.after)
                for tries in (delivery.tries, self._failures[name] - 1)
            )
            self._outbox.failed(delivery.seq, error.message, time.time() + own)
            self._resting[name] = time.time() + min(own, rest)
            self._say(f"{name}: {error.message}; alert {delivery.alert} is tried again in {own:.0f} s")
            return
        self._failures[name] = 0
        self._outbox.done(delivery.seq, datetime.now(UTC).isoformat(timespec="seconds"))

    def run(self, every: float, *, once: bool = False) -> int:
        """Looks and delivers, again and again or once; how many deliveries still wait."""
        while True:
            self.look()
            due = self.deliver()
            if once:
                return sum(self._outbox.waiting().values())
            until_due = due - time.time() if due is not None else every
            time.sleep(max(0.01, min(every, until_due)))
