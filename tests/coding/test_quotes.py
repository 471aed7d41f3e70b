"""Quotation marks."""

from itertools import pairwise

import spacy
from hypothesis import given
from hypothesis import strategies as st

from tocsin.coding.quotes import quotes

blank = spacy.blank("en")


def texts(text):
    doc = blank(text)
    return [doc[first:last].text for first, last in quotes(doc)]


def test_straight_and_curly_pairs():
    assert texts('He said "we are not leaving" and “they will come back”.') == [
        '"we are not leaving"',
        "“they will come back”",
    ]


def test_an_open_quotation_closes_with_the_passage():
    assert texts("“We are not leaving this valley.") == ["“We are not leaving this valley."]


def test_a_single_quoted_word_is_no_quotation():
    assert texts('The so-called "zone" is empty.') == []


@given(st.text(alphabet='ab "“”\n.', max_size=60))
def test_ranges_are_ordered_and_inside_the_text(text):
    doc = blank(text)
    found = quotes(doc)
    assert all(0 <= first < last <= len(doc) for first, last in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
