"""What a situation report tells of: the events that the reports of a period tell of, and how they stood before.

The events are gone through one after the other: all are counted, and those of most consequence are kept.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from heapq import nsmallest
from typing import Final

from sqlalchemy import Connection, and_, or_, select

from tocsin.linking.conflicts import Conflict
from tocsin.linking.conflicts import conflicts as among
from tocsin.linking.events import Event, summary
from tocsin.sitrep.tally import DONE, Tally, day_of
from tocsin.storage import conflicting, ledger, loading, moments
from tocsin.storage.facts import batches, standing
from tocsin.storage.filters import Filters, fitting
from tocsin.storage.ledger import LedgerLine
from tocsin.storage.loading import StoredClaim
from tocsin.storage.store import Store
from tocsin.storage.tables import claim, member, moment, report

DUE_WITHIN: Final = 14  # days
LONG_BEFORE: Final = 92  # days before the period, from which on an event is told again as background
MOST: Final = 120  # events that are told
MOST_OF_OTHERS: Final = 40  # contradictions, changes, items of the ledger
_TOGETHER: Final = 400


@dataclass(frozen=True)
class Told:
    """An event with its claims, the first told first; `fresh` are those of the period, `before` how it stood then."""

    event: Event
    rows: tuple[StoredClaim, ...]
    fresh: tuple[StoredClaim, ...]
    before: Event | None
    background: bool = False

    @property
    def placed(self) -> bool:
        """It is known where or when: what is neither may be of any time."""
        return bool(day_of(self.event) or any(place.id for place in self.event.places))


@dataclass(frozen=True)
class Part:
    """The items of one kind that are told, and how many there are."""

    shown: tuple[LedgerLine, ...]
    count: int


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
    tally: Tally
    conflicts: tuple[Conflict, ...]
    due: Part
    overdue: Part
    items: Mapping[str, StoredClaim]

    @property
    def more(self) -> tuple[Told, ...]:
        """The events that earlier reports told of too."""
        return tuple(each for each in self.told if each.before is not None)


def gather(store: Store, name: str, since: str, filters: Filters) -> Gathered:
    """What the reports published on or after a day brought, of what fits; as the store knew at `filters.at`.

    A report without a day of publication counts from when the store came to know it.
    """
    with store.database.reading() as connection:
        at = moments.as_of(connection, filters.at)
        reports = _reports(connection, at, since)
        tally = Tally()
        found = _Going(connection, at, since, tally)
        told = nsmallest(
            MOST, found.through(_fresh(connection, at, filters, [name for name, _ in reports])), key=_weight
        )
        due, overdue = _ledger(connection, at, since, filters)
        wanted = [line.claim for line in (*due.shown, *overdue.shown)]
        wanted += [side.claim for each in found.conflicts for side in each.sides]
        return Gathered(
            name=name,
            since=since,
            today=filters.today,
            moment=at,
            known=moments.known(connection, at) if at else "",
            reports=reports,
            told=tuple(told),
            tally=tally,
            conflicts=tuple(found.conflicts),
            due=due,
            overdue=overdue,
            items=loading.named(connection, at, wanted),
        )


def _reports(connection: Connection, at: int, since: str) -> tuple[tuple[str, str | None], ...]:
    later = or_(report.c.published >= since, and_(report.c.published.is_(None), moment.c.known >= since))
    query = select(report.c.report_id, report.c.outlet).join(moment, moment.c.id == report.c.moment)
    query = query.where(standing(report, at), later).order_by(report.c.published, report.c.report_id)
    return tuple((row.report_id, row.outlet) for row in connection.execute(query))


def _fresh(connection: Connection, at: int, filters: Filters, reports: Sequence[str]) -> Mapping[str, set[str]]:
    """The claims of these reports that fit, by event."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for part in batches(reports):
        query = select(member.c.event_id, claim.c.claim_id).join(member, member.c.claim_id == claim.c.claim_id)
        query = query.where(claim.c.report_id.in_(part), standing(claim, at), standing(member, at))
        if filters.of_claims:
            query = query.where(claim.c.seq.in_(fitting(connection, filters, at)))
        for row in connection.execute(query):
            found[row.event_id].add(row.claim_id)
    return found


