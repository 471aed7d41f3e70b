"""Attribution: who is said to have said what, by cue words, dependencies and quotation marks.

Cues are verbs of saying and wanting, "according to", and nouns such as claim or fear.  A verb's content is its
clause, its quotation or, for some verbs, its object; its source is its subject, or the agent in the passive.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from tocsin.annotation.document import Document, Passage
from tocsin.coding import syntax
from tocsin.coding.quotes import quoted, quotes
from tocsin.coding.voices import CITING, Voices, quoting
from tocsin.knowledge.cues import CueFile
from tocsin.records import Attribution, Interval, Source, SpeechKind

Range = tuple[int, int]
QUOTE_MARKS = frozenset({'"', "“", "”", "„", "«", "»", "``", "''"})
EDGES = frozenset({",", ":", ";", "-", "–", "—", "."}) | QUOTE_MARKS
SHORT_QUOTE = 5
CLAUSES = ("ccomp", "xcomp")


@dataclass(frozen=True, eq=False)
class Statement:
    """One statement of a passage: its cue, source and content as tokens, its record, and the chain of its speakers.

    `speech` is False for requests, promises and wishes: they are coded as acts of their own.
    """

    passage: Passage
    cue: Token
    source: Range | None
    source_passage: Passage | None
    content: tuple[tuple[Passage, int, int], ...]
    asides: tuple[Range, ...]
    chain: tuple[Source, ...]
    record: Attribution
    speech: bool

    def covers(self, passage: Passage, token: Token) -> bool:
        """The token is part of what is said, and not the outlet's own aside within it."""
        if passage is self.passage and any(first <= token.i < last for first, last in self.asides):
            return False
        return any(p is passage and first <= token.i < last for p, first, last in self.content)

    @property
    def length(self) -> int:
        """How many tokens are said: inner statements are shorter."""
        return sum(last - first for _, first, last in self.content)


@dataclass(frozen=True, slots=True)
class Found:
    """A cue with the tokens of its source and content, before it becomes a statement."""

    cue: Token
    source: Token | None
    content: tuple[Range, ...]
    speech: bool


def attribute(document: Document, voices: Voices, cues: CueFile) -> tuple[Statement, ...]:
    """All statements of a document, inner ones before those that hold them."""
    found = [s for passage in document.passages for s in _Reader(document, passage, voices, cues).statements()]
    return tuple(sorted(found, key=lambda s: (s.passage.number, s.length)))


