"""The HTTP API: what the pages themselves use, described at /api/docs and /api/openapi.json."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from tocsin.desk.answers import Json, of
from tocsin.desk.asked import Asked, asked
from tocsin.desk.index import Index
from tocsin.desk.situation import Situation, situation
from tocsin.storage.store import Store
from tocsin.storage.why import Why

router = APIRouter(prefix="/api", default_response_class=Json)


def the_index(request: Request) -> Index:
    """The index of this desk."""
    found: Index = request.app.state.index
    return found


def the_store(request: Request) -> Store:
    """The store of this desk."""
    found: Store = request.app.state.store
    return found


TheIndex = Annotated[Index, Depends(the_index)]
TheStore = Annotated[Store, Depends(the_store)]
WhatIsAsked = Annotated[Asked, Depends(asked)]


@router.get("/situation", responses=of(Situation), summary="Timeline, map, table and counts of what fits")
def the_situation(index: TheIndex, query: WhatIsAsked) -> Json:
    """One picture of the events that fit the filters."""
    return Json(situation(index, query))


@router.get("/why/{name:path}", responses=of(Why), summary="What stands behind a claim, event, report or source")
def why(store: TheStore, name: str, at: str | None = None) -> Json:
    """As `tocsin why --format json`."""
    return Json(store.why(name, at))


def listed(store: Store, kind: str, query: Asked) -> list[Any]:
    """A page of what the store lists of a kind."""
    return store.list(kind, query.filters)
