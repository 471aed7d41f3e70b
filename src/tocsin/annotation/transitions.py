"""The model's parser and entity recogniser, with the next decision of all texts of a batch taken at a time.

spaCy takes them in compiled code that lets go of Python's lock and fetches it back whenever it asks for a word that is
not there: with this model some seventy times a word, two thirds of the time that decisions take. Here the same model
and the same transitions are called with the lock held, through the methods that spaCy trains with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

NAME: Final = "tocsin_transitions"


class Transitions:
    """A parser or entity recogniser (`decider`) as a step of the pipeline; what it finds is the decider's own."""

    def __init__(self, decider: Any) -> None:
        self.decider = decider

    def __call__(self, doc: Doc) -> Doc:
        """Sets what is decided of one text."""
        self._decide([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """The texts, with what is decided of them set; batches of so many."""
        for batch in minibatch(docs, batch_size):  # type: ignore[no-untyped-call]
            self._decide(list(batch))
            yield from batch

    def _decide(self, docs: list[Doc]) -> None:
        if not any(map(len, docs)):
            return
        model = self.decider.model.predict(docs)
        states = self.decider.moves.init_batch(docs)
        left = [state for state in states if not state.is_final()]
        while left:
            left = self.decider.transition_states(left, model.predict(left))
        self.decider.set_annotations(docs, states)


@Language.factory(NAME, default_config={"of": "parser"})
def _transitions(nlp: Language, name: str, of: str) -> Transitions:  # noqa: ARG001
    return Transitions(nlp.get_pipe(of))


def together(nlp: Language) -> None:
    """Puts such a step in the place of the parser and of the entity recogniser."""
    for of in ("parser", "ner"):
        nlp.add_pipe(NAME, name=f"{NAME}_{of}", after=of, config={"of": of})
        nlp.disable_pipe(of)
