"""Who speaks: the source phrase of a cue, its shortest name, its kind, and through whom it reached the outlet."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from tocsin.annotation.document import Document, Passage
from tocsin.coding import syntax
from tocsin.coding.roles import Parties, thing
from tocsin.coding.speakers import Speakers, earlier_issuer, is_human
from tocsin.knowledge.cues import CueFile
from tocsin.knowledge.directory import Directory
from tocsin.records import Actor, OutletKind, Source, SourceKind

TELLING = frozenset({"tell", "inform", "brief", "assure", "remind", "advise"})
CITING = frozenset({"cite", "quote"})
REACHING = ("to", "with", "in", "by", "on")
BODIES = frozenset({"country", "government", "organisation", "alliance", "armed-group", "military", "media"})
LONG_CLAUSE = 12
NO_OUTLET = frozenset({"PERSON", "GPE", "NORP", "LOC", "FAC"})


def quoting(verb: Token) -> Token | None:
    """The verb that quotes this one ("quoted the governor as saying"), if any."""
    holder = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else verb.head
    marked = any(c.lower_ == "as" for c in verb.children) or holder != verb.head
    return holder if marked and holder.lemma_.lower() in CITING else None


class Voices:
    """The speakers of one document, asked for in the order of the text: later words may mean earlier speakers."""

    def __init__(self, document: Document, parties: Parties, cues: CueFile, directory: Directory | None) -> None:
        self.document, self.parties, self.cues, self.directory = document, parties, cues, directory
        self.speakers = Speakers(document, cues)

    def phrase(self, head: Token, cue: Token) -> tuple[int, int]:
        """The tokens of the source's noun phrase, without the clauses set off from it or holding the cue."""
        first, last = head.left_edge.i, head.right_edge.i + 1
        for child in head.children:
            if (
                child.dep_ in {"relcl", "acl"}
                and child.i > head.i
                and (_is_set_off(child) or child == cue or child.is_ancestor(cue))
            ):
                last = min(last, child.left_edge.i)
        while last > head.i + 1 and head.doc[last - 1].text in {",", "-", "–", "—", "--", ":"}:
            last -= 1
        return first, last

    def chain(self, passage: Passage, cue: Token, head: Token) -> tuple[Source, ...]:
        """The speakers innermost first: who is cited by the source, the source, who cites it, the outlet it told."""
        own = self.sources(passage, head)
        cited = [s for token in self._cited(cue) for s in self.sources(passage, token)]
        citing = [s for token in self._citing(cue) for s in self.sources(passage, token)]
        outlets = [s for token in self._told(cue) for s in self._outlets(passage, cue, token)]
        found: list[Source] = []
        for source in (*cited, *own, *citing, *outlets):
            if source not in found and not self._is_publisher(source):
                found.append(source)
        if own and not citing:
            self.speakers.remember(passage, head, own, self.phrase(head, cue))
        return tuple(found)

    def _cited(self, cue: Token) -> Iterator[Token]:
        """ "reported, citing an official"."""
        for child in cue.children:
            if child.dep_ in {"advcl", "prep"} and child.lemma_.lower() in CITING:
                yield from syntax.patients(child)[:1]
                yield from syntax.children(child, "pobj")[:1]

    def _publishing(self, cue: Token) -> Token | None:
        """ "The Journal published details of an assessment predicting ...": the verb that makes the document known."""
        if cue.dep_ != "acl" or cue.head.lemma_.lower() not in self.cues.documents:
            return None
        verb = syntax.governor(cue.head)
        return verb if syntax.is_clause(verb) else None

    def _citing(self, cue: Token) -> Iterator[Token]:
        """ "citing a treaty to defend the island": whoever points to the document."""
        if cue.dep_ != "dobj" or cue.head.lemma_.lower() not in CITING:
            return
        verb = cue.head
        while verb.dep_ in {"advcl", "xcomp"} and verb.tag_ in {"VBG", "VB"}:
            verb = verb.head  # "asked the league to help, citing ...": who asked, not who is to help
        if (citer := syntax.agent(verb)) is not None:
            yield citer

    def _told(self, cue: Token) -> Iterator[Token]:
        """Whoever was told, quoted the speaker, or held the interview."""
        if cue.lemma_.lower() in TELLING:
            yield from syntax.children(cue, "dobj", "dative")
        for teller in (quoting(cue), self._publishing(cue)):
            subject = syntax.agent(teller) if teller is not None else None
            if subject is not None:
                yield subject
        for preposition in REACHING:
            found = syntax.after(cue, preposition)
            if found is not None:
                yield found
                inner = [syntax.after(found, word) for word in ("with", "to", "by", "on")]
                yield from (token for token in inner if token is not None)

    def _outlets(self, passage: Passage, cue: Token, head: Token) -> list[Source]:
        """The sources behind the token that are outlets; a name that is told and is nobody known is taken for one."""
        found = [s for s in self.sources(passage, head) if s.kind == "outlet"]
        told = cue.lemma_.lower() in TELLING and head.head == cue and head.tag_ in {"NNP", "NNPS"}
        if found or not told or head.ent_type_ in NO_OUTLET:
            return found
        if any(actor.id is not None or actor.kind == "person" for actor in self.parties.of(passage, head)):
            return []
        if self.directory is not None and self.directory.agent(head.lower_) is not None:
            return []  # "the Permanent Council": a body of another kind
        name = thing(passage, head)
        return [Source(name.start, name.end, name.text, name.name, "outlet", None)]

    # -------------------------------------------------------------------- one phrase
    def sources(self, passage: Passage, head: Token) -> tuple[Source, ...]:
        """The sources that a noun phrase names, coordinated ones each, pronouns and short names by whom they mean."""
        if head.tag_ in {"PRP", "WP"}:
            return self._meant(passage, head)
        named = self._named_before(passage, head)
        return (named,) if named is not None else self._behind(passage, head) or self._named(passage, head)

    def _named(self, passage: Passage, head: Token) -> tuple[Source, ...]:
        apposed, actors = _name_of(head), self.parties.of(passage, head)
        if apposed is not head and not any(apposed.text in actor.text for actor in actors):
            actors = (thing(passage, apposed),)
        if not actors and (syntax.is_noun(head) or head.tag_ in {"CD", "DT", "JJ"}):
            actors = tuple(thing(passage, _name_of(token)) for token in syntax.conjuncts(head))
        return tuple(self._source(head, actor) for actor in actors)

    def _behind(self, passage: Passage, head: Token) -> tuple[Source, ...]:
        """ "the statement" after "the ministry issued a statement": the ministry."""
        if head.lemma_.lower() not in self.cues.documents:
            return ()
        issued = earlier_issuer(self.document, passage, head)
        return tuple(self._source(issued[1], actor) for actor in self.parties.of(*issued)) if issued else ()

    def _meant(self, passage: Passage, pronoun: Token) -> tuple[Source, ...]:
        """The last speaker that the pronoun may mean, or a likelier party named since."""
        speaker = self.speakers.last(passage, pronoun)
        named = self.parties.of(passage, pronoun)
        if speaker is not None and (not named or named[0].start <= speaker.at):
            return speaker.sources
        return tuple(self._source(pronoun, actor) for actor in named)

    def _named_before(self, passage: Passage, head: Token) -> Source | None:
        """ "the group said" after the group's name in the same sentence: the name."""
        if head.lemma_.lower() not in self.cues.anaphors or head.tag_ != "NN" or len(list(head.lefts)) != 1:
            return None
        if not any(c.lower_ in {"the", "this"} for c in syntax.children(head, "det")):
            return None
        for token in reversed(passage.doc[head.sent.start : head.i]):
            if token.tag_ in {"NNP", "NNPS"} and token.dep_ in syntax.SUBJECTS:
                found = [a for a in self.parties.of(passage, token) if a.kind in BODIES or a.kind == "unknown"]
                return self._source(token, found[0]) if found else None
        return None

    def _source(self, head: Token, actor: Actor) -> Source:
        kind, outlet_kind = self._kind(head, actor)
        name = actor.name if actor.name != actor.text else self.speakers.full_name(head, actor.text)
        if kind == "unnamed" and name != actor.text:
            kind = "named"
        return Source(actor.start, actor.end, actor.text, name, kind, outlet_kind)

    def _kind(self, head: Token, actor: Actor) -> tuple[SourceKind, OutletKind | None]:
        outlet = None
        if self.directory is not None and actor.text[:1].isupper():
            outlet = self.directory.outlet(actor.text) or self.directory.outlet(actor.name)
        if outlet is not None:
            return "outlet", outlet.kind
        if head.tag_ != "PRP" and self._is_outlet(head):
            words = {t.lower_ for t in head.subtree}
            return "outlet", "state" if words & self.cues.state_words else None
        if head.lemma_.lower() in self.cues.documents and actor.id is None:
            return "document", None
        return ("named" if self._is_named(head, actor) else "unnamed"), None

    def _is_outlet(self, head: Token) -> bool:
        """ "state television", "an Egyptian paper", "the Harbour Gazette"."""
        if any(key in self.cues.outlets for key in syntax.keys(head)):
            return True
        return head.tag_ in {"NNP", "NNPS"} and head.ent_type_ != "PERSON" and head.lower_ in self.cues.titles

    def _is_named(self, head: Token, actor: Actor) -> bool:
        """By a proper name, or as a body that can be asked ("the army"), not as "officials" or "a minister"."""
        apposed = actor.text[:1].isupper() and head.text not in actor.text
        proper = head.tag_ in {"NNP", "NNPS"} or head.ent_type_ in {"PERSON", "ORG", "GPE"}
        if actor.id is not None or apposed or (proper and not is_human(head, self.cues)) or head.ent_type_ == "PERSON":
            return True
        return not is_human(head, self.cues) and (actor.kind in BODIES or head.lemma_.lower() in self.cues.bodies)

    def _is_publisher(self, source: Source) -> bool:
        outlet = self.document.report.outlet
        return (
            source.kind == "outlet"
            and outlet is not None
            and outlet.lower() in {source.name.lower(), (source.text or "").lower()}
        )


def _is_set_off(clause: Token) -> bool:
    """By a comma, dash or bracket, or too long to tell who is meant."""
    edge = clause.left_edge.i
    return clause.doc[edge - 1].is_punct or clause.right_edge.i - edge > LONG_CLAUSE


def _name_of(head: Token) -> Token:
    """The name in apposition to a common noun ("the undersecretary, Pía Morandé"), else the noun."""
    if head.tag_ in {"NNP", "NNPS"}:
        return head
    names = (c for c in syntax.children(head, "appos") if c.tag_ in {"NNP", "NNPS"} and c.i > head.i)
    return next(names, head)
