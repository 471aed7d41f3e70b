"""Choosing the place a name stands for, out of what the gazetteer knows and what else the report names.

A conditional logit: every candidate of a name has a utility, a weighted sum of a few numbers about it, and so has
"none of these, or no place at all". The weights are data (place_weights.csv), fitted by bench/fit_places.py. It is
run twice: the second time a candidate is also judged by how near it is to the places the first run chose.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from tocsin.gazetteer.lookup import Entry, Gazetteer
from tocsin.gazetteer.names import DATA
from tocsin.gazetteer.story import CANDIDATE, EARTH_KM, NONE, Array, Group, Query, Story, is_wanted, softmax

SAME_KM = 80.0  # entries as near as that are one place under two heads: a town, its district, its province
# The order in which heads of one place are taken without a class word.
HEADS = ("country", "site", "water", "border", "city", "region", "admin1", "admin2")
AT_LEAST = 0.35  # below this the place is unknown
AT_LEAST_TOWN = 0.6  # for a town or an area that "X airport" and "X hospital" are taken to lie in
RIVALS = 3


class Answer(NamedTuple):
    """The chosen entry (null: unknown), how sure that is, and the ids of the next best."""

    entry: Entry | None
    confidence: float
    rivals: tuple[str, ...]


class Weights(NamedTuple):
    """Weights of the candidates' features and of "none", for the first and the second run."""

    first: Array
    second: Array
    none_first: Array
    none_second: Array


@cache
def weights() -> Weights:
    """The fitted weights of place_weights.csv."""
    table: dict[str, dict[str, tuple[float, float]]] = {"candidate": {}, "none": {}}
    with (DATA / "place_weights.csv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(line for line in text if not line.startswith("#")):
            table[row["of"]][row["feature"]] = (float(row["first"]), float(row["second"]))
    candidate = np.array([table["candidate"][name] for name in CANDIDATE])
    none = np.array([table["none"][name] for name in NONE])
    return Weights(candidate[:, 0], candidate[:, 1], none[:, 0], none[:, 1])


def resolve(queries: Sequence[Query], nations: Mapping[str, int], base: Gazetteer) -> list[Answer]:
    """An answer for every query, in their order. `nations` counts mentions of countries by alpha-3 code that are
    no place names themselves (adjectives). A name that is unknown leaves the others as they are."""
    if not queries:
        return []
    fitted, story = weights(), Story(queries, nations, base)
    table = story.with_company(story.chances(story.features, fitted.first))
    utility, none = table @ fitted.second, story.none_features() @ fitted.none_second
    answers = []
    for query, nothing in zip(queries, none, strict=True):
        i = story.index[query.key]
        part = slice(int(story.starts[i]), int(story.starts[i + 1]))
        chance = softmax(np.append(utility[part], nothing))[:-1]
        answers.append(_answer(story.groups[i], chance, query.wanted))
    return answers


def _answer(group: Group, chance: Array, wanted: str | None) -> Answer:
    """The likeliest place. Entries of one country and spot share their chances: they are one place, and the head
    that the class word asks for stands for it."""
    if not group.entries:
        return Answer(None, 0.0, ())
    order = [int(j) for j in np.argsort(-chance, kind="stable")]
    top = group.entries[order[0]]
    km = EARTH_KM * np.sqrt(np.maximum(0.0, 2 - 2 * group.points @ group.points[order[0]]))
    heads = [j for j in order if (km[j] <= SAME_KM and group.entries[j].country == top.country)]
    sure = round(float(min(1.0, chance[heads].sum())), 3)
    others = [j for j in order if j not in heads]
    best = min(heads, key=lambda j: (*_head(group.entries[j], wanted), -chance[j]))
    found = group.entries[best]
    if sure < (AT_LEAST_TOWN if wanted == "site" and found.kind != "site" else AT_LEAST):
        return Answer(None, sure, tuple(group.entries[j].id for j in order[:RIVALS]))
    rest = [*others, *(j for j in heads if j != best)]
    rivals = sorted((j for j in rest if chance[j] >= 0.01), key=lambda j: -chance[j])
    return Answer(found, sure, tuple(group.entries[j].id for j in rivals[:RIVALS]))


def _head(entry: Entry, wanted: str | None) -> tuple[bool, bool, int, int]:
    wrong = wanted is not None and not is_wanted(entry, wanted)
    return (wrong, wanted == "admin1" != entry.kind, entry.grade, HEADS.index(entry.kind))
