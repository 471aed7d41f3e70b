"""Choosing the place a name stands for, out of what the gazetteer knows and what else the report names.

A conditional logit: every candidate of a name has a utility, a weighted sum of a few numbers about it, and so has
"none of these, or no place at all". The weights are data (place_weights.csv), fitted by bench/fit_places.py. It is
run twice: the second time a candidate is also judged by how near it is to the places the first run chose.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.gazetteer.lookup import Entry, Gazetteer
from tocsin.gazetteer.names import DATA, normalise

Array = npt.NDArray[np.float64]

EARTH_KM = 6371.0
NEAR_KM, REGION_KM = 120.0, 600.0  # how far places of one story lie apart
PEOPLE = {"water": 5.5, "region": 5.0, "border": 6.0, "site": 5.0}  # stands in for log population
SAME_KM = 80.0  # entries as near as that are one place under two heads: a town, its district, its province
# The kinds that a class word may mean, and the order in which heads of one place are taken without one.
FITS = {
    "admin1": frozenset({"admin1", "region"}),
    "admin2": frozenset({"admin2"}),
    "region": frozenset({"region", "admin1"}),
    "site": frozenset({"site"}),
    "water": frozenset({"water"}),
    "border": frozenset({"border"}),
    "city": frozenset({"city"}),
}
HEADS = ("country", "site", "water", "border", "city", "region", "admin1", "admin2")
AT_LEAST = 0.35  # below this the place is unknown
RIVALS = 3
UNKNOWN_AREA = "?"
CANDIDATE = (
    "people",
    "share",
    "country",
    "admin1",
    "admin2",
    "feature",
    "own",
    "capital",
    "grade",
    "foreign",
    "wanted",
    "unwanted",
    "within",
    "without",
    "nation",
    "area",
    "story",
    "near",
    "around",
)
NONE = (
    "bias",
    "GPE",
    "LOC",
    "FAC",
    "PERSON",
    "ORG",
    "other",
    "located",
    "contained",
    "classed",
    "long",
    "surname",
    "certain",
    "row",
    "person",
    "apposed",
    "many",
)
LABELS = ("GPE", "LOC", "FAC", "PERSON", "ORG")


@dataclass(frozen=True, slots=True)
class Query:
    """A name as found in a text.

    `key` is normalised, `wanted` the kind its class word asks for, `within` the keys of the areas it is said to lie
    in, `label` the recogniser's, `located` whether a preposition of place goes before it, `surname` whether
    somebody of the report bears it, `certain` that the preposition goes before places only, `row` that it stands in a
    row with another place, `apposed` that it follows "the town of" and the like.
    """

    key: str
    wanted: str | None = None
    label: str = ""
    located: bool = False
    within: tuple[str, ...] = ()
    surname: bool = False
    certain: bool = False
    row: bool = False
    apposed: bool = False


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


@dataclass(slots=True)
class Group:
    """One name of the report: its candidates, their fixed features and unit vectors."""

    entries: tuple[Entry, ...]
    fixed: Array
    points: Array


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


class Story:
    """The names of one report and what they say about each other; the features of every candidate."""

    def __init__(self, queries: Sequence[Query], nations: Mapping[str, int], base: Gazetteer) -> None:
        self.queries = queries
        self.keys = list(dict.fromkeys(q.key for q in queries))
        self.groups = [_group(key, base) for key in self.keys]
        self.index = {key: i for i, key in enumerate(self.keys)}
        self.starts = np.cumsum([0, *(len(g.entries) for g in self.groups)])
        self.nations = Counter(nations)
        for query in queries:
            group = self.groups[self.index[query.key]]
            if group.entries and group.entries[0].kind == "country" and group.entries[0].country:
                self.nations[group.entries[0].country] += 1
        self.points = np.concatenate([g.points for g in self.groups]) if self.groups else np.zeros((0, 3))
        self.features = self._features(base)

    def _features(self, base: Gazetteer) -> Array:
        total = int(self.starts[-1])
        table = np.zeros((total, len(CANDIDATE)))
        wanted = {q.key: q.wanted for q in self.queries if q.wanted}
        within: dict[str, set[str]] = {}
        for query in self.queries:
            within.setdefault(query.key, set()).update(query.within)
        named = set(self.keys)
        row = 0
        for key, group in zip(self.keys, self.groups, strict=True):
            size = len(group.entries)
            table[row : row + size, :10] = group.fixed
            areas = [_areas(name, base) for name in within[key]]
            for entry in group.entries:
                table[row, 10:16] = self._situation(entry, wanted.get(key), areas, named - {key})
                row += 1
        return table

    def _situation(
        self, entry: Entry, wanted: str | None, areas: list[frozenset[str]], named: set[str]
    ) -> tuple[float, ...]:
        fits = wanted is not None and entry.kind in FITS[wanted]
        inside = [bool(area & _belongs(entry)) for area in areas if area]
        return (
            float(fits),
            float(wanted is not None and not fits),
            float(any(inside)),
            float(bool(inside) and not any(inside)),
            float(np.log1p(max((self.nations[c] for c in entry.countries), default=0)))
            if entry.kind != "country"
            else 0.0,
            float(entry.admin1 is not None and entry.kind != "admin1" and _key(entry.admin1) in named),
        )

    def _mentions(self, entry: Entry) -> float:
        """How often the report names the candidate's country (its own name says nothing for a country)."""
        most = 0 if entry.kind == "country" else max((self.nations[c] for c in entry.countries), default=0)
        return float(np.log1p(most))

    def with_company(self, chances: list[Array]) -> Array:
        """The features with the last three filled: what share of the report's other names lies in the
        candidate's country, near it and around it, by the chances of a first run."""
        table = self.features.copy()
        if len(self.groups) < 2:
            return table
        tops, owners, heavy = [], [], []
        for i, chance in enumerate(chances):
            for j in np.argsort(-chance)[:3]:
                if chance[j] > 0.05 and self.groups[i].entries[j].kind not in {"country", "region"}:
                    tops.append(int(self.starts[i] + j))
                    owners.append(i)
                    heavy.append(chance[j])
        if not tops:
            return table
        sizes = np.diff(self.starts)
        group_of = np.repeat(np.arange(len(self.groups)), sizes)
        mass = np.array(heavy) * (group_of[:, None] != np.array(owners)[None, :])
        km = EARTH_KM * np.sqrt(np.maximum(0.0, 2 - 2 * self.points @ self.points[tops].T))
        countries = np.array([hash(e.country or e.id) for g in self.groups for e in g.entries])
        others = max(1.0, len(set(owners)) - 1.0)
        table[:, 16] = (mass * (countries[:, None] == countries[tops][None, :])).sum(1) / others
        table[:, 17] = np.log1p((mass * np.exp(-km / NEAR_KM)).sum(1))
        table[:, 18] = np.log1p((mass * np.exp(-km / REGION_KM)).sum(1))
        area = (table[:, 2] > 0)[:, None]
        table[:, 16:19] = np.where(area, 0.0, table[:, 16:19])
        return table

    def chances(self, table: Array, weight: Array) -> list[Array]:
        """By group, the chance of every candidate, given that the name is one of them."""
        utility = table @ weight
        return [_softmax(utility[a:b]) for a, b in zip(self.starts[:-1], self.starts[1:], strict=True)]

    def none_features(self) -> Array:
        """By query, the features of "none of these"."""
        rows = [(*_none(query), self._many(query.key)) for query in self.queries]
        return np.array(rows).reshape(-1, len(NONE))

    def _many(self, key: str) -> float:
        """How many places bear the name: towns are named after people, people seldom after one far town."""
        return float(np.log1p(len(self.groups[self.index[key]].entries)))


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
        chance = _softmax(np.append(utility[part], nothing))[:-1]
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
    if sure < AT_LEAST:
        return Answer(None, sure, tuple(group.entries[j].id for j in order[:RIVALS]))
    best = min(heads, key=lambda j: (*_head(group.entries[j], wanted), -chance[j]))
    rest = [*others, *(j for j in heads if j != best)]
    rivals = sorted((j for j in rest if chance[j] >= 0.01), key=lambda j: -chance[j])
    return Answer(group.entries[best], sure, tuple(group.entries[j].id for j in rivals[:RIVALS]))


