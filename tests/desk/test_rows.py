"""The first rows by some keys are those that sorting all would give."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.rows import Rows, least
from tocsin.desk.situation import _FEW, _numbered

SMALL = st.integers(-3, 3)


@given(st.lists(st.tuples(SMALL, SMALL), max_size=40), st.integers(0, 50))
def test_the_least_are_the_first_of_all_sorted(pairs, count):
    one, other = (np.array([pair[side] for pair in pairs], "i8") for side in (0, 1))
    expected = sorted(range(len(pairs)), key=lambda number: pairs[number])[:count]
    assert least((one, other), count).tolist() == expected


@given(st.lists(st.integers(-5, 5) | st.integers(-5 * _FEW, 5 * _FEW), min_size=1))
def test_equal_keys_have_one_number_and_no_number_is_left_out(keys):
    count, numbers = _numbered(np.array(keys, "i8"))
    assert len({*zip(keys, numbers.tolist(), strict=True)}) == len({*keys}) == count
    assert {*numbers.tolist()} == {*range(count)}


def test_rows_that_were_handed_out_do_not_grow():
    rows = Rows(np.dtype([("number", "i8")]))
    first = rows.add([(number,) for number in range(1000)])
    held = rows.held
    again = rows.add([(number,) for number in range(1000, 3000)])
    assert len(first) == len(held) == 1000 and again["number"].tolist() == [*range(1000, 3000)]
    assert rows.held["number"].tolist() == [*range(3000)]
