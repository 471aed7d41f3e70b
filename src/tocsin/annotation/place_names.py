"""Finding the names of places in a passage, with what stands around them; nothing is put on the map here.

The recogniser's GPE, LOC and FAC come first, put right at their edges. Then names it missed or took for people and
organisations, where the gazetteer knows them and the words around them speak for a place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from tocsin.annotation.document import Passage
from tocsin.annotation.place_context import JOINS, LOCATIVE, Surroundings
from tocsin.annotation.place_words import ordinary, unheard
from tocsin.gazetteer.lookup import Entry, Gazetteer
from tocsin.gazetteer.names import demonyms, normalise, words
from tocsin.gazetteer.story import Query

PLACES = frozenset({"GPE", "LOC", "FAC"})
MISTAKEN = frozenset({"PERSON", "ORG", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LANGUAGE", "LAW", "DATE", ""})
CERTAIN = frozenset(
    "in near outside inside into across throughout around toward towards entered entering enter reached reaching reach "
    "retake retook recapture recaptured besiege besieged overran bombed bombing shelled shelling liberated captured "
    "capturing surrounding via".split()
)
FAMOUS = 30_000  # people; a town as big is known without a preposition
MOST_LETTERS = 3  # of an abbreviation without full stops
DATELINE = re.compile(
    r"(?:^|(?<=[.!?”\"] )|(?<=\n))([A-Z][A-Z.’' -]{2,40}(?:, [A-Z][\w. ]{2,24})?\s*"
    r"(?:\([^)\n]{2,40}\)\s*)?(?:--|[—–-])\s?)"
)
BREAKS = frozenset({",", "and", ";", "/", "(", ")"})


@dataclass(frozen=True, slots=True)
class Found:
    """A name: tokens first..last-1 of a passage and the query made of it."""

    passage: Passage
    first: int
    last: int
    query: Query


def nations_named(doc: Doc) -> Iterator[str]:
    """The countries whose people or adjectives the passage names, once a mention."""
    known = demonyms()
    for entity in doc.ents:
        if entity.label_ == "NORP" and (country := known.get(normalise(entity.text))):
            yield country


def surnames(doc: Doc) -> Iterator[str]:
    """The last names of the people whom the passage names in full."""
    for entity in doc.ents:
        if entity.label_ == "PERSON" and len(entity) > 1:
            yield entity[-1 if entity[-1].text not in {"'s", "’s"} else -2].text


class Finder(Surroundings):
    """The names of one passage. `borne` are the surnames of the report's people."""

    def __init__(self, passage: Passage, borne: frozenset[str], base: Gazetteer) -> None:
        super().__init__(passage, base)
        self.borne = borne
        self.labels = [token.ent_type_ for token in passage.doc]
        self.found: list[tuple[int, int, str]] = []
        self.known: Collection[str] = ()

    def names(self) -> list[Found]:
        """The names in the order of the text; none overlap."""
        self._datelines()
        for entity in self.doc.ents:
            if entity.label_ in PLACES:
                for first, last in self._pieces(entity.start, entity.end):
                    self._keep(*self._edges(first, last), entity.label_)
        self._unlabelled()
        return self._in_order()

    def again(self, known: Collection[str]) -> list[Found]:
        """The names as before and, where no rule saw a place, those the report has as places elsewhere."""
        self.known = known
        self._unlabelled()
        return self._in_order()

    def _in_order(self) -> list[Found]:
        self.found.sort()
        return [self._described(i) for i in range(len(self.found))]

    def _datelines(self) -> None:
        """KABUL, Afghanistan (AP) - at the head of a passage or a sentence: capitals confuse the recogniser."""
        text = self.doc.text
        heads = [match.span(1) for match in DATELINE.finditer(text)]
        if not heads and self.passage.kind == "dateline":
            heads = [(0, len(text))]
        for start, end in heads:
            outlet = text.find("(", start + 1, end)
            self._dateline(start, end if outlet < 0 else outlet)

    def _dateline(self, start: int, end: int) -> None:
        inside = [token.i for token in self.doc if start <= token.idx < end]
        for first, stop in self._pieces(inside[0], inside[-1] + 1) if inside else ():
            last = self._without_dashes(first, stop)
            if last > first and self.base.by_key(normalise(self.text(first, last))):
                self._keep(first, last, "GPE")

    def _without_dashes(self, first: int, last: int) -> int:
        while last > first and not self.texts[last - 1][-1].isalpha() and self.texts[last - 1][-1] != ".":
            last -= 1
        return last

    def _pieces(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """A run cut at commas and "and": "Raqqa, Syria" is two names, but "Jammu and Kashmir" one."""
        if "and" in self.lower[first + 1 : last - 1] and self.base.by_key(normalise(self.text(first, last))):
            yield first, last
            return
        start = first
        for i in range(first, last):
            if self.texts[i] in BREAKS or (self.texts[i] == "." and self.passage.kind == "dateline"):
                if i > start:
                    yield start, i
                start = i + 1
        if last > start:
            yield start, last

    def _edges(self, first: int, last: int) -> tuple[int, int]:
        """The run without what is no part of the name, and with the class word or direction that is."""
        known = words()
        while first < last and self.no_name(first):
            first += 1
        while last > first and self.no_name(last - 1):
            last -= 1
        while first < last - 1 and (self.lower[first] in LOCATIVE or self.loose_direction(first, last)):
            first += 1
        if first < last:
            first, last = self.article(first), self.longest(first, last)
        if first > 0 and first < last and not self.taken[first - 1]:
            first -= self.belongs_before(first, last)
        if last < len(self.texts) and self.lower[last] in known.after and not self.taken[last]:
            last += self.belongs_after(first, last)
        return first, last

    def _keep(self, first: int, last: int, label: str) -> None:
        if first < last and not any(self.taken[first:last]) and not self.part_of_other(first, last, label):
            self.taken[first:last] = [True] * (last - first)
            self.found.append((first, last, label))

    def _unlabelled(self) -> None:
        """Names the recogniser missed or took for people and organisations."""
        self._borders()
        i, size = 0, len(self.texts)
        while i < size:
            if self.taken[i] or not self._name_like(i):
                i += 1
                continue
            end = i + 1
            while end < size and not self.taken[end] and self._continues(i, end):
                end += 1
            while end - 1 > i and self.lower[end - 1] in JOINS:
                end -= 1
            self._consider(i, end)
            i = end

    def _name_like(self, i: int) -> bool:
        text = self.texts[i]
        return (
            text[0].isupper()
            and (self.doc[i].pos_ in {"PROPN", "NOUN", "ADJ"} or (i > 0 and self.lower[i - 1] in {"in", "near"}))
            and (self.labels[i] != "DATE" or not self.entity_goes_on(i, i + 1))
        )

    def _continues(self, first: int, i: int) -> bool:
        if self.labels[i] != self.labels[first]:
            return False
        if self.texts[i][0].isupper():
            return self.doc[i].pos_ == "PROPN"
        return self.lower[i] in JOINS and i + 1 < len(self.texts) and self.texts[i + 1][0].isupper()

    def _consider(self, first: int, last: int) -> None:
        label = self.labels[first]
        if label not in MISTAKEN:
            return
        first, last = self._edges(first, last)
        if first >= last or any(self.taken[first:last]):
            return
        entries = self.base.by_key(normalise(self.text(first, last)))
        if not entries and last - first > 1:
            self._consider_parts(first, last)
        if any(self.taken[first:last]) or (label and self.entity_goes_on(first, last)):
            return
        if entries and self._speaks_for_place(first, last, label, entries[0]):
            self._keep(first, last, label)
        elif not entries and self._says_so_itself(first, last):
            self._keep(first, last, "LOC")

    def _consider_parts(self, first: int, last: int) -> None:
        """Places within a run that is no name as a whole: "Fargo-Moorhead", "President of Armenia"."""
        for start, end in (*self.joined(first, last), *self.of_office(first, last)):
            if self.base.by_key(normalise(self.text(start, end))):
                self._keep(start, end, "GPE")

    def _says_so_itself(self, first: int, last: int) -> bool:
        """Whether a name that is not in the gazetteer ends in a class word and stands where places do."""
        kind = words().after.get(self.lower[last - 1]) if last - first > 1 else None
        proper = kind in {"water", "region", "site"} and self.texts[last - 1][0].isupper()
        return proper and self.before(first) in LOCATIVE

    def _speaks_for_place(self, first: int, last: int, label: str, entry: Entry) -> bool:
        if self.known:
            return self.text(first, last) in self.known
        classed = self.lower[last - 1] in words().after and last - first > 1
        if classed or self.container(last) is not None or self.wanted(first, last) or self.in_a_row(first, last):
            return True
        if self.before(first) in LOCATIVE or self.peopled(last):
            return True
        if label == "NORP":
            return entry.kind == "country"
        own = entry.feature == "T.OWN" and label != "ORG"
        known = entry.kind in {"country", "admin1"} or own or entry.population >= FAMOUS
        return known and self.doc[first].pos_ == "PROPN" and (not label or entry.grade == 0)

    def _borders(self) -> None:
        """ "the Tajik-Afghan border", "the border between Chad and Sudan": words that are no places alone."""
        for i, word in enumerate(self.lower):
            if word not in {"border", "frontier"} or self.taken[i]:
                continue
            sides = ((first, i + 1, self.text(first, i)) for first in range(max(0, i - 5), i) if self._side(first, i))
            between = ((i, end, self._two_sides(i, end)) for end in range(min(i + 10, len(self.texts)), i + 4, -1))
            for first, last, key in (*sides, *between):
                if key and any(entry.kind == "border" for entry in self.base.by_key(normalise(f"{key} border"))):
                    self._claim(first, last)
                    break

    def _side(self, first: int, i: int) -> bool:
        return self.texts[first][0].isupper() and not self.no_name(first) and not any(self.taken[first:i])

    def _two_sides(self, first: int, last: int) -> str:
        """ "Chad-Sudan" of "border between Chad and Sudan"; empty for other words."""
        if self.lower[first + 1] != "between" or "and" not in self.lower[first:last] or self.no_name(last - 1):
            return ""
        middle = self.lower.index("and", first)
        sides = (self.text(first + 2, middle), self.text(middle + 1, last))
        return "-".join(normalise(side) for side in sides)

    def _claim(self, first: int, last: int) -> None:
        """The words as a place of their own; names found within them are part of it."""
        self.found = [name for name in self.found if name[1] <= first or name[0] >= last]
        self.taken[first:last] = [True] * (last - first)
        self.found.append((first, last, "LOC"))

    def _described(self, i: int) -> Found:
        first, last, label = self.found[i]
        text = self.text(first, last)
        within = [key for key in (self.container(last), self._in_next(i)) if key]
        query = Query(
            key=self._key(first, last),
            wanted=self.wanted(first, last),
            label=label,
            located=self.before(first) in LOCATIVE,
            within=tuple(dict.fromkeys(within)),
            surname=text in self.borne,
            certain=self.before(first) in CERTAIN or self.led_to(first),
            row=self.in_a_row(first, last),
            apposed=first > 1 and self.lower[first - 1] == "of" and self.lower[first - 2] in words().before,
            peopled=self.peopled(last),
            ordinary=ordinary(self.texts[first:last]),
            unheard=unheard(self.texts[first:last]),
            letters=last == first + 1 and len(text) <= MOST_LETTERS and text.isalpha() and text.isupper(),
        )
        return Found(self.passage, first, last, query)

    def _key(self, first: int, last: int) -> str:
        if self.lower[first] in {"border", "frontier"} and last - first > 4:
            return normalise(f"{self._two_sides(first, last)} border")
        return normalise(self.text(first, last))

    def _in_next(self, i: int) -> str | None:
        """The area of "X in Y" and "X of Y province"."""
        if i + 1 >= len(self.found):
            return None
        last, first = self.found[i][1], self.found[i + 1][0]
        between = [
            word for word in self.lower[last:first] if word not in {"the", "'s", "’s"} and word not in words().direction
        ]
        if between in (["in"], [",", "in"], ["district", "of"], ["district", "in"]):
            return normalise(self.text(first, self.found[i + 1][1]))
        return None
