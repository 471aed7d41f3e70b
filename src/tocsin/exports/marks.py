"""Where a report's text is marked, and the text cut at every edge of a mark, so that marks may overlap."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tocsin.records import Block, Claim, Report, Span

TRIGGER = "trigger"
_ENDING = " \n\t.!?\u2026"
_SENTENCE = re.compile(r"[^\s.!?](?:[^.!?]|[.!?](?=\S))*")
_FEWEST_SPACES = 3  # shorter stretches repeat by chance


@dataclass(frozen=True, slots=True)
class Mark:
    """The characters start..end-1 play this role (trigger, sentence, who, ...) in claim number `claim`."""

    start: int
    end: int
    claim: int
    role: str
    again: bool = False  # a second place of the same words


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text without an edge inside; the marks that cover it, and the claims whose trigger begins here."""

    text: str
    marks: tuple[Mark, ...]
    begins: tuple[int, ...]

    @property
    def triggers(self) -> tuple[int, ...]:
        """The claims that have this piece in their trigger, in the order of the table."""
        return tuple(dict.fromkeys(mark.claim for mark in self.marks if mark.role == TRIGGER))


def marks(report: Report, claims: Iterable[Claim]) -> list[Mark]:
    """Every mark of the claims; a sentence that stands a second time, as in a caption, is marked there too."""
    found = []
    for number, claim in enumerate(claims):
        for role, span in _spans(claim):
            found.append(Mark(span.start, span.end, number, role))
        for shift, first, last in twins(report, claim.sentence):
            for role, span in _spans(claim):
                start, end = max(span.start, first), min(span.end, last)
                if start < end and (role != TRIGGER or (start, end) == (span.start, span.end)):
                    found.append(Mark(start + shift, end + shift, number, role, again=True))
    return found


def _spans(claim: Claim) -> Iterator[tuple[str, Span]]:
    yield TRIGGER, claim.trigger
    yield "sentence", claim.sentence
    for role, spans in (("who", claim.actors), ("whom", claim.recipients), ("where", claim.places)):
        yield from ((role, span) for span in spans)
    yield from (("how-many", quantity) for quantity in claim.quantities)
    for role, time in (("when", claim.when), ("due", claim.due)):
        if time and time.text:
            yield role, time.text
    if claim.condition:
        yield "condition", claim.condition
    for source in claim.sources:
        if source.start is not None and source.end is not None and source.text is not None:
            yield "source", Span(source.start, source.end, source.text)


def twins(report: Report, sentence: Span) -> Iterator[tuple[int, int, int]]:
    """Other places of a sentence in the title and captions (or of a caption's in the body): shift, and what of it."""
    for block in report.blocks:
        if block.start <= sentence.start < block.end:
            home = block.kind
            break
    else:
        return
    for block in report.blocks:
        if block.start <= sentence.start < block.end or "caption" not in (home, block.kind):
            continue
        yield from _shared(report.text, sentence, block)


def _shared(text: str, sentence: Span, block: Block) -> Iterator[tuple[int, int, int]]:
    core = sentence.text.rstrip(_ENDING)
    at = text.find(core, block.start, block.end) if core else -1
    if at >= 0:
        yield at - sentence.start, sentence.start, sentence.start + len(core)
        return
    for part in _SENTENCE.finditer(text, block.start, block.end):
        at = sentence.text.find(part[0])
        if at >= 0 and part[0].count(" ") >= _FEWEST_SPACES:
            yield part.start() - sentence.start - at, sentence.start + at, sentence.start + at + len(part[0])


def pieces(text: str, start: int, end: int, marks: Iterable[Mark]) -> list[Piece]:
    """The characters start..end-1 as pieces; joined, their texts are that stretch again."""
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    opening: defaultdict[int, list[Mark]] = defaultdict(list)
    closing: defaultdict[int, list[Mark]] = defaultdict(list)
    covering: dict[Mark, None] = {}
    made = []
    for mark in inside:
        opening[max(mark.start, start)].append(mark)
        closing[min(mark.end, end)].append(mark)
    cuts = sorted({start, end, *opening, *closing})
    for first, last in pairwise(cuts):
        for mark in closing[first]:
            covering.pop(mark, None)
        covering |= dict.fromkeys(opening[first])
        made.append(Piece(text[first:last], tuple(covering), _begins(opening[first], first)))
    return made


def _begins(opening: Iterable[Mark], at: int) -> tuple[int, ...]:
    """The claims whose own trigger begins there; each claim has one such place in a text."""
    own = (mark.claim for mark in opening if mark.role == TRIGGER and mark.start == at and not mark.again)
    return tuple(dict.fromkeys(own))
