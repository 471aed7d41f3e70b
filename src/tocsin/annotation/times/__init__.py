"""Time expressions: TIMEX3 values, and the dates they stand for where the text gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from msgspec import structs

from tocsin.annotation.document import Document, Passage, TimeMark
from tocsin.annotation.times import quoted, tense, ties
from tocsin.annotation.times.grammar import Anchor, Anchors, Reading
from tocsin.annotation.times.periods import Period
from tocsin.annotation.times.scan import Scanner
from tocsin.annotation.times.ties import dated
from tocsin.records import Interval, Span, Time

__all__ = ["connector", "dated", "mark_document", "mark_times"]

GUESSED_BASIS = "url"  # an address may hold the day of an update, or of another page
GUESSED = "the publication date was taken from the address, so days counted from it ('yesterday') are inferred"
WITH_ITS_YEAR = re.compile(r"\d{4}|century|'?\d0s")


def mark_document(document: Document) -> None:
    """Mark the document's times; where the publication date is a guess, what is counted from it is inferred."""
    times = mark_times(document.passages, document.published)
    if document.report.published_basis == GUESSED_BASIS:
        times = tuple(mark if _stands_alone(mark) else _inferred(mark) for mark in times)
        if any(not _stands_alone(mark) for mark in times):
            document.warnings.append(GUESSED)
    document.times = times


def _stands_alone(mark: TimeMark) -> bool:
    """Whether the words give the date by themselves, or give none."""
    interval = mark.interval
    return interval is None or not (interval.start or interval.end) or bool(WITH_ITS_YEAR.search(mark.record.text))


def _inferred(mark: TimeMark) -> TimeMark:
    return replace(mark, interval=structs.replace(mark.interval, basis="inferred")) if mark.interval else mark


def mark_times(passages: Sequence[Passage], published: date | None) -> tuple[TimeMark, ...]:
    """Every time expression of the passages, in order of the text.

    `interval` is null for sets, plain durations and vague words, and, without a publication date, for all that is
    counted from it; "since X" reaches from X to publication, "by X" is X. An expression that is counted from a day
    named before has basis "inferred" and that day's words as `record.anchor`.
    """
    marks: list[TimeMark] = []
    anchors = Anchors()
    for passage in passages:
        scanner, here = Scanner(passage, published, anchors), list[TimeMark]()
        for first, last, reading in scanner.expressions():
            mark = _mark(scanner, first, last, reading)
            here += _ends(scanner, mark, reading) or [mark]
            scanner.anchors = scanner.anchors.then(_anchor(scanner, mark, reading), published)
        anchors = scanner.anchors
        marks += ties.tied(passage, quoted.respoken(passage, here, published))
    return tuple(marks)


def _ends(scanner: Scanner, mark: TimeMark, reading: Reading) -> list[TimeMark]:
    """The two ends of a range as expressions of their own; the first carries the dates of the whole."""
    marks = [_mark(scanner, first, last, part) for first, last, part in reading.parts]
    return [replace(marks[0], interval=mark.interval), *marks[1:]] if marks else []


def connector(mark: TimeMark) -> str:
    """The word that ties the expression to its clause, lower case: "by", "before", "since", "within" ..., or empty."""
    return tense.connector_at(mark.passage.doc, mark.first)


def _anchor(scanner: Scanner, mark: TimeMark, reading: Reading) -> Anchor | None:
    if reading.period is None or reading.period.precision not in {"day", "week", "month", "year"}:
        return None
    words = mark.passage.span(mark.first, mark.last)
    return Anchor(
        reading.period, words, mark.passage.number, scanner.sentences[mark.first], tense.verb_above(mark.root)
    )


def _mark(scanner: Scanner, first: int, last: int, reading: Reading) -> TimeMark:
    passage = scanner.passage
    span = passage.span(first, last)
    record = Time(span.start, span.end, span.text, reading.type, reading.value, reading.mod, reading.anchor)
    return TimeMark(passage, first, last, record, _interval(scanner, first, last, reading, span))


def _interval(scanner: Scanner, first: int, last: int, reading: Reading, span: Span) -> Interval | None:
    period = reading.period
    if period is None:
        return None
    today = scanner.published
    if tense.connector_at(scanner.passage.doc, first) == "since":
        if today is None:
            return Interval(period.start.isoformat(), None, span, "open", reading.basis)
        if period.start <= today:
            period = replace(period, end=today, precision="range")
    elif reading.relative and today is not None:
        ahead = tense.foreseen(scanner.passage.doc, first, last)
        period = _clipped(period, today, "future" if ahead else scanner.direction(first, last))
    return Interval(period.start.isoformat(), period.end.isoformat(), span, period.precision, reading.basis)


def _clipped(period: Period, today: date, direction: tense.Direction) -> Period:
    """ "this year": what is left of it where the verb looks ahead, what has passed of it else."""
    if not period.start <= today <= period.end:
        return period
    if direction in {"future", "open"}:
        return replace(period, start=today, precision="day" if today == period.end else "range")
    return replace(period, end=today, precision="day" if today == period.start else "range")
