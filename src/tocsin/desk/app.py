"""The desk's application: a store, its index, the API, the pages."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from tocsin.desk import acts, answers, api, bordering, lists, live, login, pages, refusals, reviews, shown, single
from tocsin.desk.due import Due
from tocsin.desk.guard import Door, Guard
from tocsin.desk.index import Index
from tocsin.desk.past import Pasts
from tocsin.desk.pictures import Pictures
from tocsin.desk.security import SecureHeaders
from tocsin.desk.users import Users
from tocsin.desk.voices import Voices
from tocsin.exports.article import PARTS
from tocsin.storage.acts import Conflict
from tocsin.storage.store import Store

HERE: Final = Path(str(files("tocsin.desk")))
LOCAL: Final = ("localhost", "127.0.0.1", "[::1]")
THREADS: Final = 4
ABOUT: Final = "The desk of a Tocsin store: what was reported, according to whom, and whether it happened."


@asynccontextmanager
async def _few_threads(_: FastAPI) -> AsyncIterator[None]:
    """So many answers are made at once: more only take turns, and hold memory each."""
    current_default_thread_limiter().total_tokens = THREADS
    yield


def create(
    place: str | Path,
    hosts: tuple[str, ...] = LOCAL,
    users: Path | None = None,
    reviewer: str = "unknown",
    borders: Path | None = None,
) -> FastAPI:
    """The application for a store; raises StoreError where there is none, UsersError for a wrong file of users.

    `hosts` are the names it answers to; `reviewer` is who reviews where there are no users. `borders` is a file
    of borders in the place of Natural Earth's; BordersError where a map cannot show it.
    """
    door = Door(Users(users) if users is not None else None, reviewer)
    app = FastAPI(title="Tocsin", version=version("tocsin"), description=ABOUT, docs_url=None, redoc_url=None,
                  openapi_url="/api/openapi.json", lifespan=_few_threads)  # fmt: skip
    app.state.borders = bordering.checked(borders) if borders else bordering.SHIPPED
    app.state.store = Store(place, create=False)
    app.state.store.database.shared()
    app.state.index = Index(app.state.store)
    app.state.pasts = Pasts(app.state.index)
    app.state.watch = live.Watch(app.state.store)
    app.state.pictures = Pictures(app.state.index)
    app.state.due, app.state.voices = Due(app.state.index), Voices(app.state.index)
    app.state.door = door
    app.add_middleware(Guard, door=door)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    app.add_middleware(SecureHeaders)
    app.add_exception_handler(Conflict, acts.refused)
    refusals.install(app)
    app.include_router(api.router)
    app.include_router(acts.router)
    app.include_router(live.router)
    app.include_router(login.router)
    app.include_router(lists.router)
    app.include_router(single.router)
    app.include_router(pages.router)
    app.include_router(reviews.router)
    app.include_router(shown.router)
    for end in (".js", ".mjs"):  # some machines take them for plain text, which browsers then refuse to run
        mimetypes.add_type("text/javascript", end)
    app.mount("/static/article", StaticFiles(directory=PARTS), name="article")
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    answers.describe(app)
    return app
