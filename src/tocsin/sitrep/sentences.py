"""The sentences of a situation report. They say who says what of which event, and leave what is true to the reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from tocsin.exports import wording
from tocsin.linking.conflicts import Conflict, Side
from tocsin.linking.events import Event, Figure
from tocsin.sitrep.document import Paragraph, Part, Quote, Sentence, Theirs, sentence
from tocsin.sitrep.gathering import DONE, Gathered, Told
from tocsin.storage.ledger import LedgerLine
from tocsin.storage.loading import StoredClaim

COUNTED: Final = "counted:"  # the note of what a number counts begins so
_OF_STATUS: Final = {
    "planned": "It is told as a plan", "promised": "It is told as a promise", "requested": "It is asked for",
    "ordered": "It is told as an order", "threatened": "It is told as a threat", "forecast": "It is told as a forecast",
    "conditional": "It is told under a condition", "possible": "It is told as possible",
    "denied": "It is told as not so", "unclear": "Whether it happened is left open",
}  # fmt: skip
_MOST_NAMES: Final = 4


def overview(given: Gathered) -> Iterator[Paragraph]:
    """How much there was, each number with what it counts."""
    reports, claims = f"{COUNTED}reports", f"{COUNTED}events"
    outlets = {outlet for _, outlet in given.reports if outlet}
    many = wording.many
    yield (
        sentence(
            f"{many(len(given.reports), 'report')} of {many(len(outlets), 'outlet')} published since {given.since} "
            f"{'is' if len(given.reports) == 1 else 'are'} in the store.",
            notes=[reports],
        ),
        sentence(
            f"They hold {many(len(given.claims), 'claim')} of {many(len(given.told), 'event')}, "
            f"of which no earlier report tells of {len(given.new)}.",
            notes=[claims],
        ),
    )


def told(given: Told) -> Paragraph:
    """An event in the words of the report that tells of it first, who says so, and from how many origins it comes."""
    return tuple(chain([_lead(given)], _according(given), _figures(given.event), [_spread(given)]))


def _lead(given: Told) -> Sentence:
    event, row = given.event, _first(given)
    day = wording.interval(event.when) or "day not given"
    place = Theirs(wording.where(event.places)) if event.places else "place not given"
    return sentence(
        f"{wording.code(event)}, {day}, ", place, ": ", Quote(row.claim.sentence.text), notes=[row.claim.id]
    )


def _first(given: Told) -> StoredClaim:
    """The claim of the period that bears the event's status, told on an outlet's own word if there is one."""
    rows = given.fresh
    return min(rows, key=lambda row: (row.claim.status != given.event.status, bool(row.claim.sources)))


def _according(given: Told) -> Iterator[Sentence]:
    """Who says that it happened, or what else is said of it."""
    event, done = given.event, [row for row in given.rows if row.claim.status in DONE]
    if event.status not in DONE:
        rows = [row for row in given.rows if row.claim.status == event.status] or list(given.rows)
        yield sentence(_OF_STATUS[event.status], ", by ", *_names(_speakers(rows)), ".", notes=_ids(rows))
        return
    own = [row for row in done if not row.claim.sources]
    said = [row for row in done if row.claim.sources]
    if own:
        yield sentence(*_names([row.outlet or "an unnamed outlet" for row in own]),
                       f" {_verb(own, 'says', 'say')} so without naming a source.", notes=_ids(own))  # fmt: skip
        if said:
            yield sentence("So it is according to ", *_names(_speakers(said)), ".", notes=_ids(said))
    else:
        only = "; no outlet says so on its own word."
        yield sentence("According to ", *_names(_speakers(said)), only, notes=_ids(said))
    if denied := [row for row in given.rows if row.claim.status == "denied"]:
        yield sentence("It is denied by ", *_names(_speakers(denied)), ".", notes=_ids(denied))


def _verb(rows: Sequence[StoredClaim], one: str, several: str) -> str:
    return one if len({row.outlet for row in rows}) == 1 else several


def _speakers(rows: Sequence[StoredClaim]) -> list[str]:
    return [row.claim.sources[0].name if row.claim.sources else row.outlet or "an unnamed outlet" for row in rows]


def _names(names: Sequence[str]) -> list[Part]:
    """Names as a list in a sentence, each once; not more than a few."""
    once = list(dict.fromkeys(names))
    shown, left = once[:_MOST_NAMES], len(once) - _MOST_NAMES
    parts: list[Part] = []
    for number, name in enumerate(shown):
        joint = "" if number == 0 else ", " if number < len(shown) - 1 or left > 0 else " and "
        parts += [joint, Theirs(name)]
    return [*parts, f" and {left} more"] if left > 0 else parts


def _ids(rows: Sequence[StoredClaim]) -> list[str]:
    return [row.claim.id for row in rows]


def _figures(event: Event) -> Iterator[Sentence]:
    """Every figure of the dead, injured and displaced beside its speaker; none is chosen."""
    for about in ("killed", "injured", "displaced"):
        held = {(each.text, _speaker(each)): each for each in event.quantities if each.about == about}
        if held:
            parts: list[Part] = []
            for each in held.values():
                parts += ["; " if parts else "", Theirs(each.text), " (", Theirs(_speaker(each)), ")"]
            yield sentence(f"{about.capitalize()}: ", *parts, ".", notes=[each.claim for each in held.values()])


def _speaker(figure: Figure) -> str:
    return figure.speaker or figure.outlet or "an unnamed outlet"


def _spread(given: Told) -> Sentence:
    event = given.event
    counts = (
        f"{wording.many(len(event.reports), 'report')} of {wording.many(event.outlets, 'outlet')} "
        f"{'tells' if len(event.reports) == 1 else 'tell'} of it, "
        f"from {wording.many(event.origins, 'independent origin')}."
    )
    return sentence(counts, notes=event.claims)


def changed(given: Told) -> Paragraph:
    """What the period's reports add to an event that was known."""
    event, before = given.event, given.before
    assert before is not None
    fresh = _ids(given.fresh)
    first = given.rows[0]
    parts = [sentence("Of ", Quote(first.claim.sentence.text), f" {_more(given)}.", notes=[first.claim.id, *fresh])]
    if before.status != event.status:
        rows = [row for row in given.rows if row.claim.status in (before.status, event.status)]
        parts.append(sentence(f"Its status was {before.status} and is now {event.status}.", notes=_ids(rows)))
    if before.origins != event.origins:
        was = wording.many(before.origins, "independent origin")
        parts.append(sentence(f"It had {was} and has {event.origins}.", notes=event.claims))
    known = {(each.about, each.text) for each in before.quantities}
    new = [each for each in event.quantities if (each.about, each.text) not in known and each.about != "other"]
    for each in {(each.about, each.text): each for each in new}.values():
        figure = f"New is the figure {each.about}: ", Theirs(each.text), " (", Theirs(_speaker(each)), ")."
        parts.append(sentence(*figure, notes=[each.claim]))
    return tuple(parts)


