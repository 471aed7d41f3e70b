"""Who does it and to whom: the parties of a trigger, from its frame's slots, pronouns resolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from spacy.tokens import Token

from tocsin.annotation.actors import ActorFinder
from tocsin.annotation.document import Document, Passage
from tocsin.annotation.referents import Referents
from tocsin.coding import syntax
from tocsin.coding.matching import Match, fillers
from tocsin.coding.pronouns import Pronouns
from tocsin.knowledge.frames import NounClass
from tocsin.knowledge.operators import Operators
from tocsin.records import Actor

ELSEWHERE = frozenset({"with", "against", "from", "between", "by", "near", "about", "over", "than", "without"})
OWN = frozenset({"we", "i", "us", "me"})
OWN_INTENT = frozenset({"planned", "announced", "discussed", "attempted"})
FORCEFUL = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT"})
NAMED_AS_WRITTEN = frozenset({"ASSAULT", "SANCTION", "COERCE", "RETREAT", "CONCEDE", "ACCUSE"})
NAMING = frozenset({"name", "call"})
BODY_PARTS = frozenset(
    "eye head face leg arm hand foot chest back neck stomach throat body skull knee shoulder".split()
)
THING_PARTS = frozenset({"compound", "amod", "nmod", "nummod", "poss", "quantmod"})


class Parties:
    """Finds the actors behind tokens of one document. `speaker` of a token is asked for "we" and "I"."""

    def __init__(self, document: Document, finder: ActorFinder, operators: Operators) -> None:
        self.document, self.finder, self.operators = document, finder, operators
        self.day: date | None = document.published
        self.referents = Referents(document, finder)
        self.pronouns = Pronouns(document, finder.directory, self.of)
        self._timed = {(mark.passage.number, i) for mark in document.times for i in range(mark.first, mark.last)}
        self._known: dict[tuple[int, int], tuple[Actor, ...]] = {}
        self._notes: dict[tuple[int, int], str] = {}

    # ---------------------------------------------------------------- one token
    def of(self, passage: Passage, token: Token) -> tuple[Actor, ...]:
        """The actors that the noun phrase headed by the token names, coordinated ones included; pronouns resolved."""
        key = (passage.number, token.i)
        if key not in self._known:
            self._known[key] = ()  # a pronoun that would refer to itself finds nobody
            self._known[key] = tuple(self._find(passage, token))
        return self._known[key]

    def known(self) -> Iterator[Actor]:
        """All actors found so far."""
        return (actor for found in self._known.values() for actor in found)

    def _find(self, passage: Passage, token: Token) -> Iterable[Actor]:
        if token.tag_ == "PRP":
            return self.pronouns.meant(passage, token)
        if token.tag_ in syntax.VERB_TAGS and token.tag_ != "VBG":
            return ()
        if (passage.number, token.i) in self._timed and not self.finder.names.of(passage.doc, self.day).get(token.i):
            return ()  # "Saturday", "the morning"
        token = self._name_told(passage, token) or token
        return self._resolved(passage, self.finder.coordinated(passage, token, self.day))

    def _resolved(self, passage: Passage, found: Iterable[Actor]) -> Iterator[Actor]:
        """The actors as the whole report tells of them."""
        for actor in found:
            told, note = self.referents.resolve(passage, actor)
            if note is not None:
                self._notes[told.start, told.end] = note
            yield told

    def _name_told(self, passage: Passage, token: Token) -> Token | None:
        """ "an Australian, Ola Berg", "a woman named Ada Krull": the name that is told of somebody described."""
        known = self.finder.names.of(passage.doc, self.day).get(token.i)
        beside = syntax.children(token, "appos") if known is not None and known.demonym else []
        for clause in syntax.children(token, "acl"):
            if clause.tag_ == "VBN" and clause.lemma_.lower() in NAMING:
                beside += syntax.children(clause, "oprd", "attr", "dobj", "ccomp")
        return next((name for name in beside if name.ent_type_ == "PERSON" and name.i > token.i), None)

    def notes(self, actors: Iterable[Actor]) -> list[str]:
        """What was concluded about these actors from elsewhere in the report, once each."""
        found = (self._notes.get((actor.start, actor.end)) for actor in actors)
        return list(dict.fromkeys(filter(None, found)))

    # ---------------------------------------------------------------- a trigger's slots
    def actors(self, match: Match) -> tuple[tuple[Actor, ...], frozenset[int]]:
        """The doers and the indexes of their head tokens."""
        for slot in (*match.pattern.actor, *_possessors(match)):
            found = self._slot(match, slot)
            if found[0] and not _own_words(match, found[0]):
                return found
        return self._moved(match) if match.verbal else self._borrowed(match)

    def _moved(self, match: Match) -> tuple[tuple[Actor, ...], frozenset[int]]:
        """ "troops were sent", "soldiers have been withdrawn": forces moved by nobody named act themselves."""
        moved = match.pattern.type in {"MOBILIZE", "FLEE"} or match.pattern.mode == "withdraw"
        if not moved or not syntax.passive(match.head):
            return (), frozenset()
        for token in syntax.patients(match.head):
            found = self.of(match.passage, token)
            if found:
                return found, frozenset({token.i})
        return (), frozenset()

    def _slot(self, match: Match, slot: str) -> tuple[tuple[Actor, ...], frozenset[int]]:
        if slot == "modifier":
            return self._modifiers(match)
        for token in (whose(filler) for filler in fillers(match.head, match.words, slot)):
            found = _before_clause(match, token, self.of(match.passage, token))
            if token.tag_ == "PRP" and match.pattern.mode == "arrest" and slot in match.pattern.recipient:
                found = tuple(a for a in found if a.sector != "COP")  # "Police said two men ran. They were detained."
            if slot == "on" and match.verbal:
                found = tuple(a for a in found if a.kind != "media")  # "praised her on Twitter"
            if not found and slot in match.pattern.actor and match.pattern.type in FORCEFUL:
                found = self._behind(match.passage, token)
            if found:
                return found, frozenset({token.i})
        return (), frozenset()

    def _behind(self, passage: Passage, weapon: Token) -> tuple[Actor, ...]:
        """Whose weapon or vehicle does it: "Israeli jets", "rockets fired by Hezbollah", "tanks of the army"."""
        if not syntax.is_noun(weapon):
            return ()
        for token in weapon.children:
            if token.dep_ in {"compound", "amod", "nmod"}:
                actor = self.finder.by_modifier(passage, token, self.day)
                if actor is not None:
                    return (actor,)
        owners = [*syntax.children(weapon, "poss"), syntax.after(weapon, "of"), syntax.after(weapon, "from")]
        clauses = [c for c in syntax.children(weapon, "acl") if c.tag_ in syntax.VERB_TAGS]
        owners += [syntax.agent(c) if syntax.passive(c) else syntax.after(c, "to") for c in clauses]
        found = (self.of(passage, owner) for owner in owners if owner is not None and owner != weapon)
        return next((actors for actors in found if actors), ())

    def _modifiers(self, match: Match) -> tuple[tuple[Actor, ...], frozenset[int]]:
        """ "Turkish airstrikes", "army shelling"."""
        for word in match.words:
            for token in word.children:
                if token.dep_ in {"compound", "amod", "nmod"} and token not in match.words:
                    actor = self.finder.by_modifier(match.passage, token, self.day)
                    if actor is not None:
                        return (actor,), frozenset({token.i})
        return (), frozenset()

    def _borrowed(self, match: Match) -> tuple[tuple[Actor, ...], frozenset[int]]:
        """An event noun without a doer of its own takes the subject of the light verb it is the object of."""
        noun = match.head
        while noun.dep_ == "conj":
            noun = noun.head
        owner = responsible(noun)
        if owner is not None:
            found = self.of(match.passage, owner)
            return found, frozenset({owner.i})
        verb = noun.head
        if noun.dep_ == "pobj" and verb.dep_ == "prep" and verb.lower_ in {"in", "for", "on", "with", "of"}:
            verb = verb.head if self.operators.plain("verbs", verb.head.lemma_.lower()) in OWN_INTENT else noun
        if verb == noun or not syntax.is_verb(verb):
            return (), frozenset()
        word = verb.lemma_.lower()
        light = word in self.operators.light or self.operators.plain("verbs", word) in OWN_INTENT
        doer = syntax.agent(verb) if light and noun.dep_ in {"dobj", "pobj", "nsubjpass", "attr"} else None
        found = self.of(match.passage, doer) if doer is not None and doer != noun else ()
        return (found, frozenset({doer.i})) if found and doer is not None else ((), frozenset())

    def recipients(self, match: Match) -> tuple[tuple[Actor, ...], frozenset[int]]:
        """Those it is done to, and the indexes of their head tokens; a thing where the frame allows one."""
        found = self._first(match, match.pattern.recipient)
        if found[0]:
            return found
        if not match.verbal and fillers(match.head, match.words, "by"):
            found = self._slot(match, "poss")  # "the bishop's arrest by police"
            if found[0]:
                return found
        if match.pattern.things or match.pattern.type in NAMED_AS_WRITTEN:
            for slot in match.pattern.recipient:
                for token in fillers(match.head, match.words, slot):
                    timed = (match.passage.number, token.i) in self._timed
                    told = match.pattern.things or match.pattern.type == "ASSAULT" or _is_full_name(token)
                    if syntax.is_noun(token) and token not in match.words and told and not (timed or _body_part(token)):
                        return (thing(match.passage, token),), frozenset({token.i})
        return (), frozenset()

    def _first(self, match: Match, slots: tuple[str, ...]) -> tuple[tuple[Actor, ...], frozenset[int]]:
        """The first slot that names somebody; a word that the phrase spells out only where no other slot does ("used
        force against protesters")."""
        named = [found for slot in slots if (found := self._slot(match, slot))[0]]
        spelt = {word.i for word in match.words if _literal(match, word)}
        others = (found for found in named if not found[1] <= spelt)
        return next(others, named[0] if named else ((), frozenset()))

    def beneficiary(self, match: Match, doers: frozenset[int]) -> tuple[tuple[Actor, ...], frozenset[int]]:
        """Whom aid is for where no slot says so: the first party below its words ("relief for schools in Togo")."""
        for token in match.head.subtree:
            if (
                token.dep_ in {"pobj", "dobj"}
                and token.i > match.head.i
                and token.i not in doers
                and syntax.is_noun(token)
                and token.head.lower_ not in ELSEWHERE
            ):
                found = tuple(a for a in self.of(match.passage, token) if a.id is not None or a.country is not None)
                if found:
                    return found, frozenset({token.i})
        return (), frozenset()

    def partners(self, match: Match) -> tuple[tuple[Actor, ...], frozenset[int]]:
        """The parties after "between" of a symmetric event."""
        for slot in ("between", "among"):
            found = self._slot(match, slot)
            if found[0]:
                return found
        return (), frozenset()


def _possessors(match: Match) -> tuple[str, ...]:
    """ "Arta's killing of a general": whose it is did it, where "of" tells to whom it was done."""
    if match.verbal or "poss" not in match.pattern.recipient or "of" not in match.pattern.recipient:
        return ()
    return ("poss",) if fillers(match.head, match.words, "of") else ()


def _literal(match: Match, token: Token) -> bool:
    """A word that the phrase spells out, not one of a class."""
    return any(token.lemma_.lower() in wanted and not isinstance(wanted, NounClass) for wanted in match.pattern.rest)


def _is_full_name(token: Token) -> bool:
    """ "Crystal Munoz", which the model does not mark as a name."""
    before = [c for c in syntax.children(token, "compound") if c.tag_ == "NNP" and c.text.istitle()]
    return token.tag_ == "NNP" and token.text[0].isupper() and bool(before) and not token.ent_type_


def _body_part(token: Token) -> bool:
    return token.lemma_.lower() in BODY_PARTS and bool(syntax.children(token, "poss"))


def whose(token: Token) -> Token:
    """ "the mayor's leg", "a nurse whose eye": of a part of the body, the one it belongs to; else the token."""
    owner = syntax.children(token, "poss")[0] if _body_part(token) else token
    if owner.lower_ != "whose":
        return owner
    clause = syntax.governor(token)
    return clause.head if clause.dep_ == "relcl" else owner


def _before_clause(match: Match, token: Token, found: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """ "Krull, who was arrested, and Berg": whoever is named behind the clause about the first is not meant."""
    if match.head.dep_ != "relcl" or token != match.head.head or len(found) < 2:
        return found
    at = match.passage.start + match.head.idx
    return tuple(a for a in found if a.start < at) or found


def _own_words(match: Match, actors: tuple[Actor, ...]) -> bool:
    """ "Friends' Rally for the Valley": a name that holds the trigger is the event's."""
    first, last = match.trigger
    span = match.passage.span(first, last)
    return any(a.start <= span.start and span.end <= a.end for a in actors)


def responsible(noun: Token) -> Token | None:
    """Who "claimed responsibility for" the event that the noun names."""
    held = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "for" else noun
    if held.lemma_.lower() not in {"responsibility", "credit"} or held.dep_ != "dobj":
        return None
    claimant = syntax.agent(held.head)
    if claimant is None or any(c.lower_ == "no" for c in claimant.children) or syntax.children(held.head, "neg"):
        return None
    return claimant


def thing(passage: Passage, head: Token) -> Actor:
    """A thing that is acted upon, by its shortest exact name: no determiner, no relative clause."""
    first = min((c.left_edge.i for c in head.children if c.dep_ in THING_PARTS and c.i < head.i), default=head.i)
    while first < head.i and passage.doc[first].dep_ in {"det"}:
        first += 1
    last = head.i + 1
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "in", "at", "near"} and child.i == last:
            inner = next(iter(syntax.children(child, "pobj")), None)
            if inner is not None:
                last = inner.i + 1
    span = passage.span(first, last)
    return Actor(span.start, span.end, span.text, None, span.text, "unknown", None, None, None)
