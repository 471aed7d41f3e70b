"""Conflicts within events, as they stood at a moment: figures, actors, happened against denied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from sqlalchemy import Connection, func, select

from tocsin.linking.conflicts import Conflict
from tocsin.linking.conflicts import conflicts as among
from tocsin.linking.events import origins
from tocsin.storage import listing, loading
from tocsin.storage.facts import batches, standing
from tocsin.storage.filters import Filters
from tocsin.storage.loading import StoredClaim
from tocsin.storage.tables import member

_TOGETHER = 200


def conflicts(connection: Connection, filters: Filters, at: int) -> Iterator[Conflict]:
    """The conflicts of the events that have a claim that fits, event by event."""
    yield from islice(_conflicts(connection, filters, at), *filters.part)


def _conflicts(connection: Connection, filters: Filters, at: int) -> Iterator[Conflict]:
    several = _several(connection, at)
    fitting = (name for name in listing.event_ids(connection, filters, at) if name in several)
    for part in batches(list(fitting), _TOGETHER):
        for cards, found in of_events(connection, at, part).values():
            if len(origins([loading.card(row) for row in cards])) >= (filters.origins or 0):
                yield from found


def of_events(
    connection: Connection, at: int, event_ids: Sequence[str]
) -> Mapping[str, tuple[Sequence[StoredClaim], Sequence[Conflict]]]:
    """Each event's claims and conflicts."""
    held = loading.of_events(connection, at, event_ids)
    against = denials(connection, at, event_ids)
    return {
        name: (held[name], among(name, [*map(loading.card, held[name])], [*map(loading.card, against[name])]))
        for name in event_ids
        if name in held
    }


def denials(connection: Connection, at: int, event_ids: Sequence[str]) -> Mapping[str, Sequence[StoredClaim]]:
    """The claims that deny each event."""
    query = select(member.c.claim_id, member.c.denies).where(member.c.denies.in_(event_ids), standing(member, at))
    denied = {row.claim_id: row.denies for row in connection.execute(query)}
    found: defaultdict[str, list[StoredClaim]] = defaultdict(list)
    for name, row in loading.named(connection, at, denied).items():
        found[denied[name]].append(row)
    return found


def _several(connection: Connection, at: int) -> set[str]:
    """The events that have several claims, or that a claim denies."""
    grouped = select(member.c.event_id).where(standing(member, at)).group_by(member.c.event_id)
    denied = select(member.c.denies).where(member.c.denies.is_not(None), standing(member, at))
    return {
        name for query in (grouped.having(func.count() > 1), denied) for name in connection.execute(query).scalars()
    }
