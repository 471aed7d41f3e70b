from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from helpers import actor, claim, day, lines, record, source, span
from tocsin.exports.marks import Mark, Piece, marks, pieces

ROLES = st.sampled_from(["trigger", "sentence", "who"])


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(min_size=1, max_size=40))
    edges = st.integers(0, len(text))
    made = []
    for number in range(draw(st.integers(0, 6))):
        start, end = sorted((draw(edges), draw(edges)))
        if start < end:
            made.append(Mark(start, end, number, draw(ROLES)))
    return text, made


@given(marked(), st.data())
def test_pieces_give_the_text_back_and_carry_exactly_their_marks(given_: tuple[str, list[Mark]], data: st.DataObject):
    text, made = given_
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    at = start
    for piece in pieces(text, start, end, made):
        assert piece.text == text[at : at + len(piece.text)] != ""
        assert set(piece.marks) == {mark for mark in made if mark.start <= at and at + len(piece.text) <= mark.end}
        at += len(piece.text)
    assert at == end


def test_a_shared_word_belongs_to_both_triggers():
    made = [Mark(0, 4, 0, "trigger"), Mark(0, 13, 1, "trigger")]
    first, second = pieces("send a patrol", 0, 13, made)
    assert (first.text, first.triggers, first.begins) == ("send", (0, 1), (0, 1))
    assert (second.text, second.triggers, second.begins) == (" a patrol", (1,), ())


def cut(text: str, found: list[Mark]) -> list[Piece]:
    return pieces(text, 0, len(text), found)


CAPTION = """Rivermen seized two ferries at the quay on Thursday.
Rivermen seized two ferries at the quay on Thursday, the harbour master said, and passengers fled."""
SENTENCE = CAPTION.split("\n")[1]


def test_a_caption_that_repeats_a_sentence_is_marked_too_but_begins_nothing():
    made = record(CAPTION, claim(CAPTION, "seized", SENTENCE, nth=1), blocks=lines(CAPTION, "caption", "body"))
    hits = [piece for piece in cut(CAPTION, marks(made.report, made.claims)) if piece.triggers]
    assert [(piece.text, piece.begins) for piece in hits] == [("seized", ()), ("seized", (0,))]


def test_what_the_caption_lacks_is_not_marked_there():
    made = record(CAPTION, claim(CAPTION, "fled", SENTENCE), blocks=lines(CAPTION, "caption", "body"))
    hits = [piece for piece in cut(CAPTION, marks(made.report, made.claims)) if piece.triggers]
    assert [piece.text for piece in hits] == ["fled"]


def test_words_are_found_again_whatever_the_signs_between_them():
    text = "RIVERMEN SEIZED TWO 'FERRIES' AT NOON\nOn Monday Rivermen seized two ferries at noon, a clerk said."
    body = text.split("\n")[1]
    made = record(
        text, claim(text, "seized", body, actors=(actor(text, "Rivermen"),)), blocks=lines(text, "title", "body")
    )
    again = {text[mark.start : mark.end] for mark in marks(made.report, made.claims) if mark.again}
    assert again == {text.split("\n", maxsplit=1)[0], "SEIZED", "RIVERMEN"}


def test_a_short_caption_repeats_nothing():
    text = "The quay.\nRivermen left The quay."
    made = record(
        text, claim(text, "The quay", "Rivermen left The quay.", nth=1), blocks=lines(text, "caption", "body")
    )
    assert len([piece for piece in cut(text, marks(made.report, made.claims)) if piece.triggers]) == 1


def test_a_body_sentence_that_stands_twice_in_the_body_is_two():
    text = "Rivermen seized two ferries at noon.\nRivermen seized two ferries at noon."
    made = record(text, claim(text, "seized", text.split("\n", maxsplit=1)[0]), blocks=lines(text, "body", "body"))
    assert len([piece for piece in cut(text, marks(made.report, made.claims)) if piece.triggers]) == 1


def test_every_part_of_a_claim_with_words_is_marked():
    text = "Oru asked the League for help by June, a clerk said, if it rains."
    clerk = span(text, "a clerk")
    named = source("a clerk")
    made = claim(
        text,
        "asked",
        text,
        actors=(actor(text, "Oru"),),
        recipients=(actor(text, "the League"),),
        sources=(type(named)(clerk.start, clerk.end, clerk.text, "a clerk", "unnamed", None), named),
        due=day("2024-06-01", text=span(text, "by June")),
        condition=span(text, "if it rains"),
    )
    found = {mark.role: text[mark.start : mark.end] for mark in marks(record(text, made).report, (made,))}
    assert found == {
        "trigger": "asked",
        "sentence": text,
        "who": "Oru",
        "whom": "the League",
        "source": "a clerk",
        "due": "by June",
        "condition": "if it rains",
    }
