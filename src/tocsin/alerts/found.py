"""What rang, and how it is put into a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from msgspec import Struct

from tocsin.alerts.rules import Rule
from tocsin.exports import wording
from tocsin.linking.conflicts import Conflict, Side
from tocsin.linking.events import Event
from tocsin.storage.ledger import LedgerLine
from tocsin.storage.loading import StoredClaim


class Quote(Struct, frozen=True):
    """The words that an alert rests on."""

    claim: str
    report: str
    outlet: str | None
    published: str | None
    url: str | None
    words: str


class Alert(Struct, frozen=True, kw_only=True):
    """Something that rang: `id` is the same whenever the same rule rings for the same thing."""

    id: str
    rule: str
    when: str
    item: str
    title: str
    known: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Found:
    """What a condition found: an item that rings once, in a line, with its quotes."""

    item: str
    title: str
    quotes: Sequence[Quote] = ()


# ---------------------------------------------------------------- in words
def quote(row: StoredClaim) -> Quote:
    """The words of a claim."""
    return Quote(row.claim.id, row.report, row.outlet, row.published, row.url, row.claim.sentence.text)


def claim_line(row: StoredClaim) -> str:
    """A claim in a line."""
    item = row.claim
    by = f"according to {wording.chain(item.sources) or row.outlet or 'its report'}"
    return _parts(
        f"{wording.code(item)} {item.status}", _whom(wording.actors(item.actors), wording.actors(item.recipients)),
        wording.where(item.places), wording.when(item), wording.how_many(item), by,
    )  # fmt: skip


def event_line(event: Event) -> str:
    """An event in a line."""
    counted = f"{wording.many(event.outlets, 'outlet')}, {wording.many(event.origins, 'origin')}"
    return _parts(
        f"{wording.code(event)} {event.status}", _whom(wording.actors(event.actors), wording.actors(event.recipients)),
        wording.where(event.places), wording.interval(event.when), counted,
    )  # fmt: skip


def conflict_line(conflict: Conflict) -> str:
    """A contradiction in a line."""
    one, other = (_side(side) for side in conflict.sides)
    return f"contradiction over {conflict.about}: {one} against {other}"


def _side(side: Side) -> str:
    return f"{side.says} ({side.speaker or side.outlet or side.report})"


def ledger_line(line: LedgerLine, end: str, left: int) -> str:
    """What is due, in a line."""
    due = f"due by {end}, in {wording.many(left, 'day')}" if left >= 0 else f"was due by {end}"
    who = _whom(wording.actors(line.who), wording.actors(line.whom))
    return _parts(due, f"{line.kind}: {line.type}", who, "" if left >= 0 else "no outcome is confirmed")


def outcome_line(row: StoredClaim, outcome: str, who: str | None) -> str:
    """An outcome of an item of the ledger in a line; `who` decided it, null where it is only proposed."""
    item = row.claim
    whom = _whom(wording.actors(item.actors), wording.actors(item.recipients))
    return _parts(f"{outcome}, {f'decided by {who}' if who else 'proposed'}", f"{item.status}: {item.type}", whom)


def volume_line(rule: Rule, day: date, count: int, before: Sequence[int], tail: float) -> str:
    """An unusual number in a line."""
    what = "origins of reports" if rule.count == "origins" else "reports"
    chance = f"{tail:.1g}" if tail > 1e-9 else "under 1e-09"
    usual = f"{min(before)} to {max(before)}, {sum(before) / len(before):.1f} on average"
    return (
        f"{count} {what} published on {day} that fit, against {usual}, on the {len(before)} {day:%A}s before "
        f"(so many or more by chance: {chance}); reports still come in late"
    )


def _whom(who: str, whom: str) -> str:
    return f"{who} → {whom}" if whom else who


def _parts(*parts: str) -> str:
    return " | ".join(filter(None, parts))
