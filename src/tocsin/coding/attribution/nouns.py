"""Nouns and adjectives as cues: "the claim that ...", "fears of ...", "was adamant that ..."."""

from __future__ import annotations

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.attribution.found import Found
from tocsin.coding.attribution.view import View
from tocsin.coding.speakers import issuer
from tocsin.coding.voices import CITING

BEARERS = frozenset(
    {"have", "express", "voice", "make", "issue", "repeat", "give", "share", "reject", "renew", "raise"}
)


def noun_cue(view: View, noun: Token) -> Found | None:
    """The statement that the noun stands for: its that-clause, its infinitive, or what follows "of"."""
    word = noun.lemma_.lower()
    clause = next((c for c in noun.children if c.dep_ in {"acl", "ccomp", "relcl"} and _begins_with_that(c)), None)
    wanted = None
    if clause is None and word in view.cues.wished:
        wanted = next((c for c in noun.children if c.dep_ in {"acl", "xcomp"} and c.tag_ == "VB"), None)
    about = syntax.after(noun, "of") if clause is wanted is None and word in view.cues.feared else None
    said = clause or wanted or about
    if said is None:
        return None
    source = _owner(noun)
    if source is None and clause is None and about is None:
        return None
    if source is not None and source.i in {t.i for t in said.subtree}:
        source = None
    content = view.tidy((t.i for t in said.subtree), noun)
    return Found(noun, source, content, wanted is None) if content else None


def cited_document(view: View, noun: Token) -> Found | None:
    """ "citing a 2005 treaty to defend the island", "cited a decree banning rallies": what the document lays down."""
    if noun.dep_ != "dobj" or noun.head.lemma_.lower() not in CITING:
        return None
    known = view.cues.speech | view.cues.acts
    clauses = (c for c in noun.children if c.dep_ in {"acl", "relcl"} and c.tag_ in {"VB", "VBG"})
    clause = next((c for c in clauses if c.lemma_.lower() not in known), None)
    content = view.tidy((t.i for t in clause.subtree), noun) if clause is not None else ()
    return Found(noun, noun, content, True) if content else None


def _begins_with_that(clause: Token) -> bool:
    """A that-clause of its own, not "the claim that she made"."""
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)


def _owner(noun: Token) -> Token | None:
    """Whose claim it is; of an object only where the verb voices it ("expressed fears that")."""
    if noun.dep_ in {"dobj", "pobj"} and syntax.governor(noun).lemma_.lower() not in BEARERS:
        return next(iter(syntax.children(noun, "poss")), None) or syntax.after(noun, "by") or syntax.after(noun, "from")
    return issuer(noun)


def predicate_cue(view: View, adjective: Token) -> Found | None:
    """ "The minister was adamant that no troops would leave": an adjective of conviction with its clause."""
    holder = adjective.head
    for head in (adjective, holder):
        clause = next((c for c in syntax.children(head, "ccomp") if c.i > adjective.i), None)
        if clause is None:
            continue
        source = syntax.grammatical_subject(holder)
        content = view.tidy((t.i for t in clause.subtree), adjective)
        if source is None or source.lower_ in {"it", "there"} or not content:
            return None
        return Found(adjective, source, content, True)
    return None
