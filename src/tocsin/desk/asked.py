"""What the address of a page asks for: the filters, and which part of what fits is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated, Final, Literal, get_args

from fastapi import Depends, Query

from tocsin.records import EventType, Status
from tocsin.storage.database import StoreError
from tocsin.storage.filters import Box, Filters

Part = Literal["all", "map"]
Sort = Literal["newest", "oldest", "origins", "least-certain"]
PAGE: Final = 50  # rows of the table at once
CLOSEST: Final = 22.0  # zoom
MOST: Final = 1_000_000_000  # no number of pages or origins is greater


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of `list`, with outlets and least confidence; the map's zoom and the table's page and order."""

    filters: Filters = field(default_factory=Filters)
    outlet: tuple[str, ...] = ()
    confidence: float = 0.0
    zoom: float = 1.0
    view: Box | None = None
    page: int = 0
    sort: Sort = "newest"
    event: str | None = None
    part: Part = "all"


FIRST: Final = Asked()  # what the page of the situation asks where nothing is chosen


def _known(given: list[str], of: object, what: str) -> Iterator[str]:
    for word in filter(None, given):
        if word not in get_args(of):
            raise StoreError(f"{word[:40]!r} is no {what}: it is one of {', '.join(get_args(of))}")
        yield word


def chosen(
    type: Annotated[list[str] | None, Query(description="Only these types.")] = None,
    actor: Annotated[str | None, Query(description="Who acts or is acted upon: name, id, or country as ABC.")] = None,
    place: Annotated[str | None, Query(description="Where: name, id, or country as ABC.")] = None,
    since: Annotated[str | None, Query(description="Happened (reports: published) on or after this day.")] = None,
    until: Annotated[str | None, Query(description="Happened (reports: published) on or before this day.")] = None,
    box: Annotated[str | None, Query(description="Within these degrees: west,south,east,north.")] = None,
    search: Annotated[str | None, Query(description="Holds all these words or “phrases”.")] = None,
    origins: Annotated[int | None, Query(ge=0, le=MOST, description="At least so many independent origins.")] = None,
) -> Filters:
    """The filters that an address gives but for the status; raises StoreError, a 422, for what cannot be asked."""
    return Filters(
        type=tuple(_known(type or [], EventType, "type")),
        actor=actor or None,
        place=place or None,
        since=since or None,
        until=until or None,
        box=Box.of(box) if box else None,
        search=search or None,
        origins=origins,
    )


At = Annotated[str | None, Query(description="As the store knew it then: a day or a UTC time.")]
Chosen = Annotated[Filters, Depends(chosen)]
OfStatus = Annotated[list[str] | None, Query(description="Only these statuses.")]


def asked(
    filters: Chosen,
    status: OfStatus = None,
    outlet: Annotated[list[str] | None, Query(description="Only claims in reports of these outlets.")] = None,
    confidence: Annotated[float, Query(ge=0, le=1, description="Coded at least this surely.")] = 0.0,
    zoom: Annotated[float, Query(ge=0, le=CLOSEST, description="Of the map: how fine the cells are.")] = 1.0,
    view: Annotated[str | None, Query(description="Of the map: only what lies in these degrees.")] = None,
    page: Annotated[int, Query(ge=0, le=MOST, description="Of the table, from 0.")] = 0,
    sort: Annotated[Sort, Query(description="Order of the table.")] = "newest",
    event: Annotated[str | None, Query(description="The page of the table that holds this event, if it fits.")] = None,
    part: Annotated[Part, Query(description="`map`: without the rows of the table, which take longest.")] = "all",
) -> Asked:
    """The query of an address; raises StoreError, which is answered as a 422, for what cannot be asked."""
    return Asked(
        filters=of_status(filters, status),
        outlet=tuple(outlet or ()),
        confidence=confidence,
        zoom=zoom,
        view=Box.of(view) if view else None,
        page=page,
        sort=sort,
        event=event,
        part=part,
    )


def of_status(filters: Filters, status: list[str] | None) -> Filters:
    """The filters with those statuses."""
    return replace(filters, status=tuple(_known(status or [], Status, "status")))
