"""The review queue: its order, its page, and two reviewers in two browsers, by keys alone."""

from __future__ import annotations

import re
import time

import pytest

from desk.conftest import running
from helpers import actor, claim, day, quantity, record, source
from tocsin.desk.asked import Asked
from tocsin.desk.index import Index
from tocsin.desk.queue import queue
from tocsin.desk.urgency import OF_STATUS, OF_TYPE
from tocsin.desk.users import put
from tocsin.records import EventType, Status
from tocsin.storage.correcting import Correction
from tocsin.storage.store import Store

NAMES = ["Oru", "Vey", "Tam", "Lin", "Gar"]  # of events that years part
EVIL = "<script>window.owned=1</script> \u202eevil <img src=x onerror=window.owned=1>"


def made(name, confidence=0.5, type="ASSAULT", status="happened", dead=None, text=None, **given):
    words = text or f"{name} troops shelled the {name} quay, killing {dead or 'nobody'}."
    figures = (quantity(words, str(dead), dead, dead, "killed"),) if dead else ()
    fields = {"id": f"c-{name}", "type": type, "mode": None, "status": status, "confidence": confidence}
    fields |= {"when": day(f"203{NAMES.index(name)}-02-02")} if name in NAMES else {}
    item = claim(words, "shelled", words, quantities=figures, **(fields | given))
    return record(words, item, id=f"r-{name}", outlet=f"The {name} Post", published="2031-05-04")


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "news.tocsin") as opened:
        yield opened


def order(store, **asked):
    return [row.claim.removeprefix("c-") for row in queue(Index(store), Asked(**asked)).rows]


# ---------------------------------------------------------------- the order
def test_every_type_and_status_has_a_weight():
    assert set(OF_TYPE) == set(EventType.__args__) and set(OF_STATUS) == set(Status.__args__)


def test_less_certain_and_more_consequential_comes_first(store):
    for given in (
        made("Oru", 0.5),
        made("Vey", 0.9),
        made("Tam", 0.5, dead=40),
        made("Lin", 0.5, type="CONSULT"),
        made("Gar", 0.5, status="requested"),
    ):
        store.add(given)
    assert order(store) == ["Tam", "Oru", "Gar", "Vey", "Lin"]
    (first, *_) = queue(Index(store), Asked()).rows
    assert first.why == ("confidence 0.50", "40 killed or injured", "one origin")


def test_many_outlets_of_one_origin_and_reports_that_disagree_come_first(store):
    store.add(made("Oru"))
    text = "Brask shelled the Karsk harbour on 2 May, killing 12 people, the mayor of Karsk said on Friday evening."
    for number, toll in enumerate((12, 12, 30)):
        words = text.replace("12", str(toll))
        parties = {"actors": (actor(words, "Brask", id="brask", kind="country"),), "when": day("2031-05-02")}
        store.add(made(f"Kar{number}", 0.5, dead=toll, text=words, sources=(source("the mayor"),), **parties))
    rows = {row.claim: row for row in queue(Index(store), Asked()).rows}
    assert len({row.event for row in rows.values()}) == 2
    assert "reports of it disagree" in rows["c-Kar0"].why
    assert order(store)[-1] == "Oru"


def test_what_is_decided_leaves_the_queue_and_comes_back_with_the_undoing(store):
    store.add(made("Oru"))
    store.add(made("Vey"))
    index = Index(store)
    accepted = store.accept("c-Oru", "Ann", "yes")
    found = queue(index, Asked())
    assert ([row.claim for row in found.rows], found.waiting, found.decided) == (["c-Vey"], 1, 1)
    rejected = store.reject("c-Vey", "Ann", "no")
    assert queue(index, Asked()).rows == ()
    for act in (rejected, accepted):
        store.undo(act, "Ann", "oh")
    assert queue(index, Asked()).waiting == 2
    store.correct("c-Oru", Correction(status="denied"), "Ann", "so")
    assert [row.claim for row in queue(index, Asked()).rows] == ["c-Vey"]


