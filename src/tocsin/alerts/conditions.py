"""What rings: the conditions of rules, asked of one step of a store's history, or of one day.

They are asked moment by moment and day by day, so what rings does not depend on how often somebody looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import Connection, func, select

from tocsin.alerts import decisions, unusual
from tocsin.alerts.found import (
    Alert,
    Found,
    Quote,
    claim_line,
    conflict_line,
    event_line,
    ledger_line,
    quote,
    volume_line,
)
from tocsin.alerts.rules import Rule
from tocsin.linking.conflicts import Conflict
from tocsin.linking.events import Event, origins, summary
from tocsin.storage import conflicting, facts, ledger, loading
from tocsin.storage.facts import standing
from tocsin.storage.filters import Filters, among, conditions
from tocsin.storage.ledger import LedgerLine
from tocsin.storage.loading import StoredClaim
from tocsin.storage.near import former
from tocsin.storage.tables import claim, lineage, member, report

DUE_DAYS: Final = 3
LATE_DAYS: Final = 3  # how many finished days a volume is looked at again, as reports come late
_AHEAD: Final = 30  # days for which the ledger is asked at once
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
TIMED: Final = frozenset({"due", "overdue", "volume"})
_QUOTES: Final = 10  # of an alert
_CLOSED: Final = frozenset({"met", "met-early", "met-late", "missed", "superseded", "withdrawn", "unresolvable"})
Held = Mapping[str, Sequence[StoredClaim]]  # events with their claims


def at_moment(connection: Connection, rules: Sequence[Rule], step: int, known: str) -> Iterator[tuple[Rule, Alert]]:
    """What one moment of a store makes ring."""
    changed = Step(connection, step)
    for rule in rules:
        for found in _OF_MOMENTS[rule.when](changed, rule) if rule.when in _OF_MOMENTS else ():
            yield rule, _alert(rule, found, known)


def _alert(rule: Rule, found: Found, known: str) -> Alert:
    name = blake2b("\0".join((rule.name, rule.when, found.item)).encode(), digest_size=12).hexdigest()
    return Alert(
        id=name, rule=rule.name, when=rule.when, item=found.item, title=found.title, known=known,
        quotes=tuple(found.quotes[:_QUOTES]),
    )  # fmt: skip


# ---------------------------------------------------------------- one step of the store
class Step:
    """One moment: the events that it touched, as they stand after it and as they stood before."""

    def __init__(self, connection: Connection, step: int) -> None:
        self.connection, self.at = connection, step

    @cached_property
    def begun(self) -> Sequence[StoredClaim]:
        """The claims that began."""
        query = select(claim.c.seq).where(claim.c.moment == self.at, standing(claim, self.at)).order_by(claim.c.seq)
        return list(loading.claims(self.connection, self.at, self.connection.execute(query).scalars().all()))

    @cached_property
    def after(self) -> Held:
        """The events in which a claim, a grouping, an origin or a denial began."""
        reports = select(lineage.c.report_id).where(lineage.c.moment == self.at)
        began = (
            select(member.c.claim_id).where(member.c.moment == self.at),
            select(claim.c.claim_id).where(claim.c.moment == self.at),
            select(claim.c.claim_id).where(claim.c.report_id.in_(reports)),
        )
        names = {name for query in began for name in self.connection.execute(query).scalars()}
        rows = facts.found(self.connection, member, self.at, "claim_id", sorted(names))
        touched = {row.event_id for row in rows} | {row.denies for row in rows if row.denies}
        return loading.of_events(self.connection, self.at, sorted(touched))

    @cached_property
    def _former(self) -> Mapping[str, Sequence[str]]:
        """For each of them, the events that its claims were in before."""
        names = [row.claim.id for rows in self.after.values() for row in rows]
        was = {
            row.claim_id: row.event_id for row in facts.found(self.connection, member, self.at - 1, "claim_id", names)
        }
        return {
            event: sorted({event, *(was[row.claim.id] for row in rows if row.claim.id in was)})
            for event, rows in self.after.items()
        }

    @cached_property
    def before(self) -> Held:
        """Those events as they stood."""
        names = sorted({name for names in self._former.values() for name in names})
        return loading.of_events(self.connection, self.at - 1, names)

    def became(self, event: str) -> Held:
        """What an event was before: more than one where events were put together, none where it is new."""
        return {name: self.before[name] for name in self._former[event] if name in self.before}

    def fitting(self, filters: Filters, *, earlier: bool = False) -> Mapping[str, Event]:
        """Those of the events that fit a rule's filters, after the moment or before it."""
        held, at = (self.before, self.at - 1) if earlier else (self.after, self.at)
        names = [row.claim.id for rows in held.values() for row in rows] if filters.of_claims else []
        fits = among(self.connection, filters, at, names)
        having = [name for name in held if not names or any(row.claim.id in fits for row in held[name])]
        lines = {name: summary(name, [loading.card(row) for row in held[name]]) for name in having}
        return {
            name: event
            for name, event in lines.items()
            if event.origins >= (filters.origins or 0) and (not filters.status or event.status in filters.status)
        }


