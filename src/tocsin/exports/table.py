"""A table for the terminal: who does what to whom, when, where, how many, according to whom, and its status."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, Final, TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tocsin.exports import wording
from tocsin.exports.safe import line
from tocsin.records import Claim, Record, Report, Status

WIDTH = 100  # where the output has no width of its own
COLOURS: Final[dict[Status, str]] = {
    "happened": "default",
    "ongoing": "cyan",
    "planned": "blue",
    "promised": "blue",
    "requested": "magenta",
    "ordered": "magenta",
    "threatened": "red",
    "forecast": "yellow",
    "conditional": "yellow",
    "possible": "yellow",
    "denied": "bright_black",
    "unclear": "bright_black",
}
_CODE_WIDTH = 16
_COLUMNS: Final = ("who", "what", "whom", "when", "where", "how many", "according to", "status")
_STYLE: Final[dict[str, Any]] = {"box": box.HORIZONTALS, "show_lines": True, "show_edge": False, "pad_edge": False}
_NEVER_LEFT_OUT: Final = frozenset({"who", "what", "when", "according to", "status"})


def write(records: Iterable[Record], out: TextIO) -> None:
    """Writes a heading and a table for each report as it comes; colours only where `out` is a terminal."""
    console = terminal(out)
    for record in records:
        console.print(title(record))
        for warning in record.warnings:
            console.print(Text(f"warning: {line(warning)}", "yellow"))
        if record.claims:
            console.print(claims_table(record.claims, console.width))
        else:
            console.print(Text("No claims found in this report."))
        console.print()


def terminal(out: TextIO) -> Console:
    """A console on `out` that takes nothing it prints for markup, and is 100 columns wide if `out` has no width."""
    width = None if out.isatty() or "COLUMNS" in os.environ else WIDTH
    return Console(file=out, width=width, markup=False, emoji=False, highlight=False, soft_wrap=False)


def title(record: Record) -> Text:
    """Outlet, date and title of a report, and the number of its claims."""
    report = record.report
    return Text.assemble(
        (line(wording.heading(report)), "bold"),
        f": {line(report.title)}" if report.title else "",
        (f"  ({wording.many(len(record.claims), 'claim')})", "dim"),
    )


def claims_table(claims: Iterable[Claim], width: int) -> Table:
    """The claims as rows: a column for each question, or four broader ones where a line is too short for that."""
    rows = [cells(claim) for claim in claims]
    shown = [
        number
        for number, name in enumerate(_COLUMNS)
        if name in _NEVER_LEFT_OUT or any(row[number].plain for row in rows)
    ]
    needed = [_longest_word(_COLUMNS[number], *(row[number].plain for row in rows)) for number in shown]
    gap = 2 if width >= WIDTH else 1
    room = width - gap * (len(shown) - 1)
    if sum(needed) > room:
        return _narrow(rows)
    table = Table(padding=(0, gap - 1, 0, 0), **_STYLE)
    for number, wide in zip(shown, _widths(rows, shown, needed, room), strict=True):
        table.add_column(_COLUMNS[number], width=wide, overflow="fold")
    for row in rows:
        table.add_row(*(row[number] for number in shown))
    return table


def _narrow(rows: list[tuple[Text, ...]], first: tuple[str, list[Text]] | None = None) -> Table:
    table = Table(padding=(0, 1, 0, 0), expand=True, **_STYLE)
    if first:
        table.add_column(first[0], ratio=3, overflow="fold")
    for name, ratio in (("who, what, whom", 6), ("when, where, how many", 5), ("according to", 4)):
        table.add_column(name, ratio=ratio, overflow="fold")
    table.add_column("status", width=11)
    for number, (who, what, whom, when, where, how_many, says, status) in enumerate(rows):
        act = Text(" → ").join(filter(None, (who, _on_one_line(what), whom)))
        facts = Text("\n").join(filter(None, (when, where, how_many)))
        table.add_row(*((first[1][number],) if first else ()), act, facts, says, status)
    return table


def _on_one_line(what: Text) -> Text:
    trigger, _, code = what.plain.partition("\n")
    return Text(f"{trigger} ({code.replace(chr(10), '')})")


def digest(found: Iterable[tuple[Report, Claim]]) -> Table:
    """Claims of several reports in one table, each with the outlet and day that it was published."""
    given = list(found)
    origins = [Text(line(f"{report.outlet or 'outlet unknown'} {report.published or ''}")) for report, _ in given]
    return _narrow([cells(claim) for _, claim in given], ("published", origins))


def _longest_word(name: str, *texts: str) -> int:
    """How wide a column has to be so that no word of it breaks; the code under "what" breaks at its slash."""
    return max(cell_len(word) for text in (name, *texts) for word in text.split())


def _widths(rows: list[tuple[Text, ...]], shown: list[int], needed: list[int], room: int) -> list[int]:
    """The narrowest widths, then what is left of the line shared out among the columns that need more."""
    widths = list(needed)
    needs = [max(row[number].cell_len if number != 1 else 0 for row in rows) for number in shown]
    left = room - sum(widths)
    while left > 0 and any(need > wide for need, wide in zip(needs, widths, strict=True)):
        neediest = max(range(len(shown)), key=lambda i: needs[i] / widths[i])
        widths[neediest] += 1
        left -= 1
    return widths


def cells(claim: Claim) -> tuple[Text, ...]:
    """Who, what, whom, when, where, how many, according to whom and the status, each on safe single lines."""
    plain = (
        line(wording.actors(claim.actors)),
        f"{line(claim.trigger.text)}\n{_code(claim)}",
        line(wording.actors(claim.recipients)),
        line(wording.when(claim)),
        line(wording.where(claim.places)),
        line(wording.how_many(claim)),
        line(wording.chain(claim.sources)) or wording.OWN_WORD,
    )
    return (*map(Text, plain), Text(claim.status, COLOURS[claim.status]))


def _code(claim: Claim) -> str:
    code = wording.code(claim)
    return code if len(code) <= _CODE_WIDTH else code.replace("/", "/\n", 1)
