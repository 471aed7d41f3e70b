"""Which first-level areas of the world the gazetteer lacks, by ISO 3166-2 as pycountry has it.

    python bench/first_level.py [--each]

An area is there when one of the ways the standard writes it, with or without its class word, is the name of a place
of that kind in its country. Of those that are not, it tells how many are there as a town or a smaller area.
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


def kinds(area: Area, names: Known) -> set[str]:
    """The kinds of the places that bear a name of the area, spelt as the standard does or nearly so."""
    there = names[area.country]
    exact = set[str]().union(*(there.get(form, set()) for form in _forms(area)))
    if "admin1" in exact:
        return exact
    first = [key for key, of in there.items() if "admin1" in of]
    near = any(SequenceMatcher(None, form, key).ratio() >= ALIKE for form in _forms(area) for key in first)
    return exact | {"admin1"} if near else exact


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
