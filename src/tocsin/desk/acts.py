"""The API of what people do: accept, correct, reject, split, merge, resolve, grade, undo.

Every act names the moment that its reviewer had seen (`seen`, of the answer that was looked at). Where a person has
acted on the same since, the answer is 409 with that act, and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final, TypeVar

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from msgspec import Struct

from tocsin.desk.answers import Json, body_of, of, taking
from tocsin.desk.api import TheStore
from tocsin.desk.guard import session_of
from tocsin.storage.acts import Act, Conflict
from tocsin.storage.correcting import Correction

router: Final = APIRouter(prefix="/api", default_response_class=Json)
_LARGEST: Final = 65_536  # bytes of what is sent
_UNSAID: Final = "no reason given"
_MOST: Final = 500
T = TypeVar("T", bound=Struct)
F = TypeVar("F", bound=Callable[..., Any])
Moment = Annotated[int, msgspec.Meta(ge=0, lt=1 << 62)]


class Decided(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why, and the moment of the store that the reviewer had seen."""

    seen: Moment
    reason: str = ""

    @property
    def why(self) -> str:
        """The reason, or that none was given."""
        return self.reason or _UNSAID


class Corrected(Decided, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be otherwise."""

    change: Correction


class Parted(Decided, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The claims that are another event."""

    claims: tuple[str, ...]


class Joined(Decided, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The event whose claims come to this one."""

    other: str


class Resolved(Decided, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What became of a ledger item, and the claim that says so."""

    outcome: str
    claim: str | None = None


class Graded(Decided, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reliability (A to F) of a source, or a credibility (1 to 6) of a claim or an event."""

    target: str
    reliability: str | None = None
    credibility: str | None = None


class Undone(Decided, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The moment of the act that is to be undone."""

    act: Moment


class Done(Struct, frozen=True):
    """What was done; `result` is the event or outcome that came of it."""

    act: Act
    result: str | None = None


class Refused(Struct, frozen=True):
    """Nothing was done: `act` is what somebody did meanwhile, or what rests on what was to be undone."""

    detail: str
    act: Act


def given(kind: type[T]) -> Callable[[Request], Awaitable[T]]:
    """Reads what is sent as that record; 413 where it is too large, 422 where it is another."""

    async def read(request: Request) -> T:
        body = await body_of(request, _LARGEST)
        if body is None:
            raise HTTPException(413, "that is too large")
        try:
            return msgspec.json.decode(body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise HTTPException(422, str(error)) from error

    return read


def _reviewer(request: Request) -> str:
    session = session_of(request)
    if session is None:
        raise HTTPException(401, "log in first")
    return session.user


Reviewer = Annotated[str, Depends(_reviewer)]
_ANSWERS: Final = of(Done) | of(Refused, 409)


def _does(path: str, kind: type[Struct], summary: str) -> Callable[[F], F]:
    return router.post(path, responses=_ANSWERS, openapi_extra=taking(kind), summary=summary)


def _done(store: TheStore, act: int | None = None, result: str | None = None) -> Json:
    found = store.acts(limit=1) if act is None else store.acts(limit=1, before=act + 1)
    return Json(Done(found[0], result))


def refused(_: Request, error: Exception) -> Response:
    """A conflict, as an answer."""
    assert isinstance(error, Conflict)
    return Json(Refused(error.message, error.act), status_code=409)


@_does("/claims/{claim:path}/accept", Decided, "The claim is read rightly")
def accept(store: TheStore, who: Reviewer, claim: str, body: Annotated[Any, Depends(given(Decided))]) -> Json:
    """It stays as it is, whatever newer rules read."""
    return _done(store, store.accept(claim, who, body.why, body.seen))


@_does("/claims/{claim:path}/correct", Corrected, "The claim is to be read otherwise")
def correct(store: TheStore, who: Reviewer, claim: str, body: Annotated[Any, Depends(given(Corrected))]) -> Json:
    """What is left out of the change stays as it is."""
    return _done(store, store.correct(claim, body.change, who, body.why, body.seen))


@_does("/claims/{claim:path}/reject", Decided, "The report holds no such claim")
def reject(store: TheStore, who: Reviewer, claim: str, body: Annotated[Any, Depends(given(Decided))]) -> Json:
    """It ends, with what rests on it."""
    return _done(store, store.reject(claim, who, body.why, body.seen))


@_does("/events/{event:path}/split", Parted, "Some claims of an event are another")
def split(store: TheStore, who: Reviewer, event: str, body: Annotated[Any, Depends(given(Parted))]) -> Json:
    """As `tocsin split`; the result is the id of the other event."""
    return _done(store, result=store.split(event, body.claims, who, body.why, body.seen))


@_does("/events/{event:path}/merge", Joined, "Two events are one")
def merge(store: TheStore, who: Reviewer, event: str, body: Annotated[Any, Depends(given(Joined))]) -> Json:
    """As `tocsin merge`; the result is the id of the event that stays."""
    return _done(store, result=store.merge(event, body.other, who, body.why, body.seen))


@_does("/ledger/{item:path}/resolve", Resolved, "What became of a ledger item")
def resolve(store: TheStore, who: Reviewer, item: str, body: Annotated[Any, Depends(given(Resolved))]) -> Json:
    """As `tocsin resolve`; the result is the outcome, which may be met-early or met-late."""
    made = store.resolve(item, body.outcome, body.claim, who, body.why, body.seen)
    return _done(store, result=made)


@_does("/grades", Graded, "A grade for a source, a claim or an event")
def grade(store: TheStore, who: Reviewer, body: Annotated[Any, Depends(given(Graded))]) -> Json:
    """As `tocsin grade`."""
    if (body.reliability is None) == (body.credibility is None):
        raise HTTPException(422, "give either reliability or credibility")
    scale = "reliability" if body.reliability is not None else "credibility"
    value = body.reliability or body.credibility or ""
    store.grade(scale, body.target, value, who, body.why, body.seen)
    return _done(store)


@_does("/undo", Undone, "Takes back an act")
def undo(store: TheStore, who: Reviewer, body: Annotated[Any, Depends(given(Undone))]) -> Json:
    """What it began ends, what it ended begins again; 409 where a later act rests on it."""
    return _done(store, store.undo(body.act, who, body.why, body.seen))


@router.get("/acts", responses=of(list[Act]), summary="What people did, the newest first")
def acts(
    store: TheStore,
    target: str | None = None,
    who: str | None = None,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 50,
    before: Annotated[int | None, Query(ge=0, lt=1 << 62)] = None,
) -> Json:
    """All of it, or what was done to one thing or by somebody; `before` a moment for the next page."""
    return Json(store.acts(target, limit, before, who))
