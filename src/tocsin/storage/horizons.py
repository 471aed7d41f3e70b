"""Horizons that hang on another event: the claim of the store that dates that event, kept as a fact of its own.

The fact is an outcome in the state `horizon`: it settles nothing and only says when the item is due.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from tocsin.linking.cards import ClaimCard
from tocsin.linking.compare import standing as class_of
from tocsin.linking.ledger import LedgerItem, anchor, item, resolved
from tocsin.linking.words import LEAST_WORD, stem, stems, weight
from tocsin.storage import facts, loading, search
from tocsin.storage.coded import words
from tocsin.storage.near import StoreNear
from tocsin.storage.tables import outcome

STATE: Final = "horizon"
HANGS: Final = "ledger|hangs"  # the key of all items whose horizon hangs on another event
_NEWEST, _WORDS = 200, 2  # claims looked at that hold the rarest words of the event
_MOST = 8  # items a claim that may date them
_OF_ITEM, _OF_CLAIM = 3, 16  # stems by which an item and what may date it find each other

Known = Mapping[str, ClaimCard]


def keys(open_item: LedgerItem) -> list[str]:
    """The keys under which an item waits for the claim that dates its horizon."""
    if open_item.after is None or open_item.due is not None:
        return []
    return [HANGS, *_keys(open_item.after.event, _OF_ITEM)]


def _keys(text: str, most: int) -> list[str]:
    found = sorted(dict.fromkeys(stems(text)), key=lambda each: (-weight(each), each))
    return [f"{HANGS}|{each}" for each in found[:most]]


def hanging(cards: Iterable[ClaimCard]) -> list[str]:
    """The items among these claims whose horizon hangs on another event."""
    return [each.id for each in filter(None, map(item, cards)) if keys(each)]


def date(connection: Connection, step: int, near: StoreNear, cards: Sequence[ClaimCard]) -> None:
    """Writes which new claims date a horizon, and what dates those of new items."""
    waiting: dict[str, LedgerItem] = {}
    known: defaultdict[str, list[ClaimCard]] = defaultdict(list)
    for open_item in filter(None, map(item, cards)):
        if keys(open_item):
            waiting[open_item.id] = open_item
            known[open_item.id] += [*cards, *_telling(connection, step, open_item)]
    dated = [card for card in cards if class_of(card.claim) == "done" and card.claim.when]
    asked = [key for card in dated for key in _keys(card.claim.sentence.text, _OF_CLAIM)]
    for open_item in filter(None, map(item, near.claims(asked, _MOST * len(cards)))):
        waiting[open_item.id] = open_item
        known[open_item.id] += dated
    _write(connection, step, waiting, known)


def _telling(connection: Connection, step: int, open_item: LedgerItem) -> list[ClaimCard]:
    """The newest claims that hold the rarest words of the event that an item hangs on."""
    event = open_item.after.event if open_item.after else ""
    named = {word: weight(stem(word)) for word in words(event).split() if len(word) >= LEAST_WORD}
    rare = sorted(named, key=named.__getitem__, reverse=True)[:_WORDS]
    seqs = search.newest(connection, " ".join(rare), _NEWEST) if rare else []
    return [loading.card(row) for row in loading.claims(connection, step, seqs)]


def _write(
    connection: Connection, step: int, waiting: Mapping[str, LedgerItem], known: Mapping[str, Sequence[ClaimCard]]
) -> None:
    """A fact for each item that is dated better than before."""
    rows = facts.found(connection, outcome, step, "item", waiting)
    held = {row.item: row for row in rows if row.state == STATE}
    new = {name: found for name, each in waiting.items() if (found := _row(each, known[name], held.get(name)))}
    replaced = [held[name].seq for name in new if name in held]
    facts.end(connection, outcome, step, replaced, "another claim tells more surely of the event that it hangs on")
    facts.add(connection, outcome, step, list(new.values()))


def _row(open_item: LedgerItem, known: Sequence[ClaimCard], held: Any) -> dict[str, Any] | None:
    found = anchor(open_item.after, known) if open_item.after else None
    if found is None or (held is not None and round(found[0], 2) <= held.score):
        return None
    row = {"item": open_item.id, "claim_id": found[1].claim.id, "outcome": "dated", "state": STATE}
    return row | {"score": round(found[0], 2), "rule": resolved(open_item, [found[1]]).note}


def of_items(connection: Connection, step: int, items: Iterable[str]) -> Known:
    """The claims that date the horizons of items, by item."""
    rows = facts.found(connection, outcome, step, "item", items)
    names = {row.item: row.claim_id for row in rows if row.state == STATE}
    claims = loading.named(connection, step, names.values()) if names else {}
    return {name: loading.card(claims[claim]) for name, claim in names.items() if claim in claims}
