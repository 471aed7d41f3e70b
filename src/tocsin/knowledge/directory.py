"""The actor directory: who a name, a demonym, a common noun or a title stands for, and who belongs to what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from msgspec import Struct

from tocsin.knowledge import tables
from tocsin.knowledge.tables import Agent, Body, Country, Leader, Membership, Outlet, People, Placed, Title
from tocsin.records import ActorKind

BODY_FILES = ("alliances.csv", "organisations.csv", "armed_groups.csv")
TABLES = (
    "countries.csv",
    *BODY_FILES,
    "peoples.csv",
    "leaders.csv",
    "memberships.csv",
    "outlets.csv",
    "agents.csv",
    "titles.csv",
)
HELD_ON = timedelta(days=30)  # reports go on giving the killed and the ousted their office
Tenure = Literal["held", "former", "future"]
LONGEST_ACRONYM = 6
KEPT = 10_000  # answers about names
_SAME = str.maketrans({"’": "'", "‘": "'", "-": " ", "–": " ", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "Ł": "L"})
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")


class Entry(Struct, frozen=True):
    """Somebody the directory knows. `country` is ISO alpha-3, `sector` PLOVER's code, null where none fits."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    sector: str | None = None
    start: str | None = None
    end: str | None = None
    seat: bool = False


def plain(name: str) -> str:
    """The name for comparing: no article, possessive, accents, dots of abbreviations; hyphens are blanks."""
    text = name.translate(_SAME).strip().removesuffix("'s").removesuffix("'")
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    if "." in text:
        text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    words = text.split()
    if len(words) > 1 and words[0] in {"the", "The", "THE"}:
        words = words[1:]
    return " ".join(words)


