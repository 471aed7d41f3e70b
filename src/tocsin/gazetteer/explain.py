"""Why a name is taken for one place and not another: the candidates with their chances and the reasons in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tocsin.gazetteer.borders import distance_km
from tocsin.gazetteer.lookup import Entry, Gazetteer
from tocsin.gazetteer.names import normalise, parts
from tocsin.gazetteer.resolver import AT_LEAST, SAME_KM, weights
from tocsin.gazetteer.story import CANDIDATE, Array, Query, Story, softmax

MOST_REASONS = 3
TELLING = 0.25  # a difference in utility that is worth saying
NAMED = 3  # mentions that a country given on the command line counts for
# What a number about a candidate says where it speaks for it, and where it speaks against it.
WORDS = {
    "people": ("many people", "few people"),
    "share": ("most of the people who live in a place of that name", "others of that name are far bigger"),
    "country": ("a country", "no country"),
    "admin1": ("", "the town of that name is meant more often than the province"),
    "admin2": ("", "the town of that name is meant more often than the district"),
    "feature": ("", "a region, a water or a site"),
    "own": ("named in news of conflicts", ""),
    "capital": ("a national capital", "no capital"),
    "grade": ("", "not its usual name"),
    "foreign": ("", "a name it has in other languages or times"),
    "unspelt": ("", "spelt otherwise"),
    "wanted": ("of the kind that the words ask for", ""),
    "unwanted": ("", "of another kind than the words ask for"),
    "within": ("lies in the area named with it", "does not lie in the area named with it"),
    "without": ("", "lies outside the area named with it"),
    "abroad": ("its country is named", "its country is not named"),
    "area": ("its province is named", "its province is not named"),
    "unlike": ("", "an abbreviation is seldom a town's name"),
    "world_share": ("the biggest of that name, as in news of several countries", "others of that name are far bigger"),
    "world_country": ("a country, in news of several countries", ""),
    "world_capital": ("a capital, in news of several countries", ""),
    "story": ("the other places lie in its country", "the other places lie in another country"),
    "near": ("near the other places", "far from the other places"),
    "around": ("in the region of the other places", "far from the other places"),
    "holds": ("the other places lie in it", ""),
}


class Candidate(NamedTuple):
    """A place that the name may stand for, how likely that is of all it may stand for, and why, in words."""

    entry: Entry
    chance: float
    reasons: tuple[str, ...]


def find(name: str, country: str | None, near: Sequence[str], base: Gazetteer) -> list[Candidate]:
    """The candidates of a name, the likeliest first, in a report that also names this country and these places."""
    key = normalise(name)
    queries = [Query(key, wanted=parts(key).kind, label="GPE", located=True)]
    queries += [Query(normalise(other), label="GPE", located=True) for other in near]
    story = Story(queries, {country: NAMED} if country else {}, base)
    fitted = weights()
    table = story.with_company(story.chances(story.features, fitted.first))
    group = story.groups[0]
    part = table[: len(group.entries)]
    chance = softmax(part @ fitted.second)
    order = [int(i) for i in np.argsort(-chance, kind="stable")]
    return [Candidate(group.entries[i], float(chance[i]), _reasons(part, i, order, fitted.second)) for i in order]


def verdict(found: Sequence[Candidate]) -> str:
    """Whether the first would be taken, in words."""
    if not found:
        return "the gazetteer has no such name"
    first = found[0].entry
    chance = sum(each.chance for each in found if _one_place(each.entry, first))
    if chance < AT_LEAST:
        return f"left unresolved: no place of that name has a chance of {AT_LEAST} or more"
    others = any(not _one_place(each.entry, first) for each in found)
    why = "; ".join(found[0].reasons) if others else "the only place of that name"
    return f"{first.name} ({first.country or first.kind}) is taken, {chance:.2f}: {why or 'nothing tells for another'}"


def _one_place(entry: Entry, first: Entry) -> bool:
    near = distance_km(entry.lat, entry.lon, first.lat, first.lon) <= SAME_KM
    return entry is first or (near and entry.country == first.country)


def _reasons(part: Array, row: int, order: Sequence[int], weight: Array) -> tuple[str, ...]:
    """What speaks for the likeliest against the next, and against each other beside the likeliest."""
    if len(order) < 2:
        return ()
    best = row == order[0]
    gain = (part[row] - part[order[1] if best else order[0]]) * weight * (1 if best else -1)
    said = (WORDS.get(CANDIDATE[int(i)], ("", ""))[int(not best)] for i in np.argsort(-gain) if gain[i] >= TELLING)
    return tuple(dict.fromkeys(filter(None, said)))[:MOST_REASONS]
