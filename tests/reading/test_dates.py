from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.dates import day_in, day_of_address, is_future, stated_day

DAY = date(2021, 7, 8)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "words",
    [
        "July 08, 2021",
        "Thursday, July 8, 2021",
        "8 July 2021",
        "8th of July, 2021",
        "08-Jul-2021",
        "Jul. 8 2021",
        "2021-07-08",
        "2021/7/8",
        "published 2021-07-08 at noon",
        "June 31, 2021; no, July 8, 2021",
    ],
)
def test_a_day_in_words(words):
    assert day_in(words) == DAY


@pytest.mark.parametrize(
    "words", ["", "July 8", "July 2021", "31 June 2021", "2021-13-08", "12021-07-08", "08/07/2021"]
)
def test_no_full_day_or_an_ambiguous_one(words):
    assert day_in(words) is None


@given(DAYS)
def test_every_way_to_write_a_day_is_read(day):
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%B %d, %Y", "%d %b %Y", "%A, %d %B %Y", "%Y%m%d", "%Y-%m-%dT10:00:00+05:00"):
        assert stated_day(day.strftime(form).replace(str(day.year), f"{day.year:04}")) == day, form
    for form in (
        "https://post.example/%Y/%m/%d/boats",
        "https://post.example/news/%Y-%m-%d-boats",
        "https://p.example/a-%Y%m%d",
    ):
        assert day_of_address(day.strftime(form)) == day, form


@given(st.text())
def test_no_words_break_it(words):
    day_in(words)
    stated_day(words)
    day_of_address(words)


def test_addresses():
    assert day_of_address("https://post.example/2021/jul/08/boats") == DAY
    assert day_of_address("https://post.example/2021/07/boats-12") is None
    assert day_of_address("https://post.example/article/120210708999") is None
    assert day_of_address("https://post.example/2021/02/31/boats") is None


def test_the_future_begins_when_it_is_tomorrow_everywhere():
    assert not is_future(date.today() + timedelta(days=1))
    assert is_future(date.today() + timedelta(days=2))
