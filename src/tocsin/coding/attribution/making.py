"""From found tokens to a statement: its record, its kind, when it was said, and the outlet's own asides in it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from tocsin.annotation.document import Document
from tocsin.coding import syntax
from tocsin.coding.attribution.asides import asides
from tocsin.coding.attribution.found import Found, Range
from tocsin.coding.attribution.statement import Statement
from tocsin.coding.attribution.view import View
from tocsin.coding.voices import TELLING, Voices
from tocsin.records import Attribution, Interval, Source, Span, SpeechKind

SPEAKING = frozenset(
    "speak talk address write testify ask brief appear tell".split()
)  # "Speaking on Monday, he said ..."


def statement(document: Document, view: View, voices: Voices, found: Found) -> Statement:
    """The statement with its record and chain."""
    passage = view.passage
    source = _phrase(voices, found)
    chain = voices.chain(passage, found.cue, found.source) if found.source is not None else ()
    span = passage.span(*source) if source else None
    own = _own(span, chain)
    record = Attribution(
        source=span,
        cue=passage.span(*_cue_words(found.cue)),
        content=tuple(passage.span(*part) for part in found.content),
        kind=_kind(view, found.content),
        source_kind=own.kind if own else "unknown",
        said=_said(document, view, found),
        via=tuple(link for link in chain if link is not own),
    )
    return Statement(
        passage,
        found.cue,
        source,
        passage if source else None,
        tuple((passage, *part) for part in found.content),
        tuple(own for part in found.content for own in asides(view, *part)),
        chain,
        record,
        found.speech,
        addressee=_addressee(found.cue, chain, passage.start),
    )


def _own(span: Span | None, chain: Sequence[Source]) -> Source | None:
    """The link of the chain that the words of the source name: of "the Gazette, citing a diplomat" the Gazette."""
    inside = (s for s in chain if span and s.start is not None and span.start <= s.start < span.end)
    return next(inside, chain[0] if chain else None)


def _phrase(voices: Voices, found: Found) -> Range | None:
    """The words of the source on its own side of the cue, where the parse of a headline mixes both."""
    if found.source is None:
        return None
    relative = next((s for s in syntax.own_subjects(found.cue) if s.lower_ == "who"), None)
    if relative is not None and found.source.i < relative.i:
        return relative.i, relative.i + 1  # the words are "who", the chain has whom it means
    first, last = voices.phrase(found.source, found.cue)
    if found.cue.is_punct and first <= found.cue.i < last:
        return (found.cue.i + 1, last) if found.source.i > found.cue.i else (first, found.cue.i)
    return first, last


def _cue_words(cue: Token) -> Range:
    """ "according to" are two words, "in the words of" is one phrase."""
    return cue.i, cue.i + (2 if cue.lower_ == "according" else 1)


def _kind(view: View, content: Sequence[Range]) -> SpeechKind:
    words = [t.i for first, last in content for t in view.doc[first:last] if not t.is_punct]
    inside = sum(view.quote(i) is not None for i in words)
    return "direct" if words and inside == len(words) else "mixed" if inside else "indirect"


def _said(document: Document, view: View, found: Found) -> Interval | None:
    """The time that hangs on the cue, or on a participle that goes with it; not one inside what is said."""
    cues = {found.cue, *(c for c in syntax.children(found.cue, "advcl") if c.lemma_.lower() in SPEAKING)}
    if found.cue.tag_ == "VBG" and found.cue.dep_ in {"advcl", "acl"}:
        cues.add(syntax.governor(found.cue))  # "repeated on Monday ..., adding that"
    for mark in document.times:
        if mark.passage is not view.passage or mark.interval is None or found.holds(mark.first):
            continue
        if cues & {syntax.governor(mark.root), mark.root.head, mark.root.head.head}:
            return mark.interval
    return None


def _addressee(cue: Token, chain: Sequence[object], start: int) -> Token | None:
    """Whoever is told, where it is no outlet of the chain."""
    if cue.lemma_.lower() not in TELLING:
        return None
    outlets = {getattr(source, "start", None) for source in chain}
    told = next(iter(syntax.children(cue, "dobj", "dative")), None)
    if told is None or any(start + t.idx in outlets for t in told.subtree):
        return None
    return told
