"""Why a name is taken for one place and not another: the candidates with their chances and the reasons in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tocsin.gazetteer.lookup import Entry, Gazetteer
from tocsin.gazetteer.names import normalise, parts
from tocsin.gazetteer.resolver import AT_LEAST, weights
from tocsin.gazetteer.story import CANDIDATE, Array, Query, Story, softmax

MOST_REASONS = 3
TELLING = 0.25  # a difference in utility that is worth saying
NAMED = 3  # mentions that a country given on the command line counts for
# What a number about a candidate says where it speaks for it, and where it speaks against it.
WORDS = {
    "people": ("many people", "few people"),
    "share": ("most of the people who live in a place of that name", "others of that name are far bigger"),
    "country": ("a country", ""),
    "admin1": ("", "the town of that name is meant more often than the province"),
    "admin2": ("", "the town of that name is meant more often than the district"),
    "feature": ("", "a region, a water or a site"),
    "own": ("named in news of conflicts", ""),
    "capital": ("a national capital", ""),
    "grade": ("", "not its usual name"),
    "foreign": ("", "a name it has in other languages or times"),
    "unspelt": ("", "spelt otherwise"),
    "wanted": ("of the kind that the words ask for", ""),
    "unwanted": ("", "of another kind than the words ask for"),
    "within": ("lies in the area named with it", ""),
    "without": ("", "lies outside the area named with it"),
    "abroad": ("its country is named", ""),
    "area": ("its province is named", ""),
    "unlike": ("", "an abbreviation is seldom a town's name"),
    "world_share": ("the biggest of that name, as in news of several countries", "others of that name are far bigger"),
    "world_country": ("a country, in news of several countries", ""),
    "world_capital": ("a capital, in news of several countries", ""),
    "story": ("the other places lie in its country", ""),
    "near": ("near the other places", ""),
    "around": ("in the region of the other places", ""),
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
    first = found[0]
    if first.chance < AT_LEAST:
        return f"left unresolved: no place of that name has a chance of {AT_LEAST} or more"
    why = "; ".join(first.reasons) if len(found) > 1 else "the only place of that name"
    return f"{first.entry.name} ({first.entry.country or first.entry.kind}) is taken: {why or 'nothing speaks for another'}"


def _reasons(part: Array, row: int, order: Sequence[int], weight: Array) -> tuple[str, ...]:
    """What sets a candidate apart from the likeliest other one."""
    rival = next((i for i in order if i != row), None)
    if rival is None:
        return ()
    gain = (part[row] - part[rival]) * weight
    said = []
    for i in np.argsort(-np.abs(gain), kind="stable"):
        words = WORDS.get(CANDIDATE[int(i)], ("", ""))[int(gain[i] < 0)]
        if abs(gain[i]) >= TELLING and words and words not in said:
            said.append(words)
    return tuple(said[:MOST_REASONS])
