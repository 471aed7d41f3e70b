"""What the store lists, over HTTP: the rows of `tocsin list` with its filters, in pages of JSON or as one CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response, StreamingResponse

from tocsin.desk.answers import Json, of
from tocsin.desk.api import TheStore
from tocsin.desk.asked import MOST, At, Chosen, OfStatus, of_status
from tocsin.exports import columns, listing
from tocsin.exports.csv import kept_lines
from tocsin.linking.conflicts import Conflict
from tocsin.linking.events import Event
from tocsin.storage.filters import Filters
from tocsin.storage.listing import ActorLine, ReportLine, SourceLine
from tocsin.storage.loading import StoredClaim
from tocsin.storage.store import Store

router = APIRouter(prefix="/api", default_response_class=Json)
LARGEST: Final = 10_000  # rows of a page
_LINES: Final = 200  # of a CSV file sent at once
Form = Literal["json", "csv"]

AsOf = Annotated[str | None, Query(description="The day on which the ledger's clock stands, if not today.")]
RULES: Final = {
    "events": "events, a group of claims counted once, of which a claim fits every filter; by their first day",
    "claims": "claims that fit every filter, in the order in which the store came to know them",
    "reports": "reports that fit or have a claim that fits, by publication; copies are reports of their own",
    "sources": "speakers and outlets by the number of their claims that fit; reliability F is unknown",
    "actors": "who acts or is acted upon, by the number of claims that fit",
    "conflicts": "statements about one event that cannot both be right; copies of one dispatch count once",
    "ledger": "claims about what is to come, by the last day on which they are due",
}


class Page(msgspec.Struct, frozen=True):
    """A page of rows. `rule` says what a row is; `next` is the address of the page that follows, if there is one."""

    rule: str
    page: int
    size: int
    next: str | None
    items: list[Any]


class Part(msgspec.Struct, frozen=True):
    """Which rows are wanted, and how."""

    page: int
    size: int | None
    format: Form


def part(
    page: Annotated[int, Query(ge=0, le=MOST, description="From 0.")] = 0,
    size: Annotated[int | None, Query(ge=1, le=LARGEST, description="Rows of a page; 100, and for csv all.")] = None,
    format: Annotated[Form, Query(description="json, or csv for spreadsheets, pandas and R.")] = "json",
) -> Part:
    """The part of a listing that an address asks for."""
    return Part(page, size, format)


WantedPart = Annotated[Part, Depends(part)]


def answer(request: Request, store: Store, kind: str, filters: Filters, wanted: Part) -> Response:
    """A page of what the store lists of a kind, or all of it as CSV."""
    if wanted.format == "csv":
        return _csv(store, kind, filters, wanted)
    size = wanted.size or 100
    found = store.list(kind, replace(filters, skip=wanted.page * size, limit=size + 1))
    more = _address(request, wanted.page + 1) if len(found) > size else None
    return Json(Page(RULES[kind], wanted.page, size, more, found[:size]))


def _address(request: Request, page: int) -> str:
    asked = [pair for pair in request.query_params.multi_items() if pair[0] != "page"]
    return f"{request.url.path}?{urlencode([*asked, ('page', page)])}"


def _csv(store: Store, kind: str, filters: Filters, wanted: Part) -> Response:
    if wanted.size:
        filters = replace(filters, skip=wanted.page * wanted.size, limit=wanted.size)
    lines = _lines(store, kind, filters)
    first = next(lines)  # what is asked wrongly shows before anything is sent
    named = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
    return StreamingResponse(_parts(chain([first], lines)), media_type="text/csv; charset=utf-8", headers=named)


def _lines(store: Store, kind: str, filters: Filters) -> Iterator[str]:
    with store.rows(kind, filters) as rows:
        made: Iterator[str] = kept_lines(rows) if kind == "claims" else listing.csv_lines(rows, columns.OF[kind])
        header = next(made)
        first = next(made, "")
        yield header + first
        yield from made


def _parts(lines: Iterable[str]) -> Iterator[bytes]:
    """The lines as bytes, some at a time."""
    held: list[str] = []
    for line in lines:
        held.append(line)
        if len(held) == _LINES:
            yield "".join(held).encode("utf-8", "replace")
            held.clear()
    yield "".join(held).encode("utf-8", "replace")


def page_of(kind: str, row: type) -> type:
    """What a page of such rows is, for the description of the API."""
    fields = [("rule", str), ("page", int), ("size", int), ("next", str | None), ("items", list[row])]  # type: ignore[valid-type]
    return msgspec.defstruct(f"{kind.capitalize()}Page", fields)


def _route(kind: str, row: type) -> None:
    def listed(
        request: Request, store: TheStore, chosen: Chosen, wanted: WantedPart, status: OfStatus = None, at: At = None
    ) -> Response:
        return answer(request, store, kind, replace(of_status(chosen, status), at=at or None), wanted)

    summary = f"As `tocsin list STORE {kind}`"
    router.add_api_route(f"/{kind}", listed, responses=of(page_of(kind, row)), summary=summary, name=kind)


_ROWS: Final[dict[str, type]] = {
    "events": Event,
    "claims": StoredClaim,
    "reports": ReportLine,
    "actors": ActorLine,
    "conflicts": Conflict,
    "sources": SourceLine,
}
for _kind, _row in _ROWS.items():
    _route(_kind, _row)