# ---------------------------------------------------------------- claims
def _claims(step: Step, rule: Rule) -> Iterator[Found]:
    """A claim that fits, and did not before: neither it nor the claim in whose place it stands."""
    filters = rule.filters.filters()
    reliable = decisions.reliable(step.connection, step.at, step.begun, rule.reliable)
    fits = among(step.connection, filters, step.at, [row.claim.id for row in step.begun if row.claim.id in reliable])
    for row in step.begun:
        if row.claim.id in fits and not among(
            step.connection, filters, step.at - 1, former(step.connection, [row.claim.id])
        ):
            yield Found(row.claim.id, claim_line(row), [quote(row)])


# ---------------------------------------------------------------- events
def _events(step: Step, rule: Rule) -> Iterator[Found]:
    """An event that fits, and did not before."""
    filters = rule.filters.filters()
    was = step.fitting(filters, earlier=True)
    for name, event in step.fitting(filters).items():
        if not any(each in was for each in step.became(name)):
            yield Found(name, event_line(event), [quote(row) for row in step.after[name]])


def _origins(step: Step, rule: Rule) -> Iterator[Found]:
    """An event that was there before and comes from more origins now: each of the new ones."""
    for name, event in step.fitting(rule.filters.filters()).items():
        rows = step.after[name]
        was = origins([loading.card(row) for held in step.became(name).values() for row in held])
        new = sorted(origins([loading.card(row) for row in rows]) - was)
        if was and event.origins > len(was):
            for origin in new:
                quoted = [quote(row) for row in rows if row.origin == origin] or [quote(rows[-1])]
                title = f"a new origin, {event.origins} in all: {event_line(event)}"
                yield Found(f"{name} {origin}", title, quoted)


def _contradictions(step: Step, rule: Rule) -> Iterator[Found]:
    """Two statements on an event that cannot both be right, and did not stand against each other before."""
    names = sorted(step.fitting(rule.filters.filters()))
    was = conflicting.of_events(step.connection, step.at - 1, sorted(step.before))
    for _, conflicts in conflicting.of_events(step.connection, step.at, names).values():
        for conflict in conflicts:
            known = {_said(each) for name in step.became(conflict.event) for each in was[name][1]}
            if _said(conflict) not in known:
                yield Found(
                    " ".join((conflict.event, *_said(conflict))), conflict_line(conflict), _sides(step, conflict)
                )


def _said(conflict: Conflict) -> tuple[str, ...]:
    """What a conflict is known by, whichever of its sides' copies is shown."""
    return conflict.kind, conflict.about, *sorted(f"{side.origin} {side.says}" for side in conflict.sides)


def _sides(step: Step, conflict: Conflict) -> list[Quote]:
    rows = loading.named(step.connection, step.at, [side.claim for side in conflict.sides])
    return [quote(rows[side.claim]) for side in conflict.sides if side.claim in rows]


_OF_MOMENTS: Final[Mapping[str, Callable[[Step, Rule], Iterator[Found]]]] = {
    "claim": _claims,
    "event": _events,
    "origin": _origins,
    "contradiction": _contradictions,
    "outcome": lambda step, rule: decisions.outcomes(step.connection, step.at, rule),
    "grade": lambda step, rule: decisions.grades(step.connection, step.at, rule),
}


