"""`tocsin gazetteer add` and `tocsin gazetteer find`: one's own places beside the shipped ones, and what a name means."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from tocsin.gazetteer.explain import Candidate

MOST_TOLD = 20  # bad lines that are named one by one
SHOWN = 10


def add(source: Path) -> bool:
    """Adds a GeoNames dump to the user's gazetteer and says what came of it; false where lines were bad."""
    from tocsin.exports.safe import line
    from tocsin.gazetteer.added import add as add_dump
    from tocsin.gazetteer.added import user_gazetteer

    told = 0

    def say(words: str) -> None:
        nonlocal told
        told += 1
        if told <= MOST_TOLD:
            print(line(words), file=sys.stderr)

    target = user_gazetteer()
    done = add_dump(source, target, say)
    if told > MOST_TOLD:
        print(f"... and {told - MOST_TOLD:,} more bad lines", file=sys.stderr)
    print(
        f"{done.places:,} places added to {target}; {done.left_out:,} rows of other kinds and {done.bad:,} bad lines"
        " left out",
        file=sys.stderr,
    )
    return not done.bad


def find(name: str, country: str | None, near: Sequence[str], form: str, out: TextIO) -> bool:
    """Writes what the name may stand for, the likeliest first, and why; false where there is nothing."""
    from tocsin.exports.safe import line
    from tocsin.gazetteer.explain import find as weigh
    from tocsin.gazetteer.explain import verdict
    from tocsin.gazetteer.lookup import gazetteer

    found = weigh(name, country, near, gazetteer())
    {"table": _table, "json": _json, "jsonl": _jsonl, "csv": _csv}[form](found, out)
    print(line(verdict(found)), file=sys.stderr)
    return bool(found)


def country_code(words: str) -> str | None:
    """The alpha-3 code of a country given by code or name; null where there is none."""
    from tocsin.gazetteer.lookup import gazetteer

    entries = [entry for entry in gazetteer().candidates(words) if entry.kind == "country"]
    if entries:
        return entries[0].country
    code = words.upper()
    return code if len(code) == 3 and gazetteer().rarity(code, unknown=-1.0) >= 0 else None


def _row(candidate: Candidate) -> dict[str, object]:
    entry = candidate.entry
    return {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind,
        "country": entry.country,
        "admin1": entry.admin1,
        "lat": entry.lat,
        "lon": entry.lon,
        "radius_km": entry.radius_km,
        "population": entry.population,
        "chance": round(candidate.chance, 3),
        "reasons": list(candidate.reasons),
    }


def _table(found: Sequence[Candidate], out: TextIO) -> None:
    from tocsin.exports.safe import line

    for candidate in found[:SHOWN]:
        entry = candidate.entry
        where = ", ".join(filter(None, (entry.admin1, entry.country or "|".join(entry.countries))))
        head = f"{candidate.chance:5.2f}  {entry.name} ({entry.kind}{', ' + where if where else ''})"
        reach = f", within {entry.radius_km:g} km" if entry.radius_km else ""
        why = f"       {'; '.join(candidate.reasons)}\n" if candidate.reasons else ""
        out.write(f"{line(head)}\n       {entry.id}  {entry.lat:.4f}, {entry.lon:.4f}{reach}\n{line(why.rstrip())}")
        out.write("\n" if why else "")
    if len(found) > SHOWN:
        out.write(f"... and {len(found) - SHOWN} less likely\n")


def _json(found: Sequence[Candidate], out: TextIO) -> None:
    import msgspec

    out.write(msgspec.json.format(msgspec.json.encode([_row(c) for c in found]), indent=2).decode() + "\n")


def _jsonl(found: Sequence[Candidate], out: TextIO) -> None:
    import msgspec

    out.writelines(msgspec.json.encode(_row(candidate)).decode() + "\n" for candidate in found)


def _csv(found: Sequence[Candidate], out: TextIO) -> None:
    from tocsin.exports.safe import cell

    rows = [_row(candidate) | {"reasons": "; ".join(candidate.reasons)} for candidate in found]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows[0] if rows else ())
    writer.writerows([cell(str(value)) if isinstance(value, str) else value for value in row.values()] for row in rows)
