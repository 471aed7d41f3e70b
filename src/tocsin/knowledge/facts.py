"""All that the directory knows of a name at a date, each fact with the file and line it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from tocsin.knowledge import tables
from tocsin.knowledge.directory import Directory, key, plain, slug
from tocsin.knowledge.tables import Body, Country, Membership, Placed


class Standing(Struct, frozen=True):
    """Who belonged to what on the day: the other side of a membership."""

    id: str
    name: str
    status: str
    start: str | None
    end: str | None
    source: str


class Fact(Struct, frozen=True):
    """One thing that a name stands for. `what` is the kind of row; `holds` says whether it holds on the day."""

    name: str
    id: str | None
    what: str
    kind: str
    country: str | None
    sector: str | None
    source: str
    holds: bool = True
    start: str | None = None
    end: str | None = None
    also: tuple[str, ...] = ()
    note: str | None = None
    belongs_to: tuple[Standing, ...] = ()
    members: tuple[Standing, ...] = ()


def facts(directory: Directory, name: str, day: date) -> list[Fact]:
    """What the name, id, demonym, common noun or office stands for, in the order of the tables."""
    readers: tuple[Callable[[Directory, str, date], Iterator[Fact]], ...] = (
        _countries, _bodies, _peoples, _leaders, _outlets, _words
    )  # fmt: skip
    return [fact for read in readers for fact in read(directory, name, day)]


def _called(name: str, id_: str, names: Iterable[str]) -> bool:
    asked = {key(name), plain(name).casefold()} - {None}
    return name == id_ or any(key(each) in asked or plain(each).casefold() in asked for each in names)


def _countries(directory: Directory, name: str, day: date) -> Iterator[Fact]:
    for place, row in directory.countries:
        metonyms = dict(metonym.split(":", 1) for metonym in row.metonyms)
        titles = {"country": (row.name, *row.aliases), "demonym": row.demonyms, "capital": row.capitals}
        for what, names in titles.items():
            if _called(name, slug(row.name) if what == "country" else "", (*names, *_codes(row, what))):
                yield _country(directory, place, row, what, names, day)
        for seat, sector in metonyms.items():
            if _called(name, slug(seat), (seat,)):
                kind = "military" if sector == "MIL" else "government"
                yield Fact(seat, slug(seat), "seat", kind, row.alpha3, sector, str(place))


def _codes(row: Country, what: str) -> tuple[str, ...]:
    return (row.alpha3,) if what == "country" else ()


def _country(directory: Directory, place: Placed, row: Country, what: str, names: tuple[str, ...], day: date) -> Fact:
    kind, sector = ("government", "GOV") if what == "capital" else ("country", None)
    belongs = tuple(
        Standing(m.org, _name(directory, m.org), m.status, m.start, m.end, str(at))
        for at, m in _held(directory, day)
        if m.member == row.alpha3
    )
    also = tuple(each for each in names if each != row.name)
    return Fact(row.name, slug(row.name), what, kind, row.alpha3, sector, str(place), also=also, belongs_to=belongs)


def _bodies(directory: Directory, name: str, day: date) -> Iterator[Fact]:
    for place, row in directory.bodies:
        if _called(name, row.id, (row.name, *row.aliases)):
            yield _body(directory, place, row, day)


def _body(directory: Directory, place: Placed, row: Body, day: date) -> Fact:
    holds = tables.in_force(row, day.isoformat())
    names = {country.alpha3: country.name for _, country in directory.countries}
    members = tuple(
        Standing(m.member, names[m.member], m.status, m.start, m.end, str(at))
        for at, m in _held(directory, day)
        if m.org == row.id and holds
    )
    given: dict[str, Any] = {"start": row.start, "end": row.end, "also": row.aliases, "note": row.note}
    return Fact(
        row.name, row.id, "body", row.kind, row.country, row.sector, str(place), holds, members=members, **given
    )


def _peoples(directory: Directory, name: str, _: date) -> Iterator[Fact]:
    for place, row in directory.peoples:
        if _called(name, row.id, (row.name, *row.aliases)):
            home = "|".join(row.countries) or None
            what = f"{row.kind} group" if row.kind != "both" else "ethnic and religious group"
            yield Fact(
                row.name, row.id, what, "civilians", home, row.sector, str(place), also=row.aliases, note=row.note
            )


def _leaders(directory: Directory, name: str, day: date) -> Iterator[Fact]:
    for place, row in directory.leaders:
        if _called(name, row.id, (row.name, *row.aliases)):
            holds = tables.in_force(row, day.isoformat())
            yield Fact(
                row.name, row.id, row.role or "person", "person", row.country, row.sector, str(place), holds,
                row.start, row.end, row.aliases,
            )  # fmt: skip


def _outlets(directory: Directory, name: str, _: date) -> Iterator[Fact]:
    for place, row in directory.outlets:
        if _called(name, row.id, (row.name, *row.aliases, *row.domains)):
            also = (*row.aliases, *row.domains)
            yield Fact(row.name, row.id, f"{row.kind} outlet", "media", row.country, "JRN", str(place), also=also)


def _words(directory: Directory, name: str, _: date) -> Iterator[Fact]:
    word = " ".join(name.lower().removesuffix(".").split())
    for place, agent in directory.agents:
        if agent.lemma == word:
            yield Fact(agent.lemma, None, "common noun", agent.kind, None, agent.sector, str(place), note=agent.group)
    for place, title in directory.titles:
        if word in {title.title, *(short.lower().removesuffix(".") for short in title.short)}:
            yield Fact(
                title.title, None, title.rank, "person", title.country, title.sector, str(place), also=title.short
            )


def _held(directory: Directory, day: date) -> Iterator[tuple[Placed, Membership]]:
    return ((at, m) for at, m in directory.memberships if tables.in_force(m, day.isoformat()))


def _name(directory: Directory, id_: str) -> str:
    return next((row.name for _, row in directory.bodies if row.id == id_), id_)
