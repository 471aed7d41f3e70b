"""One browser for all tests that need one: Playwright runs once in a process. No test is timed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import tocsin
from tocsin.demo import samples

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRAWING = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium that draws maps without a graphics card."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as player:
        started = player.chromium.launch(executable_path=CHROMIUM, args=DRAWING)
        yield started
        started.close()


@pytest.fixture(scope="session")
def samples_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the bundled samples: copy it, do not open it."""
    path = tmp_path_factory.mktemp("samples") / "news.tocsin"
    with tocsin.open(path) as store:
        for record in tocsin.read([str(samples())]):
            store.add(record)
    return path
