"""The situation page in a real browser: what is seen, chosen, shared and kept."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

import tocsin
from desk.conftest import TABLET
from desk.conftest import running as serving
from helpers import claim, place, record
from tocsin.desk import situation as pictures
from tocsin.storage.runs import running
from tocsin.storage.store import Store

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
SLOW = 40_000  # milliseconds: a map drawn without a graphics card, on a machine that does other work

FOUND = "performance.getEntriesByType('resource').find((each) => each.name.includes('%s'))"
BEGUN, ENDED = f"{FOUND}.startTime", f"{FOUND}.responseEnd"


def expect(what: Any) -> Any:
    return playwright.expect(what)


@pytest.fixture(scope="module", autouse=True)
def patience():
    playwright.expect.set_options(timeout=20_000)


def query(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def told(page: Any) -> Any:
    return page.locator("#counts strong")


def row_ids(page: Any) -> list[str]:
    return page.locator("#table tbody tr").evaluate_all("all => all.map(row => row.dataset.id)")  # type: ignore[no-any-return]


def drawn(page: Any) -> None:
    """Waits until the map shows what it has."""
    expect(page.locator("#map[data-drawn=points], #map[data-drawn=cells]")).to_be_visible(timeout=SLOW)


def asked(page: Any, **params: Any) -> dict[str, Any]:
    address = urlsplit(page.url)
    query = urlencode(params, doseq=True)
    return page.request.get(f"{address.scheme}://{address.netloc}/api/situation?{query}").json()  # type: ignore[no-any-return]


# ---------------------------------------------------------------- what is seen
def test_one_screen_shows_timeline_map_and_table_with_their_counts(desk, opened):
    page = opened(desk.address, land=False)
    picture = asked(page)
    expect(told(page)).to_have_text(f"{picture['events']} of {picture['of_events']} events")
    expect(page.locator("#counts")).to_contain_text(picture["rule"])
    for standing, count in picture["facets"]["standing"].items():
        expect(page.locator(f"[data-count={standing}]")).to_have_text(str(count))
    assert row_ids(page) == [row["id"] for row in picture["rows"]]
    expect(page.locator("#when-read")).to_contain_text(f"{picture['timeline']['undated']} with no day known")
    expect(page.locator("#timeline canvas")).to_be_visible()
    for name in ("#timeline", "#map", "#table"):
        box = page.locator(name).bounding_box()
        assert box["y"] < 700 and box["height"] > 60
    assert page.evaluate("document.documentElement.scrollHeight") == 800
    expect(page.locator(".credit")).to_contain_text("Borders are drawn as they are held")
    drawn(page)
    assert page.evaluate(ENDED % "/api/situation") < page.evaluate(BEGUN % "/static/map.js")  # the map holds nothing up


def test_a_standing_has_a_colour_and_a_shape(desk, opened):
    page = opened(desk.address)
    looks = page.locator(".legend .status").evaluate_all(
        "all => all.map(one => [getComputedStyle(one).color, getComputedStyle(one, '::before').maskImage])"
    )
    assert len({colour for colour, _ in looks}) == len({shape for _, shape in looks}) == 4
    expect(page.locator("#table tbody tr").first).to_be_visible()
    for row in asked(page)["rows"][:5]:
        shown = page.locator(f"tr[data-id={row['id']}] .status")
        assert shown.get_attribute("data-standing") == row["standing"]
        assert shown.inner_text() == row["status"]


def test_what_has_no_pin_is_listed_beside_the_map_and_chosen_from_there(desk, opened):
    page = opened(desk.address)
    whole = asked(page)["unmapped"]
    expect(page.locator("#unmapped")).to_contain_text(f"No place known: {whole['nowhere']}")
    code, count = next(iter(whole["countries"].items()))
    name = page.locator(f"#countries option[value={code}]").text_content()
    page.get_by_role("button", name=f"{name} {count}", exact=True).click()
    expect(told(page)).to_have_text(f"{asked(page, place=code)['events']} of {asked(page)['of_events']} events")
    assert query(page) == {"place": [code]}


# ---------------------------------------------------------------- filters and the address
def test_a_filter_acts_on_all_and_lives_in_the_address(desk, opened):
    page = opened(desk.address)
    expect(told(page)).to_be_visible()
    page.locator("[data-name=status] summary").click()
    page.get_by_label("denied").check()
    page.get_by_label("planned").check()
    wanted = asked(page, status=["denied", "planned"])
    expect(told(page)).to_have_text(f"{wanted['events']} of {wanted['of_events']} events")
    assert query(page) == {"status": ["planned", "denied"]}
    assert set(page.locator("#table .status").all_inner_texts()) == {"denied", "planned"}
    expect(page.locator("[data-count=happened]")).to_have_text("0")
    shared = opened(page.url)
    expect(told(shared)).to_have_text(f"{wanted['events']} of {wanted['of_events']} events")
    assert shared.locator("[data-name=status] input:checked").count() == 2
    page.get_by_role("button", name="Remove: denied").click()
    expect(page.get_by_role("button", name="Remove: denied")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("button", name="Remove: denied")).to_be_visible()
    page.get_by_role("button", name="Clear all filters").click()
    expect(told(page)).to_have_text(f"{wanted['of_events']} of {wanted['of_events']} events")
    assert query(page) == {}


@pytest.mark.parametrize(
    "label, value, name",
    [
        ("Words", "border", "search"),
        ("Actor", "Tajikistan", "actor"),
        ("Place", "Kabul", "place"),
        ("From", "2021-07-01", "since"),
        ("To", "2021-07-31", "until"),
        ("Origins ≥", "2", "origins"),
        ("Surely ≥", "0.9", "confidence"),
        ("Area in degrees: west,south,east,north", "60,30,80,40", "box"),
    ],
)
def test_each_field_filters(desk, opened, label, value, name):
    page = opened(desk.address)
    expect(told(page)).to_be_visible()
    page.get_by_label(label, exact=True).fill(value)
    page.get_by_label(label, exact=True).press("Enter")
    wanted = asked(page, **{name: value})
    assert 0 < wanted["events"] < wanted["of_events"]
    expect(told(page)).to_have_text(f"{wanted['events']} of {wanted['of_events']} events")
    assert query(page) == {name: [value]}


def test_types_and_outlets_are_picked_from_lists_that_say_how_many(desk, opened):
    page = opened(desk.address)
    expect(told(page)).to_be_visible()
    outlet, count = next(iter(asked(page)["facets"]["outlet"].items()))
    page.locator("[data-name=outlet] summary").click()
    expect(page.locator("[data-name=outlet]").get_by_label(outlet)).to_be_visible()
    expect(page.locator("[data-name=outlet] .choice", has_text=outlet).locator(".count")).to_have_text(str(count))
    page.locator("[data-name=outlet]").get_by_label(outlet).check()
    expect(told(page)).to_contain_text(f"{count} of")
    page.keyboard.press("Escape")
    expect(page.locator("[data-name=outlet]").get_by_label(outlet)).to_be_hidden()
    page.locator("[data-name=type] summary").click()
    page.get_by_label("Assault").check()
    wanted = asked(page, outlet=outlet, type="ASSAULT")
    expect(told(page)).to_have_text(f"{wanted['events']} of {wanted['of_events']} events")


def test_nothing_fits_and_what_cannot_be_asked_is_said_in_words(desk, opened):
    page = opened(f"{desk.address}/?search=zanzibarquux")
    expect(page.locator("#empty")).to_have_text("No event fits all of these filters. Take one away above.")
    page.get_by_label("Area in degrees").fill("1,2")
    page.get_by_label("Area in degrees").press("Enter")
    expect(page.locator("#wrong")).to_contain_text("'1,2' is no box: give west,south,east,north in degrees")
    opened.forgive("422")
    page.get_by_role("button", name="Clear all filters").click()
    expect(page.locator("#wrong")).to_be_hidden()


def test_a_desk_that_has_gone_is_told_of(desk, opened):
    page = opened(desk.address)
    expect(told(page)).to_be_visible()
    page.route("**/api/situation*", lambda route: route.abort())
    page.get_by_label("Actor").fill("Taliban")
    page.get_by_label("Actor").press("Enter")
    expect(page.locator("#wrong")).to_contain_text("The desk does not answer")
    opened.forgive("ERR_FAILED")
    page.unroute("**/api/situation*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#wrong")).to_be_hidden()
    expect(told(page)).to_contain_text(f"{asked(page, actor='Taliban')['events']} of")


# ---------------------------------------------------------------- the timeline
def test_dragging_on_the_timeline_picks_a_period(desk, opened):
    page = opened(desk.address)
    expect(page.locator("#timeline canvas")).to_be_visible()
    over = page.locator("#timeline .u-over").bounding_box()
    page.mouse.move(over["x"] + over["width"] * 0.55, over["y"] + 20)
    page.mouse.down()
    page.mouse.move(over["x"] + over["width"] * 0.8, over["y"] + 25, steps=4)
    page.mouse.up()
    expect(page.get_by_role("button", name="Whole time")).to_be_visible()
    since, until = query(page)["since"][0], query(page)["until"][0]
    assert "2021-05" < since < until < "2021-09"
    assert page.get_by_label("From", exact=True).input_value() == since
    wanted = asked(page, since=since, until=until)
    expect(told(page)).to_have_text(f"{wanted['events']} of {wanted['of_events']} events")
    page.get_by_role("button", name="Whole time").click()
    expect(told(page)).to_have_text(f"{wanted['of_events']} of {wanted['of_events']} events")


def test_the_keyboard_goes_along_the_timeline(desk, opened):
    page = opened(desk.address)
    expect(page.locator("#timeline canvas")).to_be_visible()
    line = asked(page)["timeline"]
    page.locator("#timeline").focus()
    page.keyboard.press("End")
    expect(page.locator("#when-read")).to_contain_text(line["starts"][-1])
    page.keyboard.press("ArrowLeft")
    counts = [f"{line['counts'][name][-2]} {name}" for name in ("happened", "claimed") if line["counts"][name][-2]]
    expect(page.locator("#when-read")).to_have_text(f"Week from {line['starts'][-2]}: {', '.join(counts)}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Whole time")).to_be_visible()
    assert query(page)["since"] == [line["starts"][-2]]


# ---------------------------------------------------------------- the table
def test_the_table_is_gone_through_by_keyboard(desk, opened):
    page = opened(desk.address)
    expect(page.locator("#table tbody tr").first).to_be_visible()
    ids = row_ids(page)
    page.locator("#table tbody tr").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("tr[aria-current]")).to_have_attribute("data-id", ids[1])
    assert f"event={ids[1]}" in page.url
    page.keyboard.press("PageDown")
    expect(page.locator("#page-read")).to_contain_text("Page 2 of")
    second = row_ids(page)
    assert not set(ids) & set(second)
    expect(page.locator(f"tr[data-id={second[0]}]")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(f"tr[data-id={ids[-1]}]")).to_be_focused()
    page.route("**/event/*", lambda route: route.fulfill(body="an event", content_type="text/plain"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/event/{ids[-1]}")


def test_a_heading_sorts_and_says_so(desk, opened):
    page = opened(desk.address)
    expect(page.locator("#table tbody tr").first).to_be_visible()
    for name, orders in (("When", ["oldest"]), ("Origins", ["origins"]), ("Status", ["least-certain"])):
        for order in orders:
            page.get_by_role("button", name=name, exact=True).click()
            expect(page.get_by_role("columnheader", name=name)).to_have_attribute(
                "aria-sort", "descending" if order == "origins" else "ascending"
            )
            assert query(page) == {"sort": [order]}
            assert row_ids(page) == [row["id"] for row in asked(page, sort=order)["rows"]]
    assert page.locator("th[aria-sort]").count() == 1


# ---------------------------------------------------------------- the map
def at(page: Any, lon: float, lat: float) -> tuple[float, float]:
    box = page.locator("#map").bounding_box()
    x, y = page.evaluate(
        "([lon, lat]) => { const p = situationMap.map.project([lon, lat]); return [p.x, p.y]; }", [lon, lat]
    )
    return box["x"] + x, box["y"] + y


def click_at(page: Any, lon: float, lat: float, found: Any) -> None:
    """Clicks on the map until what is to be seen then is there: the map may still be finding its size."""
    for _ in range(5):
        page.mouse.click(*at(page, lon, lat))
        try:
            found.first.wait_for(timeout=4000)
        except playwright.TimeoutError:
            continue
        return
    raise AssertionError("nothing was found there on the map")


def alone(picture: dict[str, Any]) -> int:
    """The point that lies farthest from its nearest neighbour."""
    points = list(zip(picture["map"]["lon"], picture["map"]["lat"], strict=True))

    def nearest(number: int) -> float:
        lon, lat = points[number]
        return min((abs(lon - x) + abs(lat - y) for n, (x, y) in enumerate(points) if n != number), default=999)

    return max(range(len(points)), key=nearest)


def test_map_and_table_find_each_other_and_show_how_far_a_place_reaches(desk, opened):
    page = opened(desk.address, land=False)
    drawn(page)
    picture = asked(page)
    number = alone(picture)
    event = picture["map"]["events"][number]
    chosen = page.locator("tr[aria-current]")
    click_at(page, picture["map"]["lon"][number], picture["map"]["lat"][number], chosen)
    expect(page.locator("tr[aria-current]")).to_have_attribute("data-id", event)
    expect(page.locator("tr[aria-current]")).to_be_in_viewport()
    assert f"event={event}" in page.url
    row = next(each for each in asked(page, event=event)["rows"] if each["id"] == event)
    reach = "async name => (await situationMap.map.getSource(name).getData()).features.length"
    assert page.evaluate(reach, "chosen") == len(row["points"]) > 0
    assert page.evaluate(reach, "reach") == len([each for each in row["points"] if each[2]])
    without = next(each for each in asked(page, event=event)["rows"] if not each["points"])
    page.locator(f"tr[data-id={without['id']}]").click()
    expect(page.locator("#where-read")).to_contain_text("No pin:")
    assert page.evaluate(reach, "chosen") == 0


def test_a_ring_of_one_place_lists_its_events_and_a_ring_of_several_opens(desk, opened):
    page = opened(f"{desk.address}/#map=13/34.52813/69.17233", land=False)
    drawn(page)
    here = page.get_by_role("group", name="Events in this place")
    click_at(page, 69.17233, 34.52813, here)
    expect(here).to_be_visible()
    listed = here.locator(".status")
    assert listed.count() > 1
    listed.last.click()
    expect(page.locator("tr[aria-current]")).to_be_visible()


def test_too_many_points_are_cells_that_are_asked_for_anew_only_where_the_view_has_left_them(desk, opened, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_POINTS", 5)
    page = opened(f"{desk.address}/?confidence=0.01#map=1/37/69", land=False)  # asked by nobody before: none is kept
    page.wait_for_function("() => globalThis.situationMap?.held?.as === 'cells'", timeout=SLOW)
    asked_for: list[str] = []
    page.on("request", lambda request: asked_for.append(request.url) if "part=map" in request.url else None)

    def moved(where: str) -> None:
        with page.expect_response(lambda answer: "part=map" in answer.url, timeout=SLOW):
            page.evaluate(f"situationMap.map.jumpTo({where})")
        page.wait_for_function("() => situationMap.covered()", timeout=SLOW)

    page.evaluate("situationMap.map.jumpTo({ center: [60, 30] })")
    page.wait_for_timeout(300)
    assert asked_for == []
    moved("{ center: [60, 30], zoom: 4.5 }")
    assert [parse_qs(urlsplit(url).query)["zoom"] for url in asked_for] == [["4"]]
    west, south, east, north = map(float, parse_qs(urlsplit(asked_for[0]).query)["view"][0].split(","))
    assert west < 60 < east and south < 30 < north
    page.evaluate("situationMap.map.jumpTo({ center: [60.5, 30.5] })")
    page.wait_for_timeout(300)
    assert len(asked_for) == 1
    moved("{ center: [-100, 30] }")
    assert len(asked_for) == 2


BORDER = {"id": "tocsin:border-afg-tjk", "kind": "border", "lat": 37.6755, "lon": 70.2751, "radius_km": 410.5}
DATA = "name => situationMap.map.getSource(name).getData().then(data => data.features.map(each => each.geometry))"


@pytest.fixture
def shapes_desk(tmp_path: Path):
    """A border of which two events tell, a region and a town."""
    told = [
        ("closed", "the Afghan-Tajik border", BORDER),
        ("watched", "the Afghan-Tajik border", BORDER),
        ("crossed", "Ardenland", {"kind": "region", "lat": 37.0, "lon": 66.0, "radius_km": 150.0}),
        ("left", "Karsk", {"lat": 38.5, "lon": 62.0}),
    ]
    with Store(tmp_path / "news.tocsin") as store:
        for verb, where, given in told:
            text = f"The guards {verb} {where} on Friday."
            kind = {"type": "AID", "mode": None, "status": "planned"} if verb == "watched" else {}
            item = claim(text, verb, text, id=f"c-{verb}", places=(place(text, where, **given),), **kind)
            store.add(record(text, item, id=verb, outlet="The Post", published="2021-05-04"), known="2021-05-05")
    with serving(tmp_path / "news.tocsin") as desk:
        yield desk


def test_borders_are_lines_and_areas_circles_and_the_past_has_an_address(shapes_desk, opened):
    page = opened(shapes_desk.address)
    drawn(page)
    page.wait_for_function(
        "() => situationMap.shapes.courses.size === 1 && situationMap.shapes.drawn !== ''", timeout=SLOW
    )
    (line,) = page.evaluate(DATA, "lines")
    assert line["type"] == "MultiLineString"
    assert len(page.evaluate(DATA, "points")) == 2, "no pin for a border"
    assert [each["type"] for each in page.evaluate(DATA, "areas")] == ["Polygon"]
    stretch = line["coordinates"][0]
    place_of = page.evaluate("at => situationMap.map.project(at)", stretch[len(stretch) // 2])
    page.locator("#map canvas").click(position=place_of)
    expect(page.locator("#here p")).to_have_text("2 events in this place")
    page.keyboard.press("Enter")
    expect(page.locator("#table tr[aria-current]")).to_have_count(1)
    page.wait_for_function(
        "() => situationMap.map.getSource('chosen-lines').getData().then(data => data.features.length === 1)"
    )
    for name in ("chosen", "reach"):
        page.wait_for_function(
            f"() => situationMap.map.getSource('{name}').getData().then(data => !data.features.length)"
        )
    lands = page.evaluate(DATA, "land")
    rings = [
        ring
        for land in lands
        for part in land["coordinates"]
        for ring in (part if land["type"] == "MultiPolygon" else [part])
    ]
    around = [ring for ring in rings if any(abs(a[0] - b[0]) > 180 and abs(a[1]) < 89 for a, b in pairwise(ring))]
    assert around == [], "no country jumps across the map"

    page.get_by_label("As known").fill("2021-05-04")
    page.keyboard.press("Enter")
    expect(told(page)).to_have_text("0 of 0 events")
    expect(page.locator("#empty")).to_have_text("The store knew of no event yet at 2021-05-04.")
    assert query(page) == {"at": ["2021-05-04"]}
    page.get_by_role("button", name="Remove: as known at 2021-05-04").click()
    expect(told(page)).to_have_text("4 of 4 events")
    page.goto(f"{shapes_desk.address}/?at=2021-05-05")
    expect(page.locator("#counts")).to_contain_text("As the store knew it at 2021-05-05: 4 of 4 events")
    assert page.locator("#table tbody a").first.get_attribute("href").endswith("?at=2021-05-05")


def test_an_area_is_drawn_on_the_map(desk, opened):
    page = opened(f"{desk.address}/#map=3/37/69")
    drawn(page)
    page.get_by_role("button", name="Draw an area").click()
    (left, top), (right, bottom) = at(page, 60, 40), at(page, 72, 33)
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(right, bottom, steps=5)
    page.mouse.up()
    expect(page.get_by_role("button", name="Draw an area")).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("button", name="Remove: area")).to_be_visible()
    box = query(page)["box"][0]
    assert [float(each) for each in box.split(",")] == pytest.approx([60, 33, 72, 40], abs=0.5)
    wanted = asked(page, box=box)
    expect(told(page)).to_have_text(f"{wanted['events']} of {wanted['of_events']} events")
    expect(page.locator("#counts")).to_contain_text("what is placed in a whole country only is left out")
    page.get_by_role("button", name="Only what is in view").click()
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query)["box"] != [box])


def test_the_map_has_land_and_waters(desk, opened):
    page = opened(desk.address)
    expect(page.locator("#map[data-base=land]")).to_be_visible(timeout=SLOW)
    expect(page.locator("#map-wrong")).to_be_hidden()


def test_without_webgl_the_page_says_so_and_goes_on(desk, opened, browser):
    page = opened("about:blank")
    page.add_init_script(
        "const old = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
        " return kind.startsWith('webgl') ? null : old.call(this, kind, ...rest); };"
    )
    page.goto(desk.address)
    expect(page.locator("#map-wrong")).to_contain_text("cannot draw the map")
    expect(page.locator("#table tbody tr").first).to_be_visible()
    page.locator("#table tbody tr").first.click()
    expect(page.locator("tr[aria-current]")).to_have_count(1)


# ---------------------------------------------------------------- live
def test_a_new_report_appears_without_losing_the_place(own_desk, opened, tmp_path: Path):
    page = opened(f"{own_desk.address}/?page=1", land=False)
    expect(page.locator("#page-read")).to_contain_text("Page 2 of")
    before = asked(page)["of_events"]
    chosen = row_ids(page)[0]
    page.locator(f"tr[data-id={chosen}]").click()
    (tmp_path / "new.jsonl").write_text(
        json.dumps(
            {"id": "new", "outlet": "Delta Wire", "published": "2021-09-10", "text": "Gunmen attacked a mill in Herat."}
        )
    )
    with Store(own_desk.store) as store:
        for record in tocsin.read([str(tmp_path / "new.jsonl")]):
            store.add(record)
    expect(page.locator("#news")).to_contain_text("1 event more")
    expect(told(page)).to_contain_text(f"of {before + 1} events")
    expect(page.locator("#page-read")).to_contain_text("Page 2 of")
    assert query(page) == {"page": ["1"]}
    expect(page.locator("tr[aria-current]")).to_have_attribute("data-id", chosen)
    expect(page.locator("tr[aria-current]")).to_be_focused()


# ---------------------------------------------------------------- shapes of screens
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_on_a_tablet_and_all_has_contrast(desk, opened, scheme):
    page = opened(desk.address, viewport=TABLET, color_scheme=scheme)
    expect(page.locator("#table tbody tr").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= TABLET["width"]


def test_how_far_an_add_has_come_is_shown_on_the_page(own_desk, opened):
    page = opened(own_desk.address, land=False)
    expect(told(page)).to_be_visible()
    with Store(own_desk.store) as store:
        with running(store.database, 1200) as steps:
            steps.step()
            expect(page.locator("#progress")).to_have_text("Adding: 1 of 1,200 reports")
        expect(page.locator("#progress")).to_have_text("Added 1 report.")
