"""Noun phrases: how far a name made of common nouns reaches, what is counted, what is coordinated."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
LEFT = frozenset({"compound", "amod", "nmod", "nummod", "poss", "quantmod"})
OWNERS = frozenset({"poss", "amod", "compound", "nmod"})
BUNDLES = frozenset(
    "dozen score hundred thousand ten million number handful majority minority half rest remainder couple pair most"
    " some many several few all none one two three both each part third quarter any group total scores band wave"
    " crowd series lot bulk contingent".split()
)
VAGUE = frozenset({"several", "few", "many"})
PLACING = frozenset({"in", "at", "on", "near", "around", "outside", "through", "across", "into", "inside", "within"})


def bundled(head: Token) -> Token | None:
    """What "dozens of soldiers" or "a group of militants" is about: the soldiers, the militants."""
    if head.lemma_.lower() not in BUNDLES and head.lower_ not in BUNDLES and head.tag_ != "CD":
        return None
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            return next((c for c in child.children if c.dep_ == "pobj" and c.tag_ in NOUN_TAGS), None)
    return None


def conjuncts(head: Token) -> Iterator[Token]:
    """The token and those coordinated with it, in text order."""
    yield head
    for child in head.children:
        if child.dep_ == "conj":
            yield from conjuncts(child)


def owners(head: Token) -> Iterator[Token]:
    """Words before the noun that may say whose it is, nearest relations first, with the words beside them."""
    own = [child for child in head.children if child.dep_ in OWNERS and child.i < head.i]
    yield from own
    for child in own:
        yield from (c for c in child.children if c.dep_ in OWNERS | {"conj"})


def after(head: Token, prepositions: frozenset[str]) -> Iterator[Token]:
    """The nouns of the prepositional phrases that follow the noun directly, one inside the other."""
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in prepositions and child.i == head.i + 1:
            yield from (c for c in child.children if c.dep_ == "pobj" and c.tag_ in NOUN_TAGS)


def all_after(head: Token, prepositions: frozenset[str]) -> Iterator[Token]:
    """The same with those coordinated with them ("navies of Oman and Yemen")."""
    for noun in after(head, prepositions):
        yield from conjuncts(noun)


def left_extent(head: Token) -> int:
    """The first token of the phrase: no article, no adverb, no participle that only describes."""
    doc, first = head.doc, head.i
    for child in head.children:
        aged = child.dep_ == "npadvmod" and head.lower_ in {"old", "olds"}  # "a 16-year-old"
        if child.i < head.i and (child.dep_ in LEFT or aged):
            first = min(first, _number(child) if child.dep_ in {"nummod", "quantmod"} else child.left_edge.i)
    while first < head.i and _mere(doc[first]):
        first += 1
    return first


def _number(token: Token) -> int:
    """The first token of the number, without "about" or "more than"; "several thousand" is one."""
    words = (t.i for t in token.subtree if t.i <= token.i and (t.tag_ == "CD" or t.lower_ in VAGUE))
    return min(words, default=token.i)


def _mere(token: Token) -> bool:
    if token.i + 1 < len(token.doc) and token.nbor(1).text == "-":
        return False
    if token.tag_ in {"DT", "PDT", "PRP$", "POS", "IN", "CC", "RB", "WDT"} or token.is_punct:
        return True
    return token.tag_ in {"VBN", "VBD"} and token.dep_ == "amod" and token.i < token.head.i and token.text[0].islower()


def right_extent(head: Token, prepositions: frozenset[str]) -> int:
    """The end of the phrase with the prepositional phrases that say which one it is."""
    last = head.i + 1
    for held in after(head, prepositions):
        if held.ent_type_ not in {"DATE", "TIME", "CARDINAL"}:
            ends = conjuncts(held) if head.tag_ in {"NNS", "NNPS"} and held.tag_ in {"NNP", "NNPS"} else (held,)
            last = max(right_extent(each, prepositions) for each in ends)
    return last


def is_placed(head: Token) -> bool:
    """The noun stands behind a preposition of place."""
    return head.dep_ == "pobj" and head.head.lower_ in PLACING
