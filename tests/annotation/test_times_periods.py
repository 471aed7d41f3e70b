"""The calendar under the time expressions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.annotation.times import periods

DAYS = st.dates(min_value=date(1500, 1, 1), max_value=date(2500, 12, 31))
UNITS = ("day", "week", "month", "quarter", "year", "decade", "century")


@given(DAYS, st.sampled_from(UNITS))
def test_a_period_holds_its_day_and_names_itself(when: date, unit: str) -> None:
    period = periods.containing(when, unit)
    assert period is not None
    assert period.start <= when <= period.end
    assert periods.containing(period.start, unit) == periods.containing(period.end, unit) == period


@given(DAYS, st.sampled_from(UNITS))
def test_neighbours_do_not_overlap(when: date, unit: str) -> None:
    period = periods.containing(when, unit)
    assert period is not None
    after = periods.containing(period.end + timedelta(1), unit)
    assert after is not None
    assert after.start == period.end + timedelta(1)
    assert after.value != period.value


@given(DAYS, st.integers(min_value=-240, max_value=240))
def test_moving_by_months_keeps_the_day_where_the_month_has_it(when: date, count: int) -> None:
    moved = periods.shift(when, "month", count)
    assert (moved.year * 12 + moved.month) - (when.year * 12 + when.month) == count
    assert moved.day == when.day or (moved.day < when.day and (moved + timedelta(1)).day == 1)


@given(st.integers(min_value=1600, max_value=2400), st.integers(min_value=1, max_value=12))
def test_the_thirds_of_a_month_make_it_up(year: int, month: int) -> None:
    whole = periods.month(year, month)
    early, mid, late = (periods.third(whole, part) for part in ("START", "MID", "END"))
    assert (early.start, late.end) == (whole.start, whole.end)
    assert (mid.start, late.start) == (early.end + timedelta(1), mid.end + timedelta(1))


@pytest.mark.parametrize(
    "day", [date(2019, 4, 21), date(2021, 4, 4), date(2024, 3, 31), date(2025, 4, 20), date(2038, 4, 25)]
)
def test_easter(day: date) -> None:
    assert periods.easter(day.year) == day


@pytest.mark.parametrize(
    ("unit", "count", "value"),
    [("day", 3, "P3D"), ("hour", 24, "PT24H"), ("month", None, "PXM"), ("year", 2.5, "P2.5Y"), ("decade", 2, "P20Y")],
)
def test_durations(unit: str, count: float | None, value: str) -> None:
    assert periods.duration(unit, count) == value


def test_week_values_follow_iso() -> None:
    assert periods.week(date(2021, 1, 1)).value == "2020-W53"
