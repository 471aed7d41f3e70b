"""Feeds and pages into a store, from a server that behaves and misbehaves."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from fetching.served import Site, serving
from tocsin.commands import following
from tocsin.commands.following import Following, Manner
from tocsin.commands.talk import Talk
from tocsin.fetching.client import Limits
from tocsin.reading.articles import Options
from tocsin.storage import web
from tocsin.storage.store import Store

HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(words: str, title: str = "Raid on Kita") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>{words}</p><p>The army said it would send more troops to the border next week.</p></article></body></html>"
    )


def feed(*links: str, title: str = "News") -> str:
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link><pubDate>Tue, 06 Jul 2021 10:00:00 GMT</pubDate></item>"
        for link in links
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def silent(site: Site) -> None:
    site.says.clear()
    site.asked.clear()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "empty.tocsin"
    Store(path).close()
    return path


@pytest.fixture
def store(tmp_path: Path, empty: Path) -> Iterator[Store]:
    shutil.copy(empty, tmp_path / "news.tocsin")
    with Store(tmp_path / "news.tocsin") as opened:
        yield opened


def follow(store: Store, *addresses: str, pause: float = 0.0, **given: object) -> Following:
    manner = Manner(Limits(private=True, seconds=3, silence=1), pause, **given)  # type: ignore[arg-type]
    run = Following(store, Options(), None, None, manner, Talk())
    run.run(addresses)
    return run


def test_the_pages_of_a_feed_become_reports_and_a_second_time_nothing_is_asked_twice(site, store):
    site.says["/feed"] = 200, {"ETag": '"1"'}, feed("/a?utm_source=rss", "/b")
    site.says["/a?utm_source=rss"] = 200, HTML, page("Gunmen killed five people in Kita on Monday.")
    site.says["/b"] = 200, HTML, page("Rebels shelled a market in Oru on Tuesday.", "Market shelled")
    assert follow(store, f"{site.address}/feed").counts == {"added": 2}
    first, _ = sorted(store.list("reports"), key=lambda row: row.url)
    assert (first.url, first.published) == (f"{site.address}/a", "2021-07-06")
    assert follow(store, f"{site.address}/feed").counts == {}
    assert site.paths() == ["/feed", "/a?utm_source=rss", "/b", "/feed"]
    assert site.asked[-1][1]["If-None-Match"] == '"1"'
    assert store.check().problems == []


def test_a_corrected_page_is_a_new_version_and_one_that_is_gone_is_withdrawn_until_it_is_back(site, store, capsys):
    address = f"{site.address}/a"
    site.says["/a"] = 200, HTML, page("Gunmen killed five people in Kita on Monday.")
    follow(store, address)
    site.says["/a"] = 200, HTML, page("Gunmen killed seven people in Kita on Monday.")
    assert follow(store, address).counts == {"changed": 1}
    (report,) = store.list("reports")
    assert report.version == 2
    site.says["/a"] = 410, {}, ""
    assert follow(store, address).counts == {"withdrawn": 1}
    assert store.list("reports") == []
    assert follow(store, address).counts == {}
    (act,) = store.acts()
    assert (act.verb, act.who) == ("withdraw", "127.0.0.1") and "410" in act.reason
    site.says["/a"] = 200, HTML, page("Gunmen killed seven people in Kita on Monday.")
    follow(store, address)
    assert [(row.id, row.version) for row in store.list("reports")] == [(report.id, 2)]
    assert store.check().problems == []


def test_a_correction_that_is_taken_back_is_a_version_too(site, store):
    for number, words in enumerate(("five", "seven", "five"), 1):
        site.says["/a"] = 200, HTML, page(f"Gunmen killed {words} people in Kita on Monday.")
        follow(store, f"{site.address}/a")
        (report,) = store.list("reports")
        assert report.version == number
    (kept,) = list_of_pages(store)
    assert b"five people" in kept.body
    sentences = [row.claim.sentence.text for row in store.list("claims")]
    assert any("five people" in words for words in sentences) and not any("seven" in words for words in sentences)
    assert store.check().problems == []


def test_a_page_that_a_person_withdrew_stays_withdrawn(site, store):
    site.says["/a"] = 200, HTML, page("Gunmen killed five people in Kita on Monday.")
    follow(store, f"{site.address}/a")
    (report,) = store.list("reports")
    store.withdraw(report.id, "Ann", "a hoax")
    site.says["/a"] = 404, {}, ""
    follow(store, f"{site.address}/a")
    site.says["/a"] = 200, HTML, page("Gunmen killed five people in Kita on Monday.")
    follow(store, f"{site.address}/a")
    assert store.list("reports") == []


def test_a_kept_page_is_read_again_without_being_sent_again(site, store, monkeypatch):
    site.says["/a"] = 200, HTML | {"ETag": '"x"'}, page("Gunmen killed five people in Kita on Monday.")
    follow(store, f"{site.address}/a")
    (report,) = store.list("reports")
    monkeypatch.setattr(following.pipeline, "fingerprint", lambda _: "a newer reader")
    assert follow(store, f"{site.address}/a").counts == {"unchanged": 1}  # read by the newer one, and the same
    (kept,) = list_of_pages(store)
    assert kept.body.decode() == page("Gunmen killed five people in Kita on Monday.")
    assert following.read_page(kept.look, kept.body, Options()).report.id == report.id


def list_of_pages(store: Store) -> list[web.Kept]:
    with store.web() as connection:
        return [*web.pages(connection)]


def test_what_a_killed_run_left_is_fetched_by_the_next_although_the_feed_says_nothing_new(site, store, monkeypatch):
    site.says["/feed"] = 200, {"ETag": '"1"'}, feed("/a", "/b")
    site.says["/a"] = 200, HTML, page("Gunmen killed five people in Kita on Monday.")
    site.says["/b"] = 200, HTML, page("Rebels shelled a market in Oru on Tuesday.", "Market shelled")
    whole = Store.add

    def killed(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "add", killed)
    with pytest.raises(KeyboardInterrupt):
        follow(store, f"{site.address}/feed")
    monkeypatch.setattr(Store, "add", whole)
    assert follow(store, f"{site.address}/feed").counts == {"added": 2}


def test_what_fails_is_said_and_the_rest_goes_on(site, store, capsys):
    site.says["/robots.txt"] = "User-agent: *\nDisallow: /private"
    site.says["/feed"] = feed("/private/x", "/pdf", "/front", "/empty", "/gone", "/a", "file:///etc/passwd")
    site.says["/pdf"] = 200, {"Content-Type": "application/pdf"}, b"%PDF"
    site.says["/front"] = 302, {"Location": "/"}, ""
    site.says["/"] = 200, HTML, page("This is the front page of a site and no article at all.")
    site.says["/empty"] = 200, HTML, "<html><body></body></html>"
    site.says["/a"] = 200, HTML, page("Gunmen killed five people in Kita on Monday.")
    run = follow(store, f"{site.address}/feed", f"{site.address}/nothing")
    said = capsys.readouterr().err
    assert run.counts == {"added": 1} and run._talk.unread == 6
    for path, words in (
        ("private/x", "robots.txt"), ("pdf", "application/pdf"), ("front", "front page"), ("empty", "holds no article"),
        ("gone", "answers 404"), ("nothing", "answers 404"),
    ):  # fmt: skip
        assert any(path in line and words in line for line in said.splitlines()), (path, said)
    assert "passwd" not in said and "/private/x" not in site.paths()
    site.asked.clear()
    assert follow(store, f"{site.address}/feed").counts == {}
    assert site.paths() == ["/feed"]


def test_a_front_page_is_no_article_but_may_name_feeds(site, store, capsys):
    link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    site.says["/"] = 200, HTML, page("Gunmen killed five people in Kita.").replace("<title>", f"{link}<title>")
    assert follow(store, site.address).counts == {}
    assert f"front page of a site; it names the feeds {site.address}/feed.xml" in capsys.readouterr().err


def test_a_server_that_is_busy_is_asked_once_more_when_it_says(site, store, monkeypatch):
    answers = iter([(429, {"Retry-After": "1"}, ""), (200, HTML, page("Gunmen killed five people in Kita."))])
    site.says["/feed"] = feed("/a")

    def busy(handler: object) -> None:
        site.says["/a"] = next(answers)
        site.answer(handler)  # type: ignore[arg-type]
        site.says["/a"] = busy

    site.says["/a"] = busy
    monkeypatch.setattr(following, "_FIRST_WAIT", 0.01)
    assert follow(store, f"{site.address}/feed").counts == {"added": 1}
    times = [time for path, _, time in site.asked if path == "/a"]
    assert times[1] - times[0] >= 0.9


def test_one_that_wants_to_be_left_alone_for_long_is_left_for_the_next_run(site, store, capsys):
    site.says["/feed"] = feed("/a", "/b")
    site.says["/a"] = site.says["/b"] = 503, {"Retry-After": "7200"}, ""
    follow(store, f"{site.address}/feed")
    assert site.paths() == ["/feed", "/a"]
    assert "120 minutes" in capsys.readouterr().err
    with store.web() as connection:
        assert len(web.waiting(connection, f"{site.address}/feed")) == 2


def test_sitemaps_are_followed_to_their_newest_pages(site, store, capsys):
    site.says["/index.xml"] = (
        "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        "<sitemap><loc>/news.xml</loc></sitemap></sitemapindex>"
    )
    entry = "<url><loc>/{0}</loc><n:news><n:publication_date>2021-07-0{1}</n:publication_date></n:news></url>"
    site.says["/news.xml"] = (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        "xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>"
        + entry.format("old", 1) + entry.format("new", 8) + "</urlset>"
    )  # fmt: skip
    site.says["/new"] = 200, HTML, page("Gunmen killed five people in Kita on Monday.")
    assert follow(store, f"{site.address}/index.xml", newest=1).counts == {"added": 1}
    assert "/old" not in site.paths()
    assert "1 of 2 entries passed over" in capsys.readouterr().err
    (report,) = store.list("reports")
    assert report.published == "2021-07-08"


def test_pages_are_looked_at_again_when_they_are_due_or_said_to_be_updated(site, store, monkeypatch):
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/a'/><updated>2021-07-0{}T10:00:00Z</updated>"
        "</entry></feed>"
    )
    site.says["/feed"] = atom.format(6)
    site.says["/a"] = 200, HTML, page("Gunmen killed five people in Kita on Monday.")
    follow(store, f"{site.address}/feed")
    site.says["/feed"] = atom.format(7)
    site.says["/a"] = 200, HTML, page("Gunmen killed six people in Kita on Monday.")
    assert follow(store, f"{site.address}/feed").counts == {"changed": 1}
    assert follow(store, f"{site.address}/feed").counts == {}
    monkeypatch.setattr(web, "now", lambda: web.written(datetime(2200, 1, 1, tzinfo=UTC)))
    site.says["/a"] = 200, HTML, page("Gunmen killed nine people in Kita on Monday.")
    assert follow(store, f"{site.address}/feed").counts == {"changed": 1}


def test_the_user_is_told_when_a_failing_feed_is_asked_again(site, store, capsys):
    run = Following(store, Options(), None, None, Manner(every=600.0), Talk())
    run._failed["x"] = 2
    assert run._wait("x", "x", following.FetchError("", after=7200.0)) == 7200.0
    assert run._wait("x", "x", following.FetchError("")) == 2400.0
    assert "asked again in 40 minutes" in capsys.readouterr().err
    assert run._wait("y", "y", following.FetchError("")) == 600.0


def test_killed_in_the_midst_and_started_again_every_page_is_there_once(site, tmp_path):
    pages = {f"/p{n}": (200, HTML, page(f"Gunmen killed {n + 2} people in Kita.", f"Raid {n}")) for n in range(5)}
    store = tmp_path / "killed.tocsin"
    command = [sys.executable, "-m", "tocsin", "add", store, f"{site.address}/feed", "--allow-private", "--pause", "0"]
    running: list[subprocess.Popen[bytes]] = []

    def killing(handler: BaseHTTPRequestHandler) -> None:
        site.says[handler.path] = pages[handler.path]
        running[-1].kill()

    site.says |= pages | {"/feed": feed(*pages), "/p3": killing}
    for code in (-signal.SIGKILL, 0):
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        assert running[-1].wait(60) == code
    with Store(store) as opened:
        rows = opened.list("reports")
        assert sorted(row.url for row in rows) == [site.address + link for link in pages]
        assert {row.version for row in rows} == {1} and opened.check().problems == []
