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
from tocsin.knowledge.operators import Operators
from tocsin.records import Actor

PERSONAL = frozenset({"he", "she", "him", "her"})
NEUTER = frozenset({"it", "itself"})
PLURAL = frozenset({"they", "them", "themselves"})
OWN = frozenset({"we", "i", "us", "me"})
OWN_INTENT = frozenset({"planned", "announced", "attempted"})
BODIES = frozenset({"country", "government", "organisation", "alliance", "armed-group", "military", "media", "unknown"})
FORCEFUL = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT"})
THING_PARTS = frozenset({"compound", "amod", "nmod", "nummod", "poss", "quantmod"})


class Parties:
    """Finds the actors behind tokens of one document. `speaker` of a token is asked for "we" and "I"."""

    def __init__(self, document: Document, finder: ActorFinder, operators: Operators) -> None:
        self.document, self.finder, self.operators = document, finder, operators
        self.day: date | None = document.published
        self.referents = Referents(document, finder)
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
            return self._pronoun(passage, token)
        if token.tag_ in syntax.VERB_TAGS and token.tag_ != "VBG":
            return ()
        if (passage.number, token.i) in self._timed and not self.finder.names.of(passage.doc, self.day).get(token.i):
            return ()  # "Saturday", "the morning"
        return self._resolved(passage, self.finder.coordinated(passage, token, self.day))

    def _resolved(self, passage: Passage, found: Iterable[Actor]) -> Iterator[Actor]:
        """The actors as the whole report tells of them."""
        for actor in found:
            told, note = self.referents.resolve(passage, actor)
            if note is not None:
                self._notes[told.start, told.end] = note
            yield told

    def notes(self, actors: Iterable[Actor]) -> list[str]:
        """What was concluded about these actors from elsewhere in the report, once each."""
        found = (self._notes.get((actor.start, actor.end)) for actor in actors)
        return list(dict.fromkeys(filter(None, found)))

    def _pronoun(self, passage: Passage, token: Token) -> Iterable[Actor]:
        word, doer = token.lower_, _other_party(token)
        for candidate_passage, candidate in self._before(passage, token):
            if candidate_passage is passage and candidate == doer:
                continue
            found = self.of(candidate_passage, candidate)
            if found and self._agrees(word, candidate, found):
                return found
        return ()

    def _before(self, passage: Passage, token: Token) -> Iterator[tuple[Passage, Token]]:
        """Antecedents, likeliest first: subjects of the clauses above, earlier subjects, other earlier nouns."""
        for _, head in syntax.ancestors(token):
            for subject in syntax.own_subjects(head):
                if subject.i != token.i and subject.tag_ != "PRP":
                    yield passage, subject
        earlier = [t for t in passage.doc[: token.i] if syntax.is_noun(t) and t.dep_ not in {"compound", "nmod"}]
        yield from ((passage, t) for t in reversed(earlier) if t.dep_ in syntax.SUBJECTS)
        yield from ((passage, t) for t in reversed(earlier) if t.dep_ in {"dobj", "pobj"} and _apart(t, token))
        if passage.number:
            previous = self.document.passages[passage.number - 1]
            if previous.kind == passage.kind:
                yield from (
                    (previous, t)
                    for t in reversed(list(previous.doc))
                    if t.dep_ in syntax.SUBJECTS and syntax.is_noun(t)
                )

    def _agrees(self, word: str, candidate: Token, found: tuple[Actor, ...]) -> bool:
        plural = len(found) > 1 or (candidate.tag_ in {"NNS", "NNPS"} and found[0].id is None)
        kind = found[0].kind
        if word in PERSONAL:
            return not plural and (kind == "person" or self._is_person(candidate))
        if word in NEUTER:
            return not plural and kind in BODIES
        if word in PLURAL:
            many = kind in {"armed-group", "military", "civilians", "government", "alliance"}
            return plural or (many and not self._is_person(candidate))
        return False

    def _is_person(self, noun: Token) -> bool:
        """ "a minister", "the officer": a common noun for one person."""
        agent = self.finder.directory.agent(noun.lemma_.lower())
        return agent is not None and agent.group == "person"

    # ---------------------------------------------------------------- a trigger's slots
    def actors(self, match: Match) -> tuple[tuple[Actor, ...], frozenset[int]]:
        """The doers and the indexes of their head tokens."""
        for slot in match.pattern.actor:
            found = self._slot(match, slot)
            if found[0]:
                return found
        return self._moved(match) if match.verbal else self._borrowed(match)

    def _moved(self, match: Match) -> tuple[tuple[Actor, ...], frozenset[int]]:
        """ "troops were sent", "soldiers have been withdrawn": forces moved by nobody named act themselves."""
        if match.pattern.type not in {"MOBILIZE", "RETREAT", "FLEE"} or not syntax.passive(match.head):
            return (), frozenset()
        for token in syntax.patients(match.head):
            found = self.of(match.passage, token)
            if found:
                return found, frozenset({token.i})
        return (), frozenset()

    def _slot(self, match: Match, slot: str) -> tuple[tuple[Actor, ...], frozenset[int]]:
        if slot == "modifier":
            return self._modifiers(match)
        for token in fillers(match.head, match.words, slot):
            found = self.of(match.passage, token)
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
        for slot in match.pattern.recipient:
            found = self._slot(match, slot)
            if found[0]:
                return found
        if not match.verbal and fillers(match.head, match.words, "by"):
            found = self._slot(match, "poss")  # "the bishop's arrest by police"
            if found[0]:
                return found
        if match.pattern.things or match.pattern.type == "ASSAULT":
            for slot in match.pattern.recipient:
                for token in fillers(match.head, match.words, slot):
                    timed = (match.passage.number, token.i) in self._timed
                    if syntax.is_noun(token) and token not in match.words and not timed:
                        return (thing(match.passage, token),), frozenset({token.i})
        return (), frozenset()

    def beneficiary(self, match: Match, doers: frozenset[int]) -> tuple[tuple[Actor, ...], frozenset[int]]:
        """Whom aid is for where no slot says so: the first party below its words ("relief for schools in Togo")."""
        for token in match.head.subtree:
            if (
                token.dep_ in {"pobj", "dobj"}
                and token.i > match.head.i
                and token.i not in doers
                and syntax.is_noun(token)
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


def _other_party(pronoun: Token) -> Token | None:
    """Whom an object pronoun cannot stand for: the doer of its own clause ("The department arrested them")."""
    if pronoun.dep_ in syntax.SUBJECTS or pronoun.lower_.endswith(("self", "selves")):
        return None
    clause = syntax.governor(pronoun)
    return syntax.agent(clause) if syntax.is_verb(clause) else None


def _apart(noun: Token, pronoun: Token) -> bool:
    """In another sentence, or the object of another verb ("men holding two nurses threatened to kill them")."""
    return noun.sent != pronoun.sent or (noun.dep_ == "dobj" and noun.head != syntax.governor(pronoun))


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
