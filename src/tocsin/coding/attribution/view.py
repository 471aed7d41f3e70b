"""One passage as attribution sees it: its words, its quotations, and tidy ranges of tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from tocsin.annotation.document import Passage
from tocsin.coding.attribution.found import Range
from tocsin.coding.quotes import quotes
from tocsin.knowledge.cues import CueFile

EDGES = frozenset({",", ":", ";", "-", "–", "—", "--", ".", "…", "...", "(", ")"})
LINKS = frozenset({"and", "but", "while", "or"})


class View:
    """The tokens of a passage with the quotation that each stands in."""

    def __init__(self, passage: Passage, cues: CueFile, people: frozenset[str] = frozenset()) -> None:
        self.passage, self.cues, self.people = passage, cues, people
        self.doc: Doc = passage.doc
        self.quotes: list[Range] = quotes(passage.doc)
        self._quote: list[Range | None] = [None] * len(passage.doc)
        for quote in self.quotes:
            self._quote[slice(*quote)] = [quote] * (quote[1] - quote[0])

    def quote(self, index: int) -> Range | None:
        """The quotation around the token, its marks included."""
        return self._quote[index] if index < len(self._quote) else None

    def tidy(self, indexes: Iterable[int], cue: Token) -> tuple[Range, ...]:
        """What is said as ranges: whole quotations, no commas at the ends, nothing outside the cue's own quotation."""
        around = self.quote(cue.i)
        ranges = []
        for part in runs(sorted(indexes)):
            first, last = self._clipped(part, around) if around else self._whole(part)
            first, last = self._trimmed(first, last)
            if last > first:
                ranges.append((first, last))
        return tuple(merged(ranges))

    def _clipped(self, part: Range, around: Range) -> Range:
        return max(part[0], around[0] + 1), min(part[1], around[1] - 1)

    def _whole(self, part: Range) -> Range:
        """Quotations are taken whole: what is said in them is said by one mouth."""
        first, last = part
        for index in (first, last - 1):
            quote = self.quote(index)
            if quote is not None:
                first, last = min(first, quote[0]), max(last, quote[1])
        return first, last

    def _trimmed(self, first: int, last: int) -> Range:
        while first < last and (self.doc[first].text in EDGES or self._is_lone_mark(first, first, last)):
            first += 1
        while last > first and (self.doc[last - 1].text in EDGES or self._is_lone_mark(last - 1, first, last)):
            last -= 1
        while last - 1 > first and self.doc[last - 1].lower_ in LINKS:
            last -= 1
        return first, last

    def _is_lone_mark(self, index: int, first: int, last: int) -> bool:
        """A quotation mark whose partner lies outside the range, or that has none."""
        if self.doc[index].tag_ not in {"``", "''"}:
            return False
        quote = self.quote(index)
        return quote is None or index not in (quote[0], quote[1] - 1) or not (quote[0] >= first and quote[1] <= last)

    def sentence_quotes(self) -> Iterator[Range]:
        """Quotations that begin where a sentence begins: after a full stop, a quotation, or at the start."""
        for quote in self.quotes:
            before = self.doc[quote[0] - 1] if quote[0] else None
            if before is None or before.text in {".", "!", "?", "…"} or self.quote(before.i) is not None:
                yield quote


def runs(indexes: Iterable[int]) -> list[Range]:
    """Unbroken stretches of ascending indexes."""
    found: list[Range] = []
    for index in indexes:
        if found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The ranges in order, overlapping or touching ones joined."""
    found: list[Range] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
