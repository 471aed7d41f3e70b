"""Conditions and questions: what is only said to depend on something, or is asked."""

from __future__ import annotations

from spacy.tokens import Token

from tocsin.annotation.times.periods import LETTERS
from tocsin.annotation.times.words import unit_of
from tocsin.coding import syntax
from tocsin.coding.status.clauses import is_past
from tocsin.coding.status.embedding import weight
from tocsin.knowledge.operators import Operators

ASKING = frozenset({"ask", "wonder", "question", "inquire", "enquire", "query"})
ASKED = frozenset({"when", "where", "how", "which", "who", "what"})
UNNAMED = frozenset({"anonymity", "anonymous", "named", "identified", "quoted", "secrecy", "confidentiality"})
ANYBODY = frozenset({"anyone", "anybody", "anything", "whoever"})
TENSED = frozenset({"VBZ", "VBP"})


def is_question(verb: Token, operators: Operators) -> bool:
    """ "could not say whether", "asked if", "did not say when": an open question, no condition."""
    marks = {child.lower_ for child in verb.children if child.dep_ in {"mark", "advmod", "cc", "preconj"}}
    if "whether" in marks:
        return True
    if (
        marks & ASKED
        and verb.dep_ in {"advcl", "ccomp", "pcomp"}
        and verb.i > verb.head.i
        and _lies_open(verb, operators)
    ):
        return True
    asked = verb.dep_ == "advcl" and verb.head.lemma_.lower() in ASKING and verb.i > verb.head.i
    return (verb.dep_ in {"ccomp", "pcomp"} or asked) and "if" in marks


def _lies_open(verb: Token, operators: Operators) -> bool:
    """What the head says of such a clause leaves it open, and the clause is not told as done."""
    found = weight(verb, verb.head, operators)
    if found is None or is_past(verb):
        return False
    return (found.embedding.negated if found.negation is not None else found.embedding.plain) == "unclear"


def ends_as_question(token: Token) -> bool:
    """The sentence, or the quotation in it that holds the token, ends in a question mark."""
    sent = token.sent
    if sent[-1].text == "?":
        return True
    for other in token.doc[token.i : sent.end]:
        if other.text in {"?", "!", "”", '"', ";"} or (other.text == "." and other.i < sent.end - 1):
            return other.text == "?"
    return False


def is_condition(verb: Token, operators: Operators) -> bool:
    """The verb of an if-clause, or of a time clause that lies ahead."""
    if is_question(verb, operators):
        return False
    marks = [c for c in verb.children if c.dep_ in {"mark", "advmod", "prep"} and c.i < verb.i]
    if _of_anybody(verb):
        return True
    if _time_to_come(verb, marks) or _in_case(verb):
        return True
    if verb.dep_ in {"advcl", "ccomp"} and _provided(verb, operators):
        return True
    if verb.dep_ == "advcl" and any(c.lower_ in operators.conditions for c in marks):
        return True
    return verb.dep_ in {"advcl", "ccomp"} and (_as_soon(verb) or _inverted(verb))


def _of_anybody(verb: Token) -> bool:
    """ "whoever crosses the wire", "anyone who strikes an officer": whether somebody does is open."""
    if verb.tag_ not in TENSED:
        return False
    if any(subject.lower_ in {"whoever", "whichever"} for subject in syntax.own_subjects(verb)):
        return True
    holder = verb.head
    return verb.dep_ == "relcl" and (holder.lower_ in ANYBODY or any(c.lower_ == "any" for c in holder.children))


def _in_case(verb: Token) -> bool:
    edge = verb.left_edge.i
    before = verb.doc[max(0, edge - 1) : edge + 2].text.lower()
    return verb.dep_ == "advcl" and ("in case" in before or before.endswith("case"))


def in_the_event(prep: Token) -> bool:
    """ "in the event of an attack": the attack is the condition."""
    holder = prep.head
    return prep.lower_ == "of" and holder.lower_ in {"event", "case"} and holder.head.lower_ == "in"


