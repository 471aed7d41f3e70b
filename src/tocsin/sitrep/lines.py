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
from tocsin.linking.events import Event
from tocsin.sitrep import days, figures
from tocsin.sitrep.clauses import ACTS, Clause, clause, speaker, spoken
from tocsin.sitrep.document import Paragraph, Part, Quote, Sentence, Theirs, sentence
from tocsin.sitrep.gathering import Told
from tocsin.sitrep.naming import Names, headline, joined
from tocsin.sitrep.phrases import phrase
from tocsin.sitrep.tally import DONE, NOWHERE, country_of
from tocsin.storage.loading import StoredClaim

_MOST_CLAUSES: Final = 3


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


def standing_out(found: Sequence[Line], names: Names) -> Iterator[Paragraph]:
    """Of lines in the order of consequence, those told as happened at a known place or time that have words of ours."""
    for line in found:
        known = all(told.event.status in DONE and told.placed and not told.background for told in line.told)
        if known and _worded(line, names):
            yield (_opening(line, names), *_harmed(line))


# ---------------------------------------------------------------- in words
def worded(line: Line, names: Names) -> Paragraph:
    """The line in sentences."""
    return (
        _opening(line, names), *_harmed(line), *_others(line, names), *_denied(line, names),
    )  # fmt: skip


def _opening(line: Line, names: Names) -> Sentence:
    found = _worded(line, names)
    notes = [row.claim.id for row in line.leads]
    if not found:
        return sentence(*quoted(line.leads[0], names), notes=notes)
    parts: list[Part] = []
    for number, each in enumerate(found):
        begun = number > 0 and each.opening == found[number - 1].opening
        if number:
            parts.append("; ")
        parts += () if begun else _small(each.opening) if number else each.opening
        parts += each.parts
    return sentence(*parts, ".", notes=notes)


def _worded(line: Line, names: Names) -> list[Clause]:
    """Its clauses; none where the report's sentence says it in fewer words, or ours would be wrong."""
    found = list(clauses(line.leads, names))
    return found if len(found) <= _MOST_CLAUSES else []


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
    singles = [clause(row, names) for row in left if not _bare(row)]
    if all(singles):
        yield from sorted((*found, *filter(None, singles)), key=lambda each: each.rows[0].claim.trigger.start)


def _bare(row: StoredClaim) -> bool:
    """It names nobody and nothing: there is no more to it than its word, which stands in the note."""
    return not (row.claim.actors or row.claim.recipients or row.claim.places or row.claim.quantities)


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
    where: list[Part] = [", ", Theirs(event.places[0].name)] if len(event.places) == 1 else []
    when = days.when(event.when)
    words = re.sub(r"^(?:on|in) ", "", str(when[0]).strip()) if len(when) == 1 else ""
    return [noun[:1].upper() + noun[1:], *where, *([", ", words] if words else [])]


# ---------------------------------------------------------------- figures
def _harmed(line: Line) -> Iterator[Sentence]:
    """Every figure of the dead, injured and displaced beside its speaker; none is chosen."""
    for each in line.told:
        for about, words in figures.HARMED.items():
            held = figures.counts(each, about) if each.event.status != "denied" else []
            if held:
                title = words if each.event.status in DONE else f"Named as {about}"
                parts: list[Part] = []
                for group in held:
                    parts += ["; " if parts else "", *figures.told(group)]
                yield sentence(
                    f"{title}: ", *parts, ".", notes=[name for group in held for name in figures.claims(group)]
                )


# ---------------------------------------------------------------- who else
def _others(line: Line, names: Names) -> Iterator[Sentence]:
    """Who else tells of it, in how many reports, of how many independent origins."""
    for each, row in zip(line.told, line.leads, strict=True):
        several = len(line.told) > 1
        of: Part = Quote(row.claim.trigger.text) if several else "it"
        told = [other for other in each.rows if other is not row and other.claim.status == each.event.status]
        if voices := _voices(told, names, row):
            also: list[Part] = ["Also told (", of, ") by "] if several else ["Also told by "]
            yield sentence(*also, *joined(voices), ".", notes=_ids(told))
        if len(each.event.reports) > 1:
            yield _spread(each.event, of)


def _voices(rows: Sequence[StoredClaim], names: Names, lead: StoredClaim) -> list[Theirs]:
    """The speakers of claims, without the speaker of the first."""
    known = str(speaker(lead, names)[0]).casefold()
    found = [speaker(row, names)[0] for row in rows]
    return [each for each in found if isinstance(each, Theirs) and str(each).casefold() != known]


def _spread(event: Event, of: Part) -> Sentence:
    reports = f"{wording.many(len(event.reports), 'report')} of {wording.many(event.outlets, 'outlet')} tell of "
    return sentence(reports, of, f", from {wording.many(event.origins, 'independent origin')}.", notes=event.claims)


def _denied(line: Line, names: Names) -> Iterator[Sentence]:
    """Who denies it, where the event itself is told as happened."""
    for each in line.told:
        denied = [row for row in each.rows if row.claim.status == "denied"]
        if denied and each.event.status != "denied":
            voices = [voice for row in denied if isinstance(voice := speaker(row, names)[0], Theirs)]
            yield sentence("It is denied by ", *joined(voices), ".", notes=_ids(denied))


def _ids(rows: Sequence[StoredClaim]) -> list[str]:
    return [row.claim.id for row in rows]
