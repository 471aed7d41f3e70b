"""What annotation works on: a report, its parsed passages, and marks that tie tokens to records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from tocsin.records import BlockKind, Interval, Place, Quantity, Report, Span, Time

R = TypeVar("R")
PIECES = "tocsin_pieces"


def text_of(doc: Doc, first: int, last: int) -> str:
    """The text of tokens first..last-1, as spaCy gives it for a span, from words looked up once for a document."""
    if last <= first:
        return ""
    pieces: list[str] | None = doc.user_data.get(PIECES)
    if pieces is None:
        pieces = doc.user_data[PIECES] = [token.text_with_ws for token in doc]
    return "".join(pieces[first : last - 1]) + doc[last - 1].text


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """One block of the report, parsed alone. `start` is the block's offset in the report's text."""

    number: int
    kind: BlockKind
    start: int
    doc: Doc

    def span(self, first: int, last: int) -> Span:
        """The record span of tokens first..last-1 of this passage."""
        words = self.doc[first:last]
        return Span(self.start + words.start_char, self.start + words.end_char, words.text)


@dataclass(frozen=True, slots=True, eq=False)
class Mark(Generic[R]):
    """Tokens first..last-1 of a passage and the record made of them."""

    passage: Passage
    first: int
    last: int
    record: R

    @property
    def root(self) -> Token:
        """The head token of the marked words."""
        return self.tokens.root

    @property
    def tokens(self) -> TokenSpan:
        """The marked words."""
        return self.passage.doc[self.first : self.last]


@dataclass(frozen=True, slots=True)
class Tie:
    """So many units before (negative) or after the event of a token; `within`: at any time from it on."""

    event: Token
    unit: str
    count: float | None
    within: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TimeMark(Mark[Time]):
    """A time expression with the interval it stands for; null where it has none (an age, a set).

    One that is `tied` to another event ("two days after the vote") has an interval of words without dates until that
    event is dated.
    """

    interval: Interval | None
    tied: Tie | None = None


@dataclass(slots=True, eq=False)
class Document:
    """A report with its parsed passages (title, caption, body only) and everything marked in them."""

    report: Report
    passages: tuple[Passage, ...]
    times: tuple[TimeMark, ...] = ()
    places: tuple[Mark[Place], ...] = ()
    quantities: tuple[Mark[Quantity], ...] = ()
    warnings: list[str] = field(default_factory=list)

    @property
    def published(self) -> date | None:
        """The day of publication, where it is known."""
        return date.fromisoformat(self.report.published) if self.report.published else None
