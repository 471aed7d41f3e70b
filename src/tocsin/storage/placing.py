"""What linking says of a report, written as facts: its origin and story, and the event of each of its claims."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, insert

from tocsin.linking.cards import ReportCard
from tocsin.linking.keys import report_keys
from tocsin.linking.link import Linked
from tocsin.storage import facts
from tocsin.storage.coded import key_numbers
from tocsin.storage.tables import lineage, member, report_key

_pack = msgspec.msgpack.Encoder().encode
_ORIGIN_KNOWN = "its text and that of {report} go back to one origin"


def report_bytes(card: ReportCard) -> bytes:
    """The card of a report for keeping; origin and story are kept apart, since they may change."""
    return _pack(msgspec.structs.replace(card, origin="", story=""))


def file(connection: Connection, linked: Linked, report_seq: int) -> None:
    """Writes the keys under which a report is found by later ones."""
    keys = key_numbers(report_keys(linked.report))
    if keys:
        connection.execute(insert(report_key), [{"key": key, "report": report_seq} for key in keys])


def place(connection: Connection, moment: int, linked: Linked, gone: Iterable[str], reason: str) -> int:
    """Writes origin, story and events where they are new; the number of claims that joined a known event."""
    _lineage(connection, moment, linked)
    gone = list(gone)
    names = [placement.claim for placement in linked.placements]
    held = {row.claim_id: row for row in facts.found(connection, member, moment, "claim_id", [*names, *gone])}
    new = [p for p in linked.placements if p.claim not in held or held[p.claim].event_id != p.event]
    facts.end(connection, member, moment, [held[name].seq for name in gone if name in held], reason)
    facts.end(connection, member, moment, [held[p.claim].seq for p in new if p.claim in held], "grouped again")
    rows = [_member_row(p.claim, p.event, p.score, p.reason, p.denies) for p in new]
    facts.add(connection, member, moment, rows)
    return sum(not placement.founds for placement in new)


def _member_row(claim_id: str, event: str, score: float, reason: str, denies: str | None = None) -> dict[str, Any]:
    return {"claim_id": claim_id, "event_id": event, "score": score, "reason": reason, "denies": denies}


def _lineage(connection: Connection, moment: int, linked: Linked) -> None:
    """The report's own origin and story; where its text shows that several origins are one, theirs too."""
    name, origin = linked.report.id, linked.origin.origin
    if not facts.found(connection, lineage, moment, "report_id", [name]):
        reasons = f"{linked.origin.reason}; {linked.story.reason}"
        row = {"report_id": name, "origin": origin, "story": linked.story.story, "reason": reasons}
        facts.add(connection, lineage, moment, [row | {"score": linked.origin.score}])
    merged = facts.found(connection, lineage, moment, "origin", linked.origin.merged)
    reason = _ORIGIN_KNOWN.format(report=name)
    facts.end(connection, lineage, moment, [row.seq for row in merged], reason)
    rows = [{"report_id": r.report_id, "origin": origin, "story": r.story, "score": r.score} for r in merged]
    facts.add(connection, lineage, moment, [row | {"reason": reason} for row in rows])


def move(connection: Connection, moment: int, claim_ids: Iterable[str], event: str, reason: str) -> None:
    """Puts claims into an event because a person says so."""
    held = facts.found(connection, member, moment, "claim_id", claim_ids)
    facts.end(connection, member, moment, [row.seq for row in held], reason)
    facts.add(connection, member, moment, [_member_row(row.claim_id, event, 1.0, reason, row.denies) for row in held])
