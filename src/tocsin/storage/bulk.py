"""Claims in bulk, for those who want very many: few queries, a stretch of the store at a time, little memory.

Facts are only ever added, so a stretch asked for later, or by another process, is the same as of its moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, Select, and_, bindparam, func, select

from tocsin.storage import coded, loading
from tocsin.storage.facts import batches, standing
from tocsin.storage.filters import Filters, fitting
from tocsin.storage.loading import StoredClaim
from tocsin.storage.tables import claim, lineage, member, moment, report, verdict

TOGETHER: Final = 5_000  # claims of a stretch
_SPARSE: Final = 8  # where fewer than one in so many are wanted, they are asked for by their numbers


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
    rows = connection.execute(_of_stretch(at), {"first": part.first, "last": part.last}).all()
    rows = sorted((row for row in rows if not part.wanted or row[0] in part.wanted), key=itemgetter(0))
    reports = _reports(connection, at, list(dict.fromkeys(row[2] for row in rows)))
    known = _known(connection, rows[0][4], rows[-1][4]) if rows else {}
    return (
        _stored(body, *reports[name][:-2], event, *reports[name][-2:], known[began], seq)
        for seq, body, name, event, began in rows
        if name in reports
    )


def _stored(body: bytes, *more: Any) -> StoredClaim:
    return StoredClaim(coded.claim_of(body), *more)


@lru_cache(maxsize=4)
def _of_stretch(at: int) -> Select[Any]:
    """The claims that stand from one number to another, each with its event and its moment, in no order.

    What is said of their reports is asked for by itself, since some five claims have one report.
    """
    return (
        select(claim.c.seq, claim.c.body, claim.c.report_id, member.c.event_id, claim.c.moment)
        .select_from(claim)
        .join(member, and_(member.c.claim_id == claim.c.claim_id, standing(member, at)))
        .where(standing(claim, at), claim.c.seq.between(bindparam("first"), bindparam("last")))
    )


def _known(connection: Connection, first: int, last: int) -> dict[int, str]:
    """When moments were; those of a stretch follow each other, as its claims do."""
    query = select(moment.c.id, moment.c.known).where(moment.c.id.between(first, last))
    return {row.id: row.known for row in connection.execute(query)}


def _reports(connection: Connection, at: int, names: Sequence[str]) -> dict[str, Row[Any]]:
    """What a StoredClaim says of its report, in the order of its fields, by the report's id."""
    query = _of_reports(at)
    return {row[0]: row for part in batches(names) for row in connection.execute(query, {"names": part})}


@lru_cache(maxsize=4)
def _of_reports(at: int) -> Select[Any]:
    return (
        select(
            *(report.c.report_id, report.c.outlet, report.c.published, report.c.published_basis, report.c.url),
            *(report.c.title, lineage.c.origin, lineage.c.story),
        )
        .select_from(report)
        .join(lineage, and_(lineage.c.report_id == report.c.report_id, standing(lineage, at)))
        .where(report.c.report_id.in_(bindparam("names", expanding=True)), standing(report, at))
    )


def decided(connection: Connection, at: int) -> dict[str, str]:
    """What people decided of claims that stand: accepted, or corrected."""
    rows = connection.execute(select(verdict.c.claim_id, verdict.c.verdict).where(standing(verdict, at)))
    return {row.claim_id: row.verdict for row in rows}
