"""An event as a line: who says that who did what, the dead and injured, who else says so, and who denies it.

Events that one sentence of a report tells of stand in one line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tocsin.exports import wording
from tocsin.linking.events import Event, Figure
from tocsin.sitrep import days
from tocsin.sitrep.clauses import ACTS, Clause, clause, speaker, spoken
from tocsin.sitrep.document import Paragraph, Part, Quote, Sentence, Theirs, sentence
from tocsin.sitrep.gathering import Told
from tocsin.sitrep.naming import Names, headline, joined
from tocsin.sitrep.phrases import phrase
from tocsin.sitrep.tally import DONE, NOWHERE, country_of
from tocsin.storage.loading import StoredClaim

_MOST_CLAUSES: Final = 3
_MOST_FIGURES: Final = 4
_HARMED: Final = {"killed": "Killed", "injured": "Injured", "displaced": "Displaced"}


@dataclass(frozen=True)
class Line:
    """Events that one sentence tells of, each with the claim that leads it."""

    told: tuple[Told, ...]
    leads: tuple[StoredClaim, ...]

    @property
    def country(self) -> str:
        """Where the first of them that has a place is."""
        return next((code for each in self.told if (code := country_of(each.event))), NOWHERE)

    @property
    def area(self) -> str:
        """The area of the first level."""
        places = [place for each in self.told for place in each.event.places if place.country == self.country]
        return next((place.admin1 for place in places if place.admin1), "") if self.country else ""


def lines(told: Sequence[Told]) -> list[Line]:
    """The events in lines, in their order."""
    held: defaultdict[tuple[str, int, bool], list[tuple[Told, StoredClaim]]] = defaultdict(list)
    for each in told:
        row = lead(each)
        held[(row.report, row.claim.sentence.start, each.background)].append((each, row))
    return [_line(part) for part in held.values()]


def _line(part: Sequence[tuple[Told, StoredClaim]]) -> Line:
    part = sorted(part, key=lambda pair: pair[1].claim.trigger.start)
    return Line(tuple(told for told, _ in part), tuple(row for _, row in part))


def lead(told: Told) -> StoredClaim:
    """The claim of the period that bears the event's status and tells most of it, if it can be in a whole sentence."""
    return min(told.fresh, key=lambda row: (row.claim.status != told.event.status, headline(row.claim.sentence),
                                            -_filled(row), bool(row.claim.sources)))  # fmt: skip


def _filled(row: StoredClaim) -> int:
    item = row.claim
    return sum(map(bool, (item.actors, item.recipients, item.when, item.places, item.quantities)))


# ---------------------------------------------------------------- in words
def worded(line: Line, names: Names) -> Paragraph:
    """The line in sentences."""
    return (
        _opening(line, names), *_harmed(line), *_others(line, names), *_denied(line, names),
    )  # fmt: skip


def _opening(line: Line, names: Names) -> Sentence:
    found = list(clauses(line.leads, names))
    notes = [row.claim.id for row in line.leads]
    if not found or len(found) > _MOST_CLAUSES:
        return sentence(*quoted(line.leads[0], names), notes=notes)
    parts: list[Part] = []
    for number, each in enumerate(found):
        begun = number > 0 and each.opening == found[number - 1].opening
        parts += ["; " if number else "", *(() if begun else _small(each.opening) if number else each.opening)]
        parts += each.parts
    return sentence(*capital(parts), ".", notes=notes)


def _small(parts: Sequence[Part]) -> list[Part]:
    """The opening of a clause that is not the first."""
    first = parts[0]
    return [first[:1].lower() + first[1:], *parts[1:]] if type(first) is str else list(parts)


def clauses(rows: Sequence[StoredClaim], names: Names) -> Iterator[Clause]:
    """The claims of one sentence in words of ours, an act of speech with what it is about; none where one has none."""
    left = list(rows)
    found: list[Clause] = []
    for act in [row for row in rows if row.claim.type in ACTS]:
        for content in [row for row in left if row is not act]:
            made = spoken(act, content, names) if act in left else None
            if made:
                found.append(made)
                left = [row for row in left if row not in (act, content)]
    singles = [clause(row, names) for row in left]
    if all(singles):
        yield from sorted((*found, *filter(None, singles)), key=lambda each: each.rows[0].claim.trigger.start)


def quoted(row: StoredClaim, names: Names) -> list[Part]:
    """What the report says, in its words."""
    if not row.claim.sources:
        return [Theirs(row.outlet or "An unnamed outlet"), " reports: ", Quote(row.claim.sentence.text)]
    return capital(["according to ", *speaker(row, names), ": ", Quote(row.claim.sentence.text)])


def capital(parts: Sequence[Part]) -> list[Part]:
    """The parts of a sentence, its first letter a capital."""
    first = parts[0]
    if isinstance(first, Quote):
        return list(parts)
    kind = Theirs if isinstance(first, Theirs) else str
    return [kind(first[:1].upper() + first[1:]), *parts[1:]]


