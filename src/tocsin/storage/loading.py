"""Rows as the records that they hold, as they stood at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, select

from tocsin.linking.cards import ClaimCard, Context, ReportCard
from tocsin.records import Claim, Record
from tocsin.storage import coded
from tocsin.storage.facts import batches, found, standing
from tocsin.storage.tables import claim, lineage, member, moment, report


class Kept(Struct, frozen=True, array_like=True):
    """Of the card of a claim, what its row does not hold already."""

    desk: str
    wire: str | None
    quoted: str | None
    context: Context


class StoredClaim(Struct, frozen=True, omit_defaults=True):
    """A claim in the store: with its report, event and origin, and when the store first knew of it.

    The last two are the store's own and stand in no listing.
    """

    claim: Claim
    report: str
    outlet: str | None
    published: str | None
    published_basis: str | None
    url: str | None
    title: str | None
    event: str
    origin: str
    story: str
    known: str
    seq: int = 0
    card: bytes = b""


_kept_of = msgspec.msgpack.Decoder(Kept).decode
_card = lru_cache(maxsize=20_000)(_kept_of)
_claim = lru_cache(maxsize=20_000)(coded.claim_of)
report_card_of = msgspec.msgpack.Decoder(ReportCard).decode


@lru_cache(maxsize=16)
def stored(at: int) -> Select[Any]:
    """The query of claims that stand at the moment, with what surrounds them, in no order.

    Asked for an order, SQLite would go through all claims to have it rather than take the few from their index.
    """
    return (
        select(
            *(claim.c.seq, claim.c.body, claim.c.card, claim.c.report_id, moment.c.known),
            *(report.c.outlet, report.c.published, report.c.published_basis, report.c.url, report.c.title),
            *(member.c.event_id, lineage.c.origin, lineage.c.story),
        )
        .join(moment, moment.c.id == claim.c.moment)
        .join(report, and_(report.c.report_id == claim.c.report_id, standing(report, at)))
        .join(member, and_(member.c.claim_id == claim.c.claim_id, standing(member, at)))
        .join(lineage, and_(lineage.c.report_id == claim.c.report_id, standing(lineage, at)))
        .where(standing(claim, at))
    )


def _found(connection: Connection, at: int, *more: ColumnElement[bool], once: bool = False) -> list[StoredClaim]:
    """Those claims, oldest first."""
    rows = connection.execute(stored(at).where(*more)).all()
    claim_of = coded.claim_of if once else _claim
    return [_stored_claim(row, claim_of(row.body)) for row in sorted(rows, key=lambda row: row.seq)]


def _stored_claim(row: Row[Any], item: Claim) -> StoredClaim:
    return StoredClaim(
        seq=row.seq,
        claim=item,
        report=row.report_id,
        outlet=row.outlet,
        published=row.published,
        published_basis=row.published_basis,
        url=row.url,
        title=row.title,
        event=row.event_id,
        origin=row.origin,
        story=row.story,
        known=row.known,
        card=row.card,
    )


def claims(connection: Connection, at: int, seqs: Sequence[int]) -> Iterator[StoredClaim]:
    """The claims of these numbers, in their order."""
    for part in batches(seqs):
        yield from _found(connection, at, claim.c.seq.in_(part))


def named(connection: Connection, at: int, claim_ids: Iterable[str]) -> dict[str, StoredClaim]:
    """The claims of these ids."""
    held: dict[str, StoredClaim] = {}
    for part in batches(list(dict.fromkeys(claim_ids))):
        held |= {row.claim.id: row for row in _found(connection, at, claim.c.claim_id.in_(part))}
    return held


def of_events(
    connection: Connection, at: int, event_ids: Sequence[str], *, once: bool = False
) -> dict[str, list[StoredClaim]]:
    """The claims of these events, each event's oldest first; `once` keeps none in memory for those who ask again."""
    held: defaultdict[str, list[StoredClaim]] = defaultdict(list)
    for part in batches(event_ids):
        for row in _found(connection, at, member.c.event_id.in_(part), once=once):
            held[row.event].append(row)
    return held


def card(row: StoredClaim, *, once: bool = False) -> ClaimCard:
    """The claim as linking compares it; `once` as in `of_events`."""
    kept = (_kept_of if once else _card)(row.card)
    return ClaimCard(
        claim=row.claim,
        report=row.report,
        outlet=row.outlet,
        desk=kept.desk,
        wire=kept.wire,
        published=row.published and row.published[:10],
        origin=row.origin,
        story=row.story,
        quoted=kept.quoted,
        context=kept.context,
    )


def version(connection: Connection, at: int, report_id: str) -> Row[Any] | None:
    """The version of a report that stands; null where none does."""
    return next(iter(found(connection, report, at, "report_id", [report_id])), None)


def text_of(version: Row[Any]) -> str:
    """The text of a version of a report."""
    return coded.unpacked(version.body).record.report.text


def text(connection: Connection, at: int, report_id: str) -> str:
    """The text of a report that stands."""
    standing_version = version(connection, at, report_id)
    assert standing_version is not None
    return text_of(standing_version)


def record(connection: Connection, row: Row[Any], at: int) -> Record:
    """The record of a version of a report as it was at a moment at which it stood."""
    body = coded.unpacked(row.body)
    held = {each.claim_id: each.body for each in found(connection, claim, at, "claim_id", body.claims)}
    return msgspec.structs.replace(body.record, claims=tuple(coded.claim_of(held[name]) for name in body.claims))
