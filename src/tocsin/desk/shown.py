"""The pages of a report, an event, the ledger and the sources, and the search that finds any of them."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from tocsin.desk.api import TheStore
from tocsin.desk.asked import At
from tocsin.desk.due import PARTS
from tocsin.desk.geo import geo
from tocsin.desk.happening import event_view, moved_to
from tocsin.desk.lists import AsOf
from tocsin.desk.pages import address, page
from tocsin.desk.reported import by_report, report_view
from tocsin.desk.single import KIND_ORDER, PageNumber, TheDue, TheVoices, WantedDue
from tocsin.desk.sourced import source_view
from tocsin.desk.tally import Order
from tocsin.linking.ledger import PREFIX
from tocsin.storage import facts, loading, moments
from tocsin.storage.database import NotFound
from tocsin.storage.filters import Filters
from tocsin.storage.listing import PUBLISHER
from tocsin.storage.store import Store
from tocsin.storage.tables import member, report

router: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
SOURCE_KINDS: Final = (PUBLISHER, "named", "unnamed", "outlet", "document")
_FOUND: Final = 30  # claims and reports that a search shows


@router.get("/report/{name:path}")
def the_report(request: Request, store: TheStore, name: str, at: At = None) -> HTMLResponse:
    """The article with its spans, the claims beside it, and what other reports say of the same events."""
    with store.database.reading() as connection:
        view = report_view(connection, moments.as_of(connection, at or None), name)
    return page(request, "report.html", view=view, others=by_report(view.claims), at=at or None)


@router.get("/event/{name:path}")
def the_event(request: Request, store: TheStore, name: str, at: At = None, as_of: AsOf = None) -> Response:
    """An event; the address of one whose claims are in another by now leads there."""
    today = Filters(at=at or None, as_of=as_of or None).today
    with store.database.reading() as connection:
        step = moments.as_of(connection, at or None)
        try:
            view = event_view(connection, step, name, today)
        except NotFound:
            now = moved_to(connection, step, name)
            if now is None:
                raise
            return RedirectResponse(f"/event/{address(now)}", 307)
    return page(request, "event.html", view=view, place=geo(view.event.places), at=at or None)


@router.get("/ledger")
def the_ledger(request: Request, due: TheDue, wanted: WantedDue) -> HTMLResponse:
    """Open items by due date, with what is proposed as their outcome."""
    view = due.view(wanted)
    return page(request, "ledger.html", view=view, wanted=wanted, parts=PARTS, kinds=KIND_ORDER)


@router.get("/sources")
def the_sources(
    request: Request,
    voices: TheVoices,
    number: Annotated[int, Query(ge=0, le=1_000_000, alias="page")] = 0,
    order: Order = "claims",
    kind: str | None = None,
    search: str | None = None,
) -> HTMLResponse:
    """Outlets and speakers: how often alone, how often contradicted, their grades."""
    view = voices.view(number, order, kind or None, search)
    return page(request, "sources.html", view=view, order=order, kind=kind, search=search, kinds=SOURCE_KINDS)


@router.get("/source/{name:path}")
def the_source(
    request: Request, voices: TheVoices, name: str, number: Annotated[PageNumber, Query(alias="page")] = 0
) -> HTMLResponse:
    """One of them."""
    return page(request, "source.html", view=source_view(voices, name, number))


# ---------------------------------------------------------------- search
@router.get("/find")
def find(request: Request, store: TheStore, voices: TheVoices, q: str = "") -> Response:
    """An id leads to its page; words to the reports, claims and sources that hold them."""
    wanted = q.strip()
    target = _page_of(store, wanted) if wanted else None
    if target:
        return RedirectResponse(target, 303)
    claims, reports, sources = [], [], []
    if any(letter.isalnum() for letter in wanted):
        filters = Filters(search=wanted, limit=_FOUND)
        claims, reports = store.list("claims", filters), store.list("reports", filters)
        sources = list(voices.view(0, "claims", search=wanted).items[:_FOUND])
    return page(request, "find.html", q=wanted, claims=claims, reports=reports, sources=sources, most=_FOUND)


def _page_of(store: Store, name: str) -> str | None:
    """The page of the claim, ledger item, event or report of this id, now or in the past."""
    with store.database.reading() as connection:
        at = moments.newest(connection)
        found = loading.named(connection, at, [name, name.removeprefix(PREFIX)])
        if row := found.get(name) or found.get(name.removeprefix(PREFIX)):
            return f"/report/{address(row.report)}?claim={address(row.claim.id)}"
        if facts.found(connection, member, at, "event_id", [name]) or moved_to(connection, at, name):
            return f"/event/{address(name)}"
        if facts.found(connection, report, at, "report_id", [name]):
            return f"/report/{address(name)}"
    return None
