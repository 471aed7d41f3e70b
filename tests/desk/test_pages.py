"""The pages as the server makes them, and the API beside each."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from starlette.testclient import TestClient

from helpers import actor, claim, place, quantity, record, source, span
from linking.made import prose, report
from storage.made import SHELLED, capture, request, shelling
from tocsin.desk.app import create
from tocsin.storage.store import Store

MORE = SHELLED.replace("12", "40").replace("the mayor", "a doctor")
EVIL = (
    "<script>alert(1)</script>\"' onload=x </style></article><!-- {{ 7*7 }} &amp; "
    "\u202eevil\u2066 \x1b[31m a/b?c#d 👩‍🚒"
)
PLEDGE = "Arden promised grain if the truce holds."


class Page(HTMLParser):
    """Tags, attribute names, ids, links and text of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name == "href"]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "news.tocsin") as opened:
        opened.add(shelling(text=f"{SHELLED}\n{prose(3, 80)}"))
        opened.add(shelling("copy", f"{SHELLED}\n{prose(3, 80)}", outlet="The Copyist"))
        forty = {"quantities": (quantity(MORE, "40", 40, 40, "killed"),), "sources": (source("a doctor", "unnamed"),)}
        opened.add(shelling("other", MORE, outlet="The Other", claim=forty))
        opened.add(capture())
        opened.add(request())
        condition = span(PLEDGE, "if the truce holds")
        opened.add(
            report("pledge", PLEDGE, ("promised", {"type": "AID", "status": "conditional", "condition": condition}))
        )
        yield opened


@pytest.fixture
def asking(store: Store):
    with TestClient(create(store.database.name), base_url="http://localhost") as client:
        yield client


def shown(asking: TestClient, address: str, status: int = 200) -> Page:
    answer = asking.get(address)
    assert answer.status_code == status, answer.text[:300]
    page = Page(answer.text)
    assert len(page.ids) == len(set(page.ids))
    assert page.headings[0] == 1 and page.headings.count(1) == 1
    assert all(later - earlier < 2 for earlier, later in zip(page.headings, page.headings[1:], strict=False))
    return page


def the_event(store: Store) -> str:
    return next(event.id for event in store.list("events") if len(event.claims) == 3)


# ---------------------------------------------------------------- reports
def test_a_report_shows_its_text_its_claims_and_what_others_say_differently(asking, store):
    page = shown(asking, "/report/post-1")
    assert SHELLED in page.text and prose(3, 80) in page.text
    assert "contradicts" in page.text and "40" in page.text and "a doctor" in page.text
    assert "/report/other?claim=other%3Ashelled" in page.links and f"/event/{quote(the_event(store))}" in page.links
    assert "same origin" in page.text and "The Copyist" in page.text
    assert "version 1 of the report began" in page.text


def test_the_api_of_a_report_has_the_same(asking):
    found = asking.get("/api/reports/post-1").json()
    (its,) = found["claims"]
    assert [link["name"] for link in its["chain"]] == ["the mayor", "The post-1 Post"]
    assert {other["report"]: other["same_origin"] for other in its["others"]} == {"copy": True, "other": False}
    told = {
        each["what"]: each["relation"]
        for other in its["others"]
        if other["report"] == "other"
        for each in other["differences"]
    }
    assert told == {"figures": "contradicts", "according to": "differs"}
    assert [line["id"] for line in found["same_origin"]] == ["copy"] and found["origin_reason"]


def test_a_report_as_it_was_before(asking, store):
    first = store.list("reports")[0].known
    store.withdraw("post-1", "ana", "taken back")
    assert "taken back" in shown(asking, "/report/post-1", 404).text
    page = shown(asking, f"/report/post-1?at={first}")
    assert SHELLED in page.text and "As the store knew it at" in page.text