class _Reader:
    """Reads the statements of one passage."""

    def __init__(self, document: Document, passage: Passage, voices: Voices, cues: CueFile) -> None:
        self.document, self.passage, self.voices, self.cues = document, passage, voices, cues
        self.doc = passage.doc
        self.quotes = quotes(passage.doc)

    def statements(self) -> Iterator[Statement]:
        """The statements in text order; free quotations are joined to the speaker before them."""
        found = self._with_free_quotes(list(self._found()))
        for each in found:
            if each.content:
                yield self._statement(each)

    def _found(self) -> Iterator[Found]:
        for token in self.doc:
            if token.lower_ == "according" and token.i + 1 < len(self.doc) and token.nbor(1).lower_ == "to":
                each = self._according(token)
            elif token.tag_ in syntax.VERB_TAGS and token.dep_ not in {"aux", "auxpass", "compound"}:
                each = self._verb(token)
            elif syntax.is_noun(token) and token.lemma_.lower() in self.cues.nouns:
                each = self._noun(token)
            else:
                continue
            if each is not None:
                yield each

    # ---------------------------------------------------------------- verbs
    def _verb(self, verb: Token) -> Found | None:
        word = verb.lemma_.lower()
        speech = word in self.cues.speech
        if (not speech and word not in self.cues.attitude) or (verb.dep_ == "amod"):
            return None
        if word in CITING and any(c.lower_ == "as" for c in verb.children):
            return None  # "quoted X as saying": the saying is the cue
        source = self._verb_source(verb)
        content = self._verb_content(verb, word)
        if not content or (source is None and verb.tag_ in {"VBG", "VB"} and not self._has_quote(content)):
            return None
        if source is not None and (self._own_words(verb, source) or _holds(content, source.i)):
            return None
        return Found(verb, source, content, speech and not self._wants(verb, word))

    def _own_words(self, verb: Token, source: Token) -> bool:
        """ "I think" inside a quotation is the same speaker's word, not another statement."""
        return source.lower_ in {"i", "we", "you"} and quoted(self.quotes, verb.i) is not None

    def _wants(self, verb: Token, word: str) -> bool:
        """An infinitive after a verb that may also ask or intend ("hopes to", "asked them to") is no speech."""
        return word in self.cues.attitude and bool(syntax.children(verb, "xcomp"))

    def _verb_source(self, verb: Token) -> Token | None:
        quoter = quoting(verb)
        if quoter is not None:
            return next(iter(syntax.patients(quoter)), None)
        source = syntax.agent(verb)
        if source is None and verb.dep_ in {"ccomp", "parataxis"} and not syntax.own_subjects(verb):
            source = next((t for t in syntax.children(verb, "attr", "dobj") if t.i > verb.i and t.dep_ == "attr"), None)
        return source

    def _verb_content(self, verb: Token, word: str) -> tuple[Range, ...]:
        content = self._clause_content(verb)
        if not content:
            content = self._parenthetical(verb)
        if not content and word in self.cues.transitive:
            content = self._object_content(verb)
        if not content and word in self.cues.with_preposition:
            content = self._after_preposition(verb, self.cues.with_preposition[word])
        quote = self._quote_beside(verb, content)
        if quote is not None:
            content = (*content, quote) if content and not _touch(content, quote) else (_hull((*content, quote)),)
        return content

    def _clause_content(self, verb: Token) -> tuple[Range, ...]:
        labels = CLAUSES if verb.lemma_.lower() in self.cues.attitude | self.cues.speech else ("ccomp",)
        clauses = [c for c in verb.children if c.dep_ in labels or (c.dep_ == "prep" and self._as_clause(verb, c))]
        parts = [part for clause in clauses for part in self._without(clause, verb)]
        return tuple(sorted(part for part in (self._trim(p) for p in parts) if part[0] < part[1]))

    def _as_clause(self, verb: Token, prep: Token) -> bool:
        """ "described the vote as a farce"."""
        return prep.lower_ == "as" and verb.lemma_.lower() in self.cues.transitive | CITING

    def _without(self, clause: Token, verb: Token) -> list[Range]:
        """The clause's tokens in runs, the cue and its own words taken out."""
        own = {verb.i} | {t.i for c in verb.children if c != clause for t in c.subtree}
        inside = sorted(t.i for t in clause.subtree if t.i not in own)
        return _runs(inside)

    def _parenthetical(self, verb: Token) -> tuple[Range, ...]:
        """ "The bridge, he said, was blown up": the cue hangs inside the sentence it reports."""
        if (
            verb.dep_ not in {"parataxis", "advcl", "ccomp", "intj"}
            or not syntax.own_subjects(verb)
            or verb.head == verb
        ):
            return ()
        if verb.dep_ in {"advcl", "ccomp"} and (syntax.children(verb, "mark") or not self._set_off(verb)):
            return ()
        own = {t.i for t in verb.subtree}
        inside = [t.i for t in verb.head.subtree if t.i not in own]
        return tuple(part for part in (self._trim(p) for p in _runs(inside)) if part[1] - part[0] > 1)

    def _set_off(self, verb: Token) -> bool:
        edge = verb.left_edge.i
        return edge > 0 and self.doc[edge - 1].text in EDGES

    def _object_content(self, verb: Token) -> tuple[Range, ...]:
        things = [t for t in syntax.patients(verb) if t.i > verb.i and syntax.is_noun(t)]
        if syntax.passive(verb):
            things = [t for t in syntax.own_subjects(verb) if syntax.is_noun(t)]
        return tuple(self._trim((t.left_edge.i, t.right_edge.i + 1)) for t in things[:1])

    def _after_preposition(self, verb: Token, wanted: frozenset[str]) -> tuple[Range, ...]:
        for child in verb.children:
            if child.dep_ == "prep" and child.lower_ in wanted:
                held = next(iter(syntax.children(child, "pobj", "pcomp")), None)
                if held is not None:
                    return (self._trim((held.left_edge.i, held.right_edge.i + 1)),)
        return ()

    def _quote_beside(self, verb: Token, content: Sequence[Range]) -> Range | None:
        """The quotation that the cue introduces or follows directly, if it is not inside one itself."""
        if quoted(self.quotes, verb.i) is not None:
            return None
        span = verb.sent
        near = [q for q in self.quotes if q[0] < span.end and q[1] > span.start and q[1] - q[0] >= SHORT_QUOTE]
        for quote in near:
            if any(first <= quote[0] and quote[1] <= last for first, last in content):
                continue
            gap = self.doc[quote[1] : verb.i] if quote[1] <= verb.i else self.doc[verb.i + 1 : quote[0]]
            if (
                not any(t.tag_ in {"VBD", "VBZ", "VBP"} and t.lemma_.lower() in self.cues.speech for t in gap)
                and len(gap) < 30
            ):
                return quote
        return None

    def _has_quote(self, content: Sequence[Range]) -> bool:
        return any(token.text in QUOTE_MARKS for first, last in content for token in self.doc[first:last])

    # ---------------------------------------------------------------- phrases and nouns
    def _according(self, token: Token) -> Found | None:
        to = token.nbor(1)
        source = next(iter(syntax.children(to, "pobj")), None) or next(iter(syntax.children(token, "pobj")), None)
        if source is None:
            return None
        phrase = {t.i for t in token.subtree} | {t.i for t in to.subtree}
        head = token.head if token.head.i not in phrase else token
        clause = head if syntax.is_clause(head) else syntax.governor(head)
        inside = [t.i for t in clause.subtree if t.i not in phrase]
        content = tuple(part for part in (self._trim(p) for p in _runs(inside)) if part[1] - part[0] > 1)
        return Found(token, source, content, True)

    def _noun(self, noun: Token) -> Found | None:
        clause = next((c for c in noun.children if c.dep_ in {"acl", "ccomp", "relcl"} and self._that(c)), None)
        clause = clause or next((c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VB"), None)
        about = syntax.after(noun, "of") if clause is None and noun.lemma_.lower() in self._fears() else None
        target = clause if clause is not None else about
        if target is None:
            return None
        source = (
            next(iter(syntax.children(noun, "poss")), None) or syntax.after(noun, "by") or syntax.after(noun, "from")
        )
        if source is None and noun.dep_ in {"dobj", "pobj"}:
            verb = syntax.governor(noun)
            source = syntax.agent(verb) if syntax.is_clause(verb) else None
        if source is None:
            return None
        return Found(
            noun,
            source,
            (self._trim((target.left_edge.i, target.right_edge.i + 1)),),
            clause is None or clause.tag_ != "VB",
        )

    def _that(self, clause: Token) -> bool:
        return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)

    def _fears(self) -> frozenset[str]:
        return frozenset(
            {
                "fear",
                "concern",
                "hope",
                "prediction",
                "forecast",
                "warning",
                "report",
                "allegation",
                "accusation",
                "claim",
                "suspicion",
                "threat",
            }
        )

    # ---------------------------------------------------------------- free quotations
    def _with_free_quotes(self, found: list[Found]) -> list[Found]:
        """Sentences that are only a quotation go to the speaker before them in the paragraph."""
        for quote in self.quotes:
            outside = [e for e in found if not quote[0] <= e.cue.i < quote[1]]
            if quote[1] - quote[0] <= SHORT_QUOTE or any(_touch(e.content, quote) for e in outside):
                continue
            before = [e for e in found if e.speech and e.cue.i < quote[0] and e.source is not None]
            if before:
                last = max(before, key=lambda e: e.cue.i)
                found[found.index(last)] = Found(last.cue, last.source, (*last.content, quote), True)
        return found

    # ---------------------------------------------------------------- records
    def _trim(self, part: Range) -> Range:
        """Without commas and colons at the ends; quotation marks stay if both are there."""
        first, last = part
        outer = EDGES - QUOTE_MARKS
        while first < last and self.doc[first].text in outer:
            first += 1
        while last > first and self.doc[last - 1].text in outer:
            last -= 1
        marks = sum(t.text in QUOTE_MARKS for t in self.doc[first:last])
        if last > first and marks % 2:
            if self.doc[first].text in QUOTE_MARKS:
                last += last < len(self.doc) and self.doc[last].text in QUOTE_MARKS
            elif first > 0 and self.doc[first - 1].text in QUOTE_MARKS:
                first -= 1
            elif last < len(self.doc) and self.doc[last].text in QUOTE_MARKS:
                last += 1
        elif first > 0 and last < len(self.doc) and not marks and self._wrapped(first, last):
            first, last = first - 1, last + 1
        return first, last

    def _wrapped(self, first: int, last: int) -> bool:
        return self.doc[first - 1].text in QUOTE_MARKS and self.doc[last].text in QUOTE_MARKS

    def _statement(self, found: Found) -> Statement:
        source = self.voices.phrase(found.source) if found.source is not None else None
        chain = self.voices.chain(self.passage, found.cue, found.source) if found.source is not None else ()
        content = tuple((self.passage, first, last) for first, last in found.content)
        record = Attribution(
            source=self.passage.span(*source) if source else None,
            cue=self.passage.span(found.cue.i, found.cue.i + (2 if found.cue.lower_ == "according" else 1)),
            content=tuple(self.passage.span(first, last) for first, last in found.content),
            kind=self._kind(found.content),
            source_kind=chain[0].kind if chain else "unknown",
            said=self._said(found),
            via=chain[1:],
        )
        asides = tuple(self._asides(found))
        return Statement(
            self.passage,
            found.cue,
            source,
            self.passage if source else None,
            content,
            asides,
            chain,
            record,
            found.speech,
        )

    def _kind(self, content: Sequence[Range]) -> SpeechKind:
        spoken = sum(last - first for first, last in self.quotes)
        if not spoken:
            return "indirect"
        inside = sum(quoted(self.quotes, i) is not None for first, last in content for i in range(first, last))
        total = sum(last - first for first, last in content)
        return "direct" if inside >= total - 2 else "mixed" if inside else "indirect"

    def _said(self, found: Found) -> Interval | None:
        """The time that hangs on the cue, not inside what is said."""
        for mark in self.document.times:
            if mark.passage is not self.passage or mark.interval is None:
                continue
            if any(first <= mark.first < last for first, last in found.content):
                continue
            if syntax.governor(mark.root) == found.cue or found.cue in (mark.root.head, mark.root.head.head):
                return mark.interval
        return None

    def _asides(self, found: Found) -> Iterator[Range]:
        """Non-restrictive relative clauses and dashes inside indirect speech are the outlet's own words."""
        for first, last in found.content:
            for token in self.doc[first:last]:
                if token.dep_ == "relcl" and quoted(self.quotes, token.i) is None:
                    edge = token.left_edge.i
                    if edge > first and self.doc[edge - 1].text in {",", "-", "–", "—"}:
                        yield edge, token.right_edge.i + 1


def _runs(indexes: Sequence[int]) -> list[Range]:
    """Unbroken stretches of ascending indexes."""
    found: list[Range] = []
    for index in indexes:
        if found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found


def _holds(content: Sequence[Range], index: int) -> bool:
    return any(first <= index < last for first, last in content)


def _touch(content: Sequence[Range], quote: Range) -> bool:
    return any(first < quote[1] and quote[0] < last for first, last in content)


def _hull(parts: Sequence[Range]) -> Range:
    return min(p[0] for p in parts), max(p[1] for p in parts)
