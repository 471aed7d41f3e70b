"""Claims as rows, with what they are looked up, searched and linked by: begun new, or again as they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Table, insert, literal, select

from tocsin.linking.cards import ClaimCard
from tocsin.linking.keys import claim_keys
from tocsin.storage import coded, facts, ledger, lookups, search
from tocsin.storage.coded import key_numbers
from tocsin.storage.loading import Kept
from tocsin.storage.tables import claim, claim_key, party, place, report, report_key

_pack: Final = msgspec.msgpack.Encoder().encode
_LOOKUPS: Final[dict[Table, tuple[tuple[Table, str], ...]]] = {
    claim: ((place, "claim"), (party, "claim"), (claim_key, "claim")),
    report: ((report_key, "report"),),
}


def begin(
    connection: Connection, moment: int, report_seq: int, cards: Sequence[ClaimCard], replaced: Mapping[str, str]
) -> list[int]:
    """Begins claims and makes them findable; `replaced` tells in whose place one stands. Gives their numbers."""
    seqs = facts.add(connection, claim, moment, [_row(card, report_seq, replaced) for card in cards])
    lookups.write(connection, [(seq, card.claim) for seq, card in zip(seqs, cards, strict=True)])
    keys = [
        {"key": key, "claim": seq}
        for seq, card in zip(seqs, cards, strict=True)
        for key in key_numbers([*claim_keys(card), *ledger.keys(card)])
    ]
    if keys:
        connection.execute(insert(claim_key), keys)
    return seqs


def _row(card: ClaimCard, report_seq: int, replaced: Mapping[str, str]) -> dict[str, Any]:
    item = card.claim
    first, last = lookups.days(item.when)
    due_first, due_last = lookups.days(ledger.due(card))
    body = coded.claim_bytes(item)
    return {
        "claim_id": item.id,
        "report": report_seq,
        "report_id": card.report,
        "digest": coded.digest(body),
        "type": item.type,
        "status": item.status,
        "first_day": first,
        "last_day": last,
        "due_first": due_first,
        "due_last": due_last,
        "replaces": replaced.get(item.id),
        "body": body,
        "card": _pack(Kept(card.desk, card.wire, card.quoted, card.context)),  # what the row does not hold itself
    }


def again(connection: Connection, fact: Table, moment: int, rows: Iterable[Any]) -> list[int]:
    """Begins facts that have ended once more, as they were, and makes them findable again; gives their numbers."""
    rows = list(rows)
    seqs = facts.add(connection, fact, moment, [as_it_was(fact, row) for row in rows])
    for row, seq in zip(rows, seqs, strict=True):
        for table, key in _LOOKUPS.get(fact, ()):
            _copy(connection, table, key, row.seq, seq)
    if fact in _LOOKUPS:
        search.index(connection, fact, [(seq, _searched(fact, row)) for row, seq in zip(rows, seqs, strict=True)])
    return seqs


def as_it_was(fact: Table, row: Any) -> dict[str, Any]:
    """What a row says, without its number and moment."""
    return {column.name: getattr(row, column.name) for column in fact.c if column.name not in {"seq", "moment"}}


def _copy(connection: Connection, table: Table, key: str, old: int, new: int) -> None:
    columns = [literal(new).label(key) if column.name == key else column for column in table.c]
    connection.execute(insert(table).from_select(list(table.c.keys()), select(*columns).where(table.c[key] == old)))


def _searched(fact: Table, row: Any) -> Sequence[str | None]:
    if fact is claim:
        return lookups.searched(coded.claim_of(row.body))
    given = coded.unpacked(row.body).record.report
    return given.title, given.text
