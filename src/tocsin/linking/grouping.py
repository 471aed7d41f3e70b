"""New claims put into groups, and groups into known events: the surest pair first, until none is sure enough.

Two known events are never put together here, and what people keep apart or together is obeyed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from tocsin.linking.compare import Profile, standing
from tocsin.linking.keys import claim_keys, claim_queries
from tocsin.linking.near import Forced
from tocsin.linking.weighing import odds

ENOUGH = 0.0  # odds of one to one
MEAN = 0.5  # the mean of all pairs counts so much, the best pair the rest
TOGETHER, APART = 1000.0, -1000.0
Pair = tuple[int, int]


class Links:
    """The odds between the claims of two groups, kept as sum, number and best; groups from `known` on are events."""

    def __init__(self, known: int) -> None:
        self._kept: dict[Pair, tuple[float, int, float]] = {}
        self._known = known

    def add(self, one: int, other: int, value: float) -> None:
        """One more pair of claims of these groups."""
        total, number, best = self._kept.get(_pair(one, other), (0.0, 0, APART))
        self._kept[_pair(one, other)] = (total + value, number + 1, max(best, value))

    def score(self, pair: Pair) -> float:
        """How sure it is that the two groups are one."""
        total, number, best = self._kept[pair]
        return MEAN * total / number + (1 - MEAN) * best

    def best(self) -> tuple[float, Pair] | None:
        """The surest pair of groups."""
        return max(((self.score(pair), (-pair[0], -pair[1])) for pair in self._kept), default=None)

    def join(self, kept: int, gone: int) -> None:
        """The second group becomes part of the first."""
        self._kept.pop(_pair(kept, gone), None)
        for pair in [pair for pair in self._kept if gone in pair]:
            total, number, best = self._kept.pop(pair)
            other = pair[0] if pair[1] == gone else pair[1]
            if min(kept, other) >= self._known:
                continue
            had = self._kept.get(_pair(kept, other), (0.0, 0, APART))
            self._kept[_pair(kept, other)] = (had[0] + total, had[1] + number, max(had[2], best))


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def group(
    new: Sequence[Profile], known: Mapping[str, Sequence[Profile]], forced: Callable[[str], Forced]
) -> list[tuple[str | None, list[Profile]]]:
    """The groups of the new claims, each with the known event it joins, or null where it founds one."""
    groups: dict[int, list[Profile]] = {number: [profile] for number, profile in enumerate(new)}
    names = {len(new) + number: name for number, name in enumerate(known)}
    links = _links(new, {number: known[name] for number, name in names.items()}, forced)
    while (found := links.best()) and found[0] >= ENOUGH:
        one, other = (-number for number in found[1])
        kept, gone = (other, one) if other in names else (one, other)
        groups[kept] = [*groups.get(kept, []), *groups.pop(gone, [])]
        links.join(kept, gone)
    return [(names.get(number), members) for number, members in groups.items() if members]


def _links(new: Sequence[Profile], known: Mapping[int, Sequence[Profile]], forced: Callable[[str], Forced]) -> Links:
    links = Links(len(new))
    asked = [frozenset(claim_queries(profile.card)) for profile in new]
    bound = [forced(profile.card.claim.id) for profile in new]
    for (i, one), (j, other) in combinations(enumerate(new), 2):
        if (value := _odds(one, other, bound[i])) is not None:
            links.add(i, j, value)
    for number, members in known.items():
        for other in members:
            bears = claim_keys(other.card)
            for i, one in enumerate(new):
                if not asked[i].isdisjoint(bears) and (value := _odds(one, other, bound[i])) is not None:
                    links.add(i, number, value)
    return links


def _odds(one: Profile, other: Profile, forced: Forced) -> float | None:
    """Null for claims that can never be one event."""
    name = other.card.claim.id
    if name in forced.together:
        return TOGETHER
    if not comparable(one, other):
        return None
    return APART if name in forced.apart else odds(one, other)


def comparable(one: Profile, other: Profile) -> bool:
    """The two claims have one type and one standing."""
    a, b = one.card.claim, other.card.claim
    return a.type == b.type and standing(a) == standing(b)


def rest(profile: Profile, members: Iterable[Profile]) -> list[Profile]:
    """The other members of a group."""
    return [other for other in members if other.card.claim.id != profile.card.claim.id]
