"""What a verb of saying governs: its clause, the sentence it is set into, its object, the quotation beside it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.attribution.found import Range
from tocsin.coding.attribution.view import View

FINITE = frozenset({"VBD", "VBZ", "VBP"})
SET_OFF = frozenset({",", "-", "–", "—", "--", ";", "(", ":"})
LONGEST_GAP = 25
FEWEST_WORDS = 2


def clause(view: View, verb: Token, *labels: str) -> set[int]:
    """The tokens of the verb's clauses under those labels, without the verb's own words."""
    heads = syntax.children(verb, *labels)
    own = {verb.i}.union(*(_words(child) for child in verb.children if child not in heads))
    inside: set[int] = set()
    for head in heads:
        inside |= _words(head) - own - _retold(view, verb, head)
    return inside


def _words(token: Token) -> set[int]:
    return {t.i for t in token.subtree}


def _retold(view: View, verb: Token, head: Token) -> set[int]:
    """ "said it would stay but added that ...": a second verb of saying that goes with the first."""
    for child in head.children:
        if shares_speaker(view, child) and child.i > verb.i:
            link = next((c for c in reversed(list(head.children)) if c.dep_ == "cc" and c.i < child.i), child)
            return _words(child) | {link.i}
    return set()


def shares_speaker(view: View, verb: Token) -> bool:
    """A verb of saying that the parse joins to what was said, though it continues the verb of saying above."""
    said = verb.head
    above = said.head
    return (
        verb.dep_ == "conj"
        and said.dep_ == "ccomp"
        and verb.tag_ == above.tag_
        and verb.tag_ != said.tag_
        and not syntax.own_subjects(verb)
        and verb.lemma_.lower() in view.cues.speech
        and above.lemma_.lower() in view.cues.speech
    )


def surrounding(view: View, verb: Token) -> set[int]:
    """ "The bridge, he said, was blown up": the sentence that the verb of saying is set into."""
    if verb.head == verb or not syntax.own_subjects(verb):
        return set()
    if verb.dep_ not in {"parataxis", "intj", "ccomp", "advcl"}:
        return set()
    if verb.dep_ != "parataxis" and (syntax.children(verb, "mark") or not _is_set_off(view, verb)):
        return set()
    return _words(verb.head) - _words(verb)


def _is_set_off(view: View, verb: Token) -> bool:
    edge = verb.left_edge.i
    return edge > 0 and (view.doc[edge - 1].text in SET_OFF or view.doc[edge - 1].tag_ == "''")


def thing(verb: Token) -> set[int]:
    """ "announced a withdrawal", "called the vote a farce": the object, with what is said of it."""
    if syntax.passive(verb):
        things = [t for t in syntax.own_subjects(verb) if syntax.is_noun(t)]
    else:
        things = [t for t in syntax.children(verb, "dobj") if t.i > verb.i and (syntax.is_noun(t) or t.tag_ == "VBG")]
    said = things[:1] + [t for t in syntax.children(verb, "oprd") if t.i > verb.i]
    said += [p for p in syntax.children(verb, "prep") if p.lower_ in {"as", "for"} and p.i > verb.i and things]
    return set().union(*(_words(t) for t in said)) if things or said else set()


def after_preposition(view: View, verb: Token) -> set[int]:
    """ "complained about the delay", "warned of attacks"."""
    for child in syntax.children(verb, "prep", "prt"):
        if f"{verb.lemma_.lower()} {child.lower_}" not in view.cues.about:
            continue
        said = syntax.children(child, "pobj", "pcomp") or (syntax.children(verb, "dobj") if child.dep_ == "prt" else [])
        if said:
            return set().union(*(_words(t) for t in said))
    return set()


def quotation(view: View, verb: Token) -> Iterator[Range]:
    """The quotations that the verb introduces or follows directly, if it stands in none itself."""
    if view.quote(verb.i) is not None:
        return
    own = _words(verb)
    for quote in view.quotes:
        if abs(quote[0] - verb.i) > LONGEST_GAP and abs(verb.i - quote[1]) > LONGEST_GAP:
            continue
        before = quote[1] <= verb.i
        gap = view.doc[quote[1] : verb.i] if before else view.doc[verb.i + 1 : quote[0]]
        if (
            len(gap) <= LONGEST_GAP
            and _leads(view, gap, own, before)
            and (is_speech_end(view, quote) if before else True)
        ):
            yield quote


def _leads(view: View, gap: object, own: set[int], before: bool) -> bool:
    """Between verb and quotation stand only words of the verb's clause."""
    words = list(gap)  # type: ignore[call-overload]
    if any(view.quote(t.i) is not None for t in words):
        return False
    if not before and words and words[-1].text in {".", "!", "?"}:
        return False
    return all(t.i in own or t.is_punct or t.is_space for t in words)


def is_speech_end(view: View, quote: Range) -> bool:
    """A quotation that a verb of saying follows ends in a comma or the like, inside or outside the marks."""
    inner = view.doc[quote[1] - 2].text
    outer = view.doc[quote[1]].text if quote[1] < len(view.doc) else "."
    return inner in {",", "!", "?", "—", "…", "..."} or outer == ","
