from __future__ import annotations

import io

import pytest

from helpers import actor, claim, day, place, record, source, span
from tocsin.exports import table

TEXT = "Rivermen seized [bold]Port Oru[/bold] unless the League pays, two diplomats told Coast Radio."


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch):
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def made(**given: object):
    chain = (source("two diplomats", "unnamed"), source("Coast Radio", "outlet"))
    return claim(TEXT, "seized", TEXT, actors=(actor(TEXT, "Rivermen"),), sources=chain, **given)


def printed(*records: object, out: io.StringIO | None = None) -> str:
    out = out or io.StringIO()
    table.write(records, out)  # type: ignore[arg-type]
    return out.getvalue()


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_row_answers_who_what_when_and_according_to_whom():
    shown = words(printed(record(TEXT, made(when=day("2024-05-02")), outlet="Delta Wire", published="2024-05-03")))
    assert "Delta Wire, 2024-05-03 (1 claim)" in shown
    assert "Rivermen seized 2024-05-02 two diplomats < Coast Radio happened COERCE/seize" in shown


def test_no_colour_and_at_most_100_columns_where_the_output_is_no_terminal():
    shown = printed(record(TEXT, *(made(status=status) for status in table.COLOURS), title="x" * 150))
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 100


def test_status_is_coloured_on_a_terminal():
    assert "\x1b[31mthreatened" in printed(record(TEXT, made(status="threatened")), out=Screen())


@pytest.mark.parametrize("columns", ["60", "80", "93", "120"])
def test_nothing_is_lost_at_other_widths(columns: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", columns)
    spot = place(TEXT, "Port Oru", name="Supercalifragilisticville")
    shown = printed(record(TEXT, made(status="conditional", places=(spot,), due=day("2024-06-01"))))
    assert max(map(len, shown.splitlines())) <= int(columns)
    for word in ("Rivermen", "seized", "conditional", "diplomats", "due"):
        assert word in shown


def test_text_of_a_report_is_neither_markup_nor_a_terminal_command():
    hostile = "Red [red]and :smile: \x1b[2J\x1b]8;;http://x.example\x07here\u202e"
    shown = printed(record("x", outlet=hostile, title=hostile, warnings=(hostile,)))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert shown.count("[red]and :smile:") == 3


def test_the_condition_stands_with_the_time():
    shown = words(printed(record(TEXT, made(condition=span(TEXT, "unless the League pays"), status="conditional"))))
    assert "unless" in shown and "League pays" in shown


def test_a_column_without_values_is_left_out():
    assert "how many" not in printed(record(TEXT, made()))


def test_a_report_without_claims_says_so_and_warnings_are_shown():
    shown = printed(record("Rain fell.", warnings=("no date of publication",)))
    assert "outlet unknown, undated" in shown
    assert "warning: no date of publication" in shown
    assert "No claims found in this report." in shown
