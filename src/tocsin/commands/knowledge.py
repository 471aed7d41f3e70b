"""`tocsin knowledge check` and `tocsin actor`: what Tocsin knows, and whether one's own files are right."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TextIO

from tocsin.knowledge.facts import Fact, Standing


def check(folder: Path, out: TextIO) -> bool:
    """Writes every mistake of the folder, a line each; true where there is none."""
    from tocsin.coding.topics import load_topics
    from tocsin.exports.safe import line
    from tocsin.knowledge import check as checking

    mistakes = checking.check(folder, load_topics.__wrapped__)
    for error in mistakes:
        print(line(str(error)), file=out)
    read = len(checking.files(folder))
    print(f"{_count(read, 'file')} read, {_count(len(mistakes), 'mistake')}", file=sys.stderr)
    return not mistakes


def actor(name: str, day: date, folder: Path | None, out: TextIO, *, as_json: bool) -> bool:
    """Writes what the name stands for on the day; false where the directory does not know it."""
    from tocsin.knowledge.directory import load_directory
    from tocsin.knowledge.facts import facts

    found = facts(load_directory(folder), name, day)
    if as_json:
        import msgspec

        out.write(msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n")
    else:
        out.write("\n\n".join("\n".join(_lines(fact, day)) for fact in found) + "\n" * bool(found))
    return bool(found)


def _lines(fact: Fact, day: date) -> Iterator[str]:
    known = [fact.kind, fact.country, fact.sector, fact.id and f"id {fact.id}"]
    yield f"{fact.name} ({fact.what}): {', '.join(filter(None, known))}"
    yield f"  from {fact.source}"
    if fact.start or fact.end or not fact.holds:
        yield f"  {_time(fact.start, fact.end)}" + ("" if fact.holds else f"; not on {day}")
    if fact.also:
        yield f"  also {', '.join(fact.also)}"
    if fact.note:
        yield f"  note: {fact.note}"
    yield from _standings(f"belonged on {day} to", fact.belongs_to)
    yield from _standings(f"members on {day}", fact.members)


def _standings(head: str, found: Iterable[Standing]) -> Iterator[str]:
    rows = sorted(found, key=lambda row: row.name)
    if rows:
        yield f"  {head} ({len(rows)}):"
    for row in rows:
        yield f"    {row.name}, {row.status}, {_time(row.start, row.end)}  {row.source}"


def _time(start: str | None, end: str | None) -> str:
    return f"{start or '?'} to {end or 'now'}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + "s" * (number != 1)