def _more(given: Told) -> str:
    reports = wording.many(len({row.report for row in given.fresh}), "more report")
    return f"{reports} {'tells' if reports.startswith('1 ') else 'tell'}"


def contradicted(conflict: Conflict) -> Paragraph:
    """Both sides in their words; which is right is not said."""
    kind = {"figures": f"On the figure {conflict.about}", "actors": "On who did it", "denial": "On whether it is so"}
    opening = f"{kind[conflict.kind]}, against each other stand: "
    return (
        sentence(opening, *_side(conflict.sides[0]), " — and: ", *_side(conflict.sides[1]),
                 notes=[side.claim for side in conflict.sides]),
    )  # fmt: skip


def _side(side: Side) -> tuple[Part, ...]:
    who = side.speaker or side.outlet or "an unnamed outlet"
    return Theirs(who), f" ({side.published or 'undated'}), ", Theirs(side.says), ": ", Quote(side.quote)


def waiting(line: LedgerLine, row: StoredClaim | None) -> Paragraph:
    """An item of the ledger: by when, who, what, and what is proposed as its outcome."""
    due = wording.interval(line.due) or "no day given"
    when = f"Was due {due}" if line.state == "overdue" else f"Due {due}"
    kind = _OF_STATUS.get(line.kind, "It is told").removeprefix("It is ")
    quote = Quote(row.claim.sentence.text) if row else Quote(line.what.text)
    parts = [sentence(f"{when}, {kind}: ", quote, notes=[line.claim])]
    for each in line.outcomes[:2]:
        if each.claim:
            parts.append(sentence(f"A later claim is {each.state} as its outcome ({each.outcome}).",
                                  notes=[line.claim, each.claim]))  # fmt: skip
    return tuple(parts)
