"""UCDP GED's layout of 49 columns: a compatible layout, not UCDP data. One row a lethal event between known sides.

Ids of conflicts, dyads and sides are UCDP's own and stay empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection

from tocsin.exports.claim_row import Value, date_precision, place_precision
from tocsin.exports.occurred import (
    Days,
    LeftOut,
    Occurred,
    country,
    days,
    has_point,
    joined,
    occurred,
    voice,
    where,
)
from tocsin.exports.sides import every, organised, sides, state, unarmed
from tocsin.exports.tolls import Estimate, estimate, figures_in_words, killed, named_dead
from tocsin.records import Actor, Claim, Interval, Place
from tocsin.storage.filters import Filters
from tocsin.storage.loading import StoredClaim

COLUMNS: Final = tuple(
    """id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name
    dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b
    number_of_sources source_article source_office source_date source_headline source_original where_prec
    where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id
    region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best
    high low gwnoa gwnob""".split()
)
LABEL: Final = "UCDP-compatible layout, not UCDP data"
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
_LONGEST: Final = 366


class Violence(NamedTuple):
    """UCDP's type of violence, and the two sides."""

    type: int
    first: Sequence[Actor]
    second: Sequence[Actor]


def rows(connection: Connection, filters: Filters, left: LeftOut) -> Iterator[Mapping[str, Value]]:
    """A row for each event in which people were killed by an organised side, with place and date."""
    for told in occurred(connection, filters, left):
        figures, violence, when, place = _lethal(told), _violence(told.rows), days(told.rows), where(told.rows)
        if isinstance(figures, str):
            left[figures] += 1
        elif violence is None:
            left["lethal, but not told as an organised armed side against another or against civilians"] += 1
        elif when is None or when.number > _LONGEST:
            left["lethal, but not dated to a year or better"] += 1
        elif place is None:
            left["lethal, but placed nowhere"] += 1
        else:
            yield _row(told, figures, violence, when, place)


def _lethal(told: Occurred) -> Estimate | str:
    """The estimate of the killed, or why the event is not one of UCDP's."""
    if told.event.type != "ASSAULT":
        return "no use of armed force"
    if not any(killed(row) or named_dead(row) for row in told.rows):
        return "no report of it counts or names killed people"
    found = estimate(told.rows)
    if found is None:
        return "people were killed, but no report gives a number or a least number"
    return found if found.best > 0 else "nobody was killed"


def _violence(told: Sequence[StoredClaim]) -> Violence | None:
    """As the first claim tells it that names both sides."""
    return next((found for row in told if (found := _as_told(row.claim))), None)


def _as_told(claim: Claim) -> Violence | None:
    one, other = sides(claim)
    if not every(organised, one) or not other:
        return None
    if every(unarmed, other):
        return Violence(ONE_SIDED, one, other)
    if not every(organised, other):
        return None
    states = any(map(state, one)) or any(map(state, other))
    return Violence(STATE_BASED if states else NON_STATE, one, other)


def _row(told: Occurred, figures: Estimate, violence: Violence, when: Days, place: Place) -> dict[str, Value]:
    civilians = violence.type == ONE_SIDED
    exact = Interval(when.first.isoformat(), when.last.isoformat(), None, "range", "stated")
    return {
        "id": told.event.id,
        "year": when.first.year,
        "code_status": LABEL,
        "type_of_violence": violence.type,
        "side_a": _names(violence.first),
        "side_b": "Civilians" if civilians else _names(violence.second),
        "number_of_sources": told.event.origins,
        "event_clarity": 2 if _disagree(told) else 1,
        "date_prec": date_precision(exact),
        "date_start": exact.start,
        "date_end": exact.end,
        "deaths_a": 0,
        "deaths_b": 0,
        "deaths_civilians": figures.best if civilians else 0,
        "deaths_unknown": 0 if civilians else figures.best,
        "best": figures.best,
        "high": figures.high,
        "low": figures.low,
        **_sources(told.rows),
        **_place(told.rows, place),
    }


def _names(side: Sequence[Actor]) -> str | None:
    return joined(actor.name or actor.text for actor in side)


def _disagree(told: Occurred) -> bool:
    """The claims give different dates, places or acts."""
    claims = [row.claim for row in told.rows]
    modes = {claim.mode for claim in claims if claim.mode}
    finest = {place.id for claim in claims for place in claim.places if place.id and place.kind in ("city", "site")}
    return len(told.event.whens) > 1 or len(modes) > 1 or len(finest) > 1


def _sources(told: Sequence[StoredClaim]) -> dict[str, Value]:
    articles = dict.fromkeys((row.outlet, row.published, row.title) for row in told)
    figures = f"killed, in the reports' words: {', '.join(figures_in_words(told))}"
    return {
        "source_article": joined(",".join(filter(None, article)) for article in articles),
        "source_office": joined(outlet for outlet, _, _ in articles),
        "source_date": joined(day for _, day, _ in articles),
        "source_headline": joined(title for _, _, title in articles),
        "source_original": joined([*map(voice, told), figures]),
    }


def _place(told: Sequence[StoredClaim], place: Place) -> dict[str, Value]:
    point = has_point(place)
    lat, lon = (place.lat, place.lon) if point else (None, None)
    words = joined(" ".join(each.text.split()) for row in told for each in row.claim.places)
    return {
        "where_prec": place_precision(place),
        "where_coordinates": place.name,
        "where_description": words,
        "adm_1": place.name if place.kind == "admin1" else place.admin1,
        "adm_2": place.name if place.kind == "admin2" else None,
        "latitude": lat,
        "longitude": lon,
        "geom_wkt": f"POINT ({lon} {lat})" if point else None,
        "priogrid_gid": _grid(lat, lon) if lat is not None and lon is not None else None,
        "country": country(place),
    }


def _grid(lat: float, lon: float) -> int:
    """PRIO-GRID's cell of half a degree, counted from the south-west."""
    return min(int((lat + 90) * 2), 359) * 720 + min(int((lon + 180) * 2), 719) + 1
