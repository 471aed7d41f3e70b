"""Events as GeoJSON: one feature an event, whatever its status; where no geometry is honest it is null."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from tocsin.exports import wording
from tocsin.exports.claim_row import date_precision, place_precision
from tocsin.exports.geometry import geometry, why_not
from tocsin.exports.occurred import country, joined, where
from tocsin.linking.conflicts import conflicts
from tocsin.linking.events import Event, telling
from tocsin.records import Place
from tocsin.storage import listing, loading, moments
from tocsin.storage.filters import Filters
from tocsin.storage.loading import StoredClaim

OPENING: Final = b'{"type":"FeatureCollection","features":[\n'
BETWEEN: Final = b",\n"
CLOSING: Final = b"\n]}\n"
_NOWHERE: Final = "no place is named"
_encode: Final = msgspec.json.Encoder().encode


def features(connection: Connection, filters: Filters, without: Counter[str]) -> Iterator[bytes]:
    """The events that fit, each as a feature; `without` counts those that have no geometry, by reason."""
    at = moments.as_of(connection, filters.at)
    for event, rows in listing.told(connection, filters, at, once=True):
        place = where(rows) or next(iter(event.places), None)
        why = why_not(place) if place else _NOWHERE
        if why:
            without[why] += 1
        yield _encode(_feature(event, rows, place, drawn=not why))


def _feature(event: Event, rows: Sequence[StoredClaim], place: Place | None, *, drawn: bool) -> dict[str, Any]:
    shape, shown = geometry(place, place.lat or 0.0, place.lon or 0.0) if place and drawn else (None, None)
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": shown,
        "properties": {**_what(event), **_where(event, place), "shape": shape, **_told(event, rows)},
    }


def _what(event: Event) -> dict[str, Any]:
    return {
        "event_id": event.id,
        "status": event.status,
        "type": event.type,
        "mode": event.mode,
        "actor": wording.actors(event.actors) or None,
        "recipient": wording.actors(event.recipients) or None,
        "date_start": event.when.start if event.when else None,
        "date_end": event.when.end if event.when else None,
        "date_prec": date_precision(event.when),
    }


def _where(event: Event, place: Place | None) -> dict[str, Any]:
    if place is None:
        return dict.fromkeys(("place", "place_id", "place_kind", "country", "where_prec", "radius_km", "places"))
    return {
        "place": place.name,
        "place_id": place.id,
        "place_kind": place.kind,
        "country": country(place),
        "where_prec": place_precision(place),
        "radius_km": place.radius_km,
        "places": wording.where(event.places),
    }


def _told(event: Event, rows: Sequence[StoredClaim]) -> dict[str, Any]:
    """Who says so, and in which words: those of the claim told first."""
    cards = [loading.card(row, once=True) for row in rows]
    first = min(rows, key=lambda row: telling(row.published, row.report, row.claim.trigger.start))
    figures = joined(f"{each.text} ({each.speaker or each.outlet or each.report})" for each in event.quantities)
    return {
        "claims": len(event.claims),
        "outlets": event.outlets,
        "origins": event.origins,
        "conflicts": len(conflicts(event.id, cards)),
        "figures": figures,
        "quote": first.claim.sentence.text,
        "source": wording.chain(first.claim.sources) or None,
        "url": first.url,
    }