# ---------------------------------------------------------------- events
def test_an_event_shows_outlets_origins_figures_and_conflicts(asking, store):
    page = shown(asking, f"/event/{the_event(store)}")
    assert "3 outlets" in page.text and "2 independent origins" in page.text
    assert "killed: 3 figures from 2 origins" in page.text
    assert "Figures: killed" in page.text
    for name in ("post-1", "copy", "other"):
        assert f"/report/{name}?claim={name}%3Ashelled" in page.links
    assert "In this event because" in page.text and "score" in page.text
    assert "within 3 km of 50.200, 30.400" in page.text


def test_what_a_source_says_otherwise_later_is_shown_as_an_update_and_no_conflict(tmp_path):
    text = SHELLED.replace("12", "15")
    with Store(tmp_path / "news.tocsin") as store:
        for name, words, toll, day in (("one", SHELLED, 12, 3), ("two", text, 15, 4)):
            given = {
                "quantities": (quantity(words, str(toll), toll, toll, "killed"),),
                "sources": (source("the mayor"),),
            }
            store.add(shelling(name, words, published=f"2031-05-0{day}", claim=given))
        first, *rest = store.list("events")
        for other in rest:
            store.merge(first.id, other.id, "Ann", "one shelling")
        assert store.list("conflicts") == []
    with TestClient(create(tmp_path / "news.tocsin"), base_url="http://localhost") as asking:
        found = asking.get(f"/api/events/{quote(first.id)}").json()
        (update,) = found["updates"]
        assert (update["about"], update["earlier"]["says"], update["later"]["says"]) == ("killed", "12", "15")
        text = " ".join(shown(asking, f"/event/{quote(first.id)}").text.split())
        assert "Updated by their own source killed: the mayor gave 12" in text and "then 15" in text
        assert "No two claims contradict each other" in text
        assert "updated by the same source" in shown(asking, "/report/one").text


def test_the_place_of_an_event_is_geojson(asking, store):
    found = asking.get(f"/api/events/{the_event(store)}/geo").json()
    (feature,) = found["features"]
    assert found["type"] == "FeatureCollection" and feature["geometry"] == {
        "type": "Point",
        "coordinates": [30.4, 50.2],
    }
    assert feature["properties"]["radius_km"] == 3.0
    assert asking.get("/api/events/e-none/geo").status_code == 404


def test_a_country_is_listed_and_not_mapped(asking, store):
    text = "Rebels attacked a village in Brask."
    where = place(text, "Brask", kind="country", country="BRK")
    store.add(report("land", text, ("attacked", {"places": (where,)})))
    event = next(event for event in store.list("events") if "land" in event.reports)
    page = shown(asking, f"/event/{event.id}")
    assert "On no map" in page.text and "event-map" not in page.ids


def test_an_event_that_was_merged_leads_to_the_one_that_is(asking, store):
    one, other = the_event(store), next(event.id for event in store.list("events") if len(event.claims) == 1)
    store.merge(one, other, "ana", "the same")
    answer = asking.get(f"/event/{other}", follow_redirects=False)
    assert answer.status_code == 307 and unquote(answer.headers["location"]) == f"/event/{one}"
    assert "merged with" in shown(asking, f"/event/{one}").text


def test_a_report_is_no_event(asking):
    assert asking.get("/api/events/post-1").status_code == 404
    assert asking.get("/api/reports/epost-1:shelled").status_code == 404


# ---------------------------------------------------------------- the ledger
def test_the_ledger_shows_items_by_due_date_with_both_quotes(asking, store):
    settled = "The League sent boats to Arden on Friday."
    act = {"type": "AID", "actors": (actor(settled, "League", id="league", kind="organisation"),)}
    store.add(
        report("sent", settled, ("sent", act | {"recipients": (actor(settled, "Arden", id="arden", kind="country"),)}))
    )
    store.resolve("lpost-3:boats", "met", "sent:sent", "ana", "they came")
    page = shown(asking, "/ledger?part=decided&as_of=2031-05-20")
    assert settled in page.text and "for boats by June 1." in page.text and "they came" in page.text
    assert "lpost-3:boats" in page.ids