# ---------------------------------------------------------------- the page without a browser
def test_the_queue_takes_the_filters_of_the_situation(client):
    told = client.get("/api/queue", params={"type": "FLEE"}).json()
    assert told["waiting"] and all(row["code"].startswith("FLEE") for row in told["rows"])
    assert client.get("/api/queue", params={"type": "EATEN"}).status_code == 422
    assert client.get("/api/queue", params={"page": 999}).json()["rows"] == []


def test_the_page_shows_a_claim_its_chain_and_the_queue(client):
    told = client.get("/api/queue").json()
    page = client.get("/queue").text
    assert f'data-claim="{told["rows"][0]["claim"]}"' in page and f"{told['waiting']} claims waiting" in page
    other = told["rows"][3]
    part = client.get("/queue", params={"claim": other["claim"], "bare": True}).text
    assert "<html" not in part and f'data-claim="{other["claim"]}"' in part and 'aria-current="true"' in part
    gone = client.get("/queue", params={"claim": "nobody"})
    assert gone.status_code == 200 and "there is no claim" in gone.text
    assert client.get("/correct", params={"claim": "nobody"}).status_code == 404


def test_places_are_looked_up_with_their_rivals(client):
    found = client.get("/api/places", params={"name": "Kabul"}).json()
    assert found[0]["country"] == "AFG" and len(found) > 1
    assert client.get("/api/places", params={"name": "Zzyzzx qq"}).json() == []


def test_a_hostile_report_is_shown_and_does_nothing(store, tmp_path):
    from starlette.testclient import TestClient

    from tocsin.desk.app import create

    text = f"Rebels shelled {EVIL} on Friday."
    store.add(made("evil", text=text, actors=(actor(text, EVIL),), rule=EVIL, sources=(source(EVIL),), id=EVIL))
    with TestClient(create(tmp_path / "news.tocsin"), base_url="http://localhost") as client:
        for path in ("/queue", "/correct"):
            page = client.get(path, params={"claim": EVIL} if path == "/correct" else {}).text
            assert "<script>window" not in page and "<img" not in re.sub(r'<img src="/static[^>]*>', "", page)
            assert "\u202e" not in page and "shelled" in page


def test_the_queue_has_further_pages_and_ranks(client):
    told = client.get("/api/queue").json()
    assert told["pages"] > 1
    second = client.get("/api/queue", params={"page": 1}).json()["rows"]
    first = client.get("/queue", params={"status": "happened"}).text
    assert 'href="?status=happened&amp;page=1"' in first and 'rel="prev"' not in first
    for rank, wanted in ((0, told["rows"][0]), (39, told["rows"][39]), (41, second[1]), (10**9, told["rows"][0])):
        part = client.get("/queue", params={"rank": rank, "bare": True}).text
        assert f'data-claim="{wanted["claim"]}"' in part and f'data-page="{int(rank == 41)}"' in part


def test_the_page_of_acts_lists_ones_own_and_everybodys(client):
    store = client.app.state.store
    names = [row.claim.id for row in store.list("claims")][:2]
    act = store.correct(names[0], Correction(status="unclear", actors=()), "unknown", EVIL)
    store.accept(names[1], "Bo", "yes")
    mine, all_ = client.get("/acts").text, client.get("/acts?who=all").text
    assert names[0] in mine and names[1] not in mine and names[1] in all_
    assert "status unclear; actors" in mine and f'data-undo="{act}"' in mine and "<script>window" not in mine
    store.undo(act, "Bo", "no")
    assert f'data-undo="{act}"' not in client.get("/acts").text
    assert "You have decided nothing yet" in client.get(f"/acts?before={act}").text
    assert client.get("/acts?who=nobody").status_code == 422


# ---------------------------------------------------------------- in the browser
def said(page, words, then="Now: "):
    """Waits until it is said, and what comes next is shown."""
    told = "words => words.every(each => document.getElementById('said').textContent.includes(each))"
    page.wait_for_function(told, arg=[words, then])


