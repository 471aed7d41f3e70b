"""What one claim of an event says otherwise than another: worked out from the claims, nothing is settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Literal

from msgspec import Struct

from tocsin.exports import wording
from tocsin.linking.cards import bounds
from tocsin.linking.compare import standing
from tocsin.linking.conflicts import contradict, counts_the_same
from tocsin.records import Actor, Claim, Interval, Place, Quantity

Relation = Literal["contradicts", "updates", "differs", "adds", "lacks"]


class Difference(Struct, frozen=True):
    """One thing that the other claim says otherwise; what a side does not say is empty there.

    `adds` is what only the other says, `lacks` what only this one does; `updates` is what one source said on two days.
    """

    what: str
    relation: Relation
    here: str
    there: str


def differences(here: Claim, there: Claim, updated: bool = False) -> tuple[Difference, ...]:
    """What the claim `there` says otherwise than the claim `here`; `updated`: one source says both, on two days."""
    return tuple(filter(None, _compared(here, there, updated)))


def _compared(here: Claim, there: Claim, updated: bool) -> Iterator[Difference | None]:
    if here.status != there.status:
        against = {standing(here), standing(there)} == {"done", "denied"}
        yield Difference("status", "contradicts" if against else "differs", here.status, there.status)
    for name, mine, yours in (("who", here.actors, there.actors), ("whom", here.recipients, there.recipients)):
        yield _told(name, _named(mine), _named(yours), wording.actors(mine), wording.actors(yours))
    yield _figures(here, there, updated)
    yield _when("when", here.when, there.when)
    yield _when("due", here.due, there.due)
    yield _told("where", _named(here.places), _named(there.places), *map(wording.where, (here.places, there.places)))
    speakers = [{each.name.casefold() for each in claim.sources[:1]} for claim in (here, there)]
    told = [wording.chain(claim.sources) or wording.OWN_WORD for claim in (here, there)]
    if speakers[0] != speakers[1]:
        yield Difference("according to", "differs", *told)


def _named(each: Iterable[Actor | Place]) -> set[str]:
    return {one.id or one.name.casefold() for one in each}


def _told(what: str, mine: set[str], yours: set[str], here: str, there: str) -> Difference | None:
    if mine == yours:
        return None
    relation: Relation = "differs" if mine and yours else "adds" if yours else "lacks"
    return Difference(what, relation, here, there)


def _figures(here: Claim, there: Claim, updated: bool) -> Difference | None:
    mine, yours = here.quantities, there.quantities
    if _within(mine, yours) and _within(yours, mine):
        return None
    told = wording.how_many(here), wording.how_many(there)
    if any(contradict(one, other) for one, other in product(mine, yours)):
        return Difference("figures", "updates" if updated else "contradicts", *told)
    return Difference("figures", "differs" if mine and yours else "adds" if yours else "lacks", *told)


def _within(mine: Sequence[Quantity], yours: Sequence[Quantity]) -> bool:
    """Each of these figures is among those: the same bounds, of the same thing."""
    return all(any(_alike(one, other) for other in yours) for one in mine)


def _alike(one: Quantity, other: Quantity) -> bool:
    bounds = [(each.about, each.low, each.high, each.unit or "") for each in (one, other)]
    return bounds[0] == bounds[1] and counts_the_same(one, other)


def _when(what: str, mine: Interval | None, yours: Interval | None) -> Difference | None:
    given = [{"/".join(bounds(each))} if each and (each.start or each.end) else set() for each in (mine, yours)]
    return _told(what, given[0], given[1], wording.interval(mine), wording.interval(yours))
