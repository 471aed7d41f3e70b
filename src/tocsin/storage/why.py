"""What stands behind a record: its words in their surroundings, who says so, how it was grouped, its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct, structs
from sqlalchemy import Connection, or_, select

from tocsin.linking.conflicts import Conflict
from tocsin.linking.events import Event, summary
from tocsin.linking.grades import GradeProposal, propose
from tocsin.linking.ledger import PREFIX
from tocsin.records import Claim
from tocsin.storage import coded, conflicting, facts, ledger, listing, loading, reviewing
from tocsin.storage.database import NotFound
from tocsin.storage.filters import Filters
from tocsin.storage.history import Step, steps, worded
from tocsin.storage.ledger import LedgerLine
from tocsin.storage.listing import ReportLine, SourceLine
from tocsin.storage.loading import StoredClaim
from tocsin.storage.near import former
from tocsin.storage.tables import claim, grade, lineage, member, moment, outcome, party, report, verdict

_AROUND = 160  # characters shown before and after a sentence
_MOST = 200  # claims shown of a source


class Quote(Struct, frozen=True):
    """A sentence with what stands before and after it."""

    before: str
    sentence: str
    after: str


class ClaimWhy(Struct, frozen=True, tag="claim"):
    """A claim: its quote, its speakers (the innermost first, the outlet last), its rule, its event, its history.

    `item` is the ledger item that it makes, if it is about what is to come.
    """

    id: str
    claim: Claim
    quote: Quote
    chain: tuple[str, ...]
    report: str
    outlet: str | None
    published: str | None
    url: str | None
    event: str
    score: float
    grouping: str
    denies: str | None
    origin: str
    credibility: str
    history: tuple[Step, ...]
    item: LedgerLine | None = None
    verdict: str | None = None  # what a person decided of it: accepted or corrected
    reviewer: str | None = None


class EventWhy(Struct, frozen=True, tag="event"):
    """An event: its line as listed, each claim with the reason why it is in it, its conflicts, its history.

    `proposal` is a credibility that the machine proposes; a person grants it.
    """

    id: str
    event: Event
    claims: tuple[ClaimWhy, ...]
    credibility: str
    proposal: GradeProposal | None
    conflicts: tuple[Conflict, ...]
    history: tuple[Step, ...]


class ReportWhy(Struct, frozen=True, tag="report"):
    """A report: its line as listed, why it has its origin, what else has that origin, its claims, its history."""

    id: str
    report: ReportLine
    reason: str
    same_origin: tuple[str, ...]
    claims: tuple[tuple[str, str], ...]
    history: tuple[Step, ...]


class SourceWhy(Struct, frozen=True, tag="source"):
    """A source: its line as listed, what it says, and the history of its reliability."""

    id: str
    source: SourceLine
    claims: tuple[tuple[str, str], ...]
    history: tuple[Step, ...]


Why = ClaimWhy | EventWhy | ReportWhy | SourceWhy


def why(connection: Connection, name: str, at: int, today: date) -> Why:
    """What stands behind the claim, event, report or source of this id; NotFound where there is none."""
    of_item = name.removeprefix(PREFIX)
    claims = loading.named(connection, at, [name, of_item])
    if row := claims.get(name) or claims.get(of_item):
        history = _claim_history(connection, at, row.claim.id, row.event)
        items = ledger.lines(connection, at, [row.seq], today)
        return structs.replace(_claim(connection, at, row, history), item=next(items, None))
    if rows := loading.of_events(connection, at, [name]).get(name):
        return _event(connection, at, name, rows)
    if facts.found(connection, report, at, "report_id", [name]):
        return _report(connection, at, name)
    if found := _source(connection, at, name):
        return found
    raise NotFound(unknown(connection, name))


def unknown(connection: Connection, name: str) -> str:
    """There is none; where there was one, why it is gone."""
    for fact, column in ((claim, "claim_id"), (member, "event_id"), (report, "report_id")):
        gone = steps(connection, 1 << 62, fact, column, [name])
        if gone:
            last = max(gone, key=lambda step: step[0])[1]
            return f"{name} stands no more: {last.words} at {last.known}: {last.reason} (see --at)"
    return f"nothing in the store is called {name[:80]!r}"


# ---------------------------------------------------------------- claims and events
def _claim(connection: Connection, at: int, row: StoredClaim, history: Sequence[Step]) -> ClaimWhy:
    (grouped,) = facts.found(connection, member, at, "claim_id", [row.claim.id])
    decided = reviewing.verdicts(connection, at, [row.claim.id]).get(row.claim.id)
    speakers = [source.name for source in row.claim.sources]
    return ClaimWhy(
        id=row.claim.id,
        claim=row.claim,
        quote=_quote(connection, at, row),
        chain=(*speakers, row.outlet or "outlet unknown"),
        report=row.report,
        outlet=row.outlet,
        published=row.published,
        url=row.url,
        event=row.event,
        score=grouped.score,
        grouping=grouped.reason,
        denies=grouped.denies,
        origin=row.origin,
        credibility=credibility(connection, at, row.claim.id),
        history=tuple(history),
        verdict=decided and decided.verdict,
        reviewer=decided and decided.reviewer,
    )


def _quote(connection: Connection, at: int, row: StoredClaim) -> Quote:
    text = loading.text(connection, at, row.report)
    start, end = row.claim.sentence.start, row.claim.sentence.end
    return Quote(text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND])


def _claim_history(connection: Connection, at: int, name: str, event: str) -> list[Step]:
    names = former(connection, [name])
    found = steps(connection, at, claim, "claim_id", names) + steps(connection, at, member, "claim_id", names)
    found += steps(connection, at, outcome, "item", [PREFIX + each for each in names])
    found += steps(connection, at, grade, "target", names) + steps(connection, at, verdict, "claim_id", names)
    return _in_order(found + _decisions(connection, at, [*names, *(PREFIX + each for each in names), event]))


def _event(connection: Connection, at: int, name: str, rows: Sequence[StoredClaim]) -> EventWhy:
    found = steps(connection, at, member, "event_id", [name]) + steps(connection, at, grade, "target", [name])
    cards = [loading.card(row) for row in rows]
    _, conflicts = conflicting.of_events(connection, at, [name])[name]
    return EventWhy(
        id=name,
        event=summary(name, cards),
        claims=tuple(_claim(connection, at, row, ()) for row in rows),
        credibility=credibility(connection, at, name),
        proposal=propose(cards, conflicts),
        conflicts=tuple(conflicts),
        history=tuple(_in_order(found + _decisions(connection, at, [name]))),
    )


def credibility(connection: Connection, at: int, name: str) -> str:
    """The credibility that a person has granted to a claim or an event; 6, unknown, where none has."""
    rows = facts.found(connection, grade, at, "target", [name])
    return next((row.value for row in rows if row.scale == "credibility"), "6")


def _decisions(connection: Connection, at: int, names: Sequence[str]) -> list[tuple[int, Step]]:
    """What people decided about these."""
    query = select(moment).where(moment.c.target.in_(names), moment.c.who.is_not(None), moment.c.id <= at)
    rows = connection.execute(query).all()
    return [(row.id, Step(row.known, row.verb, row.who, f"{row.verb} {row.target}", row.reason)) for row in rows]


def _in_order(found: Sequence[tuple[int, Step]]) -> list[Step]:
    return [step for _, step in sorted(found, key=lambda pair: pair[0])]


# ---------------------------------------------------------------- reports and sources
def _report(connection: Connection, at: int, name: str) -> ReportWhy:
    (line,) = listing.report_lines(connection, at, report.c.report_id == name)
    (origin,) = facts.found(connection, lineage, at, "report_id", [name])
    same = [row.report_id for row in facts.found(connection, lineage, at, "origin", [origin.origin])]
    rows = facts.found(connection, claim, at, "report_id", [name])
    return ReportWhy(
        id=name,
        report=line,
        reason=origin.reason,
        same_origin=tuple(other for other in same if other != name),
        claims=tuple((row.claim_id, worded(coded.claim_of(row.body))) for row in rows),
        history=report_history(connection, at, name),
    )


def report_history(connection: Connection, at: int, name: str) -> tuple[Step, ...]:
    """The versions of a report, its origins, and what people decided about it."""
    found = steps(connection, at, report, "report_id", [name]) + steps(connection, at, lineage, "report_id", [name])
    return tuple(_in_order(found + _decisions(connection, at, [name])))


def _source(connection: Connection, at: int, name: str) -> SourceWhy | None:
    key = coded.folded(name)
    known = listing.sources(connection, Filters(), at)
    line = next((row for row in known if name == row.id or key == coded.folded(row.name)), None)
    if line is None:
        return None
    said = select(claim.c.claim_id, claim.c.body).where(facts.standing(claim, at)).order_by(claim.c.seq).limit(_MOST)
    speaks = select(party.c.claim).where(party.c.side == "source", or_(party.c.key == key, party.c.key == line.id))
    published = select(report.c.report_id).where(report.c.outlet == line.id, facts.standing(report, at))
    its = claim.c.report_id.in_(published) if line.kind == listing.PUBLISHER else claim.c.seq.in_(speaks)
    rows = connection.execute(said.where(its)).all()
    return SourceWhy(
        id=line.id,
        source=line,
        claims=tuple((row.claim_id, worded(coded.claim_of(row.body))) for row in rows),
        history=tuple(_in_order(steps(connection, at, grade, "target", [line.id]))),
    )
