"""Where a report's text is marked, and the text cut at every edge of a mark, so that marks may overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tocsin.coding.repeats import WORD, repeats
from tocsin.records import Claim, Report, Span

TRIGGER = "trigger"


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
        for place in repeats(report, claim.sentence):
            found.append(Mark(place.start, place.end, number, "sentence", again=True))
            starts, ends = _same_words(claim.sentence, place)
            for role, span in _spans(claim):
                if span.start in starts and span.end in ends and span != claim.sentence:
                    found.append(Mark(starts[span.start], ends[span.end], number, role, again=True))
    return found


def _same_words(sentence: Span, place: Span) -> tuple[dict[int, int], dict[int, int]]:
    """Where the words of the sentence begin and end, and where the same words do in a place that repeats them."""
    long, short = list(WORD.finditer(sentence.text)), list(WORD.finditer(place.text))
    wanted = [word[0].lower() for word in short]
    words = [word[0].lower() for word in long]
    first = next(i for i in range(len(words)) if words[i : i + len(wanted)] == wanted)
    pairs = list(zip(long[first:], short, strict=False))
    starts = {sentence.start + there.start(): place.start + here.start() for there, here in pairs}
    return starts, {sentence.start + there.end(): place.start + here.end() for there, here in pairs}


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
