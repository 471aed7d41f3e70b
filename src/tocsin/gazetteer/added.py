"""A user's own gazetteer: GeoNames dumps that the user downloaded, kept beside the shipped gazetteer.

The tab-separated format of GeoNames (allCountries.txt, XX.txt, or the zip file with one of them) is read as a stream:
memory stays the same whatever the file's size. A line that is no row of the format is named and passed over.
"""

from __future__ import annotations

import csv
import math
import os
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from tocsin.gazetteer.build import SCHEMA
from tocsin.gazetteer.made import town_km
from tocsin.gazetteer.names import DATA, normalise
from tocsin.gazetteer.spellings import keys, latin

FOLDER = "TOCSIN_DATA"  # names the folder of the user's own data
COLUMNS = 19
# A dump is gathered apart and put in at one go, in the order of the keys: a table of many millions of names that is
# written to in any order is read from the disk for each of them.
INCOMING = """
PRAGMA cache_size = -65536; DROP INDEX IF EXISTS name_place;
CREATE TEMP TABLE new_place (c0 INTEGER, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11);
CREATE TEMP TABLE new_name (key TEXT, place INTEGER, grade INTEGER);
"""
LONGEST_LINE = 1 << 17  # bytes; the longest row of GeoNames has 10,000
BATCH = 5000
UNIT_KM = {"admin1": 100.0, "admin2": 25.0, "region": 50.0, "water": 10.0, "site": 2.0, "country": 300.0}
# The kinds of GeoNames' feature classes; streets, undersea things and woods are left out but for what news names.
CLASSES = {"P": "city", "H": "water", "T": "region", "S": "site", "L": "region"}
CODES = {
    **dict.fromkeys(("PCL", "PCLD", "PCLF", "PCLI", "PCLIX", "PCLS"), "country"),
    "ADM1": "admin1",
    **dict.fromkeys(("ADM2", "ADM3", "ADM4", "ADM5", "ADMD"), "admin2"),
    **dict.fromkeys(("MILB", "INSM", "NVB", "PRT", "CMP", "CMPRF", "PASS", "TUNRR", "MNQ", "OILF", "GASF"), "site"),
    "FRST": "region",
    "RESF": "region",
}


class AddError(ValueError):
    """The file is no dump of GeoNames or cannot be read; the text names it."""


class Added(NamedTuple):
    """How many places were kept, how many rows are of kinds that news does not name, how many lines were bad."""

    places: int
    left_out: int
    bad: int


def user_gazetteer() -> Path:
    """Where the user's own gazetteer is: in the folder that TOCSIN_DATA names, else where the system keeps data."""
    if folder := os.environ.get(FOLDER):
        return Path(folder).expanduser() / "gazetteer.sqlite"
    from platformdirs import user_data_path

    return user_data_path("tocsin", appauthor=False) / "gazetteer.sqlite"


