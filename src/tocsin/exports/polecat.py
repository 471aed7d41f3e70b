"""POLECAT's layout of 40 columns, parted by tabs: a compatible layout, not POLECAT data. One row a coded claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from itertools import groupby
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection

from tocsin.exports.claim_row import DONE, Value, finest
from tocsin.exports.occurred import LeftOut, days_in, has_point, joined
from tocsin.gazetteer.lookup import gazetteer
from tocsin.knowledge.files import DATA, read_csv
from tocsin.records import Actor, Claim, Place, Plover
from tocsin.storage import bulk, moments
from tocsin.storage.filters import Filters
from tocsin.storage.loading import StoredClaim

COLUMNS: Final = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *("Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title"),
    *("Actor Name Raw", "Wikipedia Actor ID"),
    *("Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors"),
    *("Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID"),
    *("Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename"),
    *("Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations"),
    *("Language", "Version"),
)
LABEL: Final = "POLECAT-compatible layout, not POLECAT data"
_INTERNATIONAL: Final = "IGO"  # PLOVER has alliances in the place of a country


class Score(Struct, frozen=True):
    """A row of data/plover_scores.csv: PLOVER's quad class, and its scale from conflict to cooperation."""

    type: str
    mode: str | None = None
    quad: int = 0
    score: float = 0.0


@cache
def scores() -> dict[tuple[str, str | None], Score]:
    """The scores by type and mode."""
    return {(row.type, row.mode): row for _, row in read_csv(DATA / "plover_scores.csv", Score)}


def rows(connection: Connection, filters: Filters, left: LeftOut) -> Iterator[Mapping[str, Value]]:
    """A row for each claim that PLOVER codes and that is dated to a day."""
    at = moments.as_of(connection, filters.at)
    stretches = bulk.stretches(connection, filters, at)
    claims = (row for part in stretches for row in bulk.claims(connection, at, part))
    for _, together in groupby(claims, lambda row: row.report):
        yield from _of_report([*together], left)


def _of_report(told: Sequence[StoredClaim], left: LeftOut) -> Iterator[Mapping[str, Value]]:
    for row in told:
        when = days_in(row.claim.when)
        if row.claim.plover is None:
            left[_uncoded(row.claim)] += 1
        elif any(_stands_for(other.claim, row.claim) for other in told):
            left["what a request, promise or threat is about: coded with that, once"] += 1
        elif when is None or when.number > 1:
            left["not dated to a day"] += 1
        else:
            yield _row(row, row.claim, row.claim.plover, when.first.isoformat())


def _uncoded(claim: Claim) -> str:
    of = f"{claim.type} that happened" if claim.status in DONE else f"what is {claim.status}"
    return f"of {of}, PLOVER codes nothing" + (" here" if claim.status in DONE else "")


def _stands_for(act: Claim, content: Claim) -> bool:
    """The act of speech in the same sentence is coded as its content would be."""
    return (
        content.status not in DONE
        and act.status in DONE
        and act.sentence == content.sentence
        and act.plover is not None
        and content.plover is not None
        and act.plover.type == content.plover.type
    )


def _row(row: StoredClaim, claim: Claim, code: Plover, day: str) -> dict[str, Value]:
    score = scores()[code.type, code.mode] if (code.type, code.mode) in scores() else scores()[code.type, None]
    return {
        "Event ID": claim.id,
        "Event Date": day,
        "Event Type": code.type,
        "Event Mode": code.mode,
        "Intensity": score.score,
        "Quad Code": score.quad,
        "Contexts": "; ".join(code.contexts) or None,
        "Source": row.outlet,
        "Publication Date": row.published,
        "Version": f"Tocsin {_version()}; {LABEL}",
        **_party("Actor", claim.actors),
        **_party("Recipient", claim.recipients),
        **(_place(finest(claim.places)) if claim.places else {}),
    }


@cache
def _version() -> str:
    return version("tocsin")


def _party(side: str, actors: Sequence[Actor]) -> dict[str, Value]:
    """Several are listed in one cell, in one order."""
    sectors = [actor.sector for actor in actors if actor.sector]
    return {
        f"{side} Name": joined(actor.name or actor.text for actor in actors),
        f"{side} Country": joined(_country(actor) for actor in actors),
        f"Primary {side} Sector": sectors[0] if sectors else None,
        f"{side} Sectors": joined(sectors),
        f"{side} Title": joined(actor.role for actor in actors),
        f"{side} Name Raw": joined(actor.text for actor in actors),
    }


def _country(actor: Actor) -> str | None:
    return _INTERNATIONAL if actor.kind == "alliance" and actor.country is None else actor.country


def _place(place: Place) -> dict[str, Value]:
    point = has_point(place)
    entry = gazetteer().place(place.id) if place.id else None
    return {
        "Placename": place.name if place.id else None,
        "City": place.name if place.kind == "city" else None,
        "District": place.name if place.kind == "admin2" else None,
        "Province": place.name if place.kind == "admin1" else place.admin1,
        "Country": place.country,
        "Latitude": place.lat if point else None,
        "Longitude": place.lon if point else None,
        "GeoNames ID": place.id.removeprefix("geonames:") if place.id and place.id.startswith("geonames:") else None,
        "Raw Placename": place.text,
        "Feature Type": entry.feature.rpartition(".")[2] if entry else None,
    }
