"""Parts of speech and lemmas, remembered: what the model's rules say of a word is worked out once for each analysis.

The rules look at a word and its tag, some at its label in the parse or at the word beside it. Running them over every
token takes a quarter of the pipeline's time; the answers kept here are the rules' own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import numpy
from cymem.cymem import Pool
from spacy.language import Language
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc, Span

NAME: Final = "tocsin_words"
GIVEN: Final[list[int | str]] = ["DEP", "TAG", "POS", "LEMMA"]  # what is set; nothing here reads the morphology
LIMIT: Final = 40_000  # answers kept
LOOKED_AT: Final = {"LOWER", "TAG", "DEP", "IS_SPACE"}

Key = tuple[int, ...]
Answer = tuple[int, int, int, int]
Rule = tuple[int, int, int, int]  # number, name, first token, end


class Words:
    """The model's attribute ruler and its lemmatizer as one step."""

    def __init__(self, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self.ruler, self.lemmatizer = ruler, lemmatizer
        self._match: Callable[[Span], Iterable[Rule]] = ruler.match  # type: ignore[assignment]
        self._context = _Context(ruler)
        self._answers: dict[Key, Answer] = {}
        self._by_tag: dict[int, list[tuple[int, int]]] = {}
        self._new: list[Key] = []

    @contextmanager
    def memory_zone(self, mem: Pool) -> Iterator[Pool]:
        """Answers of the last zone about words, or with lemmas, that the vocabulary has forgotten since are dropped."""
        strings: Any = self._context.strings
        for key in self._new:
            answer = self._answers.get(key)
            if answer and not (key[0] in strings and answer[3] in strings):
                del self._answers[key]
        self._new = []
        self.lemmatizer.cache.clear()
        self._context.forget()
        yield mem

    def __call__(self, doc: Doc) -> Doc:
        """Sets tag, label, part of speech and lemma of every token."""
        if len(self._answers) > LIMIT:
            self._answers.clear()
        keys = list(self._context.keys(doc))
        unknown = {key: i for i, key in enumerate(keys) if key not in self._answers}
        rules = [(key, i, self._rules(doc, i, key)) for key, i in unknown.items()]
        for key, i, found in rules:  # the rules see the document as it was before any of them
            self._answers[key] = self._answer(doc, i, found, labelled=len(key) > 2)
        self._new += unknown
        if keys:
            given: Any = numpy.array([self._answers[key] for key in keys], dtype="uint64")
            labels = given[:, 0]
            labels[labels == 0] = doc.to_array("DEP")[labels == 0]
            doc.from_array(GIVEN, given)
        return doc

    def _rules(self, doc: Doc, i: int, key: Key) -> list[Rule]:
        """The rules that set something at that token, in their order."""
        if len(key) == 2:  # no rule names the word
            tag = key[1]
            if tag not in self._by_tag:
                self._by_tag[tag] = [rule[:2] for rule in self._match(doc[i : i + 1])]
            return [(rule, name, i, i + 1) for rule, name in self._by_tag[tag]]
        first, end = (i, i + 1) if len(key) == 3 else (max(i - 1, 0), i + 2)
        found = ((rule, name, first + a, first + b) for rule, name, a, b in self._match(doc[first:end]))
        return [each for each in found if range(each[2], each[3])[self.ruler.indices[each[0]]] == i]

    def _answer(self, doc: Doc, i: int, rules: Sequence[Rule], *, labelled: bool) -> Answer:
        self.ruler.set_annotations(doc, rules)  # type: ignore[no-untyped-call]
        token = doc[i]
        if not token.lemma:
            token.lemma_ = self.lemmatizer.lemmatize(token)[0]
        return token.dep if labelled else 0, token.tag, token.pos, token.lemma


class _Context:
    """What the rules for a token depend on: its tag; of the words they name the word and its label; for a few that they
    name in pairs, the words beside it.
    """

    def __init__(self, ruler: AttributeRuler) -> None:
        patterns: list[list[dict[str, Any]]] = [each for rule in ruler.patterns for each in rule["patterns"]]  # type: ignore[misc,union-attr]
        words = [word for pattern in patterns for word in pattern]
        pairs = [word for pattern in patterns if len(pattern) == 2 for word in pattern]
        others = [word for word in words if "DEP" in word and not word.keys() & {"LOWER", "IS_SPACE"}]
        by_tag = [word for word in others if not _values(word["DEP"])]  # "any label but these"
        if (
            any(len(pattern) > 2 for pattern in patterns)
            or any(word.keys() - LOOKED_AT for word in words)
            or not all(_values(word.get("TAG", {})) for word in by_tag)
        ):
            raise ValueError("the model's rules look at more than this step knows of")
        number = ruler.vocab.strings.add
        self.strings = ruler.vocab.strings
        self._named, self._in_pairs = _named(words), _named(pairs)
        self._labels = {number(label) for word in others for label in _values(word["DEP"])}
        self._tags = {number(tag) for word in by_tag for tag in _values(word["TAG"])}
        self._pair_labels = {number(label) for word in pairs if "DEP" in word for label in _values(word["DEP"])}
        self._kinds: dict[int, tuple[bool, bool]] = {}
        self._new: list[int] = []

    def keys(self, doc: Doc) -> Iterator[Key]:
        """A key for each token: where it is the same, so is what the rules say."""
        seen = [tuple(row) for row in doc.to_array(["ORTH", "TAG", "DEP"]).tolist()]
        kinds = [self._kind(orth) for orth, _, _ in seen]
        paired = [kind[1] or key[2] in self._pair_labels for kind, key in zip(kinds, seen, strict=True)]
        for i, (kind, key) in enumerate(zip(kinds, seen, strict=True)):
            if paired[i]:
                before = seen[i - 1] if i and paired[i - 1] else ()
                after = seen[i + 1] if i + 1 < len(seen) and paired[i + 1] else ()
                yield (*key, 0, *before, 0, *after)
            else:
                yield key if kind[0] or key[1] in self._tags or key[2] in self._labels else key[:2]

    def forget(self) -> None:
        """Drops what is known of words that the vocabulary has forgotten."""
        strings: Any = self.strings
        for orth in self._new:
            if orth not in strings:
                del self._kinds[orth]
        self._new = []

    def _kind(self, orth: int) -> tuple[bool, bool]:
        """Whether rules name the word, and whether in a pair."""
        kind = self._kinds.get(orth)
        if kind is None:
            lower = self.strings[orth].lower()
            named = lower.isspace() or bool(self._named(lower))
            kind = self._kinds[orth] = named, bool(self._in_pairs(lower))
            self._new.append(orth)
        return kind


def _named(words: Iterable[dict[str, Any]]) -> Callable[[str], re.Match[str] | None]:
    """A test whether one of these parts of rules asks for a word, in lower case."""
    wanted = [word["LOWER"] for word in words if "LOWER" in word]
    plain = {re.escape(each) for part in wanted for each in _values(part)}
    regexes = [part["REGEX"] for part in wanted if isinstance(part, dict) and "REGEX" in part]
    return re.compile("|".join([*(f"^(?:{each})$" for each in sorted(plain)), *regexes])).search


def _values(wanted: str | dict[str, Any]) -> Sequence[str]:
    return (wanted,) if isinstance(wanted, str) else wanted.get("IN", ())


@Language.factory(NAME)
def _words(nlp: Language, name: str) -> Words:  # noqa: ARG001
    return Words(nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer"))  # type: ignore[arg-type]


def remember(nlp: Language) -> None:
    """Puts the remembering step in the place of the model's two."""
    nlp.add_pipe(NAME, after="lemmatizer")
    for name in ("attribute_ruler", "lemmatizer"):
        nlp.disable_pipe(name)
