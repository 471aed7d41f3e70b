from __future__ import annotations

import pytest

from helpers import claim, day, place, source, span
from tocsin.exports import wording
from tocsin.records import Interval, Quantity

TEXT = (
    "Over 40 passengers fled the ferry near Port Oru in June, two diplomats told Coast Radio. "
    "Dozens of the crew stayed."
)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2024-05-02", "2024-05-02", "2024-05-02"),
        ("2024-05-02", "2024-05-05", "2024-05-02 to 2024-05-05"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2024-12-01", "2024-12-31", "2024-12"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
        ("2024-05-02", None, "from 2024-05-02"),
        (None, "2024-05-02", "until 2024-05-02"),
        (None, None, ""),
    ],
)
def test_intervals(start: str | None, end: str | None, words: str):
    assert wording.interval(Interval(start, end, None, "range", "stated")) == words


def test_an_inferred_date_says_so():
    assert wording.interval(day("2024-05-02", basis="inferred")) == "2024-05-02 (inferred)"


def test_words_stand_where_there_is_no_date():
    assert wording.interval(Interval(None, None, span(TEXT, "in June"), "open", "stated")) == "in June"


def test_what_is_due_is_marked():
    assert wording.when(claim(TEXT, "fled", TEXT, due=day("2024-06-01"))) == "due 2024-06-01"


def test_the_innermost_source_comes_first():
    assert wording.chain((source("two diplomats"), source("Coast Radio"))) == "two diplomats < Coast Radio"


def test_an_unresolved_place_has_a_question_mark():
    assert wording.where((place(TEXT, "Port Oru"), place(TEXT, "ferry", id=None))) == "Port Oru; ferry (?)"


def counted(figure: str, things: str | None) -> str:
    at, of = span(TEXT, figure), span(TEXT, things) if things else None
    made = Quantity(at.start, at.end, at.text, low=40, high=None, unit=None, of=of, about="other")
    return wording.how_many(claim(TEXT, "fled", TEXT, quantities=(made, made)))


def test_a_figure_has_what_it_counts():
    assert counted("Over 40", "passengers") == "Over 40 passengers"
    assert counted("Dozens", "the crew") == "Dozens of the crew"
    assert counted("Over 40", "ferry") == "Over 40 ferry"
    assert counted("Over 40", None) == "Over 40"


def test_a_condition_stands_with_the_time():
    made = claim(TEXT, "fled", TEXT, due=day("2024-06-01"), condition=span(TEXT, "two diplomats told"))
    assert wording.when(made) == "due 2024-06-01; two diplomats told"


def test_a_long_condition_is_cut():
    assert wording.when(claim(TEXT, "fled", TEXT, condition=span(TEXT, TEXT[:-1]))).endswith("…")
