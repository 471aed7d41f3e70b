"""The tables of the actor directory as they stand in data/*.csv: their rows, read and checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, TypeVar, get_args

from msgspec import Struct

from tocsin.knowledge.files import KnowledgeError, layers, mistake, read_csv
from tocsin.records import ActorKind, OutletKind

Sector = Literal[
    "COP",
    "GOV",
    "JUD",
    "LEG",
    "MIL",
    "PRM",
    "PTY",
    "REB",
    "SPY",
    "UAF",
    "UNK",
    "AGR",
    "BUS",
    "CRM",
    "CVL",
    "EDU",
    "ELI",
    "JRN",
    "LAB",
    "MED",
    "REF",
    "OPP",
    "PRE",
    "REL",
    "SOC",
]
SECTORS = frozenset(get_args(Sector))
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
T = TypeVar("T")


class Dated(Protocol):
    """A row that holds for a time only; ISO dates or their beginnings ("2012", "2012-06"), both ends included."""

    @property
    def start(self) -> str | None:
        """The first day, null where it has always held."""

    @property
    def end(self) -> str | None:
        """The last day, null where it still holds."""


class Country(Struct, frozen=True):
    """A row of countries.csv. `metonyms` are `name:SECTOR`, seats that stand for a part of the state."""

    alpha3: str
    alpha2: str
    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()


class Body(Struct, frozen=True):
    """A row of alliances.csv, organisations.csv or armed_groups.csv."""

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    country: str | None = None
    sector: Sector | None = None
    start: str | None = None
    end: str | None = None
    note: str | None = None


class People(Struct, frozen=True):
    """A row of peoples.csv: an ethnic or religious group, by noun and adjective, and the countries of its home."""

    id: str
    name: str
    kind: Literal["ethnic", "religious", "both"]
    aliases: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sector: Sector = "CVL"
    note: str | None = None


class Leader(Struct, frozen=True):
    """A row of leaders.csv: a person of public record in an office for a time; several rows for several offices."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    sector: Sector | None = None
    role: str | None = None
    start: str | None = None
    end: str | None = None


class Membership(Struct, frozen=True):
    """A row of memberships.csv: a country's standing in an alliance for a time."""

    org: str
    member: str
    start: str | None = None
    end: str | None = None
    status: Literal["full", "associate", "observer", "suspended"] = "full"


class Outlet(Struct, frozen=True):
    """A row of outlets.csv: a news outlet, who runs it, where it is at home."""

    id: str
    name: str
    kind: OutletKind
    aliases: tuple[str, ...] = ()
    country: str | None = None
    domains: tuple[str, ...] = ()


class Agent(Struct, frozen=True):
    """A row of agents.csv: a common noun for people or bodies.

    `group` thing: never somebody who acts; owned: acts for its owner, where one is named ("Israeli warplanes").

    Where `kind` is unknown and there is no sector, both come from the words beside the noun ("members of X").
    """

    lemma: str
    kind: ActorKind
    sector: Sector | None = None
    number: Literal["singular", "plural", "mass"] = "singular"
    group: Literal["person", "group", "body", "owned", "thing"] = "person"


class Title(Struct, frozen=True):
    """A row of titles.csv: an office, a rank, or a mere form of address, and how it is abbreviated.

    `country` is given for offices that only one country has ("taoiseach").
    """

    title: str
    rank: Literal["office", "rank", "address"]
    sector: Sector | None = None
    short: tuple[str, ...] = ()
    country: str | None = None


class Placed(NamedTuple):
    """Where a row stands, for telling of mistakes."""

    path: Path
    line: int

    def wrong(self, message: str) -> None:
        """Tells of a mistake in this row."""
        mistake(KnowledgeError(self.path, self.line, message))

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


def in_force(row: Dated, day: str) -> bool:
    """The row holds on that ISO day."""
    return (row.start is None or row.start <= day[: len(row.start)]) and (
        row.end is None or day[: len(row.end)] <= row.end
    )


def apart(one: Dated, other: Dated) -> bool:
    """The two rows never hold on the same day."""
    return _ends_before(one, other) or _ends_before(other, one)


def _ends_before(one: Dated, other: Dated) -> bool:
    if one.end is None or other.start is None:
        return False
    shared = min(len(one.end), len(other.start))
    return one.end[:shared] < other.start[:shared]


def table(name: str, row: type[T], key: Callable[[T], Hashable], overlay: Path | None) -> list[tuple[Placed, T]]:
    """The rows of the shipped file; rows of the overlay's file of that name replace those of the same key."""
    kept: dict[Hashable, list[tuple[Placed, T]]] = {}
    for path in layers(name, overlay):
        own: dict[Hashable, list[tuple[Placed, T]]] = {}
        for line, read in read_csv(path, row):
            own.setdefault(key(read), []).append((Placed(path, line), read))
        kept |= own
    return [each for rows in kept.values() for each in rows]


def check_unique(rows: Iterable[tuple[Placed, T]], key: Callable[[T], Hashable]) -> None:
    """Two rows of one key raise KnowledgeError at the second."""
    seen: set[Hashable] = set()
    for place, row in rows:
        if key(row) in seen:
            place.wrong(f"{key(row)!r} stands here twice")
        seen.add(key(row))


def check_dates(rows: Iterable[tuple[Placed, T]]) -> None:
    """A start or end that is no ISO date or the beginning of one, or that is the wrong way round, raises."""
    for place, row in rows:
        start, end = str(getattr(row, "start", None) or ""), str(getattr(row, "end", None) or "")
        for date in filter(None, (start, end)):
            if not DAY.fullmatch(date):
                place.wrong(f"{date!r} is no date such as 2012, 2012-06 or 2012-06-28")
        if start and end and end < start[: len(end)]:
            place.wrong(f"ends ({end}) before it starts ({start})")


def check_countries(rows: Iterable[tuple[Placed, T]], known: set[str], column: str = "country") -> None:
    """A country code that countries.csv does not have raises."""
    for place, row in rows:
        given = getattr(row, column)
        for code in given if isinstance(given, tuple) else (given,):
            if code is not None and code not in known:
                place.wrong(f"no country {code!r} in countries.csv")
