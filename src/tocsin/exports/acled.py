"""ACLED's layout of 31 columns: a compatible layout, not ACLED data. One row an event that happened.

Only what the reports say is coded. Which of our types and modes stand for which of ACLED's is in data/acled.csv.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Final, NamedTuple

from msgspec import Struct
from sqlalchemy import Connection

from tocsin.exports.claim_row import Value, beside
from tocsin.exports.occurred import Days, LeftOut, Occurred, country, days, has_point, joined, occurred, quotes, where
from tocsin.exports.sides import IRREGULAR, armed, every, sides, state, unarmed
from tocsin.exports.tolls import toll
from tocsin.knowledge.files import DATA, read_csv
from tocsin.records import Actor, Claim, EventType, Place
from tocsin.storage.filters import Filters
from tocsin.storage.loading import StoredClaim

COLUMNS: Final = tuple(
    """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1
    actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude
    longitude geo_precision source source_scale notes fatalities tags timestamp""".split()
)
LABEL: Final = "ACLED-compatible layout, not ACLED data"
_DISORDER: Final = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Protests": "Demonstrations",
    "Riots": "Demonstrations",
    "Strategic developments": "Strategic developments",
}
_BOTH: Final = "Political violence; Demonstrations"
_VIOLENT: Final = frozenset({"Explosions/Remote violence", "Violence against civilians"})
_TIME: Final = ((1, 1), (2, 7), (3, 31))  # ACLED's precision for so many days
_GEO: Final = {"city": 1, "site": 1, "admin2": 2, "admin1": 3, "region": 3, "border": 3, "water": 3, "country": 3}
_TOWN_KM: Final = 25.0  # a country that reaches no further is found as well as a town is
_POLITICAL: Final = frozenset(
    {
        "repression",
        "pro_democracy",
        "pro_autocracy",
        "rights_freedoms",
        "election",
        "political_institutions",
        "military",
    }
)
_CHEMICAL: Final = re.compile(r"\b(chemical|chlorine|sarin|mustard gas|nerve agents?|novichok)\b", re.IGNORECASE)


class Kind(Struct, frozen=True):
    """A row of data/acled.csv: acts of that type and mode of which all that is `given` holds."""

    type: str
    mode: str | None = None
    given: tuple[str, ...] = ()
    event_type: str = ""
    sub_event_type: str = ""


class Chosen(NamedTuple):
    """What an event is in ACLED's words, and the claim that says so."""

    kind: Kind
    claim: Claim


@cache
def kinds() -> tuple[Kind, ...]:
    """The rows of acled.csv; the first that fits is taken."""
    return tuple(row for _, row in read_csv(DATA / "acled.csv", Kind))


def rows(connection: Connection, filters: Filters, left: LeftOut) -> Iterator[Mapping[str, Value]]:
    """A row for each event that ACLED's codebook has a place for."""
    for told in occurred(connection, filters, left):
        chosen, when, place = _chosen(told.rows), days(told.rows), where(told.rows)
        if chosen is None:
            left[_unfit(told.event.type)] += 1
        elif when is None or when.number > _TIME[-1][1]:
            left["not dated to a month or better"] += 1
        elif place is None:
            left["placed nowhere"] += 1
        elif not placed(chosen.kind, place):
            left["placed only in a country"] += 1
        else:
            yield _row(told, chosen, when, place)


def placed(kind: Kind, place: Place) -> bool:
    """Whether ACLED codes such an event there: of a large country alone it codes strategic developments only."""
    return place.kind != "country" or _small(place) or kind.event_type == "Strategic developments"


def _small(place: Place) -> bool:
    return place.kind == "country" and place.radius_km is not None and place.radius_km <= _TOWN_KM


def _unfit(type: EventType) -> str:
    if any(kind.type == type for kind in kinds()):
        return f"{type}: not told in a way that says which of ACLED's types it is"
    return "no act of a type that ACLED lists"


def _row(told: Occurred, chosen: Chosen, when: Days, place: Place) -> dict[str, Value]:
    precision = next(grade for grade, longest in _TIME if when.number <= longest)
    values: dict[str, Value] = {
        "event_id_cnty": told.event.id,
        "event_date": when.middle.isoformat(),
        "year": when.middle.year,
        "time_precision": precision,
        "disorder_type": _disorder(chosen.kind),
        "event_type": chosen.kind.event_type,
        "sub_event_type": chosen.kind.sub_event_type,
        "source": joined(row.outlet for row in told.rows),
        "notes": quotes(told.rows),
        "timestamp": int(max(_second(row.known) for row in told.rows)),
    }
    number, tags = _fatalities(told)
    if precision > 1:
        tags.append(f"middle-of:{when.first}..{when.last}")
    if has_point(place) and place.kind not in ("city", "site"):
        tags.append(f"point-in-area:{place.kind}")
    if place.kind == "country":
        tags.append("small-country" if _small(place) else "country-only")
    tags.append(f"origins:{told.event.origins}")
    values |= {"fatalities": number, "tags": "; ".join([LABEL, *tags])}
    return values | _place(place) | _parties(chosen, place)


