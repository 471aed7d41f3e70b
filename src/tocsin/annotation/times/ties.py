"""Times told by another event: "two days after the vote", "within a month of the truce", "the day before the raid"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from msgspec import structs
from spacy.tokens import Doc, Token

from tocsin.annotation.document import Passage, Tie, TimeMark
from tocsin.annotation.numerals import ORDINALS
from tocsin.annotation.times import periods, tense
from tocsin.annotation.times.words import unit_of
from tocsin.records import Interval, Span

WAYS = {"after": 1, "following": 1, "before": -1, "from": 1}
NAMES = {letter: name for name, letter in periods.LETTERS.items()}
SUBDAY = frozenset({"second", "minute", "hour"})
BOUNDS = frozenset("within as soon early late no earlier later than at least most about around nearly only".split())
LONGEST = 24  # words of the other event that are kept
NEAR = 4  # marks after it, one of which may date the other event


def tied(passage: Passage, marks: Sequence[TimeMark]) -> list[TimeMark]:
    """The marks of a passage, those told by another event with what ties them to it."""
    return [_tied(passage, mark, marks[number + 1 : number + 1 + NEAR]) for number, mark in enumerate(marks)]


def _tied(passage: Passage, mark: TimeMark, after: Sequence[TimeMark]) -> TimeMark:
    if mark.interval is not None or mark.last >= len(passage.doc):
        return mark
    tie = _tie(passage.doc[mark.last], mark)
    if tie is None:
        return mark
    end = _end(passage.doc[mark.last], tie.event)
    words = passage.span(_beginning(passage.doc, mark.first), end)
    inner = next((m for m in after if m.first < end and m.interval is not None), None)
    told = inner.interval if inner is not None else None
    interval = dated(tie, told, words)
    if interval is None or told is None:
        return replace(mark, interval=Interval(None, None, words, "open", "stated"), tied=tie)
    return replace(mark, interval=interval, record=structs.replace(mark.record, anchor=told.text))


def _tie(link: Token, mark: TimeMark) -> Tie | None:
    """The event that the word after the expression leads to."""
    counted = _counted(mark)
    if counted is None:
        return None
    unit, count = counted
    within = link.lower_ == "of" and tense.connector_at(link.doc, mark.first) == "within"
    nth = link.lower_ == "of" and mark.tokens[1:2].text.lower() in ORDINALS
    way = 1 if within or nth else WAYS.get(link.lower_)
    event = _event(link)
    if way is None or event is None:
        return None
    return Tie(event, unit, count and way * count, within)


def _counted(mark: TimeMark) -> tuple[str, float | None] | None:
    """The unit and the count of "two days", "the day"; nothing for what is no stretch."""
    if mark.record.type == "DATE":
        if mark.last - mark.first < 2:
            return None
        first, *between, last = (token.lower_ for token in mark.tokens)
        count = ORDINALS.get(between[0], 0) - 1 if between else 1
        return (unit_of(last), count) if unit_of(last) in periods.LETTERS and first == "the" and count >= 0 else None
    found = re.fullmatch(r"P(T?)([\d.]+|X)([SMHDWY])", mark.record.value)
    if found is None or mark.record.type != "DURATION":
        return None
    unit = "minute" if found[1] and found[3] == "M" else NAMES["M" if found[3] == "M" else found[3]]
    return unit, None if found[2] == "X" else float(found[2])


def _event(link: Token) -> Token | None:
    """The noun or verb that a preposition or conjunction leads to."""
    if link.dep_ == "mark" and link.head.i > link.i:
        return link.head
    return next((child for child in link.rights if child.dep_ in {"pobj", "pcomp"}), None)


def _beginning(doc: Doc, first: int) -> int:
    """From the words on that say how far the count binds: "within", "as soon as", "no later than"."""
    while first > 0 and doc[first - 1].lower_ in BOUNDS:
        first -= 1
    return first


def _end(link: Token, event: Token) -> int:
    last = min(int(event.right_edge.i), link.i + LONGEST)
    while last > event.i and link.doc[last].is_punct:
        last -= 1
    return last + 1


def dated(tie: Tie, event: Interval | None, words: Span | None) -> Interval | None:
    """The days it stands for, once the day of the other event is known."""
    if event is None or event.start is None or event.start != event.end or tie.count is None:
        return None
    day = date.fromisoformat(event.start)
    if tie.unit in SUBDAY:
        return structs.replace(event, text=words, basis="inferred") if abs(tie.count) < 24 else None
    try:
        there = periods.shift(day, tie.unit, tie.count)
    except (ValueError, OverflowError):
        return None
    start, end = (day, there) if tie.within else _around(there, tie.unit, day)
    return Interval(start.isoformat(), end.isoformat(), words, "day" if start == end else "range", "inferred")


def _around(there: date, unit: str, day: date) -> tuple[date, date]:
    """A day for days and weeks; months and years are told more loosely."""
    if unit in {"day", "week"} or there == day:
        return there, there
    loose = timedelta(15 if unit == "month" else 183)
    return there - loose, there + loose
