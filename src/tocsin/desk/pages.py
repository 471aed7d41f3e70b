"""The pages: what is shown is made here on the server; scripts only add what moves."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from tocsin.desk import bordering
from tocsin.desk.api import TheIndex
from tocsin.desk.chains import chain, standing
from tocsin.desk.guard import session_of
from tocsin.desk.index import DONE, DOUBTFUL, STANDINGS, STATUSES, TYPES
from tocsin.exports.article import environment
from tocsin.knowledge.tables import Country, table
from tocsin.linking.events import Figure

router: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@cache
def _templates() -> Environment:
    found = environment(PackageLoader("tocsin.desk", "templates"))
    found.globals |= {"statuses": STATUSES, "types": TYPES, "standings": STANDINGS, "standing": standing}
    found.filters |= {"address": address}
    found.globals |= {"beside": beside, "bounds": bounds, "links": chain}
    return found


def address(name: str) -> str:
    """A name as a part of an address."""
    return quote(name, safe="")


def beside(request: Request, **changed: Any) -> str:
    """The address of the page that is looked at, with these parts of its query changed, or left out where null."""
    kept = [pair for pair in request.query_params.multi_items() if pair[0] not in changed]
    return "?" + urlencode([*kept, *((name, value) for name, value in changed.items() if value is not None)])


def bounds(figure: Figure) -> str:
    """The bounds of a figure in words."""
    low, high = (None if each is None else f"{each:,.12g}" for each in (figure.low, figure.high))
    if low == high:
        return low or "no number"
    return f"{low} or more" if high is None else f"{high} at most" if low is None else f"{low} to {high}"


def page(request: Request, name: str, **given: Any) -> HTMLResponse:
    """A page from its template; `code` is the status of the answer."""
    code: int = given.pop("code", 200)
    session = session_of(request)
    given |= {"session": session, "named": request.app.state.door.users is not None and session is not None}
    return HTMLResponse(_templates().get_template(name).render(request=request, **given), code)


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
    borders = DE_FACTO if own == bordering.SHIPPED else f"Borders as in {own.name}."
    filters = _filters(tuple(filter(None, index.outlets.names)))
    return page(request, "situation.html", filters=filters, meanings=MEANINGS, borders=borders)


@lru_cache(maxsize=4)
def _filters(outlets: tuple[str, ...]) -> Markup:
    """The form of the filters, which only another outlet changes."""
    given = {"countries": _countries(), "outlets": sorted(outlets, key=str.casefold)}
    return Markup(_templates().get_template("filters.html").render(kinds_of_status=KINDS_OF_STATUS, **given))


@router.get("/borders.json")
def the_borders(request: Request) -> FileResponse:
    """Countries as TopoJSON or GeoJSON: Natural Earth's, or those that the desk was started with."""
    return FileResponse(request.app.state.borders, media_type="application/json")


@cache
def _countries() -> list[tuple[str, str]]:
    rows = (row for _, row in table("countries.csv", Country, lambda row: row.alpha3, None))
    return sorted(((row.alpha3, row.name) for row in rows), key=lambda pair: pair[1])
