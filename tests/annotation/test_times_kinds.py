"""Every kind of time expression in our own sentences, and what holds for all. 8 July 2021 is a Thursday."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.annotation.document import Document, TimeMark
from tocsin.annotation.language import parse
from tocsin.annotation.times import GUESSED, mark_document, mark_times, periods
from tocsin.records import Block, Report

PUBLISHED = "2021-07-08"
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 12, 31))


def document(text: str, published: str | None = PUBLISHED, **given: Any) -> Document:
    return next(parse([Report("r", text, published=published, blocks=(Block(0, len(text), "body"),), **given)]))


def marks(text: str, published: str | None = PUBLISHED) -> tuple[TimeMark, ...]:
    parsed = document(text, published)
    return mark_times(parsed.passages, parsed.published)


def told(text: str, published: str | None = PUBLISHED) -> list[tuple[str, str]]:
    return [(mark.record.text, mark.record.value) for mark in marks(text, published)]


def dates(mark: TimeMark) -> tuple[str | None, str | None] | None:
    return (mark.interval.start, mark.interval.end) if mark.interval else None


@pytest.mark.parametrize(
    ("text", "words", "value", "modifier"),
    [
        ("The siege lasted about two weeks.", "about two weeks", "P2W", "APPROX"),
        ("The siege lasted at least ten days.", "at least ten days", "P10D", "EQUAL_OR_MORE"),
        ("The siege lasted nearly a year.", "nearly a year", "P1Y", "LESS_THAN"),
        ("The siege lasted more than a month.", "more than a month", "P1M", "MORE_THAN"),
        ("The siege lasted up to 40 hours.", "up to 40 hours", "PT40H", "EQUAL_OR_LESS"),
        ("The siege lasted less than an hour.", "less than an hour", "PT1H", "LESS_THAN"),
        ("They fled some 20 years ago.", "some 20 years ago", "2001", "APPROX"),
        ("They left in early June.", "early June", "2021-06", "START"),
        ("They left at the end of May.", "the end of May", "2021-05", "END"),
        ("They left in the final days of May.", "the final days of May", "2021-05", "END"),
        ("The walk took half an hour.", "half an hour", "PT30M", ""),
        ("The march lasted a year and a half.", "a year and a half", "P1.5Y", ""),
        ("They turned a year-and-a-half ago.", "a year-and-a-half ago", "2020", ""),
        ("It has worsened in recent weeks and months.", "recent weeks and months", "PAST_REF", ""),
        ("It has worsened over the past few weeks.", "the past few weeks", "PXW", ""),
        ("They will leave in the coming days.", "the coming days", "FUTURE_REF", ""),
        ("They will leave in the weeks ahead.", "the weeks ahead", "FUTURE_REF", ""),
        ("They will meet at a later date.", "a later date", "FUTURE_REF", ""),
        ("It is quiet for the time being.", "the time being", "PRESENT_REF", ""),
        ("They have lately moved north.", "lately", "PAST_REF", ""),
        ("They march on Fridays.", "Fridays", "XXXX-WXX-5", ""),
        ("They march on Tuesday nights.", "Tuesday nights", "XXXX-WXX-2TNI", ""),
        ("They march every two weeks.", "every two weeks", "P2W", ""),
        ("Fighting went on for a third straight day.", "a third straight day", "2021-07-08", ""),
        ("For the second day running, jets flew over.", "the second day", "2021-07-08", ""),
        ("It was the worst single-day toll.", "single-day", "P1D", ""),
        ("Losses grew in the third quarter of 2020.", "the third quarter of 2020", "2020-Q3", ""),
        ("Losses grew in the last half of 2019.", "the last half of 2019", "2019-H2", ""),
        ("Profits rose in the quarter.", "the quarter", "2021-Q2", ""),
        ("Profits fell from the year-ago period.", "the year-ago period", "2020-Q2", ""),
        ("They fled in the winter of 2006–2007.", "the winter of 2006–2007", "2006-WI", ""),
        ("They fled in the summer of last year.", "the summer of last year", "2020-SU", ""),
        ("The base will close by the end of the decade.", "the end of the decade", "202", "END"),
        ("The force was there in 2017–2018.", "2017–2018", "P1Y", ""),
        ("They will vote on the second Sunday of September.", "the second Sunday of September", "2021-09-12", ""),
        ("They voted on the last Friday in May.", "the last Friday in May", "2021-05-28", ""),
        ("The fair opens on October\u00a08.", "October\u00a08", "2021-10-08", ""),
        ("The blast came at 11:25am on Monday.", "11:25am on Monday", "2021-07-05T11:25", ""),
        ("They left early on Monday.", "early on Monday", "2021-07-05", "START"),
    ],
)
def test_values_and_modifiers(text: str, words: str, value: str, modifier: str) -> None:
    (mark,) = marks(text)
    assert (mark.record.text, mark.record.value, mark.record.mod) == (words, value, modifier)


@pytest.mark.parametrize(
    ("text", "ends", "start", "end"),
    [
        ("They fought between 2014 and 2016.", ["2014", "2016"], "2014-01-01", "2016-12-31"),
        ("They met from May 3 to 5.", ["May 3", "5"], "2021-05-03", "2021-05-05"),
        ("They fought from Monday to Wednesday.", ["Monday", "Wednesday"], "2021-07-05", "2021-07-07"),
        ("They came between May and July 2020.", ["May", "July 2020"], "2020-05-01", "2020-07-31"),
    ],
)
def test_the_ends_of_a_range_and_its_dates(text: str, ends: list[str], start: str, end: str) -> None:
    first, last = marks(text)
    assert [first.record.text, last.record.text] == ends
    assert dates(first) == (start, end)
    assert last.interval is None


@pytest.mark.parametrize(
    "text",
    [
        "The virus was called 2019-nCoV.",
        "He spoke on 60 Minutes.",
        "The novel The Last Days of Dol sold well.",
        "They voted on Super Tuesday.",
        "The shop changed its opening hours.",
        "They live in the quarter.",
        "The minister defended May's agreement.",
    ],
)
def test_names_are_no_times(text: str) -> None:
    assert marks(text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They will march on Labor Day.", "2021-09-06"),
        ("Shops will close on Black Friday.", "2021-11-26"),
        ("They marched on Orthodox Easter.", "2021-05-02"),
        ("They marched on Easter Monday.", "2021-04-05"),
        ("He fell on D-Day.", "1944-06-06"),
        ("They fled on Boxing Day 2019.", "2019-12-26"),
        ("They marched on the Fourth of July.", "2021-07-04"),
    ],
)
def test_named_days(text: str, value: str) -> None:
    assert [mark.record.value for mark in marks(text)] == [value]


def test_a_named_day_is_not_known_before_it_came() -> None:
    (early,) = marks("The October 7 attack shook them.", "2020-11-01")
    (late,) = marks("The October 7 attack shook them.", "2023-11-01")
    assert (early.record.value, late.record.value) == ("2020-10-07", "2023-10-07")


@pytest.mark.parametrize("day", [date(2015, 4, 12), date(2016, 5, 1), date(2021, 5, 2), date(2024, 5, 5)])
def test_orthodox_easter(day: date) -> None:
    assert periods.orthodox_easter(day.year) == day


# ---------------------------------------------------------------- anchors
@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A bomb went off on June 3. The next morning, troops came.", ["2021-06-03", "2021-06-04TMO"]),
        (
            "A bomb went off on June 3. In 2014 they had fled. Troops came the next day.",
            ["2021-06-03", "2014", "2021-06-04"],
        ),
        ("In March 2014 the port fell. In May it was retaken.", ["2014-03", "2014-05"]),
        ("It began in August 2018. That September it grew.", ["2018-08", "2018-09"]),
        ("They freed him on Saturday until October.", ["2021-07-03", "2021-10"]),
        ("Rain will fall from tomorrow night into Friday morning.", ["2021-07-09TNI", "2021-07-09TMO"]),
        ("The raid was on Sunday. Police came at 8:17 a.m. local time.", ["2021-07-04", "2021-07-04T08:17"]),
        ("Losses were low in 2019. They had doubled the year before.", ["2019", "2018"]),
    ],
)
def test_anchors_in_the_text(text: str, values: list[str]) -> None:
    assert [value for _, value in told(text)] == values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Two days after the truce, shells fell.", "Two days after the truce"),
        ("The city could fall six months after the army leaves.", "six months after the army leaves"),
        ("They must disarm within a month of the vote.", "within a month of the vote"),
        ("The day before the raid, soldiers left.", "The day before the raid"),
        ("On the third day of the offensive, they reached the river.", "the third day of the offensive"),
    ],
)
def test_another_event_leaves_words_without_dates(text: str, words: str) -> None:
    (mark,) = marks(text)
    assert mark.interval is not None
    assert (mark.interval.start, mark.interval.end, mark.interval.precision) == (None, None, "open")
    assert mark.interval.text is not None
    assert mark.interval.text.text == words
    assert mark.interval.basis == "stated"
    assert mark.tied is not None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("They came three days after Monday's vote.", "2021-07-08", "2021-07-08"),
        ("They came on the third day of the May 3 offensive.", "2021-05-05", "2021-05-05"),
        ("They came the day before yesterday.", "2021-07-06", "2021-07-06"),
    ],
)
def test_an_event_with_its_day_gives_dates_by_inference(text: str, start: str, end: str) -> None:
    first = marks(text)[0]
    assert first.interval is not None
    assert (first.interval.start, first.interval.end, first.interval.basis) == (start, end, "inferred")


def test_today_in_a_quotation_is_the_day_of_speaking() -> None:
    said, spoken = marks('The mayor said on Tuesday: "Today we signed the pact."')
    assert (said.record.value, spoken.record.value) == ("2021-07-06", "2021-07-06")
    assert spoken.record.anchor == said.interval.text if said.interval else None
    (alone,) = marks('"They came yesterday," she said.')
    assert alone.interval is not None
    assert (alone.interval.start, alone.interval.basis) == ("2021-07-07", "inferred")


@pytest.mark.parametrize(
    ("basis", "inferred", "warnings"), [("url", "inferred", [GUESSED]), ("metadata", "stated", [])]
)
def test_a_guessed_publication_date_only_infers(basis: str, inferred: str, warnings: list[str]) -> None:
    parsed = document("They fled on Monday. In 2014 they had come.", published_basis=basis)
    mark_document(parsed)
    assert [mark.interval.basis for mark in parsed.times if mark.interval] == [inferred, "stated"]
    assert parsed.warnings == warnings


# ---------------------------------------------------------------- properties
@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(0, 6), st.sampled_from(["on", "last", "next", "will on", "of this week", "of next week"]))
def test_weekdays_agree_with_the_calendar(published: date, number: int, way: str) -> None:
    name = WEEKDAYS[number]
    monday = published - timedelta(published.weekday())
    texts = {
        "on": f"The depot burned on {name}.",
        "last": f"The depot burned last {name}.",
        "next": f"The envoys will meet next {name}.",
        "will on": f"The envoys will meet on {name}.",
        "of this week": f"The depot burned on {name} of this week.",
        "of next week": f"The envoys will meet on {name} of next week.",
    }
    spans = {
        "on": (published - timedelta(6), published),
        "last": (published - timedelta(7), published - timedelta(1)),
        "next": (published + timedelta(1), published + timedelta(7)),
        "will on": (published, published + timedelta(6)),
        "of this week": (monday, monday + timedelta(6)),
        "of next week": (monday + timedelta(7), monday + timedelta(13)),
    }
    (mark,) = marks(texts[way], published.isoformat())
    first, last = dates(mark) or ("", "")
    assert first == last == mark.record.value
    assert spans[way][0] <= date.fromisoformat(first or "") <= spans[way][1]
    assert date.fromisoformat(first or "").weekday() == number


@settings(max_examples=30, deadline=None)
@given(DAYS, st.integers(1, 400), st.sampled_from(["day", "week", "month", "year"]))
def test_so_long_ago_is_the_calendar_shifted(published: date, count: int, unit: str) -> None:
    (mark,) = marks(f"The depot burned {count} {unit}s ago.", published.isoformat())
    there = periods.shift(published, unit, -count)
    start, end = dates(mark) or (None, None)
    assert start is not None
    assert end is not None
    assert start <= there.isoformat() <= end


REPEATED = (
    "Friday ",
    "the end of ",
    "two days after ",
    "from May to ",
    "6 p.m. on ",
    "the first week of ",
    '" today ',
    "the same period last year ",
    "two days after the May vote on Monday ",
    "said on Monday that he had left on Tuesday and ",
)


@pytest.mark.parametrize("words", REPEATED)
def test_work_grows_no_faster_than_the_text(words: str) -> None:
    few, many = _work(words * 20), _work(words * 80)
    assert many < 6 * few + 2000  # four times the text


def _work(text: str) -> int:
    """Calls of Python and built-in functions while the times of a text are marked."""
    passages = document(text).passages
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        mark_times(passages, date(2021, 7, 8))
    finally:
        sys.setprofile(None)
    return calls
