from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.gazetteer.lookup import gazetteer
from tocsin.gazetteer.names import normalise
from tocsin.gazetteer.resolver import Query, resolve

NAMES = ["Paris", "Tripoli", "Georgia", "Valencia", "Kabul", "Goma", "Xqzwv", "Jordan", "San José", "Panj River"]


def query(name, label="GPE", **given):
    return Query(normalise(name), label=label, **given)


def answers(*queries, nations=None):
    return resolve(queries, nations or {}, gazetteer())


def chosen(*queries, nations=None):
    return [answer.entry and answer.entry.country for answer in answers(*queries, nations=nations)]


def test_the_area_that_is_named_decides():
    assert chosen(query("Paris", within=("texas",)), query("Texas")) == ["USA", "USA"]
    assert chosen(query("Paris", within=("france",)), query("France")) == ["FRA", "FRA"]


def test_company_decides_between_namesakes():
    assert chosen(query("Tripoli", located=True), query("Beirut"), query("Sidon"))[0] == "LBN"
    assert chosen(query("Tripoli", located=True), query("Misrata"), query("Benghazi"))[0] == "LBY"


def test_a_country_beats_the_towns_named_like_it():
    assert [answer.entry.kind for answer in answers(query("Chad"), query("Mali"), query("Lebanon"))] == ["country"] * 3


def test_the_class_word_chooses_the_head_of_one_spot():
    town, province = answers(query("Kunduz", located=True), query("Kunduz province", wanted="admin1"))
    assert (town.entry.kind, province.entry.kind) == ("city", "admin1")
    assert town.entry.id in province.rivals


def test_a_known_surname_needs_more_than_a_gazetteer_entry():
    bearer = answers(query("Jackson", label="PERSON", surname=True))[0]
    assert bearer.entry is None
    assert bearer.rivals


def test_an_unknown_name_leaves_the_others_as_they_are():
    alone = answers(query("Goma"), query("Bukavu"))
    assert answers(query("Goma"), query("Xqzwv"), query("Bukavu"))[::2] == alone
    assert answers(query("Xqzwv"))[0] == (None, 0.0, ())


def test_nothing_asked_nothing_answered():
    assert answers() == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(NAMES), max_size=6), st.sampled_from(["GPE", "LOC", "PERSON", "ORG", ""]), st.booleans()
)
def test_every_name_gets_a_probability_and_no_more_than_three_rivals(names, label, located):
    found = answers(*(query(name, label=label, located=located) for name in names))
    assert len(found) == len(names)
    for answer in found:
        assert 0.0 <= answer.confidence <= 1.0
        assert len(answer.rivals) <= 3
        assert answer.entry is None or answer.entry.id not in answer.rivals
