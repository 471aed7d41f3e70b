"""Changes, contradictions and the ledger in sentences. They say who says what, and leave what is true to the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import structs

from tocsin.exports import wording
from tocsin.linking.conflicts import Conflict, Side
from tocsin.linking.events import Event
from tocsin.sitrep import days
from tocsin.sitrep.clauses import speaker
from tocsin.sitrep.document import Paragraph, Part, Quote, Sentence, Theirs, sentence
from tocsin.sitrep.figures import speaker_of
from tocsin.sitrep.gathering import Told
from tocsin.sitrep.lines import clauses, lead, quoted, titled
from tocsin.sitrep.naming import Names
from tocsin.storage.ledger import LedgerLine
from tocsin.storage.loading import StoredClaim

_ABOUT: Final = {"figures": "on the number", "actors": "on who did it", "denial": "on whether it is so"}
_OUTCOMES: Final = 2
_DENIAL: Final = {"happened": "told as happened", "denied": "denied"}


def changed(given: Told, names: Names) -> Paragraph:
    """What the period's reports add to an event that was known."""
    event, before = given.event, given.before
    assert before is not None
    fresh = [row.claim.id for row in given.fresh]
    reports = wording.many(len({row.report for row in given.fresh}), "more report")
    tell = "tells" if reports.startswith("1 ") else "tell"
    parts = [
        sentence(*_in_short(lead(given), names), notes=[lead(given).claim.id]),
        sentence(f"{reports} {tell} of it.", notes=fresh),
    ]
    if before.status != event.status:
        rows = [row for row in given.rows if row.claim.status in (before.status, event.status)]
        words = f"Its status was {before.status} and is now {event.status}."
        parts.append(sentence(words, notes=[row.claim.id for row in rows]))
    if before.origins != event.origins:
        was = wording.many(before.origins, "independent origin")
        parts.append(sentence(f"It had {was} and has {event.origins}.", notes=event.claims))
    known = {(each.about, each.text) for each in before.quantities}
    new = [each for each in event.quantities if (each.about, each.text) not in known and each.about != "other"]
    for each in {(each.about, each.text): each for each in new}.values():
        figure = Theirs(each.text), " (", Theirs(speaker_of(each)), ")."
        parts.append(sentence(f"New is the figure {each.about}: ", *figure, notes=[each.claim]))
    return tuple(parts)


def _in_short(row: StoredClaim, names: Names) -> list[Part]:
    """A claim in words of ours, or in its own."""
    found = list(clauses([row], names))
    return [*found[0].opening, *found[0].parts, "."] if found else quoted(row, names)


def contradicted(conflict: Conflict, event: Event | None, rows: Mapping[str, StoredClaim], names: Names) -> Paragraph:
    """Both sides beside each other; which is right is not said."""
    about = _ABOUT[conflict.kind] + (f" {conflict.about}" if conflict.kind == "figures" else "")
    opening = [*titled(event), f", {about}: "] if event else [f"{about[:1].upper()}{about[1:]}: "]
    one, other = conflict.sides
    return (
        sentence(*opening, *_side(conflict, one, rows, names), "; ", *_side(conflict, other, rows, names), ".",
                 notes=[side.claim for side in conflict.sides]),
        sentence("In their words: ", Quote(one.quote), " — ", Quote(other.quote),
                 notes=[side.claim for side in conflict.sides]),
    )  # fmt: skip


def _side(conflict: Conflict, side: Side, rows: Mapping[str, StoredClaim], names: Names) -> list[Part]:
    row, denial = rows.get(side.claim), conflict.kind == "denial"
    who = speaker(row, names) if row else [Theirs(side.speaker or side.outlet or "an unnamed outlet")]
    says: Part = _DENIAL.get(side.says, f"told as {side.says}") if denial else Theirs(side.says)
    where: list[Part] = [Theirs(side.outlet), ", "] if side.outlet and side.speaker else []
    return [says, " by " if denial else " according to ", *who, " (", *where, days.day(side.published), ")"]


def waiting(line: LedgerLine, row: StoredClaim | None, names: Names) -> Paragraph:
    """An item of the ledger: by when, who, what, and what is proposed as its outcome."""
    due = "".join(str(part) for part in days.due(line.due)).strip() or "on a day not given"
    said = _small(_in_short(_undated(row), names)) if row else [Quote(line.what.text)]
    parts = [sentence(f"{'Was due' if line.state == 'overdue' else 'Due'} {due}: ", *said, notes=[line.claim])]
    parts += [_outcome(line.claim, each.claim, each.outcome, each.state, each.quote, each.published)
              for each in line.outcomes[:_OUTCOMES] if each.claim]  # fmt: skip
    return tuple(parts)


def _small(parts: Sequence[Part]) -> list[Part]:
    """What follows a colon."""
    first = parts[0]
    return [first[:1].lower() + first[1:], *parts[1:]] if type(first) is str else list(parts)


def _undated(row: StoredClaim) -> StoredClaim:
    """The claim without its day, which is told already."""
    return structs.replace(row, claim=structs.replace(row.claim, due=None))


def _outcome(item: str, by: str, outcome: str, state: str, quote: str | None, published: str | None) -> Sentence:
    said: list[Part] = [": ", Quote(quote)] if quote else ["."]
    words = f"A claim of {days.day(published)} is {state} as its outcome ({outcome})"
    return sentence(words, *said, notes=[item, by])
