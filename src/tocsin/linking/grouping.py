"""Claims put into tellings, tellings into events: the surest pair first, until none is sure enough.

A telling is what one report says of one event. Two known events are never put together here, and what people keep
apart or together is obeyed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from tocsin.linking.cards import ClaimCard
from tocsin.linking.compare import Telling, standing
from tocsin.linking.keys import claim_keys, claim_queries
from tocsin.linking.near import Forced
from tocsin.linking.weighing import odds

WITHIN, ACROSS = -0.5, 0.0  # the logarithm of the odds that are enough in one report and between reports
MEAN = 0.5  # the mean of all pairs counts so much, the best pair the rest
TOGETHER, APART = 1000.0, -1000.0
Pair = tuple[int, int]
Bound = Callable[[str], Forced]


class Links:
    """The odds between groups, kept as sum, number and best; groups from `known` on are never put together."""

    def __init__(self, known: int) -> None:
        self._kept: dict[Pair, tuple[float, int, float]] = {}
        self._known = known

    def add(self, one: int, other: int, value: float, number: int = 1, best: float | None = None) -> None:
        """More pairs between these groups."""
        had = self._kept.get(_pair(one, other), (0.0, 0, APART))
        self._kept[_pair(one, other)] = (had[0] + value, had[1] + number, max(had[2], value if best is None else best))

    def score(self, pair: Pair) -> float:
        """How sure it is that the two groups are one."""
        total, number, best = self._kept[pair]
        return MEAN * total / number + (1 - MEAN) * best

    def best(self) -> tuple[float, Pair] | None:
        """The surest pair of groups."""
        found = max(((self.score(pair), (-pair[0], -pair[1])) for pair in self._kept), default=None)
        return (found[0], (-found[1][0], -found[1][1])) if found else None

    def join(self, kept: int, gone: int) -> None:
        """The second group becomes part of the first."""
        self._kept.pop(_pair(kept, gone), None)
        for pair in [pair for pair in self._kept if gone in pair]:
            total, number, best = self._kept.pop(pair)
            other = pair[0] if pair[1] == gone else pair[1]
            if min(kept, other) < self._known:
                self.add(kept, other, total, number, best)


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _grouped(links: Links, count: int, enough: float) -> dict[int, list[int]]:
    """The groups of the first `count` things by the group they end in."""
    groups: dict[int, list[int]] = {number: [number] for number in range(count)}
    while (found := links.best()) and found[0] >= enough:
        one, other = found[1]
        kept, gone = (other, one) if other >= count else (one, other)
        groups[kept] = [*groups.get(kept, []), *groups.pop(gone)]
        links.join(kept, gone)
    return groups


def tellings(cards: Sequence[ClaimCard], forced: Bound) -> list[Telling]:
    """The claims of one report by what they tell of, in the order of their first."""
    alone = [Telling((card,)) for card in cards]
    links = Links(len(alone))
    for (i, one), (j, other) in combinations(enumerate(alone), 2):
        if (value := between(one, other, forced)) is not None:
            links.add(i, j, value)
    groups = _grouped(links, len(alone), WITHIN)
    return [Telling(tuple(cards[number] for number in sorted(members))) for _, members in sorted(groups.items())]


def events(
    new: Sequence[Telling], known: Mapping[str, Sequence[Telling]], forced: Bound
) -> list[tuple[str | None, list[Telling]]]:
    """The tellings by event: each group with the known event it joins, or null where it founds one."""
    names = {len(new) + number: name for number, name in enumerate(known)}
    links = Links(len(new))
    for (i, one), (j, other) in combinations(enumerate(new), 2):
        if (value := between(one, other, forced)) is not None:
            links.add(i, j, value)
    asked = [{key for card in telling.cards for key in claim_queries(card)} for telling in new]
    for number, name in names.items():
        for other in known[name]:
            borne = {key for card in other.cards for key in claim_keys(card)}
            for i, one in enumerate(new):
                if not asked[i].isdisjoint(borne) and (value := between(one, other, forced)) is not None:
                    links.add(i, number, value)
    groups = _grouped(links, len(new), ACROSS)
    return [(names.get(number), [new[each] for each in members]) for number, members in groups.items()]


def between(one: Telling, other: Telling, forced: Bound) -> float | None:
    """The odds that two tellings are of one event; null where they can never be."""
    names = {claim.id for claim in other.claims}
    decided = [forced(claim.id) for claim in one.claims]
    if any(not names.isdisjoint(each.together) for each in decided):
        return TOGETHER
    if not comparable(one, other):
        return None
    return APART if any(not names.isdisjoint(each.apart) for each in decided) else odds(one, other)


def comparable(one: Telling, other: Telling) -> bool:
    """The two have one type and one standing."""
    a, b = one.first.claim, other.first.claim
    return a.type == b.type and standing(a) == standing(b)
