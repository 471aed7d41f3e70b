"""What a governing word does to what it embeds: the operators looked up in the parse."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.status.clauses import COPULAS, is_past, negation
from tocsin.knowledge.operators import Embedding, Operators
from tocsin.records import Status

TOO = Embedding("too", "denied", "possible")
HELPERS = frozenset({"prt", "prep", "dobj", "advmod", "acomp", "attr", "auxpass", "oprd"})
FEW = frozenset({"no", "neither", "little", "few", "scant"})
FAILING = "failing"  # the class whose words negate an infinitive
OF = frozenset({"of", "for", "to"})
LINKED = frozenset({"of", "for", "to", "on", "about", "from", "against", "with"})


@dataclass(frozen=True, slots=True)
class Weight:
    """The class of the governing word, its words for the reader, what negates it, whether it tells of the past."""

    embedding: Embedding
    words: str
    negation: Token | None
    past: bool


def weight(child: Token, head: Token, operators: Operators, below: str | None = None) -> Weight | None:
    """What the head does to the child that hangs on it; None where it is no operator, or not for such a child.

    `below` is the class of the child where it is an operator itself ("rescinded the order to ...").
    """
    verb = head.tag_ in syntax.VERB_TAGS or is_headline_verb(head)
    kind = "verbs" if verb else "nouns" if syntax.is_noun(head) else "adjectives"
    word = head.lower_ if kind == "adjectives" else syntax.lemma(head) if kind == "nouns" else head.lemma_.lower()
    if kind == "adjectives" and linked_by(child) == "to" and any(c.lower_ == "too" for c in head.children):
        return Weight(TOO, f"too {word}", _negation(head, kind, operators), is_past(head.head))
    if kind == "verbs" and (word in COPULAS or word in operators.containing):
        found = _of_copula(child, head, operators)
        if found is not None:
            return found
    copula = kind == "verbs" and word in COPULAS
    if not (copula or operators.begins(kind, word)):
        return None
    link = linked_by(child)
    around = {*_around(child, head), link, *_marks(child), *([below] if below else [])}
    found_class = operators.embedding(kind, word, around)
    if found_class is None and copula:
        found_class, word = operators.embedding(kind, "be", around), "be"
    if found_class is None or (child.dep_ in {"prep", "agent"} and not _takes(operators, kind, word, link)):
        return None
    clause = head if kind == "verbs" else head.head
    return Weight(found_class, head.text, _negation(head, kind, operators), is_past(clause))


def is_headline_verb(head: Token) -> bool:
    """ "Dhaka braces for protests", "Doctors shelve walkout": the parse takes the verb of the sentence for a noun."""
    if head.tag_ not in {"NNS", "NN"} or head.dep_ != "ROOT" or not head.i:
        return False
    if syntax.own_subjects(head):
        return head.tag_ == "NNS" or bool(syntax.children(head, "dobj"))
    return head.tag_ == "NNS" and head.nbor(-1).dep_ == "compound" and not syntax.children(head, "det")


def _takes(operators: Operators, kind: str, word: str, link: str) -> bool:
    """Prepositions beyond the common ones only where the phrase names them ("involved in", not "planned in")."""
    return link in (LINKED if kind != "nouns" else OF) or operators.names(kind, word, link)


def _of_copula(child: Token, head: Token, operators: Operators) -> Weight | None:
    """ "is unclear", "is a lie that", "their demands include ...": the predicate or the subject does it."""
    among = (n for p in syntax.children(head, "prep") if p.lower_ == "among" for n in syntax.children(p, "pobj"))
    for word in (*syntax.children(head, "acomp", "attr", "oprd"), *syntax.own_subjects(head), *among):
        if word == child or (word.i > child.i and syntax.is_noun(word) and child.dep_ != "csubj"):
            continue
        kind = "nouns" if syntax.is_noun(word) else "adjectives"
        key = word.lemma_.lower() if kind == "nouns" else word.lower_
        found = operators.embedding(kind, key, {linked_by(child), *_before(word)}) or _setting(word, operators)
        if found is not None:
            return Weight(found, word.text, negation(head) or _few(word), is_past(head))
    return None


def _setting(noun: Token, operators: Operators) -> Embedding | None:
    """ "Among the conditions are ...", "the terms include ...": as what the noun stands for."""
    status = sets_up(noun, operators) if syntax.is_noun(noun) else None
    return Embedding("setting", status, "denied") if status is not None else None


def sets_up(noun: Token, operators: Operators) -> Status | None:
    """The status of what the noun (plan, terms, threat) sets up; None where it sets up nothing."""
    return next((operators.settings[key] for key in syntax.keys(noun) if key in operators.settings), None)


def kind_of(word: Token) -> str:
    """Under which kind of words the operators have it."""
    return "nouns" if syntax.is_noun(word) else "verbs" if word.tag_ in syntax.VERB_TAGS else "adjectives"


def denial_of(verb: Token, operators: Operators) -> Token | None:
    """What denies the verb: its negation, or a word that negates its infinitive ("failed to", "unable to")."""
    if verb.tag_ not in syntax.VERB_TAGS:
        return None
    found = negation(verb)
    if found is not None or verb.dep_ != "xcomp":
        return found
    head = verb.head
    kind, word = ("verbs", head.lemma_.lower()) if head.tag_ in syntax.VERB_TAGS else ("adjectives", head.lower_)
    above = operators.embedding(kind, word, {"to"})
    negates = above is not None and above.name == FAILING and negation(head if kind == "verbs" else head.head) is None
    return head if negates else None


def _negation(head: Token, kind: str, operators: Operators) -> Token | None:
    if kind == "verbs":
        return denial_of(head, operators)
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
    if child.dep_ == "nsubj":
        return "subject"
    if any(c.dep_ == "mark" and c.lower_ in {"before", "until"} for c in child.children):
        return "before"
    if child.tag_ == "VB" or any(c.dep_ == "aux" and c.lower_ == "to" for c in child.children):
        return "to"
    helpers = {c.lower_ for c in child.children if c.dep_ in {"aux", "auxpass"}}
    if (child.tag_ == "VBG" and not syntax.children(child, "aux")) or helpers == {"being"}:
        return "ing"
    return "it" if syntax.is_noun(child) else "that"


def _marks(child: Token) -> set[str]:
    """`it` also for a noun behind a preposition, `passive` for the subject of a passive."""
    nominal = child.dep_ in {"prep", "agent"} and any(syntax.is_noun(c) for c in syntax.children(child, "pobj"))
    gerund = child.dep_ == "prep" and any(c.tag_ == "VBG" for c in syntax.children(child, "pcomp"))
    gerund = gerund or (child.dep_ == "pcomp" and child.tag_ == "VBG")
    return {"it"} if nominal else {"ing"} if gerund else {"passive"} if child.dep_ == "nsubjpass" else set()


def _before(noun: Token) -> set[str]:
    """What stands before a noun: "a fairy tale"."""
    return {c.lemma_.lower() for c in syntax.children(noun, "compound", "amod")} if syntax.is_noun(noun) else set()


def _around(child: Token, head: Token) -> set[str]:
    """The particles, prepositions and objects that stand with the governing word, and what stands before a noun."""
    words = _before(head)
    for other in head.children:
        if other.dep_ in HELPERS and other != child:
            words.add(syntax.lemma(other))
            for prep in (other, *syntax.children(other, "prep")):
                words.update((prep.lower_, *(noun.lemma_.lower() for noun in syntax.children(prep, "pobj"))))
        elif other == child and other.dep_ in {"dobj", "prep"}:
            words.add(other.lemma_.lower())
            words.update(noun.lemma_.lower() for noun in syntax.children(other, "pobj"))
    return words
