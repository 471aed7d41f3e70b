"""The claims table: one row a claim, for spreadsheets, pandas and R.

`date_prec` and `geo_precision` are on UCDP's scales (1 finest; to 5 and 7). Event, origin and when the claim was first
seen are known to a store alone: `read` leaves these columns empty, `list STORE claims` fills them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Final, TextIO

from tocsin.exports import wording
from tocsin.exports.listing import csv_line
from tocsin.records import Actor, Claim, Interval, Place, Quantity, Record, Report

if TYPE_CHECKING:
    from tocsin.storage.loading import StoredClaim

Value = str | float | int | None
COLUMNS: Final = (
    *("claim_id", "event_id", "report_id", "outlet", "origin_id", "url", "published", "published_basis", "first_seen"),
    *("type", "mode", "status"),
    *("actor1", "actor1_country", "actor1_sector", "actor2", "actor2_country", "actor2_sector"),
    *("source", "source_kind", "source_chain", "source_classification", "said_start", "said_end"),
    *("date_start", "date_end", "date_prec", "due_start", "due_end", "condition"),
    *("country", "admin1", "location", "city", "latitude", "longitude", "radius_km", "geo_precision", "place_id"),
    *("deaths_low", "deaths_high", "deaths_best", "injuries_low", "injuries_high", "injuries_best", "quantities"),
    *("plover_type", "plover_mode", "contexts", "cameo"),
    *("certain", "confidence", "rule", "quote", "start", "end", "review_state"),
)
CERTAIN_FROM = 0.5
_NEAR_KM = 5  # a point less sure than this is a neighbourhood, not a town
_PLACE_PRECISION = {"city": 1, "site": 1, "admin2": 3, "admin1": 4, "border": 5, "region": 5, "water": 5, "country": 6}


def write(records: Iterable[Record], out: TextIO, certain_from: float = CERTAIN_FROM) -> None:
    """Writes the header, then a row a claim; `certain` is 1 for what happened with at least that confidence."""
    out.write(csv_line(COLUMNS))
    for record in records:
        for claim in record.claims:
            values = row(record.report, claim, certain_from)
            out.write(csv_line([_cell(values.get(column)) for column in COLUMNS]))


def write_kept(claims: Iterable[StoredClaim], out: TextIO, certain_from: float = CERTAIN_FROM) -> None:
    """Writes the same table of claims in a store, with their events and origins and since when the store has them."""
    out.writelines(kept_lines(claims, certain_from))


def kept_lines(claims: Iterable[StoredClaim], certain_from: float = CERTAIN_FROM) -> Iterator[str]:
    """The lines of that table."""
    yield csv_line(COLUMNS)
    for kept in claims:
        values = _claim(kept.claim, certain_from) | {
            "event_id": kept.event,
            "report_id": kept.report,
            "origin_id": kept.origin,
            "first_seen": kept.known,
            **{name: getattr(kept, name) for name in ("outlet", "url", "published", "published_basis")},
        }
        yield csv_line([_cell(values.get(column)) for column in COLUMNS])


def row(report: Report, claim: Claim, certain_from: float = CERTAIN_FROM) -> dict[str, Value]:
    """The known columns of a claim by name, numbers as numbers and text as it stands in the record."""
    return _claim(claim, certain_from) | _report(report)


def _claim(claim: Claim, certain_from: float) -> dict[str, Value]:
    values: dict[str, Value] = {
        "claim_id": claim.id,
        "type": claim.type,
        "mode": claim.mode,
        "status": claim.status,
        "condition": claim.condition.text if claim.condition else None,
        "cameo": claim.cameo,
        "certain": int(claim.status in ("happened", "ongoing") and claim.confidence >= certain_from),
        "confidence": claim.confidence,
        "rule": claim.rule,
        "quote": claim.sentence.text,
        "start": claim.sentence.start,
        "end": claim.sentence.end,
    }
    for part in _PARTS:
        values |= part(claim)
    return values


def _report(report: Report) -> dict[str, Value]:
    return {
        "report_id": report.id,
        "outlet": report.outlet,
        "url": report.url,
        "published": report.published,
        "published_basis": report.published_basis,
    }


def _actors(claim: Claim) -> dict[str, Value]:
    return _actor("actor1", claim.actors) | _actor("actor2", claim.recipients)


def _actor(prefix: str, actors: tuple[Actor, ...]) -> dict[str, Value]:
    return {
        prefix: wording.actors(actors),
        f"{prefix}_country": _joined(actor.country for actor in actors),
        f"{prefix}_sector": _joined(actor.sector for actor in actors),
    }


def _joined(values: Iterable[str | None]) -> str:
    return "; ".join(dict.fromkeys(value for value in values if value))


def _source(claim: Claim) -> dict[str, Value]:
    speaker = claim.sources[0] if claim.sources else None
    return {
        "source": speaker.name if speaker else None,
        "source_kind": speaker.kind if speaker else None,
        "source_chain": wording.chain(claim.sources),
        "source_classification": next((source.outlet_kind for source in claim.sources if source.outlet_kind), None),
    }


def _times(claim: Claim) -> dict[str, Value]:
    values: dict[str, Value] = {"date_prec": _date_precision(claim.when)}
    for prefix, time in (("date", claim.when), ("due", claim.due), ("said", claim.said)):
        values[f"{prefix}_start"] = time.start if time else None
        values[f"{prefix}_end"] = time.end if time else None
    return values


def _date_precision(time: Interval | None) -> int | None:
    if time is None or not (time.start and time.end):
        return None
    days = (date.fromisoformat(time.end) - date.fromisoformat(time.start)).days + 1
    return next((grade for grade, longest in ((1, 1), (2, 6), (3, 7), (4, 31), (5, 366)) if days <= longest), None)


def _place(claim: Claim) -> dict[str, Value]:
    """The finest place of the claim; a country has no point, whatever the gazetteer holds for it."""
    place = min(claim.places, key=lambda place: _place_precision(place) or 9, default=None)
    if place is None:
        return {}
    point = place.kind != "country"
    return {
        "country": place.country,
        "admin1": place.admin1,
        "location": place.name,
        "city": place.name if place.kind == "city" else None,
        "latitude": place.lat if point else None,
        "longitude": place.lon if point else None,
        "radius_km": place.radius_km,
        "geo_precision": _place_precision(place),
        "place_id": place.id,
    }


def _place_precision(place: Place) -> int | None:
    if place.id is None or place.kind is None:
        return None
    if place.kind == "water" and place.country is None:
        return 7
    if place.kind in ("city", "site") and (place.radius_km or 0) > _NEAR_KM:
        return 2
    return _PLACE_PRECISION[place.kind]


def _figures(claim: Claim) -> dict[str, Value]:
    values: dict[str, Value] = {}
    if claim.quantities:
        values["quantities"] = json.dumps([_quantity(quantity) for quantity in claim.quantities], ensure_ascii=False)
    for prefix, about in (("deaths", "killed"), ("injuries", "injured")):
        low, high = _bounds(claim.quantities, about)
        values |= {f"{prefix}_low": low, f"{prefix}_high": high, f"{prefix}_best": low if low == high else None}
    return values


def _quantity(quantity: Quantity) -> dict[str, Value]:
    return {
        "text": quantity.text,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "of": quantity.of.text if quantity.of else None,
        "about": quantity.about,
    }


def _bounds(quantities: tuple[Quantity, ...], about: str) -> tuple[float | None, float | None]:
    """Bounds of the whole when parts may be counted twice ("20 dead, 5 of them children"): most low, sum of highs."""
    counted = [quantity for quantity in quantities if quantity.about == about]
    lows = [quantity.low for quantity in counted if quantity.low is not None]
    highs = [quantity.high for quantity in counted if quantity.high is not None]
    return max(lows, default=None), sum(highs) if counted and len(highs) == len(counted) else None


def _codes(claim: Claim) -> dict[str, Value]:
    if claim.plover is None:
        return {}
    return {
        "plover_type": claim.plover.type,
        "plover_mode": claim.plover.mode,
        "contexts": "; ".join(claim.plover.contexts),
    }


def _cell(value: Value) -> Value:
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


_PARTS: tuple[Callable[[Claim], dict[str, Value]], ...] = (_actors, _source, _times, _place, _figures, _codes)
