"""Time expressions: values, dates, and which way they point. 8 July 2021 is a Thursday."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.annotation.document import TimeMark
from tocsin.annotation.language import parse
from tocsin.annotation.times import connector, mark_times
from tocsin.records import Block, Report

THURSDAY = "2021-07-08"


def marks(text: str, published: str | None = THURSDAY) -> tuple[TimeMark, ...]:
    report = Report("r", text, published=published, blocks=(Block(0, len(text), "body"),))
    document = next(parse([report]))
    return mark_times(document.passages, document.published)


def one(text: str, published: str | None = THURSDAY) -> TimeMark:
    found = marks(text, published)
    assert len(found) == 1, [mark.record.text for mark in found]
    return found[0]


def dates(mark: TimeMark) -> tuple[str | None, str | None] | None:
    return (mark.interval.start, mark.interval.end) if mark.interval else None


@pytest.mark.parametrize(
    ("text", "words", "value", "start", "end"),
    [
        ("Raiders shelled the depot on Thursday.", "Thursday", "2021-07-08", "2021-07-08", "2021-07-08"),
        ("Raiders shelled the depot on Friday.", "Friday", "2021-07-02", "2021-07-02", "2021-07-02"),
        ("The envoys will meet in Oslo on Friday.", "Friday", "2021-07-09", "2021-07-09", "2021-07-09"),
        ("The envoys will meet on Friday next week.", "Friday next week", "2021-07-16", "2021-07-16", "2021-07-16"),
        ("The depot burned last week.", "last week", "2021-W26", "2021-06-28", "2021-07-04"),
        ("They will meet next month.", "next month", "2021-08", "2021-08-01", "2021-08-31"),
        ("The depot burned earlier this week.", "earlier this week", "2021-W27", "2021-07-05", "2021-07-07"),
        ("The worst raids this week hit the ford.", "this week", "2021-W27", "2021-07-05", "2021-07-08"),
        ("Norway will send tents this year.", "this year", "2021", "2021-07-08", "2021-12-31"),
        ("They shelled the depot on May 3.", "May 3", "2021-05-03", "2021-05-03", "2021-05-03"),
        ("They shelled the depot on November 3.", "November 3", "2020-11-03", "2020-11-03", "2020-11-03"),
        ("They will vote on November 3.", "November 3", "2021-11-03", "2021-11-03", "2021-11-03"),
        ("The port was taken in October.", "October", "2020-10", "2020-10-01", "2020-10-31"),
        ("The port could reopen in October.", "October", "2021-10", "2021-10-01", "2021-10-31"),
        ("The bridge fell in the 1990s.", "the 1990s", "199", "1990-01-01", "1999-12-31"),
        ("Families have fled since April.", "April", "2021-04", "2021-04-01", "2021-07-08"),
        ("They must leave by the end of the month.", "the end of the month", "2021-07", "2021-07-31", "2021-07-31"),
        ("They will leave before Christmas.", "Christmas", "2021-12-25", "2021-12-25", "2021-12-25"),
        ("They will leave within six months.", "six months", "P6M", "2021-07-08", "2022-01-08"),
        ("Crews have been digging for nine days.", "nine days", "P9D", "2021-06-29", "2021-07-08"),
        ("The shelling went on overnight.", "overnight", "2021-07-08TNI", "2021-07-07", "2021-07-08"),
        ("The depot burned two days ago.", "two days ago", "2021-07-06", "2021-07-06", "2021-07-06"),
        ("The depot burned in early May.", "early May", "2021-05", "2021-05-01", "2021-05-10"),
        ("The depot burned in late May.", "late May", "2021-05", "2021-05-21", "2021-05-31"),
        ("Talks failed on Monday morning.", "Monday morning", "2021-07-05TMO", "2021-07-05", "2021-07-05"),
        ("They will meet next Tuesday.", "next Tuesday", "2021-07-13", "2021-07-13", "2021-07-13"),
        ("The truce ends on Saturday.", "Saturday", "2021-07-10", "2021-07-10", "2021-07-10"),
        ("The envoy had arrived last Thursday.", "last Thursday", "2021-07-01", "2021-07-01", "2021-07-01"),
        ("They left during the first week of June.", "the first week of June", "2021-W22", "2021-06-01", "2021-06-07"),
        ("They left in the first half of 2019.", "the first half of 2019", "2019-H1", "2019-01-01", "2019-06-30"),
        ("They left in March of last year.", "March of last year", "2020-03", "2020-03-01", "2020-03-31"),
        ("They left on 5 March last year.", "5 March last year", "2020-03-05", "2020-03-05", "2020-03-05"),
        ("They fought over the past ten days.", "the past ten days", "P10D", "2021-06-28", "2021-07-08"),
        ("They have fled since 2014.", "2014", "2014", "2014-01-01", "2021-07-08"),
        ("They shelled it on 2021-05-03.", "2021-05-03", "2021-05-03", "2021-05-03", "2021-05-03"),
        ("They left in mid-June.", "mid-June", "2021-06", "2021-06-11", "2021-06-20"),
        ("They will stay until the end of next year.", "the end of next year", "2022", "2022-12-31", "2022-12-31"),
        (
            "It must dock by midnight on July 20.",
            "midnight on July 20",
            "2021-07-20TNI",
            "2021-07-20",
            "2021-07-20",
        ),
    ],
)
def test_dates(text: str, words: str, value: str, start: str, end: str) -> None:
    mark = one(text)
    assert (mark.record.text, mark.record.value, *(dates(mark) or ())) == (words, value, start, end)


@pytest.mark.parametrize(
    "text",
    ["The lull lasted four months.", "It has worsened in recent weeks.", "They meet every Tuesday.", "It is calm now."],
)
def test_no_dates_without_certainty(text: str) -> None:
    assert one(text).interval is None


@pytest.mark.parametrize("text", ["He fell on Friday.", "They meet next week.", "It burned two days ago, yes."])
def test_nothing_relative_without_publication(text: str) -> None:
    mark = one(text, None)
    assert mark.interval is None
    assert "X" in mark.record.value


def test_absolute_without_publication() -> None:
    assert dates(one("The siege began on 3 March 2019.", None)) == ("2019-03-03", "2019-03-03")


@pytest.mark.parametrize(
    "text",
    [
        "About 2000 troops crossed the ford.",
        "Ms. May resigned.",
        "It may rain.",
        "They march in columns.",
        "The smuggler is 33 years old.",
        "A second convoy arrived.",
        "Shares fell 3.44 percent.",
    ],
)
def test_no_time_expressions(text: str) -> None:
    assert marks(text) == ()


def test_a_day_inside_a_noun_is_not_moved_by_a_verb_ahead() -> None:
    assert dates(one("Ministers will discuss Friday's raid.")) == ("2021-07-02", "2021-07-02")


@pytest.mark.parametrize(
    ("text", "start"),
    [("The army told them to leave on Friday.", "2021-07-02"), ("The army planned to leave on Friday.", "2021-07-09")],
)
def test_an_infinitive_under_a_past_verb_looks_ahead_only_for_plans(text: str, start: str) -> None:
    assert dates(one(text)) == (start, start)


def test_titles_tell_the_past_in_the_present() -> None:
    text = "Rebels seize border post on Saturday"
    report = Report("r", text, published=THURSDAY, blocks=(Block(0, len(text), "title"),))
    document = next(parse([report]))
    assert [dates(mark) for mark in mark_times(document.passages, document.published)] == [("2021-07-03", "2021-07-03")]


@settings(max_examples=25, deadline=None)
@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 12, 31)), st.integers(min_value=0, max_value=6))
def test_a_bare_weekday_is_one_of_the_last_seven_days(published: date, number: int) -> None:
    name = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()[number]
    mark = one(f"The depot burned on {name}.", published.isoformat())
    assert mark.interval is not None
    assert mark.interval.start is not None
    day = date.fromisoformat(mark.interval.start)
    assert day.weekday() == number
    assert 0 <= (published - day).days < 7


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="0123456789/-:., aMyJunedtho", max_size=40))
def test_no_text_breaks_it_and_spans_hold(text: str) -> None:
    for mark in marks(text) if text.strip() else ():
        assert text[mark.record.start : mark.record.end] == mark.record.text
        if mark.interval and mark.interval.start and mark.interval.end:
            assert mark.interval.start <= mark.interval.end


def test_counted_from_a_day_named_before() -> None:
    mentioned, later = marks("The truce began on June 3. It collapsed two days later.")
    assert dates(later) == ("2021-06-05", "2021-06-05")
    assert later.interval is not None
    assert later.interval.basis == "inferred"
    assert later.record.anchor is not None
    assert later.record.anchor.text == mentioned.record.text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("They must leave by Friday.", "by"),
        ("They will leave before next Tuesday.", "before"),
        ("Shops have stayed shut since Friday.", "since"),
        ("They will leave within two weeks.", "within"),
        ("They shelled the port on Monday.", "on"),
        ("They arrived in May.", "in"),
        ("Guards arrived yesterday.", ""),
        ("They will vote ahead of May 24.", "before"),
        ("The curfew will last until Sunday.", "until"),
    ],
)
def test_connector(text: str, word: str) -> None:
    assert connector(one(text)) == word


def test_spans_are_the_words() -> None:
    text = "Rain.\n\nThe strike on May 3, 2020 and the raid of last Friday."
    for mark in marks(text):
        assert text[mark.record.start : mark.record.end] == mark.record.text