# ---------------------------------------------------------------- days
class Days:
    """What days make ring, as the store knows it at a moment; `begun` is the first day of the watch."""

    def __init__(self, connection: Connection, rules: Sequence[Rule], begun: date) -> None:
        self._connection, self._begun = connection, begun
        self._rules = [rule for rule in rules if rule.when in TIMED]
        self._ahead: dict[str, tuple[int, date, Sequence[LedgerLine]]] = {}

    def ring(self, day: date, step: int) -> Iterator[tuple[Rule, Alert]]:
        """What a day makes ring, as the store knows it at a moment."""
        for rule in self._rules:
            found = _volumes(self._connection, rule, day, step, self._begun) if rule.when == "volume" else None
            for each in self._due(rule, day, step) if found is None else found:
                yield rule, _alert(rule, each, day.isoformat())

    def _due(self, rule: Rule, day: date, step: int) -> Iterator[Found]:
        """An item that nobody has closed and that is due within days, or whose last day was yesterday."""
        within = DUE_DAYS if rule.days is None else rule.days
        first, last = (day, day + timedelta(days=within)) if rule.when == "due" else (day - _DAY, day - _DAY)
        for line in self._lines(rule, first, within, step):
            end = line.due.end if line.due else None
            if end and first.isoformat() <= end <= last.isoformat() and line.state not in _CLOSED:
                row = loading.named(self._connection, step, [line.claim]).get(line.claim)
                title = ledger_line(line, end, (date.fromisoformat(end) - day).days)
                yield Found(f"{line.id} {end}", title, [quote(row)] if row else [])

    def _lines(self, rule: Rule, first: date, within: int, step: int) -> Sequence[LedgerLine]:
        """The items due from a day on: asked for some weeks at once, which hold as long as the store stands still."""
        at, since, lines = self._ahead.get(rule.name, (-1, first, ()))
        if at != step or not since <= first <= since + timedelta(days=_AHEAD):
            filters = rule.filters.filters(due=within + _AHEAD, as_of=first.isoformat())
            lines = list(ledger.ledger(self._connection, filters, step))
            self._ahead[rule.name] = step, first, lines
        return lines


def _volumes(connection: Connection, rule: Rule, day: date, step: int, begun: date) -> Iterator[Found]:
    """A finished day with unusually many reports that fit, against the same weekday of the weeks before."""
    days = [day - timedelta(days=back) for back in range(1, (rule.days or LATE_DAYS) + 1)]
    counts, first = _counts(connection, rule, step, min(days) - unusual.WEEKS * _WEEK, max(days))
    for each in (each for each in days if each >= begun and first is not None):
        weeks = [each - number * _WEEK for number in range(1, unusual.WEEKS + 1)]
        before = [counts.get(week.isoformat(), 0) for week in weeks if week.isoformat() >= (first or "")]
        count = counts.get(each.isoformat(), 0)
        if len(before) >= unusual.FEWEST_WEEKS and count >= (rule.least or unusual.LEAST):
            tail = unusual.tail(count, before)
            if tail <= (rule.tail or unusual.TAIL):
                yield Found(each.isoformat(), volume_line(rule, each, count, before, tail))


def _counts(
    connection: Connection, rule: Rule, step: int, since: date, until: date
) -> tuple[Mapping[str, int], str | None]:
    """How many reports that fit, or origins of them, were published on each day; and the store's first day."""
    filters = rule.filters.filters()
    published: Any = func.substr(report.c.published, 1, 10).label("day")
    what = lineage.c.origin if rule.count == "origins" else report.c.report_id
    query = select(published, func.count(func.distinct(what))).where(standing(report, step))
    query = query.where(report.c.published >= since.isoformat(), report.c.published <= until.isoformat() + "~")
    if rule.count == "origins":
        query = query.join(lineage, lineage.c.report_id == report.c.report_id).where(standing(lineage, step))
    if filters.of_claims:
        query = query.join(claim, claim.c.report_id == report.c.report_id)
        query = query.where(standing(claim, step), *conditions(connection, filters, few=True))
    first = connection.execute(select(func.min(report.c.published)).where(standing(report, step))).scalar()
    return {row[0]: row[1] for row in connection.execute(query.group_by("day"))}, first and str(first)[:10]
