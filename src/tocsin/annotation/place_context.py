"""What stands around the words of a passage: the marks by which a name is known to be of a place, or not to be."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.annotation.document import Passage, text_of
from tocsin.gazetteer.lookup import Gazetteer
from tocsin.gazetteer.names import demonyms, normalise, parts, words
from tocsin.gazetteer.story import FITS

LOCATIVE = frozenset(
    "in at near from to into outside inside around across toward towards through throughout over off along between "
    "beyond via of on surrounding leaving leave left reach reached reaching enter entered entering seize seized "
    "seizing capture captured capturing retake retook recapture recaptured besiege besieged bomb bombed bombing shell "
    "shelled shelling storm stormed overran liberate liberated attack attacked attacking hit struck cross "
    "crossed crossing visit visited visiting abandon abandoned lose".split()
)
# What leads to a place: "the road to X".
LEADING = frozenset("road highway route visit trip flight convoy journey bridge ferry way rail railway tour".split())
JOINS = frozenset("of de del la al el ez es as e i ad the upon on - –".split())
WITHIN = JOINS | {"and", "&"}
HYPHENS = frozenset("-–‐")
ARTICLES = frozenset("al el ad an ar as ash at az".split())
EDGE_WORDS = frozenset({"the", "a", "an", "'s", "’s", "'", "’"})
ROW = frozenset({",", "and", "or", "&"})
GOVERNING = frozenset("governor governors gov gov. senator senators sen sen. legislature".split())
MOST_NAMES = 6  # words between an office and the place it is of
AREAS, AREA_WORDS = frozenset({"country", "admin1"}), frozenset({None, "admin1", "region"})


class Surroundings:
    """The words of a passage; `taken` tells which of them are of a place name already."""

    def __init__(self, passage: Passage, base: Gazetteer) -> None:
        self.passage, self.base, self.doc = passage, base, passage.doc
        self.texts = [token.text for token in passage.doc]
        self.lower = [text.lower() for text in self.texts]
        self.taken = [False] * len(self.texts)

    def article(self, first: int) -> int:
        """Where the name begins with its Arabic article: "el-Arish" is three tokens."""
        if first > 1 and self.texts[first - 1] in HYPHENS and self.lower[first - 2] in ARTICLES:
            return first - 2
        return first

    def longest(self, first: int, last: int) -> int:
        """The end of the longest name of the gazetteer that begins here: "Deir ez-Zor", "Jammu and Kashmir"."""
        for end in range(min(last + 4, len(self.texts)), last, -1):
            runs_on = self.texts[end - 1][0].isupper() and (self.lower[last] in WITHIN or self.texts[last][0].isupper())
            if runs_on and not any(self.taken[last:end]) and self.base.by_key(normalise(self.text(first, end))):
                return end
        return last

    def no_name(self, i: int) -> bool:
        """Whether a word at the edge of a run is no part of a name."""
        return self.lower[i] in EDGE_WORDS or not any(c.isalnum() for c in self.texts[i])

    def loose_direction(self, first: int, last: int) -> bool:
        """A direction that no name in the gazetteer has: "northern" of "northern Aleppo"."""
        return self.lower[first] in words().direction and not self.base.by_key(normalise(self.text(first, last)))

    def belongs_before(self, first: int, last: int) -> bool:
        """Whether the word before is of the name: "Lake", "Camp", a direction or a longer name of the gazetteer."""
        word = self.texts[first - 1]
        if word[0].isupper() and self._prominent(first - 1, last):
            return True
        if word[0].isupper() and word.lower() in words().before and words().before[word.lower()] in {"water", "site"}:
            return True
        return self.lower[first - 1] in words().direction and bool(
            self.base.by_key(normalise(self.text(first - 1, last)))
        )

    def belongs_after(self, first: int, last: int) -> bool:
        """Whether the class word after the run is of the name: "Kunduz province", but "the US border" is the US."""
        kind = words().after[self.lower[last]]
        if self.texts[last][0].isupper() and kind != "border":
            return True
        key = normalise(self.text(first, last + 1))
        if kind == "border":
            return any(entry.kind == "border" for entry in self.base.by_key(key))
        if kind in {"water", "site", "region"}:
            return kind == "water" or any(entry.kind in FITS[kind] for entry in self.base.by_key(key))
        entries = self.base.by_key(key)
        return not (entries and entries[0].kind == "country")

    def part_of_other(self, first: int, last: int, label: str) -> bool:
        """Whether the words name no place: a people, a day, or a part of the name of somebody or something."""
        known, text = words(), self.text(first, last)
        key = normalise(text)
        if not key or key in known.never or key in demonyms() or not any(c.isupper() for c in text):
            return True
        if key in known.stopped and "." not in text:
            return True
        if self._of_justice(first, last) or self._begins_as_holder(first, last, key):
            return True
        if self.lower[last - 1] in known.holder and last - first > 1 and not self.known_whole(key):
            return True
        if last < len(self.texts) and self.texts[last][0].isupper() and self.lower[last] in known.holder:
            return True
        before = self.lower[first - 1] if first else ""
        titled = before.rstrip(".") in known.title and self.texts[first - 1][0].isupper() and label != "GPE"
        return titled or before in known.vessel or self.of_holder(first)

    def _of_justice(self, first: int, last: int) -> bool:
        """ "the Southern District of Texas" is a court's."""
        if self.lower[last - 1] != "district" or last >= len(self.texts) or self.lower[last] not in {"of", "court"}:
            return False
        return last - first > 1 and all(word in words().direction for word in self.lower[first : last - 1])

    def _begins_as_holder(self, first: int, last: int, key: str) -> bool:
        """ "University of X", but "the Union of Comoros" is a country."""
        if last - first < 3 or self.lower[first + 1] != "of" or self.lower[first] not in words().holder:
            return False
        return not any(entry.kind in {"country", "admin1", "region"} for entry in self.base.by_key(key))

    def known_whole(self, key: str) -> bool:
        """Whether a name that ends as organisations do is a place all the same: "the West Bank"."""
        return any(entry.grade == 0 for entry in self.base.by_key(key))

    def of_holder(self, first: int) -> bool:
        """Whether the name follows "University of" and the like."""
        i = first - 2 if first > 1 and self.lower[first - 1] == "the" else first - 1
        return (
            i > 0 and self.lower[i] == "of" and self.texts[i - 1][0].isupper() and self.lower[i - 1] in words().holder
        )

    def entity_goes_on(self, first: int, last: int) -> bool:
        """Whether the run is only part of what the recogniser took for one name."""
        goes_back = first > 0 and self.doc[first].ent_iob_ == "I" and self.lower[first - 1] not in {"the", "a", "in"}
        goes_on = last < len(self.texts) and self.doc[last].ent_iob_ == "I" and self.lower[last] not in {"'s", "’s"}
        return goes_back or goes_on

    def joined(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The two sides of a hyphen or slash where the gazetteer knows both: "Fargo-Moorhead"."""
        for i in range(first + 1, last - 1):
            if self.texts[i] in HYPHENS | {"/"}:
                sides = ((first, i), (i + 1, last))
                if all(self._prominent(*side) for side in sides):
                    yield from sides
                return

    def _prominent(self, first: int, last: int) -> bool:
        entries = self.base.by_key(normalise(self.text(first, last)))
        return bool(entries) and entries[0].grade == 0

    def of_office(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The country or area of an office: "Armenia" of "President of Armenia" and of "Minister of Defence of
        Armenia Davit Tonoyan", and that of a person: "Southlake" of "Nadia Moayyad of Southlake"."""
        if not self._is_office(first, last):
            return
        start = max((i for i in range(first, last) if self.lower[i] == "of"), default=last) + 1
        for end in range(last, start, -1):
            entries = self.base.by_key(normalise(self.text(start, end)))
            if entries and entries[0].grade == 0 and (end == last or entries[0].kind == "country"):
                yield start, end
                return

    def _is_office(self, first: int, last: int) -> bool:
        of = next((i for i in range(first, last) if self.lower[i] == "of"), first)
        return self.lower[of - 1] in words().title or self.doc[of - 1].ent_type_ == "PERSON"

    def in_a_row(self, first: int, last: int) -> bool:
        """Whether the name stands in a row with one already found: "Takhar and Badakhshan"."""
        ahead = last + 1 < len(self.texts) and self.lower[last] in ROW and self.taken[last + 1]
        behind = first > 1 and self.lower[first - 1] in ROW and self.taken[first - 2]
        return ahead or behind

    def before(self, first: int) -> str:
        """The word before the name, past an article, a class word ("the town of") and a direction."""
        i = first - 1
        known = words()
        while i >= 0 and (
            self.lower[i] in {"the", "both"}
            or self.lower[i] in known.direction
            or (self.lower[i] in known.before and i + 1 < first)
            or (self.lower[i] == "of" and i > 0 and self.lower[i - 1] in known.before)
        ):
            i -= 1
        return self.lower[i] if i >= 0 else ""

    def peopled(self, last: int) -> bool:
        """Whether somebody or something of a town follows: "a Sirte man", "Sirte residents", "Sirte-based"."""
        if last + 1 < len(self.texts) and self.texts[last] in HYPHENS:
            return self.lower[last + 1] in {"based", "born"}
        return last < len(self.texts) and self.lower[last] in words().people and self.texts[last].islower()

    def led_to(self, first: int) -> bool:
        """Whether something that leads to a place goes before: "the road to X", "a visit to X"."""
        return first > 1 and self.lower[first - 1] == "to" and self.lower[first - 2] in LEADING

    def container(self, last: int) -> str | None:
        """The key of the area after a comma or in brackets: "Syria" after "Raqqa"; null where there is none."""
        if last + 1 >= len(self.texts) or self.texts[last] not in {",", "("}:
            return None
        first = last + 1
        if not self.texts[first][0].isupper():
            return None
        for end in range(min(first + 4, len(self.texts)), first, -1):
            key = normalise(self.text(first, end))
            if parts(key).kind in AREA_WORDS and any(entry.kind in AREAS for entry in self.base.by_key(key)):
                return key
        return None

    def wanted(self, first: int, last: int) -> str | None:
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
        if self._governed(first, last):
            return "admin1"
        if first > 1 and self.lower[first - 1] == "of":
            return known.before.get(self.lower[first - 2])
        if first > 0 and self.lower[first - 1] in {"city", "town", "village"}:
            return "city"
        return None

    def _governed(self, first: int, last: int) -> bool:
        """Whether somebody governs it or sits in a senate for it ("Senator Ann Lee of X", "the X governor"), or a
        court's district is of it: such are states and provinces, not the towns of their names."""
        if last < len(self.texts) and self.lower[last] in GOVERNING:
            return True
        if not first or self.lower[first - 1] not in {"of", "from"}:
            return False
        i = first - 2
        if i > 0 and self.lower[i] == "district" and self.lower[i - 1] in words().direction:
            return self.texts[i][0].isupper()
        while i > first - MOST_NAMES and i >= 0 and self.lower[i] not in GOVERNING and self.texts[i][0].isupper():
            i -= 1
        return i >= 0 and self.lower[i] in GOVERNING

    def text(self, first: int, last: int) -> str:
        """The text of words first..last-1."""
        return text_of(self.doc, first, last)
