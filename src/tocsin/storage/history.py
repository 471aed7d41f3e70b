"""What came, changed and went between two moments, and the steps by which something came to stand as it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from msgspec import Struct
from sqlalchemy import Connection, Select, Table, bindparam, select

from tocsin.records import Claim
from tocsin.storage import coded
from tocsin.storage.facts import batches, standing
from tocsin.storage.near import former
from tocsin.storage.tables import ENDS, claim, grade, lineage, member, moment, outcome, report, verdict

_MOMENT: Final = (moment.c.id.label("step"), moment.c.known, moment.c.verb, moment.c.who)
_SPANS: Final = {"trigger", "sentence", "rule", "id"}  # of a claim: where a shift of the text or a wording shows


class Difference(Struct, frozen=True):
    """Something that stands at one moment and not, or not so, at the other; `fields` are what changed of a claim."""

    what: Literal["added", "changed", "withdrawn"]
    kind: str
    id: str
    before: str | None
    after: str | None
    fields: tuple[str, ...]
    reason: str
    who: str | None
    known: str


class Step(Struct, frozen=True):
    """A step of something's history."""

    known: str
    verb: str
    who: str | None
    words: str
    reason: str


def diff(connection: Connection, a: int, b: int) -> Iterator[Difference]:
    """What differs between two moments: reports, claims, groupings, origins, outcomes and grades."""
    yield from _differences(connection, a, b, _Kind(report, "report", lambda row: row.report_id, _report))
    yield from _claims(connection, a, b)
    for kind in (_EVENT, _ORIGIN):  # only what was put elsewhere: where a claim begins or ends, its grouping does too
        found = _differences(connection, a, b, kind)
        yield from (each for each in found if each.what == "changed" and each.before != each.after)
    for kind in (_VERDICT, _OUTCOME, _GRADE):
        yield from _differences(connection, a, b, kind)


def _report(row: Any) -> str:
    return ", ".join(filter(None, (row.outlet, row.published, row.title)))


def _outcome(row: Any) -> str:
    return f"{row.outcome} ({row.state})"


def worded(item: Claim) -> str:
    """A claim in a line: its code, its status and its sentence."""
    return f"{item.type}{f'/{item.mode}' if item.mode else ''} {item.status}: {item.sentence.text}"


@dataclass(frozen=True)
class _Kind:
    """A table of facts, what its rows are called by, and a row in words."""

    fact: Table
    name: str
    key: Callable[[Any], str]
    words: Callable[[Any], str]


_EVENT: Final = _Kind(member, "event", lambda row: str(row.claim_id), lambda row: str(row.event_id))
_ORIGIN: Final = _Kind(lineage, "origin", lambda row: str(row.report_id), lambda row: str(row.origin))
_OUTCOME: Final = _Kind(outcome, "outcome", lambda row: f"{row.item} {row.claim_id}", _outcome)
_GRADE: Final = _Kind(grade, "grade", lambda row: f"{row.target} {row.scale}", lambda row: str(row.value))
_VERDICT: Final = _Kind(
    verdict, "verdict", lambda row: str(row.claim_id), lambda row: f"{row.verdict} by {row.reviewer}"
)
_CLAIM: Final = _Kind(claim, "claim", lambda row: str(row.claim_id), lambda row: worded(coded.claim_of(row.body)))


def _differences(connection: Connection, a: int, b: int, kind: _Kind) -> Iterator[Difference]:
    gone = {kind.key(row): row for row in _gone(connection, a, b, kind.fact)}
    for row in _begun(connection, a, b, kind.fact):
        yield _difference(kind, gone.pop(kind.key(row), None), row)
    for row in gone.values():
        yield _difference(kind, row, None)


def _difference(kind: _Kind, before: Any, after: Any, fields: tuple[str, ...] = ()) -> Difference:
    row = before if after is None else after
    return Difference(
        what="added" if before is None else "withdrawn" if after is None else "changed",
        kind=kind.name,
        id=kind.key(row),
        before=None if before is None else kind.words(before),
        after=None if after is None else kind.words(after),
        fields=fields,
        reason=(row if before is None else before).why,
        who=row.who,
        known=row.known,
    )


