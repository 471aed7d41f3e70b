"""May an event that no word says anything of be called done?  Only where its place in the sentence says that it took
place: the subject or object of what is told as done, or what comes after "in", "after", "during", "despite" ..."""

from __future__ import annotations

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.status.clauses import FUTURE, POSSIBLE, WOULD, is_past, mood, negation
from tocsin.coding.status.standing import Note

# What stands after one of these has taken place, unless what it hangs on is itself open.
FACTUAL = frozenset(
    "in during after following since amid amidst despite by at upon through with within under from because including"
    " involving due on without until while when throughout notwithstanding regarding concerning per as over above"
    " around near".split()
)
PAST = frozenset({"after", "following", "since", "despite", "because"})  # whatever the clause lies in
AHEAD = frozenset({"before", "ahead", "pending", "until"})
ONWARD = frozenset({"for", "to", "toward", "towards", "against", "into"})
GERUND_FACTUAL = frozenset("by after since in on upon while when despite with through following including".split())
COUNTING = frozenset({"several", "many", "two", "three", "dozens", "hundreds", "both", "numerous"})
COMPLEMENTS = frozenset({"of", "to", "by", "from", "against", "on", "between", "with"})
ARGUMENTS = frozenset({"dobj", "nsubj", "nsubjpass", "attr", "oprd"})
OPEN = FUTURE | POSSIBLE | WOULD | {"to", "should", "must"}
GERUNDS = frozenset({"nsubj", "nsubjpass", "xcomp", "ccomp"})
MAX_STEPS = 8


def doubt(trigger: Token, top: Token, *, verbal: bool, lasting: bool, told: bool) -> Note | None:
    """What the trigger is where nothing licenses calling it done; None where something does.

    `top` is the token at which the way up ended; what is `lasting` goes on while other things are done; `told` where a
    word above presupposes it.
    """
    if told:  # "learned how to survive an ambush"
        bare = not verbal and not _is_pinned(trigger) and not _is_pointed_at(trigger) and top.dep_ == "dobj"
        return _open(top.head) if bare and top.head.tag_ in syntax.VERB_TAGS else None
    return _of_verb(top) if verbal else _of_noun(trigger, top, lasting=lasting)


def _of_verb(verb: Token) -> Note | None:
    """ "within inches of killing", "the thought of leaving": a verb without a tense, under a word that says nothing."""
    if verb.tag_ not in {"VBG", "VB"}:
        return None
    if verb.tag_ == "VB" and verb.dep_ == "conj" and verb.head.tag_ in {"VBD", "VBZ"}:
        return "possible", f"“{verb.text}” without a tense"
    bare = verb.tag_ == "VBG" and not any(c.dep_ in {"aux", *syntax.SUBJECTS} for c in verb.children)
    if bare and verb.dep_ in {"ROOT", "appos"}:
        return "possible", f"“{verb.text}” by itself"
    prep = verb if verb.dep_ == "prep" else verb.head
    if verb.dep_ in {"pcomp", "pobj"} or prep.lower_ in {"of", "for"}:
        at_noun = prep.lower_ == "in" and syntax.is_noun(prep.head)  # "interest in joining"
        factual = (prep.lower_ in GERUND_FACTUAL and not at_noun) or (
            prep.lower_ in {"for", "before"} and prep.head.tag_ in syntax.VERB_TAGS and _open(prep.head) is None
        )
        return None if factual else ("possible", f"“{prep.text} {verb.text}”")
    if verb.dep_ in {"csubj", "csubjpass", *GERUNDS} and not is_past(verb.head):
        return "possible", f"“{verb.text}” under “{verb.head.text}”"
    return None


# ---------------------------------------------------------------- nouns
def _is_pinned(noun: Token) -> bool:
    """A name, a number, a date or a clause says that there was such an event: "two attacks", "Sunday's raid"."""
    if noun.tag_ in {"NNP", "NNPS"} or noun.ent_type_ == "EVENT":
        return True
    for child in noun.children:
        if child.dep_ == "nummod" or child.lower_ in COUNTING or child.tag_ == "JJS" or child.ent_type_ == "ORDINAL":
            return True
        if child.ent_type_ in {"DATE", "TIME"} or (child.dep_ in {"relcl", "acl"} and _tells_past(child)):
            return True
        if child.dep_ in {"prep", "npadvmod"} and any(c.ent_type_ in {"DATE", "TIME"} for c in child.children):
            return True
    return False


