"""The pages: what is shown is made here on the server; scripts only add what moves."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tocsin.desk import bordering
from tocsin.desk.api import TheIndex
from tocsin.desk.guard import session_of
from tocsin.desk.index import DONE, DOUBTFUL, STANDINGS, STATUSES, TYPES
from tocsin.exports import wording
from tocsin.exports.safe import visible
from tocsin.knowledge.tables import Country, table

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


# ---------------------------------------------------------------- the situation
KINDS_OF_STATUS: Final = (
    ("happened", "Happened, by an outlet or as a source claims", tuple(name for name in STATUSES if name in DONE)),
    ("not-yet", "Not yet", tuple(name for name in STATUSES if name not in DONE | DOUBTFUL)),
    ("doubtful", "Doubtful", tuple(name for name in STATUSES if name in DOUBTFUL)),
)
MEANINGS: Final = (
    ("happened", "happened", "An outlet reports on its own word that it happened or goes on"),
    ("claimed", "claimed", "Sources say that it happened; no outlet says so on its own word"),
    (
        "not-yet",
        "not yet",
        "Planned, promised, requested, ordered, threatened, forecast, or only if something else happens",
    ),
    ("doubtful", "doubtful", "Possible, denied, or left unclear"),
)
DE_FACTO: Final = (
    "Borders are drawn as they are held, whoever claims them (Natural Earth). Your own: tocsin serve --borders FILE."
)


@router.get("/")
def the_situation(request: Request, index: TheIndex) -> HTMLResponse:
    """Timeline, map and table; what they show is fetched by the page itself."""
    own = request.app.state.borders
    return page(
        request,
        "situation.html",
        countries=_countries(),
        outlets=sorted((name for name in index.outlets.names if name), key=str.casefold),
        kinds_of_status=KINDS_OF_STATUS,
        meanings=MEANINGS,
        borders=DE_FACTO if own == bordering.SHIPPED else f"Borders as in {own.name}.",
    )


@router.get("/borders.json")
def the_borders(request: Request) -> FileResponse:
    """Countries as TopoJSON or GeoJSON: Natural Earth's, or those that the desk was started with."""
    return FileResponse(request.app.state.borders, media_type="application/json")


@cache
def _countries() -> list[tuple[str, str]]:
    rows = (row for _, row in table("countries.csv", Country, lambda row: row.alpha3, None))
    return sorted(((row.alpha3, row.name) for row in rows), key=lambda pair: pair[1])
