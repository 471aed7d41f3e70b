"""The opening of a situation report: counts that say what they count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from tocsin.exports import wording
from tocsin.sitrep import figures
from tocsin.sitrep.days import day
from tocsin.sitrep.document import Paragraph, Part, Sentence, sentence
from tocsin.sitrep.gathering import DUE_WITHIN, Gathered, Told
from tocsin.sitrep.lines import titled
from tocsin.sitrep.phrases import KINDS, country
from tocsin.sitrep.tally import DONE, LISTED, NOWHERE, Counted

COUNTED: Final = "counted:"  # the note of what a number counts begins so
_MOST_HARMED: Final = 3
_MOST: Final = 5  # kinds, countries and events that a sentence names
_STATUSES: Final = {
    "happened": "told as happened", "ongoing": "told as going on", "planned": "told as planned",
    "promised": "promised", "requested": "asked for", "ordered": "ordered", "threatened": "threatened",
    "forecast": "forecast", "conditional": "told under a condition", "possible": "told as possible",
    "denied": "denied", "unclear": "left open",
}  # fmt: skip
many = wording.many


def overview(given: Gathered) -> tuple[Paragraph, ...]:
    """How much there was, of what kind and standing, where, and what stands out; each number with what it counts."""
    return tuple(part for part in _overview(given) if part)


def _overview(given: Gathered) -> Iterator[Paragraph]:
    yield _sizes(given)
    if given.tally.all.number:
        yield tuple(_kinds(given))
        yield tuple(_harm(given))
    yield tuple(_open(given))


def _sizes(given: Gathered) -> Paragraph:
    outlets = {outlet for _, outlet in given.reports if outlet}
    tally = given.tally
    first = (
        f"{many(len(given.reports), 'report')} of {many(len(outlets), 'outlet')} published since {day(given.since)} "
        f"{_are(len(given.reports))} in the store; {many(tally.claims, 'claim')} in them {_tell(tally.claims)} of "
        f"{many(tally.all.number, 'event')}; no earlier report tells of {tally.new.number} of them."
    )
    sizes = [sentence(first, notes=[_note("reports"), _note("events")])]
    if tally.all.number:
        second = (
            f"The claims come from {many(len(tally.origins), 'independent origin')}; {tally.confirmed.number} of the "
            f"events {_are(tally.confirmed.number)} told by two independent origins or more."
        )
        sizes.append(
            sentence(second, notes=[_note("reports"), _note("confirmed" if tally.confirmed.number else "events")])
        )
    return tuple(sizes)


def _kinds(given: Gathered) -> Iterator[Sentence]:
    tally = given.tally
    found = [(_STATUSES[name], tally.statuses[name], f"status {name}") for name in _STATUSES if name in tally.statuses]
    yield _list("Events by standing: ", found, "")
    kinds = sorted(tally.types.items(), key=lambda pair: -pair[1].number)
    yield _list("Events by kind: ", [(KINDS[name], held, f"kind {name}") for name, held in kinds[:_MOST]],
                _rest(kinds, "others"))  # fmt: skip
    where = sorted(((name, held) for name, held in tally.countries.items() if name), key=lambda pair: -pair[1].number)
    if where:
        nowhere = tally.countries[NOWHERE].number if NOWHERE in tally.countries else 0
        rest = "".join((_rest(where, "elsewhere"), f"; in no known country {nowhere}" if nowhere else ""))
        yield _list("Events by country of their first place: ",
                    [(country(name), held, f"country {name}") for name, held in where[:_MOST]], rest)  # fmt: skip


def _list(opening: str, of: Iterable[tuple[str, Counted, str]], rest: str) -> Sentence:
    parts: list[Part] = []
    notes = []
    for words, held, note in of:
        number_first = note.startswith("status")
        parts += ["; " if parts else "", f"{held.number} {words}" if number_first else f"{words} {held.number}"]
        notes.append(_note(note))
    return sentence(opening, *parts, f"{rest}.", notes=notes)


def _rest(of: Sequence[tuple[str, Counted]], words: str) -> str:
    left = sum(held.number for _, held in of[_MOST:])
    return f"; {words} {left}" if left else ""


def _harm(given: Gathered) -> Iterator[Sentence]:
    """The dead and injured as they are told, event by event: lowest to highest, with who says so."""
    for about, noun in (("killed", "Deaths"), ("injured", "Injuries")):
        held = given.tally.harmed.get(about)
        if held is None:
            continue
        opening = (
            f"{noun} are told of in {many(held.number, 'event')} told as happened or going on; they are not added up, "
            "since two events may count the same people."
        )
        yield sentence(opening, notes=[_note(f"harm {about}")])
        yield from _largest(about, _dated(given.told))


def _dated(told: Sequence[Told]) -> list[Told]:
    return [each for each in told if each.event.status in DONE and each.placed and not each.background]


def _largest(about: str, told: Sequence[Told]) -> Iterator[Sentence]:
    """The events with the most, each count from the lowest to the highest figure that is told."""
    found = [(each.event, held) for each in told if (held := figures.counts(each, about))]
    found.sort(key=lambda pair: -pair[1][0][-1].size[0])
    for event, held in found[:_MOST_HARMED]:
        parts: list[Part] = []
        for group in held:
            parts += ["; " if parts else "", *figures.span(group)]
        yield sentence(*titled(event), f", {about}: ", *parts, ".",
                       notes=[name for group in held for name in figures.claims(group)])  # fmt: skip


def _open(given: Gathered) -> Iterator[Sentence]:
    """What contradicts each other, and what the ledger waits for."""
    tally, due, overdue, shown = given.tally, given.due.count, given.overdue.count, len(given.conflicts)
    if tally.conflicts:
        yield sentence(
            f"{many(tally.conflicts, 'contradiction')} between claims {_are(tally.conflicts)} found"
            f"{f', of which {shown} are shown below' if shown < tally.conflicts else ' and shown below'}.",
            notes=[each.claim for conflict in given.conflicts for each in conflict.sides],
        )
    if due or overdue:
        yield sentence(
            f"Of what was announced, asked for or foretold, {many(due, 'item')} {_are(due)} due within {DUE_WITHIN} "
            f"days of {day(given.today.isoformat())} and {overdue} {_are(overdue)} overdue, no outcome confirmed.",
            notes=[line.claim for line in (*given.due.shown, *given.overdue.shown)],
        )


def _note(of: str) -> str:
    return f"{COUNTED}{of}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _tell(number: int) -> str:
    return "tells" if number == 1 else "tell"


def counted(given: Gathered) -> Mapping[str, str]:
    """What each number counts, for its note."""
    tally = given.tally
    reports = Counted(len(given.reports), [name for name, _ in given.reports[:LISTED]])
    found = {"reports": ("Reports", reports), "events": ("Events", tally.all), "confirmed": ("Events", tally.confirmed)}
    for name, of in (("status", tally.statuses), ("kind", tally.types), ("country", tally.countries),
                     ("harm", tally.harmed)):  # fmt: skip
        found |= {f"{name} {key}": ("Events", held) for key, held in of.items()}
    return {_note(name): _listed(what, held) for name, (what, held) in found.items()}


def _listed(what: str, held: Counted) -> str:
    left = held.number - len(held.events)
    return f"{what} counted: {', '.join(held.events)}{f' and {left} more' if left > 0 else ''}."
