"""Finding the names of places in a passage, with what stands around them; nothing is put on the map here.

The recogniser's GPE, LOC and FAC come first, put right at their edges. Then names it missed or took for people and
organisations, where the gazetteer knows them and the words around them speak for a place.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from tocsin.annotation.document import Passage
from tocsin.gazetteer.lookup import Entry, Gazetteer
from tocsin.gazetteer.names import DATA, normalise, words
from tocsin.gazetteer.resolver import FITS, Query

PLACES = frozenset({"GPE", "LOC", "FAC"})
MISTAKEN = frozenset({"PERSON", "ORG", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", ""})
LOCATIVE = frozenset(
    "in at near from to into outside inside around across toward towards through throughout over off along "
    "between beyond via surrounding leaving reach reached".split()
)
CERTAIN = frozenset("in near outside inside into across throughout around toward towards".split())
JOINS = frozenset("of de del la al el ez es as e i ad the upon on - –".split())
HYPHENS = frozenset("-–‐")
ARTICLES = frozenset("al el ad an ar as ash at az".split())
EDGE_WORDS = frozenset({"the", "a", "an", "'s", "’s", "'", "’"})
ROW = frozenset({",", "and", "or", "&"})
FAMOUS = 30_000  # people; a town as big is known without a preposition
DATELINE = re.compile(r"[A-Z][A-Z.’' -]{2,40}(?:, [A-Z][\w. ]{2,24})?\s*(?:\([^)\n]{2,40}\)\s*)?(?:--|[—–-])\s")
ADJECTIVE_TAGS = frozenset({"JJ", "JJS", "JJR"})


@dataclass(frozen=True, slots=True)
class Found:
    """A name: tokens first..last-1 of a passage and the query made of it."""

    passage: Passage
    first: int
    last: int
    query: Query


@cache
def demonyms() -> dict[str, str]:
    """Adjectives and names of peoples, normalised, with the country's alpha-3 code ("" where there is none)."""
    found: dict[str, str] = {}
    with (DATA / "place_demonyms.csv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            for word in row["adjectives"].split("|"):
                found.setdefault(normalise(word), row["country"])
                found.setdefault(normalise(word) + "s", row["country"])
    return found


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


class Finder:
    """The names of one passage. `borne` are the surnames of the report's people."""

    def __init__(self, passage: Passage, borne: frozenset[str], base: Gazetteer) -> None:
        self.passage, self.borne, self.base = passage, borne, base
        self.doc = passage.doc
        self.texts = [token.text for token in passage.doc]
        self.lower = [text.lower() for text in self.texts]
        self.labels = [token.ent_type_ for token in passage.doc]
        self.taken = [False] * len(self.texts)
        self.found: list[tuple[int, int, str]] = []
        self.known: Collection[str] = ()

    def names(self) -> list[Found]:
        """The names in the order of the text; none overlap."""
        self._dateline()
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

    def _dateline(self) -> None:
        """KABUL, Afghanistan (AP) - at the head of a passage: the recogniser is at a loss with capitals."""
        match = DATELINE.match(self.doc.text)
        if match is None:
            return
        end = match.group().find("(") if "(" in match.group() else match.end()
        last = sum(1 for token in self.doc if token.idx < end)
        for first, stop in self._pieces(0, last):
            words_end = self._without_dashes(first, stop)
            if words_end > first and self.base.by_key(normalise(self._text(first, words_end))):
                self._keep(first, words_end, "GPE")

    def _without_dashes(self, first: int, last: int) -> int:
        while last > first and not self.texts[last - 1][-1].isalpha() and self.texts[last - 1][-1] != ".":
            last -= 1
        return last

    def _pieces(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """A run cut at commas and "and": "Raqqa, Syria" is two names."""
        start = first
        for i in range(first, last):
            if self.texts[i] in {",", "and", ";", "/", "("}:
                if i > start:
                    yield start, i
                start = i + 1
        if last > start:
            yield start, last

    def _edges(self, first: int, last: int) -> tuple[int, int]:
        """The run without what is no part of the name, and with the class word or direction that is."""
        known = words()
        while first < last and self._no_name(first):
            first += 1
        while last > first and self._no_name(last - 1):
            last -= 1
        while first < last - 1 and (self.lower[first] in LOCATIVE or self._loose_direction(first, last)):
            first += 1
        if first < last:
            first, last = self._article(first), self._longest(first, last)
        if first > 0 and first < last and not self.taken[first - 1]:
            first -= self._belongs_before(first, last)
        if last < len(self.texts) and self.lower[last] in known.after and not self.taken[last]:
            last += self._belongs_after(first, last)
        return first, last

    def _article(self, first: int) -> int:
        """Where the name begins with its Arabic article: "el-Arish" is three tokens."""
        if first > 1 and self.texts[first - 1] in HYPHENS and self.lower[first - 2] in ARTICLES:
            return first - 2
        return first

    def _longest(self, first: int, last: int) -> int:
        """The end of the longest name of the gazetteer that begins here: "Deir ez-Zor", "Shir Khan Bandar"."""
        for end in range(min(last + 4, len(self.texts)), last, -1):
            runs_on = self.texts[end - 1][0].isupper() and (self.lower[last] in JOINS or self.texts[last][0].isupper())
            if runs_on and not any(self.taken[last:end]) and self.base.by_key(normalise(self._text(first, end))):
                return end
        return last

    def _no_name(self, i: int) -> bool:
        return self.lower[i] in EDGE_WORDS or not any(c.isalnum() for c in self.texts[i])

    def _loose_direction(self, first: int, last: int) -> bool:
        """A direction that no name in the gazetteer has: "northern" of "northern Aleppo"."""
        return self.lower[first] in words().direction and not self.base.by_key(normalise(self._text(first, last)))

    def _belongs_before(self, first: int, last: int) -> bool:
        word = self.texts[first - 1]
        if word[0].isupper() and word.lower() in words().before and words().before[word.lower()] in {"water", "site"}:
            return True
        return self.lower[first - 1] in words().direction and bool(
            self.base.by_key(normalise(self._text(first - 1, last)))
        )

    def _belongs_after(self, first: int, last: int) -> bool:
        """Whether the class word after the run is of the name: "Kunduz province", but "the US border" is the US."""
        kind = words().after[self.lower[last]]
        if self.texts[last][0].isupper() and kind != "border":
            return True
        key = normalise(self._text(first, last + 1))
        if kind == "border":
            return any(entry.kind == "border" for entry in self.base.by_key(key))
        if kind in {"water", "site", "region"}:
            return kind == "water" or any(entry.kind in FITS[kind] for entry in self.base.by_key(key))
        entries = self.base.by_key(key)
        return not (entries and entries[0].kind == "country")

    def _keep(self, first: int, last: int, label: str) -> None:
        if first < last and not any(self.taken[first:last]) and not self._part_of_other(first, last, label):
            self.taken[first:last] = [True] * (last - first)
            self.found.append((first, last, label))

    def _part_of_other(self, first: int, last: int, label: str) -> bool:
        """Whether the words name no place: a people, a day, or a part of the name of somebody or something."""
        known, text = words(), self._text(first, last)
        key = normalise(text)
        if not key or key in known.never or key in demonyms() or not any(c.isupper() for c in text):
            return True
        if self.lower[last - 1] in known.holder and last - first > 1:
            return True
        if last < len(self.texts) and self.texts[last][0].isupper() and self.lower[last] in known.holder:
            return True
        before = self.lower[first - 1] if first else ""
        titled = before.rstrip(".") in known.title and self.texts[first - 1][0].isupper() and label != "GPE"
        return titled or before in known.vessel or self._of_holder(first)

    def _of_holder(self, first: int) -> bool:
        """Whether the name follows "University of" and the like."""
        i = first - 2 if first > 1 and self.lower[first - 1] == "the" else first - 1
        return (
            i > 0 and self.lower[i] == "of" and self.texts[i - 1][0].isupper() and self.lower[i - 1] in words().holder
        )

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
            and self.doc[i].pos_ in {"PROPN", "NOUN", "ADJ"}
            and self.labels[i] not in {"DATE", "TIME"}
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
        if label and self._entity_goes_on(first, last):
            return
        entries = self.base.by_key(normalise(self._text(first, last)))
        if entries and self._speaks_for_place(first, last, label, entries[0]):
            self._keep(first, last, label)

    def _entity_goes_on(self, first: int, last: int) -> bool:
        """Whether the run is only part of what the recogniser took for one name."""
        goes_back = first > 0 and self.doc[first].ent_iob_ == "I" and self.lower[first - 1] not in {"the", "a"}
        goes_on = last < len(self.texts) and self.doc[last].ent_iob_ == "I" and self.lower[last] not in {"'s", "’s"}
        return goes_back or goes_on

    def _speaks_for_place(self, first: int, last: int, label: str, entry: Entry) -> bool:
        if self.known:
            return self._text(first, last) in self.known
        classed = self.lower[last - 1] in words().after and last - first > 1
        if classed or self._container(last) is not None or self._wanted(first, last) or self._in_a_row(first, last):
            return True
        if label == "NORP":
            return entry.kind == "country"
        if self._before(first) in LOCATIVE:
            return True
        known = entry.kind in {"country", "admin1"} or entry.feature == "T.OWN" or entry.population >= FAMOUS
        return known and self.doc[first].pos_ == "PROPN" and (not label or entry.grade == 0)

    def _in_a_row(self, first: int, last: int) -> bool:
        """Whether the name stands in a row with one already found: "Takhar and Badakhshan"."""
        ahead = last + 1 < len(self.texts) and self.lower[last] in ROW and self.taken[last + 1]
        behind = first > 1 and self.lower[first - 1] in ROW and self.taken[first - 2]
        return ahead or behind

    def _borders(self) -> None:
        """ "the Tajik-Afghan border", "the border between Chad and Sudan": words that are no places alone."""
        for i, word in enumerate(self.lower):
            if word not in {"border", "frontier"} or self.taken[i]:
                continue
            sides = ((first, i + 1, self._text(first, i)) for first in range(max(0, i - 5), i) if self._side(first, i))
            between = ((i, end, self._two_sides(i, end)) for end in range(min(i + 10, len(self.texts)), i + 4, -1))
            for first, last, key in (*sides, *between):
                if key and any(entry.kind == "border" for entry in self.base.by_key(normalise(f"{key} border"))):
                    self._claim(first, last)
                    break

    def _side(self, first: int, i: int) -> bool:
        return self.texts[first][0].isupper() and not self._no_name(first) and not any(self.taken[first:i])

    def _two_sides(self, first: int, last: int) -> str:
        """ "Chad-Sudan" of "border between Chad and Sudan"; empty for other words."""
        if self.lower[first + 1] != "between" or "and" not in self.lower[first:last]:
            return ""
        middle = self.lower.index("and", first)
        sides = (self._text(first + 2, middle), self._text(middle + 1, last))
        return "-".join(normalise(side) for side in sides)

    def _claim(self, first: int, last: int) -> None:
        """The words as a place of their own; names found within them are part of it."""
        self.found = [name for name in self.found if name[1] <= first or name[0] >= last]
        self.taken[first:last] = [True] * (last - first)
        self.found.append((first, last, "LOC"))

    def _before(self, first: int) -> str:
        """The word before the name, past an article, a class word ("the town of") and a direction."""
        i = first - 1
        known = words()
        while i >= 0 and (
            self.lower[i] in {"the", "of", "both"} or self.lower[i] in known.direction or self.lower[i] in known.before
        ):
            i -= 1
        return self.lower[i] if i >= 0 else ""

    def _container(self, last: int) -> str | None:
        """The key of the area after a comma or in brackets: "Syria" after "Raqqa"; null where there is none."""
        if last + 1 >= len(self.texts) or self.texts[last] not in {",", "("}:
            return None
        first = last + 1
        if not self.texts[first][0].isupper():
            return None
        for end in range(min(first + 4, len(self.texts)), first, -1):
            key = normalise(self._text(first, end))
            if any(entry.kind in {"country", "admin1"} for entry in self.base.by_key(key)):
                return key
        return None

    def _described(self, i: int) -> Found:
        first, last, label = self.found[i]
        text = self._text(first, last)
        within = [key for key in (self._container(last), self._in_next(i)) if key]
        query = Query(
            key=self._key(first, last),
            wanted=self._wanted(first, last),
            label=label,
            located=self._before(first) in LOCATIVE,
            within=tuple(dict.fromkeys(within)),
            surname=text in self.borne,
            certain=self._before(first) in CERTAIN,
            row=self._in_a_row(first, last),
        )
        return Found(self.passage, first, last, query)

    def _key(self, first: int, last: int) -> str:
        if self.lower[first] in {"border", "frontier"} and last - first > 4:
            return normalise(f"{self._two_sides(first, last)} border")
        return normalise(self._text(first, last))

    def _in_next(self, i: int) -> str | None:
        """The area of "X in Y" and "X of Y province"."""
        if i + 1 >= len(self.found):
            return None
        last, first = self.found[i][1], self.found[i + 1][0]
        between = [
            word for word in self.lower[last:first] if word not in {"the", "'s", "’s"} and word not in words().direction
        ]
        if between in (["in"], [",", "in"], ["district", "of"], ["district", "in"]):
            return normalise(self._text(first, self.found[i + 1][1]))
        return None

    def _wanted(self, first: int, last: int) -> str | None:
        """The kind that the class word in, before or after the name asks for."""
        known = words()
        if last - first > 1 and (kind := known.after.get(self.lower[last - 1]) or known.before.get(self.lower[first])):
            return kind
        if (
            last < len(self.texts)
            and self.lower[last].endswith("s")
            and (kind := known.after.get(self.lower[last].removesuffix("s")))
        ):
            return kind
        if first > 1 and self.lower[first - 1] == "of":
            return known.before.get(self.lower[first - 2])
        if first > 0 and self.lower[first - 1] in {"city", "town", "village"}:
            return "city"
        return None

    def _text(self, first: int, last: int) -> str:
        return str(self.doc[first:last].text)
