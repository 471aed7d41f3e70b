"""What has rung and where it has to go: a small SQLite file of the watcher's own, which survives `kill -9`.

An alert and its deliveries are written in one transaction with how far the store was looked through: so none is
missed, and none made twice. A delivery stays until it is done.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from msgspec import Struct

_OURS: Final = 0x746F6373  # application_id: "tocs"
_VERSION: Final = 1
_TABLES: Final = """
CREATE TABLE position (one INTEGER PRIMARY KEY CHECK (one = 1), moment INTEGER NOT NULL, known TEXT NOT NULL,
    day TEXT NOT NULL, begun TEXT NOT NULL);
CREATE TABLE alert (id TEXT PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE delivery (seq INTEGER PRIMARY KEY, alert TEXT NOT NULL REFERENCES alert (id), channel TEXT NOT NULL,
    done TEXT, tries INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL DEFAULT 0, mark INTEGER, said TEXT,
    UNIQUE (alert, channel));
CREATE INDEX waiting ON delivery (due, seq) WHERE done IS NULL;
"""


class OutboxError(Exception):
    """Why the outbox cannot be used."""


class Position(Struct, frozen=True):
    """How far a store was looked through: its moment, since when that is known, the day, and the watch's first day."""

    moment: int
    known: str
    day: str
    begun: str


class Delivery(Struct, frozen=True):
    """An alert on its way to a channel; `mark` is where an earlier try began to write."""

    seq: int
    alert: str
    channel: str
    tries: int
    mark: int | None
    body: bytes


class Outbox:
    """One watcher's outbox: while it is open no other can use it."""

    def __init__(self, path: Path) -> None:
        try:
            self._open(path)
        except sqlite3.DatabaseError as error:
            words = "another watcher uses it" if "locked" in str(error) else str(error)
            raise OutboxError(f"{path}: {words}") from error

    def _open(self, path: Path) -> None:
        self._db = sqlite3.connect(path, timeout=0.5, isolation_level=None)
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        with self._writing():
            of = "pragma_application_id, pragma_user_version"
            ours = self._db.execute(f"SELECT application_id, user_version FROM {of}").fetchone()
            tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if tables and ours != (_OURS, _VERSION):
                raise OutboxError(f"{path}: is no state of tocsin watch, or one of another version")
            if not tables:
                for statement in filter(str.strip, _TABLES.split(";")):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA application_id={_OURS}")
                self._db.execute(f"PRAGMA user_version={_VERSION}")

    def close(self) -> None:
        """Lets another use it."""
        self._db.close()

    def __enter__(self) -> Outbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # ---------------------------------------------------------------- what has rung
    def position(self) -> Position | None:
        """How far the store was looked through; null where it never was."""
        row = self._db.execute("SELECT moment, known, day, begun FROM position").fetchone()
        return Position(*row) if row else None

    def take(self, alerts: Iterable[tuple[str, bytes, Sequence[str]]], position: Position) -> int:
        """Keeps alerts (id, body, channels) that have not rung before, and the position; how many were new."""
        new = 0
        with self._writing():
            for name, body, channels in alerts:
                if self._db.execute("INSERT OR IGNORE INTO alert VALUES (?, ?)", (name, body)).rowcount:
                    new += 1
                    rows = [(name, channel) for channel in dict.fromkeys(channels)]
                    self._db.executemany("INSERT INTO delivery (alert, channel) VALUES (?, ?)", rows)
            values = (position.moment, position.known, position.day, position.begun)
            self._db.execute("INSERT OR REPLACE INTO position VALUES (1, ?, ?, ?, ?)", values)
        return new

    # ---------------------------------------------------------------- what is to be delivered
    def due(self, now: float, channels: Sequence[str]) -> Delivery | None:
        """The next delivery to one of these channels whose time has come."""
        named = ", ".join("?" * len(channels))
        row = self._db.execute(
            "SELECT seq, alert, channel, tries, mark, body FROM delivery JOIN alert ON alert.id = delivery.alert "
            f"WHERE done IS NULL AND due <= ? AND channel IN ({named}) ORDER BY due, seq LIMIT 1",
            (now, *channels),
        ).fetchone()
        return Delivery(*row) if row else None

    def waiting(self) -> dict[str, int]:
        """For each channel, how many deliveries wait."""
        rows = self._db.execute("SELECT channel, count(*) FROM delivery WHERE done IS NULL GROUP BY channel")
        return dict(rows.fetchall())

    def times(self) -> dict[str, float]:
        """For each channel with something waiting, when its next delivery is due."""
        rows = self._db.execute("SELECT channel, min(due) FROM delivery WHERE done IS NULL GROUP BY channel")
        return dict(rows.fetchall())

    def begin(self, delivery: Delivery) -> None:
        """A delivery is about to be written at its mark."""
        self._set("mark = ?", delivery.mark, delivery.seq)

    def done(self, seq: int, at: str) -> None:
        """A delivery has arrived."""
        self._set("done = ?, said = NULL", at, seq)

    def failed(self, seq: int, said: str, due: float) -> None:
        """A delivery has not arrived, and is to be tried again at this time."""
        self._set("tries = tries + 1, said = ?, due = ?", said, due, seq)

    def _set(self, what: str, *values: object) -> None:
        with self._writing():
            self._db.execute(f"UPDATE delivery SET {what} WHERE seq = ?", values)
