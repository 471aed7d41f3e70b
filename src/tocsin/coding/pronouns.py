"""Whom a pronoun means: the likeliest noun before it that agrees, the doer of its own clause aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from tocsin.annotation.document import Document, Passage
from tocsin.coding import syntax
from tocsin.knowledge.directory import Directory
from tocsin.records import Actor

PERSONAL = frozenset({"he", "she", "him", "her"})
NEUTER = frozenset({"it", "itself"})
PLURAL = frozenset({"they", "them", "themselves"})
BODIES = frozenset({"country", "government", "organisation", "alliance", "armed-group", "military", "media", "unknown"})
MANY = frozenset({"armed-group", "military", "civilians", "government", "alliance"})


class Pronouns:
    """Resolves the pronouns of one document; `of` gives the actors that a noun names."""

    def __init__(
        self, document: Document, directory: Directory, of: Callable[[Passage, Token], tuple[Actor, ...]]
    ) -> None:
        self.document, self.directory, self.of = document, directory, of

    def meant(self, passage: Passage, token: Token) -> Iterable[Actor]:
        """The actors that the pronoun stands for; none where nothing before it agrees."""
        word, doer = token.lower_, _other_party(token)
        for candidate_passage, candidate in self._before(passage, token):
            if candidate_passage is passage and candidate == doer:
                continue
            found = self.of(candidate_passage, candidate)
            if found and self._agrees(word, candidate, found):
                return found
            if not found and self._is_thing(word, candidate, token):
                return ()
        return ()

    def _before(self, passage: Passage, token: Token) -> Iterator[tuple[Passage, Token]]:
        """Antecedents, likeliest first: subjects of the clauses above, then sentence by sentence back."""
        for _, head in syntax.ancestors(token):
            for subject in syntax.own_subjects(head):
                if subject.i != token.i and subject.tag_ != "PRP":
                    yield passage, subject
        for sentence in reversed([s for s in passage.doc.sents if s.start <= token.i]):
            yield from ((passage, noun) for noun in _ranked(sentence, token))
        if passage.number:
            previous = self.document.passages[passage.number - 1]
            if previous.kind == passage.kind:
                for sentence in reversed(list(previous.doc.sents)):
                    yield from ((previous, noun) for noun in _subjects(sentence))

    def _agrees(self, word: str, candidate: Token, found: tuple[Actor, ...]) -> bool:
        plural = len(found) > 1 or (candidate.tag_ in {"NNS", "NNPS"} and found[0].id is None)
        kind = found[0].kind
        if word in PERSONAL:
            return not plural and (kind == "person" or self._is_person(candidate))
        if word in NEUTER:
            return not plural and kind in BODIES
        return word in PLURAL and (plural or (kind in MANY and not self._is_person(candidate)))

    def _is_person(self, noun: Token) -> bool:
        """ "a minister", "the officer": a common noun for one person."""
        agent = self.directory.agent(noun.lemma_.lower())
        return agent is not None and agent.group == "person"

    def _is_thing(self, word: str, noun: Token, pronoun: Token) -> bool:
        """What "it" may well mean although it is nobody: the fire that "killed nine"."""
        near = noun.doc is not pronoun.doc or noun.sent.end >= pronoun.sent.start
        return word in NEUTER and near and noun.tag_ == "NN" and noun.dep_ in {"nsubj", "nsubjpass", "dobj"}


def _ranked(sentence: TokenSpan, pronoun: Token) -> list[Token]:
    """The nouns of a sentence before the pronoun: subjects, then objects of other verbs, then the others."""
    own = pronoun.sent.start == sentence.start
    nouns = [t for t in sentence if t.i < pronoun.i and syntax.is_noun(t) and t.dep_ not in {"compound", "nmod"}]
    objects = [t for t in reversed(nouns) if t.dep_ == "dobj" and (not own or t.head != syntax.governor(pronoun))]
    others = [t for t in reversed(nouns) if t.dep_ == "pobj" and t.head.lower_ != "as" and not own]
    return [*(t for t in _subjects(sentence) if t.i < pronoun.i), *objects, *others]


def _subjects(sentence: TokenSpan) -> list[Token]:
    """Noun subjects: that of the main clause first, then the later before the earlier."""
    found = [t for t in reversed(list(sentence)) if t.dep_ in syntax.SUBJECTS and syntax.is_noun(t)]
    return sorted(found, key=lambda t: t.head.dep_ != "ROOT")


def _other_party(pronoun: Token) -> Token | None:
    """Whom an object pronoun cannot stand for: the doer of its own clause ("The department arrested them")."""
    if pronoun.dep_ in syntax.SUBJECTS or pronoun.lower_.endswith(("self", "selves")):
        return None
    clause = syntax.governor(pronoun)
    return syntax.agent(clause) if syntax.is_verb(clause) else None
