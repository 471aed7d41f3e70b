"""What a store holds, as lists: reports, claims, events, sources and actors, as they stood at a moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import ColumnElement, Connection, Select, case, func, literal, select

from tocsin.knowledge.directory import load_directory
from tocsin.linking.events import Event, summary
from tocsin.storage import loading, search
from tocsin.storage.facts import batches, standing
from tocsin.storage.filters import Filters, fitting
from tocsin.storage.loading import StoredClaim
from tocsin.storage.tables import claim, grade, lineage, member, moment, party, report

PUBLISHER = "publisher"  # the kind of source that an outlet is
_TOGETHER = 200  # events loaded together


class ReportLine(Struct, frozen=True):
    """A report as listed; `known` is when the store came to know this version of it."""

    id: str
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    version: int
    claims: int
    origin: str
    story: str
    known: str


class SourceLine(Struct, frozen=True):
    """A source or an outlet: how many claims of how many reports it has, and its reliability (F: unknown)."""

    id: str
    name: str
    kind: str
    claims: int
    reports: int
    reliability: str


class ActorLine(Struct, frozen=True):
    """An actor: in how many claims it acts, and in how many it is acted upon."""

    id: str
    name: str
    kind: str
    country: str | None
    acts: int
    acted_upon: int


def claims(connection: Connection, filters: Filters, at: int) -> Iterator[StoredClaim]:
    """The claims that fit, in the order in which the store came to know them."""
    query = fitting(connection, filters, at).order_by(claim.c.seq).limit(filters.limit).offset(filters.skip)
    for row in loading.claims(connection, at, [row.seq for row in connection.execute(query)]):
        yield structs.replace(row, seq=0, card=b"")


def events(connection: Connection, filters: Filters, at: int) -> Iterator[Event]:
    """The events that have a claim that fits, by their first day; those without a day last."""
    return (event for event, _ in told(connection, filters, at))


def told(
    connection: Connection, filters: Filters, at: int, *, once: bool = False
) -> Iterator[tuple[Event, Sequence[StoredClaim]]]:
    """Those events, each with its claims; `once` keeps none in memory for those who ask again."""
    names = event_ids(connection, filters, at)
    if not filters.origins and not filters.status:  # only these are asked of the events themselves
        first, last = filters.part
        yield from _told(connection, filters, at, names[first:last], once)
        return
    yield from islice(_told(connection, filters, at, names, once), *filters.part)


def _told(
    connection: Connection, filters: Filters, at: int, names: Sequence[str], once: bool
) -> Iterator[tuple[Event, Sequence[StoredClaim]]]:
    for part in batches(names, _TOGETHER):
        held = loading.of_events(connection, at, part, once=once)
        for name in part:
            event = summary(name, [loading.card(row, once=once) for row in held[name]])
            if event.origins >= (filters.origins or 0) and (not filters.status or event.status in filters.status):
                yield event, held[name]


def event_ids(connection: Connection, filters: Filters, at: int) -> Sequence[str]:
    """The ids of the events that have a claim that fits."""
    first = func.min(claim.c.first_day)
    query = select(member.c.event_id).join(claim, claim.c.claim_id == member.c.claim_id)
    query = query.where(standing(member, at), standing(claim, at))
    if filters.of_claims:
        query = query.where(claim.c.seq.in_(fitting(connection, filters, at)))
    query = query.group_by(member.c.event_id).order_by(first.is_(None), first, member.c.event_id)
    return connection.execute(query).scalars().all()


def reports(connection: Connection, filters: Filters, at: int) -> Iterator[ReportLine]:
    """The reports that fit or have a claim that fits, in the order of publication."""
    fits = _reports(connection, filters, at)
    return report_lines(connection, at, *fits, limit=filters.limit, skip=filters.skip)


def report_lines(
    connection: Connection, at: int, *fits: ColumnElement[bool], limit: int | None = None, skip: int = 0
) -> Iterator[ReportLine]:
    """The reports that stand at the moment and fit."""
    query = _report_lines(at).where(*fits).limit(limit).offset(skip)
    for row in connection.execute(query):
        yield ReportLine(
            *(row.report_id, row.outlet, row.published, row.title, row.url, row.version, row.claims),
            *(row.origin, row.story, row.known),
        )


@lru_cache(maxsize=16)
def _report_lines(at: int) -> Select[Any]:
    said = select(func.count()).where(claim.c.report_id == report.c.report_id, standing(claim, at)).scalar_subquery()
    return (
        select(report, moment.c.known, lineage.c.origin, lineage.c.story, said.label("claims"))
        .join(moment, moment.c.id == report.c.moment)
        .join(lineage, lineage.c.report_id == report.c.report_id)
        .where(standing(report, at), standing(lineage, at))
        .order_by(report.c.published.is_(None), report.c.published, report.c.report_id)
    )


def _reports(connection: Connection, filters: Filters, at: int) -> Iterator[ColumnElement[bool]]:
    """A search looks through the whole text; days are those of publication; all else is asked of the claims."""
    if filters.search:
        yield search.matching(connection, report, report, filters.search)
    if filters.since:
        yield report.c.published >= filters.since
    if filters.until:
        yield report.c.published <= filters.until + "~"
    others = filters.without("search", "since", "until")
    if others.of_claims:
        fits = fitting(connection, others, at)
        yield report.c.report_id.in_(select(claim.c.report_id).where(claim.c.seq.in_(fits)))


def sources(connection: Connection, filters: Filters, at: int) -> Iterator[SourceLine]:
    """Who is said to say something, and the outlets that publish, those with most claims first."""
    queries = _speakers(connection, filters, at), _outlets(connection, filters, at)
    rows = [row for query in queries for row in connection.execute(query)]
    rows.sort(key=lambda row: (-row.claims, row.name))
    grades = reliabilities(connection, at)
    for row in islice(rows, *filters.part):
        yield SourceLine(row.key, row.name, row.kind, row.claims, row.reports, grades.get(row.key, "F"))


def _speakers(connection: Connection, filters: Filters, at: int) -> Select[Any]:
    counts = func.count(func.distinct(claim.c.seq)), func.count(func.distinct(claim.c.report_id))
    query = select(
        party.c.key, func.min(party.c.name).label("name"), func.min(party.c.kind).label("kind"),
        counts[0].label("claims"), counts[1].label("reports"),
    )  # fmt: skip
    query = query.join(claim, claim.c.seq == party.c.claim).where(party.c.side == "source")
    return query.where(*_of_claims(connection, filters, at)).group_by(party.c.key)


def _outlets(connection: Connection, filters: Filters, at: int) -> Select[Any]:
    counts = func.count(func.distinct(claim.c.seq)), func.count(func.distinct(report.c.report_id))
    query = select(
        report.c.outlet.label("key"), report.c.outlet.label("name"), literal(PUBLISHER).label("kind"),
        counts[0].label("claims"), counts[1].label("reports"),
    )  # fmt: skip
    query = query.join(claim, claim.c.report_id == report.c.report_id)
    query = query.where(standing(report, at), report.c.outlet.is_not(None), *_of_claims(connection, filters, at))
    return query.group_by(report.c.outlet)


def _of_claims(connection: Connection, filters: Filters, at: int) -> Iterator[ColumnElement[bool]]:
    yield standing(claim, at)
    if filters.of_claims:
        yield claim.c.seq.in_(fitting(connection, filters, at))


def reliabilities(connection: Connection, at: int) -> dict[str, str]:
    """The reliability that people have granted to sources."""
    query = select(grade.c.target, grade.c.value).where(grade.c.scale == "reliability", standing(grade, at))
    return {row.target: row.value for row in connection.execute(query)}


def actors(connection: Connection, filters: Filters, at: int) -> Iterator[ActorLine]:
    """Who acts or is acted upon, those with most claims first."""
    acts = func.count(func.distinct(case((party.c.side == "actor", claim.c.seq))))
    acted = func.count(func.distinct(case((party.c.side == "recipient", claim.c.seq))))
    query = (
        select(
            *(party.c.key, func.min(party.c.name).label("name"), func.min(party.c.kind).label("kind")),
            *(func.min(party.c.country).label("country"), acts.label("acts"), acted.label("acted")),
        )
        .join(claim, claim.c.seq == party.c.claim)
        .where(party.c.side != "source", *_of_claims(connection, filters, at))
        .group_by(party.c.key)
        .order_by((acts + acted).desc(), party.c.key)
        .limit(filters.limit)
        .offset(filters.skip)
    )
    directory = load_directory()
    for row in connection.execute(query):
        known = directory.entry(row.key)
        name = known.name if known else row.name
        yield ActorLine(row.key, name, row.kind, row.country, row.acts, row.acted)
