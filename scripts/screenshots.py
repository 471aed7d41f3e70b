"""Makes the pictures of docs/images anew: the desk's pages over the bundled samples, in Chromium.

    python scripts/screenshots.py [FOLDER]

Needs the extra `test` and a chromium on the PATH. The tutorial follows these pictures.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import uvicorn
from playwright.sync_api import Page, sync_playwright

import tocsin
from tocsin.demo import samples
from tocsin.desk.app import create
from tocsin.desk.serve import HOST, listening
from tocsin.storage.store import Store

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
DRAWS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader"]


def pages(store: Store) -> dict[str, str]:
    """What is pictured under which name, by its address."""
    fled = max(store.list("events", type=("FLEE",)), key=lambda event: event.origins)
    wire = next(row for row in store.list("reports") if (row.title or "").startswith("Over 1,000"))
    return {
        "situation": "/?since=2021-06-01",
        "event": f"/event/{quote(fled.id)}",
        "report": f"/report/{quote(wire.id)}",
        "ledger": "/ledger?part=proposed&as_of=2021-09-01",
        "sources": "/sources?order=contradicted",
        "review": "/queue",
    }


@contextmanager
def desk(place: Path) -> Iterator[str]:
    """The address of a desk over a store."""
    with listening(0) as bound:
        server = uvicorn.Server(uvicorn.Config(create(place), log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield f"http://{HOST}:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def settled(page: Page, name: str) -> None:
    """Waits until the page shows what it has."""
    page.wait_for_load_state("load")
    if name == "situation":
        page.locator("#map[data-drawn][data-base]").wait_for()
        page.locator("#table tbody tr").first.click()
    if name == "event":
        page.locator("#event-map[data-drawn]").wait_for()
    if name == "report":
        page.locator(".hit").nth(1).click()
    page.wait_for_timeout(1500)


def main() -> None:
    """Makes them all."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        place = Path(made) / "news.tocsin"
        with Store(place) as store:
            for record in tocsin.read([str(samples())]):
                store.add(record)
            wanted = pages(store)
        with desk(place) as address, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=DRAWS)
            for name, path in wanted.items():
                page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
                page.goto(address + path)
                settled(page, name)
                page.screenshot(path=folder / f"{name}.png")
                page.close()
            browser.close()


if __name__ == "__main__":
    main()
