"""Days told inside somebody's words: "today" in a quotation is the day it was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from msgspec import structs

from tocsin.annotation.document import Passage, TimeMark
from tocsin.annotation.times.tense import DEPTH, SPEECH, VERBS
from tocsin.annotation.times.words import DEICTIC, PARTS
from tocsin.records import Interval

OPENING, CLOSING, STRAIGHT = "“«", "”»", '"'
NEAR, REACH = 3, 40  # marks, and words, between a quotation and the day it was said


def respoken(passage: Passage, marks: Sequence[TimeMark], published: date | None) -> list[TimeMark]:
    """The marks, those of "today" and its like in quotations counted from the day of speaking where it is named."""
    if published is None or not any(_points(mark) for mark in marks):
        return list(marks)
    inside = _quoted(passage)
    return [
        _respoken(mark, _tellers(inside, marks, number), published) if inside[mark.first] and _points(mark) else mark
        for number, mark in enumerate(marks)
    ]


def _points(mark: TimeMark) -> bool:
    """Whether it is counted from the day it is said: "today", "this morning", "last night"."""
    words = [token.lower_ for token in mark.tokens]
    return any(word in DEICTIC for word in words) or (words[0] in {"this", "last"} and words[-1] in PARTS)


def _quoted(passage: Passage) -> list[bool]:
    """Of each token whether it stands in a quotation; one left open reaches to the end."""
    inside, opened = [], False
    for token in passage.doc:
        sign = token.text[0]
        if opened and (sign in CLOSING or sign == STRAIGHT):
            opened = False
        elif not opened and (sign in OPENING or sign == STRAIGHT):
            opened = True
        inside.append(opened)
    return inside


def _tellers(inside: Sequence[bool], marks: Sequence[TimeMark], number: int) -> Iterator[TimeMark]:
    """The days near that mark, outside quotations, that hang on a verb of saying."""
    for mark in marks[max(0, number - NEAR) : number + NEAR + 1]:
        if inside[mark.first] or mark.interval is None or mark.interval.start != mark.interval.end:
            continue
        if abs(mark.first - marks[number].first) <= REACH and _of_saying(mark):
            yield mark


def _of_saying(mark: TimeMark) -> bool:
    verb = next((token for token in islice(mark.root.ancestors, DEPTH) if token.tag_ in VERBS), None)
    return verb is not None and verb.lemma_.lower() in SPEECH


def _respoken(mark: TimeMark, tellers: Iterator[TimeMark], published: date) -> TimeMark:
    if mark.interval is None:
        return mark
    said = next((teller.interval for teller in tellers if teller.interval is not None), None)
    if said is None or not said.start or said.start > published.isoformat():
        return replace(mark, interval=structs.replace(mark.interval, basis="inferred"))
    back = published - date.fromisoformat(said.start)
    value = _moved(mark.record.value[:10], back) + mark.record.value[10:]
    record = structs.replace(mark.record, value=value, anchor=said.text)
    return replace(mark, record=record, interval=_moved_interval(mark.interval, back))


def _moved(day: str, back: timedelta) -> str:
    return (date.fromisoformat(day) - back).isoformat()


def _moved_interval(interval: Interval, back: timedelta) -> Interval:
    start, end = (day and _moved(day, back) for day in (interval.start, interval.end))
    return structs.replace(interval, start=start, end=end, basis="inferred")
