"""A store in memory: linking without a database, for tests, measuring and reading a few files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from tocsin.linking.cards import ClaimCard, ReportCard
from tocsin.linking.copies import Origins
from tocsin.linking.keys import claim_keys, report_keys
from tocsin.linking.link import PREFIX, Linked, link
from tocsin.linking.near import NEWEST, Forced
from tocsin.records import Record


class Memory:
    """Everything linked so far. It answers as the Near protocol asks."""

    def __init__(self) -> None:
        self.report_cards: dict[str, ReportCard] = {}
        self.claim_cards: dict[str, ClaimCard] = {}
        self.denies: dict[str, str] = {}
        self._events: dict[str, str] = {}
        self._members: dict[str, dict[str, None]] = {}
        self._origins = Origins()
        self._together: dict[str, set[str]] = {}
        self._apart: dict[str, set[str]] = {}
        self._keys: dict[str, list[str]] = {}
        self._numbers: dict[str, int] = {}

    # ---------------------------------------------------------------- what linking asks
    def reports(self, keys: Sequence[str]) -> Sequence[ReportCard]:
        """Reports that bear any of the keys, the newest of each key, in the order in which they came."""
        return [self.report(name) for name in self._bearers(keys)]

    def claims(self, keys: Sequence[str]) -> Sequence[ClaimCard]:
        """Claims that bear any of the keys, the newest of each key, in the order in which they came."""
        return [self.claim(name) for name in self._bearers(keys)]

    def event_of(self, claim_id: str) -> str | None:
        """The event a claim is in."""
        return self._events.get(claim_id)

    def claims_of(self, event_id: str) -> Sequence[ClaimCard]:
        """All claims of an event, oldest first."""
        return [self.claim(name) for name in self._members.get(event_id, ())]

    def forced(self, claim_id: str) -> Forced:
        """What people decided about the claim."""
        together = sorted(self._together.get(claim_id, ()))
        return Forced(tuple(together), tuple(sorted(self._apart.get(claim_id, ()))))

    # ---------------------------------------------------------------- what a store does
    def add(self, record: Record) -> Linked:
        """Links a report and keeps it; adding it again changes nothing."""
        linked = link(record, self)
        self._origins.merge(linked.origin)
        if linked.report.id not in self.report_cards:
            self.report_cards[linked.report.id] = linked.report
            self._file(linked.report.id, report_keys(linked.report))
        for card, placement in zip(linked.claims, linked.placements, strict=True):
            if card.claim.id not in self.claim_cards:
                self.claim_cards[card.claim.id] = card
                self._file(card.claim.id, claim_keys(card))
                self._put(card.claim.id, placement.event)
                if placement.denies:
                    self.denies[card.claim.id] = placement.denies
        return linked

    def report(self, name: str) -> ReportCard:
        """The card of a report with its origin as it now stands."""
        card = self.report_cards[name]
        return replace(card, origin=self.origin(card.origin))

    def claim(self, name: str) -> ClaimCard:
        """The card of a claim with its origin as it now stands."""
        card = self.claim_cards[name]
        return replace(card, origin=self.origin(card.origin))

    def origin(self, name: str) -> str:
        """What the origin is called after all merging."""
        return self._origins.now(name)

    def events(self) -> dict[str, list[ClaimCard]]:
        """The claims of every event."""
        return {event: list(self.claims_of(event)) for event in self._members if self._members[event]}

    def merge(self, kept: str, gone: str) -> None:
        """A person says that two events are one; `split` of the claims that moved restores them."""
        ours, theirs = list(self._members[kept]), list(self._members[gone])
        self._decide(ours, theirs, self._together, self._apart)
        for name in theirs:
            self._put(name, kept)

    def split(self, claim_ids: Iterable[str]) -> str:
        """A person says that these claims of one event are another; gives the id of that other event."""
        moved = list(claim_ids)
        event = self._events[moved[0]]
        left = [name for name in self._members[event] if name not in moved]
        self._decide(moved, left, self._apart, self._together)
        other = self._free(moved)
        for name in moved:
            self._put(name, other)
        return other

    def _free(self, moved: Sequence[str]) -> str:
        """The id of the event that the first of the claims founds, unless claims that stay behind bear it."""
        names = [PREFIX + name for name in moved]
        return next(name for name in names if not self._members.get(name) or set(self._members[name]) <= set(moved))

    def _decide(
        self, one: Sequence[str], other: Sequence[str], yes: dict[str, set[str]], no: dict[str, set[str]]
    ) -> None:
        for first, second in ((one, other), (other, one)):
            for name in first:
                yes.setdefault(name, set()).update(second)
                no.get(name, set()).difference_update(second)

    def _put(self, name: str, event: str) -> None:
        before = self._events.get(name)
        if before:
            self._members[before].pop(name, None)
        self._events[name] = event
        self._members.setdefault(event, {})[name] = None

    def _file(self, name: str, keys: Iterable[str]) -> None:
        self._numbers[name] = len(self._numbers)
        for key in keys:
            self._keys.setdefault(key, []).append(name)

    def _bearers(self, keys: Sequence[str]) -> list[str]:
        found = {name for key in keys for name in self._keys.get(key, ())[-NEWEST:]}
        return sorted(found, key=self._numbers.__getitem__)


def linked(records: Iterable[Record], tell: Callable[[Linked], None] = lambda _: None) -> Memory:
    """A memory with these reports, linked one after the other."""
    memory = Memory()
    for record in records:
        tell(memory.add(record))
    return memory
