"""What a verb of saying governs: its clause, the sentence it is set into, its object, the quotation beside it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.attribution.found import Range
from tocsin.coding.attribution.view import View

FEWEST_WORDS = 3
FINITE = frozenset({"VBD", "VBZ", "VBP"})
SET_OFF = frozenset({",", "-", "–", "—", "--", "(", ":"})
LONGEST_GAP = 25
CONTINUING = frozenset({"add"})
REASONS = frozenset({"because", "if", "unless"})
BESIDE_OBJECT = frozenset({"as", "for", "of", "from", "against", "over", "with", "between", "to", "about"})


def clause(view: View, verb: Token, *labels: str) -> set[int]:
    """The tokens of the verb's clauses under those labels, without the verb's own words."""
    heads = syntax.children(verb, *labels) + _more_clauses(verb)
    own = {verb.i}.union(*(_words(child) for child in verb.children if child not in heads))
    inside: set[int] = set()
    for head in heads:
        if head.i < verb.i and _is_parted(view, head, verb):
            continue
        inside |= _words(head) - own - _retold(view, verb, head)
    return inside


def _is_parted(view: View, head: Token, verb: Token) -> bool:
    """A semicolon stands between the clause and the verb's own words: two sentences in one."""
    between = view.doc[head.i : verb.left_edge.i if verb.left_edge.i > head.i else verb.i]
    return any(t.text == ";" and view.quote(t.i) is None for t in between)


def _more_clauses(verb: Token) -> list[Token]:
    """ "said X, but that ...", "said X because ...": clauses that go with the first, though the parse parts them."""
    if not any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children):
        return []
    more = [c for c in syntax.children(verb, "conj") if any(m.lower_ == "that" for m in syntax.children(c, "mark"))]
    reasons = [c for c in syntax.children(verb, "advcl") if c.i > verb.i]
    return more + [c for c in reasons if any(m.lower_ in REASONS for m in syntax.children(c, "mark"))]


def _words(token: Token) -> set[int]:
    return {t.i for t in token.subtree}


def _retold(view: View, verb: Token, head: Token) -> set[int]:
    """ "said it would stay but added that ...": a second verb of saying that goes with the first."""
    for child in head.children:
        if _goes_on_saying(view, child, verb):
            return _words(child)
        if shares_speaker(view, child) and child.i > verb.i:
            link = next((c for c in reversed(list(head.children)) if c.dep_ == "cc" and c.i < child.i), child)
            return _words(child) | {link.i}
    return set()


def _goes_on_saying(view: View, child: Token, verb: Token) -> bool:
    """ "said the dam held, adding that ...": a participle of saying set off at the end."""
    edge = child.left_edge.i
    return (
        child.dep_ == "advcl"
        and child.tag_ == "VBG"
        and edge > verb.i
        and view.doc[edge - 1].text == ","
        and child.lemma_.lower() in view.cues.speech
        and view.quote(child.i) is None
        and bool(syntax.children(child, "ccomp", "dobj"))
    )


def shares_speaker(view: View, verb: Token) -> bool:
    """A verb of saying that the parse joins to what was said, though it continues the verb of saying above."""
    said = verb.head
    above = said.head
    return (
        verb.dep_ == "conj"
        and said.dep_ == "ccomp"
        and verb.tag_ == above.tag_
        and (verb.tag_ != said.tag_ or verb.lemma_.lower() in CONTINUING)
        and not syntax.own_subjects(verb)
        and verb.lemma_.lower() in view.cues.speech
        and above.lemma_.lower() in view.cues.speech
    )


def surrounding(view: View, verb: Token) -> set[int]:
    """ "The bridge, he said, was blown up": the sentence that the verb of saying is set into."""
    if verb.head == verb or not syntax.own_subjects(verb):
        return set()
    if verb.dep_ not in {"parataxis", "intj", "ccomp", "advcl", "dep", "conj"}:
        return set()
    if verb.dep_ != "parataxis" and (syntax.children(verb, "mark") or not _is_set_off(view, verb)):
        return set()
    return _words(verb.head) - _words(verb)


