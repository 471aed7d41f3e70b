"""Linking of a whole archive, in steps that can be shared out; together they give what adding one by one gives.

Cards and what is near are worked out report by report and key by key, on any machine. Origins and stories are then
chosen in the order of the reports, events in that order for each type: claims of two types are never one event.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.linking import copies, stories
from tocsin.linking.cards import ClaimCard, ReportCard, claim_cards, report_card
from tocsin.linking.echoes import echoed
from tocsin.linking.keys import claim_keys, claim_queries, report_keys, report_queries
from tocsin.linking.link import Placement, placed
from tocsin.linking.near import NEWEST, Forced
from tocsin.linking.sketch import Overlap
from tocsin.records import Record

MOST: Final = 1 << 16  # claims of one report; an item is the number of a report times this, and the place of a claim
Key = tuple[str, int, bool, bool]  # a key, an item, whether it asks for those that bear it, whether it bears it


class Compared(Struct, frozen=True):
    """A report beside those near it: how alike it is to each, and of which it is a copy. Its card is without words."""

    number: int
    card: ReportCard
    likes: tuple[tuple[int, float], ...]
    copies: tuple[tuple[int, Overlap], ...]


class Lineage(Struct, frozen=True):
    """The origin and the story of a report, as they were chosen when it came."""

    number: int
    report: str
    origin: str
    origin_score: float
    story: str
    story_score: float


class Group(Struct, frozen=True):
    """The claims of one type in a report, each with its item, and the items near them."""

    number: int
    type: str
    cards: tuple[tuple[int, ClaimCard], ...]
    near: tuple[int, ...] = ()


# ---------------------------------------------------------------- report by report
def cards(record: Record) -> tuple[ReportCard, tuple[ClaimCard, ...]]:
    """What linking needs of a record."""
    card = report_card(record)
    return card, claim_cards(record, card)


def keys_of_report(number: int, card: ReportCard) -> Iterator[Key]:
    """The keys of a report."""
    return _keys(number * MOST, report_queries(card), report_keys(card))


def keys_of_claims(found: Group) -> Iterator[Key]:
    """The keys of claims whose story is known."""
    for item, card in found.cards:
        yield from _keys(item, claim_queries(card), claim_keys(card))


def _keys(item: int, asked: Sequence[str], borne: Sequence[str]) -> Iterator[Key]:
    ours, theirs = frozenset(asked), frozenset(borne)
    return ((key, item, key in ours, key in theirs) for key in dict.fromkeys((*asked, *borne)))


def groups(claims: Sequence[ClaimCard], lineage: Lineage) -> Iterator[Group]:
    """The claims of a report by type, now that origin and story are known."""
    by_type: dict[str, list[tuple[int, ClaimCard]]] = {}
    for place, card in enumerate(claims):
        known = replace(card, origin=lineage.origin, story=lineage.story)
        by_type.setdefault(card.claim.type, []).append((lineage.number * MOST + place, known))
    return (Group(lineage.number, type_, tuple(cards)) for type_, cards in by_type.items())


def echoes(claims: Sequence[ClaimCard]) -> Iterator[tuple[str, str]]:
    """Denials that point back to a claim of the same report, whatever its type: the two claims."""
    for card in claims:
        if meant := echoed(card, claims):
            yield card.claim.id, meant.claim.id


# ---------------------------------------------------------------- key by key
def near(rows: Iterable[Key]) -> Iterator[tuple[int, int]]:
    """For rows in order, reports and an item near each: of those that came before, the newest of each key."""
    for _, of_key in groupby(rows, key=lambda row: row[0]):
        held: deque[int] = deque(maxlen=NEWEST)
        for number, own in groupby(of_key, key=lambda row: row[1] // MOST):
            same = list(own)
            if any(asks for _, _, asks, _ in same):
                yield from ((number, item) for item in held)
            held.extend(item for _, item, _, bears in same if bears)


# ---------------------------------------------------------------- pair by pair
def compared(number: int, card: ReportCard, others: Mapping[int, ReportCard]) -> Compared:
    """A report beside those near it, by their numbers."""
    numbers = {other.id: each for each, other in others.items()}
    likes = tuple((each, stories.alike(card, other)) for each, other in others.items())
    shared = tuple((numbers[other.id], share) for share, other in copies.copies(card, [*others.values()]))
    return Compared(number, replace(card, sketch=(), terms=()), likes, shared)


# ---------------------------------------------------------------- in the order of the reports
class Lineages:
    """Origins and stories, chosen report by report."""

    def __init__(self) -> None:
        self.origins = copies.Origins()
        self._cards: dict[int, ReportCard] = {}

    def choose(self, found: Compared) -> Lineage:
        """The origin and the story of the next report."""
        likes = {self._cards[number].id: like for number, like in found.likes}
        around = [self._card(number) for number, _ in found.likes]
        origin = copies.choice(found.card, [(share, self._card(number)) for number, share in found.copies])
        story = stories.story(found.card, around, origin.origin, lambda _, other: likes[other.id])
        self.origins.merge(origin, found.number)
        self._cards[found.number] = replace(found.card, origin=origin.origin, story=story.story)
        return Lineage(found.number, found.card.id, origin.origin, origin.score, story.story, story.score)

    def _card(self, number: int) -> ReportCard:
        card = self._cards[number]
        return replace(card, origin=self.origins.now(card.origin))


class _Before:
    """The claims of one type that came before, as linking asks for them."""

    def __init__(self, origins: copies.Origins) -> None:
        self._origins = origins
        self._cards: dict[int, ClaimCard] = {}
        self._events: dict[str, str] = {}
        self._asked = Group(0, "", ())

    def place(self, group: Group) -> list[Placement]:
        """The events of the next claims."""
        self._asked = group
        found = placed([card for _, card in group.cards], self)
        self._cards |= dict(group.cards)
        self._events |= {placement.claim: placement.event for placement in found}
        return found

    def claims(self, keys: Sequence[str]) -> Sequence[ClaimCard]:  # noqa: ARG002 they were asked for before
        """What is near the claims that are placed."""
        cards = (self._cards[item] for item in self._asked.near)
        number = self._asked.number
        return [replace(card, origin=self._origins.before(card.origin, number)) for card in cards]

    def reports(self, keys: Sequence[str]) -> Sequence[ReportCard]:  # noqa: ARG002
        """None: origins and stories are known."""
        return ()

    def claims_of(self, event_id: str) -> Sequence[ClaimCard]:
        """All claims of an event."""
        return [card for card in self._cards.values() if self._events[card.claim.id] == event_id]

    def event_of(self, claim_id: str) -> str | None:
        """The event of a claim."""
        return self._events.get(claim_id)

    def forced(self, claim_id: str) -> Forced:  # noqa: ARG002
        """Nobody has decided anything."""
        return Forced()


def placements(found: Iterable[Group], origins: copies.Origins) -> Iterator[tuple[str, Placement]]:
    """The events of all claims, each with its report: groups come by type and, within a type, in order."""
    for _, of_type in groupby(found, key=lambda group: group.type):
        before = _Before(origins)
        for group in of_type:
            (report,) = {card.report for _, card in group.cards}
            yield from ((report, placement) for placement in before.place(group))
