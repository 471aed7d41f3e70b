"""A situation report from a store: gathered, worded, linted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from tocsin.sitrep import sentences
from tocsin.sitrep.days import day
from tocsin.sitrep.document import Document, Paragraph, Picture, Section
from tocsin.sitrep.gathering import DUE_WITHIN, LONG_BEFORE, MOST_OF_OTHERS, Gathered, gather
from tocsin.sitrep.glance import overview
from tocsin.sitrep.lags import lagging
from tocsin.sitrep.lines import Line, lines, standing_out, worded
from tocsin.sitrep.lint import HOUSE_ROW, linted
from tocsin.sitrep.naming import Names
from tocsin.sitrep.notes import noted
from tocsin.sitrep.phrases import KINDS, country
from tocsin.sitrep.tally import Mark
from tocsin.storage.filters import Filters
from tocsin.storage.ledger import LedgerLine
from tocsin.storage.store import Store

FIRST: Final = 4  # events that stand out
NO_PLACE: Final = "No country known"
NO_AREA: Final = "no area named"
FEW: Final = 5  # lines of a country that are not parted by area
T = TypeVar("T")
Drawn = Callable[[Sequence[Mark]], Sequence[Picture]]


def make(store: Store, name: str, since: str, filters: Filters, drawn: Drawn | None = None) -> Document:
    """The situation report of what was published on or after a day; `drawn` makes its pictures."""
    given = gather(store, name, since, filters)
    pictures = tuple(drawn(given.tally.marks)) if drawn and given.tally.marks else ()
    title = f"Situation report since {day(since)}"
    document = Document(title, _standing(given), _rules(), tuple(_Sections(given).all(pictures)))
    return linted(noted(document, store, given))


def _standing(given: Gathered) -> str:
    return (
        f"As the store {given.name} knew it at {given.known or 'its beginning'} (moment {given.moment}); the ledger's "
        f"clock stands on {day(given.today.isoformat())}. How to read it stands at the end."
    )


def _rules() -> tuple[str, ...]:
    return (
        "Since: reports published on or after the day; one without a day counts from when the store came to know it.",
        "An event is a group of claims that a machine or a person put together, counted once; independent origins "
        "are reports that do not copy one another. Where no origins are named, one report tells of the event.",
        "Nothing here says what is true. “According to” names who says so in the report; “reports that” is an outlet's "
        "own word. The sentences are made from the fields of the record by fixed words for each kind of event; words "
        "in quotation marks are those of the reports, and where fixed words would be wrong the report's sentence "
        "stands.",
        "The deaths and injuries at a glance and what stands out are of events at a known place or time.",
        f"Overdue is what fell due within the period or at most {LONG_BEFORE} days before it; all of it: tocsin list "
        "STORE ledger --status overdue.",
        "Names and figures are those of the reports; a word of likelihood in a quote is its speaker's and was given no "
        "number.",
        f"Words of likelihood of ours would be of one row: {', '.join(HOUSE_ROW)} (ICD 203). There are none.",
    )


@dataclass(frozen=True)
class _Sections:
    """The sections of a report."""

    given: Gathered

    @property
    def names(self) -> Names:
        """How its reports write names."""
        rows = (row for each in self.given.told for row in each.rows)
        return Names(row.claim for row in (*rows, *self.given.items.values()))

    def all(self, pictures: tuple[Picture, ...]) -> Iterator[Section]:
        """All of them, in order."""
        given, names = self.given, self.names
        found = lines(given.told)
        yield Section("At a glance", overview(given))
        if first := tuple(islice(standing_out(found, names), FIRST)):
            yield Section("What stands out: most dead and injured, then most independent origins", first)
        if pictures:
            yield Section("Timeline and map", (), pictures=pictures)
        yield from _by_place([each for each in found if not each.told[0].background], names, self._left())
        yield _section("What changed", given.more, len(given.more), lambda each: sentences.changed(each, names),
                       "No event of the period was known before.")  # fmt: skip
        events = {each.event.id: each.event for each in given.told}
        yield _section("Contradictions", given.conflicts, given.tally.conflicts,
                       lambda each: sentences.contradicted(each, events.get(each.event), given.items, names),
                       "No claim of the period stands against another.")  # fmt: skip
        for title, part in ((f"Due within {DUE_WITHIN} days", given.due),
                            ("Overdue, which says nothing of whether it happened", given.overdue)):  # fmt: skip
            yield _section(title, part.shown, part.count, self._waiting(names), "Nothing.")
        yield from _background([each for each in found if each.told[0].background], names)
        yield Section("Where reporting lags", tuple(lagging(given.tally.lags)),
                      "No claim of the period is of a known day.")  # fmt: skip

    def _waiting(self, names: Names) -> Callable[[LedgerLine], Paragraph]:
        return lambda each: sentences.waiting(each, self.given.items.get(each.claim), names)

    def _left(self) -> str:
        return _more(self.given.tally.all.number - len(self.given.told), "event")


def _by_place(found: Sequence[Line], names: Names, more: str) -> Iterator[Section]:
    """What reports tell of, place by place, and where no place is known kind by kind."""
    yield Section("Events by place", (), "" if found else "No event.", more)
    held: defaultdict[str, list[Line]] = defaultdict(list)
    for each in found:
        held[each.country].append(each)
    for code in sorted(held, key=lambda code: not code):
        parts: defaultdict[str, list[Line]] = defaultdict(list)
        for each in held[code]:
            parts[_heading(each, held[code])].append(each)
        for title in sorted(parts, key=lambda title: title.endswith(NO_AREA)):
            yield Section(title, tuple(worded(each, names) for each in parts[title]), level=3)


def _heading(line: Line, beside: Sequence[Line]) -> str:
    """Country and first level, or the country alone where it has few lines; the kind of event where there is none."""
    if not line.country:
        return f"{NO_PLACE}: {KINDS[line.told[0].event.type]}"
    name = country(line.country)
    return f"{name}, {line.area or NO_AREA}" if len(beside) > FEW and any(each.area for each in beside) else name


def _background(found: Sequence[Line], names: Names) -> Iterator[Section]:
    if found:
        title = f"Told again as background: events more than {LONG_BEFORE} days before the period"
        yield Section(title, tuple(worded(each, names) for each in found[:MOST_OF_OTHERS]),
                      more=_more(len(found) - MOST_OF_OTHERS, "line"))  # fmt: skip


def _section(title: str, of: Sequence[T], count: int, told: Callable[[T], Paragraph], empty: str) -> Section:
    shown = of[:MOST_OF_OTHERS]
    return Section(title, tuple(told(each) for each in shown), empty, _more(count - len(shown), "item"))


def _more(left: int, noun: str) -> str:
    return f"{left} more {noun}{'' if left == 1 else 's'}: narrow the filters to see them." if left > 0 else ""
