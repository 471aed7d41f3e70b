"""Phrases as cues: "according to X", "in the words of X", and headlines of the form "what was said: X"."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.attribution.found import Found
from tocsin.coding.attribution.view import View

COLONS = frozenset({":", "-", "–", "—", "--"})
DASHES = frozenset({"-", "–", "—", "--", "―"})
LONGEST_LABEL = 5


def phrase_cue(view: View, token: Token) -> Found | None:
    """ "according to", "per", "in the words of": the source hangs on the phrase, the phrase on what is said."""
    word = token.lower_
    if word == "according" and token.i + 1 < len(view.doc) and token.nbor().lower_ == "to":
        holder = token.nbor()
        source = next((t for p in (holder, token) for t in syntax.children(p, "pobj")), None)
        return _phrase(view, token, source, (token, holder))
    if word == "per" and token.dep_ == "prep":
        source = next(iter(syntax.children(token, "pobj")), None)
        proper = source is not None and source.tag_ in {"NNP", "NNPS"}
        return _phrase(view, token, source, (token,)) if proper else None
    if token.dep_ == "pobj" and token.lemma_.lower() in view.cues.wording and token.head.lower_ in {"in", "by"}:
        source = syntax.after(token, "of") or next(iter(syntax.children(token, "poss")), None)
        return _phrase(view, token, source, (token.head,))
    return None


def _phrase(view: View, cue: Token, source: Token | None, parts: Iterable[Token]) -> Found | None:
    if source is None:
        return None
    phrase = {t.i for part in parts for t in part.subtree}
    top = cue
    while top.head != top and top.i in phrase:
        top = top.head
    clause = top if syntax.is_clause(top) else syntax.governor(top)
    while clause.dep_ in {"acl", "relcl", "amod"} and not _set_off_before(view, cue):
        clause = syntax.governor(clause.head)
    inside = {t.i for t in clause.subtree} - phrase
    for child in clause.children:
        if child.lemma_.lower() in view.cues.speech and child.dep_ == "conj":
            inside -= {t.i for t in child.subtree}
    content = tuple(part for part in view.tidy(inside, cue) if part[1] - part[0] > 1)
    document = source.lemma_.lower() in view.cues.documents
    return Found(cue, (issuer_of(source) if document else None) or source, content, True) if content else None


def _set_off_before(view: View, cue: Token) -> bool:
    return cue.i > 0 and view.doc[cue.i - 1].text == ","


def issuer_of(document: Token) -> Token | None:
    """The body named with a document ("a report by the ministry")."""
    owner = next(iter(syntax.children(document, "poss")), None)
    return owner or syntax.after(document, "by") or syntax.after(document, "from")


def headline_cue(view: View) -> Found | None:
    """ "Two killed in blast: officials", "Minister: talks are over"."""
    for colon in view.doc:
        if colon.text not in COLONS or view.quote(colon.i) is not None or not 0 < colon.i < len(view.doc) - 1:
            continue
        before, after = (0, colon.i), (colon.i + 1, len(view.doc))
        for label, said in ((after, before), (before, after)):
            if colon.text != ":" and label is before:
                continue
            head = _label(view, *label)
            content = view.tidy(range(*said), colon) if head is not None else ()
            if content and content[0][1] - content[0][0] > 1:
                return Found(colon, head, content, True)
    return None


def label_cue(view: View) -> Found | None:
    """ "LINDQVIST: The dam holds." in a record of talk, "The dam holds. – Mara Lindqvist" under a quotation."""
    start = 1 if len(view.doc) and view.doc[0].is_quote else 0
    colon = next((t for t in view.doc[start : start + LONGEST_LABEL] if t.text == ":"), None)
    if colon is not None and colon.i > start:
        head = _label(view, start, colon.i)
        shouted = all(t.is_upper for t in view.doc[start : colon.i] if t.is_alpha)
        content = view.tidy(range(colon.i + 1, len(view.doc)), colon) if head is not None and shouted else ()
        return Found(colon, head, content, True) if content else None
    for dash in view.doc[-LONGEST_LABEL:]:
        signed = dash.text in DASHES and dash.i > 1 and view.doc[dash.i - 1].is_quote
        head = _label(view, dash.i + 1, len(view.doc)) if signed else None
        quote = view.quote(dash.i - 1) if head is not None else None
        if quote is not None:
            return Found(dash, head, (quote,), True)
    return None


def _label(view: View, first: int, last: int) -> Token | None:
    """The head of a few words that name a speaker: "officials", "UN report", "Brkic"."""
    words = view.doc[first:last]
    if not 0 < len(words) <= LONGEST_LABEL or any(t.is_punct or t.pos_ in {"VERB", "AUX", "ADP"} for t in words):
        return None
    head = words[-1]
    word = head.lemma_.lower()
    cues = view.cues
    speaks = any(word in words for words in (cues.unnamed, cues.bodies, cues.documents, cues.outlets))
    named = any(ent.label_ in {"PERSON", "ORG"} and ent.end >= last and ent.start >= first for ent in view.doc.ents)
    named = named or (head.lower_ in view.people and all(t.lower_ in view.people for t in words))
    return head if speaks or named else None
