"""The API of single things: a report, an event and its place, a source; and of the ledger and the sources as pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from tocsin.desk.answers import Json, of
from tocsin.desk.api import TheStore, of_desk
from tocsin.desk.asked import MOST, Asked, At, Chosen
from tocsin.desk.due import AskedDue, Due, DueView, Part
from tocsin.desk.geo import Geo, geo
from tocsin.desk.happening import EventView, event_view
from tocsin.desk.lists import AsOf, WantedPart, answer, page_of
from tocsin.desk.reported import ReportView, report_view
from tocsin.desk.sourced import SourceView, source_view
from tocsin.desk.tally import Order
from tocsin.desk.voices import Voices, VoicesView
from tocsin.linking.events import summary
from tocsin.linking.ledger import KINDS
from tocsin.storage import loading, moments
from tocsin.storage.database import NotFound, StoreError
from tocsin.storage.filters import Filters
from tocsin.storage.ledger import STATES, LedgerLine

router = APIRouter(prefix="/api", default_response_class=Json)
LEDGER_PAGE: Final = page_of("ledger", LedgerLine)
KIND_ORDER: Final = tuple(sorted(KINDS))


PageNumber = Annotated[int, Query(ge=0, le=MOST, description="From 0.")]
TheDue = Annotated[Due, Depends(of_desk("due"))]
TheVoices = Annotated[Voices, Depends(of_desk("voices"))]


# ---------------------------------------------------------------- reports and events
@router.get("/reports/{name:path}", responses=of(ReportView), summary="A report, and what others say of its events")
def one_report(store: TheStore, name: str, at: At = None) -> Json:
    """The article with its claims; of each, the other claims of its event and what they say differently."""
    with store.database.reading() as connection:
        return Json(report_view(connection, moments.as_of(connection, at or None), name))


@router.get("/events/{name}/geo", responses=of(Geo), summary="Where an event was, as GeoJSON")
def one_place(store: TheStore, name: str, at: At = None) -> Response:
    """A town is a point, a border a line, an area a circle; a whole country has none and stands in `unmapped`."""
    with store.database.reading() as connection:
        step = moments.as_of(connection, at or None)
        rows = loading.of_events(connection, step, [name]).get(name)
        if rows is None:
            raise NotFound(f"no event in the store is called {name[:80]!r}")
        return Json(geo(summary(name, [loading.card(row) for row in rows]).places))


@router.get("/events/{name:path}", responses=of(EventView), summary="An event: claims, origins, figures, history")
def one_event(store: TheStore, name: str, at: At = None, as_of: AsOf = None) -> Json:
    """All claims with the reason why each is there, outlets and origins, every figure beside its speaker, conflicts."""
    today = Filters(at=at or None, as_of=as_of or None).today
    with store.database.reading() as connection:
        return Json(event_view(connection, moments.as_of(connection, at or None), name, today))


# ---------------------------------------------------------------- the ledger
def of_ledger(
    chosen: Chosen,
    status: Annotated[list[str] | None, Query(description="Only these kinds (promised, ...) or states.")] = None,
    due: Annotated[int | None, Query(ge=0, le=100_000, description="Due within so many days.")] = None,
    at: At = None,
    as_of: AsOf = None,
) -> Filters:
    """The filters of the ledger that an address gives."""
    wanted = tuple(filter(None, status or ()))
    for word in wanted:
        if word not in KINDS and word not in STATES:
            raise StoreError(f"{word[:40]!r} is no kind and no state: it is one of {', '.join((*KIND_ORDER, *STATES))}")
    return replace(chosen, status=wanted, due=due, at=at or None, as_of=as_of or None)


OfLedger = Annotated[Filters, Depends(of_ledger)]


@router.get("/ledger", responses=of(LEDGER_PAGE), summary="As `tocsin list STORE ledger`")
def listed_ledger(request: Request, store: TheStore, filters: OfLedger, wanted: WantedPart) -> Response:
    """Claims about what is to come, with what is proposed or confirmed as their outcome."""
    return answer(request, store, "ledger", filters, wanted)


def asked_due(
    chosen: Chosen,
    part: Annotated[Part, Query(description="Which items.")] = "open",
    kind: Annotated[list[str] | None, Query(description="Only these kinds: promised, requested, ...")] = None,
    due_since: Annotated[str | None, Query(description="Due on or after this day.")] = None,
    due_until: Annotated[str | None, Query(description="Due on or before this day.")] = None,
    as_of: AsOf = None,
    page: PageNumber = 0,
) -> AskedDue:
    """What an address asks of the ledger's page."""
    kinds = tuple(filter(None, kind or ()))
    for word in kinds:
        if word not in KINDS:
            raise StoreError(f"{word[:40]!r} is no kind of item: it is one of {', '.join(KIND_ORDER)}")
    since, until = due_since or None, due_until or None
    Filters(since=since, until=until)  # says so where a day is none
    return AskedDue(Asked(chosen), Filters(as_of=as_of or None).today, part, kinds, since, until, page)


WantedDue = Annotated[AskedDue, Depends(asked_due)]


@router.get("/due", responses=of(DueView), summary="A page of the ledger, with how many items wait for what")
def due_now(due: TheDue, wanted: WantedDue) -> Json:
    """Items by the last day on which they are due, those without one last."""
    return Json(due.view(wanted))


# ---------------------------------------------------------------- sources
@router.get("/voices", responses=of(VoicesView), summary="Sources: how often alone, how often contradicted")
def all_voices(
    voices: TheVoices,
    page: PageNumber = 0,
    order: Annotated[Order, Query(description="Most of these first.")] = "claims",
    kind: Annotated[str | None, Query(description="publisher, named, unnamed, outlet or document.")] = None,
    search: Annotated[str | None, Query(description="Part of the name.")] = None,
) -> Json:
    """Speakers and outlets; of the events with several claims, `looked_at` were compared for conflicts so far."""
    return Json(voices.view(page, order, kind or None, search))


@router.get("/sources/{name:path}", responses=of(SourceView), summary="A source: its claims, conflicts and grades")
def one_source(voices: TheVoices, name: str, page: PageNumber = 0) -> Json:
    """By id or by name; its newest claims first."""
    return Json(source_view(voices, name, page))
