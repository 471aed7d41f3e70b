"""The review queue: its API, its page, and the form of a correction."""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse

from tocsin.desk import review
from tocsin.desk.answers import Json, of
from tocsin.desk.api import TheIndex, WhatIsAsked
from tocsin.desk.pages import page
from tocsin.desk.queue import PAGE, Queue, queue
from tocsin.desk.review import Known, Reviewed
from tocsin.storage.database import StoreError

router: Final = APIRouter()


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


@router.get("/queue", include_in_schema=False)
def queue_page(
    request: Request, index: TheIndex, query: WhatIsAsked, claim: str = "", bare: bool = False
) -> HTMLResponse:
    """One claim in its context with the queue beside it; `bare`: without what surrounds them on the page."""
    waiting = queue(index, query)
    name, gone, shown = claim or (waiting.rows[0].claim if waiting.rows else ""), "", None
    if name:
        try:
            shown = _reviewed(index, name)
        except StoreError as error:
            gone = error.message
    asked = urlencode([pair for pair in request.query_params.multi_items() if pair[0] not in {"claim", "bare"}])
    given: dict[str, Any] = {"queue": waiting, "shown": shown, "gone": gone, "asked": asked}
    given |= {"in_words": review.in_words, "runs": review.runs, "first": waiting.page * PAGE + 1}
    return page(request, "review.html" if bare else "queue.html", **given)


@router.get("/correct", include_in_schema=False)
def correction(request: Request, index: TheIndex, claim: str) -> HTMLResponse:
    """The form by which a claim is corrected, for a dialog."""
    try:
        shown = _reviewed(index, claim)
    except StoreError as error:
        raise HTTPException(404, error.message) from error
    return page(request, "correct.html", shown=shown, rivals=review.rivals(shown.row.claim), **review.choices())


def _reviewed(index: TheIndex, claim: str) -> Reviewed:
    with index.fresh() as connection:
        return review.reviewed(connection, index.at, claim)
