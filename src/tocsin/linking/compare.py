"""How alike two claims are, in numbers with names. Where one side is silent there is no number: silence is not zero."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from tocsin.gazetteer.borders import distance_km
from tocsin.knowledge.directory import load_directory
from tocsin.linking.cards import ClaimCard, bounds, is_toll
from tocsin.linking.words import Terms, likeness, stem, together, weight, words
from tocsin.records import Actor, Claim, Place, Quantity

STANDING = {
    "happened": "done",
    "ongoing": "done",
    "denied": "denied",
    "possible": "open",
    "unclear": "open",
}  # every other status: not yet
NEAR_KM = 30.0
SILENT = 0.66  # where the weights of a place that fits and of one that does not cancel out
OPENS = 0.6  # how much a sentence is about what its report opens with, to tell of that
PLURAL = re.compile(r"[a-rt-z]s$")
OTHER_TOOLS = frozenset({"aerial"})
ANOTHER = frozenset("another second third separate other further fresh new similar earlier previous".split())
DEFINITE = frozenset("the this that these those".split())
INDEFINITE = frozenset("a an".split())
FAR = 1500  # characters between two triggers
WEEK = 7
ALIKE = 0.85
Days = tuple[str, str]


def standing(claim: Claim) -> str:
    """done, open, denied or not yet: claims of two standings are never one event."""
    return STANDING.get(claim.status, "not yet")


@dataclass(frozen=True)
class Telling:
    """What one report says of one event: one claim or several, taken together; worked out once."""

    cards: tuple[ClaimCard, ...]

    @property
    def claims(self) -> list[Claim]:
        """The claims, in the order of the text."""
        return [card.claim for card in self.cards]

    @property
    def first(self) -> ClaimCard:
        """The card of the first claim."""
        return self.cards[0]

    @cached_property
    def trigger(self) -> frozenset[str]:
        """The stems of the triggers."""
        return frozenset(stem(word) for claim in self.claims for word in words(claim.trigger.text) if len(word) > 2)

    @cached_property
    def plural(self) -> bool:
        """Every trigger is a noun in the plural: several acts told as one."""
        return all(PLURAL.search(claim.trigger.text) for claim in self.claims)

    @cached_property
    def before(self) -> list[str]:
        """The three words before the first trigger."""
        claim = self.first.claim
        return words(claim.sentence.text[: max(0, claim.trigger.start - claim.sentence.start)])[-3:]

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The resolved places of the claims."""
        return tuple(place for claim in self.claims for place in claim.places if place.id)

    @cached_property
    def around(self) -> tuple[Place, ...]:
        """The places of the claims or, where they have none, of their sentences."""
        return self.places or tuple(place for card in self.cards for place in card.context.places)

    @cached_property
    def whens(self) -> list[Days]:
        """When it happened, or by when it is to."""
        intervals = [claim.when or claim.due for claim in self.claims]
        return [bounds(each) for each in intervals if each and (each.start or each.end)]

    @cached_property
    def near_whens(self) -> list[Days]:
        """The dates of the claims or, where they have none, of their sentences."""
        return self.whens or [when for card in self.cards for when in card.context.whens]

    @cached_property
    def published(self) -> date | None:
        """When the report was published."""
        try:
            return date.fromisoformat(self.first.published or "")
        except ValueError:
            return None

    @cached_property
    def actors(self) -> list[Actor]:
        """All who act."""
        return [actor for claim in self.claims for actor in claim.actors]

    @cached_property
    def recipients(self) -> list[Actor]:
        """All who are acted upon."""
        return [actor for claim in self.claims for actor in claim.recipients]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """All figures."""
        return [quantity for claim in self.claims for quantity in claim.quantities]

    @cached_property
    def names(self) -> frozenset[str]:
        """The rarer names of the sentences."""
        return frozenset(name for card in self.cards for name in card.context.names)

    @cached_property
    def terms(self) -> Terms:
        """What the sentences are about."""
        return together([card.context.terms for card in self.cards])

    @cached_property
    def central(self) -> float:
        """How much it is about what the report opens with."""
        return max(card.context.central for card in self.cards)


def numbers(one: Telling, other: Telling) -> dict[str, float]:
    """What speaks for one event and what against; a number that is not there says nothing."""
    found = {"constant": 1.0, "words": likeness(one.terms, other.terms)}
    found["number_apart"] = float(one.plural != other.plural)
    found["central"] = math.sqrt(one.central * other.central)
    _both(found, "trigger", _share(one.trigger, other.trigger))
    _both(found, "mode", same_mode(one.claims, other.claims))
    place, when = same_place(one.places, other.places), same_times(one.whens, other.whens)
    _both(found, "place", place)
    _both(found, "time", when)
    if when == 0:
        found["long_apart"] = float(min(gap(a, b) for a in one.whens for b in other.whens) > WEEK)
    if place is None:
        _both(found, "near_place", same_place(one.around, other.around))
    if when is None:
        _both(found, "near_time", _near_time(one, other))
    _both(found, "actor", same_actors(one.actors, other.actors))
    _both(found, "recipient", same_actors(one.recipients, other.recipients))
    _both(found, "figure", same_figures(one.quantities, other.quantities))
    _both(found, "name", _share(one.names, other.names))
    (_within if one.first.report == other.first.report else _across)(found, one, other)
    return found