def _provided(verb: Token, operators: Operators) -> bool:
    """ "provided that it leaves": the parse makes a verb of the conjunction; or the clause hangs on it."""
    holder = verb.head
    return verb.dep_ == "ccomp" and holder.dep_ in {"prep", "advcl"} and holder.lower_ in operators.conditions


def _time_to_come(verb: Token, marks: list[Token]) -> bool:
    """ "six months after the withdrawal is completed": a moment that lies ahead, told in the present tense."""
    if verb.dep_ != "advcl" or not any(c.lower_ in {"after", "before", "until", "till", "when", "once"} for c in marks):
        return False
    tensed = {c.tag_ for c in verb.children if c.dep_ in {"aux", "auxpass"}} or {verb.tag_}
    if not tensed & TENSED:
        return False
    above = [verb.head, *(head for _, head in syntax.ancestors(verb.head))]
    return not any(head.tag_ in TENSED for head in above[:1])


def _measured(verb: Token) -> bool:
    """ "two months after the truce takes effect": a date to come, no condition."""
    marks = (c for c in verb.children if c.dep_ == "mark" and c.i > 0 and c.lower_ in {"after", "before"})
    return any(unit_of(mark.nbor(-1).lower_) in LETTERS for mark in marks)


def _inverted(verb: Token) -> bool:
    """ "Should talks fail, ...": a modal before its subject that asks nothing."""
    subject = next(iter(syntax.own_subjects(verb)), None)
    helpers = (c for c in (*verb.children, verb) if c == verb or c.dep_ in {"aux", "auxpass"})
    modal = next((c for c in helpers if c.lower_ in {"should", "had", "were"}), None)
    opens = modal is not None and (modal.is_sent_start or modal.nbor(-1).text == ",")
    return bool(subject and modal and modal.i < subject.i and opens)


def _as_soon(verb: Token) -> bool:
    """ "as soon as", "as long as"."""
    mark = next((c for c in verb.children if c.dep_ == "mark" and c.lower_ == "as"), None)
    return mark is not None and mark.i >= 2 and mark.nbor(-1).lower_ in {"soon", "long"}


def condition(verb: Token, operators: Operators) -> tuple[int, int] | None:
    """The tokens of a conditional clause or phrase that hangs on the verb or on the clause above it."""
    for holder in (verb, verb.head):
        for child in holder.children:
            if (
                child != verb
                and child.dep_ in {"advcl", "ccomp"}
                and is_condition(child, operators)
                and not _measured(child)
            ):
                return child.left_edge.i, child.right_edge.i + 1
            if child.dep_ in {"prep", "advcl"} and child != verb and _is_phrase(child, operators):
                return child.left_edge.i, child.right_edge.i + 1
            inner = next((c for c in child.children if c.dep_ == "advcl" and _as_soon(c)), None)
            if child.dep_ == "advmod" and inner is not None:
                return child.left_edge.i, child.right_edge.i + 1
    return None


def _is_phrase(prep: Token, operators: Operators) -> bool:
    """ "in the event of a coup", "in exchange for a truce", "on condition that", "provided that"."""
    if prep.lower_ in operators.conditions and syntax.children(prep, "ccomp", "pcomp", "pobj"):
        return True
    nouns = syntax.children(prep, "pobj")
    if prep.lower_ == "in":
        if any(c.lower_ in {"event", "case"} and any(g.lower_ in {"of", "that"} for g in c.subtree) for c in nouns):
            return True
        return any(c.lower_ in {"exchange", "return"} and syntax.after(c, "for") is not None for c in nouns)
    if prep.lower_ in {"on", "under"}:
        return any(
            c.lower_ in {"condition", "conditions"} and syntax.children(c, "acl", "ccomp", "prep", "relcl")
            for c in nouns
            if UNNAMED.isdisjoint(word.lower_ for word in c.subtree)
        )
    return False
