"""The place names of one report, what each may stand for, and the numbers by which the candidates are judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tocsin.gazetteer.lookup import Entry, Gazetteer
from tocsin.gazetteer.names import normalise

Array = npt.NDArray[np.float64]

EARTH_KM = 6371.0
NEAR_KM, REGION_KM = 120.0, 600.0  # how far places of one story lie apart
PEOPLE = {"water": 5.5, "region": 5.0, "border": 6.0, "site": 5.0}  # stands in for log population
OWN, OWN_PEOPLE = "T.OWN", 4.5  # towns of our own are there because news names them
CONTINENT, CONTINENT_PEOPLE = "L.CONT", 8.5
MOST_WORLDLY = 2.0  # of the log of how many countries a report names
UNKNOWN_AREA = "?"
AREAS = frozenset({"admin1", "region"})  # what lies in them is near them
CALLED_SO = "area called so with its class word"
CLASSED = frozenset({CALLED_SO, "admin1", "admin2", "region"})  # what areas are called differs by country
# The kinds that a class word may mean.
FITS = {
    "admin1": frozenset({"admin1", "region"}),
    CALLED_SO: frozenset(),
    "admin2": frozenset({"admin2"}),
    "region": frozenset({"region", "admin1"}),
    "site": frozenset({"site"}),
    "water": frozenset({"water"}),
    "border": frozenset({"border"}),
    "city": frozenset({"city"}),
}
FIXED = ("people", "share", "country", "admin1", "admin2", "feature", "own", "capital", "grade", "foreign", "unspelt")
SITUATION = ("wanted", "unwanted", "within", "without", "nation", "abroad", "area", "unlike")
WORLDLY = ("world_share", "world_country", "world_capital")
COMPANY = ("story", "near", "around", "holds")
CANDIDATE = (*FIXED, *SITUATION, *WORLDLY, *COMPANY)
LABELS = ("GPE", "LOC", "FAC", "PERSON", "ORG")
NONE = (
    "bias",
    *LABELS,
    "other",
    "located",
    "contained",
    "classed",
    "sited",
    "long",
    "surname",
    "certain",
    "row",
    "person",
    "apposed",
    "peopled",
    "ordinary",
    "unheard",
    "far",
    "many",
)
COUNTRY, CAPITAL, SHARE = FIXED.index("country"), FIXED.index("capital"), FIXED.index("share")
SPELT = slice(
    FIXED.index("grade"), FIXED.index("unspelt") + 1
)  # of an area with its class word any spelling is as good
UNLIKE = 0.6  # but a nickname: "Bay State" is spelt unlike "Massachusetts"
SITUATED = slice(len(FIXED), len(FIXED) + len(SITUATION))
WORLD = slice(SITUATED.stop, SITUATED.stop + len(WORLDLY))
WITH_OTHERS = slice(WORLD.stop, WORLD.stop + len(COMPANY))


@dataclass(frozen=True, slots=True)
class Query:
    """A name as found in a text.

    `key` is normalised, `wanted` the kind its class word asks for, `within` the keys of the areas it is said to lie
    in, `label` the recogniser's, `located` whether a preposition of place goes before it, `surname` whether
    somebody of the report bears it, `certain` that the preposition goes before places only, `row` that it stands in a
    row with another place, `apposed` that it follows "the town of" and the like, `peopled` that "residents", "police"
    and the like follow it, `letters` that it is an abbreviation in capitals, `ordinary` that it is also a common
    word, `unheard` that the language model does not know it.
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
    peopled: bool = False
    letters: bool = False
    ordinary: bool = False
    unheard: bool = False