def _claims(connection: Connection, a: int, b: int) -> Iterator[Difference]:
    """Claims; one that stands in the place of another is that other, changed."""
    gone = {row.claim_id: row for row in _gone(connection, a, b, claim)}
    for row in _begun(connection, a, b, claim):
        names = former(connection, [row.claim_id]) if row.replaces else [row.claim_id]
        before = next((gone.pop(name) for name in names if name in gone), None)
        fields = () if before is None else _changed(coded.claim_of(before.body), coded.claim_of(row.body))
        yield _difference(_CLAIM, before, row, fields)
    for row in gone.values():
        yield _difference(_CLAIM, row, None)


def _changed(before: Claim, after: Claim) -> tuple[str, ...]:
    """The fields in which two claims differ, wherever in the text their words stand."""
    names = [name for name in Claim.__struct_fields__ if name not in _SPANS]
    found = [name for name in names if _bare(getattr(before, name)) != _bare(getattr(after, name))]
    if before.sentence.text != after.sentence.text:
        found.insert(0, "sentence")
    return tuple(found)


def _bare(value: Any) -> Any:
    """A value without where its words stand."""
    if isinstance(value, Struct):
        names = [name for name in value.__struct_fields__ if name not in ("start", "end") or not hasattr(value, "text")]
        return [_bare(getattr(value, name)) for name in names]
    return [_bare(part) for part in value] if isinstance(value, tuple) else value


def _begun(connection: Connection, a: int, b: int, fact: Table) -> Iterator[Any]:
    """Facts that stand at the second moment and not yet at the first."""
    query = select(fact, *_MOMENT, moment.c.reason.label("why")).join(moment, moment.c.id == fact.c.moment)
    query = query.where(fact.c.moment > a, standing(fact, b)).order_by(fact.c.seq)
    yield from connection.execute(query.execution_options(yield_per=1000))


def _gone(connection: Connection, a: int, b: int, fact: Table) -> Iterator[Any]:
    """Facts that stand at the first moment and no more at the second."""
    ends = ENDS[fact]
    query = select(fact, *_MOMENT, ends.c.reason.label("why")).join(ends, ends.c.seq == fact.c.seq)
    query = query.join(moment, moment.c.id == ends.c.moment).order_by(fact.c.seq)
    yield from connection.execute(query.where(fact.c.moment <= a, ends.c.moment > a, ends.c.moment <= b))


# ---------------------------------------------------------------- the history of one thing
def steps(connection: Connection, at: int, fact: Table, column: str, ids: Iterable[str]) -> list[tuple[int, Step]]:
    """How the facts of these ids began and ended, up to a moment."""
    found: list[tuple[int, Step]] = []
    for part in batches(list(dict.fromkeys(ids))):
        begun, ended = (connection.execute(query, {"values": part, "at": at}) for query in _changes(fact, column))
        for row in begun:
            why = getattr(row, "reason", row.why)
            found.append((row.step, Step(row.known, row.verb, row.who, f"{_named(fact, row)} began", why)))
        for row in ended:
            found.append((row.step, Step(row.known, row.verb, row.who, f"{_named(fact, row)} ended", row.why)))
    return found


@cache
def _changes(fact: Table, column: str) -> tuple[Select[Any], Select[Any]]:
    """The queries of what began and of what ended, of facts with one of `values` in the column."""
    ends = ENDS[fact]
    which = fact.c[column].in_(bindparam("values", expanding=True)), moment.c.id <= bindparam("at")
    begun = select(fact, *_MOMENT, moment.c.reason.label("why")).join(moment, moment.c.id == fact.c.moment)
    ended = select(fact, *_MOMENT, ends.c.reason.label("why")).join(ends, ends.c.seq == fact.c.seq)
    ended = ended.join(moment, moment.c.id == ends.c.moment)
    return begun.where(*which).order_by(fact.c.seq), ended.where(*which).order_by(fact.c.seq)


def _named(fact: Table, row: Any) -> str:
    names = {
        "report": lambda: f"version {row.version} of the report",
        "claim": lambda: f"the claim as {row.type} {row.status}",
        "member": lambda: f"{row.claim_id} in {row.event_id}",
        "lineage": lambda: f"origin {row.origin}, story {row.story}",
        "outcome": lambda: f"outcome {row.outcome} ({row.state}) by {row.claim_id or 'no claim'}",
        "verdict": lambda: f"{row.verdict} by {row.reviewer}",
        "grade": lambda: f"{row.scale} {row.value}",
    }
    return names[fact.name]()