def add(source: Path, target: Path, say: Callable[[str], None]) -> Added:
    """Adds the places of a dump; what was there of the same number is replaced. All of it is kept, or nothing.

    `say` is told of every bad line, with file and line. Raises AddError.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    counts = {"places": 0, "left out": 0, "bad": 0}
    with _lines(source) as lines, closing(sqlite3.connect(target)) as base, base:
        base.executescript(SCHEMA.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS") + INCOMING)
        base.execute("BEGIN")
        rows = _rows(source.name, lines, counts, say)
        while batch := list(islice(rows, BATCH)):
            _gather(base, batch)
        if not counts["places"]:
            raise AddError(f"{source}: not one place in it; a dump of GeoNames has {COLUMNS} columns parted by tabs")
        _keep(base)
        _name_areas(base)
    return Added(counts["places"], counts["left out"], counts["bad"])


class _Row(NamedTuple):
    place: tuple[object, ...]
    names: dict[str, int]


@contextmanager
def _lines(source: Path) -> Iterator[BinaryIO]:
    """The dump as a stream of bytes; a zip file is never unpacked onto the disk."""
    try:
        if not zipfile.is_zipfile(source):
            with source.open("rb") as plain:
                yield plain
            return
        with zipfile.ZipFile(source) as archive:
            dumps = [n for n in archive.namelist() if n.endswith(".txt") and Path(n).name.lower() != "readme.txt"]
            if len(dumps) != 1:
                raise AddError(f"{source}: a zip file of GeoNames holds one .txt file, this one {len(dumps)}")
            with archive.open(dumps[0]) as member:
                yield cast(BinaryIO, member)
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError) as error:
        raise AddError(f"{source}: cannot be read: {error}") from error


def _rows(name: str, lines: BinaryIO, counts: dict[str, int], say: Callable[[str], None]) -> Iterator[_Row]:
    number = 0
    while line := lines.readline(LONGEST_LINE):
        number += 1
        if not line.strip():
            continue
        try:
            row = _row(line)
        except ValueError as error:
            counts["bad"] += 1
            say(f"{name}:{number}: {error}")
            _skip_rest(line, lines)
            continue
        counts["places" if row else "left out"] += 1
        if row:
            yield row


def _skip_rest(line: bytes, lines: BinaryIO) -> None:
    while len(line) == LONGEST_LINE and not line.endswith(b"\n"):
        line = lines.readline(LONGEST_LINE)


def _row(line: bytes) -> _Row | None:
    """A row of the dump; null where it is of a kind that is left out. ValueError where it is no such row."""
    cells = line.decode("utf-8").rstrip("\r\n").split("\t")
    if len(cells) != COLUMNS:
        raise ValueError(f"{len(cells)} instead of {COLUMNS} columns")
    number, name, ascii_name, others, lat, lon, letter, code, country = cells[:9]
    kind = CODES.get(code, CLASSES.get(letter))
    point = _degrees(lat, 90.0), _degrees(lon, 180.0)
    population = int(cells[14] or 0)
    if not (number.isascii() and number.isdigit()) or not name.strip():
        raise ValueError("no number or no name")
    names = list(latin([name, ascii_name, *others.split(",")], kind or ""))
    if kind is None or not names:
        return None
    alpha3 = _alpha3().get(country, "")
    radius = town_km(population) if kind == "city" else UNIT_KM[kind]
    area = f"{country}.{cells[10]}" if cells[10] else None
    place = (
        int(number),
        f"geonames:{number}",
        names[0],
        kind,
        f"{letter}.{code}",
        *point,
        alpha3 or None,
        alpha3,
        area,
    )
    return _Row((*place, max(population, 0), radius), keys(names, {normalise(names[0])}, kind))


def _degrees(cell: str, most: float) -> float:
    value = float(cell)
    if not math.isfinite(value) or abs(value) > most:
        raise ValueError(f"{cell!r} is no degree")
    return value


def _gather(base: sqlite3.Connection, rows: list[_Row]) -> None:
    base.executemany(f"INSERT INTO new_place VALUES ({','.join('?' * 12)})", [row.place for row in rows])
    names = ((key, row.place[0], grade) for row in rows for key, grade in row.names.items())
    base.executemany("INSERT INTO new_name VALUES (?,?,?)", names)


def _keep(base: sqlite3.Connection) -> None:
    """What was gathered, in place of what was there of the same numbers."""
    if base.execute("SELECT 1 FROM place WHERE number IN (SELECT c0 FROM new_place) LIMIT 1").fetchone():
        base.execute("DELETE FROM name WHERE place IN (SELECT c0 FROM new_place)")
    base.execute("INSERT OR REPLACE INTO place SELECT * FROM new_place ORDER BY c0")
    base.execute("INSERT OR REPLACE INTO name SELECT * FROM new_name ORDER BY key, place")


def _name_areas(base: sqlite3.Connection) -> None:
    """First-level areas by name where the dump has them, in place of their codes."""
    base.execute("CREATE TABLE IF NOT EXISTS area (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID")
    base.execute(
        "INSERT OR REPLACE INTO area SELECT admin1, name FROM place WHERE kind = 'admin1' AND admin1 LIKE '__.%'"
    )
    base.execute("UPDATE place SET admin1 = (SELECT name FROM area WHERE code = admin1) WHERE admin1 LIKE '__.%'")


@cache
def _alpha3() -> dict[str, str]:
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as text:
        return {row["alpha2"]: row["alpha3"] for row in csv.DictReader(text)}