@dataclass(slots=True)
class Group:
    """One name of the report: its candidates, their fixed features, unit vectors and reach, their countries (one code
    each) and what a container of each may be called by."""

    entries: tuple[Entry, ...]
    fixed: Array
    points: Array
    reach: Array
    countries: tuple[str, ...]
    areas: tuple[str | None, ...]
    belongs: tuple[frozenset[str], ...]


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
        table = np.zeros((int(self.starts[-1]), len(CANDIDATE)))
        wanted = {q.key: q.wanted for q in self.queries if q.wanted}
        letters = {q.key for q in self.queries if q.letters}
        within: dict[str, set[str]] = {}
        for query in self.queries:
            within.setdefault(query.key, set()).update(query.within)
        named = set(self.keys)
        for key, group, first in zip(self.keys, self.groups, self.starts, strict=False):
            part = table[first : first + len(group.entries)]
            part[:, : len(FIXED)] = group.fixed
            areas = [area for name in sorted(within[key]) if (area := _areas(name, base))]
            asked = _asked(wanted.get(key), group)
            for row, entry in enumerate(group.entries):
                inside = [bool(area & group.belongs[row]) for area in areas]
                alike = part[row, SPELT.stop - 1] < UNLIKE
                if alike and entry.kind == "admin1" and is_wanted(entry, asked):
                    part[row, SPELT] = 0.0
                part[row, SITUATED] = (
                    *self._class(entry, asked),
                    float(any(inside)),
                    float(bool(inside) and not any(inside)),
                    *self._mentions(entry, base),
                    float(group.areas[row] in named and group.areas[row] != key),
                    float(key in letters and _key(entry.name) == key),
                )
        world = min(MOST_WORLDLY, float(np.log(max(1, len(self.nations)))))
        table[:, WORLD] = world * table[:, [SHARE, COUNTRY, CAPITAL]]
        return table

    def _class(self, entry: Entry, wanted: str | None) -> tuple[float, float]:
        fits = is_wanted(entry, wanted)
        return float(fits), float(wanted is not None and not fits)

    def _mentions(self, entry: Entry, base: Gazetteer) -> tuple[float, float]:
        """How often the report names the candidate's country (its own name says nothing for a country), and, where it
        does, how rare towns of that country are."""
        if entry.kind == "country":
            return 0.0, 0.0
        most, country = max(((self.nations[c], c) for c in entry.countries), default=(0, ""))
        return float(np.log1p(most)), base.rarity(country) if most else 0.0

    def with_company(self, chances: list[Array]) -> Array:
        """The features with the last four filled: what share of the report's other names lies in the candidate's
        country (for a country: in it), near it and around it, by the chances of a first run."""
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
        group_of = np.repeat(np.arange(len(self.groups)), np.diff(self.starts))
        mass = np.array(heavy) * (group_of[:, None] != np.array(owners)[None, :])
        reach = np.concatenate([group.reach for group in self.groups])
        km = EARTH_KM * np.sqrt(np.maximum(0.0, 2 - 2 * self.points @ self.points[tops].T))
        km = np.maximum(0.0, km - reach[:, None])
        countries = np.array([code for group in self.groups for code in group.countries])
        others = max(1.0, len(set(owners)) - 1.0)
        same = (mass * (countries[:, None] == countries[tops][None, :])).sum(1) / others
        near = np.log1p((mass * np.exp(-km / NEAR_KM)).sum(1))
        around = np.log1p((mass * np.exp(-km / REGION_KM)).sum(1))
        area = table[:, COUNTRY] > 0
        nothing = np.zeros_like(same)
        columns = [nothing, nothing, nothing, same], [same, near, around, nothing]
        table[:, WITH_OTHERS] = np.where(area[:, None], np.stack(columns[0], 1), np.stack(columns[1], 1))
        return table

    def chances(self, table: Array, weight: Array) -> list[Array]:
        """By group, the chance of every candidate, given that the name is one of them."""
        utility = table @ weight
        return [softmax(utility[a:b]) for a, b in zip(self.starts[:-1], self.starts[1:], strict=True)]

    def none_features(self) -> Array:
        """By query, the features of "none of these"."""
        rows = [(*_none(query), self._many(query.key)) for query in self.queries]
        return np.array(rows).reshape(-1, len(NONE))

    def _many(self, key: str) -> float:
        """How many places bear the name: towns are named after people, people seldom after one far town."""
        return float(np.log1p(len(self.groups[self.index[key]].entries)))


def _asked(wanted: str | None, group: Group) -> str | None:
    """The kind that is wanted; where an area is called so with its class word, those of the bare name are not it."""
    called = any(entry.whole and entry.kind == "admin1" for entry in group.entries)
    return CALLED_SO if wanted in {"admin1", "region"} and called else wanted


