"""The store: a file or a database that remembers what was reported, and how it came to think so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from sqlalchemy import Connection

from tocsin.records import Record, Report
from tocsin.storage import (
    acts,
    adding,
    checking,
    conflicting,
    grading,
    grouping,
    history,
    ledger,
    listing,
    moments,
    reviewing,
    runs,
    undoing,
    web,
)
from tocsin.storage import why as explaining
from tocsin.storage.acts import Act
from tocsin.storage.adding import Added
from tocsin.storage.checking import Checked
from tocsin.storage.correcting import Correction
from tocsin.storage.database import Database
from tocsin.storage.filters import Filters
from tocsin.storage.history import Difference
from tocsin.storage.moments import instant
from tocsin.storage.web import Look
from tocsin.storage.why import Why

LISTINGS: Final[dict[str, Callable[..., Iterator[Any]]]] = {
    "events": listing.events,
    "claims": listing.claims,
    "reports": listing.reports,
    "sources": listing.sources,
    "actors": listing.actors,
    "conflicts": conflicting.conflicts,
    "ledger": ledger.ledger,
}


class Store:
    """One store. Whatever is asked of it is answered from one moment, whatever is added meanwhile."""

    def __init__(self, place: str | Path, *, create: bool = True) -> None:
        """Opens a store, or makes one; raises StoreError where that cannot be."""
        self.database = Database(place, create=create)

    def close(self) -> None:
        """Gives back what the store holds open."""
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # ---------------------------------------------------------------- adding
    def add(
        self, record: Record, reader: str = "", known: str | None = None, page: tuple[Look, bytes] | None = None
    ) -> Added:
        """Adds a report in one transaction; adding it again changes nothing. `known`: since when it is known (now).

        Where it was fetched, `page` is the look by which it came, and the page, which is kept where it has changed.
        """
        with self.database.writing() as connection:
            time = instant(known) if known else None
            added = adding.add(connection, record, reader, time, now=page is not None)
            if page is not None:
                web.note(connection, page[0], page[1] if added.what in {"added", "changed"} else None)
            return added

    def running(self, total: int | None = None) -> AbstractContextManager[runs.Steps]:
        """Tells whoever watches how far a run of adding has come: `step` after each of `total` reports."""
        return runs.running(self.database, total)

    def has(self, report: Report, reader: str, *, now: bool = False) -> bool:
        """The report was added before as it is, by this reader; `now`: and that version stands."""
        with self.database.reading() as connection:
            return adding.already(connection, report, reader, now=now)

    # ---------------------------------------------------------------- the web
    @contextmanager
    def web(self, *, writes: bool = False) -> Iterator[Connection]:
        """A transaction for the functions of `tocsin.storage.web`."""
        with self.database.writing() if writes else self.database.reading() as connection:
            yield connection

    # ---------------------------------------------------------------- looking
    @contextmanager
    def rows(self, kind: str, filters: Filters | None = None, **asked: Any) -> Iterator[Iterator[Any]]:
        """What the store lists of a kind (events, claims, ...), read as it is gone through; `asked` as in Filters."""
        filters = filters or Filters(**asked)
        with self.database.reading() as connection:
            yield LISTINGS[kind](connection, filters, moments.as_of(connection, filters.at))

    def list(self, kind: str, filters: Filters | None = None, **asked: Any) -> list[Any]:
        """All that the store lists of a kind; `asked` as in Filters."""
        with self.rows(kind, filters, **asked) as rows:
            return [*rows]

    @contextmanager
    def diff(self, before: str, after: str) -> Iterator[Iterator[Difference]]:
        """What was added, changed and withdrawn between two times, read as it is gone through."""
        with self.database.reading() as connection:
            a, b = (moments.as_of(connection, instant_) for instant_ in (before, after))
            yield history.diff(connection, min(a, b), max(a, b))

    def why(self, name: str, at: str | None = None) -> Why:
        """What stands behind a claim, an event, a report or a source."""
        with self.database.reading() as connection:
            return explaining.why(connection, name, moments.as_of(connection, at), Filters(at=at).today)

    def runs(self) -> Sequence[runs.Run]:
        """The newest runs of adding, the newest first."""
        with self.database.reading() as connection:
            return runs.lately(connection)

    def check(self) -> Checked:
        """Everything that is not as it must be."""
        checked = Checked()
        with self.database.reading() as connection:
            checked.problems += checking.check(connection, checked)
        return checked

    def acts(
        self, target: str | None = None, limit: int | None = None, before: int | None = None, who: str | None = None
    ) -> Sequence[Act]:
        """What people did, the newest first: all of it, to one thing, before a moment, or by one of them."""
        with self.database.reading() as connection:
            at = moments.newest(connection)
            return [*acts.acts(connection, at, target=target, who=who, limit=limit, before=before)]

    # ---------------------------------------------------------------- deciding
    # `seen` is the moment that the person had before their eyes: where another act has touched the same since, a
    # Conflict is raised that tells of it, and nothing is changed.
    @contextmanager
    def _deciding(self, seen: int | None = None, *names: str) -> Iterator[Connection]:
        with self.database.writing(careful=True) as connection:
            acts.refuse_unseen(connection, seen, names)
            yield connection

    def accept(self, claim: str, who: str, reason: str, seen: int | None = None) -> int:
        """A person says that a claim is read rightly; gives the moment of the act."""
        with self._deciding() as connection:
            return reviewing.accept(connection, claim, who, reason, seen)

    def correct(self, claim: str, given: Correction, who: str, reason: str, seen: int | None = None) -> int:
        """A person says how a claim is to be read, now and whenever its report is read again; gives the moment."""
        with self._deciding() as connection:
            return reviewing.correct(connection, claim, given, who, reason, seen)

    def reject(self, claim: str, who: str, reason: str, seen: int | None = None) -> int:
        """A person says that a report holds no such claim: it ends, with what rests on it; gives the moment."""
        with self._deciding() as connection:
            return reviewing.reject(connection, claim, who, reason, seen)

    def undo(self, act: int, who: str, reason: str, seen: int | None = None) -> int:
        """Undoes what a person did at a moment; raises Conflict where a later act rests on it."""
        with self._deciding() as connection:
            return undoing.undo(connection, act, who, reason, seen)

    def merge(self, kept: str, gone: str, who: str, reason: str, seen: int | None = None) -> str:
        """A person puts two events together; gives the event's id."""
        with self._deciding(seen, kept, gone) as connection:
            return grouping.merge(connection, kept, gone, who, reason)

    def split(self, event: str, claim_ids: Sequence[str], who: str, reason: str, seen: int | None = None) -> str:
        """A person parts claims from an event; gives the id of the other event."""
        with self._deciding(seen, event, *claim_ids) as connection:
            return grouping.split(connection, event, claim_ids, who, reason)

    def resolve(
        self, item: str, outcome: str, claim: str | None, who: str, reason: str, seen: int | None = None
    ) -> str:
        """A person closes a ledger item with the claim that settles it; gives the outcome."""
        with self._deciding(seen, item) as connection:
            return ledger.resolve(connection, item, outcome, claim, who, reason)

    def settle(self, as_of: date | None = None) -> Sequence[tuple[str, str, str]]:
        """Confirms the surest proposal of every undecided ledger item where it is sure: item, outcome, claim."""
        with self._deciding() as connection:
            return ledger.settle(connection, as_of or date.today())

    def grade(self, scale: str, target: str, value: str, who: str, reason: str, seen: int | None = None) -> None:
        """A person grants a source a reliability (A to F), or a claim or an event a credibility (1 to 6)."""
        with self._deciding(seen, target) as connection:
            grading.grant(connection, scale, target, value, who, reason)

    def withdraw(self, report_id: str, who: str, reason: str, seen: int | None = None) -> int:
        """A report is withdrawn: it, its claims and what rests on them hold no more; the number of its claims."""
        with self._deciding(seen, report_id) as connection:
            return adding.withdraw(connection, report_id, who, reason)
