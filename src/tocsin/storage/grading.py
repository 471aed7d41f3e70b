"""Admiralty grades: reliability belongs to a source, credibility to a claim or an event. A person grants them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, select

from tocsin.storage import facts, moments
from tocsin.storage.database import StoreError
from tocsin.storage.tables import claim, grade, member, party, report

SCALES: Final = {"reliability": "ABCDEF", "credibility": "123456"}


def grant(connection: Connection, scale: str, target: str, value: str, who: str, reason: str) -> None:
    """Grants a grade; the one before stays in the history. StoreError for a target or a grade that is none."""
    if value not in SCALES[scale]:
        raise StoreError(f"{value[:20]!r} is no {scale}: it is one of {', '.join(SCALES[scale])}")
    at = moments.newest(connection)
    known: dict[str, Callable[[Connection, int, str], bool]] = {"reliability": _is_source, "credibility": _is_item}
    if not known[scale](connection, at, target):
        what = "source" if scale == "reliability" else "claim or event"
        raise StoreError(f"there is no {what} {target[:80]!r} in the store")
    before = [row for row in facts.found(connection, grade, at, "target", [target]) if row.scale == scale]
    moment = moments.begin(connection, "grade", reason, target, who)
    facts.end(connection, grade, moment, [row.seq for row in before], reason)
    facts.add(connection, grade, moment, [{"scale": scale, "target": target, "value": value}])


def _is_source(connection: Connection, _at: int, name: str) -> bool:
    speaks = select(party.c.claim).where(party.c.key == name, party.c.side == "source").limit(1)
    publishes = select(report.c.seq).where(report.c.outlet == name).limit(1)
    return any(connection.execute(query).first() is not None for query in (speaks, publishes))


def _is_item(connection: Connection, at: int, name: str) -> bool:
    return bool(
        facts.found(connection, claim, at, "claim_id", [name])
        or facts.found(connection, member, at, "event_id", [name])
    )
