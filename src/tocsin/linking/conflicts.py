"""What speaks against each other within one event: figures, actors, happened against denied. Nothing is settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Literal

from msgspec import Struct

from tocsin.linking.cards import ClaimCard
from tocsin.linking.compare import figures_meet, same_actors
from tocsin.linking.words import stems
from tocsin.records import Actor, Quantity, QuantityAbout

COUNTED: frozenset[QuantityAbout] = frozenset({"killed", "injured", "displaced", "troops", "share", "money"})
HEADS: frozenset[QuantityAbout] = frozenset({"displaced", "troops", "other"})  # soldiers who flee are counted as either
NAMED_KINDS = frozenset({"country", "government", "organisation", "alliance", "armed-group", "military"})


class Side(Struct, frozen=True):
    """One side of a conflict: who says what where, in which words."""

    claim: str
    report: str
    outlet: str | None
    published: str | None
    origin: str
    speaker: str | None
    says: str
    quote: str


class Conflict(Struct, frozen=True):
    """Two statements about one event that cannot both be right."""

    event: str
    kind: Literal["figures", "actors", "denial"]
    about: str
    sides: tuple[Side, Side]


class Update(Struct, frozen=True):
    """A figure and what its own source said of the same thing on a later day: no conflict."""

    about: str
    earlier: Side
    later: Side


def conflicts(event: str, cards: Sequence[ClaimCard], denials: Sequence[ClaimCard] = ()) -> tuple[Conflict, ...]:
    """The conflicts among the claims of an event, and with the claims that deny it, oldest first, none twice."""
    cards = _told(cards)
    found = [*_figures(event, cards), *_actors(event, cards), *_denials(event, cards, denials)]
    kept: dict[tuple[str, str, str, str], Conflict] = {}
    for conflict in found:
        one, other = conflict.sides
        kept.setdefault((conflict.kind, conflict.about, _said(one), _said(other)), conflict)
    return tuple(kept.values())


def updates(cards: Sequence[ClaimCard]) -> tuple[Update, ...]:
    """The figures that their own sources gave otherwise later, each with the next that came, oldest first."""
    found: dict[tuple[str | None, str], Update] = {}
    for one, first, other, second in _against(_told(cards)):
        if updated(one, other):
            made = Update(first.about, _side(one, first.text), _side(other, second.text))
            found.setdefault((_voice(one), _said(made.earlier)), made)
    return tuple(found.values())


def updated(one: ClaimCard, other: ClaimCard) -> bool:
    """Both are of one source, on different days: what it says later takes the place of what it said before."""
    days = {one.published, other.published}
    return len(days) == 2 and None not in days and _voice(one) is not None and _voice(one) == _voice(other)


def _voice(card: ClaimCard) -> str | None:
    """Who says so; null where it has no name: "officials" may be others the next day."""
    if card.claim.sources:
        first = card.claim.sources[0]
        return first.name.casefold() if first.kind != "unnamed" else None
    return card.desk or None


def _told(cards: Sequence[ClaimCard]) -> list[ClaimCard]:
    return sorted(cards, key=lambda card: (card.published or "9999", card.report, card.claim.trigger.start))


def _said(side: Side) -> str:
    """Copies of one dispatch say the same thing once."""
    return f"{side.origin} {side.says}"


def _figures(event: str, cards: Sequence[ClaimCard]) -> Iterator[Conflict]:
    for one, first, other, second in _against(cards):
        if not updated(one, other):
            yield Conflict(event, "figures", first.about, (_side(one, first.text), _side(other, second.text)))


def _against(cards: Sequence[ClaimCard]) -> Iterator[tuple[ClaimCard, Quantity, ClaimCard, Quantity]]:
    """Figures of two claims that cannot both be right."""
    given = [(card, each) for card in cards for each in card.claim.quantities]
    for (one, first), (other, second) in combinations(given, 2):
        if one is not other and contradict(first, second):
            yield one, first, other, second


def contradict(one: Quantity, other: Quantity) -> bool:
    """The figures count the same thing and cannot both be right."""
    told = not COUNTED.isdisjoint({one.about, other.about})
    return told and counts_the_same(one, other) and not figures_meet(one, other)


def counts_the_same(one: Quantity, other: Quantity) -> bool:
    """The figures count one kind of thing: no word for it on one side, or a word in common.

    Whoever is counted once as soldiers and once as people in flight must be called alike.
    """
    mine, yours = _counted(one), _counted(other)
    if one.about != other.about:
        return {one.about, other.about} <= HEADS and bool(mine) and mine == yours
    return not mine or not yours or not mine.isdisjoint(yours)


def _counted(quantity: Quantity) -> frozenset[str]:
    return frozenset(stems(quantity.of.text)) if quantity.of else frozenset()


def _actors(event: str, cards: Sequence[ClaimCard]) -> Iterator[Conflict]:
    """Different named parties for one act; where parties act on each other, either may be named first."""
    named = [(card, acting) for card in cards if (acting := _named(card))]
    for (one, first), (other, second) in combinations(named, 2):
        if one.report == other.report and _speaker(one) == _speaker(other):
            continue
        everybody = [*second, *other.claim.recipients]
        if same_actors(first, second) == 0 and not same_actors(first, everybody) and not _mutual(one, other):
            names = [", ".join(actor.name for actor in each) for each in (first, second)]
            yield Conflict(event, "actors", "who did it", (_side(one, names[0]), _side(other, names[1])))


def _named(card: ClaimCard) -> list[Actor]:
    return [actor for actor in card.claim.actors if actor.id and actor.kind in NAMED_KINDS]


def _mutual(one: ClaimCard, other: ClaimCard) -> bool:
    return any({a.name for a in card.claim.actors} & {a.name for a in card.claim.recipients} for card in (one, other))


def _denials(event: str, cards: Sequence[ClaimCard], denials: Sequence[ClaimCard]) -> Iterator[Conflict]:
    for denial in denials:
        for card in cards[:1]:
            yield Conflict(event, "denial", "whether it happened", (_side(card, "happened"), _side(denial, "denied")))


def _side(card: ClaimCard, says: str) -> Side:
    return Side(
        claim=card.claim.id,
        report=card.report,
        outlet=card.outlet,
        published=card.published,
        origin=card.origin,
        speaker=_speaker(card),
        says=says,
        quote=card.claim.sentence.text,
    )


def _speaker(card: ClaimCard) -> str | None:
    return card.claim.sources[0].name if card.claim.sources else None
