"""Links one new report: its origin, its story, and for each claim the event it joins or founds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from tocsin.knowledge.directory import Directory
from tocsin.linking import copies, stories
from tocsin.linking.cards import ClaimCard, ReportCard, claim_cards, report_card
from tocsin.linking.compare import Telling, same_actors, standing
from tocsin.linking.echoes import echoed
from tocsin.linking.grouping import ACROSS, MEAN, comparable, events, tellings
from tocsin.linking.keys import claim_queries, report_queries
from tocsin.linking.near import Near
from tocsin.linking.weighing import odds, share, why
from tocsin.records import Record

PREFIX = "e"
FOUNDS = "founds the event"


class Placement(Struct, frozen=True):
    """The event of a claim. `founds`: it is the event's first. `denies`: the event that a denial denies."""

    claim: str
    event: str
    score: float
    reason: str
    founds: bool
    denies: str | None = None


class Linked(Struct, frozen=True):
    """What linking says of one report."""

    report: ReportCard
    origin: copies.OriginChoice
    story: stories.StoryChoice
    claims: tuple[ClaimCard, ...]
    placements: tuple[Placement, ...]


def link(record: Record, near: Near, directory: Directory | None = None) -> Linked:
    """The origin, story and events of a report among what is near. Linking the same report again changes nothing."""
    card = report_card(record, directory)
    around = near.reports(report_queries(card))
    known = next((other for other in around if other.id == card.id), None)
    if known:
        origin = copies.OriginChoice(known.origin, 1.0, "linked before")
        story = stories.StoryChoice(known.story, 1.0, "linked before")
    else:
        origin = copies.origin(card, around)
        story = stories.story(card, around, origin.origin)
    card = replace(card, origin=origin.origin, story=story.story)
    cards = claim_cards(record, card, directory)
    return Linked(card, origin, story, cards, tuple(placed(cards, near)))


def placed(cards: Sequence[ClaimCard], near: Near) -> list[Placement]:
    """A placement for each claim, in the order of the claims."""
    before = {card.claim.id: event for card in cards if (event := near.event_of(card.claim.id))}
    known = _known(cards, near, before)
    new = tellings([card for card in cards if card.claim.id not in before], near.forced)
    found = {name: Placement(name, event, 1.0, "linked before", founds=False) for name, event in before.items()}
    for event, members in events(new, known, near.forced):
        name = event or PREFIX + members[0].first.claim.id
        for placement in _placements(name, members, known.get(event or "", ())):
            found[placement.claim] = placement
    for telling in new:
        if standing(telling.first.claim) == "denied" and (event := _denied(telling, known, new, found)):
            for claim in telling.claims:
                found[claim.id] = replace(found[claim.id], denies=event)
    for card in cards:
        if card.claim.id not in before and (meant := echoed(card, cards)):
            found[card.claim.id] = replace(found[card.claim.id], denies=found[meant.claim.id].event)
    return [found[card.claim.id] for card in cards]


def _known(cards: Sequence[ClaimCard], near: Near, before: Mapping[str, str]) -> dict[str, list[Telling]]:
    """What other reports, and this one when it was linked before, tell of the near events."""
    queries = dict.fromkeys(key for card in cards for key in claim_queries(card))
    own = {card.claim.id for card in cards}
    found: dict[tuple[str, str], list[ClaimCard]] = {}
    for card in near.claims(tuple(queries)):
        event = near.event_of(card.claim.id)
        if event and card.claim.id not in own:
            found.setdefault((event, card.report), []).append(card)
    for card in cards:
        if card.claim.id in before:
            found.setdefault((before[card.claim.id], card.report), []).append(card)
    known: dict[str, list[Telling]] = {}
    for (event, _), members in found.items():
        known.setdefault(event, []).append(Telling(tuple(sorted(members, key=_position))))
    return known


def _position(card: ClaimCard) -> int:
    return card.claim.trigger.start


def _placements(event: str, members: Sequence[Telling], known: Sequence[Telling]) -> Iterator[Placement]:
    """The claims of an event with score and reason: by the other telling, or else the other claim, most like them."""
    for number, telling in enumerate(members):
        founds = not known and number == 0
        others = [other for other in (*known, *members) if other is not telling]
        score, reason = _reason(telling, others)
        for place, card in enumerate(telling.cards):
            if place == 0:
                yield Placement(card.claim.id, event, *((1.0, FOUNDS) if founds else (score, reason)), founds)
            else:
                rest = [Telling((other,)) for other in telling.cards if other is not card]
                yield Placement(card.claim.id, event, *_reason(Telling((card,)), rest), founds=False)


def _reason(telling: Telling, others: Sequence[Telling]) -> tuple[float, str]:
    """How sure it is that a telling belongs to the others, and by which of them."""
    scored = [(odds(telling, other), other) for other in others if comparable(telling, other)]
    if not scored:
        return 1.0, "put there by a person"
    best, closest = max(scored, key=lambda pair: pair[0])
    total = MEAN * sum(value for value, _ in scored) / len(scored) + (1 - MEAN) * best
    trigger, report = closest.first.claim.trigger.text, closest.first.report
    where = "further up" if report == telling.first.report else f"in {report}"
    return round(share(total), 2), f"like “{trigger}” {where}: {why(telling, closest)}"


def _denied(
    denial: Telling,
    known: Mapping[str, Sequence[Telling]],
    new: Sequence[Telling],
    placed: Mapping[str, Placement],
) -> str | None:
    """The event that a denial denies: of those done, of one type, the one most like it, if it is like enough."""
    others = [(event, other) for event, members in known.items() for other in members]
    others += [(placed[other.first.claim.id].event, other) for other in new]
    scored = [(odds(denial, other), event) for event, other in others if _deniable(denial, other)]
    best = max(scored, default=(0.0, None))
    return best[1] if best[0] >= ACROSS else None


def _deniable(denial: Telling, other: Telling) -> bool:
    """Something done, of the same type, by or to somebody that the denial names."""
    if denial.first.claim.type != other.first.claim.type or standing(other.first.claim) != "done":
        return False
    return bool(same_actors(denial.actors, other.actors) or same_actors(denial.recipients, other.recipients))
