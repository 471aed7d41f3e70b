"""A row of the claims table: what a claim says, in flat columns, for spreadsheets, pandas, R and Parquet.

`date_prec` and `geo_precision` are on UCDP's scales (1 finest; to 5 and 7). What is unknown is None. Event, origin,
verdict and when the claim was first seen are known to a store alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import msgspec

from tocsin.exports import wording
from tocsin.gazetteer.lookup import gazetteer
from tocsin.records import Actor, Claim, Interval, Place, Plover, Quantity, Report, Source

if TYPE_CHECKING:
    from tocsin.storage.loading import StoredClaim

Value = str | float | int | None
Row = tuple[Value, ...]
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
_NO_PLACE: Final[Row] = (None,) * 9
_NO_FIGURES: Final[Row] = (None,) * 7
_json: Final = msgspec.json.Encoder().encode


class _Figure(msgspec.Struct, frozen=True):
    """A figure as the column `quantities` has it."""

    text: str
    low: float | None
    high: float | None
    unit: str | None
    of: str | None
    about: str


def row(report: Report, claim: Claim, certain_from: float = CERTAIN_FROM) -> dict[str, Value]:
    """The columns of a claim, those empty that a store alone knows."""
    published = (report.url, report.published, report.published_basis)
    told = (None, report.id, report.outlet, None, *published, None)
    return dict(zip(COLUMNS, _cells(claim, told, None, certain_from), strict=True))


def kept_row(kept: StoredClaim, decided: Mapping[str, str], certain_from: float = CERTAIN_FROM) -> Row:
    """The cells of a claim in a store, in the order of COLUMNS; `decided` is what people decided of claims."""
    published = (kept.url, kept.published, kept.published_basis)
    told = (kept.event, kept.report, kept.outlet, kept.origin, *published, kept.known)
    return _cells(kept.claim, told, decided.get(kept.claim.id), certain_from)


def _cells(claim: Claim, told: Row, verdict: str | None, certain_from: float) -> Row:
    sentence = claim.sentence
    happened = claim.status in DONE and claim.confidence >= certain_from
    return (
        claim.id, *told, claim.type, claim.mode, claim.status,
        *_party(claim.actors), *_party(claim.recipients), *_source(claim.sources), *_ends(claim.said),
        *_when(claim.when), *_ends(claim.due), claim.condition.text if claim.condition else None,
        *_place(claim.places), *_figures(claim.quantities), *_plover(claim.plover), claim.cameo,
        int(happened), claim.confidence, claim.rule, sentence.text, sentence.start, sentence.end, verdict,
    )  # fmt: skip


def _party(actors: tuple[Actor, ...]) -> Row:
    """Names, countries and sectors; most claims name one, and that has to be quick."""
    if not actors:
        return (None, None, None)
    if len(actors) == 1:
        return (actors[0].name or actors[0].text, actors[0].country, actors[0].sector)
    countries = dict.fromkeys(actor.country for actor in actors if actor.country)
    sectors = dict.fromkeys(actor.sector for actor in actors if actor.sector)
    return (wording.actors(actors), "; ".join(countries) or None, "; ".join(sectors) or None)


def _source(sources: tuple[Source, ...]) -> Row:
    if not sources:
        return (None, None, None, None)
    outlets = [source.outlet_kind for source in sources if source.outlet_kind]
    return (sources[0].name, sources[0].kind, wording.chain(sources), outlets[0] if outlets else None)


def _ends(time: Interval | None) -> Row:
    return (time.start, time.end) if time else (None, None)


def _when(time: Interval | None) -> Row:
    return (time.start, time.end, date_precision(time)) if time else (None, None, None)


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


def _place(places: tuple[Place, ...]) -> Row:
    """The finest place of the claim; a country has no point, whatever the gazetteer holds for it."""
    if not places:
        return _NO_PLACE
    place = places[0] if len(places) == 1 else finest(places)
    city = place.name if place.kind == "city" else None
    point = (None, None) if place.kind == "country" else (place.lat, place.lon)
    return (place.country, place.admin1, place.name, city, *point, place.radius_km, place_precision(place), place.id)


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


def _figures(quantities: tuple[Quantity, ...]) -> Row:
    if not quantities:
        return _NO_FIGURES
    killed = [quantity for quantity in quantities if quantity.about == "killed"]
    injured = [quantity for quantity in quantities if quantity.about == "injured"]
    words = _json([_quantity(quantity) for quantity in quantities]).decode()
    return (*_counted(killed), *_counted(injured), words)


def _quantity(quantity: Quantity) -> _Figure:
    of = quantity.of.text if quantity.of else None
    return _Figure(quantity.text, quantity.low, quantity.high, quantity.unit, of, quantity.about)


def _counted(counted: list[Quantity]) -> Row:
    """The bounds of a figure, and the number where both are equal."""
    if not counted:
        return (None, None, None)
    low, high = bounds(counted)
    return (low, high, low if low == high else None)


def bounds(counted: list[Quantity]) -> tuple[float | None, float | None]:
    """Bounds of the whole when parts may be counted twice ("20 dead, 5 of them children"): most low, sum of highs."""
    if len(counted) == 1:
        return counted[0].low, counted[0].high
    lows = [quantity.low for quantity in counted if quantity.low is not None]
    highs = [quantity.high for quantity in counted if quantity.high is not None]
    return max(lows, default=None), sum(highs) if len(highs) == len(counted) else None


def _plover(code: Plover | None) -> Row:
    return (code.type, code.mode, "; ".join(code.contexts) or None) if code else (None, None, None)
