"""Who has spoken so far in a report: whom "he", "the minister", "the group" or a bare surname mean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from spacy.tokens import Token

from tocsin.annotation.document import Document, Passage
from tocsin.coding import syntax
from tocsin.knowledge.cues import CueFile
from tocsin.records import Source

PERSONAL = frozenset({"he", "she"})
NEUTER = frozenset({"it"})
PLURAL = frozenset({"they"})
FAR = 3  # passages after which a pronoun no longer means a speaker


@dataclass(frozen=True, slots=True)
class Spoken:
    """A speaker with the words of its phrase, for later mentions."""

    passage: int
    at: int
    sources: tuple[Source, ...]
    words: frozenset[str]
    human: bool
    plural: bool


class Speakers:
    """The speakers of one document in the order of the text."""

    def __init__(self, document: Document, cues: CueFile) -> None:
        self.cues = cues
        self._spoken: list[Spoken] = []
        self._names = _full_names(document)

    def remember(self, passage: Passage, head: Token, sources: tuple[Source, ...], phrase: tuple[int, int]) -> None:
        """Keep a speaker and where it was named last; a pronoun keeps whom it means."""
        at = passage.start + head.idx
        if head.tag_ in {"PRP", "WP"} or sources[0].start is None:
            again = next((s for s in reversed(self._spoken) if s.sources == sources), None)
            self._spoken += [replace(again, passage=passage.number, at=at)] if again is not None else []
            return
        words = frozenset(t.lower_ for t in passage.doc[slice(*phrase)] if not t.is_punct and not t.is_stop)
        plural = len(sources) > 1 or head.tag_ in {"NNS", "NNPS"}
        self._spoken.append(Spoken(passage.number, at, sources, words, is_human(head, self.cues), plural))

    def last(self, passage: Passage, pronoun: Token) -> Spoken | None:
        """The last speaker that the pronoun agrees with, if it is not too far back."""
        word = pronoun.lower_
        for spoken in reversed(self._spoken):
            if passage.number - spoken.passage > FAR:
                break
            if spoken.at < passage.start + pronoun.idx and _agrees(word, spoken):
                return spoken
        return None

    def full_name(self, head: Token, text: str) -> str:
        """The full name behind a bare surname or a definite office ("the minister"); the words themselves otherwise."""
        if " " not in text and text in self._names:
            return self._names[text]
        if head.tag_ != "NN" or not any(c.lower_ == "the" for c in syntax.children(head, "det")) or " " in text:
            return text
        for spoken in reversed(self._spoken):
            known = spoken.sources[0]
            if (
                head.lower_ in spoken.words
                and known.kind == "named"
                and known.text != text
                and len(spoken.sources) == 1
            ):
                return known.name
        return text


def _agrees(word: str, spoken: Spoken) -> bool:
    if word in PERSONAL:
        return spoken.human and not spoken.plural
    if word in NEUTER:
        return not spoken.human and not spoken.plural
    return word in PLURAL and (spoken.plural or not spoken.human)


def is_human(head: Token, cues: CueFile) -> bool:
    """A person: by the recognised name, or a common noun for somebody who speaks."""
    name = next((c for c in head.children if c.dep_ == "appos" and c.ent_type_ == "PERSON"), head)
    return name.ent_type_ == "PERSON" or head.lemma_.lower() in cues.unnamed


def can_speak(head: Token, cues: CueFile) -> bool:
    """Somebody or something that may take a stance: a person, a body, a document, or who stands for one."""
    if head.tag_ in {"PRP", "WP"}:
        return head.lower_ not in {"it", "what", "this", "that"}
    word = head.lemma_.lower()
    known = any(word in words for words in (cues.unnamed, cues.bodies, cues.documents, cues.outlets, cues.anaphors))
    return known or head.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"} or head.tag_ in {"NNP", "NNPS"}


def issuer(document: Token) -> Token | None:
    """Who stands behind a document: its owner, who it is by or from, or who issued it."""
    owner = next(iter(syntax.children(document, "poss")), None)
    owner = owner or syntax.after(document, "by") or syntax.after(document, "from")
    part = document.dep_ == "pobj" and syntax.is_noun(document.head.head)  # "details of an assessment": of another's
    if owner is None and document.dep_ in {"dobj", "pobj"} and not part:
        verb = syntax.governor(document)
        owner = syntax.agent(verb) if syntax.is_clause(verb) else None
    return owner


def earlier_issuer(document: Document, passage: Passage, paper: Token) -> tuple[Passage, Token] | None:
    """Who issued the document that "the statement" means: the issuer of the last one of that name before it."""
    if not any(c.lower_ == "the" for c in syntax.children(paper, "det")):
        return None
    for before in reversed(document.passages[: passage.number + 1]):
        end = paper.i if before is passage else len(before.doc)
        for token in reversed(before.doc[:end]):
            owner = issuer(token) if token.lemma_ == paper.lemma_ and syntax.is_noun(token) else None
            if owner is not None:
                return before, owner
    return None


def _full_names(document: Document) -> dict[str, str]:
    """Surname to full name, where the report gives one person of that surname only."""
    found: dict[str, set[str]] = defaultdict(set)
    for passage in document.passages:
        for entity in passage.doc.ents:
            words = entity.text.removesuffix("'s").removesuffix("’s").split()
            if entity.label_ == "PERSON" and 1 < len(words) <= FAR + 1:
                found[words[-1]].add(" ".join(words))
    return {surname: names.pop() for surname, names in found.items() if len(names) == 1}
