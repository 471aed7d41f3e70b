"""How alike two claims are, in numbers with names. Where one side is silent there is no number: silence is not zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tocsin.gazetteer.borders import distance_km
from tocsin.linking.cards import ClaimCard, bounds
from tocsin.linking.words import likeness, stem, weight, words
from tocsin.records import Actor, Claim, Place, Quantity

STANDING = {
    "happened": "done",
    "ongoing": "done",
    "denied": "denied",
    "possible": "open",
    "unclear": "open",
}  # every other status: not yet
NEAR_KM = 30.0
OTHER_TOOLS = frozenset({"aerial"})
ANOTHER = frozenset("another second third separate other further fresh new similar earlier previous".split())
WITHIN = ("place", "time", "figure", "recipient", "actor")  # in one report, which seldom contradicts itself, these weigh more


def standing(claim: Claim) -> str:
    """done, open, denied or not yet: claims of two standings are never one event."""
    return STANDING.get(claim.status, "not yet")


@dataclass(frozen=True)
class Profile:
    """A claim's card with what comparing needs, worked out once."""

    card: ClaimCard

    @cached_property
    def trigger(self) -> frozenset[str]:
        """The stems of the trigger."""
        return frozenset(stem(word) for word in words(self.card.claim.trigger.text) if len(word) > 2)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The resolved places of the claim."""
        return tuple(place for place in self.card.claim.places if place.id)

    @cached_property
    def around(self) -> tuple[Place, ...]:
        """The places of the claim or, where it has none, of its sentence."""
        return self.places or self.card.context.places

    @cached_property
    def when(self) -> tuple[str, str] | None:
        """When it happened, or by when it is to."""
        claim = self.card.claim
        interval = claim.when or claim.due
        return bounds(interval) if interval and (interval.start or interval.end) else None

    @cached_property
    def published(self) -> date | None:
        """When its report was published."""
        try:
            return date.fromisoformat(self.card.published or "")
        except ValueError:
            return None

    @cached_property
    def another(self) -> bool:
        """Its words say that it is one more: "another attack", "a second bombing"."""
        claim = self.card.claim
        before = claim.sentence.text[: max(0, claim.trigger.start - claim.sentence.start)]
        return not ANOTHER.isdisjoint(words(before)[-3:])

    @cached_property
    def names(self) -> frozenset[str]:
        """The rarer names of its sentence."""
        return frozenset(self.card.context.names)


def numbers(one: Profile, other: Profile) -> dict[str, float]:
    """What speaks for one event and what against it; a number that is not there says nothing."""
    a, b = one.card, other.card
    found = {"constant": 1.0, "same_story": float(bool(a.story) and a.story == b.story)}
    found["same_report"] = float(a.report == b.report)
    found["words"] = likeness(a.context.terms, b.context.terms)
    _both(found, "trigger", _share(one.trigger, other.trigger))
    _both(found, "mode", same_mode(a.claim, b.claim))
    place = same_place(one.places, other.places)
    _both(found, "place", place)
    if place is None:
        _both(found, "near_place", same_place(one.around, other.around))
    when = same_time(one.when, other.when)
    _both(found, "time", when)
    if when is None:
        _both(found, "near_time", _near_time(one, other))
    _both(found, "actor", same_actors(a.claim.actors, b.claim.actors))
    _both(found, "recipient", same_actors(a.claim.recipients, b.claim.recipients))
    _both(found, "figure", same_figures(a.claim.quantities, b.claim.quantities))
    _both(found, "name", _share(one.names, other.names))
    if one.published and other.published:
        found["days_apart"] = min(abs((one.published - other.published).days) / 7, 2.0)
    if a.report == b.report:
        _within(found, one, other)
    return found


def _within(found: dict[str, float], one: Profile, other: Profile) -> None:
    """What weighs more between two claims of one report."""
    first, second = sorted((one, other), key=lambda profile: profile.card.claim.trigger.start)
    found["another"] = float(second.another)
    found["one_sentence"] = float(first.card.claim.sentence == second.card.claim.sentence)
    for name in WITHIN:
        if f"{name}_apart" in found:
            found[f"own_{name}_apart"] = found[f"{name}_apart"]


def _both(found: dict[str, float], name: str, value: float | None) -> None:
    """A number for likeness and one for difference, so that each has a weight of its own; none where silent."""
    if value is not None:
        found[f"{name}_same"], found[f"{name}_apart"] = value, 1.0 - value


def _share(one: frozenset[str], other: frozenset[str]) -> float | None:
    """The share of the smaller set that is in the other; null where one is empty."""
    return len(one & other) / min(len(one), len(other)) if one and other else None


def same_mode(one: Claim, other: Claim) -> float | None:
    """1 for the same mode, 0 for modes that exclude each other, null where a mode is missing or they may be one."""
    if not one.mode or not other.mode:
        return None
    if one.mode == other.mode:
        return 1.0
    if one.type == "ASSAULT" and (one.mode in OTHER_TOOLS) == (other.mode in OTHER_TOOLS):
        return None
    return 0.0


# ---------------------------------------------------------------- places
def same_place(one: Sequence[Place], other: Sequence[Place]) -> float | None:
    """How well the best pair of places fits; null where one side has none."""
    if not one or not other:
        return None
    return max(_fit(a, b) for a in one for b in other)


def _fit(one: Place, other: Place) -> float:
    """1 for one place, less for a part and its whole, little for a country and a place in it, 0 for two places."""
    if one.id == other.id:
        return 1.0 if one.kind != "country" else 0.6
    if one.country != other.country and one.country and other.country:
        return 0.0
    if "country" in (one.kind, other.kind):
        return 0.4
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.0
    reach = max(NEAR_KM, one.radius_km or 0.0, other.radius_km or 0.0)
    far = distance_km(one.lat, one.lon, other.lat, other.lon)
    if far <= NEAR_KM:
        return 0.9
    return 0.7 if far <= reach or (one.admin1 and one.admin1 == other.admin1) else 0.0


# ---------------------------------------------------------------- times
def same_time(one: tuple[str, str] | None, other: tuple[str, str] | None) -> float | None:
    """1 for the same days, less for wide stretches that overlap, a little for neighbours, 0 for others."""
    if one is None or other is None:
        return None
    if one == other:
        return 1.0
    if one[0] <= other[1] and other[0] <= one[1]:
        return 0.8
    return 0.3 if gap(one, other) <= 1 else 0.0


def gap(one: tuple[str, str], other: tuple[str, str]) -> int:
    """Days between two stretches of time, 0 where they touch."""
    first, second = sorted((one, other))
    try:
        return max(0, (date.fromisoformat(second[0]) - date.fromisoformat(first[1])).days)
    except ValueError:
        return 0 if second[0] <= first[1] else 365


def _near_time(one: Profile, other: Profile) -> float | None:
    """By the dates in the sentences, and by publication: what was reported cannot happen later."""
    fits = [same_time(a, b) for a in _whens(one) for b in _whens(other)]
    known = [fit for fit in fits if fit is not None]
    if known:
        return max(known)
    for dated, silent in ((one, other), (other, one)):
        published = silent.published
        if dated.when and published and standing(silent.card.claim) == "done" and dated.when[0] > published.isoformat():
            return 0.0
    return None


def _whens(profile: Profile) -> Iterable[tuple[str, str]]:
    return [profile.when] if profile.when else profile.card.context.whens


# ---------------------------------------------------------------- actors and figures
def same_actors(one: Sequence[Actor], other: Sequence[Actor]) -> float | None:
    """How well the best pair of named parties fits; null where one side names nobody."""
    return _best(one, other, _actor)


def _best(one: Sequence[Actor], other: Sequence[Actor], fit: Callable[[Actor, Actor], float | None]) -> float | None:
    known = [value for a in one for b in other if (value := fit(a, b)) is not None]
    return max(known, default=None)


def _actor(one: Actor, other: Actor) -> float | None:
    """1 for the same, .6 for two of one country, 0 for others; null where one is nobody in particular."""
    if one.id and other.id:
        return 1.0 if one.id == other.id else _of_one_country(one, other)
    mine, yours = _name(one), _name(other)
    if both := sum(weight(each) for each in mine & yours):
        return both / min(sum(map(weight, mine)), sum(map(weight, yours)))
    if not one.name[:1].isupper() or not other.name[:1].isupper():
        return None
    return _of_one_country(one, other)


def _of_one_country(one: Actor, other: Actor) -> float:
    return 0.6 if one.country and one.country == other.country else 0.0


def _name(actor: Actor) -> frozenset[str]:
    return frozenset(stem(word) for word in words(actor.name) if len(word) > 2 and not word.isdigit())


def same_figures(one: Sequence[Quantity], other: Sequence[Quantity]) -> float | None:
    """1 for an equal figure of one kind, .5 for bounds that meet, 0 for others; null where none can be compared."""
    fits = [_figure(a, b) for a in one for b in other if a.about == b.about and a.about != "other"]
    return max(fits, default=None)


def _figure(one: Quantity, other: Quantity) -> float:
    if (one.low, one.high) == (other.low, other.high):
        return 1.0
    return 0.5 if figures_meet(one, other) else 0.0


def figures_meet(one: Quantity, other: Quantity) -> bool:
    """Some number lies within the bounds of both."""
    lows = [each for each in (one.low, other.low) if each is not None]
    highs = [each for each in (one.high, other.high) if each is not None]
    return not lows or not highs or max(lows) <= min(highs)
