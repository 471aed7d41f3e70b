"""Who may ask what: nothing is shown without a login where there are users, nothing is changed but from our own pages.

A changing request must bear the token of its session (`X-CSRF-Token`), and must not come from another site as far as
the browser tells (`Sec-Fetch-Site`, `Origin`). Both hold with and without users.
"""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import quote, urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from tocsin.desk.answers import Json
from tocsin.desk.sessions import Session, Sessions, Tries
from tocsin.desk.users import Users

COOKIE: Final = "tocsin"
TOKEN: Final = "X-CSRF-Token"
OPEN: Final = ("/static/", "/login")  # without a login; nothing of the store is there
FORMS: Final = {"/login", "/logout"}  # they bear their token in the form and look at it themselves
_SAFE: Final = {"GET", "HEAD", "OPTIONS"}


class Door:
    """The users of a desk, if it has any, and who of them is in."""

    def __init__(self, users: Users | None, local: str) -> None:
        """`local` is the name of the one user where there are no users."""
        self.users, self.sessions, self.tries = users, Sessions(), Tries()
        self._local = Session(local, secrets.token_urlsafe(32))

    def session(self, connection: HTTPConnection) -> Session | None:
        """Whose request it is; null where nobody is logged in who has to be."""
        if self.users is None:
            return self._local
        found = self.sessions.of(cookie(connection, COOKIE))
        if found is not None and self.users.hash_of(found.user) != found.hash:
            return None  # the password has changed, or the user is gone
        return found


class Guard:
    """Middleware that lets in who may come in, and notes in the request's state who it is."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app, self.door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers 401 or sends to the login, answers 403, or lets the request through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        session = self.door.session(connection)
        scope.setdefault("state", {})["session"] = session
        refusal = self._refusal(connection, scope["method"], session)
        await (refusal or self.app)(scope, receive, send)

    def _refusal(self, connection: HTTPConnection, method: str, session: Session | None) -> ASGIApp | None:
        path = connection.url.path
        if method not in _SAFE and foreign(connection):
            return Json({"detail": "this request comes from another site: it is not heard"}, status_code=403)
        if session is None and not path.startswith(OPEN):
            if path.startswith("/api/") or method not in _SAFE:
                return Json({"detail": "log in first"}, status_code=401)
            asked = path + (f"?{connection.url.query}" if connection.url.query else "")
            return RedirectResponse(f"/login?next={quote(asked, safe='/')}", status_code=303)
        changing = method not in _SAFE and path not in FORMS
        if changing and not (session and session.proved_by(connection.headers.get(TOKEN))):
            return Json({"detail": f"what changes something needs the {TOKEN} of your session (GET /api/session)"},
                        status_code=403)  # fmt: skip
        return None


def foreign(connection: HTTPConnection) -> bool:
    """The browser says that another site asks; it tells so by `Sec-Fetch-Site`, or where it cannot by `Origin`."""
    site, origin = connection.headers.get("sec-fetch-site"), connection.headers.get("origin")
    if site is not None:
        return site != "same-origin"
    return origin is not None and urlsplit(origin)[:2] != (connection.url.scheme, connection.url.netloc)


def cookie(connection: HTTPConnection, name: str) -> str | None:
    """The value of a cookie."""
    try:
        found = SimpleCookie(connection.headers.get("cookie", "")).get(name)
    except CookieError:
        return None
    return found.value if found else None


def session_of(request: Request) -> Session | None:
    """Whose request it is."""
    found: Session | None = getattr(request.state, "session", None)
    return found
