"""What a person should look at first: the claims in the order of their urgency.

What a person has accepted or corrected is out of the queue.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sqlalchemy import Connection, and_, select

from tocsin.desk import chains
from tocsin.desk.asked import Asked
from tocsin.desk.choice import Mask, choose
from tocsin.desk.index import Index, Shown
from tocsin.desk.rows import least
from tocsin.desk.urgency import UNCLEAR
from tocsin.exports import wording
from tocsin.storage import loading
from tocsin.storage.facts import standing
from tocsin.storage.loading import StoredClaim
from tocsin.storage.tables import claim, verdict

PAGE: Final = 40


class Waiting(Struct, frozen=True):
    """A claim that waits for a person; `why` says in words what put it where it is."""

    claim: str
    event: str
    report: str
    score: float
    code: str
    status: str
    standing: str
    quote: str
    according_to: str
    outlet: str | None
    published: str | None
    why: tuple[str, ...]


class Queue(Struct, frozen=True):
    """A page of the queue: `waiting` claims in all, `decided` by a person."""

    moment: int
    waiting: int
    decided: int
    rows: tuple[Waiting, ...]
    page: int
    pages: int


def queue(index: Index, asked: Asked) -> Queue:
    """The claims that fit and wait, the most urgent first."""
    with index.fresh() as (connection, shown):
        done = decided(shown, connection)
        fits = choose(shown, connection, asked).claims
        numbers = np.flatnonzero(fits & ~done)
        first = asked.page * PAGE
        keys = -shown.claims["urgency"][numbers], shown.claims["seq"][numbers]
        rows = tuple(_rows(shown, connection, numbers[least(keys, first + PAGE)[first:]]))
        pages = -(-len(numbers) // PAGE)
        return Queue(shown.at, len(numbers), int((fits & done).sum()), rows, asked.page, pages)


def decided(shown: Shown, connection: Connection) -> Mask:
    """The claims that a person has accepted or corrected."""
    now = and_(claim.c.claim_id == verdict.c.claim_id, standing(claim, shown.at))
    query = select(claim.c.seq).select_from(verdict).join(claim, now).where(standing(verdict, shown.at))
    seqs = connection.execute(query).scalars().all()
    return np.isin(shown.claims["seq"], np.fromiter(seqs, "i8", len(seqs)))


def _rows(shown: Shown, connection: Connection, numbers: NDArray[np.int64]) -> Iterator[Waiting]:
    seqs = shown.claims["seq"][numbers].tolist()
    held = {row.seq: row for row in loading.claims(connection, shown.at, seqs)}
    for number, seq in zip(numbers.tolist(), seqs, strict=True):
        yield _waiting(shown.claims[number], shown.events, held[seq])


def _waiting(coded: Any, events: NDArray[Any], row: StoredClaim) -> Waiting:
    item, event = row.claim, events[coded["event"]]
    return Waiting(
        claim=item.id,
        event=row.event,
        report=row.report,
        score=round(float(coded["urgency"]), 4),
        code=wording.code(item),
        status=item.status,
        standing=chains.standing(item),
        quote=item.sentence.text,
        according_to=wording.chain(item.sources) or wording.OWN_WORD,
        outlet=row.outlet,
        published=row.published,
        why=tuple(_why(coded, event, item.status)),
    )


def _why(row: Any, event: Any, status: str) -> Iterator[str]:
    yield f"confidence {row['confidence']:.2f}"
    if row["casualties"] >= 1:
        yield f"{row['casualties']:.0f} killed or injured"
    if event["disputed"]:
        yield "reports of it disagree"
    if event["outlets"] > event["origins"]:
        yield f"{wording.many(event['outlets'], 'outlet')}, {wording.many(event['origins'], 'origin')}"
    elif event["origins"] == 1:
        yield "one origin"
    if status in UNCLEAR:
        yield f"status {status}"
