"""What a store knows of the web, in either database."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from storage.made import shelling
from tocsin.storage import web
from tocsin.storage.database import StoreError
from tocsin.storage.tables import kept_page
from tocsin.storage.web import Lead, Look

FEED = "https://example.org/feed"


def lead(name: str, **given: str) -> Lead:
    return Lead(f"https://example.org/{name}", f"https://example.org/{name}?utm_source=x", FEED, **given)


def look(name: str, status: int = 200, **given: str | None) -> Look:
    page = f"https://example.org/{name}"
    return Look(page, page, page, status, **{"feed": FEED} | given)  # type: ignore[arg-type]


def test_what_lists_name_waits_until_it_is_looked_at_or_updated(store):
    with store.web(writes=True) as connection:
        assert web.note_leads(connection, [lead("a"), lead("b", updated="2021-07-06")]) == 2
        assert web.note_leads(connection, [lead("a"), lead("b", updated="2021-07-06"), lead("c")]) == 1
        assert [each.page[-1] for each in web.waiting(connection, FEED)] == ["a", "b", "c"]
        for name in "abc":
            web.note(connection, look(name))
        assert web.waiting(connection, FEED) == []
        assert web.note_leads(connection, [lead("b", updated="2021-07-07"), lead("a", updated="2021-07-07")]) == 2
        assert [each.page[-1] for each in web.waiting(connection, FEED)] == ["b", "a"]
        assert web.waiting(connection, "https://example.org/other") == []


def test_pages_are_kept_once_and_found_as_they_came_last(store):
    with store.web(writes=True) as connection:
        web.note(connection, look("a", charset="latin-1"), b"first")
        web.note(connection, look("b"), b"first")
        web.note(connection, look("a"), b"second")
        web.note(connection, look("a", status=304))
        web.note(connection, look("c", status=404))
    with store.web() as connection:
        kept = web.kept(connection, "https://example.org/a")
        assert kept is not None and (kept.body, kept.look.status) == (b"second", 200)
        assert [(each.look.page[-1], each.body) for each in web.pages(connection)] == [
            ("b", b"first"),
            ("a", b"second"),
        ]
        newest = web.last(connection, "https://example.org/a")
        assert newest is not None and newest.status == 304
        assert web.kept(connection, "https://example.org/c") is None
    assert store.check().problems == []


def test_pages_are_due_when_their_age_has_doubled_and_not_after_a_month(store, monkeypatch):
    first = datetime(2021, 7, 1, tzinfo=UTC)

    def at(days: float) -> str:
        return web.written(datetime.fromtimestamp(first.timestamp() + 86_400 * days, UTC))

    page = "https://example.org/a"
    with store.web(writes=True) as connection:
        web.note(connection, look("a", at=at(0), again=at(2)))
        web.note(connection, look("a", at=at(2), again=at(4)))
        for day, due in ((3, 0), (5, 1)):
            monkeypatch.setattr(web, "now", lambda day=day: at(day))
            assert len(web.due(connection, FEED)) == due
        assert web.again(connection, page) is None  # first seen long ago
        soon = web.again(connection, "https://example.org/new")
        assert soon is not None and 3500 < (datetime.fromisoformat(soon) - datetime.now(UTC)).total_seconds() < 3700


def test_a_report_whose_page_is_gone_is_withdrawn_and_comes_back_with_it(store):
    record = shelling()
    store.add(record, page=(look("a", report_id=record.report.id), b"page"))
    gone = look("a", status=410, report_id=record.report.id)
    with store.web(writes=True) as connection:
        assert web.gone(connection, gone, "example.org", "410") == len(record.claims)
        assert web.gone(connection, gone, "example.org", "410") is None
    assert store.list("reports") == []
    with store.web(writes=True) as connection:
        assert not web.back(connection, record.report.id, "other.example", "again there")
        assert web.back(connection, record.report.id, "example.org", "again there")
        assert not web.back(connection, record.report.id, "example.org", "again there")
    assert len(store.list("reports")) == 1
    assert store.check().problems == []


def test_what_is_known_of_the_web_only_grows_and_a_damaged_page_is_found(store):
    with store.web(writes=True) as connection:
        web.note(connection, look("a"), b"page")
        connection.execute(insert(kept_page), {"digest": "0" * 32, "body": zlib.compress(b"another")})
        connection.execute(insert(kept_page), {"digest": "1" * 32, "body": b"no page"})
    assert [(problem.what, problem.id[0]) for problem in store.check().problems] == [("page", "0"), ("page", "1")]
    for table in ("look", "kept_page", "lead"):
        with pytest.raises((StoreError, DBAPIError)), store.web(writes=True) as connection:
            connection.exec_driver_sql(f"DELETE FROM {table}")
            if table == "lead":
                web.note_leads(connection, [lead("a")])
                connection.exec_driver_sql(f"DELETE FROM {table}")
