"""The pages of a report and of an event in a real browser: each side finds the other."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import httpx
import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")


def expect(what: Any) -> Any:
    return playwright.expect(what)


@pytest.fixture
def page(desk, opened):
    return opened(f"{desk.address}/report/halyard-2021-07-05-thousand-soldiers")


def test_a_claim_finds_its_words_and_words_find_their_claim(page):
    page.locator(".row").nth(1).click()
    expect(page.locator(".hit.on-trigger")).to_have_text("fled")
    page.locator(".hit", has_text="offensive").click()
    expect(page.locator(".claim.on .trigger")).to_have_text("offensive")
    expect(page.locator(".claim.on .more")).to_be_visible()


def test_keys_alone_go_there_and_back(page):
    page.locator(".badge").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".hit.on-trigger")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".claim.on .badge")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".claim.on")).to_have_attribute("id", "r0-c2")
    page.keyboard.press("Escape")
    expect(page.locator(".claim.on")).to_have_count(0)


def test_what_other_reports_of_its_events_say_differently_is_beside_it(page):
    table = page.locator("table", has_text="The other says")
    expect(table).to_contain_text("The Lantern Review")
    expect(table).to_contain_text("same origin")
    expect(table).to_contain_text("says the same")
    expect(table).to_contain_text(re.compile("here .+, there .+"))


def test_an_event_shows_its_outlets_and_its_origins_and_a_map_where_it_has_a_point(desk, opened):
    events = httpx.get(f"{desk.address}/api/events").json()["items"]
    copied = next(each for each in events if each["outlets"] > each["origins"])
    page = opened(f"{desk.address}/event/{copied['id']}")
    expect(page.locator("main")).to_contain_text(f"{copied['outlets']} outlets")
    expect(page.locator("main")).to_contain_text(f"{copied['origins']} independent origin")
    placed = next(e for e in events if any(p["lat"] and p["kind"] != "country" for p in e["places"]))
    page.goto(f"{desk.address}/event/{placed['id']}")
    expect(page.locator("canvas.maplibregl-canvas")).to_be_visible(timeout=40_000)
    only_countries = next(e for e in events if e["places"] and all(p["kind"] == "country" for p in e["places"]))
    page.goto(f"{desk.address}/event/{only_countries['id']}")
    expect(page.get_by_role("heading", name="Place")).to_be_visible()
    expect(page.locator("canvas")).to_have_count(0)


def test_an_open_item_shows_both_quotes_of_what_may_settle_it(desk, opened):
    page = opened(f"{desk.address}/ledger?as_of=2021-09-01")
    expect(page.locator("main")).to_contain_text("met-early")
    page.goto(f"{desk.address}/sources")
    first = page.locator("main table tbody a").first
    name = first.inner_text()
    first.click()
    page.wait_for_url(f"**/source/{quote(name)}**")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
