"""Every sentence of a situation report rests on words of a report, and its numbers are those of the lists."""

from __future__ import annotations

import re

import pytest

from helpers import actor, day, quantity, source, span
from linking.made import report
from storage.made import SHELLED, capture, request, shelling
from tocsin.sitrep.document import Document, Quote, Section, Theirs, sentence
from tocsin.sitrep.lint import faults, linted
from tocsin.sitrep.making import make
from tocsin.storage import loading, moments
from tocsin.storage.filters import Filters
from tocsin.storage.store import Store

MORE = SHELLED.replace("12", "40").replace("the mayor", "a doctor")
JULY = Filters(as_of="2031-07-01")


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "news.tocsin") as opened:
        opened.add(shelling(published="2031-05-03"))
        opened.add(request(published="2031-05-10"))
        claim = {"quantities": (quantity(MORE, "40", 40, 40, "killed"),), "sources": (source("a doctor", "unnamed"),)}
        opened.add(shelling("other", MORE, outlet="The Other", published="2031-05-12", claim=claim))
        opened.add(capture(published="2031-05-12"))
        yield opened


def section(document: Document, title: str) -> Section:
    return next(each for each in document.sections if each.title.startswith(title))


def words(document: Document, title: str) -> list[str]:
    return [" ".join(each.text for each in paragraph) for paragraph in section(document, title).paragraphs]


def told(document: Document) -> list[str]:
    """The events, a line each."""
    parts = [each for each in document.sections if each.level == 3]
    return [" ".join(one.text for one in paragraph) for each in parts for paragraph in each.paragraphs]


def test_an_event_is_told_in_plain_words_with_who_says_so(store):
    document = make(store, "news", "2031-05-11", JULY)
    (shelled, taken) = told(document)
    assert shelled == (
        "According to a doctor, Brask used force (“shelled”) in Karsk on 2 May 2031. "
        "Killed: 12 (the mayor); 40 (a doctor). Also told by the mayor. "
        "2 reports of 2 outlets tell of it, from 2 independent origins."
    )
    assert taken == "According to Arden's army, Arden took territory or property (“taken”) in Lomna on 3 May 2031."


def test_what_stands_out_is_told_first(store):
    first, *_ = words(make(store, "news", "2031-05-11", JULY), "What stands out")
    assert first.startswith("According to a doctor, Brask used force") and first.endswith("(the mayor); 40 (a doctor).")


def test_figures_that_count_different_people_are_no_range(store):
    text = "Brask bombed Tarn on Friday; 13 soldiers and 170 traders died."
    died = quantity(text, "13", 13, 13, "killed", span(text, "soldiers"))
    more = quantity(text, "170", 170, 170, "killed", span(text, "traders"))
    fields = {"actors": (actor(text, "Brask", id="brask", kind="country"),), "quantities": (died, more)}
    fields["when"] = day("2031-05-09")
    store.add(report("post-9", text, ("bombed", fields), published="2031-05-13"))
    harm = words(make(store, "news", "2031-05-13", JULY), "At a glance")[2]
    assert "killed: 170 traders (The post-9 Post); 13 soldiers (The post-9 Post)." in harm


def test_what_was_long_before_the_period_is_background(store):
    store.add(shelling("post-8", "Brask shelled Karsk years ago and killed 900.", published="2031-05-13",
                       claim={"when": day("2029-01-02")}))  # fmt: skip
    document = make(store, "news", "2031-05-13", JULY)
    assert told(document) == []
    assert "on 2 January 2029" in words(document, "Told again as background")[0]


def test_what_an_earlier_report_told_of_has_changed(store):
    (changed,) = words(make(store, "news", "2031-05-11", JULY), "What changed")
    assert "1 more report tells of it." in changed and "It had 1 independent origin and has 2." in changed
    assert "New is the figure killed: 40 (a doctor)." in changed
    assert len(told(make(store, "news", "2031-05-01", JULY))) == 3
    assert told(make(store, "news", "2032-01-01", JULY)) == []


def test_an_act_of_speech_and_what_it_is_about_stand_in_one_line_with_one_note(store):
    document = make(store, "news", "2031-05-01", JULY)
    (asked,) = [each for each in document.sentences() if each.text.startswith("The post-3 Post reports that")]
    assert asked.text.endswith(
        " Arden asked the League to give aid or protection to Arden (“boats”), due by 1 June 2031."
    )
    assert len(asked.notes) == 1


