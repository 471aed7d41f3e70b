"""Origins: what is a copy, whose text it is, and that the order of adding does not matter."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linking.made import prose, report, told_to
from tocsin.linking.cards import report_card
from tocsin.linking.events import origins
from tocsin.linking.memory import Memory, linked
from tocsin.linking.sketch import KEPT, overlap, sketch


def partition(memory):
    groups = {}
    for name in memory.report_cards:
        groups.setdefault(memory.report(name).origin, set()).add(name)
    return {frozenset(group) for group in groups.values()}


def test_the_same_text_gives_the_same_sketch_in_every_process():
    assert sketch("one two three four five six seven eight nine")[0] == (3380898331, 3559459492)


def test_a_text_shorter_than_a_run_has_no_sketch():
    assert sketch("too short to tell") == ((), 0)
    assert overlap(*sketch("too short"), *sketch("too short")).share == 0


def test_overlap_is_exact_for_short_texts():
    whole = prose(1, 200)
    half = " ".join(whole.split()[:100])
    assert overlap(*sketch(whole), *sketch(half)).share == 1.0
    assert overlap(*sketch(prose(2, 200)), *sketch(whole)).share == 0.0


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.8])
def test_overlap_of_long_texts_is_near_the_truth(kept):
    whole = prose(3, 5000)
    words = whole.split()
    part = " ".join(words[: int(5000 * kept)]) + " " + prose(4, int(5000 * (1 - kept)))
    assert sketch(whole)[1] > KEPT
    assert abs(overlap(*sketch(whole), *sketch(part)).share - kept) < 0.08


def test_ten_copies_of_one_dispatch_are_one_origin():
    text = f"KARSK (Meridian) - {prose(5, 150)}"
    memory = linked(report(f"r{n}", text, outlet=f"Daily {n}") for n in range(10))
    assert len(partition(memory)) == 1


def test_a_copy_cut_to_two_fifths_is_the_same_origin():
    whole = prose(6, 300)
    memory = linked(
        [report("whole", whole), report("cut", " ".join(whole.split()[:120]) + " The editors add nothing.")]
    )
    assert partition(memory) == {frozenset({"whole", "cut"})}


def test_texts_about_one_matter_in_other_words_are_two_origins():
    one = "Two shells hit the depot at Karsk on Friday and set a fuel tank alight, the mayor said in the evening."
    other = "A fuel tank burned at the Karsk depot after two shells had hit it, said the mayor of the town on Friday."
    assert len(partition(linked([report("a", one), report("b", other)]))) == 2


def test_a_later_whole_text_joins_the_two_halves_that_were_known():
    words = prose(7, 400).split()
    halves = report("first", " ".join(words[:200])), report("second", " ".join(words[200:]))
    memory = linked(halves)
    assert len(partition(memory)) == 2
    memory.add(report("whole", " ".join(words)))
    assert partition(memory) == {frozenset({"first", "second", "whole"})}


def test_a_tenth_is_enough_where_both_quote_the_same_agency():
    shared, said = prose(8, 40), "said an officer told AFP"
    texts = [f"{shared}\n{said}\n{prose(n, 160)}" for n in (9, 10)]
    quoting = [report(f"q{n}", text, ("said", {"sources": told_to("AFP")})) for n, text in enumerate(texts)]
    silent = [report(f"s{n}", text) for n, text in enumerate(texts)]
    assert len(partition(linked(quoting))) == 1
    assert len(partition(linked(silent))) == 2


@pytest.mark.parametrize(
    ("text", "byline", "wire"),
    [
        ("KARSK, Norland (AP) — Two shells hit the depot.", None, "associated-press"),
        ("KARSK (Reuters) - Two shells hit the depot.", None, "reuters"),
        ("KARSK (Meridian) - Two shells hit the depot.", None, "meridian"),
        ("Two shells hit the depot (AP) on Friday.", None, None),
        ("Two shells hit the depot.", "AFP", "afp"),
        ("Two shells hit the depot.", "Ann Lee, AFP", "afp"),
        ("Two shells hit the depot.", "Ann Lee", None),
        ("By Agence France-Presse\nTwo shells hit the depot.", None, "afp"),
        ("The Associated Press\n15 Jul 2031\nTwo shells hit the depot.", None, "associated-press"),
        ("Two shells hit the depot.\n(Reporting by Xinhua; editing by Ann Lee)", None, "xinhua"),
        (
            "Two shells hit the depot.\nAssociated Press writer Ann Lee contributed to this report.",
            None,
            "associated-press",
        ),
        ("Two shells hit the depot.\nPhoto: Reuters/Ann Lee", None, None),
    ],
)
def test_whose_text_a_report_says_it_is(text, byline, wire):
    assert report_card(report("r", text, byline=byline)).wire == wire


def test_an_agencys_own_text_bears_no_foreign_tag():
    text = "KARSK (Meridian) - Two shells hit the depot."
    assert report_card(report("r", text, outlet="Meridian News Agency")).wire is None


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_adding_does_not_change_who_shares_an_origin(shuffler: random.Random):
    words = prose(12, 400).split()
    records = [report(f"part{n}", " ".join(words[40 * n : 40 * n + 120])) for n in range(6)]
    records += [report("whole", " ".join(words)), report("other", prose(13, 200))]
    expected = partition(linked(records))
    shuffler.shuffle(records)
    assert (
        partition(linked(records))
        == expected
        == {frozenset({*(f"part{n}" for n in range(6)), "whole"}), frozenset({"other"})}
    )


# ---------------------------------------------------------------- origins of claims
def cards(*records):
    return list(linked(records).claim_cards.values())


def test_two_outlets_quoting_a_third_are_one_origin():
    texts = [f"{prose(n, 30)}\nThe depot was shelled, an officer told Interfax" for n in (20, 21)]
    made = cards(*(report(f"r{n}", t, ("shelled", {"sources": told_to("Interfax")})) for n, t in enumerate(texts)))
    assert origins(made) == {"dispatch of interfax"}


def test_the_quoted_outlets_own_report_adds_no_origin():
    quoting = report(
        "a", "The depot was shelled, an officer told Interfax", ("shelled", {"sources": told_to("Interfax")})
    )
    own = report("b", "Gunners shelled the depot", "shelled", outlet="Interfax")
    assert len(origins(cards(quoting, own))) == 1


def test_a_report_that_says_so_itself_is_its_own_origin_whatever_it_quotes_besides():
    text = "Gunners shelled the depot\nThe shelling lasted an hour, an officer told Interfax"
    own = report("a", text, "shelled", ("shelling", {"sources": told_to("Interfax")}))
    assert origins(cards(own)) == {"oa"}


def test_an_outlet_that_quotes_itself_is_no_further_origin():
    own = report(
        "a",
        "The depot was shelled, an officer told Interfax",
        ("shelled", {"sources": told_to("Interfax")}),
        outlet="Interfax",
    )
    assert origins(cards(own)) == {"oa"}


def test_adding_twice_changes_nothing():
    text = f"KARSK (Meridian) - {prose(14, 100)}"
    memory = Memory()
    for _ in range(2):
        memory.add(report("a", text, outlet="One"))
        memory.add(report("b", text, outlet="Two"))
    assert partition(memory) == {frozenset({"a", "b"})}
