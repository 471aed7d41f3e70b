"""The ledger of a store in memory: which items wait for what, so that a page of them is found at once.

It follows the index. What an item says, and what is proposed for it, is read from the store for the page alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, get_args

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from tocsin.desk.asked import Asked
from tocsin.desk.choice import choose
from tocsin.desk.index import STATUSES, Index, day_number
from tocsin.desk.rows import UNDATED, Rows
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
        self._confirmed = self._proposed = np.zeros(0, bool)

    def view(self, wanted: AskedDue) -> DueView:
        """A page of a part, by the last day on which the items are due; those without one last."""
        with self.index.fresh() as connection:
            self._follow(connection)
            fits = self._fits(connection, wanted)
            masks = self._parts(day_number(wanted.today.isoformat()))
            chosen = np.flatnonzero(fits & masks[wanted.part])
            held = self._items.held[chosen]
            order = np.lexsort((held["seq"], np.where(held["last"] == UNDATED, _FAR, held["last"])))
            shown = held["seq"][order[wanted.page * PAGE : (wanted.page + 1) * PAGE]].tolist()
            return DueView(
                today=wanted.today.isoformat(),
                part=wanted.part,
                rule=f"claims about what is to come, {PARTS[wanted.part]}; each claim is an item of its own",
                counts={part: int((fits & mask).sum()) for part, mask in masks.items()},
                items=tuple(ledger.lines(connection, self.index.at, shown, wanted.today)),
                page=wanted.page,
                pages=-(-len(chosen) // PAGE),
            )

    def _follow(self, connection: Connection) -> None:
        if self._at == self.index.at:
            return
        self._at = self.index.at
        items = claim.c.seq, claim.c.claim_id, claim.c.status, claim.c.due_first, claim.c.due_last
        held = connection.execute(select(*items).where(claim.c.seq > self._seen, claim.c.status.in_(KINDS)))
        hangs = select(claim_key.c.claim).where(claim_key.c.key == key_number(horizons.HANGS))
        hanging = set(connection.execute(hangs.where(claim_key.c.claim > self._seen)).scalars())
        numbered = {status: STATUSES.index(status) for status in KINDS}
        new = {
            name: (seq, numbered[status], _day(first), _day(last), seq in hanging)
            for seq, name, status, first, last in held
            if status != UNLESS_TIMED or last or seq in hanging
        }
        self._rows_of |= zip(new, self._items.add(list(new.values())), strict=True)
        self._seen = max((row[0] for row in new.values()), default=self._seen)
        self._confirmed, self._proposed = (self._with(connection, state) for state in ("confirmed", "proposed"))

    def _with(self, connection: Connection, state: str) -> NDArray[np.bool_]:
        """The items that have an outcome in that state."""
        query = select(outcome.c.item).where(outcome.c.state == state, standing(outcome, self.index.at))
        names = (item.removeprefix(PREFIX) for item in connection.execute(query).scalars())
        found = np.zeros(self._items.size, bool)
        found[[self._rows_of[name] for name in names if name in self._rows_of]] = True
        return found

    def _fits(self, connection: Connection, wanted: AskedDue) -> NDArray[np.bool_]:
        """The items whose claims fit, and that are of the kinds and due on the days wanted."""
        held = self._items.held
        claims = self.index.claims.held
        seqs = np.sort(claims["seq"][choose(self.index, connection, wanted.asked).claims])
        fits = _among(held["seq"], seqs)
        if wanted.kinds:
            fits &= np.isin(held["status"], [STATUSES.index(kind) for kind in wanted.kinds])
        if wanted.due_since:
            fits &= held["last"] >= day_number(wanted.due_since)
        if wanted.due_until:
            fits &= (held["last"] != UNDATED) & (held["first"] <= day_number(wanted.due_until))
        return fits

    def _parts(self, today: int) -> dict[Part, NDArray[np.bool_]]:
        held = self._items.held
        dated = held["last"] != UNDATED
        waits = ~self._confirmed
        return {
            "open": waits,
            "overdue": waits & dated & (held["last"] < today),
            "coming": waits & dated & (held["last"] >= today),
            "proposed": waits & self._proposed,
            "conditional": waits & (held["status"] == STATUSES.index("conditional")),
            "hanging": waits & held["hangs"],
            "undated": waits & ~dated & ~held["hangs"],
            "decided": self._confirmed,
        }


def _among(values: NDArray[Any], found: NDArray[Any]) -> NDArray[np.bool_]:
    """The values that are among sorted ones."""
    if not len(found):
        return np.zeros(len(values), bool)
    places = np.minimum(np.searchsorted(found, values), len(found) - 1)
    same: NDArray[np.bool_] = found[places] == values
    return same


def _day(words: str | None) -> int:
    """The number of a day; an open end lies far away."""
    if words is None:
        return UNDATED
    return -_FAR if words == EARLIEST else _FAR if words == LATEST else day_number(words)
