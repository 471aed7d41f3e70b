"""The store as linking sees it while a report is added."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace
from sqlalchemy import Connection, select, text

from tocsin.linking.cards import ClaimCard, ReportCard
from tocsin.linking.near import NEWEST, Forced
from tocsin.storage import loading
from tocsin.storage.coded import key_numbers
from tocsin.storage.facts import IN_ONE_QUERY, batches, found, standing
from tocsin.storage.tables import bond, claim, lineage, member, report

_OF_KEY: Final = "SELECT {fact} FROM {fact}_key WHERE key = ? ORDER BY {fact} DESC LIMIT ?"
_OF_KEYS: Final = (
    "SELECT n.{fact} FROM json_array_elements_text(CAST(:keys AS json)) k(value), LATERAL "
    "(SELECT b.{fact} FROM {fact}_key b WHERE b.key = k.value::bigint ORDER BY b.{fact} DESC LIMIT :newest) n"
)


class StoreNear:
    """What stands in the store at a moment. It answers as the Near protocol asks.

    `hidden` are claims that are about to end; `replaced` those that are about to stand in the place of others;
    `events` the events, where they have one, of the claims that are linked now.
    """

    def __init__(
        self,
        connection: Connection,
        at: int,
        hidden: frozenset[str] = frozenset(),
        replaced: Mapping[str, str] | None = None,
        events: Mapping[str, str | None] | None = None,
    ) -> None:
        self._connection, self._at = connection, at
        self._hidden, self._replaced, self._events = hidden, replaced or {}, dict(events or {})
        self._decided = connection.execute(select(bond.c.seq).limit(1)).first() is not None

    def reports(self, keys: Sequence[str]) -> Sequence[ReportCard]:
        """Linked reports that bear any of the keys, the newest of each key."""
        seqs = sorted(set(self._bearers("report", keys)))
        columns = report.c.card, lineage.c.origin, lineage.c.story
        query = select(*columns).join(lineage, lineage.c.report_id == report.c.report_id).order_by(report.c.seq)
        query = query.where(standing(report, self._at), standing(lineage, self._at))
        rows = [row for part in batches(seqs) for row in self._connection.execute(query.where(report.c.seq.in_(part)))]
        return [replace(loading.report_card_of(row.card), origin=row.origin, story=row.story) for row in rows]

    def claims(self, keys: Sequence[str], most: int | None = None) -> Sequence[ClaimCard]:
        """Linked claims that bear any of the keys, the newest of each key; with `most` those that bear most of them."""
        seqs = self._bearers("claim", keys)
        if most is not None and len(seqs) > most:
            borne = Counter(seqs)
            seqs = sorted(borne, key=lambda seq: (borne[seq], seq), reverse=True)[:most]
        rows = list(loading.claims(self._connection, self._at, sorted(set(seqs))))
        self._events |= {row.claim.id: row.event for row in rows}
        return [loading.card(row) for row in rows if row.claim.id not in self._hidden]

    def event_of(self, claim_id: str) -> str | None:
        """The event a claim is in."""
        if claim_id not in self._events:
            query = select(member.c.event_id).where(member.c.claim_id == claim_id, standing(member, self._at))
            self._events[claim_id] = self._connection.execute(query).scalar()
        return self._events[claim_id]

    def claims_of(self, event_id: str) -> Sequence[ClaimCard]:
        """The newest claims of an event, oldest first."""
        query = select(claim.c.seq).join(member, member.c.claim_id == claim.c.claim_id)
        query = query.where(member.c.event_id == event_id, standing(member, self._at), standing(claim, self._at))
        seqs = self._connection.execute(query.order_by(claim.c.seq.desc()).limit(NEWEST)).scalars().all()
        return [loading.card(row) for row in loading.claims(self._connection, self._at, sorted(seqs))]

    def forced(self, claim_id: str) -> Forced:
        """What people decided about the claim, or about one in whose place it stands."""
        if not self._decided:
            return Forced()
        own = former(self._connection, {claim_id, self._replaced.get(claim_id, claim_id)})
        bonds = found(self._connection, bond, self._at, "one", own)
        sides = {kind: [row.other for row in bonds if row.kind == kind] for kind in ("together", "apart")}
        return Forced(*(tuple(latter(self._connection, ids)) for ids in sides.values()))

    def _bearers(self, fact: str, keys: Sequence[str]) -> Sequence[int]:
        """The newest bearers of each key, once for each: in SQLite a query a key, which costs less there than one."""
        numbers = key_numbers(keys)
        if self._connection.dialect.name == "sqlite":
            raw, query = self._connection.connection.cursor(), _OF_KEY.format(fact=fact)
            return [seq for number in numbers for (seq,) in raw.execute(query, (number, NEWEST))]
        given = {"keys": json.dumps(numbers), "newest": NEWEST}
        return list(self._connection.execute(text(_OF_KEYS.format(fact=fact)), given).scalars())


def former(connection: Connection, claim_ids: Iterable[str]) -> list[str]:
    """The ids and those of all claims in whose place these stand."""
    return _followed(connection, claim_ids, "claim_id", "replaces")


def latter(connection: Connection, claim_ids: Iterable[str]) -> list[str]:
    """The ids and those of all claims that stand in the place of these."""
    return _followed(connection, claim_ids, "replaces", "claim_id")


def _followed(connection: Connection, claim_ids: Iterable[str], given: str, wanted: str) -> list[str]:
    known = dict.fromkeys(claim_ids)
    ahead: list[str] = list(known)
    while ahead:
        query: Any = select(claim.c[wanted]).where(claim.c[given].in_(ahead[:IN_ONE_QUERY]))
        names = connection.execute(query.where(claim.c[wanted].is_not(None))).scalars().all()
        ahead = [*ahead[IN_ONE_QUERY:], *dict.fromkeys(name for name in names if name not in known)]
        known |= dict.fromkeys(names)
    return list(known)
