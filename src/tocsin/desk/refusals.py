"""What cannot be answered, in words: as JSON to those who ask the API, as a page to those who look."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from tocsin.desk.answers import Json
from tocsin.desk.pages import page
from tocsin.desk.security import HEADERS
from tocsin.storage.database import NotFound, StoreError

_HEADINGS: Final = {404: "Not here", 405: "Not that way", 422: "Not understood", 500: "Something went wrong"}
_NO_PAGE: Final = "There is no page at this address."
_OURS: Final = "Tocsin could not answer this. The fault is its own; the window in which it runs says more."


def install(app: FastAPI) -> None:
    """Answers every refusal of the app in words."""
    app.add_exception_handler(StoreError, _store)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unread)
    app.add_exception_handler(Exception, _fault)


def refusal(request: Request, status: int, words: str) -> Response:
    """The answer: JSON under /api, else a page."""
    if request.url.path.startswith("/api/"):
        return Json({"detail": words}, status)
    heading = _HEADINGS.get(status, "Refused")
    return page(request, "refused.html", code=status, heading=heading, words=words)


def _store(request: Request, error: Exception) -> Response:
    assert isinstance(error, StoreError)
    missing = isinstance(error, NotFound)
    return refusal(request, 404 if missing else 500 if error.damaged else 422, error.message)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = _NO_PAGE if error.status_code == 404 and error.detail == "Not Found" else str(error.detail)
    answer = refusal(request, error.status_code, words)
    answer.headers.update(error.headers or {})
    return answer


def _unread(request: Request, error: Exception) -> Response:
    """What of an address cannot be read, each part by its name."""
    assert isinstance(error, RequestValidationError)
    told = [f"{each['loc'][-1]}: {each['msg']}" for each in error.errors()]
    return refusal(request, 422, "; ".join(told))


def _fault(request: Request, _: Exception) -> Response:
    answer = refusal(request, 500, _OURS)
    answer.headers.update(HEADERS)  # what fails passes by the middleware
    return answer
