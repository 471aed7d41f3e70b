"""What happens in the store while somebody looks: server-sent events, as the store itself tells of its moments."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any, Final

import anyio
import msgspec
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent
from msgspec import Struct
from sqlalchemy import select

from tocsin.desk.api import TheStore, of_desk
from tocsin.storage import moments
from tocsin.storage.runs import Run
from tocsin.storage.store import Store
from tocsin.storage.tables import moment

router = APIRouter(prefix="/api")
EVERY: Final = 1.0  # seconds between two looks
_MOST_ACTS: Final = 50  # told one by one after a pause


class News(Struct, frozen=True):
    """What the store came to know since the last look: its newest moment, and how many there were."""

    moment: int
    known: str
    verb: str
    target: str | None
    who: str | None
    reason: str
    count: int


class Watch:
    """The store as it was at the last look: one look serves all who listen."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.ended = False  # nobody is told anything any more
        self._lock = threading.Lock()
        self._looked = float("-inf")
        self._runs: Sequence[Run] = ()
        self._told: dict[int, tuple[Sequence[News], News | None]] = {}

    def look(self, seen: int) -> tuple[Sequence[News], News | None, Sequence[Run]]:
        """What came after a moment, as `since` tells it, and the runs of adding."""
        with self._lock:
            if time.monotonic() - self._looked >= EVERY / 2:
                self._looked, self._runs = time.monotonic(), self._store.runs()
                self._told.clear()
            if seen not in self._told:
                self._told[seen] = since(self._store, seen)
            return *self._told[seen], self._runs


TheWatch = Annotated[Watch, Depends(of_desk("watch"))]


@router.get(
    "/live", response_class=EventSourceResponse, summary="The store's moments as they come (server-sent events)"
)
async def live(
    store: TheStore, watch: TheWatch, last_event_id: Annotated[int | None, Header(ge=0)] = None
) -> AsyncIterator[ServerSentEvent]:
    """Each thing a person did as an `act`, all since the last look as a `moment`, each step of adding as a `run`."""
    seen = last_event_id if last_event_id is not None else await run_sync(newest, store)
    told_runs: Sequence[Run] = [run for run in await run_sync(store.runs) if run.state != "going"]
    yield ServerSentEvent(comment="listening", retry=2000)
    while not watch.ended:
        acts, last, runs = await run_sync(watch.look, seen)
        for each in acts:
            yield ServerSentEvent(event="act", raw_data=msgspec.json.encode(each).decode())
        if last is not None:
            seen = last.moment
            yield ServerSentEvent(event="moment", raw_data=msgspec.json.encode(last).decode(), id=str(seen))
        for run in [run for run in runs if run not in told_runs]:
            yield ServerSentEvent(event="run", raw_data=msgspec.json.encode(run).decode())
        told_runs = runs
        await anyio.sleep(EVERY)


def newest(store: Store) -> int:
    """The store's newest moment."""
    with store.database.reading() as connection:
        return moments.newest(connection)


def since(store: Store, seen: int) -> tuple[Sequence[News], News | None]:
    """What people did after a moment, the last of it, oldest first; and the newest moment, if any came since."""
    later = select(moment).where(moment.c.id > seen).order_by(moment.c.id.desc())
    with store.database.reading() as connection:
        last = connection.execute(later.limit(1)).first()
        acts = connection.execute(later.where(moment.c.who.is_not(None)).limit(_MOST_ACTS)).all() if last else []
    return [_news(row, 1) for row in reversed(acts)], _news(last, last.id - seen) if last else None


def _news(row: Any, count: int) -> News:
    return News(row.id, row.known, row.verb, row.target, row.who, row.reason, count)
