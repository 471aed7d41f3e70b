"""What people decide about claims: accepted, corrected, rejected; kept whenever the report is read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

import msgspec
from msgspec import structs
from sqlalchemy import Connection, select

from tocsin.linking.cards import quoted_by
from tocsin.linking.ledger import PREFIX
from tocsin.records import Claim
from tocsin.storage import acts, coded, correcting, facts, filing, ledger, loading, moments
from tocsin.storage.correcting import Correction
from tocsin.storage.database import StoreError
from tocsin.storage.loading import StoredClaim
from tocsin.storage.tables import claim, member, verdict

Verdict = Literal["accepted", "corrected", "rejected"]
_OTHER_WORDS: Final = "the words that it was about have changed"
_KEPT: Final = "decided before the report was read again"


def accept(connection: Connection, claim_id: str, who: str, reason: str, seen: int | None = None) -> int:
    """A person says that a claim is read rightly; gives the moment of the act."""
    row = _stands(connection, claim_id, seen)
    moment = moments.begin(connection, "accept", reason, claim_id, who)
    _decide(connection, moment, row, row.seq, "accepted", who)
    return moment


def correct(
    connection: Connection, claim_id: str, given: Correction, who: str, reason: str, seen: int | None = None
) -> int:
    """A person says how a claim is to be read; gives the moment of the act."""
    row = _stands(connection, claim_id, seen)
    version = _version(connection, moments.newest(connection), row.report)
    text = loading.text_of(version)
    made = correcting.corrected(row.claim, text, given, who)
    moment = moments.begin(connection, "correct", reason, claim_id, who)
    seq = _rewrite(connection, moment, row, made, version.seq, f"corrected by {who}: {reason}")
    _decide(connection, moment, row, seq, "corrected", who, change=msgspec.json.encode(given).decode())
    return moment


def reject(connection: Connection, claim_id: str, who: str, reason: str, seen: int | None = None) -> int:
    """A person says that no such claim is in the report: it ends, with what rests on it; gives the moment."""
    row = _stands(connection, claim_id, seen)
    moment = moments.begin(connection, "reject", reason, claim_id, who)
    _strike(connection, moment, row, f"rejected by {who}: {reason}")
    _decide(connection, moment, row, row.seq, "rejected", who)
    return moment


def verdicts(connection: Connection, at: int, claim_ids: Iterable[str]) -> dict[str, Any]:
    """What people have decided of these claims, by claim."""
    return {row.claim_id: row for row in facts.found(connection, verdict, at, "claim_id", claim_ids)}


def of_report(connection: Connection, at: int, report_id: str) -> dict[str, tuple[Any, Claim]]:
    """What people have decided of the claims of a report, each with the claim that they stood by."""
    rows = facts.found(connection, verdict, at, "report_id", [report_id])
    query = select(claim.c.seq, claim.c.body).where(claim.c.seq.in_([row.claim for row in rows]))
    bodies = {row.seq: row.body for row in connection.execute(query)}
    return {row.claim_id: (row, coded.claim_of(bodies[row.claim])) for row in rows}


def end_with_report(connection: Connection, moment: int, report_id: str, reason: str) -> None:
    """Where a report ends, so does what was decided of its claims."""
    rows = facts.found(connection, verdict, moment, "report_id", [report_id])
    facts.end(connection, verdict, moment, [row.seq for row in rows], reason)


# ---------------------------------------------------------------- one claim
def _stands(connection: Connection, claim_id: str, seen: int | None) -> StoredClaim:
    """The claim as it stands; Conflict where a person has acted on it, its event or its item since it was seen."""
    at = moments.newest(connection)
    row = loading.named(connection, at, [claim_id]).get(claim_id)
    acts.refuse_unseen(connection, seen, [claim_id, PREFIX + claim_id, *([row.event] if row else [])])
    if row is None:
        ended = verdicts(connection, at, [claim_id]).get(claim_id)
        why = f": {ended.reviewer} rejected it" if ended else ""
        raise StoreError(f"there is no claim {claim_id[:80]!r} in the store{why}")
    return row


def _version(connection: Connection, at: int, report_id: str) -> Any:
    row = loading.version(connection, at, report_id)
    assert row is not None  # its claim stands
    return row


def _decide(
    connection: Connection, moment: int, row: StoredClaim, stood: int, words: Verdict, who: str, **more: str
) -> None:
    before = facts.found(connection, verdict, moment, "claim_id", [row.claim.id])
    facts.end(connection, verdict, moment, [each.seq for each in before], f"{words} by {who}")
    _note(connection, moment, row, stood, verdict=words, reviewer=who, change=more.get("change"))


def _note(connection: Connection, moment: int, row: StoredClaim, stood: int, **decided: Any) -> None:
    what = {"claim_id": row.claim.id, "report_id": row.report, "claim": stood}
    facts.add(connection, verdict, moment, [what | decided])


def _rewrite(connection: Connection, moment: int, row: StoredClaim, made: Claim, report_seq: int, reason: str) -> int:
    """Ends a claim's row and begins another of the same id, in the same event; the number of the new row."""
    card = structs.replace(loading.card(row), claim=made)
    if made.sources != row.claim.sources:
        card = structs.replace(card, quoted=quoted_by(made, card.desk))
    facts.end(connection, claim, moment, [row.seq], reason)
    (seq,) = filing.begin(connection, moment, report_seq, [card], {made.id: made.id})
    ledger.renew(connection, moment, card, reason)
    return seq


