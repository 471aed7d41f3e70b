"""Who says what in a store, in memory: how often each source stands alone, and how often it is contradicted.

It follows the index. Conflicts are looked for event by event, a part at each visit and the rest beside the visits
(`look_on`): how many events have been looked at is said, and a count is never taken for the whole before it is.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Final, Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sqlalchemy import Connection, and_, literal_column, select

from tocsin.desk.choice import joined, numbers
from tocsin.desk.index import Index
from tocsin.desk.rows import Names, Rows
from tocsin.linking.conflicts import Conflict
from tocsin.linking.conflicts import conflicts as among
from tocsin.storage import conflicting, loading
from tocsin.storage.coded import folded
from tocsin.storage.facts import batches, standing
from tocsin.storage.listing import PUBLISHER, reliabilities
from tocsin.storage.tables import claim, member, party

SECONDS: Final = 0.05  # that are spent at once on events not looked at yet: somebody may wait
PAGE: Final = 100
MOST_CONFLICTS: Final = 50  # shown of one source
_TOGETHER: Final = 20
_SPOKEN: Final = np.dtype([("seq", "i8"), ("speaker", "i4")])
Order = Literal["claims", "alone", "contradicted", "name"]
Numbers = NDArray[np.int64]


class Voice(Struct, frozen=True):
    """A source: its claims that stand, how many of them stand alone, how many stand in a conflict.

    A claim stands alone where its event has one independent origin.
    """

    id: str
    name: str
    kind: str
    claims: int
    alone: int
    contradicted: int
    reliability: str


class VoicesView(Struct, frozen=True):
    """A page of the sources. Of the `several` events that have several claims, `looked_at` have been compared."""

    rule: str
    looked_at: int
    several: int
    sources: int
    items: tuple[Voice, ...]
    page: int
    pages: int


RULE: Final = (
    "speakers that reports name, and the outlets that publish them, by their claims that stand; alone: the claim's "
    "event has one independent origin; contradicted: the claim stands in a conflict of figures, actors or a denial"
)


class Voices:
    """The sources of the store that the index shows, read when they are first looked at."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._spoken = Rows(_SPOKEN)
        self._speakers = Names()
        self._named: dict[int, tuple[str, str]] = {}  # of each speaker's number: name and kind
        self._seen = 0
        self._compared: dict[int, tuple[int, ...]] = {}  # event's row -> seqs of its claims that are in a conflict

    def view(self, page: int, order: Order, kind: str | None = None, search: str | None = None) -> VoicesView:
        """A page of the sources of a kind whose name holds the words."""
        with self.index.fresh() as connection:
            several = self._compare(connection)
            found = self._all(connection)
        key = folded(search or "")
        found = [each for each in found if (not kind or each.kind == kind) and key in folded(each.name)]
        found.sort(key=lambda each: (0 if order == "name" else -getattr(each, order), each.name))
        return VoicesView(
            rule=RULE,
            looked_at=len(several) - len(self._waiting(several)),
            several=len(several),
            sources=len(found),
            items=tuple(found[page * PAGE : (page + 1) * PAGE]),
            page=page,
            pages=-(-len(found) // PAGE),
        )

    def one(self, name: str) -> tuple[Voice | None, list[Conflict]]:
        """The source of this id or name, and the first conflicts that its claims stand in."""
        with self.index.fresh() as connection:
            self._compare(connection)
            found = self._all(connection)
            key = folded(name)
            exact = (each for each in found if each.id == name)
            voice = next(exact, None) or next((each for each in found if folded(each.name) == key), None)
            return voice, self._conflicts(connection, voice) if voice else []

    # ---------------------------------------------------------------- counting
    def _all(self, connection: Connection) -> list[Voice]:
        self._follow(connection)
        claims = self.index.claims.held
        alone = self.index.events.held["origins"][claims["event"]] == 1
        against = np.isin(claims["seq"], self._contradicted(connection))
        grades = reliabilities(connection, self.index.at)
        rows = np.flatnonzero(claims["stands"])
        outlets = self._counted(claims["outlet"][rows], rows, alone, against, len(self.index.outlets.names))
        spoken, speakers = self._standing()
        speaking = self._counted(speakers, spoken, alone, against, len(self._speakers.names))
        found = [Voice(name, name, PUBLISHER, *outlets[number], grades.get(name, "F"))
                 for number, name in enumerate(self.index.outlets.names) if name]  # fmt: skip
        found += [Voice(name, *self._named[number], *speaking[number], grades.get(name, "F"))
                  for number, name in enumerate(self._speakers.names) if name]  # fmt: skip
        return [each for each in found if each.claims]

    def _counted(
        self, who: NDArray[Any], rows: Numbers, alone: NDArray[Any], against: NDArray[Any], most: int
    ) -> list[tuple[int, int, int]]:
        """By source: its claims, those that stand alone, those that stand in a conflict."""
        counts = [np.bincount(who[mask[rows]], minlength=most).tolist() for mask in (alone | True, alone, against)]
        return list(zip(*counts, strict=True))

    def _standing(self) -> tuple[Numbers, NDArray[Any]]:
        """The rows of standing claims that somebody is said to speak in, and who, each pair once."""
        held = self._spoken.held
        rows = self._rows(held["seq"])
        good = rows >= 0
        return rows[good], held["speaker"][good]

    def _rows(self, seqs: NDArray[Any]) -> Numbers:
        """The rows of the claims of these numbers; -1 where one does not stand."""
        claims = self.index.claims.held
        places = np.full(int(max(claims["seq"].max(initial=0), seqs.max(initial=0))) + 1, -1, "i8")
        standing_ = np.flatnonzero(claims["stands"])
        places[claims["seq"][standing_]] = standing_
        found: Numbers = places[seqs]
        return found

    def _follow(self, connection: Connection) -> None:
        """Takes in who speaks in the claims that are new."""
        speaks = party.c.side == "source"
        key = party.c.key.concat(literal_column("''"))  # of the column itself SQLite would go through every row
        new = select(key, joined(party.c.claim)).where(speaks, party.c.claim > self._seen, party.c.key != "")
        found = {self._speakers.number(key): np.unique(numbers(all_of_it))
                 for key, all_of_it in connection.execute(new.group_by(key))}  # fmt: skip
        first = {int(seqs[0]) for number, seqs in found.items() if number not in self._named}
        for part in batches(sorted(first)):
            named = select(party.c.key, party.c.name, party.c.kind).where(speaks, party.c.claim.in_(part))
            for key, name, kind in connection.execute(named):
                self._named.setdefault(self._speakers.number(key), (name, kind))
        for number, seqs in found.items():
            self._spoken.add([(seq, number) for seq in seqs.tolist()])
        self._seen = max((int(seqs[-1]) for seqs in found.values()), default=self._seen)

    # ---------------------------------------------------------------- conflicts
    def look_on(self) -> bool:
        """Compares some more events where nobody waits for the index; whether any are left."""
        if self.index.in_use():
            return True
        with self.index.fresh() as connection:
            return len(self._waiting(self._compare(connection))) > 0

    def _compare(self, connection: Connection) -> Numbers:
        """Looks at events with several claims that were not looked at, for a short while; gives all of them."""
        claims = self.index.claims.held
        counts = np.bincount(claims["event"][claims["stands"]], minlength=len(self.index.events.held))
        several = np.flatnonzero(counts > 1)
        waiting = self._waiting(several).tolist()
        until = time.monotonic() + SECONDS
        for first in range(0, len(waiting), _TOGETHER):
            if time.monotonic() > until:
                break
            self._look_at(connection, waiting[first : first + _TOGETHER])
        return several

    def _waiting(self, several: Numbers) -> Numbers:
        """Those of the events that were not compared yet."""
        return several[~np.isin(several, list(self._compared))]

    def _look_at(self, connection: Connection, events: list[int]) -> None:
        held = loading.of_events(connection, self.index.at, [self.index.ids[number] for number in events], once=True)
        for number in events:
            rows = held[self.index.ids[number]]
            seqs = {row.claim.id: row.seq for row in rows}
            found = among(self.index.ids[number], [loading.card(row, once=True) for row in rows])
            self._compared[number] = tuple({seqs[side.claim] for each in found for side in each.sides})

    def _contradicted(self, connection: Connection) -> list[int]:
        """The claims that stand in a conflict, as far as events were looked at; denials are all known."""
        stands = self.index.events.held["stands"]
        found = [seq for number, seqs in self._compared.items() if stands[number] for seq in seqs]
        return found + [seq for pair in self._denials(connection) for seq in pair]

    def _denials(self, connection: Connection) -> Iterator[tuple[int, int]]:
        """The claims that deny an event, each with the claim of it that is told first."""
        query = select(claim.c.seq, member.c.denies).join(member, member.c.claim_id == claim.c.claim_id)
        stand = and_(standing(member, self.index.at), standing(claim, self.index.at))
        for row in connection.execute(query.where(member.c.denies.is_not(None), stand)):
            denied = self.index.rows_of(row.denies)
            if denied:
                yield row.seq, int(self.index.claims.held["seq"][denied[0]])

    def _conflicts(self, connection: Connection, voice: Voice) -> list[Conflict]:
        """The conflicts themselves, of the first events that have one in which the source has a side."""
        claims = self.index.claims.held
        if voice.kind == PUBLISHER:
            rows = np.flatnonzero(claims["stands"] & (claims["outlet"] == self.index.outlets.number(voice.id)))
        else:
            spoken, speakers = self._standing()
            rows = spoken[speakers == self._speakers.number(voice.id)]
        against = rows[np.isin(claims["seq"][rows], self._contradicted(connection))][:MOST_CONFLICTS]
        seqs = claims["seq"][against].tolist()
        names = set(connection.execute(select(claim.c.claim_id).where(claim.c.seq.in_(seqs))).scalars())
        denied = connection.execute(select(member.c.denies).where(
            member.c.claim_id.in_(names), member.c.denies.is_not(None), standing(member, self.index.at)
        )).scalars()  # fmt: skip
        events = [*(self.index.ids[number] for number in claims["event"][against]), *denied]
        found = conflicting.of_events(connection, self.index.at, list(dict.fromkeys(events)))
        return [each for _, all_of_it in found.values() for each in all_of_it
                if not names.isdisjoint({side.claim for side in each.sides})]  # fmt: skip
