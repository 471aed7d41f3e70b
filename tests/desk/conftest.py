"""A desk over the samples' store, for the tests that ask it and for those that look at it in a real browser.

`client` asks a desk over a store of its own, without a server. `desk` is a running server that all tests share: look,
do not act. `own_desk` is one for the test alone, whose store it may change. `opened` opens pages in Chromium; a test
in which the browser complains of anything, or a page asks for anything beyond this machine, fails.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from tocsin.desk.app import HERE, create
from tocsin.desk.serve import GRACE, HOST, Server, listening

NO_LAND = {"type": "FeatureCollection", "features": []}
LAPTOP, TABLET = {"width": 1280, "height": 800}, {"width": 820, "height": 1180}


@dataclass(frozen=True)
class Desk:
    """A running desk."""

    address: str
    store: Path


@pytest.fixture
def own_store(samples_store: Path, tmp_path: Path) -> Path:
    """A copy of the samples' store for one test."""
    return Path(shutil.copy(samples_store, tmp_path / "news.tocsin"))


@pytest.fixture
def client(own_store: Path) -> Iterator[TestClient]:
    """Asks a desk over `own_store`."""
    with TestClient(create(own_store), base_url="http://localhost") as asking:
        yield asking


@contextmanager
def running(place: Path, **given: Any) -> Iterator[Desk]:
    """A desk over this store, in a thread, on a free port; `given` goes to `create`."""
    with listening(0) as bound:
        config = uvicorn.Config(create(place, **given), log_level="warning", timeout_graceful_shutdown=GRACE)
        server = Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield Desk(f"http://{HOST}:{bound.getsockname()[1]}", place)
        finally:
            server.should_exit = True
            thread.join(20)


@pytest.fixture(scope="session")
def desk(samples_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that all tests share: nobody changes its store."""
    store = Path(shutil.copy(samples_store, tmp_path_factory.mktemp("shared") / "news.tocsin"))
    with running(store) as found:
        yield found


@pytest.fixture
def own_desk(own_store: Path) -> Iterator[Desk]:
    """A desk over a store that the test may change."""
    with running(own_store) as found:
        yield found


class Watched:
    """Browser contexts of a test, with every complaint and every request that would leave this machine."""

    def __init__(self, browser: Any) -> None:
        self.browser = browser
        self.complaints: list[str] = []
        self.contexts: list[Any] = []

    def __call__(self, address: str, *, land: bool = True, **context: Any) -> Any:
        """A page at this address; `context` as in Playwright's new_context (viewport, color_scheme, ...).

        Without `land` the map has an empty base, which is drawn much faster.
        """
        made = self.browser.new_context(**{"viewport": LAPTOP, "reduced_motion": "reduce", **context})
        self.contexts.append(made)
        if not land:
            for name in ("borders.json", "waters-50m.json"):
                made.route(
                    f"**/{name}", lambda route: route.fulfill(json={"type": "FeatureCollection", "features": []})
                )
        made.set_default_timeout(45_000)
        page = made.new_page()
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._asked)
        page.goto(address)
        return page

    def _said(self, message: Any) -> None:
        if message.type in {"error", "warning"} and "GPU stall due to ReadPixels" not in message.text:
            self.complaints.append(f"{message.type}: {message.text} {message.location.get('url', '')}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((f"http://{HOST}:", "http://localhost:", "data:", "blob:")):
            self.complaints.append(f"left this machine: {request.url}")

    def forgive(self, words: str) -> None:
        """Takes out the complaints that a test provokes on purpose; fails where there is none."""
        left = [each for each in self.complaints if words not in each]
        assert len(left) < len(self.complaints), f"nobody complained of {words!r}: {self.complaints}"
        self.complaints = left


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[..., Any]]:
    """`opened(address, **context)` is a page; complaints of any of them fail the test at its end."""
    if not (HERE / "static" / "vendor" / "uPlot.esm.js").exists():
        pytest.skip("the desk's assets are not here: python build_assets.py")
    watched = Watched(browser)
    yield watched
    for context in watched.contexts:
        context.close()
    assert watched.complaints == []