def _within(found: dict[str, float], one: Telling, other: Telling) -> None:
    """What only counts between two tellings of one report."""
    first, second = sorted((one, other), key=lambda telling: telling.first.claim.trigger.start)
    found["another"] = float(not ANOTHER.isdisjoint(second.before))
    found["definite"] = float(not DEFINITE.isdisjoint(second.before[-2:]))
    found["indefinite"] = float(not INDEFINITE.isdisjoint(second.before[-2:]))
    found["one_sentence"] = float(any(a.sentence == b.sentence for a in first.claims for b in second.claims))
    gap_ = min(abs(a.trigger.start - b.trigger.start) for a in first.claims for b in second.claims)
    found["far"] = min(gap_ / FAR, 1.0)


def _across(found: dict[str, float], one: Telling, other: Telling) -> None:
    """What only counts between the tellings of two reports."""
    found["same_story"] = float(bool(one.first.story) and one.first.story == other.first.story)
    found["off_centre"] = abs(one.central - other.central)
    found["copied"] = float(one.first.origin == other.first.origin and _told_alike(one, other))
    found["both_open"] = float(found["same_story"] and min(one.central, other.central) >= OPENS)
    found["same_toll"] = float(
        found.get("time_same") == 1 and found.get("place_same", 0) > 0 and _same_toll(one, other)
    )
    if one.published and other.published:
        found["days_apart"] = min(abs((one.published - other.published).days) / 7, 2.0)


def _same_toll(one: Telling, other: Telling) -> bool:
    """An equal exact number of dead or injured."""
    mine, yours = ({(q.about, q.low) for q in each.quantities if is_toll(q)} for each in (one, other))
    return not mine.isdisjoint(yours)


def _told_alike(one: Telling, other: Telling) -> bool:
    """A claim of each has the same trigger in nearly the same words."""
    return any(
        a.claim.trigger.text == b.claim.trigger.text and likeness(a.context.terms, b.context.terms) >= ALIKE
        for a in one.cards
        for b in other.cards
    )


def _both(found: dict[str, float], name: str, value: float | None) -> None:
    """A number for likeness and one for difference, so that each has a weight of its own; none where silent."""
    if value is not None:
        found[f"{name}_same"], found[f"{name}_apart"] = value, 1.0 - value


def _share(one: frozenset[str], other: frozenset[str]) -> float | None:
    """The share of the smaller set that is in the other; null where one is empty."""
    return len(one & other) / min(len(one), len(other)) if one and other else None


def same_mode(one: Sequence[Claim], other: Sequence[Claim]) -> float | None:
    """1 for a mode in common, 0 for modes that exclude each other, null where a mode is missing or they may be one."""
    mine, yours = {claim.mode for claim in one if claim.mode}, {claim.mode for claim in other if claim.mode}
    if not mine or not yours:
        return None
    if mine & yours:
        return 1.0
    if one[0].type == "ASSAULT" and bool(mine & OTHER_TOOLS) == bool(yours & OTHER_TOOLS):
        return None
    return 0.0


# ---------------------------------------------------------------- places
def same_place(one: Sequence[Place], other: Sequence[Place]) -> float | None:
    """How well the best pair of places fits; null where one side has none."""
    if not one or not other:
        return None
    return max(_fit(a, b) for a in one for b in other)


def _fit(one: Place, other: Place) -> float:
    """1 for one place, less for a part and its whole, 0 for two; a country says next to nothing of a place in it."""
    if one.id == other.id:
        return 1.0 if one.kind != "country" else 0.6
    if one.country != other.country and one.country and other.country:
        return 0.0
    if "country" in (one.kind, other.kind):
        return SILENT
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.0
    reach = max(NEAR_KM, one.radius_km or 0.0, other.radius_km or 0.0)
    far = distance_km(one.lat, one.lon, other.lat, other.lon)
    if far <= NEAR_KM:
        return 0.9
    return 0.7 if far <= reach or (one.admin1 and one.admin1 == other.admin1) else 0.0


# ---------------------------------------------------------------- times
def same_times(one: Sequence[Days], other: Sequence[Days]) -> float | None:
    """How well the best pair of dates fits; null where one side has none."""
    return max((same_time(a, b) for a in one for b in other), default=None)


def same_time(one: Days, other: Days) -> float:
    """1 for the same days, less for wide stretches that overlap, a little for neighbours, 0 for others."""
    if one == other:
        return 1.0
    if one[0] <= other[1] and other[0] <= one[1]:
        return 0.8
    return 0.3 if gap(one, other) <= 1 else 0.0


def gap(one: Days, other: Days) -> int:
    """Days between two stretches of time, 0 where they touch."""
    first, second = sorted((one, other))
    try:
        return max(0, (date.fromisoformat(second[0]) - date.fromisoformat(first[1])).days)
    except ValueError:
        return 0 if second[0] <= first[1] else 365


def _near_time(one: Telling, other: Telling) -> float | None:
    """By the dates in the sentences, and by publication: what was reported cannot happen later."""
    known = same_times(one.near_whens, other.near_whens)
    for dated, silent in ((one, other), (other, one)):
        published = silent.published
        if known is None and published and standing(silent.first.claim) == "done":
            known = 0.0 if any(when[0] > published.isoformat() for when in dated.whens) else None
    return known


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
    if alike := _of_one_country(one, other):
        return alike
    return 0.0 if one.name[:1].isupper() and other.name[:1].isupper() else None


def _of_one_country(one: Actor, other: Actor) -> float:
    return 0.6 if _countries(one.name, one.country) & _countries(other.name, other.country) else 0.0


@lru_cache(maxsize=10_000)
def _countries(name: str, country: str | None) -> frozenset[str]:
    """The countries an actor is of: its own, or those whose people its name speaks of ("Russian and Tajik troops")."""
    if country:
        return frozenset({country})
    named = (load_directory().demonym(word) for word in re.findall(r"\w+", name))
    return frozenset(entry.country for entry in named if entry and entry.country)


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
