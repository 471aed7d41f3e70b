"""Who speaks: the source phrase of a cue, its shortest name, its kind, and through whom it reached the outlet."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from tocsin.annotation.document import Document, Passage
from tocsin.coding import syntax
from tocsin.coding.roles import Parties, thing
from tocsin.knowledge.cues import CueFile
from tocsin.knowledge.directory import Directory
from tocsin.records import OutletKind, Source, SourceKind

TELLING = frozenset({"tell", "inform", "brief", "assure", "remind", "advise"})
CITING = frozenset({"cite", "quote"})


def quoting(verb: Token) -> Token | None:
    """The verb that quotes this one ("quoted the governor as saying"), if any."""
    holder = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else verb.head
    marked = any(c.lower_ == "as" for c in verb.children) or holder != verb.head
    return holder if marked and holder.lemma_.lower() in CITING else None


class Voices:
    """The speakers of one document."""

    def __init__(self, document: Document, parties: Parties, cues: CueFile, directory: Directory | None) -> None:
        self.document, self.parties, self.cues, self.directory = document, parties, cues, directory

    def phrase(self, head: Token) -> tuple[int, int]:
        """The tokens of the source's noun phrase, without the clauses that hang on it."""
        first, last = head.left_edge.i, head.right_edge.i + 1
        for child in head.children:
            if child.dep_ in {"relcl", "acl"} and child.i > head.i:
                last = min(last, child.left_edge.i)
        while last > head.i + 1 and head.doc[last - 1].text in {",", "-", "–", "—"}:
            last -= 1
        return first, last

    def chain(self, passage: Passage, cue: Token, head: Token) -> tuple[Source, ...]:
        """The speakers innermost first: who is cited by the source, the source, the outlet it told."""
        own = list(self.sources(passage, head))
        cited = [s for token in self._cited(cue) for s in self.sources(passage, token)]
        outlets = [s for token in self._told(cue) for s in self.sources(passage, token) if s.kind == "outlet"]
        return tuple(s for s in (*cited, *own, *outlets) if not self._is_publisher(s))

    def _cited(self, cue: Token) -> Iterator[Token]:
        """ "reported, citing an official"."""
        for child in cue.children:
            if child.dep_ in {"advcl", "prep"} and child.lemma_.lower() in CITING:
                yield from syntax.patients(child)[:1]
                yield from syntax.children(child, "pobj")[:1]

    def _told(self, cue: Token) -> Iterator[Token]:
        """The outlet that was told, that quoted the speaker, or that the interview was with."""
        word = cue.lemma_.lower()
        if word in TELLING:
            yield from syntax.children(cue, "dobj", "dative")
        quoter = quoting(cue)
        subject = syntax.agent(quoter) if quoter is not None else None
        if subject is not None:
            yield subject
        for preposition in ("to", "with", "in", "by"):
            found = syntax.after(cue, preposition)
            if found is not None:
                yield found
                inner = syntax.after(found, "with") or syntax.after(found, "to")
                if inner is not None:
                    yield inner

    def sources(self, passage: Passage, head: Token) -> Iterator[Source]:
        """The sources that a noun phrase names, coordinated ones each, pronouns by whom they mean."""
        actors = self.parties.of(passage, head)
        for actor in actors:
            kind, outlet_kind = self._kind(head, actor.name, actor.text)
            yield Source(actor.start, actor.end, actor.text, actor.name, kind, outlet_kind)
        if not actors and syntax.is_noun(head):
            named = thing(passage, head)
            kind, outlet_kind = self._kind(head, named.name, named.text)
            yield Source(named.start, named.end, named.text, named.name, kind, outlet_kind)

    def _kind(self, head: Token, name: str, text: str) -> tuple[SourceKind, OutletKind | None]:
        outlet = self.directory.outlet(name) or self.directory.outlet(text) if self.directory else None
        if outlet is not None:
            return "outlet", outlet.kind
        words = {t.lower_ for t in head.subtree}
        if head.lemma_.lower() in self.cues.outlets or any(key in self.cues.outlets for key in syntax.keys(head)):
            return "outlet", "state" if words & self.cues.state_words else None
        if head.lemma_.lower() in self.cues.documents:
            return "document", None
        if any(letter.isupper() for letter in text[:1]) and not text.rsplit(maxsplit=1)[-1].islower():
            return "named", None
        if head.tag_ in {"NNP", "NNPS"}:
            return "named", None
        return "unnamed", None

    def _is_publisher(self, source: Source) -> bool:
        outlet = self.document.report.outlet
        return (
            source.kind == "outlet"
            and outlet is not None
            and outlet.lower() in {source.name.lower(), (source.text or "").lower()}
        )
