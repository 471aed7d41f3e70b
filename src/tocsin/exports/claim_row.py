"""A row of the claims table: what a claim says, in flat columns, for spreadsheets, pandas, R and Parquet.

`date_prec` and `geo_precision` are on UCDP's scales (1 finest; to 5 and 7). What is unknown is None. Event, origin,
verdict and when the claim was first seen are known to a store alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import msgspec

from tocsin.exports import wording
from tocsin.gazetteer.lookup import gazetteer
from tocsin.records import Actor, Claim, Interval, Place, Quantity, Report

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
WHOLE: Final = frozenset({"date_prec", "geo_precision", "certain", "start", "end"})
FRACTIONS: Final = frozenset(
    {"latitude", "longitude", "radius_km", "confidence"}
    | {f"{what}_{bound}" for what in ("deaths", "injuries") for bound in ("low", "high", "best")}
)
DAYS: Final = frozenset(f"{what}_{end}" for what in ("said", "date", "due") for end in ("start", "end"))
CERTAIN_FROM: Final = 0.5
DONE: Final = frozenset({"happened", "ongoing"})
_NEAR_KM: Final = 5.0  # a town reaches so far, if no more is known of it
_PLACE_PRECISION: Final = {
    "city": 1, "site": 1, "admin2": 3, "admin1": 4, "border": 5, "region": 5, "water": 5, "country": 6,
}  # fmt: skip
_DATE_PRECISION: Final = ((1, 1), (2, 6), (3, 7), (4, 31), (5, 366))  # the grade of so many days
_json: Final = msgspec.json.Encoder().encode


def row(report: Report, claim: Claim, certain_from: float = CERTAIN_FROM) -> dict[str, Value]:
    """The columns of a claim that are known without a store."""
    return _claim(claim, certain_from) | {
        "report_id": report.id,
        "outlet": report.outlet,
        "url": report.url,
        "published": report.published,
        "published_basis": report.published_basis,
    }


def kept_row(kept: StoredClaim, decided: Mapping[str, str], certain_from: float = CERTAIN_FROM) -> dict[str, Value]:
    """The columns of a claim in a store; `decided` is what people decided of claims."""
    values = _claim(kept.claim, certain_from)
    values["event_id"] = kept.event
    values["report_id"] = kept.report
    values["outlet"] = kept.outlet
    values["origin_id"] = kept.origin
    values["url"] = kept.url
    values["published"] = kept.published
    values["published_basis"] = kept.published_basis
    values["first_seen"] = kept.known
    values["review_state"] = decided.get(kept.claim.id)
    return values


def _claim(claim: Claim, certain_from: float) -> dict[str, Value]:
    values: dict[str, Value] = {
        "claim_id": claim.id,
        "type": claim.type,
        "mode": claim.mode,
        "status": claim.status,
        "condition": claim.condition.text if claim.condition else None,
        "cameo": claim.cameo,
        "certain": int(claim.status in DONE and claim.confidence >= certain_from),
        "confidence": claim.confidence,
        "rule": claim.rule,
        "quote": claim.sentence.text,
        "start": claim.sentence.start,
        "end": claim.sentence.end,
    }
    for fill in _PARTS:
        fill(claim, values)
    return values


def _actors(claim: Claim, values: dict[str, Value]) -> None:
    if claim.actors:
        values["actor1"], values["actor1_country"], values["actor1_sector"] = _named(claim.actors)
    if claim.recipients:
        values["actor2"], values["actor2_country"], values["actor2_sector"] = _named(claim.recipients)


def _named(actors: tuple[Actor, ...]) -> tuple[str | None, str | None, str | None]:
    """Names, countries and sectors; most claims name one, and that has to be quick."""
    if len(actors) == 1:
        return actors[0].name or actors[0].text, actors[0].country, actors[0].sector
    countries = dict.fromkeys(actor.country for actor in actors if actor.country)
    sectors = dict.fromkeys(actor.sector for actor in actors if actor.sector)
    return wording.actors(actors), "; ".join(countries) or None, "; ".join(sectors) or None


def _source(claim: Claim, values: dict[str, Value]) -> None:
    if claim.sources:
        values["source"] = claim.sources[0].name
        values["source_kind"] = claim.sources[0].kind
        values["source_chain"] = wording.chain(claim.sources)
        values["source_classification"] = next((each.outlet_kind for each in claim.sources if each.outlet_kind), None)


def _times(claim: Claim, values: dict[str, Value]) -> None:
    if claim.when:
        values["date_start"], values["date_end"] = claim.when.start, claim.when.end
        values["date_prec"] = date_precision(claim.when)
    if claim.due:
        values["due_start"], values["due_end"] = claim.due.start, claim.due.end
    if claim.said:
        values["said_start"], values["said_end"] = claim.said.start, claim.said.end


def date_precision(time: Interval | None) -> int | None:
    """UCDP's grade of a date; None where it is open or longer than a year."""
    return _grade(time.start, time.end) if time and time.start and time.end else None


