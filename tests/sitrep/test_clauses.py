"""Sentences made from the fields of a claim: right for every kind and status, and never more than the record says."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import actor, claim, day, place, quantity, source, span
from tocsin.records import Claim, EventType, Status
from tocsin.sitrep.clauses import clause, spoken
from tocsin.sitrep.document import Quote, Sentence, Theirs, sentence
from tocsin.sitrep.lines import capital
from tocsin.sitrep.lint import faults
from tocsin.sitrep.naming import Names
from tocsin.sitrep.phrases import KINDS, _phrases
from tocsin.storage.loading import StoredClaim

TEXT = "The Rivermen, three barges and Brask met the mayor and some Arden miners at the Old Ford in Karsk on Friday."
PARTIES = {
    "Rivermen": {"id": "rivermen", "kind": "armed-group"}, "Brask": {"id": "brask", "kind": "country"},
    "Arden miners": {"kind": "civilians"}, "mayor": {"kind": "person"}, "barges": {"kind": "military"},
}  # fmt: skip
CODES = sorted(_phrases(), key=str)


def stored(item: Claim) -> StoredClaim:
    return StoredClaim(item, "r1", "The Post", "2031-05-04", "stated", None, None, "e1", "o1", "s1", "2031-05-04")


def said(item: Claim) -> str:
    made = clause(stored(item), Names([item]))
    assert made is not None
    return whole((*made.opening, *made.parts)).text


def whole(parts) -> Sentence:
    return sentence(*capital(list(parts)), ".", notes=["c"])


def attack(status: Status, **more) -> Claim:
    given = {"type": "ASSAULT", "mode": "aerial", "actors": (actor(TEXT, "Rivermen", **PARTIES["Rivermen"]),)}
    given |= {"recipients": (actor(TEXT, "Arden miners", kind="civilians"),), "sources": (source("Vela Moor"),)}
    return claim(TEXT, "met", TEXT, status=status, **given | more)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("happened", "the Rivermen carried out an air strike on some Arden miners (“met”)."),
        ("ongoing", "the Rivermen carried out an air strike on some Arden miners (“met”), still going on."),
        ("planned", "the Rivermen planned to carry out an air strike on some Arden miners (“met”)."),
        ("promised", "the Rivermen promised to carry out an air strike on some Arden miners (“met”)."),
        ("threatened", "the Rivermen threatened to carry out an air strike on some Arden miners (“met”)."),
        ("requested", "there was a call for the Rivermen to carry out an air strike on some Arden miners (“met”)."),
        ("ordered", "there was an order for the Rivermen to carry out an air strike on some Arden miners (“met”)."),
        ("forecast", "it is expected that the Rivermen will carry out an air strike on some Arden miners (“met”)."),
        ("possible", "there may have been, or may yet be, an air strike by the Rivermen on some Arden miners (“met”)."),
        ("denied", "there was not, or will not be, an air strike by the Rivermen on some Arden miners (“met”)."),
        ("unclear", "it is left open whether there was, or will be, an air strike by the Rivermen on some Arden miners "
                    "(“met”)."),
    ],
)  # fmt: skip
def test_each_status_has_its_words(status, words):
    assert said(attack(status)) == f"According to Vela Moor, {words}"


def test_a_condition_stands_in_its_own_words():
    told = said(attack("conditional", condition=span(TEXT, "on Friday")))
    assert told.endswith("would carry out an air strike on some Arden miners (“met”), on the condition “on Friday”.")


def test_place_time_and_number_stand_in_the_sentence():
    item = attack("happened", actors=(actor(TEXT, "barges", kind="military"),), when=day("2031-04-28", "2031-05-02"),
                  quantities=(quantity(TEXT, "three", 3, 3, "troops"),), places=(place(TEXT, "Karsk"),))  # fmt: skip
    assert said(item).endswith("three barges carried out an air strike on some Arden miners (“met”) in Karsk between "
                               "28 April and 2 May 2031.")  # fmt: skip


def test_who_speaks_of_own_acts_and_who_names_no_source():
    assert said(attack("happened", sources=(source("Rivermen"),))).startswith("By their own account, the Rivermen ")
    assert said(attack("happened", sources=())).startswith("The Post reports that the Rivermen ")
    chain = (source("two clerks", "unnamed"), source("Daily Herald", "outlet"))
    assert said(attack("happened", sources=chain)).startswith("According to two clerks, quoted by Daily Herald, ")
    both = (source("Vela Moor"), source("Ors Tal"))
    assert said(attack("happened", sources=both)).startswith("According to Vela Moor and Ors Tal, ")


def test_what_would_be_wrong_or_empty_has_no_clause():
    nobody = "No soldiers were hurt."
    own = (source("Vela Moor"),)
    hurt = actor(nobody, "No soldiers", kind="military")
    empty = [
        claim(nobody, "hurt", nobody, type="ASSAULT", mode=None, status="denied", recipients=(hurt,), sources=own),
        attack("happened", confidence=0.3),
        attack("happened", actors=(), recipients=()),
        attack("happened", type="AGREE", mode=None),
        claim(TEXT, "Ford", "the Old Ford in Karsk on Friday.", type="ASSAULT", actors=(actor(TEXT, "Brask"),)),
        attack("happened", actors=(actor(TEXT, "mayor", kind="person", name="Vela Moor"),)),
    ]
    assert [clause(stored(each), Names([each])) for each in empty] == [None] * len(empty)


def test_a_request_is_told_with_what_is_asked_for():
    miners = actor(TEXT, "Arden miners", kind="civilians")
    act = attack("happened", type="REQUEST", mode=None, recipients=(miners,))
    content = attack("requested", type="RETREAT", mode="withdraw", actors=(miners,), recipients=())
    made = spoken(stored(act), stored(content), Names([act]))
    assert made and whole((*made.opening, *made.parts)).text == (
        "According to Vela Moor, the Rivermen asked some Arden miners to withdraw or leave (“met”)."
    )
    assert spoken(stored(act), stored(attack("happened")), Names([act])) is None


@pytest.mark.parametrize(
    ("text", "words", "named", "shown"),
    [
        ("Talks with the Rivermen failed.", "Rivermen", {"kind": "armed-group"}, "the Rivermen"),
        ("Rivermen seize Karsk", "Rivermen", {"kind": "armed-group"}, "Rivermen"),
        ("A border clerk was shot.", "border clerk", {"kind": "person"}, "a border clerk"),
        ("Its envoy was shot.", "envoy", {"kind": "person"}, "an envoy"),
        ("Then an Arden general spoke.", "Arden general", {"kind": "person"}, "an Arden general"),
        ("All sides agreed.", "sides", {}, "all sides"),
        ("They shot his press clerk.", "his press clerk", {}, "“his press clerk”"),
        ("Two of them fled.", "Two of them", {}, "“Two of them”"),
        ("Sixty-six people fled.", "Sixty-six people", {}, "sixty-six people"),
        ("An 18-year-old Arden miner fled.", "18-year-old Arden miner", {}, "an 18-year-old Arden miner"),
        ("Ahmed al-Tir fled.", "Ahmed al-Tir", {"kind": "person"}, "Ahmed al-Tir"),
        ("Arden's ministry spoke.", "Arden's ministry", {}, "Arden's ministry"),
        ("US clerks fled.", "US clerks", {}, "US clerks"),
    ],
)
def test_names_read_well_in_a_sentence_of_ours(text, words, named, shown):
    item = claim(text, text.split()[-1].strip("."), text, actors=(actor(text, words, **named),))
    assert str(Names([item]).actor(item.actors[0], item)) == shown


def test_every_kind_has_words():
    assert {of for of, _ in CODES} == set(get_args(EventType)) == set(KINDS)


# ---------------------------------------------------------------- made-up claims
parties = st.lists(st.sampled_from(sorted(PARTIES)), max_size=3, unique=True).map(
    lambda names: tuple(actor(TEXT, name, **PARTIES[name]) for name in names)
)
places = st.lists(st.sampled_from(["Karsk", "Old Ford"]), max_size=2, unique=True).map(
    lambda names: tuple(place(TEXT, name, kind="city" if name == "Karsk" else "site") for name in names)
)
days = st.none() | st.dates().map(lambda each: day(each.isoformat())) | st.just(day("2031-05-01", "2031-05-31"))


@given(
    code=st.sampled_from(CODES), status=st.sampled_from(get_args(Status)), actors=parties, recipients=parties,
    places=places, when=days, due=days, sources=st.sampled_from([(), ("Rivermen",), ("the mayor",), ("Vela", "Ors")]),
)  # fmt: skip
def test_made_up_claims_read_as_sentences_that_hold_no_more_than_the_record(code, sources, **fields):
    fields |= {"type": code[0], "mode": code[1], "sources": tuple(map(source, sources))}
    item = claim(TEXT, "met", TEXT, **fields)
    made = clause(stored(item), Names([item]))
    if made is None:
        return
    told = whole((*made.opening, *made.parts))
    words = told.text
    assert words[0].isupper() and words.endswith(".") and not list(faults(told.ours))
    assert not re.search(r"\b(\w+) \1\b|  | [,.;)]|\(\)|None|\ba [aeio]|\{", words), words
    known = {each.name for each in (*item.actors, *item.recipients, *item.places)} | set(sources) | {"The Post"}
    for part in told.parts:
        if isinstance(part, Theirs) and not isinstance(part, Quote):
            assert any(part.casefold().endswith(name.casefold()) for name in known), part