def _is_set_off(view: View, verb: Token) -> bool:
    edge = verb.left_edge.i
    return view.doc[edge].text in SET_OFF or (edge > 0 and _is_set_off_at(view, edge))


def thing(verb: Token) -> set[int]:
    """ "announced a withdrawal", "called the vote a farce", "charged him with murder": object and complements."""
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and syntax.children(verb, "agent"):
        return _words(verb.head) - _words(verb)  # "the bill opposed by the union"
    if syntax.passive(verb):
        things = [t for t in syntax.own_subjects(verb) if syntax.is_noun(t)]
    else:
        things = [t for t in syntax.children(verb, "dobj") if t.i > verb.i and t.tag_ not in {"WDT", "WP"}][:1]
    said = syntax.children(verb, "oprd")
    if things:
        said += [p for p in syntax.children(verb, "prep") if _completes(p, things[0])]
    elif not said:
        return set()
    if not said and things and things[0].tag_ == "PRP":
        return set()
    return set().union(*(_words(t) for t in things + [t for t in said if t.i > verb.i]))


def _completes(prep: Token, thing: Token) -> bool:
    """ "charged him with murder", "put the crowd at 20,000"; not the day or the place of saying it."""
    if prep.i < thing.i:
        return False
    number = prep.lower_ == "at" and any(t.tag_ == "CD" for t in syntax.children(prep, "pobj"))
    return number or prep.lower_ in BESIDE_OBJECT


def inverted(view: View, verb: Token) -> tuple[Token, set[int]] | None:
    """ "The gate, say critics, was open" misread: what stands before the comma is said, who stands after it says so."""
    if not verb.i or verb.i + 1 >= len(view.doc) or not _is_set_off_at(view, verb.i):
        return None
    if verb.tag_ not in FINITE and view.doc[verb.i - 1].tag_ != "''":
        return None
    left = [c for c in verb.children if c.i < verb.i and not c.is_punct]
    right = [c for c in verb.children if c.i > verb.i and c.left_edge.i == verb.i + 1]
    if not left or not right:
        return None
    said = set().union(*(_words(c) for c in left))
    if left[-1].dep_ == "ccomp" and right[0].dep_ != "nsubj" and syntax.is_noun(right[0]):
        return right[0], said
    subject = next((s for s in syntax.own_subjects(right[0]) if s.left_edge.i == verb.i + 1), None)
    if subject is None or right[0].dep_ != "ccomp" or any(view.doc[i].text == "," for i in said):
        return None
    end = subject.right_edge.i + 1
    if end < len(view.doc) and view.doc[end].text == ",":
        return subject, said | (_words(right[0]) - _words(subject))
    return None


def trailing(view: View, verb: Token) -> Token | None:
    """ "Troops left the valley, the army said": the speaker, where the parse takes it for an apposition of "valley"."""
    if verb.tag_ not in FINITE or syntax.own_subjects(verb) or verb.i < FEWEST_WORDS:
        return None
    end = verb.i - 1 if view.doc[verb.i - 1].text == "," else verb.i
    found = None
    token = view.doc[end - 1]
    while token.head != token and token.i < verb.i:
        edge = token.left_edge.i
        if token.right_edge.i != end - 1:
            break
        if syntax.is_noun(token) and edge > verb.sent.start and _is_set_off_at(view, edge):
            found = token
        token = token.head
    return found


def _is_set_off_at(view: View, index: int) -> bool:
    return view.doc[index - 1].text in SET_OFF or view.doc[index - 1].tag_ == "''"


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
    if not before and words and words[-1].text not in {",", ":", ";", "that", "was", "is", "were"}:
        return False
    if any(t.tag_ in syntax.VERB_TAGS and t.lemma_.lower() in view.cues.speech for t in words):
        return False
    return all(t.i in own or t.is_punct or t.is_space for t in words)


def is_speech_end(view: View, quote: Range) -> bool:
    """A quotation that a verb of saying follows ends in a comma or the like, inside or outside the marks."""
    inner = view.doc[quote[1] - 2].text
    outer = view.doc[quote[1]].text if quote[1] < len(view.doc) else "."
    return inner in {",", "!", "?", "—", "…", "..."} or outer == ","