@lru_cache(maxsize=20_000)
def _grade(start: str, end: str) -> int | None:
    days = days_of(start, end)
    return next((grade for grade, longest in _DATE_PRECISION if days <= longest), None)


def days_of(start: str, end: str) -> int:
    """How many days an interval has, its ends included."""
    return 1 if start == end else (date.fromisoformat(end) - date.fromisoformat(start)).days + 1


def _place(claim: Claim, values: dict[str, Value]) -> None:
    """The finest place of the claim; a country has no point, whatever the gazetteer holds for it."""
    if not claim.places:
        return
    place = claim.places[0] if len(claim.places) == 1 else finest(claim.places)
    values["country"] = place.country
    values["admin1"] = place.admin1
    values["location"] = place.name
    values["radius_km"] = place.radius_km
    values["geo_precision"] = place_precision(place)
    values["place_id"] = place.id
    if place.kind == "city":
        values["city"] = place.name
    if place.kind != "country":
        values["latitude"], values["longitude"] = place.lat, place.lon


def finest(places: tuple[Place, ...]) -> Place:
    """The place that says most exactly where; the first named of those that do."""
    return min(places, key=lambda place: place_precision(place) or 9)


def place_precision(place: Place) -> int | None:
    """UCDP's grade of a place; None where it is not resolved."""
    if place.id is None or place.kind is None:
        return None
    if place.kind == "water" and place.country is None:
        return 7
    return 2 if beside(place) else _PLACE_PRECISION[place.kind]


def beside(place: Place) -> bool:
    """The event was near a town or site, not in it: it may lie further off than the place itself reaches."""
    return place.kind in ("city", "site") and (place.radius_km or 0.0) > _reach(place.id)


@lru_cache(maxsize=20_000)
def _reach(place_id: str | None) -> float:
    """How far a town reaches, large cities further than others."""
    entry = gazetteer().place(place_id) if place_id else None
    return max(_NEAR_KM, (entry.radius_km or 0.0) if entry else 0.0)


def _figures(claim: Claim, values: dict[str, Value]) -> None:
    if not claim.quantities:
        return
    values["quantities"] = _json([_quantity(quantity) for quantity in claim.quantities]).decode()
    for prefix, about in (("deaths", "killed"), ("injuries", "injured")):
        if counted := [quantity for quantity in claim.quantities if quantity.about == about]:
            low, high = bounds(counted)
            values[f"{prefix}_low"], values[f"{prefix}_high"] = low, high
            values[f"{prefix}_best"] = low if low == high else None


def _quantity(quantity: Quantity) -> dict[str, Value]:
    return {
        "text": quantity.text,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "of": quantity.of.text if quantity.of else None,
        "about": quantity.about,
    }


def bounds(counted: list[Quantity]) -> tuple[float | None, float | None]:
    """Bounds of the whole when parts may be counted twice ("20 dead, 5 of them children"): most low, sum of highs."""
    if len(counted) == 1:
        return counted[0].low, counted[0].high
    lows = [quantity.low for quantity in counted if quantity.low is not None]
    highs = [quantity.high for quantity in counted if quantity.high is not None]
    return max(lows, default=None), sum(highs) if len(highs) == len(counted) else None


def _codes(claim: Claim, values: dict[str, Value]) -> None:
    if claim.plover:
        values["plover_type"] = claim.plover.type
        values["plover_mode"] = claim.plover.mode
        values["contexts"] = "; ".join(claim.plover.contexts) or None


_PARTS: Final[tuple[Callable[[Claim, dict[str, Value]], None], ...]] = (
    *(_actors, _source, _times, _place, _figures, _codes),
)