def shown(page):
    return page.get_attribute(".acts", "data-claim")


def listed(desk):
    with Store(desk.store) as store:
        return {row.claim.id: row.claim for row in store.list("claims")}


def test_a_reviewer_needs_no_mouse(own_desk, opened):
    page = opened(own_desk.address + "/queue")
    first = shown(page)
    assert page.get_attribute("#said", "aria-live") == "polite"
    page.keyboard.press("a")
    said(page, f"Accepted: {first}")
    second = shown(page)
    assert second != first and page.evaluate("document.activeElement.id") == "claim-title"
    page.keyboard.press("n")
    page.wait_for_function("name => document.querySelector('.acts').dataset.claim !== name", arg=second)
    third = shown(page)
    page.keyboard.press("b")
    page.wait_for_function("name => document.querySelector('.acts').dataset.claim === name", arg=second)
    page.keyboard.press("w")
    page.keyboard.type("not in the text")
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    said(page, f"Rejected: {second}")
    assert shown(page) == third and second not in listed(own_desk)
    page.keyboard.press("u")
    said(page, "Undone")
    assert shown(page) == second and second in listed(own_desk)
    page.keyboard.press("u")
    page.wait_for_function("name => document.querySelector('.acts').dataset.claim === name", arg=first)
    page.keyboard.press("?")
    assert page.locator("#help").is_visible() and page.locator("#help kbd").count() >= 10
    page.keyboard.press("Escape")
    with Store(own_desk.store) as store:
        assert [(act.verb, act.reason) for act in store.acts()][-2:] == [
            ("reject", "not in the text"),
            ("accept", "no reason given"),
        ]
        assert store.check().problems == []


def test_the_buttons_are_reached_by_tab_and_keep_the_focus(own_desk, opened):
    page = opened(own_desk.address + "/queue")
    first = shown(page)
    page.focus(".acts [data-act=reject]")
    page.keyboard.press("Enter")
    said(page, f"Rejected: {first}")
    assert page.evaluate("document.activeElement.dataset.act") == "reject"


def test_a_claim_is_corrected_by_keys(own_desk, opened):
    page = opened(own_desk.address + "/queue")
    name = shown(page)
    before = listed(own_desk)[name]
    page.keyboard.press("c")
    page.wait_for_selector("form.correct")
    assert page.evaluate("document.activeElement.closest('.words') !== null")
    page.keyboard.press("Home")
    for _ in range(2):
        page.keyboard.press("Shift+ArrowRight")
    words = page.inner_text("[data-picked]").strip("“”")
    page.keyboard.press("1")
    page.select_option("form.correct [name=status]", "possible" if before.status != "possible" else "denied")
    page.fill("form.correct [name=when-start]", "2021-07-05")
    links = page.locator("[data-field=sources] > li").count()
    for key, count in (("4", links + 1), ("5", 1)):
        page.focus("form.correct .words [tabindex='0']")
        page.keyboard.press(key)
        assert page.locator(f"[data-field={'sources' if key == '4' else 'quantities'}] > li").count() >= count
    page.focus("form.correct .words [tabindex='0']")
    page.keyboard.press("6")
    assert page.inner_text("[data-field=quantities] > li:last-child [data-of]") == words
    page.fill("[data-field=quantities] > li:last-child [data-low]", "17")
    page.select_option("[data-field=quantities] > li:last-child [data-about]", "troops")
    page.select_option("[data-field=sources] > li:last-child [data-kind]", "document")
    for moved in range(links):
        page.press(f"[data-field=sources] > li:nth-child({links + 1 - moved}) [data-move='-1']", "Enter")
    assert "number 1 of" in page.inner_text("[data-picked]") or not links
    page.fill("form.correct [name=place]", "Kabul")
    page.press("form.correct [name=place]", "Enter")
    page.wait_for_selector(".found button")
    assert page.locator(".found button").count() > 1, "rivals are offered"
    page.keyboard.press("Enter")
    page.fill("form.correct [name=reason]", "read it again")
    page.keyboard.press("Enter")
    said(page, f"Corrected: {name}")
    after = listed(own_desk)[name]
    assert after.actors[-1].text == words and after.status in {"possible", "denied"}
    assert (after.sources[0].text, after.sources[0].kind, len(after.sources)) == (words, "document", links + 1)
    figure = after.quantities[-1]
    assert (figure.low, figure.high, figure.about, figure.of.text) == (17, None, "troops", words)
    assert after.when.start == "2021-07-05" and [place.name for place in after.places] == ["Kabul"]
    with Store(own_desk.store) as store:
        assert store.acts(name)[0].reason == "read it again"
        assert store.check().problems == []


