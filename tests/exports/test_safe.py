from __future__ import annotations

import csv
import io
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tocsin.exports.safe import cell, line, visible

ANY = st.text(alphabet=st.characters(exclude_categories=()))


def test_escape_sequences_are_shown_and_not_obeyed():
    assert visible("\x1b[2Jgone\x07") == "\u241b[2Jgone\u2407"


def test_reordering_marks_are_named():
    assert visible("safe \u202egnp.exe") == "safe [U+202E]gnp.exe"


def test_emoji_joined_of_several_and_right_to_left_words_stay():
    assert visible("👩‍🚒 قندوز") == "👩‍🚒 قندوز"


@given(ANY)
def test_shown_text_has_nothing_to_obey(text: str):
    shown = visible(text)
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in shown)
    assert not any(unicodedata.bidirectional(sign) in ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI") for sign in shown)
    shown.encode()


@given(ANY)
def test_a_line_is_one_line(text: str):
    assert len(line(text).splitlines()) <= 1


def test_a_formula_becomes_text():
    for text in ("=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"):
        assert cell(text) == "'" + text


@given(ANY)
def test_a_cell_is_never_a_formula_and_survives_a_round_trip(text: str):
    file = io.StringIO(newline="")
    csv.writer(file).writerow([cell(text)])
    file.getvalue().encode()
    (read,) = next(csv.reader(io.StringIO(file.getvalue(), newline="")), [""])
    assert read == cell(text)
    assert not read.lstrip().startswith(("=", "+", "-", "@"))
