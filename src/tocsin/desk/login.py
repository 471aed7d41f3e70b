"""Logging in and out, for a desk with users."""

from __future__ import annotations

import hmac
import secrets
from typing import Final
from urllib.parse import parse_qs, urlsplit

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from msgspec import Struct

from tocsin.desk.answers import Json, body_of, of
from tocsin.desk.guard import COOKIE, Door, cookie, session_of
from tocsin.desk.pages import page
from tocsin.desk.sessions import LONGEST

router: Final = APIRouter()
_FORM_COOKIE: Final = "tocsin-login"  # the form of a login bears the same value: nobody else's page can know it
_LARGEST: Final = 16_384  # bytes of a form


class Who(Struct, frozen=True):
    """Who asks, and the token that must come with what changes something."""

    user: str
    csrf: str
    users: bool


@router.get("/api/session", responses=of(Who), response_class=Json, summary="Who you are, and your CSRF token")
def who(request: Request) -> Json:
    """Send the token as `X-CSRF-Token` with every POST."""
    session = session_of(request)
    assert session is not None  # the guard lets nobody else in
    return Json(Who(session.user, session.csrf, the_door(request).users is not None))


@router.get("/login", include_in_schema=False)
def form(request: Request, next: str = "/") -> Response:
    """The form."""
    if the_door(request).users is None or session_of(request) is not None:
        return RedirectResponse(inside(next), status_code=303)
    return _form(request, next)


@router.post("/login", include_in_schema=False)
async def log_in(request: Request) -> Response:
    """Begins a session for who knows the password."""
    door, given = the_door(request), await _given(request)
    if door.users is None:
        return RedirectResponse("/", status_code=303)
    asked, name, place = given.get("next", "/"), given.get("name", "").strip(), _place(request)
    kept = cookie(request, _FORM_COOKIE)
    if not kept or not hmac.compare_digest(kept.encode(), given.get("token", "").encode()):
        return _form(request, asked, "The form was too old: try again.", name, status=403)
    seconds = door.tries.wait(name, place)
    if seconds > 0:
        minutes = int(seconds // 60) + 1
        answer = _form(request, asked, f"Too many tries: wait {minutes} min.", name, status=429)
        answer.headers["Retry-After"] = str(int(seconds) + 1)
        return answer
    door.tries.failed(name, place)  # noted before, so that many at once are not heard
    found = await run_sync(door.users.proves, name, given.get("password", ""))
    if found is None:
        return _form(request, asked, "That name and password do not go together.", name, status=401)
    door.tries.worked(name, place)
    answer = RedirectResponse(inside(asked), status_code=303)
    _set(request, answer, COOKIE, door.sessions.begin(name, found), int(LONGEST))
    answer.delete_cookie(_FORM_COOKIE)
    return answer


@router.post("/logout", include_in_schema=False)
async def log_out(request: Request) -> Response:
    """Ends the session."""
    session, given = session_of(request), await _given(request)
    if session is None or not session.proved_by(given.get("csrf")):
        return Json({"detail": "log out by the button of a page"}, status_code=403)
    the_door(request).sessions.end(cookie(request, COOKIE))
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


def the_door(request: Request) -> Door:
    """The door of this desk."""
    found: Door = request.app.state.door
    return found


def inside(address: str) -> str:
    """An address of this desk, whatever was given."""
    parts = urlsplit(address)
    mine = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return address if mine and address.isprintable() and "\\" not in address else "/"


def _form(request: Request, asked: str, wrong: str = "", name: str = "", status: int = 200) -> Response:
    token = secrets.token_urlsafe(32)
    answer = page(request, "login.html", asked=inside(asked), wrong=wrong, user=name[:64], token=token)
    answer.status_code = status
    _set(request, answer, _FORM_COOKIE, token, 3600)
    return answer


def _set(request: Request, answer: Response, name: str, value: str, seconds: int) -> None:
    secure = request.url.scheme == "https"
    answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="strict", secure=secure, path="/")


def _place(request: Request) -> str:
    return request.client.host if request.client else ""


async def _given(request: Request) -> dict[str, str]:
    """The fields of a form; what is too large is not read."""
    body = await body_of(request, _LARGEST)
    fields = parse_qs((body or b"").decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}
