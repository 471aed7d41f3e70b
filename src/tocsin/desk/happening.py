"""An event as its page shows it: all its claims, where they come from, every figure beside its speaker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy import Connection

from tocsin.desk.chains import Link, chain, standing
from tocsin.desk.index import STANDINGS, standing_of
from tocsin.linking.conflicts import Conflict, Update, updates
from tocsin.linking.events import Event, Figure, origins
from tocsin.linking.grades import GradeProposal
from tocsin.storage import facts, ledger, loading
from tocsin.storage import why as explaining
from tocsin.storage.database import NotFound
from tocsin.storage.grouping import standing_name
from tocsin.storage.history import Step
from tocsin.storage.ledger import LedgerLine
from tocsin.storage.loading import StoredClaim
from tocsin.storage.tables import lineage
from tocsin.storage.why import ClaimWhy, EventWhy


class EventClaim(Struct, frozen=True):
    """A claim of the event, in words and with the reason why it is there."""

    why: ClaimWhy
    standing: str
    chain: tuple[Link, ...]
    figures: tuple[Figure, ...]


class Telling(Struct, frozen=True):
    """A report that tells of the event, and why it has its origin."""

    report: str
    outlet: str | None
    published: str | None
    title: str | None
    reason: str
    claims: tuple[str, ...]


class Origin(Struct, frozen=True):
    """One origin and the reports that share it; `counted` where it is one of the event's independent origins.

    A report that only quotes another outlet is no origin of its own.
    """

    id: str
    counted: bool
    tellings: tuple[Telling, ...]


class EventView(Struct, frozen=True):
    """All that the page of an event shows, as of a `moment` of the store.

    `dispatches` are origins that no report of the store is itself.
    """

    moment: int
    event: Event
    standing: str
    claims: tuple[EventClaim, ...]
    origins: tuple[Origin, ...]
    dispatches: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    figures: dict[str, tuple[Figure, ...]]
    updates: tuple[Update, ...]
    items: tuple[LedgerLine, ...]
    credibility: str
    proposal: GradeProposal | None
    history: tuple[Step, ...]


def event_view(connection: Connection, at: int, name: str, today: date) -> EventView:
    """The page of an event as it stood at a moment; NotFound where none did."""
    found = explaining.why(connection, name, at, today)
    if not isinstance(found, EventWhy):
        raise NotFound(f"{name[:80]!r} is no event")
    rows = {row.claim.id: row for row in loading.of_events(connection, at, [name])[name]}
    cards = [loading.card(row) for row in rows.values()]
    independent = origins(cards)
    groups = _origins(connection, at, list(rows.values()), independent)
    claims = [each.claim for each in found.claims]
    return EventView(
        moment=at,
        event=found.event,
        standing=STANDINGS[standing_of(claims, found.event.status)],
        claims=tuple(_claim(each, found.event.quantities) for each in found.claims),
        origins=groups,
        dispatches=tuple(sorted(independent - {group.id for group in groups})),
        conflicts=found.conflicts,
        figures=_side_by_side(found.event.quantities),
        updates=updates(cards),
        items=tuple(ledger.lines(connection, at, [row.seq for row in rows.values()], today)),
        credibility=found.credibility,
        proposal=found.proposal,
        history=found.history,
    )


def moved_to(connection: Connection, at: int, name: str) -> str | None:
    """The event that the claims of one that is no more are in now."""
    now = standing_name(connection, at, name)
    return now if now != name else None


def _claim(found: ClaimWhy, figures: Sequence[Figure]) -> EventClaim:
    return EventClaim(
        why=found,
        standing=standing(found.claim),
        chain=chain(found.claim.sources, found.outlet),
        figures=tuple(each for each in figures if each.claim == found.id),
    )


def _origins(
    connection: Connection, at: int, rows: Sequence[StoredClaim], independent: frozenset[str]
) -> tuple[Origin, ...]:
    """The event's reports by their origin, the most told first."""
    held: dict[str, dict[str, list[StoredClaim]]] = {}
    for row in sorted(rows, key=lambda row: (row.published or "9999", row.report)):
        held.setdefault(row.origin, {}).setdefault(row.report, []).append(row)
    names = {row.report for row in rows}
    reasons = {each.report_id: each.reason for each in facts.found(connection, lineage, at, "report_id", names)}
    found = [
        Origin(name, name in independent, tuple(_telling(group, reasons) for group in reports.values()))
        for name, reports in held.items()
    ]
    return tuple(sorted(found, key=lambda origin: -len(origin.tellings)))


def _telling(rows: Sequence[StoredClaim], reasons: dict[str, str]) -> Telling:
    first = rows[0]
    return Telling(
        report=first.report,
        outlet=first.outlet,
        published=first.published,
        title=first.title,
        reason=reasons[first.report],
        claims=tuple(row.claim.id for row in rows),
    )


def _side_by_side(figures: Sequence[Figure]) -> dict[str, tuple[Figure, ...]]:
    """Every figure by what it counts, the lowest first."""
    held: dict[str, list[Figure]] = {}
    for each in figures:
        held.setdefault(each.about, []).append(each)
    return {about: tuple(sorted(group, key=_size)) for about, group in sorted(held.items(), key=_other_last)}


def _size(figure: Figure) -> tuple[float, float]:
    low = figure.low if figure.low is not None else figure.high if figure.high is not None else float("inf")
    return low, figure.high if figure.high is not None else float("inf")


def _other_last(pair: tuple[str, list[Figure]]) -> tuple[bool, str]:
    return pair[0] == "other", pair[0]
