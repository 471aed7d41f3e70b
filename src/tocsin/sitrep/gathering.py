"""What a situation report tells of: the events that the reports of a period tell of, and how they stood before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, and_, or_, select

from tocsin.linking.conflicts import Conflict
from tocsin.linking.events import Event, summary
from tocsin.storage import conflicting, ledger, loading, moments
from tocsin.storage.facts import batches, standing
from tocsin.storage.filters import Filters, fitting
from tocsin.storage.ledger import LedgerLine
from tocsin.storage.loading import StoredClaim
from tocsin.storage.store import Store
from tocsin.storage.tables import claim, moment, report

DUE_WITHIN = 14  # days
DONE = ("happened", "ongoing")


@dataclass(frozen=True)
class Told:
    """An event with its claims, the first told first; `fresh` are those of the period, `before` how it stood then."""

    event: Event
    rows: tuple[StoredClaim, ...]
    fresh: tuple[StoredClaim, ...]
    before: Event | None


@dataclass(frozen=True)
class Gathered:
    """All that a report is made of. `reports` are those of the period: id and outlet."""

    name: str
    since: str
    today: date
    moment: int
    known: str
    reports: tuple[tuple[str, str | None], ...]
    told: tuple[Told, ...]
    conflicts: tuple[Conflict, ...]
    due: tuple[LedgerLine, ...]
    overdue: tuple[LedgerLine, ...]
    items: Mapping[str, StoredClaim]

    @property
    def new(self) -> tuple[Told, ...]:
        """The events that no earlier report told of."""
        return tuple(each for each in self.told if each.before is None)

    @property
    def more(self) -> tuple[Told, ...]:
        """The events that earlier reports told of too."""
        return tuple(each for each in self.told if each.before is not None)

    @property
    def claims(self) -> tuple[StoredClaim, ...]:
        """The claims of the period's reports."""
        return tuple(row for each in self.told for row in each.fresh)


def gather(store: Store, name: str, since: str, filters: Filters) -> Gathered:
    """What the reports published on or after a day brought, of what fits; as the store knew at `filters.at`.

    A report without a day of publication counts from when the store came to know it.
    """
    with store.database.reading() as connection:
        at = moments.as_of(connection, filters.at)
        reports = _reports(connection, at, since)
        fresh = _claims(connection, at, filters, [name for name, _ in reports])
        told = tuple(_told(connection, at, fresh))
        names = [each.event.id for each in told]
        lines = _ledger(connection, at, filters)
        items = loading.named(connection, at, [line.claim for line in lines])
        return Gathered(
            name=name,
            since=since,
            today=filters.today,
            moment=at,
            known=moments.known(connection, at) if at else "",
            reports=reports,
            told=told,
            conflicts=tuple(_conflicts(connection, at, names, {row.claim.id for row in fresh})),
            due=tuple(line for line in lines if line.state != "overdue"),
            overdue=tuple(line for line in lines if line.state == "overdue"),
            items=items,
        )


def _reports(connection: Connection, at: int, since: str) -> tuple[tuple[str, str | None], ...]:
    later = or_(report.c.published >= since, and_(report.c.published.is_(None), moment.c.known >= since))
    query = select(report.c.report_id, report.c.outlet).join(moment, moment.c.id == report.c.moment)
    query = query.where(standing(report, at), later).order_by(report.c.published, report.c.report_id)
    return tuple((row.report_id, row.outlet) for row in connection.execute(query))


def _claims(connection: Connection, at: int, filters: Filters, reports: Sequence[str]) -> list[StoredClaim]:
    found: list[StoredClaim] = []
    for part in batches(reports):
        query = select(claim.c.seq).where(claim.c.report_id.in_(part), standing(claim, at))
        if filters.of_claims:
            query = query.where(claim.c.seq.in_(fitting(connection, filters, at)))
        found += loading.claims(connection, at, connection.execute(query).scalars().all())
    return found


def _told(connection: Connection, at: int, fresh: Sequence[StoredClaim]) -> list[Told]:
    """The events of these claims, those of most consequence first."""
    new = {row.claim.id for row in fresh}
    held = loading.of_events(connection, at, list(dict.fromkeys(row.event for row in fresh)))
    found = []
    for name, members in held.items():
        event = summary(name, [loading.card(row) for row in members])
        by_id = {row.claim.id: row for row in members}
        rows = [by_id[each] for each in event.claims]
        old = [row for row in rows if row.claim.id not in new]
        before = summary(name, [loading.card(row) for row in old]) if old else None
        found.append(Told(event, tuple(rows), tuple(row for row in rows if row.claim.id in new), before))
    return sorted(found, key=_weight)


def _weight(told: Told) -> tuple[float, bool, int, str, str]:
    """Those with most dead and injured first, then what is told as happened, then what most origins tell of."""
    event = told.event
    deaths = max((each.low or 0 for each in event.quantities if each.about in ("killed", "injured")), default=0)
    day = (event.when and (event.when.start or event.when.end)) or "9999"
    return -deaths, event.status not in DONE, -event.origins, day, event.id


def _conflicts(connection: Connection, at: int, events: Sequence[str], fresh: set[str]) -> list[Conflict]:
    """Of those events, the contradictions that a claim of the period has a side in."""
    found = []
    for part in batches(events):
        for _, several in conflicting.of_events(connection, at, part).values():
            found += [each for each in several if fresh & {side.claim for side in each.sides}]
    return found


def _ledger(connection: Connection, at: int, filters: Filters) -> list[LedgerLine]:
    """What is due soon, and what is overdue, of what fits."""
    asked = replace(filters.without("since", "until", "search", "limit", "status"), as_of=filters.today.isoformat())
    overdue = ledger.ledger(connection, replace(asked, status=("overdue",)), at)
    soon = ledger.ledger(connection, replace(asked, due=DUE_WITHIN), at)
    undecided = (line for line in (*overdue, *soon) if line.state in ("open", "in-progress", "overdue"))
    return list({line.id: line for line in undecided}.values())
