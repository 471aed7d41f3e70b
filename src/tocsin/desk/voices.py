"""Who says what in a store, in memory: how often each source stands alone, and how often it is contradicted.

It follows the index. Conflicts are looked for event by event, a part at each visit and the rest beside the visits
(`look_on`): how many events have been looked at is said, and a count is never taken for the whole before it is.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sqlalchemy import Connection, and_, literal_column, select

from tocsin.desk.choice import joined, numbers
from tocsin.desk.index import Index, Shown
from tocsin.desk.rows import Names, Rows
from tocsin.desk.tally import Counted, Numbers, Order, Voice, counts
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
_BESIDE: Final = 5.0  # seconds after which nobody is looking on any more
_SPOKEN: Final = np.dtype([("seq", "i8"), ("speaker", "i4")])
_AGAINST: Final = np.dtype([("event", "i4"), ("seq", "i8")])


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
        self._spoken, self._against = Rows(_SPOKEN), Rows(_AGAINST)
        self._speakers = Names()
        self._named: dict[int, tuple[str, str]] = {}  # of each speaker's number: name and kind
        self._seen = 0
        self._compared = np.zeros(0, bool)  # of each event's row, whether it was looked at for conflicts
        self._looked_on = float("-inf")
        self._lock = threading.Lock()  # of whoever adds to what is held here

    def view(self, page: int, order: Order, kind: str | None = None, search: str | None = None) -> VoicesView:
        """A page of the sources of a kind whose name holds the words."""
        with self.index.fresh() as (connection, shown):
            several = self._visit(connection, shown)
            found = self._all(connection, shown)
            numbers = found.that_fit(kind, folded(search or ""))
            first = page * PAGE
            return VoicesView(
                rule=RULE,
                looked_at=len(several) - len(self._waiting(several)),
                several=len(several),
                sources=len(numbers),
                items=tuple(map(found.voice, found.ordered(numbers, order, first + PAGE)[first:])),
                page=page,
                pages=-(-len(numbers) // PAGE),
            )

    def one(self, name: str) -> tuple[Voice | None, list[Conflict]]:
        """The source of this id or name, and the first conflicts that its claims stand in."""
        with self.index.fresh() as (connection, shown):
            self._visit(connection, shown)
            voice = self._all(connection, shown).called(name)
            return voice, self._conflicts(connection, shown, voice) if voice else []

    # ---------------------------------------------------------------- counting
    def _all(self, connection: Connection, shown: Shown) -> Counted:
        with self._lock:
            self._follow(connection)
            spoken, speakers = self._spoken.held, [*self._speakers.names]
            named = [self._named.get(number, ("", "")) for number in range(len(speakers))]
        claims, outlets = shown.claims, [*shown.outlets.names]
        alone = shown.events["origins"][claims["event"]] == 1
        against = np.isin(claims["seq"], self._contradicted(connection, shown))
        rows = np.flatnonzero(shown.claims_stand)
        spoken_rows = _rows(shown, spoken["seq"])
        good = spoken_rows >= 0
        by_outlet = counts(claims["outlet"][rows], rows, alone, against, len(outlets))
        by_speaker = counts(spoken["speaker"][good], spoken_rows[good], alone, against, len(speakers))
        return Counted(
            ids=[name or "" for name in (*outlets, *speakers)],
            names=[*(name or "" for name in outlets), *(name for name, _ in named)],
            kinds=[*([PUBLISHER] * len(outlets)), *(kind for _, kind in named)],
            counts=np.concatenate([by_outlet, by_speaker], axis=1),
            grades=reliabilities(connection, shown.at),
        )

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
        """Compares some more events beside those who visit; whether any are left."""
        self._looked_on = time.monotonic()
        with self.index.fresh() as (connection, shown):
            return len(self._waiting(self._compare(connection, shown))) > 0

    def _visit(self, connection: Connection, shown: Shown) -> Numbers:
        """All events with several claims; compares some of them, if nobody does so beside."""
        if time.monotonic() - self._looked_on < _BESIDE:
            return _several(shown)
        return self._compare(connection, shown)

    def _compare(self, connection: Connection, shown: Shown) -> Numbers:
        """Looks at events with several claims that were not looked at, for a short while; gives all of them."""
        several = _several(shown)
        waiting = self._waiting(several).tolist()
        until = time.monotonic() + SECONDS
        for first in range(0, len(waiting), _TOGETHER):
            if time.monotonic() > until:
                break
            self._look_at(connection, shown, waiting[first : first + _TOGETHER])
        return several

    def _waiting(self, several: Numbers) -> Numbers:
        """Those of the events that were not compared yet."""
        compared = self._compared
        known = several[several < len(compared)]
        return np.concatenate([known[~compared[known]], several[len(known) :]])

    def _look_at(self, connection: Connection, shown: Shown, events: list[int]) -> None:
        names = [shown.ids[number] for number in events]
        held = loading.of_events(connection, shown.at, names, once=True)
        against: set[tuple[int, int]] = set()
        for number, name in zip(events, names, strict=True):
            seqs = {row.claim.id: row.seq for row in held[name]}
            found = among(name, [loading.card(row, once=True) for row in held[name]])
            against |= {(number, seqs[side.claim]) for each in found for side in each.sides}
        with self._lock:
            self._against.add(sorted(against))
            if len(self._compared) < len(shown.events):
                self._compared = np.concatenate([self._compared, np.zeros(len(shown.events), bool)])
            self._compared[events] = True

    def _contradicted(self, connection: Connection, shown: Shown) -> Numbers:
        """The claims that stand in a conflict, as far as events were looked at; denials are all known."""
        with self._lock:
            pairs = self._against.held
        pairs = pairs[pairs["event"] < len(shown.events)]
        found = pairs["seq"][shown.events_stand[pairs["event"]]]
        denied = np.array([seq for pair in _denials(connection, shown) for seq in pair], "i8")
        return np.concatenate([found, denied])

    def _conflicts(self, connection: Connection, shown: Shown, voice: Voice) -> list[Conflict]:
        """The conflicts themselves, of the first events that have one in which the source has a side."""
        claims = shown.claims
        if voice.kind == PUBLISHER:
            rows = np.flatnonzero(shown.claims_stand & np.isin(claims["outlet"], shown.outlets.numbers([voice.id])))
        else:
            spoken = self._spoken.held
            rows = _rows(shown, spoken["seq"][np.isin(spoken["speaker"], self._speakers.numbers([voice.id]))])
            rows = rows[rows >= 0]
        against = rows[np.isin(claims["seq"][rows], self._contradicted(connection, shown))][:MOST_CONFLICTS]
        seqs = claims["seq"][against].tolist()
        names = set(connection.execute(select(claim.c.claim_id).where(claim.c.seq.in_(seqs))).scalars())
        denied = connection.execute(select(member.c.denies).where(
            member.c.claim_id.in_(names), member.c.denies.is_not(None), standing(member, shown.at)
        )).scalars()  # fmt: skip
        events = [*(shown.ids[number] for number in claims["event"][against]), *denied]
        found = conflicting.of_events(connection, shown.at, list(dict.fromkeys(events)))
        return [each for _, all_of_it in found.values() for each in all_of_it
                if not names.isdisjoint({side.claim for side in each.sides})]  # fmt: skip


def _several(shown: Shown) -> Numbers:
    """The rows of the events that have several claims."""
    return np.flatnonzero(shown.events_stand & (shown.events["claims"] > 1))


def _rows(shown: Shown, seqs: NDArray[Any]) -> Numbers:
    """The rows of the claims of these numbers; -1 where one does not stand."""
    claims = shown.claims
    places = np.full(int(max(claims["seq"].max(initial=0), seqs.max(initial=0))) + 1, -1, "i8")
    stand = np.flatnonzero(shown.claims_stand)
    places[claims["seq"][stand]] = stand
    found: Numbers = places[seqs]
    return found


def _denials(connection: Connection, shown: Shown) -> Iterator[tuple[int, int]]:
    """The claims that deny an event, each with the claim of it that is told first."""
    query = select(claim.c.seq, member.c.denies).join(member, member.c.claim_id == claim.c.claim_id)
    stand = and_(standing(member, shown.at), standing(claim, shown.at))
    # of what is not null SQLite would look for it in every row
    for row in connection.execute(query.where(member.c.denies > "", stand)):
        denied = shown.rows_of(row.denies)
        if denied:
            yield row.seq, int(shown.claims["seq"][denied[0]])
