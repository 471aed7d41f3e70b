"""How often a source stands alone, and how often it is contradicted."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import quantity, source
from linking.made import prose
from storage.made import SHELLED, capture, shelling
from tocsin.desk import voices as counting
from tocsin.desk.index import Index
from tocsin.desk.voices import Voices
from tocsin.storage.store import Store

MORE = SHELLED.replace("12", "40").replace("the mayor", "a doctor")


def contradicting(name: str = "other"):
    claim = {"quantities": (quantity(MORE, "40", 40, 40, "killed"),), "sources": (source("a doctor", "unnamed"),)}
    return shelling(name, MORE, outlet="The Other", claim=claim)


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "news.tocsin") as opened:
        opened.add(shelling())
        opened.add(capture())
        yield opened


def counted(voices: Voices) -> dict[str, tuple[int, int, int]]:
    return {each.name: (each.claims, each.alone, each.contradicted) for each in voices.view(0, "claims").items}


def test_a_claim_stands_alone_until_another_origin_tells_of_it_and_is_contradicted_by_another_figure(store):
    voices = Voices(Index(store))
    assert counted(voices)["the mayor"] == counted(voices)["The post-1 Post"] == (1, 1, 0)
    store.add(contradicting())
    (event,) = [event for event in store.list("events") if len(event.claims) == 2]
    assert event.origins == 2
    found = counted(voices)
    assert found["the mayor"] == found["a doctor"] == found["The Other"] == (1, 0, 1)
    assert found["Arden's army"] == (1, 1, 0)


def test_it_counts_as_list_does(store):
    store.add(contradicting())
    voices = Voices(Index(store))
    listed = {line.id: line.claims for line in store.list("sources")}
    assert {each.id: each.claims for each in voices.view(0, "claims").items} == listed


def test_a_copy_corroborates_nothing(tmp_path):
    long = f"{SHELLED}\n{prose(3, 80)}"
    with Store(tmp_path / "s.tocsin") as store:
        store.add(shelling("first", long))
        store.add(shelling("copy", long, outlet="The Copyist"))
        assert counted(Voices(Index(store)))["the mayor"] == (2, 2, 0)


def test_what_is_withdrawn_no_longer_speaks_nor_contradicts(store):
    store.add(contradicting())
    voices = Voices(Index(store))
    assert counted(voices)["the mayor"][2] == 1
    store.withdraw("other", "ana", "wrong")
    assert counted(voices)["the mayor"] == (1, 1, 0)
    assert "a doctor" not in counted(voices)


def test_the_conflicts_of_a_source_have_a_side_of_its_own(store):
    store.add(contradicting())
    voice, conflicts = Voices(Index(store)).one("THE MAYOR")
    assert voice is not None and voice.contradicted == 1
    assert [sorted(side.says for side in each.sides) for each in conflicts] == [["12", "40"]]
    assert Voices(Index(store)).one("nobody") == (None, [])


def test_a_denial_contradicts_both(store):
    denial = "Brask denied that it shelled Karsk on Friday."
    store.add(
        shelling("denial", denial, outlet="The Denier", claim={"status": "denied", "sources": (source("Brask"),)})
    )
    (conflict,) = store.list("conflicts")
    assert conflict.kind == "denial"
    found = counted(Voices(Index(store)))
    assert found["The Denier"][2] == found["Brask"][2] == found["the mayor"][2] == 1
    assert found["Arden's army"][2] == 0
    assert Voices(Index(store)).one("Brask")[1] == [conflict]


def test_it_says_how_much_it_has_compared(store, monkeypatch):
    store.add(contradicting())
    monkeypatch.setattr(counting, "SECONDS", -1.0)
    voices = Voices(Index(store))
    first = voices.view(0, "claims")
    assert (first.looked_at, first.several) == (0, 1)
    monkeypatch.setattr(counting, "SECONDS", 5.0)
    assert voices.view(0, "claims").looked_at == 1


def test_it_is_ordered_and_filtered(store):
    store.add(contradicting())
    voices = Voices(Index(store))
    names = [each.name for each in voices.view(0, "name", kind="publisher").items]
    assert names == sorted(names) and len(names) == 3
    assert [each.name for each in voices.view(0, "claims", search="DOCT").items] == ["a doctor"]
    assert voices.view(0, "contradicted").items[0].contradicted == 1
