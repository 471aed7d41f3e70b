"""From a parsed document to its statements: cues found, nested wishes dropped, free quotations joined, records made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from msgspec.structs import replace as with_fields
from spacy.tokens import Token

from tocsin.annotation.document import Document, Passage
from tocsin.coding import syntax
from tocsin.coding.attribution.found import Found, Range
from tocsin.coding.attribution.making import statement
from tocsin.coding.attribution.nouns import cited_document, noun_cue, predicate_cue
from tocsin.coding.attribution.occasions import same_occasion
from tocsin.coding.attribution.phrases import headline_cue, label_cue, phrase_cue
from tocsin.coding.attribution.quotations import is_continuation, join_free
from tocsin.coding.attribution.statement import Statement, by_passage
from tocsin.coding.attribution.verbs import verb_cue
from tocsin.coding.attribution.view import View
from tocsin.coding.voices import Voices
from tocsin.knowledge.cues import CueFile

LONGEST_HEADLINE = 24
OWN = frozenset({"i", "we", "you", "one", "it", "that", "this", "who", "what"})


def attribute(document: Document, voices: Voices, cues: CueFile) -> tuple[Statement, ...]:
    """All statements of a document, by passage, inner ones before those that hold them."""
    made: list[Statement] = []
    people = frozenset(t.lower_ for p in document.passages for e in p.doc.ents if e.label_ == "PERSON" for t in e)
    for passage in document.passages:
        view = View(passage, cues, people)
        found, orphans = join_free(view, _sane(view, list(_cues(view))))
        made = _continued(made, passage, orphans)
        made += [statement(document, view, voices, each) for each in found]
    holders = by_passage(made)
    made = [replace(s, nested=_depth(s, holders[s.passage.number])) for s in same_occasion(made)]
    return tuple(sorted(made, key=lambda s: (s.passage.number, s.length)))


# -------------------------------------------------------------------- finding
def _cues(view: View) -> Iterator[Found]:
    for token in view.doc:
        found = phrase_cue(view, token) or _word_cue(view, token)
        if found is not None:
            yield found
    label = (headline_cue(view) if _is_headline(view) else None) or label_cue(view)
    if label is not None:
        yield label


def _is_headline(view: View) -> bool:
    """A title, or a first line as short as one."""
    first = view.passage.number == 0 and len(view.doc) <= LONGEST_HEADLINE
    return view.passage.kind == "title" or first


def _word_cue(view: View, token: Token) -> Found | None:
    if token.tag_ in syntax.VERB_TAGS:
        return None if token.lower_ == "according" else verb_cue(view, token)
    word = token.lemma_.lower()
    if syntax.is_noun(token):
        cited = cited_document(view, token) if word in view.cues.documents else None
        return cited or (noun_cue(view, token) if word in view.cues.nouns else None)
    return predicate_cue(view, token) if token.tag_ == "JJ" and word in view.cues.predicates else None


def _sane(view: View, found: list[Found]) -> list[Found]:
    """Without wishes and own thoughts inside what somebody says, and without "I think" inside a quotation."""
    return [each for each in found if each.content and not _is_idle(view, each, found)]


def _is_idle(view: View, each: Found, found: Sequence[Found]) -> bool:
    if not each.speech and any(_is_said_in(other, each) for other in found):
        return True
    holders = [other for other in found if other is not each and other.holds(each.cue.i)]
    quoted = view.quote(each.cue.i) is not None
    if not holders and not quoted:
        return False
    if not each.speech or (each.cue.lemma_.lower() in view.cues.thoughts and _is_pronoun(each.source)):
        return True
    return quoted and (each.source is None or each.source.lower_ in OWN or not _is_told(each.cue))


def _is_said_in(said: Found, act: Found) -> bool:
    """ "declined to say whether ...": what is or is not said, not the declining."""
    cue = said.cue
    return said.speech and cue.dep_ == "xcomp" and cue.head == act.cue and bool(syntax.children(cue, "ccomp"))


def _is_pronoun(source: Token | None) -> bool:
    return source is None or source.tag_ == "PRP"


def _is_told(cue: Token) -> bool:
    """Told as a fact, "he said", not "he would say", "to say"; nouns and phrases always are."""
    if cue.tag_ not in syntax.VERB_TAGS:
        return True
    return cue.tag_ in {"VBD", "VBZ", "VBG", "VBN"} or not any(c.dep_ in {"aux", "neg"} for c in cue.children)


def _continued(made: list[Statement], passage: Passage, orphans: Sequence[Range]) -> list[Statement]:
    """Quotations that open a paragraph belong to the last speaker of the paragraph before."""
    goes_on = [q for q in orphans if is_continuation(passage, q, list(orphans))]
    before = (s for s in made if _may_go_on(s, passage)) if goes_on else ()
    last = max(before, key=lambda s: s.cue.i, default=None)
    if last is None:
        return made
    content = (*last.content, *((passage, *quote) for quote in goes_on))
    spans = (*last.record.content, *(passage.span(*quote) for quote in goes_on))
    longer = replace(last, content=content, record=with_fields(last.record, content=spans))
    return [longer if s is last else s for s in made]


def _may_go_on(statement: Statement, passage: Passage) -> bool:
    latest = max(p.number for p, _, _ in statement.content)
    return statement.speech and statement.source is not None and latest == passage.number - 1


def _depth(inner: Statement, statements: Sequence[Statement]) -> int:
    """How many other statements hold its cue."""
    return sum(s is not inner and s.covers(inner.passage, inner.cue) for s in statements)
