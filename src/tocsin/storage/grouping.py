"""What people decide about groupings: it is written with who and why, remembered, and can be undone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from tocsin.linking.link import PREFIX
from tocsin.storage import facts, moments, placing
from tocsin.storage.database import StoreError
from tocsin.storage.tables import bond, claim, member


def merge(connection: Connection, kept: str, gone: str, who: str, reason: str) -> str:
    """Puts the claims of the second event into the first, for good; gives the event's id."""
    at = moments.newest(connection)
    ours, theirs = (_members(connection, at, event) for event in (kept, gone))
    if kept == gone:
        raise StoreError(f"{kept} cannot be merged with itself")
    moment = moments.begin(connection, "merge", reason, kept, who)
    _decide(connection, moment, ours, theirs, "together", reason)
    placing.move(connection, moment, theirs, kept, f"merged with {gone} by {who}: {reason}")
    return kept


def split(connection: Connection, event: str, claim_ids: Sequence[str], who: str, reason: str) -> str:
    """Puts some claims of an event into one of their own, for good; gives its id."""
    at = moments.newest(connection)
    all_of_it = _members(connection, at, event)
    moved = list(dict.fromkeys(claim_ids))
    if strange := [name for name in moved if name not in all_of_it]:
        raise StoreError(f"{', '.join(strange)}: not in {event}")
    left = [name for name in all_of_it if name not in moved]
    if not moved or not left:
        raise StoreError(f"{event} is only split if some of its claims are named and some are left")
    moment = moments.begin(connection, "split", reason, event, who)
    _decide(connection, moment, moved, left, "apart", reason)
    other = _free(connection, at, event, moved)
    if other is None:  # what founded the event stays in it, so the others go
        moved, other = left, _free(connection, at, event, left)
    if other is None:
        raise StoreError(f"{event} cannot be split so: every event that these claims founded holds others now")
    placing.move(connection, moment, moved, other, f"split from {event} by {who}: {reason}")
    return other


def _members(connection: Connection, at: int, event: str) -> list[str]:
    names = [row.claim_id for row in facts.found(connection, member, at, "event_id", [event])]
    if not names:
        raise StoreError(f"there is no event {event}")
    return names


def _free(connection: Connection, at: int, event: str, moved: Sequence[str]) -> str | None:
    """The event that one of the claims founds, unless it is the one they leave or others are in it."""
    for name in (PREFIX + claim_id for claim_id in moved):
        if name != event and not facts.found(connection, member, at, "event_id", [name]):
            return name
    return None


def _decide(
    connection: Connection, moment: int, one: Sequence[str], other: Sequence[str], kind: str, reason: str
) -> None:
    """Notes that each claim of the one side belongs together with, or stays apart from, each of the other."""
    pairs = {pair for first in one for second in other for pair in ((first, second), (second, first))}
    known = facts.found(connection, bond, moment, "one", sorted({first for first, _ in pairs}))
    before = [row.seq for row in known if (row.one, row.other) in pairs]
    facts.end(connection, bond, moment, before, reason)
    facts.add(connection, bond, moment, [{"kind": kind, "one": a, "other": b} for a, b in sorted(pairs)])


def event_of(connection: Connection, at: int, claim_id: str) -> str | None:
    """The event a claim is in."""
    rows = facts.found(connection, member, at, "claim_id", [claim_id])
    return rows[0].event_id if rows else None


def standing_name(connection: Connection, at: int, event: str) -> str:
    """The event that the event's claims are in now: itself, or the one it was merged with."""
    if facts.found(connection, member, at, "event_id", [event]):
        return event
    return event_of(connection, at, event.removeprefix(PREFIX)) or event


def known_claim(connection: Connection, claim_id: str) -> bool:
    """There is or was such a claim."""
    return connection.execute(select(claim.c.seq).where(claim.c.claim_id == claim_id).limit(1)).first() is not None
