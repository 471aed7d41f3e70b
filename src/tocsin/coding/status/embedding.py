"""What a governing word does to what it embeds: the operators looked up in the parse."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.status.clauses import COPULAS, is_past, negation
from tocsin.knowledge.operators import Embedding, Operators

HELPERS = frozenset({"prt", "prep", "dobj", "advmod", "acomp", "attr", "auxpass", "oprd"})
FEW = frozenset({"no", "neither", "little", "few", "scant"})
LINKED = frozenset({"of", "for", "to", "on", "about", "from", "against", "with"})


@dataclass(frozen=True, slots=True)
class Weight:
    """The class of the governing word, its words for the reader, what negates it, whether it tells of the past."""

    embedding: Embedding
    words: str
    negation: Token | None
    past: bool


def weight(child: Token, head: Token, operators: Operators) -> Weight | None:
    """What the head does to the child that hangs on it; None where it is no operator, or not for such a child."""
    kind = "verbs" if head.tag_ in syntax.VERB_TAGS else "nouns" if syntax.is_noun(head) else "adjectives"
    word = head.lemma_.lower() if kind != "adjectives" else head.lower_
    if kind == "verbs" and (word in COPULAS or word in operators.containing):
        found = _of_copula(child, head, operators)
        if found is not None:
            return found
    if not operators.begins(kind, word):
        return None
    link = linked_by(child)
    found_class = operators.embedding(kind, word, {*_around(child, head), link})
    if found_class is None or (child.dep_ in {"prep", "agent"} and not _takes(operators, kind, word, link)):
        return None
    clause = head if kind == "verbs" else head.head
    return Weight(found_class, head.text, _negation(head, kind), is_past(clause))


def _takes(operators: Operators, kind: str, word: str, link: str) -> bool:
    """Prepositions beyond the common ones only where the phrase names them ("involved in", not "planned in")."""
    return link in LINKED or operators.names(kind, word, link)


def _of_copula(child: Token, head: Token, operators: Operators) -> Weight | None:
    """ "is unclear", "is a lie that", "their demands include ...": the predicate or the subject does it."""
    for word in (*syntax.children(head, "acomp", "attr", "oprd"), *syntax.own_subjects(head)):
        if word == child or (word.i > child.i and syntax.is_noun(word)):
            continue
        kind = "nouns" if syntax.is_noun(word) else "adjectives"
        key = word.lemma_.lower() if kind == "nouns" else word.lower_
        found = operators.embedding(kind, key, {linked_by(child)})
        if found is not None:
            return Weight(found, word.text, negation(head) or _few(word), is_past(head))
    return None


def _negation(head: Token, kind: str) -> Token | None:
    if kind == "verbs":
        return negation(head)
    holder = head.head
    if kind == "adjectives" and head.dep_ in {"acomp", "oprd", "attr"} and syntax.is_clause(holder):
        return negation(holder)
    return _few(head)


def _few(noun: Token) -> Token | None:
    return next((c for c in noun.children if c.dep_ in {"det", "amod"} and c.lower_ in FEW), None)


def linked_by(child: Token) -> str:
    """How the child is joined to what governs it: `to`, `ing`, `that`, `it`, or its preposition."""
    if child.dep_ in {"prep", "agent"}:
        return child.lower_
    if child.dep_ in {"pobj", "pcomp"}:
        return child.head.lower_
    if any(c.tag_ == "MD" for c in child.children):
        return "that"
    before = next((c for c in child.children if c.dep_ == "mark" and c.lower_ == "before"), None)
    if before is not None:
        return "before"
    if child.tag_ == "VB" or any(c.dep_ == "aux" and c.lower_ == "to" for c in child.children):
        return "to"
    if child.tag_ == "VBG" and not any(c.dep_ == "aux" for c in child.children):
        return "ing"
    return "it" if syntax.is_noun(child) else "that"


def _around(child: Token, head: Token) -> set[str]:
    """The particles, prepositions and objects that stand with the governing word."""
    words: set[str] = set()
    for other in head.children:
        if other.dep_ in HELPERS and other != child:
            words.add(other.lemma_.lower())
            if other.dep_ == "prep":
                words.update(noun.lemma_.lower() for noun in syntax.children(other, "pobj"))
        elif other == child and other.dep_ in {"dobj", "prep"}:
            words.add(other.lemma_.lower())
            words.update(noun.lemma_.lower() for noun in syntax.children(other, "pobj"))
    return words
