"""A report as its page shows it: the article, its claims, and what other reports say of the same events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, structs
from sqlalchemy import Connection, select

from tocsin.desk.chains import Link, chain, standing
from tocsin.desk.differences import Difference, differences
from tocsin.linking.conflicts import updated
from tocsin.linking.events import origins
from tocsin.records import Claim, Record
from tocsin.storage import coded, facts, listing, loading
from tocsin.storage.database import NotFound
from tocsin.storage.history import Step
from tocsin.storage.listing import ReportLine
from tocsin.storage.loading import StoredClaim
from tocsin.storage.tables import claim, lineage, member, report
from tocsin.storage.why import report_history, unknown

MOST_OTHERS = 40  # claims of other reports shown beside one claim; the event's page has all


class OtherClaim(Struct, frozen=True):
    """A claim of another report that is in the same event, and what it says differently."""

    id: str
    report: str
    outlet: str | None
    published: str | None
    same_origin: bool
    status: str
    standing: str
    chain: tuple[Link, ...]
    quote: str
    differences: tuple[Difference, ...]


class ReportedClaim(Struct, frozen=True):
    """A claim of the report with its event: how it came there, from where, and who else tells of it.

    `others` holds the first of the event's `other_claims` in other reports.
    """

    claim: Claim
    standing: str
    chain: tuple[Link, ...]
    event: str
    score: float
    grouping: str
    denies: str | None
    outlets: int
    origins: int
    other_claims: int
    others: tuple[OtherClaim, ...]


class ReportView(Struct, frozen=True):
    """All that the page of a report shows. `record` is as `tocsin read` prints it, with the claims that stand.

    `moment` is that of the store which it shows.
    """

    moment: int
    report: ReportLine
    record: Record
    claims: tuple[ReportedClaim, ...]
    origin_reason: str
    same_origin: tuple[ReportLine, ...]
    same_story: tuple[ReportLine, ...]
    history: tuple[Step, ...]


def report_view(connection: Connection, at: int, name: str) -> ReportView:
    """The page of a report as it stood at a moment; NotFound where none did."""
    version = loading.version(connection, at, name)
    if version is None:
        raise NotFound(unknown(connection, name))
    (line,) = listing.report_lines(connection, at, report.c.report_id == name)
    (origin,) = facts.found(connection, lineage, at, "report_id", [name])
    rows = _claims(connection, at, name)
    alike = _lines(connection, at, name, "story", line.story)
    record = structs.replace(coded.unpacked(version.body).record, claims=tuple(row.claim for row in rows))
    return ReportView(
        moment=at,
        report=line,
        record=record,
        claims=tuple(_reported(connection, at, rows)),
        origin_reason=origin.reason,
        same_origin=_lines(connection, at, name, "origin", line.origin),
        same_story=tuple(each for each in alike if each.origin != line.origin),
        history=report_history(connection, at, name),
    )


def _claims(connection: Connection, at: int, name: str) -> list[StoredClaim]:
    """The claims that stand, in the order of the text."""
    query = select(claim.c.seq).where(claim.c.report_id == name, facts.standing(claim, at))
    rows = loading.claims(connection, at, connection.execute(query).scalars().all())
    return sorted(rows, key=lambda row: (row.claim.trigger.start, row.claim.trigger.end, row.seq))


def _lines(connection: Connection, at: int, name: str, column: str, value: str) -> tuple[ReportLine, ...]:
    """The other reports of the same origin or story."""
    found = listing.report_lines(connection, at, lineage.c[column] == value, report.c.report_id != name)
    return tuple(found)


def _reported(connection: Connection, at: int, rows: Sequence[StoredClaim]) -> Iterator[ReportedClaim]:
    events = loading.of_events(connection, at, list(dict.fromkeys(row.event for row in rows)))
    names = [row.claim.id for row in rows]
    grouped = {row.claim_id: row for row in facts.found(connection, member, at, "claim_id", names)}
    for row in rows:
        together = events[row.event]
        cards = [loading.card(each) for each in together]
        others = [each for each in together if each.report != row.report]
        how = grouped[row.claim.id]
        yield ReportedClaim(
            claim=row.claim,
            standing=standing(row.claim),
            chain=chain(row.claim.sources, row.outlet),
            event=row.event,
            score=how.score,
            grouping=how.reason,
            denies=how.denies,
            outlets=len({card.desk or card.report for card in cards}),
            origins=len(origins(cards)),
            other_claims=len(others),
            others=tuple(_other(row, each) for each in others[:MOST_OTHERS]),
        )


def _other(here: StoredClaim, there: StoredClaim) -> OtherClaim:
    return OtherClaim(
        id=there.claim.id,
        report=there.report,
        outlet=there.outlet,
        published=there.published,
        same_origin=here.origin == there.origin,
        status=there.claim.status,
        standing=standing(there.claim),
        chain=chain(there.claim.sources, there.outlet),
        quote=there.claim.sentence.text,
        differences=differences(here.claim, there.claim, updated(loading.card(here), loading.card(there))),
    )


def by_report(claims: Sequence[ReportedClaim]) -> Mapping[str, list[tuple[ReportedClaim, OtherClaim]]]:
    """The other reports of these claims' events, those with most in common first.

    Each claim of another report stands once, beside the claim of this one that is most like it.
    """
    nearest: dict[str, tuple[ReportedClaim, OtherClaim]] = {}
    for each in claims:
        for other in each.others:
            known = nearest.get(other.id)
            if known is None or len(other.differences) < len(known[1].differences):
                nearest[other.id] = each, other
    held: dict[str, list[tuple[ReportedClaim, OtherClaim]]] = {}
    for pair in nearest.values():
        held.setdefault(pair[1].report, []).append(pair)
    return dict(sorted(held.items(), key=lambda pair: (-len(pair[1]), pair[1][0][1].published or "9999", pair[0])))
