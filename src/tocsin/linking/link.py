"""Links one new report: its origin, its story, and for each claim the event it joins or founds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from tocsin.knowledge.directory import Directory
from tocsin.linking import copies, stories
from tocsin.linking.cards import ClaimCard, ReportCard, claim_cards, report_card
from tocsin.linking.compare import Profile, standing
from tocsin.linking.grouping import ENOUGH, MEAN, comparable, group, rest
from tocsin.linking.keys import claim_keys, claim_queries, report_queries
from tocsin.linking.near import Near
from tocsin.linking.weighing import odds, share, why
from tocsin.records import Record

PREFIX = "e"


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
    return Linked(card, origin, story, cards, tuple(_placed(cards, near)))


def _placed(cards: Sequence[ClaimCard], near: Near) -> list[Placement]:
    """A placement for each claim, in the order of the claims."""
    before = {card.claim.id: event for card in cards if (event := near.event_of(card.claim.id))}
    new = [Profile(card) for card in cards if card.claim.id not in before]
    known = _events(cards, near, before)
    placed = {name: Placement(name, event, 1.0, "linked before", founds=False) for name, event in before.items()}
    for event, members in group(new, known, near.forced):
        name = event or PREFIX + members[0].card.claim.id
        for number, profile in enumerate(members):
            others = rest(profile, [*known.get(event or "", ()), *members])
            placed[profile.card.claim.id] = _placement(profile, name, others, founds=event is None and number == 0)
    denied = [_with_denied(placed[profile.card.claim.id], profile, known, new, placed) for profile in new]
    placed |= {placement.claim: placement for placement in denied}
    return [placed[card.claim.id] for card in cards]


def _events(cards: Sequence[ClaimCard], near: Near, before: Mapping[str, str]) -> dict[str, list[Profile]]:
    """The near claims by their events."""
    queries = dict.fromkeys(key for card in cards for key in claim_queries(card))
    own = {card.claim.id for card in cards}
    found: dict[str, list[Profile]] = {}
    for card in near.claims(tuple(queries)):
        event = near.event_of(card.claim.id)
        if event and card.claim.id not in own:
            found.setdefault(event, []).append(Profile(card))
    for card in cards:
        if card.claim.id in before:
            found.setdefault(before[card.claim.id], []).append(Profile(card))
    return found


def _placement(profile: Profile, event: str, others: Sequence[Profile], founds: bool) -> Placement:
    """The placement with its score and its reason: the member of the event that is most like the claim."""
    claim = profile.card.claim.id
    scored = [(odds(profile, other), other) for other in others if comparable(profile, other)]
    if founds or not scored:
        reason = "founds the event" if founds else "put there by a person"
        return Placement(claim, event, 1.0, reason, founds)
    best, closest = max(scored, key=lambda pair: pair[0])
    total = MEAN * sum(value for value, _ in scored) / len(scored) + (1 - MEAN) * best
    trigger = closest.card.claim.trigger.text
    reason = f"like “{trigger}” in {closest.card.report}: {why(profile, closest)}"
    return Placement(claim, event, round(share(total), 2), reason, founds)


def _with_denied(
    placement: Placement,
    profile: Profile,
    known: Mapping[str, Sequence[Profile]],
    new: Sequence[Profile],
    placed: Mapping[str, Placement],
) -> Placement:
    """The placement of a denial with the event it denies, where one is like it."""
    if standing(profile.card.claim) != "denied":
        return placement
    others = [(event, other) for event, members in known.items() for other in members]
    others += [(placed[other.card.claim.id].event, other) for other in new]
    scored = [(odds(profile, other), event) for event, other in others if _deniable(profile, other)]
    best = max(scored, default=(ENOUGH - 1, ""))
    return replace(placement, denies=best[1]) if best[0] >= ENOUGH else placement


def _deniable(denial: Profile, other: Profile) -> bool:
    """Something done, of the same type, that shares a key with the denial."""
    if other.card.claim.type != denial.card.claim.type or standing(other.card.claim) != "done":
        return False
    same = other.card.report == denial.card.report
    return same or not set(claim_queries(denial.card)).isdisjoint(claim_keys(other.card))
