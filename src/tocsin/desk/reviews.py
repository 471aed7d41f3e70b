"""The review queue: its API, its page, and the form of a correction."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse

from tocsin.desk import review
from tocsin.desk.answers import Json, of
from tocsin.desk.api import TheIndex, TheStore, WhatIsAsked
from tocsin.desk.asked import MOST, Asked
from tocsin.desk.done import made
from tocsin.desk.guard import session_of
from tocsin.desk.pages import beside, page
from tocsin.desk.queue import PAGE, Queue, queue
from tocsin.desk.review import Known, Reviewed
from tocsin.storage.database import StoreError

router: Final = APIRouter()
_OF_CLAIM: Final = {"claim", "rank", "bare"}
Before = Annotated[int | None, Query(ge=0, lt=1 << 62)]
Rank = Annotated[int | None, Query(ge=0, le=MOST)]


@router.get(
    "/api/queue", responses=of(Queue), response_class=Json, summary="The claims that wait, the most urgent first"
)
def the_queue(index: TheIndex, query: WhatIsAsked) -> Json:
    """The least certain claims of which most hangs; the filters are those of the situation."""
    return Json(queue(index, query))


@router.get(
    "/api/places", responses=of(list[Known]), response_class=Json, summary="The places that a name may stand for"
)
def places(name: Annotated[str, Query(min_length=1, max_length=200)]) -> Json:
    """Of the gazetteer, the likeliest first."""
    return Json(review.places(name))


def _waiting(index: TheIndex, query: Asked, rank: int | None) -> tuple[Queue, str]:
    """The page of the queue that is asked for, or that holds a rank (after the last comes the first), and its claim."""
    if rank is not None:
        query = replace(query, page=rank // PAGE)
    found, at = queue(index, query), (rank or 0) % PAGE
    if rank is not None and rank >= found.waiting:
        found, at = queue(index, replace(query, page=0)), 0
    return found, found.rows[at].claim if at < len(found.rows) else ""


def _beside(request: Request, number: int) -> str:
    """The address of another page of the same queue."""
    return beside(request, page=number, claim=None, bare=None, rank=None)


@router.get("/queue", include_in_schema=False)
def queue_page(
    request: Request, index: TheIndex, query: WhatIsAsked, claim: str = "", rank: Rank = None, bare: bool = False
) -> HTMLResponse:
    """One claim in its context with the queue beside it: the one named, the one of that rank from 0, or the first.

    `bare`: without what surrounds them on the page.
    """
    waiting, first = _waiting(index, query, rank)
    name, gone, shown = claim or first, "", None
    if name:
        try:
            shown = _reviewed(index, name)
        except StoreError as error:
            gone = error.message
    asked = urlencode([pair for pair in request.query_params.multi_items() if pair[0] not in _OF_CLAIM])
    given: dict[str, Any] = {"queue": waiting, "shown": shown, "gone": gone, "asked": asked}
    given |= {"in_words": review.in_words, "runs": review.runs, "first": waiting.page * PAGE + 1}
    given |= {"queue_page": _beside}
    return page(request, "review.html" if bare else "queue.html", **given)


@router.get("/acts", include_in_schema=False)
def acts_page(
    request: Request, store: TheStore, who: Literal["mine", "all"] = "mine", before: Before = None
) -> HTMLResponse:
    """What people did, the newest first, each with its undoing."""
    session = session_of(request)
    assert session is not None  # nobody comes here without one
    name = session.user if who == "mine" else None
    return page(request, "done.html", made=made(store, name, before), who=who, user=session.user)


@router.get("/correct", include_in_schema=False)
def correction(request: Request, index: TheIndex, claim: str) -> HTMLResponse:
    """The form by which a claim is corrected, for a dialog."""
    try:
        shown = _reviewed(index, claim)
    except StoreError as error:
        raise HTTPException(404, error.message) from error
    return page(request, "correct.html", shown=shown, rivals=review.rivals(shown.row.claim), **review.choices())


def _reviewed(index: TheIndex, claim: str) -> Reviewed:
    with index.fresh() as (connection, shown):
        return review.reviewed(connection, shown.at, claim)