def _is_pointed_at(noun: Token) -> bool:
    return syntax.is_definite(noun) or bool(syntax.children(noun, "poss"))


def _has_complement(noun: Token) -> bool:
    return any(c.dep_ == "poss" or (c.lower_ in COMPLEMENTS and c.dep_ in {"prep", "agent"}) for c in noun.children)


def _tells_past(clause: Token) -> bool:
    return is_past(clause) or clause.tag_ in {"VBN", "VBG"}


def leads_on(noun: Token) -> bool:
    """ "recruiting cousins for a raid", "a retreat or a siege": what something is for, or one of two things."""
    if _is_pinned(noun) or _is_pointed_at(noun):
        return False
    other = noun.dep_ == "conj" or any(c.dep_ == "conj" for c in noun.children)
    either = other and any(c.lower_ == "or" for c in (*noun.children, *noun.head.children) if c.dep_ == "cc")
    singular = noun.tag_ == "NN" and any(c.lower_ in {"a", "an"} for c in noun.children)
    return (noun.dep_ == "pobj" and noun.head.lower_ in {"for", "toward", "towards"}) or (either and singular)


def _of_noun(noun: Token, top: Token, *, lasting: bool) -> Note | None:
    token = _phrase(top if top.dep_ != "prep" else noun)
    prep = token.head if token.dep_ in {"pobj", "pcomp"} else None
    pointed = _is_pointed_at(noun)
    if prep is not None and prep.lower_ in AHEAD and not is_past(syntax.governor(prep)):
        return "possible", f"“{prep.text} {noun.text}”"
    if _is_pinned(noun) or (pointed and not _has_complement(noun)):
        return None
    if prep is not None:
        compared = prep.lower_ == "as" and any(c.lower_ == "as" for c in prep.head.children if c != prep)
        if compared or prep.lower_ in ONWARD or (not pointed and prep.lower_ not in FACTUAL):
            return "possible", f"“{prep.text} {noun.text}”"
        settled = pointed or prep.lower_ in PAST or (lasting and prep.lower_ != "as")  # "treated as aggression"
        return None if settled else _of_clause(prep)
    if lasting:
        return None
    if token.dep_ in {"dobj", "oprd"} and not pointed and token.head.tag_ in syntax.VERB_TAGS:
        return "possible", f"“{token.head.text} {noun.text}”"
    if token.dep_ in syntax.SUBJECTS and _is_supposed(token.head):
        return "possible", f"“{noun.text}” with “would”"
    if token.dep_ in ARGUMENTS and syntax.is_clause(token.head) and (not pointed or token.dep_ == "dobj"):
        return _of_clause(token)
    return None


def _is_supposed(verb: Token) -> bool:
    """ "The bombing of the dam would be a crime"."""
    helpers = {c.lower_ for c in syntax.children(verb, "aux")}
    return bool(helpers & (WOULD | POSSIBLE)) and "have" not in helpers and verb.tag_ == "VB"


def _phrase(noun: Token) -> Token:
    """The noun of the whole phrase: "a wave of attacks", "attacks and raids"."""
    for _ in range(MAX_STEPS):
        if noun.dep_ in {"conj", "appos"} and syntax.is_noun(noun.head):
            noun = noun.head
        elif noun.dep_ == "pobj" and noun.head.lower_ == "of" and syntax.is_noun(noun.head.head):
            noun = noun.head.head
        else:
            break
    return noun


def _of_clause(token: Token) -> Note | None:
    """An event in a clause that does not tell of what was done: "will face an attack"."""
    verb = syntax.governor(token)
    if verb.tag_ not in syntax.VERB_TAGS or verb == token:
        return None
    denial = negation(verb)
    found = mood(verb)
    if found is not None and found[0] == "present" and token.dep_ in ARGUMENTS and not _is_pointed_at(token):
        return "possible", found[1]
    if denial is not None and token.dep_ in {"dobj", "attr"}:
        return "possible", f"“{denial.text} {verb.text}”"
    return _open(verb)


def _open(verb: Token) -> Note | None:
    """A modal or an infinitive leaves open whether it was done."""
    helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    if helpers & OPEN and not {"to", "have"} <= helpers:
        return "possible", f"“{next(iter(helpers & OPEN))} {verb.text}”"
    return None