def _second(known: str) -> float:
    return datetime.fromisoformat(known.removesuffix("Z")).replace(tzinfo=UTC).timestamp()


def _disorder(kind: Kind) -> str:
    return _BOTH if kind.sub_event_type.startswith("Excessive force") else _DISORDER[kind.event_type]


# ---------------------------------------------------------------- which of ACLED's types
def _chosen(told: Sequence[StoredClaim]) -> Chosen | None:
    """The kind that most origins give, with the first claim that gives it; None where none is given."""
    hurt = any(each.about in ("killed", "injured") for row in told for each in row.claim.quantities)
    origins: defaultdict[Kind, set[str]] = defaultdict(set)
    first: dict[Kind, Claim] = {}
    for row in told:
        if kind := _kind(row.claim, hurt=hurt):
            origins[kind].add(row.origin)
            first.setdefault(kind, row.claim)
    best = max(origins, key=lambda kind: len(origins[kind]), default=None)  # at a tie the first told
    return Chosen(best, first[best]) if best else None


def _kind(claim: Claim, *, hurt: bool) -> Kind | None:
    fitting = (each for each in kinds() if (each.type, each.mode) == (claim.type, claim.mode))
    return next((each for each in fitting if all(_GIVEN[name](claim, hurt) for name in each.given)), None)


def _two_armed(claim: Claim, _hurt: bool) -> bool:
    one, other = sides(claim)
    return any(map(armed, one)) and any(map(armed, other))


_GIVEN: Final[Mapping[str, Callable[[Claim, bool], bool]]] = {
    "armed": _two_armed,
    "civilians": lambda claim, _: every(unarmed, claim.recipients),
    "protesters": lambda claim, _: every(unarmed, claim.recipients) and any(map(state, claim.actors)),
    "rebels": lambda claim, _: any(each.sector in IRREGULAR for each in claim.actors),
    "state": lambda claim, _: every(state, claim.actors),
    "territory": lambda claim, _: claim.plover is not None and "territory" in claim.plover.contexts,
    "political": lambda claim, _: claim.plover is not None and not _POLITICAL.isdisjoint(claim.plover.contexts),
    "hurt": lambda _, hurt: hurt,
    "fought": lambda claim, hurt: hurt and _two_armed(claim, hurt),
    "chemical": lambda claim, _: bool(_CHEMICAL.search(claim.sentence.text)),
    "accord": lambda claim, _: (claim.cameo or "").startswith("057"),
}


# ---------------------------------------------------------------- how many, where, who
def _fatalities(told: Occurred) -> tuple[int | None, list[str]]:
    """ACLED's lowest figure, and what was chosen by which rule; no number where no report counts the dead."""
    tolls = [found for row in told.rows if (found := toll(row))]
    if not tolls:
        return None, ["fatalities:not-stated"]
    lowest = min(tolls, key=lambda each: each.number)
    numbers = sorted({each.number for each in tolls})
    tags = [f"lowest-of:{','.join(map(str, numbers))}"] if len(numbers) > 1 else []
    return lowest.number, tags + [rule for rule in (lowest.rule,) if rule]


def _place(place: Place) -> dict[str, Value]:
    point = has_point(place)
    return {
        "country": country(place),
        "iso": None,
        "admin1": place.name if place.kind == "admin1" else place.admin1,
        "admin2": place.name if place.kind == "admin2" else None,
        "location": place.name,
        "latitude": place.lat if point else None,
        "longitude": place.lon if point else None,
        "geo_precision": 2 if beside(place) or _small(place) else _GEO[place.kind or "region"],
    }


def _parties(chosen: Chosen, place: Place) -> dict[str, Value]:
    kind, claim = chosen
    one, other = sides(claim)
    first, second = (_inter(kind, side, place) for side in (one, other))
    hit = kind.event_type in _VIOLENT and every(unarmed, other)
    return {
        "actor1": _name(one),
        "assoc_actor_1": joined(each.name or each.text for each in one[1:]),
        "inter1": first,
        "actor2": _name(other),
        "assoc_actor_2": joined(each.name or each.text for each in other[1:]),
        "inter2": second,
        "interaction": f"{first}-{second}" if first and second else f"{first} only" if first and not other else None,
        "civilian_targeting": "Civilian targeting" if hit else None,
    }


def _name(side: tuple[Actor, ...]) -> str | None:
    return (side[0].name or side[0].text) if side else None


def _inter(kind: Kind, side: tuple[Actor, ...], place: Place) -> str | None:
    """ACLED's class of the first of a side; None where what the directory knows does not settle it."""
    if not side:
        return None
    actor = side[0]
    if state(actor) and armed(actor):
        abroad = actor.country and place.country and actor.country != place.country
        return "External/Other forces" if abroad else "State forces"
    if actor.sector in ("REB", "PRM"):
        return "Rebel group" if actor.sector == "REB" else "Political militia"
    if unarmed(actor):
        return {"Protests": "Protesters", "Riots": "Rioters"}.get(kind.event_type, "Civilians")
    return None
