"""What the index takes from the store: of a claim only what its columns are made of, event by event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Select, Table, and_, select

from tocsin.records import EventType, Interval, PlaceKind, QuantityAbout, Status
from tocsin.storage.facts import batches, standing
from tocsin.storage.tables import ENDS, claim, lineage, member, report

_TOGETHER: Final = 1000  # rows fetched at once


class Where(Struct, frozen=True, gc=False):
    """Of a place, what a map needs."""

    lat: float | None
    lon: float | None
    country: str | None
    kind: PlaceKind | None
    radius_km: float | None


class Named(Struct, frozen=True, gc=False):
    """Of a source, that it is one."""

    name: str


class Toll(Struct, frozen=True, gc=False):
    """Of a figure, what it counts and its bounds."""

    about: QuantityAbout
    low: float | None
    high: float | None


class Trigger(Struct, frozen=True, gc=False):
    """Where the claim's word stands."""

    start: int


class Coded(Struct, frozen=True, gc=False):
    """Of a claim, what the index holds."""

    type: EventType
    status: Status
    trigger: Trigger
    sources: tuple[Named, ...]
    when: Interval | None
    places: tuple[Where, ...]
    quantities: tuple[Toll, ...]
    confidence: float


class Credit(Struct, frozen=True, array_like=True, gc=False):
    """Of the card of a claim, whose words they are."""

    desk: str
    wire: str | None
    quoted: str | None


class Taken(Struct, frozen=True, gc=False):
    """A claim as it is read from the store; its `card` only matters where others tell of the same event."""

    seq: int
    coded: Coded
    report: str
    published: str | None
    outlet: str | None
    origin: str
    card: bytes


class Credited(Struct, frozen=True, gc=False):
    """Where a claim comes from, as its event's origins are counted by."""

    report: str
    outlet: str | None
    origin: str
    desk: str
    wire: str | None
    quoted: str | None


_coded: Final = msgspec.json.Decoder(Coded).decode
_credit: Final = msgspec.msgpack.Decoder(Credit).decode
Event = tuple[str, list[Taken]]


def credited(row: Taken) -> Credited:
    """Where the claim comes from."""
    credit = _credit(row.card)
    return Credited(row.report, row.outlet, row.origin, credit.desk, credit.wire, credit.quoted)


def everything(connection: Connection, at: int) -> Iterator[Event]:
    """All events that stand at the moment, each with its claims; the rows come as they are wanted."""
    query = _rows(at).order_by(member.c.event_id)
    found = connection.execute(query, execution_options={"stream_results": True})
    return _by_event(chain.from_iterable(found.partitions(_TOGETHER)))


def those(connection: Connection, at: int, events: Sequence[str]) -> Iterator[Event]:
    """The events of these ids that stand at the moment, each with its claims."""
    for part in batches(sorted(events)):
        # asked for an order, SQLite would go through all claims to have it
        rows = connection.execute(_rows(at).where(member.c.event_id.in_(part))).all()
        yield from _by_event(sorted(rows, key=attrgetter("event_id")))


def _rows(at: int) -> Select[Any]:
    return (
        select(member.c.event_id, claim.c.seq, claim.c.body, claim.c.card, claim.c.report_id)
        .add_columns(report.c.published, report.c.outlet, lineage.c.origin)
        .select_from(claim)
        .join(member, and_(member.c.claim_id == claim.c.claim_id, standing(member, at)))
        .join(report, and_(report.c.report_id == claim.c.report_id, standing(report, at)))
        .join(lineage, and_(lineage.c.report_id == claim.c.report_id, standing(lineage, at)))
        .where(standing(claim, at))
    )


def _by_event(rows: Iterable[Any]) -> Iterator[Event]:
    for name, group in groupby(rows, lambda row: row[0]):
        yield (
            name,
            [
                Taken(seq, _coded(body), report, published, outlet, origin, card)
                for _, seq, body, card, report, published, outlet, origin in group
            ],
        )


# ---------------------------------------------------------------- what has changed
def changed(connection: Connection, since: int) -> set[str]:
    """The events that something has happened to since: to their claims, their members, the origins of their reports."""
    found = _touched(connection, since, member, "event_id")
    reports = _touched(connection, since, lineage, "report_id")
    claims = _touched(connection, since, claim, "claim_id") | _of(connection, claim, "claim_id", "report_id", reports)
    return found | _of(connection, member, "event_id", "claim_id", claims)


def _touched(connection: Connection, since: int, fact: Table, key: str) -> set[str]:
    """Of which something has begun or ended since: two questions, that each an index answers."""
    ends = ENDS[fact]
    begun = select(fact.c[key]).where(fact.c.moment > since)
    ended = select(fact.c[key]).where(fact.c.seq.in_(select(ends.c.seq).where(ends.c.moment > since)))
    return {value for query in (begun, ended) for value in connection.execute(query).scalars()}


def _of(connection: Connection, fact: Table, wanted: str, key: str, values: set[str]) -> set[str]:
    """What a table says under these keys."""
    query = select(fact.c[wanted])
    parts = (query.where(fact.c[key].in_(part)) for part in batches(sorted(values)))
    return {value for part in parts for value in connection.execute(part).scalars()}