def test_a_place_is_put_on_the_map_and_nothing_changed_is_said(own_desk, opened):
    page = opened(own_desk.address + "/queue")
    name = shown(page)
    page.keyboard.press("c")
    page.wait_for_selector("form.correct")
    page.click("form.correct [type=submit]")
    assert "Nothing is changed" in page.inner_text("form.correct [role=alert]")
    page.click("[data-map]")
    canvas = page.wait_for_selector(".pick-map canvas")
    canvas.scroll_into_view_if_needed()
    time.sleep(0.5)
    box = canvas.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("() => document.querySelector('form.correct [name=lat]').value !== ''")
    page.click("form.correct [type=submit]")
    said(page, f"Corrected: {name}")
    (place,) = listed(own_desk)[name].places
    assert abs(place.lat - 25) < 3 and abs(place.lon - 30) < 3 and place.id.startswith("point:")


def test_a_claim_is_split_off_and_merged_again(own_desk, opened):
    with Store(own_desk.store) as store:
        event = next(each for each in store.list("events") if len(each.claims) == 2)
    page = opened(f"{own_desk.address}/queue?claim={event.claims[1]}")
    page.keyboard.press("s")
    said(page, f"Split off: {event.claims[1]}")
    page.goto(f"{own_desk.address}/queue?claim={event.claims[0]}")
    with Store(own_desk.store) as store:
        mine = store.why(event.claims[0]).event
        other = store.why(event.claims[1]).event
    assert mine != other
    page.keyboard.press("m")
    page.fill("dialog [name=words]", other)
    page.press("dialog [name=words]", "Enter")
    page.check(f"dialog input[value='{other}']")
    page.click("dialog [type=submit]")
    said(page, f"Merged: {event.claims[0]}")
    with Store(own_desk.store) as store:
        assert store.why(event.claims[1]).event == mine
        assert store.check().problems == []


def test_the_queue_turns_its_pages_and_acts_are_undone_from_another_tab(own_desk, opened):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = opened(own_desk.address + "/queue")
    page.locator(".queue-list [data-go]").last.click()
    page.wait_for_function("() => document.querySelector('.queue-list li:last-child [aria-current]')")
    page.keyboard.press("n")
    page.wait_for_selector(".review[data-page='1']")
    name = shown(page)
    assert "page=1" in page.url and page.locator(".queue-list li:first-child [aria-current]").count() == 1
    page.keyboard.press("a")
    said(page, f"Accepted: {name}")
    assert page.get_attribute(".review", "data-page") == "1"
    page.click(".queue-list [rel=prev]")
    page.wait_for_selector(".review[data-page='0']")
    page.close()
    tab = opened(own_desk.address + "/acts", color_scheme="dark")
    assert axe.Axe().run(tab).response["violations"] == []
    with Store(own_desk.store) as store:
        store.correct(name, Correction(status="forecast"), "Bo", "not yet")
        (mine,) = store.acts(who="unknown")
    tab.focus(f"[data-undo='{mine.moment}']")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#said.wrong")
    assert f"Bo corrected {name}" in tab.inner_text("#said")
    tab.wait_for_selector("#news >> text=Bo: correct")
    opened.forgive("409")
    with Store(own_desk.store) as store:
        store.undo(store.acts(who="Bo")[0].moment, "Bo", "oh")
    tab.reload()
    tab.press(f"[data-undo='{mine.moment}']", "Enter")
    tab.wait_for_selector("text=undone (act")
    assert f"Undone: act {mine.moment}" in tab.inner_text("#said")
    with Store(own_desk.store) as store:
        assert store.why(name).verdict is None and store.check().problems == []


