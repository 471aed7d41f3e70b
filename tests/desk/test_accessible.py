"""No page has an accessibility fault that axe calls serious or critical, in either scheme, on a laptop or a tablet."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from desk.conftest import LAPTOP, TABLET

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
GRAVE = {"serious", "critical"}
PAGES = ["/", "/queue", "/queue?claim=nobody", "/ledger", "/sources", "/find?q=Taliban", "/report/nobody"]
OF_RECORDS = {"report": "reports", "event": "events", "source": "sources"}


@pytest.mark.parametrize("scheme, screen", [("light", LAPTOP), ("dark", TABLET)], ids=["light-laptop", "dark-tablet"])
@pytest.mark.parametrize("path", PAGES)
def test_no_serious_fault(desk, opened, path, scheme, screen):
    page = opened(desk.address + path, color_scheme=scheme, viewport=screen)
    page.wait_for_load_state("load")  # a page that listens is never without a connection
    if path == "/":
        page.locator("[data-ready=true]").wait_for(timeout=60_000)
    assert faults(page) == []
    if path == "/report/nobody":
        opened.forgive("404")


@pytest.mark.parametrize("kind", OF_RECORDS)
def test_no_serious_fault_in_the_page_of_a_record(desk, opened, kind):
    (first, *_) = httpx.get(f"{desk.address}/api/{OF_RECORDS[kind]}").json()["items"]
    page = opened(f"{desk.address}/{kind}/{quote(first['id'])}", color_scheme="dark")
    page.wait_for_load_state("load")
    assert faults(page) == []


def faults(page) -> list[str]:
    found = axe.Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found if each["impact"] in GRAVE
            for node in each["nodes"]]  # fmt: skip