def slug(name: str) -> str:
    """An id made of the name's letters and digits."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name).lower().replace("'", "")).strip("-")


def key(name: str) -> str | None:
    """What a name is filed under: short acronyms by their exact case, others without it; null for lower-case words."""
    bare = plain(name)
    if _is_acronym(bare):
        return bare
    return bare.casefold() if any(c.isupper() or c.isdigit() for c in bare) else None


def _is_acronym(bare: str) -> bool:
    return bare.isupper() and len(bare) <= LONGEST_ACRONYM and " " not in bare


class Directory:
    """Look-ups by name. Built by `load_directory`; cheap to ask, answers are kept.

    `small_starts` are the first words, without a capital letter, of names such as "al-Qaeda" or "mainland China".
    """

    def __init__(self, overlay: Path | None = None) -> None:
        self._overlay = overlay
        self.countries = tables.table("countries.csv", Country, lambda row: row.alpha3, overlay)
        tables.check_unique(self.countries, lambda row: row.alpha3)
        self._codes = {row.alpha3 for _, row in self.countries}
        self.bodies = [placed for file in BODY_FILES for placed in self._dated(file)]
        self.peoples = tables.table("peoples.csv", People, lambda row: row.id, overlay)
        self.outlets = tables.table("outlets.csv", Outlet, lambda row: row.id, overlay)
        self._names: dict[str, list[Entry]] = {}
        self.small_starts: set[str] = set()
        self._demonyms: dict[str, Entry] = {}
        self._outlets: dict[str, Outlet] = {}
        self._by_id: dict[str, Entry] = {}
        self._asked: dict[tuple[str, date | None], Entry | None] = {}
        self._add_countries()
        self._add_bodies()
        self._add_peoples()
        self._add_outlets()

    # ---------------------------------------------------------------- building
    def _dated(self, file: str) -> list[tuple[Placed, Body]]:
        rows = tables.table(file, Body, lambda row: row.id, self._overlay)
        tables.check_dates(rows)
        tables.check_countries(rows, self._codes)
        return rows

    def _add_countries(self) -> None:
        for place, row in self.countries:
            entry = Entry(slug(row.name), row.name, "country", row.alpha3)
            self._file(place, entry, (row.name, *row.aliases))
            for demonym in row.demonyms:
                if self._demonyms.setdefault(plain(demonym), entry) is not entry:
                    place.wrong(f"{demonym!r} is a demonym of {self._demonyms[plain(demonym)].name} already")
        for place, row in self.countries:
            for seat in self._seats(place, row):
                if key(seat.name) not in self._names:
                    self._file(place, seat, (seat.name,))

    def _seats(self, place: Placed, row: Country) -> Iterator[Entry]:
        """Capitals and other seats that stand for the state or for a part of it."""
        for capital in row.capitals:
            yield Entry(slug(row.name), capital, "government", row.alpha3, "GOV", seat=True)
        for metonym in row.metonyms:
            name, colon, sector = metonym.partition(":")
            if colon and sector in tables.SECTORS:
                yield Entry(slug(name), name, "military" if sector == "MIL" else "government", row.alpha3, sector)
            else:
                place.wrong(f"{metonym!r} is no name:SECTOR")

    def _add_bodies(self) -> None:
        for place, row in self.bodies:
            self._check_id(place, row.id)
            entry = Entry(row.id, row.name, row.kind, row.country, row.sector, row.start, row.end)
            self._file(place, entry, (row.name, *row.aliases))

    def _add_peoples(self) -> None:
        tables.check_unique(self.peoples, lambda row: row.id)
        tables.check_countries(self.peoples, self._codes, "countries")
        for place, row in self.peoples:
            self._check_id(place, row.id)
            home = row.countries[0] if len(row.countries) == 1 else None
            self._file(place, Entry(row.id, row.name, "civilians", home, row.sector), (row.name, *row.aliases))

    def _add_outlets(self) -> None:
        tables.check_unique(self.outlets, lambda row: row.id)
        tables.check_countries(self.outlets, self._codes)
        for place, row in self.outlets:
            self._check_id(place, row.id)
            for name in (row.name, *row.aliases, *row.domains):
                filed = self._outlets.setdefault(_outlet_key(name), row)
                if filed is not row:
                    place.wrong(f"{name!r} is a name of {filed.name} already")

    def _check_id(self, place: Placed, id_: str) -> None:
        if not _ID.fullmatch(id_):
            place.wrong(f"the id {id_!r} must be of a-z, 0-9 and hyphens")

    def _file(self, place: Placed, entry: Entry, names: Iterable[str]) -> None:
        known = self._by_id.setdefault(entry.id, entry)
        if known is not entry and not entry.seat and not tables.apart(known, entry):
            place.wrong(f"the id {entry.id!r} is taken for the same time")
        for name in names:
            filed_under = key(name)
            if filed_under is None:
                place.wrong(f"the name {name!r} has no capital letter")
                continue
            if name[0].islower():
                self.small_starts.add(plain(name).split()[0])
            filed = self._names.setdefault(filed_under, [])
            rivals = [other for other in filed if other.id != entry.id and not tables.apart(other, entry)]
            if rivals:
                place.wrong(f"{name!r} is a name of {rivals[0].id} already")
            elif entry not in filed:
                filed.append(entry)

    # ---------------------------------------------------------------- asking
    def find(self, name: str, day: date | None = None) -> Entry | None:
        """Who bears that name on that day (today's bearer where no day is given); null if nobody known does."""
        asked = (name, day)
        if asked not in self._asked:
            if len(self._asked) >= KEPT:
                self._asked.clear()
            self._asked[asked] = self._find(name, day)
        return self._asked[asked]

    def _find(self, name: str, day: date | None) -> Entry | None:
        filed_under = key(name)
        entries = self._names.get(filed_under, ()) if filed_under else ()
        if not entries and filed_under and filed_under.isupper():
            entries = self._names.get(filed_under.casefold(), ())
        if day is None:
            return entries[-1] if entries else None
        return next((entry for entry in entries if tables.in_force(entry, day.isoformat())), None)

    def entry(self, id_: str) -> Entry | None:
        """The body, country or people of that id."""
        return self._by_id.get(id_)

    def demonym(self, word: str) -> Entry | None:
        """The country whose people or things the word speaks of ("Tajik", "Tajiks"); null for other words."""
        return self._demonyms.get(plain(word)) if word[:1].isupper() else None

    def outlet(self, name: str) -> Outlet | None:
        """The news outlet of that name or domain; null if it is not known or written without a capital."""
        named = "." in name or any(letter.isupper() for letter in name)
        return self._outlets.get(_outlet_key(name)) if named else None

    def agent(self, lemma: str) -> Agent | None:
        """What the directory says of that common noun (lower-case lemma; several words allowed) or office."""
        return self._agents.get(lemma)

    def title(self, words: str) -> Title | None:
        """The office, rank or form of address of these words in any case, written out or abbreviated."""
        return self._titles.get(words.lower().removesuffix("."))

    def members(self, org_id: str, day: date) -> tuple[Membership, ...]:
        """The countries that belonged to the alliance on that day, each with its status."""
        return tuple(m for _, m in self.memberships if m.org == org_id and tables.in_force(m, day.isoformat()))

    def leader(self, name: str, day: date | None = None) -> tuple[Leader, Tenure] | None:
        """The person of that name with the office of that day, else with the last one before it, else the first."""
        rows = self._leaders.get(plain(name).casefold(), ()) if name[:1].isupper() or " " in name else ()
        on = (day or date.max).isoformat()
        lately = (day - HELD_ON).isoformat() if day else on
        held = next((row for moment in (on, lately) for row in rows if tables.in_force(row, moment)), None)
        if held is not None:
            return held, "held"
        before = [row for row in rows if row.end is not None and row.end < on]
        return ((before[-1], "former") if before else (rows[0], "future")) if rows else None

    @cached_property
    def first_words(self) -> dict[str, int]:
        """For the casefolded first word of every known name, how many words the longest name has."""
        longest: dict[str, int] = {}
        for name in (*self._names, *self._outlets, *self._demonyms):
            words = name.casefold().split()
            for first in {words[0], words[0].removesuffix("'s")}:  # the parser parts "People" and "'s"
                longest[first] = max(longest.get(first, 0), len(words))
        return longest

    @cached_property
    def last_words(self) -> frozenset[str]:
        """The words that close a term of agents.csv or titles.csv: no other noun can be one."""
        return frozenset(term.replace("-", " ").split()[-1] for term in self._agents) | frozenset(self._agents)

    # ---------------------------------------------------------------- tables read when first asked for
    @cached_property
    def leaders(self) -> list[tuple[Placed, Leader]]:
        """The rows of leaders.csv."""
        rows = tables.table("leaders.csv", Leader, lambda row: row.id, self._overlay)
        tables.check_dates(rows)
        tables.check_countries(rows, self._codes)
        return rows

    @cached_property
    def _leaders(self) -> dict[str, list[Leader]]:
        """People by name; a name that two people share is told as a mistake."""
        found: dict[str, list[Leader]] = {}
        for place, row in self.leaders:
            self._check_id(place, row.id)
            for name in (row.name, *row.aliases):
                filed = found.setdefault(plain(name).casefold(), [])
                if filed and filed[0].id != row.id:
                    place.wrong(f"{name!r} is a name of {filed[0].name} already")
                else:
                    filed.append(row)
        return found

    @cached_property
    def titles(self) -> list[tuple[Placed, Title]]:
        """The rows of titles.csv."""
        rows = tables.table("titles.csv", Title, lambda row: row.title, self._overlay)
        tables.check_unique(rows, lambda row: row.title)
        tables.check_countries(rows, self._codes)
        return rows

    @cached_property
    def agents(self) -> list[tuple[Placed, Agent]]:
        """The rows of agents.csv."""
        rows = tables.table("agents.csv", Agent, lambda row: row.lemma, self._overlay)
        tables.check_unique(rows, lambda row: row.lemma)
        return rows

    @cached_property
    def memberships(self) -> list[tuple[Placed, Membership]]:
        """The rows of memberships.csv."""
        rows = tables.table("memberships.csv", Membership, lambda row: (row.org, row.member), self._overlay)
        tables.check_dates(rows)
        tables.check_countries(rows, self._codes, "member")
        for place, row in rows:
            if row.org not in self._by_id:
                place.wrong(f"no alliance {row.org!r} in alliances.csv or organisations.csv")
        return rows

    @cached_property
    def _titles(self) -> dict[str, Title]:
        return {name.lower(): row for _, row in self.titles for name in (row.title, *row.short)}

    @cached_property
    def _agents(self) -> dict[str, Agent]:
        offices = {
            name: Agent(name, "person", row.sector) for name, row in self._titles.items() if row.rank != "address"
        }
        return offices | {row.lemma: row for _, row in self.agents}


def _outlet_key(name: str) -> str:
    bare = plain(name)
    return bare if _is_acronym(bare) else bare.casefold()


def as_entry(outlet: Outlet) -> Entry:
    """The outlet as somebody who acts."""
    return Entry(outlet.id, outlet.name, "media", outlet.country, "JRN")


@cache
def load_directory(overlay: Path | None = None) -> Directory:
    """The shipped directory with the rows of the overlay folder; KnowledgeError names file and line of a mistake."""
    return Directory(overlay)
