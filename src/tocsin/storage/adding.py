"""One report into the store: a new version where something about it is new, else nothing at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, select

from tocsin.linking.link import link
from tocsin.records import Claim, Record, Report
from tocsin.storage import coded, facts, filing, ledger, moments, placing, reviewing, search
from tocsin.storage.coded import short
from tocsin.storage.database import StoreError
from tocsin.storage.facts import standing as standing_at
from tocsin.storage.near import StoreNear
from tocsin.storage.tables import ENDS, claim, lineage, member, report

LONGEST_ID: Final = 500
_AGAIN: Final = "read again: the rules or the knowledge have changed"


class Added(Struct, frozen=True):
    """What adding a report did. Claims that ended stay in the history; some of the begun joined a known event."""

    report: str
    what: Literal["added", "changed", "unchanged", "withdrawn"]
    begun: int = 0
    kept: int = 0
    ended: int = 0
    joined: int = 0


class Change(Struct, frozen=True):
    """How the claims of a report differ from those that stand in the store."""

    begun: tuple[Claim, ...]
    kept: frozenset[str]
    gone: tuple[Any, ...]
    replaced: dict[str, str]
    decided: Mapping[str, tuple[Any, Claim]]


def already(connection: Connection, given: Report, reader: str, *, now: bool = False) -> bool:
    """The report was added before as it is, by the same reader: it need not be read again. `now`: and stands so."""
    same = [report.c.report_id == given.id, report.c.facts_digest == coded.report_digest(given)]
    same += [standing_at(report, moments.newest(connection))] if now else []
    return connection.execute(select(report.c.seq).where(*same, report.c.reader == reader).limit(1)).first() is not None


def add(connection: Connection, record: Record, reader: str, known: str | None = None, *, now: bool = False) -> Added:
    """Writes what is new about a report; raises StoreError for an id that cannot be kept.

    A version that was there before is nothing new: a file that is added again. What its outlet says `now` is, where
    another version stands.
    """
    record = _checked(record)
    digest = coded.record_digest(record)
    versions = _versions(connection, record.report.id)
    standing = next((row for row in versions if row.ended is None), None)
    text_digest = coded.digest(record.report.text.encode("utf-8", "surrogatepass"))
    if any(row.digest == digest for row in ([standing] if now and standing else versions)):
        return Added(record.report.id, "unchanged" if standing else "withdrawn")
    if versions and standing is None and versions[-1].text_digest == text_digest:
        return Added(record.report.id, "withdrawn")
    reason = _reason(record, versions, text_digest)
    change = _change(connection, record)
    linked = link(record, _near(connection, record, change))
    moment = moments.begin(connection, "add", reason, record.report.id, known=known)
    row = _report_row(record, digest, text_digest, reader) | {"card": placing.report_bytes(linked.report)}
    (seq,) = facts.add(connection, report, moment, [row | {"version": versions[-1].version + 1 if versions else 1}])
    search.index(connection, report, [(seq, (record.report.title, record.report.text))])
    if standing:
        facts.end(connection, report, moment, [standing.seq], reason)
    placing.file(connection, linked, seq)
    facts.end(connection, claim, moment, [row.seq for row in change.gone], reason)
    cards = {card.claim.id: card for card in linked.claims}
    begun = [cards[item.id] for item in change.begun]
    filing.begin(connection, moment, seq, begun, change.replaced)
    gone = _no_more(change)
    joined = placing.place(connection, moment, linked, gone, reason)
    ledger.end_with(connection, moment, gone, change.replaced, reason)
    ledger.propose(connection, moment, begun)
    reviewing.keep(connection, moment, change.decided, change.begun, change.replaced, gone, record.report.text)
    what: Literal["added", "changed"] = "changed" if versions else "added"
    return Added(record.report.id, what, len(change.begun), len(change.kept), len(change.gone), joined)


def withdraw(connection: Connection, report_id: str, who: str, reason: str) -> int:
    """Ends a report with all that rests on it; the number of its claims."""
    at = moments.newest(connection)
    if not facts.found(connection, report, at, "report_id", [report_id]):
        raise StoreError(f"there is no report {report_id}")
    moment = moments.begin(connection, "withdraw", reason, report_id, who)
    claims = facts.found(connection, claim, at, "report_id", [report_id])
    names = [row.claim_id for row in claims]
    for fact, key, values in (
        (report, "report_id", [report_id]),
        (claim, "report_id", [report_id]),
        (lineage, "report_id", [report_id]),
        (member, "claim_id", names),
    ):
        ending = [row.seq for row in facts.found(connection, fact, at, key, values)]
        facts.end(connection, fact, moment, ending, f"the report was withdrawn: {reason}")
    ledger.end_with(connection, moment, names, {}, f"the report was withdrawn: {reason}")
    reviewing.end_with_report(connection, moment, report_id, f"the report was withdrawn: {reason}")
    return len(claims)


def _near(connection: Connection, record: Record, change: Change) -> StoreNear:
    """The store without the claims that are about to end; those in their place keep the event if they say the same."""
    at = moments.newest(connection)
    old = {row.claim_id: row for row in change.gone}
    former = {item.id: item.id for item in record.claims}
    former |= {item.id: change.replaced[item.id] for item in change.begun if _same_act(item, old, change)}
    held = facts.found(connection, member, at, "claim_id", former.values())
    events = {row.claim_id: row.event_id for row in held}
    known = {name: events.get(before) for name, before in former.items()}
    return StoreNear(connection, at, frozenset(old), change.replaced, known)


def _same_act(item: Claim, old: Mapping[str, Any], change: Change) -> bool:
    """Coded as before, or as it was before a person corrected it."""
    row = old.get(change.replaced.get(item.id, ""))
    return row is not None and (row.claim_id in change.decided or (row.type, row.status) == (item.type, item.status))


def _no_more(change: Change) -> list[str]:
    """The ids that no claim of the report has any longer."""
    begun = {item.id for item in change.begun}
    return [row.claim_id for row in change.gone if row.claim_id not in begun]


def _checked(record: Record) -> Record:
    name = record.report.id
    if not name or len(name) > LONGEST_ID or "\0" in name:
        raise StoreError(
            f"report id {name[:40]!r} cannot be kept: it must have 1 to {LONGEST_ID} characters, none null"
        )
    record = coded.normal(record)
    claims = {claim.id: claim for claim in reversed(record.claims)}
    # warnings are of the run, not of the report
    return replace(record, claims=tuple(reversed(claims.values())), warnings=())


def _versions(connection: Connection, report_id: str) -> Sequence[Any]:
    ends = ENDS[report]
    columns = report.c.seq, report.c.version, report.c.digest, report.c.text_digest, report.c.facts_digest
    query = select(*columns, ends.c.moment.label("ended")).join(ends, ends.c.seq == report.c.seq, isouter=True)
    return connection.execute(query.where(report.c.report_id == report_id).order_by(report.c.seq)).all()


def _reason(record: Record, versions: Sequence[Any], text_digest: str) -> str:
    if not versions:
        return "first read"
    if versions[-1].text_digest != text_digest:
        return "the outlet's text has changed"
    if versions[-1].facts_digest != coded.report_digest(record.report):
        return "what is known of the report has changed"
    return _AGAIN


def _report_row(record: Record, digest: str, text_digest: str, reader: str) -> dict[str, Any]:
    given = record.report
    return {
        "report_id": given.id,
        "digest": digest,
        "text_digest": text_digest,
        "facts_digest": coded.report_digest(given),
        "reader": reader,
        "outlet": given.outlet and short(given.outlet),
        "published": given.published,
        "published_basis": given.published_basis,
        "title": given.title and short(given.title),
        "url": given.url and short(given.url),
        "body": coded.packed(record),
    }


# ---------------------------------------------------------------- claims
def _change(connection: Connection, record: Record) -> Change:
    at = moments.newest(connection)
    old = {row.claim_id: row for row in facts.found(connection, claim, at, "report_id", [record.report.id])}
    bodies = {item.id: coded.claim_bytes(item) for item in record.claims}
    same = {name for name, row in old.items() if name in bodies and coded.digest(bodies[name]) == row.digest}
    begun = tuple(item for item in record.claims if item.id not in same)
    decided = reviewing.of_report(connection, at, record.report.id)
    left = {name: coded.claim_of(row.body) for name, row in old.items() if name not in same}
    left |= {name: stood for name, (_, stood) in decided.items() if name not in old}
    replaced = _replaced(begun, left)
    unread = [old[name] for name in left if name in old and name not in replaced.values()]
    held = reviewing.held(decided, unread, record.report.text)
    gone = tuple(row for name, row in old.items() if name not in same and name not in held)
    return Change(begun, frozenset(same), gone, replaced, decided)


def _replaced(begun: Sequence[Claim], left: dict[str, Claim]) -> dict[str, str]:
    """New claim -> the ended one in whose place it stands: the same id, else the same words in the same sentence."""
    left = dict(left)
    pairs = {item.id: item.id for item in begun if left.pop(item.id, None)}
    for like in (_words_and_type, _words):
        known = {like(old): name for name, old in reversed(left.items())}
        for item in begun:
            name = known.pop(like(item), None) if item.id not in pairs else None
            if name:
                pairs[item.id] = name
                del left[name]
    return pairs


def _words(item: Claim) -> tuple[str, ...]:
    return item.trigger.text, item.sentence.text


def _words_and_type(item: Claim) -> tuple[str, ...]:
    return item.trigger.text, item.sentence.text, item.type, item.status
