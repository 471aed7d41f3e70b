"""When a speaker goes on speaking: what is added without a date was said on the occasion just dated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msgspec.structs import replace as with_fields

from tocsin.coding.attribution.statement import Statement

OTHER_TIMES = frozenset("earlier later previously before once often repeatedly since then ago already always".split())


def same_occasion(statements: Sequence[Statement]) -> list[Statement]:
    """The statements in text order, an undated one of a speaker dated by inference from the same speaker's last one.

    Both stand in the same paragraph or in neighbouring ones, and the later is told in the simple past.
    """
    dated: list[Statement] = []
    last: Statement | None = None
    for statement in sorted(statements, key=lambda s: (s.passage.number, s.cue.i)):
        dated.append(_dated_like(last, statement) if last is not None and _goes_on(last, statement) else statement)
        last = dated[-1] if statement.chain and statement.speech else last
    return dated


def _goes_on(before: Statement, later: Statement) -> bool:
    if not (before.record.said and later.speech and later.record.said is None and before.chain and later.chain):
        return False
    near = later.passage.number - before.passage.number <= 1
    return near and before.chain[0].name == later.chain[0].name and _simple_past(later)


def _simple_past(statement: Statement) -> bool:
    cue = statement.cue
    words = {child.lower_ for child in cue.children}
    return cue.tag_ == "VBD" and not words & OTHER_TIMES


def _dated_like(before: Statement, later: Statement) -> Statement:
    said = before.record.said
    assert said is not None
    return replace(later, record=with_fields(later.record, said=with_fields(said, basis="inferred")))
