"""An event as it is listed: from how many origins it comes, when and where, every figure beside its speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from msgspec import Struct

from tocsin.linking.cards import ClaimCard, bounds
from tocsin.linking.compare import same_time
from tocsin.linking.credits import same_outlet
from tocsin.records import Actor, EventType, Interval, Place, QuantityAbout, Status

SURER = ("happened", "ongoing", "denied", "promised", "ordered", "planned", "requested", "threatened", "forecast")
PRECISE = ("day", "week", "month", "range", "year")
T = TypeVar("T")
Named = TypeVar("Named", Actor, Place)


class Credited(Protocol):
    """Of a claim, what says where its words come from."""

    @property
    def report(self) -> str:
        """The report that it stands in."""
        ...

    @property
    def origin(self) -> str:
        """The origin of that report."""
        ...

    @property
    def desk(self) -> str:
        """The key of the outlet."""
        ...

    @property
    def wire(self) -> str | None:
        """The agency whose tag the report bears."""
        ...

    @property
    def quoted(self) -> str | None:
        """The outlet that it is attributed to."""
        ...


class Stated(Protocol):
    """Of a claim, its status."""

    @property
    def status(self) -> Status:
        """One of the twelve."""
        ...


class Figure(Struct, frozen=True):
    """A number with its bounds, what it counts, and who says so where."""

    low: float | None
    high: float | None
    unit: str | None
    about: QuantityAbout
    of: str | None
    text: str
    speaker: str | None
    claim: str
    report: str
    outlet: str | None
    origin: str


class Event(Struct, frozen=True):
    """A line of `list events`; `whens` are all the dates that are given, `quantities` every figure side by side."""

    id: str
    claims: tuple[str, ...]
    reports: tuple[str, ...]
    outlets: int
    origins: int
    type: EventType
    mode: str | None
    status: Status
    when: Interval | None
    whens: tuple[Interval, ...]
    places: tuple[Place, ...]
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    quantities: tuple[Figure, ...]


def summary(event_id: str, cards: Sequence[ClaimCard]) -> Event:
    """The line of an event from its claims; they may come in any order."""
    cards = sorted(cards, key=lambda card: telling(card.published, card.report, card.claim.trigger.start))
    claims = [card.claim for card in cards]
    whens = [claim.when for claim in claims if claim.when and (claim.when.start or claim.when.end)]
    return Event(
        id=event_id,
        claims=tuple(claim.id for claim in claims),
        reports=tuple(dict.fromkeys(card.report for card in cards)),
        outlets=len({card.desk or card.report for card in cards}),
        origins=len(origins(cards)),
        type=claims[0].type,
        mode=_commonest([claim.mode for claim in claims if claim.mode]),
        status=status_of(claims),
        when=when_of(whens),
        whens=tuple({bounds(when): when for when in whens}.values()),
        places=tuple(_once(place for claim in claims for place in claim.places)),
        actors=tuple(_once(actor for claim in claims for actor in claim.actors)),
        recipients=tuple(_once(actor for claim in claims for actor in claim.recipients)),
        quantities=tuple(figure for card in cards for figure in figures(card)),
    )


def telling(published: str | None, report: str, start: int) -> tuple[str, str, int]:
    """What the claims of an event are put in order by: the first told first, what bears no date last."""
    return published or "9999", report, start


def origins(cards: Sequence[Credited]) -> frozenset[str]:
    """The independent origins of an event.

    A report that says so on its own word is one; a report that only quotes outlets brings the dispatches of these. An
    outlet that is quoted beside its own report, or beside a text that bears its tag, is no further origin.
    """
    own = {card.report: card.origin for card in cards if not card.quoted}
    known = {desk for card in cards if card.report in own for desk in (card.desk, card.wire) if desk}
    told = {card.quoted for card in cards if card.quoted and card.report not in own}
    added = {outlet for outlet in told if not any(same_outlet(outlet, desk) for desk in known)}
    return frozenset(own.values()) | {f"dispatch of {outlet}" for outlet in added}


def figures(card: ClaimCard) -> list[Figure]:
    """The figures of a claim, each with its speaker."""
    speaker = card.claim.sources[0].name if card.claim.sources else None
    return [
        Figure(
            low=each.low,
            high=each.high,
            unit=each.unit,
            about=each.about,
            of=each.of.text if each.of else None,
            text=each.text,
            speaker=speaker,
            claim=card.claim.id,
            report=card.report,
            outlet=card.outlet,
            origin=card.origin,
        )
        for each in card.claim.quantities
    ]


def status_of(claims: Sequence[Stated]) -> Status:
    """What most claims say; at a tie the surer."""
    counts = Counter(claim.status for claim in claims)
    rank = {status: number for number, status in enumerate(SURER)}
    return min(counts, key=lambda status: (-counts[status], rank.get(status, len(rank))))


def when_of(whens: Sequence[Interval]) -> Interval | None:
    """The narrowest of the dates that agree with most others: one that a report gives, never a mean."""

    def worth(when: Interval) -> tuple[float, int, tuple[str, str]]:
        fits = sum(same_time(bounds(when), bounds(other)) or 0.0 for other in whens)
        return (-fits, len(PRECISE) if when.precision not in PRECISE else PRECISE.index(when.precision), bounds(when))

    return min(whens, key=worth, default=None)


def _commonest(items: Sequence[T]) -> T | None:
    counts = Counter(items)
    return max(counts, key=lambda item: counts[item], default=None)


def _once(items: Iterable[Named]) -> list[Named]:
    """Actors or places without repeats: by id, else by name."""
    found: dict[str, Named] = {}
    for item in items:
        found.setdefault(item.id or item.name.casefold(), item)
    return list(found.values())