def test_a_contradiction_shows_both_sides_and_settles_nothing(store):
    (told,) = words(make(store, "news", "2031-05-11", JULY), "Contradictions")
    assert "12 according to the mayor (The post-1 Post, 3 May 2031); 40 according to a doctor" in told
    assert SHELLED in told and MORE in told
    assert words(make(store, "news", "2031-05-13", JULY), "Contradictions") == []


def test_what_is_overdue_is_told_with_its_day(store):
    (told,) = words(make(store, "news", "2031-05-01", JULY), "Overdue")
    assert told.startswith("Was due by 1 June 2031: ") and "League" in told and told.count("1 June") == 1
    soon = make(store, "news", "2031-05-01", Filters(as_of="2031-05-25"))
    assert words(soon, "Overdue") == [] and words(soon, "Due")[0].startswith("Due by 1 June 2031: ")


def test_every_note_is_a_quote_of_its_report_and_every_sentence_has_one(store):
    texts = [" ".join(_text(store, name).split()) for name in ("post-1", "post-2", "post-3", "other")]
    document = make(store, "news", "2031-05-01", JULY)
    numbers = document.numbers()
    assert set(numbers) == set(document.notes) and all(each.notes for each in document.sentences())
    for note, told in document.notes.items():
        if not note.startswith("counted:"):
            quote = re.match("“(.*)” ", told)
            assert quote and any(quote[1] in text for text in texts), told
    for each in document.sentences():
        for part in each.parts:
            if isinstance(part, Quote):
                assert any(" ".join(part.split()) in text for text in texts)


def _text(store: Store, name: str) -> str:
    with store.database.reading() as connection:
        return loading.text(connection, moments.newest(connection), name)


def test_the_numbers_say_what_they_count(store):
    document = make(store, "news", "2031-05-11", JULY)
    sizes, kinds, harm, waiting = words(document, "At a glance")
    assert sizes == (
        "2 reports of 2 outlets published since 11 May 2031 are in the store; 2 claims in them tell of 2 events; no "
        "earlier report tells of 1 of them. The claims come from 2 independent origins; 1 of the events is told by "
        "two independent origins or more."
    )
    assert kinds.startswith("Events by standing: 2 told as happened. Events by kind: uses of force 1; ")
    assert "Deaths are told of in 1 event" in harm
    assert "Use of force, Karsk, 2 May 2031, killed: 12 (the mayor) to 40 (a doctor)." in harm
    assert waiting.startswith("1 contradiction between claims is found and shown below.")
    assert document.notes["counted:reports"] == "Reports counted: other, post-2."


def test_the_lag_is_that_of_claims_of_a_known_day(store):
    told = words(make(store, "news", "2031-05-01", JULY), "Where")
    assert told[0].startswith(
        "All places: 3 claims tell of an event on a known day, published 9 days after it at the median and 10 at most."
    )
    assert "2 claims came more than 7 days after the event." in told[0]


# ---------------------------------------------------------------- wording
def test_a_sentence_that_rests_on_nothing_cannot_be_made():
    with pytest.raises(ValueError, match="without a note"):
        sentence("It is so.", notes=[])


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("An attack is very likely.", None),
        ("An attack is probable.", "not of the row"),
        ("An attack is highly improbable.", "not of the row"),
        ("With high confidence an attack is likely.", "likelihood and confidence"),
        ("We have high confidence in the source.", None),
    ],
)
def test_likelihood_is_worded_by_one_row_and_never_beside_confidence(said, fault):
    found = list(faults(said))
    assert (not found) if fault is None else any(fault in each for each in found)


def test_what_a_report_says_is_not_held_against_us():
    quoted = sentence(
        "One says: ", Quote("It is probable, with high confidence."), Theirs(" Probable News"), notes=["c"]
    )
    assert linted(Document("t", "", (), (Section("s", ((quoted,),), "none"),)))
    ours = sentence("That is probable.", notes=["c"])
    with pytest.raises(ValueError, match="probable"):
        linted(Document("t", "", (), (Section("s", ((ours,),), "none"),)))
