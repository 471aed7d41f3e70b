"""What people decide, as it rings: outcomes of the ledger, and grades of sources, claims and events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from tocsin.alerts.found import Found, outcome_line, quote
from tocsin.alerts.rules import Rule
from tocsin.linking.ledger import PREFIX
from tocsin.storage import facts, horizons, listing, loading
from tocsin.storage.facts import standing
from tocsin.storage.filters import among
from tocsin.storage.loading import StoredClaim
from tocsin.storage.near import former
from tocsin.storage.tables import claim, grade, moment, outcome, party

UNKNOWN: Final = "F"  # the reliability of whom nobody has graded


def outcomes(connection: Connection, at: int, rule: Rule) -> Iterator[Found]:
    """An item of the ledger that fits and got an outcome: decided by a person, or also proposed by the machine."""
    states = ("confirmed", "proposed") if rule.proposed else ("confirmed",)
    query = select(outcome, moment.c.who).join(moment, moment.c.id == outcome.c.moment)
    query = query.where(outcome.c.moment == at, standing(outcome, at), outcome.c.state.in_(states))
    rows = [row for row in connection.execute(query) if not rule.wanted or row.outcome in rule.wanted]
    fits = among(connection, rule.filters.filters(), at, [row.item.removeprefix(PREFIX) for row in rows])
    held = loading.named(connection, at, [*fits, *(row.claim_id for row in rows if row.claim_id)])
    for row in rows:
        own = held.get(row.item.removeprefix(PREFIX))
        if own and own.claim.id in fits and not _known(connection, at - 1, row):
            by = held.get(row.claim_id) if row.claim_id else None
            name = " ".join((row.item, row.state, row.outcome, row.claim_id or ""))
            yield Found(
                name.strip(), outcome_line(own, row.outcome, row.who), [quote(each) for each in (own, by) if each]
            )


def _known(connection: Connection, at: int, row: Any) -> bool:
    """It stood before, of this item or of that in whose place it stands: it was only carried over."""
    items = [PREFIX + name for name in former(connection, [row.item.removeprefix(PREFIX)])]
    before = facts.found(connection, outcome, at, "item", items)
    return any(
        (each.outcome, each.state) == (row.outcome, row.state) for each in before if each.state != horizons.STATE
    )


def grades(connection: Connection, at: int, rule: Rule) -> Iterator[Found]:
    """A grade that a person grants to a source, a claim or an event."""
    query = select(grade, moment.c.who).join(moment, moment.c.id == grade.c.moment)
    for row in connection.execute(query.where(grade.c.moment == at, standing(grade, at))).all():
        if not rule.wanted or row.value in rule.wanted:
            by = f", by {row.who}" if row.who else ""
            rows = loading.named(connection, at, [row.target]) if row.scale == "credibility" else {}
            title = f"{row.scale} {row.value} for {row.target}{by}"
            yield Found(f"{row.target} {row.scale} {row.value} {at}", title, [quote(each) for each in rows.values()])


def reliable(connection: Connection, at: int, rows: Sequence[StoredClaim], wanted: Sequence[str]) -> set[str]:
    """The claims of which a source, or the outlet where they name none, has one of the grades."""
    if not wanted:
        return {row.claim.id for row in rows}
    held = listing.reliabilities(connection, at)
    speakers: defaultdict[str, list[str]] = defaultdict(list)
    for part in facts.batches([row.claim.id for row in rows]):
        query = select(claim.c.claim_id, party.c.key).join(party, party.c.claim == claim.c.seq)
        query = query.where(claim.c.claim_id.in_(part), standing(claim, at), party.c.side == "source")
        for found in connection.execute(query):
            speakers[found.claim_id].append(found.key)
    return {
        row.claim.id
        for row in rows
        if any(held.get(each, UNKNOWN) in wanted for each in speakers[row.claim.id] or [row.outlet or ""])
    }
