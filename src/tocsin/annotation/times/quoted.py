"""Days told inside somebody's words: "today" in a quotation is the day it was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from msgspec import structs

from tocsin.annotation.document import Passage, TimeMark
from tocsin.annotation.times.tense import SPEECH, VERBS
from tocsin.annotation.times.words import DEICTIC, PARTS
from tocsin.records import Interval

OPENING, CLOSING, STRAIGHT = "“«", "”»", '"'
Words = tuple[int, int]


def respoken(passage: Passage, marks: Sequence[TimeMark], published: date | None) -> list[TimeMark]:
    """The marks, those of "today" and its like in quotations counted from the day of speaking where it is named."""
    if published is None or not any(_points(mark) for mark in marks):
        return list(marks)
    quotes = list(_quotations(passage))
    return [_respoken(passage, mark, marks, quotes, published) for mark in marks]


def _points(mark: TimeMark) -> bool:
    """Whether it is counted from the day it is said: "today", "this morning", "last night"."""
    words = [token.lower_ for token in mark.tokens]
    return any(word in DEICTIC for word in words) or (words[0] in {"this", "last"} and words[-1] in PARTS)


def _quotations(passage: Passage) -> Iterator[Words]:
    start: int | None = None
    for token in passage.doc:
        sign = token.text[0]
        if start is None and (sign in OPENING or sign == STRAIGHT):
            start = token.i
        elif start is not None and (sign in CLOSING or sign == STRAIGHT):
            yield start, token.i
            start = None
    if start is not None:
        yield start, len(passage.doc)


def _respoken(
    passage: Passage, mark: TimeMark, marks: Sequence[TimeMark], quotes: Sequence[Words], published: date
) -> TimeMark:
    quote = next((words for words in quotes if words[0] < mark.first < words[1]), None)
    if quote is None or mark.interval is None or not _points(mark):
        return mark
    said = next((m for m in marks if _tells_when_said(passage, m, quote, quotes)), None)
    if said is None or said.interval is None or not said.interval.start or said.interval.start > published.isoformat():
        return replace(mark, interval=structs.replace(mark.interval, basis="inferred"))
    back = published - date.fromisoformat(said.interval.start)
    value = _moved(mark.record.value[:10], back) + mark.record.value[10:]
    record = structs.replace(mark.record, value=value, anchor=said.interval.text)
    return replace(mark, record=record, interval=_moved_interval(mark.interval, back))


def _tells_when_said(passage: Passage, mark: TimeMark, quote: Words, quotes: Sequence[Words]) -> bool:
    """A day outside quotations that hangs on a verb of saying in a sentence of the quotation."""
    if mark.interval is None or mark.interval.start is None or mark.interval.start != mark.interval.end:
        return False
    if any(first < mark.first < last for first, last in quotes):
        return False
    doc = passage.doc
    first, last = doc[quote[0]].sent.start, doc[min(quote[1], len(doc) - 1)].sent.end
    if not first <= mark.first < last:
        return False
    verb = next((token for token in mark.root.ancestors if token.tag_ in VERBS), None)
    return verb is not None and verb.lemma_.lower() in SPEECH


def _moved(day: str, back: timedelta) -> str:
    return (date.fromisoformat(day) - back).isoformat()


def _moved_interval(interval: Interval, back: timedelta) -> Interval:
    start, end = (day and _moved(day, back) for day in (interval.start, interval.end))
    return structs.replace(interval, start=start, end=end, basis="inferred")