def _head(entry: Entry, wanted: str | None) -> tuple[bool, bool, int]:
    return (wanted is not None and entry.kind not in FITS[wanted], entry.grade > 1, HEADS.index(entry.kind))


def _softmax(utility: Array) -> Array:
    if not len(utility):
        return utility
    raised = np.exp(utility - utility.max())
    return np.asarray(raised / raised.sum())


def _none(query: Query) -> tuple[float, ...]:
    labels = tuple(float(query.label == label) for label in LABELS)
    return (
        1.0,
        *labels,
        float(query.label not in LABELS),
        float(query.located),
        float(bool(query.within)),
        float(query.wanted is not None),
        float(query.key.count(" ") > 0),
        float(query.surname),
        float(query.certain),
        float(query.row),
        float(query.surname and query.label == "PERSON"),
        float(query.apposed),
    )


_groups: dict[tuple[str, int], Group] = {}


def _group(key: str, base: Gazetteer) -> Group:
    """The candidates of a key with what is always true of them; kept, as news repeats its names."""
    found = _groups.get((key, id(base)))
    if found is None:
        if len(_groups) > 20000:
            _groups.clear()
        found = _groups[(key, id(base))] = _new_group(base.by_key(key))
    return found


def _new_group(entries: tuple[Entry, ...]) -> Group:
    people = np.array([_people(entry) for entry in entries])
    crowd = np.log10(np.sum(10**people)) if entries else 0.0
    fixed = np.array([_fixed(entry, size, crowd) for entry, size in zip(entries, people, strict=True)])
    lat, lon = np.radians([e.lat for e in entries]), np.radians([e.lon for e in entries])
    points = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    return Group(entries, fixed.reshape(-1, 10), points.reshape(-1, 3))


def _people(entry: Entry) -> float:
    if entry.kind in PEOPLE:
        return PEOPLE[entry.kind]
    return float(np.log10(max(entry.population, 100)))


def _fixed(entry: Entry, people: float, crowd: float) -> tuple[float, ...]:
    return (
        people - 5.0,
        people - crowd,
        float(entry.kind == "country"),
        float(entry.kind == "admin1"),
        float(entry.kind == "admin2"),
        float(entry.kind in PEOPLE),
        float(entry.feature in {"T.OWN", "L.BDR"}),
        float(entry.feature == "P.PPLC"),
        float(entry.grade > 0),
        float(entry.grade > 1),
    )


@cache
def _key(name: str) -> str:
    return normalise(name)


def _belongs(entry: Entry) -> frozenset[str]:
    """What a container of the entry may be called by: its country's code, its first-level area within it."""
    area = _key(entry.admin1) if entry.admin1 else UNKNOWN_AREA
    return frozenset({*entry.countries, f"{entry.country}/{area}"})


def _areas(key: str, base: Gazetteer) -> frozenset[str]:
    """The codes of the countries and first-level areas a container's name may stand for."""
    found = set()
    for entry in base.by_key(key):
        if entry.kind == "country" and entry.country:
            found.add(entry.country)
        elif entry.kind == "admin1" and entry.country:
            found |= {f"{entry.country}/{_key(entry.admin1 or entry.name)}", f"{entry.country}/{UNKNOWN_AREA}"}
    return frozenset(found)
