"""The store: a file or a database that remembers what was reported, and how it came to think so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

from tocsin.records import Record, Report
from tocsin.storage import adding
from tocsin.storage.adding import Added
from tocsin.storage.database import Database
from tocsin.storage.moments import instant


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
    def add(self, record: Record, reader: str = "", known: str | None = None) -> Added:
        """Adds a report in one transaction; adding it again changes nothing. `known`: since when it is known (now)."""
        with self.database.writing() as connection:
            return adding.add(connection, record, reader, instant(known) if known else None)

    def missing(self, reports: Iterable[Report], reader: str) -> Iterator[Report]:
        """The reports that were not yet added as they are by this reader."""
        for report in reports:
            with self.database.reading() as connection:
                if not adding.already(connection, report, reader):
                    yield report
