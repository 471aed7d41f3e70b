"""Which first-level areas of the world the gazetteer lacks, by ISO 3166-2 as pycountry has it.

    python bench/first_level.py [--each]

An area is there when one of the ways the standard writes it, with or without its class word, is the name of a place
of that kind in its country, or in a country code that the standard has for the territory itself (Svalbard is part of
NO and is SJ). Where the standard's word for it is a city or an island region, the city or the region is the area. Of
those that are not there, it tells how many are there as a town or a smaller area.
`pycountry` is needed here and in the tests alone; nothing of it is in Tocsin.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

import pycountry

from tocsin.gazetteer.lookup import SHIPPED
from tocsin.gazetteer.names import normalise, without_article
from tocsin.gazetteer.spellings import without_class

PARTED = re.compile(r"[\[\]()/;,]| or ")
MARKS = re.compile(r"[^a-z ]")
ALIKE = 0.8  # of a spelling in another transliteration
TERRITORIES = {"NLD": ("BES", "ABW", "CUW", "SXM"), "NOR": ("SJM",), "USA": ("UMI",)}
Known = dict[str, dict[str, set[str]]]


class Area(NamedTuple):
    """A first-level area of the standard."""

    country: str
    name: str
    kind: str


def areas() -> list[Area]:
    """All units of ISO 3166-2 that lie in no other unit."""
    found = []
    for unit in pycountry.subdivisions:
        country = pycountry.countries.get(alpha_2=unit.country_code)
        if not unit.parent_code and country is not None:
            found.append(Area(country.alpha_3, unit.name, unit.type))
    return found


def known() -> Known:
    """The keys of the gazetteer by country, with the kinds of place they stand for."""
    found: Known = defaultdict(lambda: defaultdict(set))
    with sqlite3.connect(f"file:{SHIPPED}?mode=ro", uri=True) as base:
        rows = base.execute("SELECT countries, kind, key FROM name JOIN place ON number = place")
        for countries, kind, key in rows:
            for code in countries.split("|"):
                found[code][_bare(key)].add(kind)
    return found


def _bare(key: str) -> str:
    return MARKS.sub("", without_article(key).replace("-", " "))


def _forms(area: Area) -> Iterator[str]:
    for part in (area.name, *PARTED.split(area.name)):
        for name in (part, without_class(part), f"{part} {area.kind}"):
            if key := _bare(normalise(name.strip())):
                yield key


def _countries(area: Area) -> tuple[str, ...]:
    """The area's country and the territories of it that the standard has as countries too."""
    return (area.country, *TERRITORIES.get(area.country, ()))


def _as_such(area: Area) -> set[str]:
    """The kinds of place that the standard's own word for the area means."""
    town = {"city"} if re.search("city", area.kind, re.I) else set()
    return {"admin1"} | town | ({"region"} if area.kind.startswith("Geographical") else set())


def kinds(area: Area, names: Known) -> set[str]:
    """The kinds of the places that bear a name of the area, spelt as the standard does or nearly so."""
    there = [names[country] for country in _countries(area)]
    forms = list(_forms(area))
    exact = set[str]().union(*(keys.get(form, set()) for form in forms for keys in there))
    if exact & _as_such(area):
        return exact | {"admin1"}
    first = [key for keys in there for key, of in keys.items() if "admin1" in of]
    near = any(_alike(form, key) for form in forms for key in first)
    return exact | {"admin1"} if near else exact


def _alike(one: str, other: str) -> bool:
    both = SequenceMatcher(None, one, other)
    return both.real_quick_ratio() >= ALIKE and both.quick_ratio() >= ALIKE and both.ratio() >= ALIKE


def missing() -> list[tuple[Area, set[str]]]:
    """The areas that are there neither as such nor as a country, with the kinds of the places that bear their names."""
    names = known()
    countries = {key for there in names.values() for key, of in there.items() if "country" in of}
    each = [(area, kinds(area, names)) for area in areas()]
    return [(area, of) for area, of in each if "admin1" not in of and not countries.intersection(_forms(area))]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--each", action="store_true", help="name every area that is missing")
    given = asked.parse_args()
    absent = missing()
    nowhere = [area for area, of in absent if not of]
    sys.stdout.write(f"{len(areas())} areas, {len(absent)} not there as such, {len(nowhere)} not as any place\n")
    sys.stdout.write(f"by country: {dict(Counter(area.country for area, _ in absent).most_common())}\n")
    for area, of in absent if given.each else ():
        sys.stdout.write(f"{area.country} {area.name} ({area.kind}): {', '.join(sorted(of)) or 'nothing'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
