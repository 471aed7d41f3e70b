"""Finding frames in a parsed passage: which words are triggers, and which pattern fits them best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from tocsin.annotation.document import Passage
from tocsin.coding import syntax
from tocsin.coding.word_classes import CHANNELS
from tocsin.knowledge.frames import Frames, NounClass, Pattern

LINKS = (
    "prt",
    "prep",
    "dobj",
    "dative",
    "nsubjpass",
    "acomp",
    "attr",
    "advmod",
    "pobj",
    "pcomp",
    "oprd",
    "agent",
    "conj",
    "expl",
)
# prepositions that the parser hangs on the object as often as on the verb
LOOSE = frozenset({"with", "to", "from", "for", "of"})
WILL = frozenset({"will", "would", "shall", "should", "'ll", "’ll"})
OUGHT = frozenset({"should", "must", "be", "ought"})
ANY = "*"  # a condition that any filler meets
NEAR = 4  # words between the parts of a trigger; what stands farther off is no part of its span
DEEP = frozenset({"by", "on", "against", "from"})  # what may hang on another noun of the phrase
MODIFIERS = ("compound", "amod", "nmod", "poss", "punct")


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """A pattern found at a token; `words` are the tokens of its phrase, the head among them."""

    passage: Passage
    head: Token
    words: tuple[Token, ...]
    pattern: Pattern

    @property
    def verbal(self) -> bool:
        """The trigger is a verb, not an event noun."""
        return self.head.tag_ in syntax.VERB_TAGS and not syntax.is_noun(self.head)

    @property
    def trigger(self) -> tuple[int, int]:
        """First token and end of the trigger's span: the words of the phrase that stand near its head."""
        first = last = self.head.i
        for word in sorted(self.words, key=lambda w: abs(w.i - self.head.i)):
            if word.dep_ in {"prep", "agent", "dative"} or word.tag_ == "IN":
                continue
            if last < word.i <= last + NEAR:
                last = word.i
            elif first - NEAR <= word.i < first:
                first = word.i
        return first, last + 1


def matches(passage: Passage, frames: Frames) -> list[Match]:
    """The best match at each token that heads one, in text order; words inside a longer phrase are left to it."""
    found: list[Match] = []
    present = frozenset(word for token in passage.doc for word in syntax.senses(token))
    for token in passage.doc:
        match = _at(passage, token, frames, present)
        if match is not None:
            found.append(match)
    return _without_inner(found)


def _without_inner(found: list[Match]) -> list[Match]:
    """A noun that is part of another match's phrase ("held talks") is no match of its own."""
    inner = {word.i for match in found for word in match.words if word != match.head}
    return [match for match in found if match.head.i not in inner]


def _at(passage: Passage, token: Token, frames: Frames, present: frozenset[str]) -> Match | None:
    if token.tag_ in syntax.VERB_TAGS and token.dep_ not in {"aux", "auxpass", "compound"}:
        patterns = frames.verbs.get(token.lemma_.lower(), ())
        if token.dep_ != "amod":
            found = _best(passage, token, patterns, present, verbal=True)
            if found is not None or token.tag_ != "VBG":
                return found
    if syntax.is_noun(token) or token.tag_ == "VBG":
        if token.dep_ == "compound" or (token.tag_ == "NNP" and token.ent_type_ == "DATE") or _joined(token):
            return None
        for key in (*syntax.keys(token), *((token.lower_,) if token.tag_ == "VBG" else ())):
            found = _best(passage, token, frames.nouns.get(key, ()), present, verbal=False)
            if found is not None:
                return found
    return None


def _joined(token: Token) -> bool:
    """ "riot-hit areas": part of an adjective."""
    return token.i + 1 < len(token.doc) and token.nbor().text == "-" and not token.whitespace_


