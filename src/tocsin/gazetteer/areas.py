"""First-level areas: which towns lie in which, and areas that the sources leave out.

Towns have the code of their area, areas have a name, and no package says which code is which name. place_areas.csv
tells it by a town (the seat, or the first town of the code) or, where towns share a name, by the code. Of the other
codes, one is taken for the area whose point is nearest to the middle of its towns, if its middle in turn is the nearest
to that area; else it is left open. place_units.csv has areas that no code of a town tells of, with their points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from .borders import distance_km
from .made import Place, listed, slug, table
from .names import normalise
from .sources import BuildError
from .spellings import plain

Towns = dict[str, list[Place]]
TAKEN = ("region", "admin2", "admin1")  # what an area of place_units.csv may be in the sources, the best last
NEAR_KM = 20.0


def name_towns(found: dict[str, Place], alpha3: dict[str, str]) -> None:
    """Gives towns the name of their first-level area in place of its code, and adds areas that were not there.
    Raises BuildError for a row of place_areas.csv that no town answers to."""
    towns: Towns = defaultdict(list)
    for place in found.values():
        if place.kind == "city" and place.admin1:
            towns[place.admin1].append(place)
    areas = [place for place in found.values() if place.kind == "admin1" and place.countries]
    names = dict(_told(towns, areas, alpha3))
    for country, code in alpha3.items():
        middles = {c: _mean(t) for c, t in towns.items() if c.startswith(f"{country}.") and c not in names}
        taken = {area.id for area in names.values()}
        names |= _mutual(middles, [area for area in areas if area.countries[0] == code and area.id not in taken])
    names |= _after_towns(towns, names, alpha3)
    found |= {area.id: area for area in names.values()}
    for code, members in towns.items():
        _settle(names.get(code), members)


def add_units(found: dict[str, Place]) -> None:
    """Adds the areas of place_units.csv: an area, district or region of the sources that bears the name in the country
    is it, else it is new. Raises BuildError for a wrong row."""
    known: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in found.values():
        if place.kind in TAKEN and place.countries:
            for key in set(map(normalise, place.names)):
                known[place.countries[0], key].append(place)
    taken: set[str] = set()
    for line, row in table("place_units.csv"):
        names = [row["name"], *listed(row["aliases"])]
        try:
            lat, lon, radius, people = (float(row[name]) for name in ("lat", "lon", "radius_km", "population"))
        except ValueError:
            raise BuildError(f"place_units.csv:{line}: no point, radius or population") from None
        choices = [place for name in names for place in known[row["country"], normalise(name)]]
        near = [p for p in choices if p.id not in taken and distance_km(lat, lon, p.lat, p.lon) <= 2 * radius + NEAR_KM]
        if near:
            area = max(near, key=lambda each: (TAKEN.index(each.kind), each.population, each.id))
            area.kind, area.feature, area.names = "admin1", "A.ADM1", list(dict.fromkeys([*names, *area.names]))
        else:
            area_id = f"tocsin:{row['country'].lower()}-{slug(names[0])}"
            area = found[area_id] = Place(area_id, names, "admin1", "A.ADM1", lat, lon, (row["country"],))
        taken.add(area.id)
        area.population, area.radius_km = area.population or int(people), radius
        area.usual |= {normalise(name) for name in names}


def _settle(area: Place | None, members: list[Place]) -> None:
    for town in members:
        town.admin1 = plain(area.names[0]) if area else None
    if area:
        reach = sorted(distance_km(area.lat, area.lon, town.lat, town.lon) for town in members)
        area.radius_km = round(max(10.0, reach[int(len(reach) * 0.95)]), 1)
        area.admin1 = plain(area.names[0])


def _told(towns: Towns, areas: list[Place], alpha3: dict[str, str]) -> Iterator[tuple[str, Place]]:
    """The areas of place_areas.csv by code."""
    seats: dict[tuple[str, str], Place] = {}
    codes = {town.id: code for code, members in towns.items() for town in members}
    for code, members in towns.items():
        for town in members:
            key = (alpha3[code[:2]], town.names[0])
            seats[key] = max(seats.get(key, town), town, key=lambda each: each.population)
    seen: dict[str, int] = {}
    for line, row in table("place_areas.csv"):
        if not row["seat"]:
            continue
        seat = seats.get((row["country"], row["seat"]))
        if seat is None and row["seat"] not in towns:
            raise BuildError(f"place_areas.csv:{line}: no town {row['seat']!r} in {row['country']}")
        code = codes[seat.id] if seat else row["seat"]
        if code in seen:
            raise BuildError(f"place_areas.csv:{line}: {row['seat']} lies in the area of line {seen[code]}")
        seen[code] = line
        yield code, _named(row, towns[code], areas)


def _named(row: dict[str, str], members: list[Place], areas: list[Place]) -> Place:
    """The area of the sources that bears one of the names, else a new one around its towns."""
    names = [row["name"], *listed(row["aliases"])]
    keys = {normalise(name) for name in names}
    own = [area for area in areas if area.countries[0] == row["country"] and keys & set(map(normalise, area.names))]
    if not own:
        return _new(names, members)
    area = max(own, key=lambda each: (each.population, each.id))
    area.names = list(dict.fromkeys([*names, *area.names]))
    area.usual |= keys
    return area


def _new(names: list[str], members: list[Place]) -> Place:
    country = members[0].countries[0]
    lat, lon = _mean(members)
    place = Place(
        f"tocsin:{country.lower()}-{slug(names[0])}",
        names,
        "admin1",
        "A.ADM1",
        round(lat, 4),
        round(lon, 4),
        (country,),
    )
    place.population = sum(town.population for town in members)
    place.usual = {normalise(name) for name in names}
    return place


def _after_towns(towns: Towns, names: dict[str, Place], alpha3: dict[str, str]) -> dict[str, Place]:
    """Areas that bear the name of their biggest town: those of the countries that place_areas.csv names bare."""
    bare = {row["country"] for _, row in table("place_areas.csv") if not row["seat"]}
    return {
        code: _new([max(members, key=lambda town: (town.population, town.id)).names[0]], members)
        for code, members in towns.items()
        if alpha3[code[:2]] in bare and code not in names and not code.endswith((".", ".00"))
    }


def _mean(members: list[Place]) -> tuple[float, float]:
    return sum(p.lat for p in members) / len(members), sum(p.lon for p in members) / len(members)


def _mutual(middles: dict[str, tuple[float, float]], areas: list[Place]) -> dict[str, Place]:
    """Codes and areas that are each other's nearest."""
    if not middles:
        return {}
    nearest = {a.id: min(middles, key=lambda c: (distance_km(*middles[c], a.lat, a.lon), c)) for a in areas}
    found = {}
    for code, middle in middles.items():
        area = min(areas, key=lambda a: (distance_km(*middle, a.lat, a.lon), a.id), default=None)
        if area and nearest[area.id] == code:
            found[code] = area
    return found