def test_its_address_holds_the_filters(asking):
    page = shown(asking, "/ledger?part=conditional")
    assert (
        page.ids.count("lpledge:promised") == 1
        and "lpost-3:boats" not in page.ids
        and "if the truce holds" in page.text
    )
    assert "lpost-3:boats" in shown(asking, "/ledger?kind=requested&actor=Arden&as_of=2031-05-20").ids
    assert "12 days left" in shown(asking, "/ledger?as_of=2031-05-20").text
    assert "Nothing here fits" in shown(asking, "/ledger?actor=Nobody").text
    assert "no kind of item" in shown(asking, "/ledger?kind=odd", 422).text


def test_empty_fields_of_the_form_ask_for_nothing(asking):
    whole = asking.get("/ledger").text.count("card item")
    blank = asking.get("/ledger?part=open&kind=&actor=&place=&search=&due_since=&due_until=&as_of=").text
    assert blank.count("card item") == whole > 1


# ---------------------------------------------------------------- sources
def test_sources_say_how_often_they_stand_alone_and_are_contradicted(asking, store):
    store.grade("reliability", "The Other", "C", "ana", "late twice")
    page = shown(asking, "/sources?order=contradicted&kind=")
    assert "The Other" in page.text and "/source/The%20Other" in page.links
    told = shown(asking, "/source/The%20Other").text
    assert "late twice" in told and "Figures: killed" in told
    found = asking.get("/api/sources/The%20Other").json()
    assert (found["source"]["contradicted"], found["source"]["alone"], found["source"]["reliability"]) == (1, 0, "C")
    assert [each["id"] for each in found["claims"]] == ["other:shelled"]
    assert asking.get("/api/sources/the mayor").json()["source"]["claims"] == 2
    assert "no source" in shown(asking, "/source/Nobody", 404).text


# ---------------------------------------------------------------- finding, and not finding
@pytest.mark.parametrize(
    "wanted, target",
    [("post-1", "/report/post-1"), ("post-1:shelled", "/report/post-1?claim=post-1%3Ashelled"),
     ("lpost-3:boats", "/report/post-3?claim=post-3%3Aboats"), (" copy ", "/report/copy")],
)  # fmt: skip
def test_an_id_leads_to_its_page(asking, wanted, target):
    answer = asking.get("/find", params={"q": wanted}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, target)


def test_the_id_of_an_event_does_too_and_words_give_a_list(asking, store):
    event = the_event(store)
    answer = asking.get("/find", params={"q": event}, follow_redirects=False)
    assert unquote(answer.headers["location"]) == f"/event/{event}"
    page = shown(asking, "/find?q=mayor")
    assert SHELLED in page.text and "the mayor" in page.text
    for nothing in ("", "   ", "...", "zzz"):
        shown(asking, f"/find?q={nothing}")


@pytest.mark.parametrize(
    "address", ["/nowhere", "/report/none", "/event/none", "/source/none", "/report/", "/event/x/y"]
)
def test_what_is_not_there_is_said_in_words(asking, address):
    assert "Not here" in shown(asking, address, 404).text
    answer = asking.get("/api" + address.replace("/report/", "/reports/").replace("/event/", "/events/"))
    assert answer.status_code in {404, 307} and answer.headers["content-type"] == "application/json"


def test_a_fault_of_our_own_is_said_in_words_and_keeps_its_headers(store, monkeypatch):
    app = create(store.database.name)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        monkeypatch.setattr("tocsin.desk.shown.report_view", lambda *_: 1 / 0)
        answer = client.get("/report/post-1")
    assert answer.status_code == 500 and "The fault is its own" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