def is_wanted(entry: Entry, wanted: str | None) -> bool:
    """Whether the entry is of the kind that the class word asks for, or is an area that its country calls so."""
    if wanted is None:
        return False
    return entry.kind in FITS[wanted] or (entry.whole and entry.kind in AREAS and wanted in CLASSED)


def softmax(utility: Array) -> Array:
    """Utilities as chances that sum to one."""
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
        float(query.wanted == "site"),
        float(query.key.count(" ") > 0),
        float(query.surname),
        float(query.certain),
        float(query.row),
        float(query.surname and query.label == "PERSON"),
        float(query.apposed),
        float(query.peopled),
        float(query.ordinary),
        float(query.unheard),
        float(query.unheard and (query.located or query.certain)),
    )


_groups: dict[tuple[str, int], Group] = {}


def _group(key: str, base: Gazetteer) -> Group:
    """The candidates of a key with what is always true of them; kept, as news repeats its names."""
    found = _groups.get((key, id(base)))
    if found is None:
        if len(_groups) > 20000:
            _groups.clear()
        found = _groups[(key, id(base))] = _new_group(key, base.by_key(key))
    return found


def _new_group(key: str, entries: tuple[Entry, ...]) -> Group:
    people = np.array([_people(entry) for entry in entries])
    crowd = np.log10(np.sum(10**people)) if entries else 0.0
    fixed = np.array([_fixed(entry, size, crowd, key) for entry, size in zip(entries, people, strict=True)])
    lat, lon = np.radians([e.lat for e in entries]), np.radians([e.lon for e in entries])
    points = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    return Group(
        entries,
        fixed.reshape(-1, len(FIXED)),
        points.reshape(-1, 3),
        np.array([(e.radius_km or 0.0) if e.kind in AREAS else 0.0 for e in entries]),
        tuple(entry.country or entry.id for entry in entries),
        tuple(_key(e.admin1) if e.admin1 and e.kind != "admin1" else None for e in entries),
        tuple(_belongs(entry) for entry in entries),
    )


def _people(entry: Entry) -> float:
    if entry.feature == CONTINENT:
        return CONTINENT_PEOPLE
    if entry.kind in PEOPLE:
        return PEOPLE[entry.kind]
    if entry.feature == OWN:
        return OWN_PEOPLE
    return float(np.log10(max(entry.population, 100)))


def _fixed(entry: Entry, people: float, crowd: float, key: str) -> tuple[float, ...]:
    return (
        people - 5.0,
        people - crowd,
        float(entry.kind == "country" or entry.feature == CONTINENT),
        float(entry.kind == "admin1"),
        float(entry.kind == "admin2"),
        float(entry.kind in PEOPLE and entry.feature != CONTINENT),
        float(entry.feature in {OWN, "L.BDR"}),
        float(entry.feature == "P.PPLC"),
        float(entry.grade > 0),
        float(entry.grade > 1),
        _unspelt(entry, key),
    )


def _unspelt(entry: Entry, key: str) -> float:
    """How far the name is from a spelling of the place's own name, 0 to 1."""
    if entry.grade == 0:
        return 0.0
    own = _key(entry.name)
    return 0.0 if f" {key} " in f" {own} " else 1.0 - SequenceMatcher(None, key, own).ratio()


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    return normalise(name)


def _belongs(entry: Entry) -> frozenset[str]:
    """What a container of the entry may be called by: its country's code, its first-level area within it."""
    area = _key(entry.admin1) if entry.admin1 else UNKNOWN_AREA
    return frozenset({*entry.countries, f"{entry.country}/{area}"})


def _areas(key: str, base: Gazetteer) -> frozenset[str]:
    """The codes of the countries and first-level areas a container's name may stand for; the country's for an area
    whose towns are not known."""
    found = set()
    for entry in base.by_key(key):
        if entry.kind == "country" and entry.country:
            found.add(entry.country)
        elif entry.kind == "admin1" and entry.country:
            area = f"{entry.country}/{_key(entry.admin1)}" if entry.admin1 else entry.country
            found |= {area, f"{entry.country}/{UNKNOWN_AREA}"}
    return frozenset(found)
