"""The pictures of the past that were asked for last, so that one can filter in them."""

from __future__ import annotations

import threading
from typing import Final

from tocsin.desk.index import Index
from tocsin.storage import moments

KEPT: Final = 2  # moments; each holds what the index holds of numbers, and what has changed since


class Pasts:
    """The index as it was at the moments that are named."""

    def __init__(self, index: Index) -> None:
        self._now = index
        self._kept: dict[int, Index] = {}
        self._lock = threading.Lock()

    def index(self, at: str | None) -> Index:
        """The index as the store was at a day's end or a time, or as it is now; StoreError for what is no time."""
        if at is None:
            return self._now
        with self._now.store.database.reading() as connection:
            step = moments.as_of(connection, at)
        with self._lock:
            found = self._kept.pop(step, None) or self._now.then(step)
            self._kept[step] = found
            for old in [*self._kept][:-KEPT]:
                del self._kept[old]
            return found
