"""Proves what a store promises: spans are their text, digests fit, nothing hangs loose, groupings can be undone."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Table, and_, func, or_, select, text

from tocsin.records import Record
from tocsin.storage import coded, loading
from tocsin.storage.facts import standing
from tocsin.storage.moments import newest
from tocsin.storage.tables import ENDS, bond, claim, kept_page, lineage, member, moment, party, place, report, verdict

_AT_ONCE: Final = 200  # versions held in memory


class Problem(Struct, frozen=True):
    """Something that is not as it must be."""

    what: str
    id: str
    message: str


class Checked(Struct):
    """How much was looked at, and what was wrong."""

    problems: list[Problem] = []
    versions: int = 0
    claims: int = 0
    moments: int = 0


def check(connection: Connection, count: Checked) -> Iterator[Problem]:
    """Everything wrong with a store, as it is found; `count` grows with what was looked at."""
    yield from _file(connection)
    yield from _moments(connection, count)
    yield from _versions(connection, count)
    yield from _claims(connection, count)
    for find in (_ends, _alone, _orphans, _words, _groups, bonds, _verdicts, _pages):
        yield from find(connection)


def _file(connection: Connection) -> Iterator[Problem]:
    if connection.dialect.name != "sqlite":
        return
    for (message,) in connection.execute(text("PRAGMA quick_check")):
        if message != "ok":
            yield Problem("file", "", message)
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield Problem("orphan", f"{row[0]}:{row[1]}", f"a row of {row[0]} points to none in {row[2]}")


def _moments(connection: Connection, count: Checked) -> Iterator[Problem]:
    before = 0, ""
    for row in connection.execute(select(moment.c.id, moment.c.known).order_by(moment.c.id)):
        count.moments += 1
        if row.id != before[0] + 1 or row.known < before[1]:
            yield Problem("moment", str(row.id), "is out of order")
        before = row.id, row.known


# ---------------------------------------------------------------- digests and spans
def _versions(connection: Connection, count: Checked) -> Iterator[Problem]:
    last = 0
    same = report.alias()  # a version that began again is of the moment at which it was read
    read = select(func.min(same.c.moment)).where(
        same.c.report_id == report.c.report_id, same.c.version == report.c.version
    )
    query = select(report, read.scalar_subquery().label("first")).order_by(report.c.seq).limit(_AT_ONCE)
    while rows := connection.execute(query.where(report.c.seq > last)).all():
        last = rows[-1].seq
        for row in rows:
            count.versions += 1
            yield from (Problem("report", row.report_id, words) for words in _version(connection, row))


def _version(connection: Connection, row: Any) -> Iterator[str]:
    try:
        record = loading.record(connection, row, row.first)
    except (KeyError, ValueError, msgspec.MsgspecError) as error:
        yield f"version {row.version} cannot be put together: {type(error).__name__}: {error}"
        return
    given = record.report
    fits = {
        row.digest: coded.record_digest(record),
        row.text_digest: coded.digest(given.text.encode("utf-8", "surrogatepass")),
        row.facts_digest: coded.report_digest(given),
    }
    if any(kept != found for kept, found in fits.items()):
        yield f"version {row.version} does not fit its digest"
    for span in spans(record):
        if given.text[span["start"] : span["end"]] != span["text"]:
            yield f"version {row.version}: the words {span['text'][:40]!r} do not stand at {span['start']}"


def spans(record: Record) -> Iterator[dict[str, Any]]:
    """Every span of a record, as it is written."""
    parts: list[Any] = [
        msgspec.to_builtins(part)
        for part in (record.claims, record.attributions, record.times, record.places, record.quantities)
    ]
    while parts:
        node = parts.pop()
        if isinstance(node, list | tuple):
            parts += node
        elif isinstance(node, dict):
            if isinstance(node.get("text"), str) and isinstance(node.get("start"), int):
                yield node
            parts += node.values()


def _claims(connection: Connection, count: Checked) -> Iterator[Problem]:
    for row in _each(connection, claim, claim.c.claim_id, claim.c.digest, claim.c.body):
        count.claims += 1
        if coded.digest(row.body) != row.digest:
            yield Problem("claim", row.claim_id, "does not fit its digest")


def _each(connection: Connection, fact: Table, *columns: Any) -> Iterator[Any]:
    """The rows of a table, a few at a time."""
    last = 0
    query = select(fact.c.seq, *columns).order_by(fact.c.seq).limit(_AT_ONCE * 10)
    while rows := connection.execute(query.where(fact.c.seq > last)).all():
        last = rows[-1].seq
        yield from rows


# ---------------------------------------------------------------- what belongs together
def _ends(connection: Connection) -> Iterator[Problem]:
    """Nothing ends before it begins."""
    for fact, ends in ENDS.items():
        query = select(fact.c.seq).join(ends, ends.c.seq == fact.c.seq).where(ends.c.moment < fact.c.moment)
        yield from _problems(connection.execute(query).scalars(), fact.name, "ends before it begins")


def _alone(connection: Connection) -> Iterator[Problem]:
    """One version of a report, of a claim, one event of a claim, one verdict on it, one origin of a report."""
    at = newest(connection)
    pairs = (
        (report, "report_id"),
        (lineage, "report_id"),
        (claim, "claim_id"),
        (member, "claim_id"),
        (verdict, "claim_id"),
    )
    for fact, key in pairs:
        query = select(fact.c[key]).where(standing(fact, at)).group_by(fact.c[key]).having(func.count() > 1)
        yield from _problems(connection.execute(query).scalars(), fact.name, "stands more than once")


def _orphans(connection: Connection) -> Iterator[Problem]:
    """Of what stands, nothing stands without what it is part of or has to have."""
    at = newest(connection)
    pairs: list[tuple[Table, str, Table, str]] = [
        (claim, "report_id", report, "its report does not stand"),
        (claim, "claim_id", member, "is in no event"),
        (member, "claim_id", claim, "is in an event but does not stand"),
        (verdict, "report_id", report, "was decided on but its report does not stand"),
        (report, "report_id", lineage, "has no origin"),
        (lineage, "report_id", report, "has an origin but does not stand"),
    ]
    for fact, key, other, message in pairs:
        joined = and_(other.c[key] == fact.c[key], standing(other, at))
        query = select(fact.c[key]).select_from(fact).join(other, joined, isouter=True)
        query = query.where(standing(fact, at), other.c.seq.is_(None))
        yield from _problems(connection.execute(query).scalars(), fact.name, message)
    for lookup in (place, party):
        query = select(lookup.c.claim).join(claim, claim.c.seq == lookup.c.claim, isouter=True)
        lost = connection.execute(query.where(claim.c.seq.is_(None))).scalars()
        yield from _problems(lost, lookup.name, "belongs to no claim")


def _words(connection: Connection) -> Iterator[Problem]:
    """Every version and every claim can be searched."""
    key = "rowid" if connection.dialect.name == "sqlite" else "seq"
    for fact in (report, claim):
        joined = f"{fact.name} f LEFT JOIN {fact.name}_words w ON w.{key} = f.seq"
        lost = connection.execute(text(f"SELECT f.seq FROM {joined} WHERE w.{key} IS NULL")).scalars()
        yield from _problems(lost, fact.name, "cannot be searched")


# ---------------------------------------------------------------- groupings
def _groups(connection: Connection) -> Iterator[Problem]:
    """Each grouping has a reason and a way back: a claim is always in the event it was in before, until it is moved."""
    ends = ENDS[member]
    columns = member.c.claim_id, member.c.event_id, member.c.moment, member.c.reason, ends.c.moment.label("ended")
    query = select(*columns).join(ends, ends.c.seq == member.c.seq, isouter=True)
    before: Any = None
    for row in connection.execute(query.order_by(member.c.claim_id, member.c.seq).execution_options(yield_per=1000)):
        if not row.reason:
            yield Problem("member", row.claim_id, "was grouped without a reason")
        if before is not None and before.claim_id == row.claim_id and (before.ended or row.moment + 1) > row.moment:
            yield Problem("member", row.claim_id, "was put into an event before it left another")
        before = row
    founders = func.substr(member.c.event_id, 2)
    founded = select(claim.c.seq).where(claim.c.claim_id == founders).exists()
    lost = connection.execute(select(member.c.event_id).distinct().where(~founded)).scalars()
    yield from _problems(lost, "event", "was founded by no known claim")


def bonds(connection: Connection) -> Iterator[Problem]:
    """What people kept apart or together is so."""
    at = newest(connection)
    one, other = member.alias(), member.alias()
    sides = and_(one.c.claim_id == bond.c.one, standing(one, at, member))
    query = select(bond.c.one, bond.c.other, bond.c.kind).select_from(bond).join(one, sides)
    query = query.join(other, and_(other.c.claim_id == bond.c.other, standing(other, at, member)))
    same = one.c.event_id == other.c.event_id
    broken = or_(and_(bond.c.kind == "apart", same), and_(bond.c.kind == "together", ~same))
    for row in connection.execute(query.where(standing(bond, at), broken)):
        yield Problem("grouping", row.one, f"is not {row.kind} with {row.other}, as a person decided")


def _verdicts(connection: Connection) -> Iterator[Problem]:
    """What a person accepted or corrected stands as it was then; what one rejected does not stand."""
    at, stood = newest(connection), claim.alias()
    now = and_(claim.c.claim_id == verdict.c.claim_id, standing(claim, at))
    query = select(verdict.c.claim_id, verdict.c.verdict, claim.c.digest, stood.c.digest.label("stood"))
    query = query.select_from(verdict).join(stood, stood.c.seq == verdict.c.claim).join(claim, now, isouter=True)
    for row in connection.execute(query.where(standing(verdict, at))):
        if row.digest != (None if row.verdict == "rejected" else row.stood):
            yield Problem("verdict", row.claim_id, f"is not as a person decided: {row.verdict}")


def _problems(ids: Iterable[Any], what: str, message: str) -> Iterator[Problem]:
    return (Problem(what, str(found), message) for found in ids)


# ---------------------------------------------------------------- pages as they were fetched
def _pages(connection: Connection) -> Iterator[Problem]:
    for row in connection.execution_options(yield_per=100).execute(select(kept_page)):
        try:
            fits = coded.digest(zlib.decompress(row.body)) == row.digest
        except zlib.error:
            fits = False
        if not fits:
            yield Problem("page", row.digest, "is not the page that was kept")
