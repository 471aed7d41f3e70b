"""A picture is made once at each moment of the store, and no old one is ever shown."""

from __future__ import annotations

import msgspec

from storage.made import capture, shelling
from tocsin.desk.asked import FIRST, Asked
from tocsin.desk.index import Index
from tocsin.desk.pictures import _MOST, Pictures
from tocsin.storage.store import Store


def test_a_picture_is_kept_until_the_store_changes_and_one_of_each_question(tmp_path):
    with Store(tmp_path / "news.tocsin") as store:
        store.add(shelling())
        pictures = Pictures(Index(store))
        first, other = pictures.of(FIRST), pictures.of(Asked(confidence=0.9))
        assert pictures.of(Asked()) is first
        assert [msgspec.json.decode(each)["events"] for each in (first, other)] == [1, 0]
        store.add(capture())
        assert msgspec.json.decode(pictures.of(FIRST))["events"] == 2


def test_what_is_added_may_wait_a_little_and_what_a_person_does_never_does(tmp_path):
    with Store(tmp_path / "news.tocsin") as store:
        store.add(shelling())
        index = Index(store)
        index.patience = 60.0
        pictures = Pictures(index)
        first = pictures.of(FIRST)
        store.add(capture())
        assert pictures.of(FIRST) is first
        store.grade("reliability", "The post-1 Post", "B", "ana", "corrects itself")
        assert msgspec.json.decode(pictures.of(FIRST))["events"] == 2


def test_no_more_pictures_are_kept_than_so_many_and_the_oldest_goes(tmp_path):
    with Store(tmp_path / "news.tocsin") as store:
        pictures = Pictures(Index(store))
        first = pictures.of(FIRST)
        for page in range(1, _MOST + 1):
            pictures.of(Asked(page=page))
        assert len(pictures._kept) == _MOST
        assert pictures.of(FIRST) is not first
