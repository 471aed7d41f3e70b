"""The pages: what is shown is made here on the server; scripts only add what moves."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tocsin.desk.guard import session_of
from tocsin.desk.index import STANDINGS, STATUSES, TYPES
from tocsin.exports import wording
from tocsin.exports.safe import visible

router: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@cache
def _templates() -> Environment:
    loader = PackageLoader("tocsin.desk", "templates")
    found = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, finalize=_shown, trim_blocks=True,
                        lstrip_blocks=True)  # fmt: skip
    found.globals |= {"wording": wording, "statuses": STATUSES, "types": TYPES, "standings": STANDINGS}
    return found


def _shown(value: Any) -> Any:
    """Control characters of a report are made visible; escaping comes after."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else visible(value)


def page(request: Request, name: str, **given: Any) -> HTMLResponse:
    """A page from its template."""
    session = session_of(request)
    given |= {"session": session, "named": request.app.state.door.users is not None and session is not None}
    return HTMLResponse(_templates().get_template(name).render(request=request, **given))


@router.get("/")
def the_situation(request: Request) -> HTMLResponse:
    """Timeline, map and table; what they show is fetched by the page itself."""
    return page(request, "situation.html")
