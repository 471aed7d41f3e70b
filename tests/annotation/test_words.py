"""The remembering step gives what the model's own two steps give, whatever it has seen before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from tocsin.annotation.language import pipeline

SET = ["TAG", "DEP", "POS", "LEMMA"]
WORDS = (
    "there is are was it that this who 's 're n't ai y' y' all not do does did had have having get got being to but and"
    " the The a no shelled shells shelling raped hopes fell better best ’s ’ve \n \t Monday U.N. 40 in into after, ."
).split(" ")


def _plain(doc: Doc) -> Doc:
    """The parsed document after the model's own two steps."""
    for name in ("attribute_ruler", "lemmatizer"):
        doc = pipeline().get_pipe(name)(doc)
    return doc


def _parsed(text: str) -> Doc:
    nlp = pipeline()
    doc = nlp.make_doc(text)
    for name in ("tok2vec", "tagger", "parser"):
        doc = nlp.get_pipe(name)(doc)
    return doc


def _same(text: str) -> None:
    remembered = pipeline().get_pipe("tocsin_words")(_parsed(text)).to_array(SET).tolist()
    assert remembered == _plain(_parsed(text)).to_array(SET).tolist(), text


@pytest.mark.parametrize(
    "text",
    [
        "There is no word of the two villages, and it is unclear who shelled them.",
        "There were shells; they were ours. They ain't leaving, y'all said.",
        "Troops got hit while getting ready.  They've had it, \n\n and having left, do not return.",
        "That the bridge fell is what that officer, that nobody knew, did say.",
        "",
        " ",
    ],
)
def test_the_same_as_the_models_own_steps(text: str) -> None:
    _same(text)
    _same(text)  # now from memory


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_whatever_was_seen_before(words: list[str]) -> None:
    _same(" ".join(words))


def test_each_analysis_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lemmatizer, asked = pipeline().get_pipe("lemmatizer"), []
    inner = lemmatizer.lemmatize
    monkeypatch.setattr(lemmatizer, "lemmatize", lambda token: asked.append(token.text) or inner(token))
    doc = pipeline()("Zorvian gunners shelled Zorvian gunners.")
    pipeline()("Zorvian gunners shelled Zorvian gunners.")
    assert [token.lemma_ for token in doc][:2] == ["zorvian", "gunner"]
    assert asked.count("Zorvian") <= 2
    assert asked.count("gunners") <= 2


def test_no_list_of_lemmas_is_searched_from_end_to_end() -> None:
    tables = pipeline().get_pipe("lemmatizer").lookups.get_table("lemma_index")
    assert all(isinstance(lemmas, frozenset) for lemmas in tables.values())


def test_words_that_were_forgotten_are_worked_out_again():
    text = "The Glomrads were zorbling a Glomrad that had zorbled near the Zorblers' Glomradhouses."
    with pipeline().memory_zone():
        first = [(token.text, token.lemma_, token.pos_) for token in pipeline()(text)]
    assert "Glomradhouses" not in pipeline().vocab.strings
    with pipeline().memory_zone():
        pipeline()("Other words stand here.")
        assert [(token.text, token.lemma_, token.pos_) for token in pipeline()(text)] == first