def _strike(connection: Connection, moment: int, row: StoredClaim, reason: str) -> None:
    """Ends a claim with what rests on it."""
    grouped = facts.found(connection, member, moment, "claim_id", [row.claim.id])
    facts.end(connection, claim, moment, [row.seq], reason)
    facts.end(connection, member, moment, [each.seq for each in grouped], reason)
    ledger.end_with(connection, moment, [row.claim.id], {}, reason)


# ---------------------------------------------------------------- reading again
def held(decided: Mapping[str, tuple[Any, Claim]], unread: Sequence[Any], text: str) -> set[str]:
    """Of the claims that are read no more, those that a person stands by and whose words still stand."""
    return {
        row.claim_id for row in unread if row.claim_id in decided and correcting.quotes(coded.claim_of(row.body), text)
    }


def keep(
    connection: Connection, step: int, decided: Mapping[str, tuple[Any, Claim]], read: Sequence[Claim],
    replaced: Mapping[str, str], gone: Iterable[str], text: str,
) -> None:  # fmt: skip
    """Lays what people have decided of a report's claims over those that were begun at a moment.

    Each is an act of its own after that moment, so that it can be undone and shows what was read. A decision ends
    where its words have changed, or where the claim that it is about is `gone` and none stands in its place.
    """
    found = {replaced[item.id]: item for item in read if item.id in replaced}
    gone = set(gone)
    for name, (row, stood) in decided.items():
        item = found.get(name)
        made = item and _decided(row, stood, item, text)
        if item is not None and made is not None:
            facts.end(connection, verdict, step, [row.seq], "the report was read again")
            _lay(connection, row, made, item)
        elif item is not None or name in gone:
            facts.end(connection, verdict, step, [row.seq], _OTHER_WORDS)


def _decided(row: Any, stood: Claim, item: Claim, text: str) -> Claim | None:
    """The claim that a person stood by, or struck, in this version of the text; null where its words have changed."""
    if item.sentence.text != stood.sentence.text:
        return None
    return item if row.verdict == "rejected" else correcting.moved(stood, item, text)


def _lay(connection: Connection, decided: Any, made: Claim, item: Claim) -> None:
    known = moments.known(connection, moments.newest(connection))
    step = moments.begin(connection, acts.KEPT, _KEPT, item.id, decided.reviewer, known)
    row = loading.named(connection, step, [item.id])[item.id]
    reason = f"{decided.verdict} by {decided.reviewer}, {_KEPT}"
    seq = row.seq
    if decided.verdict == "rejected":
        _strike(connection, step, row, reason)
    elif made != item:
        seq = _rewrite(connection, step, row, made, _version(connection, step, row.report).seq, reason)
    kept = {name: getattr(decided, name) for name in ("verdict", "reviewer", "change")}
    _note(connection, step, row, seq, **kept)
