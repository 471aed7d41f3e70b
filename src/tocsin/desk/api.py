"""The HTTP API: what the pages themselves use, described at /api/docs and /api/openapi.json."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from tocsin.desk.answers import Json, of
from tocsin.desk.asked import Asked, At, asked
from tocsin.desk.index import Index
from tocsin.desk.past import Pasts
from tocsin.desk.pictures import Pictures
from tocsin.desk.situation import Situation, situation
from tocsin.storage.store import Store
from tocsin.storage.why import Why

router = APIRouter(prefix="/api", default_response_class=Json)


def of_desk(name: str) -> Callable[[Request], Any]:
    """What this desk has under that name, for a route to be given."""

    def held(request: Request) -> Any:
        return getattr(request.app.state, name)

    return held


TheIndex = Annotated[Index, Depends(of_desk("index"))]
ThePasts = Annotated[Pasts, Depends(of_desk("pasts"))]
ThePictures = Annotated[Pictures, Depends(of_desk("pictures"))]
TheStore = Annotated[Store, Depends(of_desk("store"))]
WhatIsAsked = Annotated[Asked, Depends(asked)]


@router.get("/situation", responses=of(Situation), summary="Timeline, map, table and counts of what fits")
def the_situation(pictures: ThePictures, pasts: ThePasts, query: WhatIsAsked, at: At = None) -> Response:
    """One picture of the events that fit the filters; `at` a moment of the past it is the one that was known then."""
    if at:
        return Json(situation(pasts.index(at), query))
    return Response(pictures.of(query), media_type=Json.media_type)


@router.get("/why/{name:path}", responses=of(Why), summary="What stands behind a claim, event, report or source")
def why(store: TheStore, name: str, at: str | None = None) -> Json:
    """As `tocsin why --format json`."""
    return Json(store.why(name, at))