# ---------------------------------------------------------------- hostile words everywhere
def hostile(words: str):
    text = f"{words} seized {words} for 12 {words} in Karsk if {words} fell"
    its = claim(
        text, "seized", text, id=f"c {words}", actors=(actor(text, words, name=words),),
        recipients=(actor(text, words),),
        sources=(source(words), source(words, "unnamed")), rule=words, condition=span(text, words), status="promised",
        places=(place(text, "Karsk", name=words, admin1=words, rivals=(words,)),
                place(text, words, id=None, lat=None, lon=None)),
        quantities=(quantity(text, "12", 12, 12, "killed", of=span(text, words)),),
    )  # fmt: skip
    return record(text, its, id=f"r {words}", outlet=words, title=words, byline=words, warnings=(words,),
                  url="javascript:alert(1)//" + words, published="2031-05-04", published_basis=words)  # fmt: skip


def pages_of(tmp_path: Path, words: str) -> dict[str, Page]:
    tmp_path.mkdir()
    with Store(tmp_path / "news.tocsin") as store:
        store.add(hostile(words))
        (event,) = store.list("events")
        store.grade("reliability", words, "D", words, words)
        store.resolve(f"lc {words}", "withdrawn", None, words, words)
    addresses = {
        "report": f"/report/{quote(f'r {words}', safe='')}", "event": f"/event/{quote(event.id, safe='')}",
        "ledger": "/ledger?part=decided", "sources": "/sources", "source": f"/source/{quote(words, safe='')}",
        "find": f"/find?q={quote(words[:20])}x", "refused": f"/report/{quote('x' + words, safe='')}",
        "filters": f"/ledger?actor={quote(words)}&search=a{quote(words)}",
    }  # fmt: skip
    with TestClient(create(tmp_path / "news.tocsin"), base_url="http://localhost") as asking:
        return {name: shown(asking, address, 404 if name == "refused" else 200) for name, address in addresses.items()}


def test_nothing_of_a_report_becomes_a_tag_or_an_attribute_or_turns_the_text_around(tmp_path):
    harmless, attacked = pages_of(tmp_path / "a", re.sub(r"\S", "w", EVIL)), pages_of(tmp_path / "b", EVIL)
    for name, page in attacked.items():
        assert page.tags == harmless[name].tags, name
        assert page.attributes == harmless[name].attributes, name
        assert not {"script", "style"} & set(page.tags[page.tags.index("main") :])
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f]", page.text), name
        assert not [link for link in page.links if link.startswith("javascript:")], name
    assert "<script>alert(1)</script>" in attacked["report"].text


def test_a_report_of_script_tags_formulas_and_ten_megabyte_lines_is_shown_harmless(tmp_path):
    evil = "=HYPERLINK(1) <script>window.owned=1</script> \u202eevil <img src=x onerror=owned=1> +SUM(A1)"
    sentence = f"Rebels shelled {evil} on Friday."
    text = f"{sentence}\n<i>{'x' * 10_000_000}\n=1+1"
    its = claim(
        text, "shelled", sentence, id="c-evil", actors=(actor(text, evil),), sources=(source("=1+1"),), rule=evil
    )
    with Store(tmp_path / "news.tocsin") as store:
        store.add(record(text, its, id="r-evil", outlet="@SUM(1)", title=evil, published="2031-05-04"))
    with TestClient(create(tmp_path / "news.tocsin"), base_url="http://localhost") as asking:
        for address in ("/report/r-evil", "/event/ec-evil", "/queue", "/correct?claim=c-evil", "/acts"):
            answer = asking.get(address)
            assert answer.status_code == 200 and "default-src 'none'" in answer.headers["content-security-policy"]
            assert not re.search("<script>w|<img src=x|<i>|\u202e", answer.text), address
        lines = [*csv.reader(io.StringIO(asking.get("/api/claims?format=csv").text))]
        cells = [cell for line in lines[1:] for cell in line if cell]
        assert cells and not [cell for cell in cells if cell[0] in "=+@\t\r"]
        assert len(asking.get("/api/situation").content) < 20_000, "what is long is not sent with the list"
