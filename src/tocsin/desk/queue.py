"""What a person should look at first: the least certain claims of which most hangs.

    score = uncertainty × consequence

`uncertainty` is that of the coding (1 - confidence), raised where the claim's status is unclear or only possible,
where its event is disputed, and where one origin alone tells of it. `consequence` is the weight of its type and of its
status, raised by the dead and injured it tells of, and by how many outlets pass on what few origins say. All of it
stands in the columns of the index, so that a queue of 100,000 claims is ordered in milliseconds. What a person has
accepted or corrected is out of the queue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sqlalchemy import Connection, and_, select

from tocsin.desk import chains
from tocsin.desk.asked import Asked
from tocsin.desk.choice import Mask, choose
from tocsin.desk.index import STATUSES, TYPES, Index
from tocsin.exports import wording
from tocsin.storage import loading
from tocsin.storage.facts import standing
from tocsin.storage.loading import StoredClaim
from tocsin.storage.tables import claim, verdict

PAGE: Final = 40
OF_TYPE: Final[Mapping[str, float]] = {
    "ASSAULT": 1.0, "COERCE": 0.8, "MOBILIZE": 0.8, "THREATEN": 0.7, "FLEE": 0.7, "SANCTION": 0.6, "RETREAT": 0.6,
    "PROTEST": 0.5, "AID": 0.5, "AGREE": 0.5, "CONCEDE": 0.5, "REJECT": 0.4, "ACCUSE": 0.4, "REQUEST": 0.4,
    "SUPPORT": 0.3, "COOPERATE": 0.3, "CONSULT": 0.3, "STATE": 0.2,
}  # fmt: skip
OF_STATUS: Final[Mapping[str, float]] = {
    "happened": 1.0, "ongoing": 1.0, "denied": 0.9, "unclear": 0.9, "possible": 0.7, "ordered": 0.8, "threatened": 0.7,
    "planned": 0.7, "promised": 0.6, "requested": 0.5, "forecast": 0.5, "conditional": 0.5,
}  # fmt: skip
_OF_CLAIM: Final = ("type", "status", "event", "confidence", "casualties")
UNCLEAR: Final = ("unclear", "possible")
AT_UNCLEAR, AT_DISPUTED, AT_ONE_ORIGIN = 0.3, 0.35, 0.1  # each takes so much of the certainty that is left


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
    with index.fresh() as connection:
        done = decided(index, connection)
        fits = choose(index, connection, asked).claims
        numbers = np.flatnonzero(fits & ~done)
        scores = score(index, numbers)
        order = np.lexsort((index.claims.held["seq"][numbers], -scores))
        shown = order[asked.page * PAGE : (asked.page + 1) * PAGE]
        rows = tuple(_rows(index, connection, numbers[shown], scores[shown]))
        return Queue(
            index.at, len(numbers), int((fits & done).sum()), rows, asked.page, -(-len(numbers) // PAGE)
        )  # fmt: skip


def decided(index: Index, connection: Connection) -> Mask:
    """The claims that a person has accepted or corrected."""
    now = and_(claim.c.claim_id == verdict.c.claim_id, standing(claim, index.at))
    query = select(claim.c.seq).select_from(verdict).join(claim, now).where(standing(verdict, index.at))
    seqs = connection.execute(query).scalars().all()
    return np.isin(index.claims.held["seq"], np.fromiter(seqs, "i8", len(seqs)))


def score(index: Index, numbers: NDArray[Any]) -> NDArray[np.float64]:
    """How urgent it is that a person looks at these claims."""
    kinds, status, event, confidence, casualties = (index.claims.held[name][numbers] for name in _OF_CLAIM)
    disputed, origins, outlets = (index.events.held[name][event] for name in ("disputed", "origins", "outlets"))
    sure = confidence.astype("f8")
    sure = sure * np.where(np.isin(status, [STATUSES.index(name) for name in UNCLEAR]), 1 - AT_UNCLEAR, 1)
    sure = sure * np.where(disputed, 1 - AT_DISPUTED, 1) * np.where(origins < 2, 1 - AT_ONE_ORIGIN, 1)
    weight = np.array([OF_TYPE[name] for name in TYPES])[kinds]
    weight = weight * np.array([OF_STATUS[name] for name in STATUSES])[status]
    weight = weight * (1 + np.log10(1 + np.maximum(casualties.astype("f8"), 0)))
    spread = np.log2(np.maximum(outlets / np.maximum(origins, 1), 1))
    found: NDArray[np.float64] = (1 - sure) * weight * (1 + spread / 2)
    return found


def _rows(
    index: Index, connection: Connection, numbers: NDArray[Any], scores: NDArray[np.float64]
) -> Iterator[Waiting]:
    seqs = index.claims.held["seq"][numbers].tolist()
    held = {row.seq: row for row in loading.claims(connection, index.at, seqs)}
    for number, seq, urgent in zip(numbers.tolist(), seqs, scores.tolist(), strict=True):
        yield _waiting(index, number, held[seq], urgent)


def _waiting(index: Index, number: int, row: StoredClaim, urgent: float) -> Waiting:
    item, event = row.claim, index.events.held[index.claims.held["event"][number]]
    return Waiting(
        claim=item.id,
        event=row.event,
        report=row.report,
        score=round(urgent, 4),
        code=wording.code(item),
        status=item.status,
        standing=chains.standing(item),
        quote=item.sentence.text,
        according_to=wording.chain(item.sources) or wording.OWN_WORD,
        outlet=row.outlet,
        published=row.published,
        why=tuple(_why(index.claims.held[number], event, item.status)),
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
