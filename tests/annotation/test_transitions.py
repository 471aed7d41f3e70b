"""Taking decisions together gives what the model's own two steps give, in batches of any size."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from tocsin.annotation.language import pipeline

WORDS = (
    "Rebels shelled Garm on Monday , two diplomats said . The United Nations ' envoy Anna Kowalska has not seen 40 of"
    ' the trucks that left Lviv in 2019 ; who knows why " we will " \n \' s'
).split(" ")
SET = ["HEAD", "DEP", "SENT_START", "ENT_IOB", "ENT_TYPE"]


def _seen(texts: list[str]) -> list[Doc]:
    return list(pipeline().get_pipe("tok2vec").pipe(map(pipeline().make_doc, texts)))


def _set(step: str, texts: list[str], size: int) -> list[list[list[int]]]:
    return [doc.to_array(SET).tolist() for doc in pipeline().get_pipe(step).pipe(_seen(texts), batch_size=size)]


@pytest.mark.parametrize("step", ["parser", "ner"])
@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join), max_size=7), st.integers(1, 8))
def test_decides_as_the_models_own_step(step: str, texts: list[str], size: int) -> None:
    assert _set(f"tocsin_transitions_{step}", texts, size) == _set(step, texts, 4)


def test_one_text_alone() -> None:
    (doc,) = _seen(["Rebels shelled the town of Garm on Monday."])
    for step in ("parser", "ner"):
        assert pipeline().get_pipe(f"tocsin_transitions_{step}")(doc) is doc
    assert [token.dep_ for token in doc][:3] == ["nsubj", "ROOT", "det"]
    assert "Monday" in [entity.text for entity in doc.ents]


def test_the_models_own_steps_rest() -> None:
    assert not {"parser", "ner"} & set(pipeline().pipe_names)
