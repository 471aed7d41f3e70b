"""Events as FollowTheMoney entities, one a line: events, who is involved, the articles, and a note for each claim.

FollowTheMoney has no place for status, bounds or spans: an event that has not happened says so in its name, and each
claim's note has the rest in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from tocsin.exports import wording
from tocsin.exports.article import link
from tocsin.exports.claim_row import DONE
from tocsin.exports.occurred import has_point, voice
from tocsin.knowledge.directory import load_directory
from tocsin.linking.events import Event
from tocsin.records import Actor, Interval, Place
from tocsin.storage import listing, moments
from tocsin.storage.coded import digest
from tocsin.storage.filters import Filters
from tocsin.storage.loading import StoredClaim

Entity = dict[str, Any]
SCHEMAS: Final[Mapping[str, str]] = {
    "country": "PublicBody",
    "government": "PublicBody",
    "military": "PublicBody",
    "organisation": "Organization",
    "alliance": "Organization",
    "armed-group": "Organization",
    "media": "Organization",
    "person": "Person",
}
_STRANGE: Final = re.compile(r"[^0-9A-Za-z.-]+")
_encode: Final = msgspec.json.Encoder().encode


def lines(connection: Connection, filters: Filters) -> Iterator[tuple[str, bytes]]:
    """The schema of each entity, and the entity as a line; none comes twice."""
    at = moments.as_of(connection, filters.at)
    seen: set[str] = set()
    for event, rows in listing.told(connection, filters, at, once=True):
        for entity in _entities(event, rows):
            if entity["id"] not in seen:
                if entity["schema"] not in ("Event", "Note"):  # these come once by themselves
                    seen.add(entity["id"])
                yield entity["schema"], _encode(entity) + b"\n"


def _entities(event: Event, rows: Sequence[StoredClaim]) -> Iterator[Entity]:
    involved = [actor for actor in (*event.actors, *event.recipients) if actor.id and actor.kind in SCHEMAS]
    yield from map(_actor, involved)
    yield from map(_article, rows)
    yield from (_address(place) for place in event.places if place.id and place.id == _at(event))
    yield _event(event, rows, involved)
    yield from (_note(event, row) for row in rows)


def _entity(schema: str, id: str, **properties: Iterable[str | None]) -> Entity:
    """An entity with the properties that have values, each once."""
    kept = {name: list(dict.fromkeys(filter(None, values))) for name, values in properties.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _id(kind: str, id: str) -> str:
    """An id of the letters that FollowTheMoney takes; two ids never become one."""
    plain = _STRANGE.sub("-", id).strip(".-")
    return f"tocsin-{kind}-{plain if plain == id.replace(':', '-') else f'{plain}-{digest(id.encode())}'}"


def _event(event: Event, rows: Sequence[StoredClaim], involved: Sequence[Actor]) -> Entity:
    at = _at(event)
    return _entity(
        "Event",
        _id("event", event.id),
        name=[_name(event)],
        recordId=[event.id],
        keywords=[event.status, wording.code(event)],
        summary=[_summary(event)],
        **_dates(event.when),
        location=[place.name for place in event.places],
        country=[_country(place.country) for place in event.places],
        addressEntity=[_id("place", at)] if at else [],
        involved=[_id("actor", actor.id or "") for actor in involved],
        namesMentioned=[each.name for each in (*event.actors, *event.recipients) if not each.id and each.name],
        proof=[_id("report", row.report) for row in rows],
        sourceUrl=[link(row.url) for row in rows],
        publisher=[row.outlet for row in rows],
    )


def _name(event: Event) -> str:
    """`possible: Arden → League: ASSAULT, Karsk, 2031-05-02`."""
    who, whom = wording.actors(event.actors), wording.actors(event.recipients)
    parties = " → ".join(filter(None, (who, whom)))
    said = f"{parties}: {wording.code(event)}" if parties else wording.code(event)
    told = ", ".join(filter(None, (said, wording.where(event.places), wording.interval(event.when))))
    return told if event.status in DONE else f"{event.status}: {told}"


def _summary(event: Event) -> str:
    claims, outlets = wording.many(len(event.claims), "claim"), wording.many(event.outlets, "outlet")
    return f"Status: {event.status}, by {claims} of {outlets} and {wording.many(event.origins, 'independent origin')}."


def _dates(when: Interval | None) -> dict[str, list[str | None]]:
    """A month or a year as such; else its ends, as far as they are known."""
    if when is None:
        return {}
    whole = when.start == when.end and when.start
    if when.start and when.end and not whole:
        whole = wording.calendar(when.start, when.end)
    return {"date": [whole]} if whole else {"startDate": [when.start], "endDate": [when.end]}


def _actor(actor: Actor) -> Entity:
    return _entity(
        SCHEMAS[actor.kind], _id("actor", actor.id or ""), name=[actor.name], country=[_country(actor.country)]
    )


def _article(row: StoredClaim) -> Entity:
    return _entity(
        "Article",
        _id("report", row.report),
        title=[row.title],
        publisher=[row.outlet],
        publishedAt=[row.published],
        sourceUrl=[link(row.url)],
        retrievedAt=[row.known[:10]],
    )


def _at(event: Event) -> str | None:
    """The id of the place where the event was, where one of them has a point of its own."""
    return next((place.id for place in event.places if place.id and has_point(place)), None)


def _address(place: Place) -> Entity:
    return _entity(
        "Address",
        _id("place", place.id or ""),
        full=[", ".join(filter(None, (place.name, place.admin1 if place.admin1 != place.name else None)))],
        city=[place.name] if place.kind == "city" else [],
        region=[place.admin1],
        country=[_country(place.country)],
        latitude=[str(place.lat)],
        longitude=[str(place.lon)],
        remarks=[f"within {place.radius_km:g} km" if place.radius_km else None],
    )


def _note(event: Event, row: StoredClaim) -> Entity:
    claim = row.claim
    said = f"“{claim.sentence.text}” (characters {claim.sentence.start} to {claim.sentence.end} of the report)"
    facts = (f"Status: {claim.status}", f"coded {wording.code(claim)}", f"according to: {voice(row)}")
    figures = wording.how_many(claim)
    more = (*facts, f"figures: {figures}") if figures else facts
    return _entity(
        "Note",
        _id("claim", claim.id),
        name=[f"Claim {claim.id}"],
        entity=[_id("event", event.id)],
        description=[f"{said}. {'; '.join(more)}."],
        proof=[_id("report", row.report)],
        sourceUrl=[link(row.url)],
        publisher=[row.outlet],
    )


@cache
def _codes() -> dict[str, str]:
    return {row.alpha3: row.alpha2.lower() for _, row in load_directory().countries}


def _country(alpha3: str | None) -> str | None:
    """FollowTheMoney's code of the country: two small letters."""
    return _codes().get(alpha3) if alpha3 else None
