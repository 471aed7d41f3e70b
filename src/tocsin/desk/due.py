"""The ledger of a store in memory: which items wait for what, so that a page of them is found at once.

It follows the index. What an item says, and what is proposed for it, is read from the store for the page alone.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, Final, Literal, get_args

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from tocsin.desk.asked import Asked
from tocsin.desk.choice import Mask, choose
from tocsin.desk.index import STATUSES, Index, Shown, day_number
from tocsin.desk.rows import UNDATED, Rows, least
from tocsin.linking.ledger import KINDS, PREFIX, UNLESS_TIMED
from tocsin.storage import horizons, ledger
from tocsin.storage.coded import EARLIEST, LATEST, key_number
from tocsin.storage.facts import standing
from tocsin.storage.ledger import LedgerLine
from tocsin.storage.tables import claim, claim_key, outcome

Part = Literal["open", "overdue", "coming", "proposed", "conditional", "hanging", "undated", "decided"]
PARTS: Final[dict[Part, str]] = {
    "open": "without a confirmed outcome",
    "overdue": "whose last day is past and whose outcome nobody has confirmed; that says nothing about what happened",
    "coming": "whose last day is still to come",
    "proposed": "for which a later claim is proposed as the outcome",
    "conditional": "that wait for their condition",
    "hanging": "whose horizon hangs on another event",
    "undated": "without a horizon, which cannot be missed",
    "decided": "with an outcome that somebody confirmed",
}
PAGE: Final = 50
_ITEM: Final = np.dtype([("seq", "i8"), ("status", "i1"), ("first", "i4"), ("last", "i4"), ("hangs", "?")])
_FAR: Final = np.iinfo("i4").max
assert set(PARTS) == set(get_args(Part))


@dataclass(frozen=True, slots=True)
class AskedDue:
    """Which items are wanted: filters of their claims, kinds, days on which they are due, a part and a page of it."""

    asked: Asked
    today: date
    part: Part = "open"
    kinds: tuple[str, ...] = ()
    due_since: str | None = None
    due_until: str | None = None
    page: int = 0


class DueView(Struct, frozen=True):
    """A page of the ledger on a day; `counts` are the items of each part that fit the filters."""

    today: str
    part: Part
    rule: str
    counts: dict[str, int]
    items: tuple[LedgerLine, ...]
    page: int
    pages: int


class Due:
    """The items of the store that the index shows, read when they are first looked at."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._items = Rows(_ITEM)
        self._rows_of: dict[str, int] = {}
        self._seen = self._at = 0
        self._held = _Items(self._items.held, np.zeros(0, bool), np.zeros(0, bool))
        self._lock = threading.Lock()

    def view(self, wanted: AskedDue) -> DueView:
        """A page of a part, by the last day on which the items are due; those without one last."""
        with self.index.fresh() as (connection, shown):
            items = self._followed(connection, shown)
            fits = _fits(shown, connection, items.held, wanted)
            masks = items.parts(day_number(wanted.today.isoformat()))
            chosen = np.flatnonzero(fits & masks[wanted.part])
            held, first = items.held[chosen], wanted.page * PAGE
            keys = np.where(held["last"] == UNDATED, _FAR, held["last"]), held["seq"]
            seqs = held["seq"][least(keys, first + PAGE)[first:]].tolist()
            return DueView(
                today=wanted.today.isoformat(),
                part=wanted.part,
                rule=f"claims about what is to come, {PARTS[wanted.part]}; each claim is an item of its own",
                counts={part: int((fits & mask).sum()) for part, mask in masks.items()},
                items=tuple(ledger.lines(connection, shown.at, seqs, wanted.today)),
                page=wanted.page,
                pages=-(-len(chosen) // PAGE),
            )

    def _followed(self, connection: Connection, shown: Shown) -> _Items:
        """The items at the moment shown, or at a later one: what is not shown yet fits nothing."""
        with self._lock:
            if self._at < shown.at:
                self._at = shown.at
                self._follow(connection, shown.at)
            return self._held

    def _follow(self, connection: Connection, at: int) -> None:
        columns = claim.c.seq, claim.c.claim_id, claim.c.status, claim.c.due_first, claim.c.due_last
        held = connection.execute(select(*columns).where(claim.c.seq > self._seen, claim.c.status.in_(KINDS)))
        hangs = select(claim_key.c.claim).where(claim_key.c.key == key_number(horizons.HANGS))
        hanging = set(connection.execute(hangs.where(claim_key.c.claim > self._seen)).scalars())
        numbered = {status: STATUSES.index(status) for status in KINDS}
        new = {
            name: (seq, numbered[status], _day(first), _day(last), seq in hanging)
            for seq, name, status, first, last in held
            if status != UNLESS_TIMED or last or seq in hanging
        }
        self._rows_of |= zip(new, count(self._items.size))
        self._items.add(list(new.values()))
        self._seen = max((row[0] for row in new.values()), default=self._seen)
        self._held = _Items(
            self._items.held, self._with(connection, at, "confirmed"), self._with(connection, at, "proposed")
        )

    def _with(self, connection: Connection, at: int, state: str) -> Mask:
        """The items that have an outcome in that state."""
        query = select(outcome.c.item).where(outcome.c.state == state, standing(outcome, at))
        names = (item.removeprefix(PREFIX) for item in connection.execute(query).scalars())
        found = np.zeros(self._items.size, bool)
        found[[self._rows_of[name] for name in names if name in self._rows_of]] = True
        return found


@dataclass(frozen=True, slots=True)
class _Items:
    """The items at a moment, and which have an outcome."""

    held: NDArray[Any]
    confirmed: Mask
    proposed: Mask

    def parts(self, today: int) -> dict[Part, Mask]:
        """Which are in each part on that day."""
        held, waits = self.held, ~self.confirmed
        dated = held["last"] != UNDATED
        return {
            "open": waits,
            "overdue": waits & dated & (held["last"] < today),
            "coming": waits & dated & (held["last"] >= today),
            "proposed": waits & self.proposed,
            "conditional": waits & (held["status"] == STATUSES.index("conditional")),
            "hanging": waits & held["hangs"],
            "undated": waits & ~dated & ~held["hangs"],
            "decided": self.confirmed,
        }


def _fits(shown: Shown, connection: Connection, held: NDArray[Any], wanted: AskedDue) -> Mask:
    """The items whose claims fit, and that are of the kinds and due on the days wanted."""
    fits: Mask = np.isin(held["seq"], shown.claims["seq"][choose(shown, connection, wanted.asked).claims])
    if wanted.kinds:
        fits &= np.isin(held["status"], [STATUSES.index(kind) for kind in wanted.kinds])
    if wanted.due_since:
        fits &= held["last"] >= day_number(wanted.due_since)
    if wanted.due_until:
        fits &= (held["last"] != UNDATED) & (held["first"] <= day_number(wanted.due_until))
    return fits


def _day(words: str | None) -> int:
    """The number of a day; an open end lies far away."""
    if words is None:
        return UNDATED
    return -_FAR if words == EARLIEST else _FAR if words == LATEST else day_number(words)