class _Going:
    """Going through the events: each is counted, and what contradicts each other in it is kept."""

    def __init__(self, connection: Connection, at: int, since: str, tally: Tally) -> None:
        self._connection, self._at, self._tally, self.conflicts = connection, at, tally, list[Conflict]()
        self._background = _long_before(since)

    def through(self, fresh: Mapping[str, set[str]]) -> Iterator[Told]:
        """The events with their claims, in no order."""
        for part in batches(sorted(fresh), _TOGETHER):
            held = loading.of_events(self._connection, self._at, part, once=True)
            denials = conflicting.denials(self._connection, self._at, part)
            for name, members in held.items():
                told = self._told(name, members, fresh[name])
                self._contradictions(name, members, denials.get(name, ()), fresh[name])
                self._tally.count(told.event, told.fresh, new=told.before is None)
                yield told

    def _told(self, name: str, members: Sequence[StoredClaim], new: set[str]) -> Told:
        cards = {row.claim.id: loading.card(row, once=True) for row in members}
        event = summary(name, list(cards.values()))
        by_id = {row.claim.id: row for row in members}
        rows = [by_id[each] for each in event.claims]
        old = [cards[row.claim.id] for row in rows if row.claim.id not in new]
        before = summary(name, old) if old else None
        last = event.when.end or event.when.start if event.when else None
        fresh = tuple(row for row in rows if row.claim.id in new)
        return Told(event, tuple(rows), fresh, before, bool(last and last < self._background))

    def _contradictions(
        self, name: str, members: Sequence[StoredClaim], denials: Sequence[StoredClaim], fresh: set[str]
    ) -> None:
        """The contradictions that a claim of the period has a side in."""
        if len(members) < 2 and not denials:
            return
        cards, against = ([loading.card(row, once=True) for row in rows] for rows in (members, denials))
        new = fresh | {row.claim.id for row in denials if row.claim.id in fresh}
        all_ = [each for each in among(name, cards, against) if new & {side.claim for side in each.sides}]
        found = list({_what(each): each for each in reversed(all_)}.values())[::-1]
        self._tally.conflicts += len(found)
        self.conflicts += found[: max(0, MOST_OF_OTHERS - len(self.conflicts))]


def _what(conflict: Conflict) -> tuple[str, str, frozenset[str]]:
    """What a contradiction is about, whichever reports it stands in."""
    said = frozenset(f"{side.says} {side.speaker or side.outlet or ''}" for side in conflict.sides)
    return conflict.kind, conflict.about, said


def _long_before(since: str) -> str:
    """The day before which an event is background, and an item overdue no news."""
    return (date.fromisoformat(since) - timedelta(days=LONG_BEFORE)).isoformat()


def _weight(told: Told) -> tuple[bool, float, bool, int, str, str]:
    """Background last; then those with most dead and injured, those told as happened, those of most origins."""
    event = told.event
    done = event.status in DONE
    harmed = (each.low or 0 for each in event.quantities if each.about in ("killed", "injured"))
    return told.background, -max(harmed, default=0) * done, not done, -event.origins, day_of(event) or "9999", event.id


def _ledger(connection: Connection, at: int, since: str, filters: Filters) -> tuple[Part, Part]:
    """What is due soon, and what is overdue, the last first, of what fits; nothing overdue since long before."""
    asked = replace(filters.without("since", "until", "search", "limit", "status"), as_of=filters.today.isoformat())
    soon = [line for line in ledger.ledger(connection, replace(asked, due=DUE_WITHIN), at) if line.state in _OPEN]
    last: deque[LedgerLine] = deque(maxlen=MOST_OF_OTHERS)
    count = 0
    for line in ledger.ledger(connection, replace(asked, status=("overdue",), since=_long_before(since)), at):
        last.append(line)
        count += 1
    return Part(tuple(soon[:MOST_OF_OTHERS]), len(soon)), Part(tuple(reversed(last)), count)


_OPEN: Final = ("open", "in-progress")
