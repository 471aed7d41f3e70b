"""`tocsin gazetteer add` and `tocsin gazetteer find`: one's own places beside the shipped, and what a name means."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from tocsin.commands.store import Form
from tocsin.commands.talk import output

if TYPE_CHECKING:
    from tocsin.gazetteer.explain import Candidate

MOST_TOLD = 20  # bad lines that are named one by one
SHOWN = 10

app = typer.Typer(no_args_is_help=True, help="Adds places of your own, and shows what a name may stand for.")


@app.command()
def add(
    source: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="allCountries.txt, XX.zip")
    ],
) -> None:
    """Adds a GeoNames dump that you downloaded to your own gazetteer, where every later reading finds its places.

    The gazetteer lies in the folder that TOCSIN_DATA names, else where your system keeps data of programs.
    Exit code 0: added; 1: added, but some lines were bad, each named on standard error; 2: no such dump.
    """
    from tocsin.gazetteer.added import AddError, user_gazetteer
    from tocsin.gazetteer.added import add as add_dump

    target, bad = user_gazetteer(), _Bad()
    try:
        done = add_dump(source, target, bad.say)
    except AddError as error:
        raise typer.BadParameter(str(error), param_hint="FILE") from error
    bad.rest()
    left = f"{done.left_out:,} rows of other kinds and {done.bad:,} bad lines left out"
    print(f"{done.places:,} places added to {target}; {left}", file=sys.stderr)
    if done.bad:
        raise typer.Exit(1)


@app.command(epilog="Example: tocsin gazetteer find Tripoli --country Lebanon --near Sidon")
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help='As a report has it: "Tripoli", "Kunduz province".')],
    country: Annotated[
        str | None, typer.Option(metavar="NAME", help="A country that the report names, by name or three letters.")
    ] = None,
    near: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Another place that the report names.")] = None,
    format: Annotated[Form, typer.Option(help="What to write to standard output.")] = Form.table,
) -> None:
    """Shows the places that a name may stand for, the likeliest first, and why one wins.

    Exit code 0: something was found; 1: the gazetteer has no such name.
    """
    from tocsin.exports.safe import line
    from tocsin.gazetteer.explain import find as weigh
    from tocsin.gazetteer.explain import verdict
    from tocsin.gazetteer.lookup import GazetteerError, gazetteer

    try:
        found = weigh(name, _country(country), near or [], gazetteer())
    except GazetteerError as error:
        print(line(str(error)), file=sys.stderr)
        raise typer.Exit(1) from error
    {Form.table: _table, Form.json: _json, Form.jsonl: _jsonl, Form.csv: _csv}[format](found, output())
    print(line(verdict(found)), file=sys.stderr)
    if not found:
        raise typer.Exit(1)


class _Bad:
    """Names bad lines, the first of them."""

    def __init__(self) -> None:
        self.number = 0

    def say(self, words: str) -> None:
        from tocsin.exports.safe import line

        self.number += 1
        if self.number <= MOST_TOLD:
            print(line(words), file=sys.stderr)

    def rest(self) -> None:
        if self.number > MOST_TOLD:
            print(f"... and {self.number - MOST_TOLD:,} more", file=sys.stderr)


def _country(words: str | None) -> str | None:
    """The alpha-3 code of a country given by code or name."""
    from tocsin.gazetteer.lookup import gazetteer

    if words is None:
        return None
    found = [entry.country for entry in gazetteer().candidates(words) if entry.kind == "country"]
    code = words.upper()
    if not found and len(code) == 3 and gazetteer().rarity(code, unknown=-1.0) >= 0:
        return code
    if not found:
        raise typer.BadParameter(f"{words!r} is no country", param_hint="--country")
    return found[0]


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
        where = filter(None, (entry.kind, entry.admin1, entry.country or ", ".join(entry.countries)))
        reach = f", within {entry.radius_km:g} km" if entry.radius_km else ""
        rows = [line(f"{entry.name} ({', '.join(where)})"), f"{entry.id}  {entry.lat:.4f}, {entry.lon:.4f}{reach}"]
        rows += [line("; ".join(candidate.reasons))] if candidate.reasons else []
        out.write(f"{candidate.chance:5.2f}  " + "\n       ".join(rows) + "\n")
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