def test_the_second_of_two_reviewers_sees_the_first_and_overwrites_nothing(own_store, opened):
    with running(own_store, reviewer="Ann") as first, running(own_store, reviewer="Bo") as second:
        ann, bo = opened(first.address + "/queue"), opened(second.address + "/queue")
        name = shown(ann)
        assert shown(bo) == name
        ann.keyboard.press("w")
        ann.keyboard.type("a hoax")
        ann.keyboard.press("Escape")
        ann.keyboard.press("x")
        said(ann, f"Rejected: {name}")
        bo.keyboard.press("a")
        said(bo, f"Ann rejected {name} at ", then="")
        assert "a hoax" in bo.inner_text("#said") and "Ann: reject" in bo.inner_text("#news")
        assert shown(bo) == name
        bo.click("#news button")
        bo.wait_for_selector("text=This claim stands no more")
        opened.forgive("409")
        with Store(own_store) as store:
            assert [(act.verb, act.who) for act in store.acts()] == [("reject", "Ann")]
        ann.close()
        bo.close()


def test_what_another_does_is_told_while_one_looks(own_store, opened):
    with running(own_store, reviewer="Ann") as first, running(own_store, reviewer="Bo") as second:
        ann, bo = opened(first.address + "/queue"), opened(second.address + "/queue")
        name = shown(bo)
        time.sleep(1.5)  # until the stream listens
        ann.keyboard.press("a")
        said(ann, f"Accepted: {name}")
        bo.wait_for_selector("#news >> text=Ann: accept")
        assert shown(bo) == name
        ann.close()
        bo.close()


def test_single_keys_can_be_turned_off(own_desk, opened):
    page = opened(own_desk.address + "/queue")
    name = shown(page)
    page.keyboard.press("?")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    page.wait_for_timeout(300)
    assert shown(page) == name and name in listed(own_desk)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dialogs_and_the_login_have_no_serious_fault(own_store, tmp_path, opened, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    put(tmp_path / "users.txt", "ann", "correct horse battery")

    def faults(page):
        found = axe.Axe().run(page).response["violations"]
        return [(each["id"], node["html"]) for each in found if each["impact"] in {"serious", "critical"}
                for node in each["nodes"]]  # fmt: skip

    with running(own_store, users=tmp_path / "users.txt") as desk:
        page = opened(desk.address + "/queue", color_scheme=scheme)
        assert faults(page) == [] and page.url.endswith("/login?next=/queue")
        page.keyboard.type("ann")
        page.keyboard.press("Tab")
        page.keyboard.type("correct horse battery")
        page.keyboard.press("Enter")
        page.wait_for_selector(".acts")
        page.wait_for_load_state("load")
        assert page.inner_text(".who").startswith("ann")
        for key, dialog in (("c", "form.correct"), ("m", "form.merge"), ("?", "#help")):
            page.keyboard.press(key)
            page.wait_for_selector(dialog)
            if key == "c":  # with a source and a figure more
                for pressed in (" ", "5"):
                    page.keyboard.press(pressed)
                page.focus("form.correct .words [tabindex='0']")
                page.keyboard.press("4")
                page.wait_for_selector("[data-field=quantities] [data-low]")
            assert faults(page) == []
            page.keyboard.press("Escape")
            page.wait_for_selector("dialog[open]", state="detached")  # keys do nothing before
        page.click("text=Log out")
        page.wait_for_selector("text=Log in")
        page.close()