def _best(
    passage: Passage, token: Token, patterns: Iterable[Pattern], present: frozenset[str], *, verbal: bool
) -> Match | None:
    for pattern in patterns:
        if any(wanted.isdisjoint(present) for wanted in pattern.rest):
            continue  # a word of the phrase is nowhere in the passage: no need to search the parse
        words = _phrase(token, pattern) if verbal else _modified(token, pattern)
        if words is None or not _conditions(token, words, pattern) or (pattern.stative and not _stative(token)):
            continue
        return Match(passage, token, tuple(sorted({token, *words}, key=lambda t: t.i)), pattern)
    return None


def _stative(verb: Token) -> bool:
    """ "are deployed", "stationed in": a passive in the present, or a bare participle, that tells of a state."""
    if syntax.children(verb, "agent") or not syntax.passive(verb):
        return False
    helpers = {c.lower_ for c in syntax.children(verb, "aux", "auxpass")}
    return not helpers or bool(helpers & {"are", "is", "'re", "’re"} and not helpers & {"will", "being", "to", "would"})


def _phrase(verb: Token, pattern: Pattern) -> list[Token] | None:
    """The tokens that stand for the further words of a verb phrase, or None where one is missing."""
    found: list[Token] = []
    for wanted in pattern.rest:
        fitting = [t for t in _reach(verb, found) if t not in found and _stands_for(t, wanted)]
        if not fitting:
            return None
        word = next((t for t in fitting if not _dated(t)), fitting[0])
        found.append(word)
    if len(found) == 1 and found[0].lower_ == "at" and _placed_passive(verb, found[0]):
        return None  # "was shot at the gate", "shot shoppers at a store"
    strange = any(child.dep_ == "prt" and child not in found for child in verb.children)
    return None if strange else found  # "strike off" is not "strike"


def _stands_for(token: Token, wanted: frozenset[str]) -> bool:
    if isinstance(wanted, NounClass) and token.dep_ in {"amod", "compound"}:
        return False
    if token.dep_ == "dative" and token.tag_ not in {"IN", "TO"}:
        return False  # "sent the police a plan"
    if token.lower_ in {"in", "at", "by"} and _dated(token):
        return False  # "allowed in May"
    return not wanted.isdisjoint(syntax.senses(token))


def _placed_passive(verb: Token, preposition: Token) -> bool:
    """Whoever it is done to is the subject or object, so what stands behind the preposition is where."""
    return bool(syntax.children(verb, "nsubjpass", "dobj") and syntax.children(preposition, "pobj"))


def _dated(token: Token) -> bool:
    """A preposition before a date."""
    return token.dep_ == "prep" and any(c.ent_type_ in {"DATE", "TIME"} for c in syntax.children(token, "pobj"))


def _reach(verb: Token, found: list[Token]) -> Iterator[Token]:
    """Where a further word may stand: at the last word found, at the verb, at its object."""
    for holder in (*reversed(found), verb):
        for child in holder.children:
            if child.tag_ == "VBG" and child.dep_ == "prep":
                continue  # "according to", "following"
            if child.dep_ in LINKS and (child.dep_ != "conj" or syntax.is_noun(child)):
                yield child
                if syntax.is_noun(child):
                    yield from (other for other in syntax.conjuncts(child) if other != child)
    yield from syntax.patients(verb)
    for receiver in syntax.children(verb, "dative"):
        yield from syntax.children(receiver, "appos")  # "granted Kerik a full pardon", as the parser reads it
    for holder in syntax.children(verb, "dobj"):
        yield from (c for c in holder.children if c.dep_ in {"amod", "compound"} or c.lower_ in LOOSE)


def _modified(noun: Token, pattern: Pattern) -> list[Token] | None:
    found: list[Token] = []
    for wanted in pattern.rest:
        before = (t for t in noun.subtree if t.i < noun.i and t.dep_ in MODIFIERS and t not in found)
        word = next((t for t in before if not wanted.isdisjoint(syntax.senses(t))), None)
        if word is None:
            return None
        found.append(word)
    return found


def _conditions(head: Token, words: list[Token], pattern: Pattern) -> bool:
    for slot, wanted in pattern.needs:
        if not any(_meets(token, wanted) for token in fillers(head, words, slot)):
            return False
    return not any(_fits(token, unwanted) for slot, unwanted in pattern.bars for token in fillers(head, words, slot))


