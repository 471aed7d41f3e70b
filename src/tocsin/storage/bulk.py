"""Claims in bulk, for those who want very many: few queries, a stretch of the store at a time, little memory.

Facts are only ever added, so a stretch asked for later, or by another process, is the same as of its moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, func, select

from tocsin.storage import coded, loading
from tocsin.storage.facts import standing
from tocsin.storage.filters import Filters, fitting
from tocsin.storage.loading import StoredClaim
from tocsin.storage.tables import claim, lineage, member, moment, report, verdict

TOGETHER: Final = 5_000  # claims of a stretch
_SPARSE: Final = 8  # where fewer than one in so many are wanted, they are asked for by their numbers
_COLUMNS: Final = (
    *(claim.c.body, report.c.report_id, report.c.outlet, report.c.published, report.c.published_basis, report.c.url),
    *(report.c.title, member.c.event_id, lineage.c.origin, lineage.c.story, moment.c.known, claim.c.seq),
)  # in the order of the fields of StoredClaim


class Stretch(NamedTuple):
    """The claims from one number to another that stand; where not all of them are wanted, those that are."""

    first: int
    last: int
    wanted: frozenset[int] | None


def stretches(connection: Connection, filters: Filters, at: int, size: int = TOGETHER) -> Iterator[Stretch]:
    """The claims that fit, in the order in which the store came to know them."""
    if filters.all_claims:
        last = connection.execute(select(func.max(claim.c.seq))).scalar() or 0
        yield from (Stretch(first, min(first + size - 1, last), None) for first in range(1, last + 1, size))
        return
    query = fitting(connection, filters, at).order_by(claim.c.seq).limit(filters.limit).offset(filters.skip)
    for rows in connection.execute(query).partitions(size):
        part = [row.seq for row in rows]
        whole = part[-1] - part[0] + 1 == len(part)
        yield Stretch(part[0], part[-1], None if whole else frozenset(part))


def claims(connection: Connection, at: int, part: Stretch) -> Iterator[StoredClaim]:
    """The claims of a stretch, as they stood at the moment, without their cards.

    One is made when it is asked for: whoever keeps none has them in the same few hot bytes, twice as fast.
    """
    if part.wanted and len(part.wanted) * _SPARSE < part.last - part.first:
        return loading.claims(connection, at, sorted(part.wanted))
    query = loading.stored(at).where(claim.c.seq.between(part.first, part.last)).with_only_columns(*_COLUMNS)
    rows = sorted(connection.execute(query).all(), key=itemgetter(-1))
    return (_stored(*row) for row in rows if not part.wanted or row[-1] in part.wanted)


def _stored(body: bytes, *more: Any) -> StoredClaim:
    return StoredClaim(coded.claim_of(body), *more)


def decided(connection: Connection, at: int) -> dict[str, str]:
    """What people decided of claims that stand: accepted, or corrected."""
    rows = connection.execute(select(verdict.c.claim_id, verdict.c.verdict).where(standing(verdict, at)))
    return {row.claim_id: row.verdict for row in rows}
