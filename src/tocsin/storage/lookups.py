"""What claims are looked up by: their days, places, parties and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert

from tocsin.records import Actor, Claim, Interval, Source
from tocsin.storage import search
from tocsin.storage.coded import EARLIEST, LATEST, folded, short
from tocsin.storage.tables import claim, party, place


def write(connection: Connection, claims: Sequence[tuple[int, Claim]]) -> None:
    """Writes the places, parties and words by which new claims are found."""
    if places := [row for seq, item in claims for row in _place_rows(seq, item)]:
        connection.execute(insert(place), places)
    if parties := [row for seq, item in claims for row in _party_rows(seq, item)]:
        connection.execute(insert(party), parties)
    search.index(connection, claim, [(seq, searched(item)) for seq, item in claims])


def searched(item: Claim) -> list[str | None]:
    """The texts whose words a claim is found by."""
    parties = [each.name for each in (*item.actors, *item.recipients)]
    names = [*parties, *(each.name for each in item.sources), *(each.name for each in item.places)]
    return [item.sentence.text, *(name for name in dict.fromkeys(names) if name not in item.sentence.text)]


def _place_rows(seq: int, item: Claim) -> Iterator[dict[str, Any]]:
    first, last = days(item.when)
    for each in item.places:
        yield {
            "claim": seq,
            "place_id": each.id and short(each.id),
            "name": short(each.name),
            "folded": folded(each.name),
            "country": each.country,
            "kind": each.kind,
            "lat": each.lat,
            "lon": each.lon,
            "first_day": first,
            "last_day": last,
        }


def _party_rows(seq: int, item: Claim) -> Iterator[dict[str, Any]]:
    sides: Mapping[str, Sequence[Actor | Source]] = {
        "actor": item.actors,
        "recipient": item.recipients,
        "source": item.sources,
    }
    for side, named in sides.items():
        for each in named:
            name = short(each.name or each.text or "")
            yield {
                "claim": seq,
                "side": side,
                "key": party_key(each),
                "name": name,
                "folded": folded(name),
                "kind": each.kind,
                "country": each.country if isinstance(each, Actor) else None,
            }


def party_key(named: Actor | Source) -> str:
    """What an actor or source is counted under: its id in the directory, else its folded name."""
    known = named.id if isinstance(named, Actor) else None
    return short(known) if known else folded(named.name or named.text or "")


def days(time: Interval | None) -> tuple[str | None, str | None]:
    """First and last day, open ends far away; null twice where neither is known."""
    if time is None or not (time.start or time.end):
        return None, None
    return time.start or EARLIEST, time.end or LATEST
