"""The ledger in memory is the ledger of `list`, and follows the store."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from helpers import day, span
from linking.made import report
from storage.made import capture, request, shelling
from tocsin.desk.asked import Asked
from tocsin.desk.due import PARTS, AskedDue, Due
from tocsin.desk.index import Index
from tocsin.storage.filters import Filters
from tocsin.storage.store import Store

TODAY = date(2031, 5, 20)
PLEDGE = "Arden promised grain if the truce holds."
HANGING = "Observers expect a collapse of the council within six months of the withdrawal from Lomna."


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "news.tocsin") as opened:
        opened.add(request())
        opened.add(request("later", claim={"due": day("2031-05-10")}))
        condition = span(PLEDGE, "if the truce holds")
        opened.add(
            report("pledge", PLEDGE, ("promised", {"type": "AID", "status": "conditional", "condition": condition}))
        )
        opened.add(report("hanging", HANGING, ("collapse", {"type": "STATE", "status": "forecast"})))
        opened.add(shelling())
        yield opened


def shown(due: Due, part: str = "open", **given) -> set[str]:
    asked = Asked(given.pop("filters", Filters()))
    return {item.id for item in due.view(AskedDue(asked, TODAY, part, **given)).items}  # type: ignore[arg-type]


def test_it_shows_the_items_that_list_lists(store):
    due = Due(Index(store))
    assert shown(due) == {line.id for line in store.list("ledger")}
    for filters in (Filters(actor="ARD"), Filters(search="grain"), Filters(type=("AID",)), Filters(actor="nobody")):
        assert shown(due, filters=filters) == {line.id for line in store.list("ledger", filters)}, filters


def test_each_part_has_its_items_and_counts_them(store):
    due = Due(Index(store))
    parts = {part: shown(due, part) for part in PARTS}
    assert parts["overdue"] == {"llater:boats"} and parts["coming"] == {"lpost-3:boats"}
    assert parts["conditional"] == {"lpledge:promised"} and parts["hanging"] == {"lhanging:collapse"}
    assert parts["undated"] == {"lpledge:promised"} and parts["decided"] == set()
    assert (
        parts["proposed"]
        == {line.id for line in store.list("ledger", as_of=TODAY.isoformat()) if line.outcomes}
        != set()
    )
    assert due.view(AskedDue(Asked(), TODAY)).counts == {part: len(items) for part, items in parts.items()}


def test_kinds_and_days_narrow_it(store):
    due = Due(Index(store))
    assert shown(due, kinds=("requested",)) == {"llater:boats", "lpost-3:boats"}
    assert shown(due, due_since="2031-05-15") == {"lpost-3:boats"}
    assert shown(due, due_until="2031-05-15") == {"llater:boats"}


def test_it_follows_what_people_decide_and_what_is_withdrawn(store):
    due = Due(Index(store))
    store.resolve("lpost-3:boats", "withdrawn", None, "ana", "taken back")
    assert shown(due, "decided") == {"lpost-3:boats"}
    assert "lpost-3:boats" not in shown(due)
    store.resolve("lpost-3:boats", "open", None, "ana", "no")
    store.withdraw("later", "ana", "wrong")
    assert shown(due) == {line.id for line in store.list("ledger")}
    assert "llater:boats" not in shown(due)
    store.add(request("newest"))
    assert "lnewest:boats" in shown(due)


def test_the_first_due_come_first_and_those_without_a_day_last(store):
    store.add(capture())
    items = Due(Index(store)).view(AskedDue(Asked(), TODAY)).items
    assert [item.due and item.due.end for item in items] == ["2031-05-10", "2031-06-01", None, None]
    assert items[0].state == "overdue" and items[0].days_left == -10
