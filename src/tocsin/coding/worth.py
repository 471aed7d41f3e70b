"""Which drafts stand as claims: somebody must do it or suffer it, and it must be an event of public life."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from tocsin.annotation.document import Document
from tocsin.coding import speech, syntax
from tocsin.coding.confidence import confidence
from tocsin.coding.drafts import Draft
from tocsin.coding.matching import Match
from tocsin.coding.topics import Topics
from tocsin.records import Actor

PLACED = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "FLEE"})
HELD = frozenset({"CONSULT", "RETREAT", "COOPERATE", "AGREE", "AID"})
TALKED = frozenset({"REQUEST", "CONSULT", "SUPPORT", "REJECT", "AGREE", "COOPERATE", "ACCUSE", "CONCEDE"})
MOST = 8  # claims of one sentence
IMPERATIVE = frozenset({"VB", "VBP"})
LEAD = 2  # passages that say what a report is about
FORCE = frozenset({"ASSAULT", "COERCE", "THREATEN", "MOBILIZE", "RETREAT"})
PLAIN = frozenset(
    {"arrest", "resign", "firearms", "sexual", "martial-law", "cyber"}
)  # modes that few words of other senses stand for


class Worth:
    """Judges the drafts of one document."""

    def __init__(self, document: Document, topics: Topics, occurring: frozenset[str]) -> None:
        self.topics, self.occurring = topics, occurring
        self.domain = self._about(document)
        self.subject = topics.subject(p.doc for p in document.passages)

    def _about(self, document: Document) -> str | None:
        """The foreign domain of the whole report, where its title and opening name one and nothing of security."""
        opening = [p for p in document.passages if p.kind in {"title", "body"}][:LEAD]
        first = [next(iter(p.doc.sents)) for p in opening]
        if any(self.topics.grave(sentence) for sentence in first):
            return None
        return next((found for sentence in first if (found := self.topics.foreign(sentence))), None)

    def off_topic(self, match: Match) -> bool:
        """A sentence of sport, markets, weather ..., or a report of such things that is silent on security."""
        sentence = match.head.sent
        if self.topics.foreign(sentence) is not None:
            return True
        if self.domain is not None and not self.topics.secure(sentence):
            return True
        return self._borrowed(match) and not self.topics.hard_news(sentence)

    def _borrowed(self, match: Match) -> bool:
        """By its subject the whole report has nothing to do with such events."""
        if self.subject is None or self.subject in self.topics.play:
            return self.subject is not None
        pattern = match.pattern
        return pattern.type in FORCE and pattern.mode not in PLAIN

    def stands(self, draft: Draft) -> bool:
        """A claim needs somebody who does it or to whom it is done, unless its words leave no doubt."""
        pattern = draft.match.pattern
        if _instruction(draft):
            return False
        if pattern.alone:
            return True
        voiced = draft.type in speech.VOICED and not (draft.mode in speech.UNVOICED_MODES and draft.recipients)
        if (not draft.match.verbal or "speaker" in pattern.actor) and voiced and not draft.actors:
            return False  # a threat or demand that nobody makes
        if _alone_together(draft):
            return False
        if draft.type == "AID" and draft.match.verbal and not (pattern.rest or draft.recipients):
            return False  # "fund a wall"
        if draft.type == "ASSAULT" and any(q.about in {"killed", "injured"} for q in draft.quantities):
            return True
        if any(not is_thing(a) for a in (*draft.actors, *draft.recipients)) or self._placed(draft):
            return True
        told = draft.match.verbal and draft.type not in TALKED
        return (told or bool(draft.sources)) and self.topics.secure(draft.match.head.sent)

    def _placed(self, draft: Draft) -> bool:
        """Something that happens somewhere, or that is said to take place."""
        if draft.type in PLACED and draft.places:
            return True
        return not draft.match.verbal and draft.type in PLACED | HELD and self._takes_place(draft.match.head)

    def _takes_place(self, noun: Token) -> bool:
        """ "Peace talks opened", "an exchange took place": the noun is the subject of a verb of happening."""
        return noun.dep_ in syntax.SUBJECTS and noun.head.lemma_.lower() in self.occurring

    def public(self, drafts: Sequence[Draft], known: Iterable[Actor]) -> list[Draft]:
        """The drafts without dealings of private people with each other, and at most eight of a sentence."""
        names = {a.name.split()[-1] for a in known if a.kind == "person" and (a.role or a.sector or a.country)}
        kept = [draft for draft in drafts if not self._private(draft, names)]
        by_sentence: dict[tuple[int, int], list[Draft]] = defaultdict(list)
        for draft in kept:
            by_sentence[draft.match.passage.number, draft.match.head.sent.start].append(draft)
        over = {id(d) for held in by_sentence.values() for d in sorted(held, key=confidence, reverse=True)[MOST:]}
        return [draft for draft in kept if id(draft) not in over]

    def _private(self, draft: Draft, names: set[str]) -> bool:
        parties = (*draft.actors, *draft.recipients)
        if draft.type not in TALKED or not parties or draft.mode == "investigate":
            return False
        if not all(self._is_private(a, names) for a in parties) or all(_is_name(a) for a in parties):
            return False
        return not self.topics.secure(draft.match.head.sent)

    def _is_private(self, actor: Actor, names: set[str]) -> bool:
        if actor.id or actor.country or actor.role:
            return False
        words = actor.text.split()
        if actor.kind == "person" and actor.sector is None:
            return words[-1] not in names
        last = words[-1].lower()
        return not self.topics.private.isdisjoint({last, last.removesuffix("s"), last.replace("men", "man")})


def _alone_together(draft: Draft) -> bool:
    """ "The senate meets on Monday": a session, no meeting with anybody."""
    match = draft.match
    alone = draft.type == "CONSULT" and match.verbal and len(draft.actors) == 1 and not match.pattern.rest
    if not alone or not match.pattern.both:
        return False
    head = next((match.passage.doc[i] for i in draft.actor_tokens), None)
    return draft.recipients == draft.actors and head is not None and head.tag_ in {"NN", "NNP"}


def _instruction(draft: Draft) -> bool:
    """ "Rinse the rice and attack the rind": the reader is told what to do, in nobody's words."""
    head = draft.match.head
    told = draft.sources or draft.status == "requested" or draft.match.passage.kind == "title"
    if told or not draft.match.verbal:
        return False
    while head.dep_ == "conj" and head.tag_ in IMPERATIVE and not syntax.own_subjects(head):
        head = head.head
    first = next((token for token in head.sent if token.is_alpha), head)
    return head == first and head.tag_ in IMPERATIVE and not syntax.own_subjects(head)


def _is_name(actor: Actor) -> bool:
    return actor.kind == "person" and actor.sector is None


def is_thing(actor: Actor) -> bool:
    """No party but what is acted upon."""
    return actor.kind == "unknown" and actor.id is None and not actor.text[:1].isupper()
