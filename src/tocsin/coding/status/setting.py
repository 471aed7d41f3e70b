"""What the words around a clause make of it: the terms of a deal, a plan unfolded, a report taken back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from spacy.tokens import Span, Token

from tocsin.annotation.document import text_of
from tocsin.coding import syntax
from tocsin.coding.status.embedding import sets_up
from tocsin.coding.status.standing import Note
from tocsin.knowledge.operators import Operators

UNDER = frozenset({"under", "in", "per", "with", "by", "as"})
CARRIED = frozenset({"ccomp", "acl", "relcl", "dobj", "conj", "xcomp"})
FALSE = frozenset({"denying", "feigning"})
SCHEDULED = frozenset(
    "open meet begin start resume convene gather vote leave arrive travel visit fly host hold march".split()
)
PREDICATED = frozenset({"oprd", "npadvmod", "advcl", "amod", "acomp", "pobj", "attr"})
CALLING = frozenset({"call", "term", "brand", "label", "dub", "reject", "dismiss", "denounce", "describe", "deem"})
DETERMINING = frozenset({"det", "poss", "amod", "nummod", "compound", "predet"})
BACK = 2  # sentences back that may set up what a clause tells
TO_COME = frozenset({"tomorrow", "tonight", "next", "coming", "upcoming", "later", "soon", "shortly"})
# "..., but they have not.", "it was not": a clause that takes the sentence back
_TAKEN_BACK = re.compile(
    r"[;,:—–-] ?(?:but |in fact |in truth )?(?:they|it|he|she|there|none|nothing)"
    r" (?:ha(?:s|ve|d)|did|was|were|is|are|do|does)(?: not|n['’]t)[.”\"]*\s*$",
    re.IGNORECASE,
)
# "...; nothing of the sort had happened"
_NOTHING_SUCH = re.compile(
    r"[;,:—–-] ?(?:but |in fact )?(?:nothing of the (?:kind|sort)|no such \w+|none of (?:it|this|that))"
    r" (?:has |had |have |was |were |ever )*(?:happened|occurred|taken place|took place|existed|true)\b",
    re.IGNORECASE,
)
# "fizzled out before it began": of what is named by a noun
_NEVER_BEGUN = re.compile(
    r" before (?:it|they) (?:even |ever |had )?"
    r"(?:began|begun|started|took place|happened|got (?:under ?way|going|off the)|could"
    r"|took (?:hold|effect)|came into (?:force|effect))"
)


def set_up(verb: Token, operators: Operators) -> Note | None:
    """What a clause with "would" or in the present stands for under the terms, plan or threat named before it."""
    for holder in (verb, verb.head if verb.dep_ == "conj" else verb):
        for prep in syntax.children(holder, "prep"):
            if prep.lower_ in UNDER:
                held = syntax.children(prep, "pobj")
                inner = [n for h in held for of in syntax.children(h, "prep") for n in syntax.children(of, "pobj")]
                found = _named([*held, *inner], operators)
                if found is not None:
                    return found
    if verb.dep_ == "relcl" and any(c.lower_ == "which" for c in verb.subtree):
        found = _named([verb.head], operators)
        if found is not None:
            return found
    return _before(verb.sent, operators) if syntax.governor(verb) == verb or verb.dep_ in {"ROOT", "conj"} else None


def _before(sentence: Span, operators: Operators) -> Note | None:
    """The last such noun of the sentences before, the nearest first."""
    for _ in range(BACK):
        if sentence.start == 0:
            return None
        sentence = sentence.doc[sentence.start - 1].sent
        found = _named(reversed([t for t in sentence if syntax.is_noun(t)]), operators)
        if found is not None:
            return found
    return None


def _named(nouns: Iterable[Token], operators: Operators) -> Note | None:
    for noun in nouns:
        if _is_bare(noun):
            continue
        status = sets_up(noun, operators)
        if status is not None:
            return status, f"“{noun.text}” before"
    return None


def _is_bare(noun: Token) -> bool:
    """ "on condition of anonymity", "in terms of": a set phrase that names no condition and no terms."""
    return noun.dep_ == "pobj" and not any(c.dep_ in DETERMINING for c in noun.children)


def lies_in_future(verb: Token) -> bool:
    """In the present tense with a time to come: "meet tomorrow", "within a year the soldiers return"."""
    for child in verb.children:
        if child.dep_ not in {"advmod", "npadvmod", "prep", "nsubj"}:
            continue
        if child.dep_ in {"advmod", "npadvmod"} and any(t.lower_ in TO_COME for t in child.subtree):
            return True
        if child.dep_ == "prep" and child.lower_ in {"within", "by", "in", "on"} and _is_date_to_come(child):
            return True
        if child.dep_ == "npadvmod" and child.ent_type_ == "DATE" and verb.lemma_.lower() in SCHEDULED:
            return True  # "the talks open Monday"
        if child.dep_ == "prep" and child.lower_ == "on" and verb.lemma_.lower() in SCHEDULED and _has_date(child):
            return True
    return False


def is_scheduled(noun: Token) -> bool:
    """ "Peace talks open in Nauru on 14 March": an event in the present tense with a time to come."""
    verb = noun.head
    if noun.dep_ != "nsubj" or verb.tag_ not in {"VBZ", "VBP"}:
        return False
    return lies_in_future(verb) or (_takes_effect(verb) and any(t.ent_type_ == "DATE" for t in verb.subtree))


def _takes_effect(verb: Token) -> bool:
    """ "comes into force", "takes effect"."""
    words = {t.lower_ for t in verb.subtree}
    return verb.lemma_.lower() in {"come", "enter", "go", "take"} and bool(words & {"effect", "force"})


def _has_date(prep: Token) -> bool:
    return any(n.ent_type_ == "DATE" for n in syntax.children(prep, "pobj"))


def _is_date_to_come(prep: Token) -> bool:
    dates = [n for n in syntax.children(prep, "pobj") if n.ent_type_ in {"DATE", "TIME"}]
    soon = prep.lower_ in {"within", "by"}
    return any(soon or any(t.lower_ in {"next", "coming"} for t in n.subtree) for n in dates)


# ---------------------------------------------------------------- taken back
def taken_back(trigger: Token, operators: Operators) -> Note | None:
    """ "withdrew its report that ...", "a forged letter saying ...", "...; they have not": told, and taken back."""
    rest = text_of(trigger.doc, trigger.i, trigger.sent.end)
    if _TAKEN_BACK.search(rest) or _NOTHING_SUCH.search(rest):
        return "denied", "taken back in the same sentence"
    if syntax.is_noun(trigger) and _NEVER_BEGUN.search(rest):
        return "denied", "over before it began"
    before = _sentence_before(trigger, operators)
    if before is not None:
        return before
    for token, head in syntax.ancestors(trigger):
        participle = token.tag_ == "VBG" and token.i > 0 and syntax.is_noun(token.nbor(-1))
        if token.dep_ not in CARRIED and not participle:
            return None
        carrier = token.nbor(-1) if participle else head
        if token.dep_ == "ccomp" and head.tag_ in syntax.VERB_TAGS:
            carrier = next(iter(syntax.own_subjects(head)), head)  # "the letter said that"
        word = _false(carrier, operators) or _called_false(carrier, head, operators)
        if word is not None:
            return "denied", f"“{word.text}” said of “{carrier.text}”"
    return None


def _sentence_before(trigger: Token, operators: Operators) -> Note | None:
    """ "The tale was false from end to end. Rebels entered the airport." """
    start = trigger.sent.start
    if start == 0:
        return None
    root = trigger.doc[start - 1].sent.root
    for subject in syntax.own_subjects(root):
        word = _false(subject, operators) if root.lemma_ in {"be", "prove", "turn"} else None
        if word is not None:
            return "denied", f"“{word.text}” said of “{subject.text}” before"
    return None


def _false(carrier: Token, operators: Operators) -> Token | None:
    """The word that calls false what carries the words: "a forged letter", "retracted its alert"."""
    if carrier.lemma_.lower() not in operators.carriers:
        return None
    for child in carrier.children:
        if child.dep_ == "amod" and _is_false("adjectives", child.lower_, (), operators):
            return child
    verb = carrier.head
    if verb.tag_ not in syntax.VERB_TAGS or any(c.dep_ == "neg" for c in verb.children):
        return None
    around = {carrier.lemma_.lower(), *(c.lower_ for c in verb.children if c.dep_ in {"prep", "prt", "advmod"})}
    if carrier.dep_ in {"dobj", "nsubjpass", "ccomp", "xcomp"} and _is_false(
        "verbs", verb.lemma_.lower(), around, operators
    ):
        return verb
    if carrier.dep_ in syntax.SUBJECTS:
        holders = (verb, *(x for x in syntax.children(verb, "xcomp") if x.lemma_ == "be"))
        words = (w for holder in holders for w in syntax.children(holder, "acomp", "attr", "oprd"))
        return _first_false(words, operators)
    return None


def _called_false(carrier: Token, head: Token, operators: Operators) -> Token | None:
    """ "no truth in the story", "called the charge that ... a fabrication", "rejected as baseless the charge"."""
    if carrier.dep_ == "pobj" and carrier.head.lower_ == "in" and carrier.head.head.lower_ in {"truth", "substance"}:
        denial = next((c for c in carrier.head.head.children if c.lower_ in {"no", "little"}), None)
        return denial if carrier.lemma_.lower() in operators.carriers else None
    told = head if head.tag_ in syntax.VERB_TAGS else carrier.head
    if told.dep_ == "advcl" and told.head.lemma_.lower() in CALLING and carrier.lemma_.lower() in operators.carriers:
        return told if _is_false("adjectives", told.lower_, (), operators) else None
    things = (carrier, *syntax.children(told, "dobj"))
    if told.lemma_.lower() not in CALLING or not any(t.lemma_.lower() in operators.carriers for t in things):
        return None
    return _first_false((t for t in told.subtree if t.i > told.i and t.dep_ in PREDICATED), operators)


def _first_false(words: Iterable[Token], operators: Operators) -> Token | None:
    kinds = ((w, "nouns" if syntax.is_noun(w) else "adjectives") for w in words)
    return next((w for w, kind in kinds if _is_false(kind, w.lemma_.lower(), (), operators)), None)


def _is_false(kind: str, word: str, around: Collection[str], operators: Operators) -> bool:
    found = operators.embedding(kind, word, around)
    return found is not None and found.name in FALSE