def _meets(token: Token, wanted: frozenset[str]) -> bool:
    return _fits(_meant(token), wanted) or _clause(token, wanted)


def _meant(token: Token) -> Token:
    """The nearest subject before it that "it" can stand for, in its sentence or the one before; else the token."""
    if token.lower_ != "it" or token.dep_ not in syntax.SUBJECTS:
        return token
    sent = token.sent
    first = sent[0].nbor(-1).sent.start if sent.start else sent.start
    before = reversed(token.doc[first : token.i])
    return next((t for t in before if t.dep_ in syntax.SUBJECTS and t.tag_ in {"NN", "NNP"}), token)


def _clause(token: Token, wanted: frozenset[str]) -> bool:
    """`needs: {content: to}` asks for an infinitive ("told them to leave"), `wish` for a clause that says what ought
    to be ("insisted that it leave", "proposed that a group be set up"), `will` for what is to come."""
    helpers = {c.lower_ for c in syntax.children(token, "aux", "auxpass")}
    if "to" in wanted and "to" in helpers:
        return True
    if token.dep_ != "ccomp" or not syntax.own_subjects(token):
        return False
    return ("wish" in wanted and _wished(token, helpers)) or ("will" in wanted and bool(helpers & WILL))


def _wished(clause: Token, helpers: set[str]) -> bool:
    """Bare or with "should", "must", "be": "proposed that states ban imports"."""
    if helpers:
        return bool(helpers & OUGHT)
    bare = clause.tag_ == "VBP" and clause.head.tag_ == "VBD" and clause.lemma_.lower() not in {"be", "have"}
    return clause.tag_ == "VB" or bare


def _fits(token: Token, wanted: frozenset[str]) -> bool:
    return not wanted.isdisjoint(syntax.senses(token)) or ANY in wanted


def fillers(head: Token, words: Iterable[Token], slot: str) -> list[Token]:
    """The tokens that fill a slot of a trigger, best first: heads of noun phrases, of clauses for `content`."""
    verbal = syntax.is_verb(head)
    if slot == "subject":
        found = syntax.agent(head) if verbal else None
        return [found] if found is not None else []
    if slot == "object":
        return syntax.patients(head) if verbal else []
    if slot == "indirect":
        found = syntax.indirect(head)
        return [found] if found is not None else []
    if slot == "content":
        adjectives = [word for word in words if word.dep_ == "acomp" and word != head]
        return [c for holder in (head, *adjectives) for c in syntax.children(holder, "xcomp", "ccomp", "acl", "advcl")]
    if slot == "poss":
        return [owner for holder in (head, *syntax.patients(head)) for owner in syntax.children(holder, "poss")]
    if slot == "modifier":
        return [t for t in head.children if t.dep_ in {"compound", "amod", "nmod"}]
    return _after(head, words, slot)


def _after(head: Token, words: Iterable[Token], slot: str) -> list[Token]:
    holders = [head, *(word for word in words if word != head)]
    verbal = syntax.is_verb(head)
    if slot == "by" and verbal and syntax.passive(head):
        holders.remove(head)  # "was condemned by": its doer, of whom the other slots tell
    if verbal:
        holders += [t for t in syntax.patients(head) if t not in holders]
    found = [token for holder in holders if (token := syntax.after(holder, slot)) is not None and token != head]
    if found:
        return [] if slot == "on" and found[0].lemma_.lower() in CHANNELS else found
    if not verbal:
        deep = syntax.nested(head, slot) if slot in DEEP else None
        return [deep] if deep is not None else []
    return syntax.patients(head) if syntax.passive(head) and _bare(head, slot) else []


def _bare(verb: Token, preposition: str) -> bool:
    """ "were fired on": the preposition stands alone, its noun is the subject."""
    return any(
        c.lower_ == preposition and c.dep_ in {"prep", "prt"} and not syntax.children(c, "pobj") for c in verb.children
    )