def titled(event: Event) -> list[Part]:
    """An event in a few words: "Use of force, Karsk, 2 May 2031"."""
    told = phrase(event)
    noun = re.sub(r"^an? ", "", told.noun) if told else event.type
    place = next((place.name for place in reversed(event.places)), "") if len(event.places) == 1 else ""
    where: list[Part] = [", ", Theirs(place)] if place else []
    when = [", " + part.strip().removeprefix("on ") if type(part) is str else part for part in days.when(event.when)]
    return [noun[:1].upper() + noun[1:], *where, *(when if len(when) == 1 else [])]


# ---------------------------------------------------------------- figures
def _harmed(line: Line) -> Iterator[Sentence]:
    """Every figure of the dead, injured and displaced; beside its speaker where there are several."""
    for event in (each.event for each in line.told):
        for about, words in _HARMED.items():
            held = {(each.text, speaker_of(each)): each for each in event.quantities if each.about == about}
            if held:
                title = words if event.status in DONE else f"Figures named in this of those {about}"
                yield sentence(f"{title}: ", *figures(list(held.values())), ".",
                               notes=[each.claim for each in held.values()])  # fmt: skip


def figures(held: Sequence[Figure]) -> list[Part]:
    """Figures beside their speakers; of many the lowest and the highest."""
    speakers = {speaker_of(each) for each in held}
    if len(held) > _MOST_FIGURES:
        ordered = sorted(held, key=size)
        parts = [*beside(ordered[0]), " to ", *beside(ordered[-1])]
        return [f"{len(held)} figures, from ", *parts]
    parts = []
    for each in held:
        told = beside(each) if len(speakers) > 1 else [Theirs(_counted(each))]
        parts += ["; " if parts else "", *told]
    return [*parts, " (", Theirs(speaker_of(held[0])), ")"] if len(speakers) == 1 else parts


def size(figure: Figure) -> tuple[float, float]:
    """What figures are put in order by: the lowest first."""
    low = figure.low if figure.low is not None else figure.high or 0.0
    return low, figure.high if figure.high is not None else float("inf")


def beside(each: Figure) -> list[Part]:
    """A figure beside its speaker."""
    return [Theirs(_counted(each)), " (", Theirs(speaker_of(each)), ")"]


def _counted(each: Figure) -> str:
    """A figure with what it counts, unless that stands in its words."""
    words = each.text
    if each.of and each.of.casefold() not in words.casefold() and each.of.casefold() not in _HARMED:
        words = f"{words} {each.of}"
    first = words.split(" ")[0]
    return words[:1].lower() + words[1:] if not first.isupper() else words


def speaker_of(figure: Figure) -> str:
    """Who gives a figure."""
    return figure.speaker or figure.outlet or "an unnamed outlet"


# ---------------------------------------------------------------- who else
def _others(line: Line, names: Names) -> Iterator[Sentence]:
    """Who else tells of it, in how many reports, of how many independent origins."""
    for each, row in zip(line.told, line.leads, strict=True):
        if len(each.rows) == 1:
            continue
        subject = _ordinal(line, each)
        told = [other for other in each.rows if other is not row and other.claim.status == each.event.status]
        voices = _voices(told, names, row)
        if voices:
            yield sentence(f"{subject or 'This'} is also told by ", *joined(voices), ".", notes=_ids(told))
        if len(each.event.reports) > 1:
            yield spread(each.event, subject)


def _ordinal(line: Line, told: Told) -> str:
    if len(line.told) == 1:
        return ""
    return ("The first", "The second", "The third")[line.told.index(told)] if len(line.told) < _MOST_CLAUSES + 1 else ""


def _voices(rows: Sequence[StoredClaim], names: Names, lead: StoredClaim) -> list[Theirs]:
    """The speakers of claims, without the speaker of the first."""
    known = str(speaker(lead, names)[0]).casefold()
    found = [speaker(row, names)[0] for row in rows]
    return [each for each in found if isinstance(each, Theirs) and str(each).casefold() != known]


def spread(event: Event, subject: str = "") -> Sentence:
    """In how many reports of how many outlets and origins an event is told."""
    of = subject.lower() or "it"
    counts = (
        f"{wording.many(len(event.reports), 'report')} of {wording.many(event.outlets, 'outlet')} tell of {of}, "
        f"from {wording.many(event.origins, 'independent origin')}."
    )
    return sentence(counts, notes=event.claims)


def _denied(line: Line, names: Names) -> Iterator[Sentence]:
    """Who denies it, where the event itself is told as happened."""
    for each in line.told:
        denied = [row for row in each.rows if row.claim.status == "denied"]
        if denied and each.event.status != "denied":
            voices = [voice for row in denied if isinstance(voice := speaker(row, names)[0], Theirs)]
            yield sentence("It is denied by ", *joined(voices), ".", notes=_ids(denied))


def _ids(rows: Sequence[StoredClaim]) -> list[str]:
    return [row.claim.id for row in rows]
