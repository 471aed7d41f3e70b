"""Looking names up in the gazetteer: read-only, cached, opened when first asked."""

from __future__ import annotations

import json
import math
import sqlite3
import threading
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import cast

from tocsin.gazetteer.names import SOUND, Parts, demonyms, normalise, parts, sound, without_article
from tocsin.records import PlaceKind

SHIPPED = Path(__file__).parent / "gazetteer.sqlite"
MOST = 24  # entries a name: a name such as San José has hundreds, all but the biggest are hopeless
KEPT = 2048
RAREST = 4.0  # the rarity of a country without a town
SHORTEST_SOUND = 3  # consonants
NO_STAND_IN = {"water", "border"}  # a river is not the town it is named after
NO_AREA = {"country", "water", "border"}  # what is not meant where an area is called so with its class word
COLUMNS = "p.id, p.name, p.kind, p.feature, p.lat, p.lon, p.country, p.countries, p.admin1, p.population, p.radius_km"
QUERY = f"""
SELECT {COLUMNS}, n.grade
FROM {{base}}.name n JOIN {{base}}.place p ON p.number = n.place WHERE n.key = ?
ORDER BY p.kind = 'country' DESC, p.feature = 'T.OWN' DESC, p.population DESC, n.grade, p.number LIMIT {MOST}
"""

OF_ID = f"SELECT {COLUMNS}, 0 FROM {{base}}.place p WHERE p.id = ?"


class GazetteerError(RuntimeError):
    """There is no usable gazetteer; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place a name may stand for. `grade` is 0 where the name is the place's own, up to 3 for less usual names;
    `whole` says that the name's class word is part of what the place is called ("Kisumu County")."""

    id: str
    name: str
    kind: PlaceKind
    feature: str
    lat: float
    lon: float
    country: str | None
    countries: tuple[str, ...]
    admin1: str | None
    population: int
    radius_km: float | None
    grade: int
    whole: bool = False


class Gazetteer:
    """The shipped gazetteer, or the one of a file, with the user's own beside it, if any. Threads share a connection
    under a lock."""

    def __init__(self, path: Path = SHIPPED, own: Path | None = None) -> None:
        self._path, self._own = path, own
        self._base: sqlite3.Connection | None = None
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Entry, ...]] = {}
        self._rarity: dict[str, float] = {}

    def place(self, id_: str) -> Entry | None:
        """The place of that id; null where there is none."""
        with self._lock:
            base = self._open()
            bases = ("main", "own") if self._own else ("main",)
            rows = [row for each in bases for row in base.execute(OF_ID.format(base=each), (id_,))]
        return _entry(rows[0]) if rows else None

    def candidates(self, name: str) -> tuple[Entry, ...]:
        """Up to 24 places the name may stand for, the biggest first; none where it is unknown.

        A class word may be left out of the gazetteer's name ("Kunduz province", "the city of Basra"), save that
        a river or a border is never the town it is named after. GazetteerError where there is no gazetteer.
        """
        return self.by_key(normalise(name))

    def by_key(self, key: str) -> tuple[Entry, ...]:
        """The same for a name that is already normalised."""
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= KEPT:
                self._known.clear()
            found = self._known[key] = self._find(key)
        return found

    def rarity(self, country: str, unknown: float = RAREST) -> float:
        """How few of the towns here are of the country: the decimal logarithm of one in so many."""
        if not self._rarity:
            towns = json.loads(self._fact("towns") or "{}")
            total = sum(towns.values())
            self._rarity = {code: math.log10(total / number) for code, number in towns.items()} or {"": 0.0}
        return self._rarity.get(country, unknown)

    def course(self, place_id: str) -> list[list[list[float]]]:
        """Where a border runs: stretches of points as longitude and latitude; none where that is not known."""
        with self._lock:
            row = self._open().execute("SELECT points FROM course WHERE place = ?", (place_id,)).fetchone()
        return cast(list[list[list[float]]], json.loads(row[0])) if row else []

    def _fact(self, key: str) -> str | None:
        with self._lock:
            row = self._open().execute("SELECT value FROM fact WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def _find(self, key: str) -> tuple[Entry, ...]:
        found = self._rows(key) or self._rows(without_article(key))
        cut = parts(key)
        if cut.word is None or cut.kind in NO_STAND_IN or len(cut.core) < 3:
            return found
        more = self._rows(cut.core) or self._rows(without_article(cut.core))
        if cut.kind == "admin1" and any(entry.kind == "admin1" for entry in found):
            more = tuple(entry for entry in more if entry.kind not in NO_AREA)  # "Mexico State", "Lake Chad province"
        better = {entry.id: entry for entry in more}
        kept = [replace(min(entry, better.pop(entry.id, entry), key=lambda e: e.grade), whole=True) for entry in found]
        return (*kept, *better.values(), *self._sounds_like(cut, (*kept, *more)))

    def _sounds_like(self, cut: Parts, found: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """First-level areas whose names sound like one with the class word of an area, where none is spelt so."""
        classed = cut.kind == "admin1" or cut.word == "region"
        if not classed or cut.core in demonyms() or any(entry.kind == "admin1" for entry in found):
            return ()
        heard = sound(cut.core)
        return self._rows(SOUND + heard) if len(heard) >= SHORTEST_SOUND else ()

    def _rows(self, key: str) -> tuple[Entry, ...]:
        if not key:
            return ()
        with self._lock:
            base = self._open()
            rows = base.execute(QUERY.format(base="main"), (key,)).fetchall()
            more = base.execute(QUERY.format(base="own"), (key,)).fetchall() if self._own else []
        known = {row[0] for row in rows}
        found = [*rows, *(row for row in more if row[0] not in known)]
        return tuple(_entry(row) for row in found[:MOST])

    def _open(self) -> sqlite3.Connection:
        if self._base is None:
            if not self._path.is_file():
                raise GazetteerError(
                    f"there is no gazetteer at {self._path}; it is built with the package: run `pip install -e .` "
                    "in the source tree, or install Tocsin from its wheel"
                )
            address = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            self._base = sqlite3.connect(address, uri=True, check_same_thread=False)
            if self._own:
                self._base.execute("ATTACH ? AS own", (f"{self._own.resolve().as_uri()}?mode=ro",))
        return self._base


def _entry(row: tuple[object, ...]) -> Entry:
    values = list(row)
    values[7] = tuple(filter(None, cast(str, row[7]).split("|")))
    return Entry(*values)  # type: ignore[arg-type]


@cache
def gazetteer() -> Gazetteer:
    """The shipped gazetteer with the user's own, if there is one; one a process."""
    from tocsin.gazetteer.added import user_gazetteer

    own = user_gazetteer()
    return Gazetteer(own=own if own.is_file() else None)
