"""Names as they stand in a sentence of ours: with the article that reports give them, and the number before them.

Where a name would read wrongly outside its own sentence ("his press service"), it stands in quotation marks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from tocsin.records import Actor, Claim, Place, Quantity, Source, Span
from tocsin.sitrep.document import Part, Quote, Theirs

_MOST_NAMES: Final = 4
_LONGEST: Final = 70  # characters of a name that is no name any more
_ARTICLE: Final = re.compile(r"\b(the|an?)\s+$", re.IGNORECASE)
_BOUND: Final = re.compile(
    r"(?:his|her|its|their|our|my|your|this|that|these|those|such|own|other|another|who|which|it|they|we|he|she|i)\b"
    r"|.*\b(?:them|us|him|himself|herself|themselves)\b", re.IGNORECASE,
)  # fmt: skip
_NUMBER: Final = re.compile(
    r"\d|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds|thousands|some|several|many|few"
    r"|both|all|more|most|at|over|about|around|nearly|almost|up|other|members|no|none|any|each|every|one)\b",
    re.IGNORECASE,
)
_PARTED: Final = re.compile(r"\s+(?:for|of|in|to|at|from|on|with|by|near|and|who|that)\s+")
_PLURAL: Final = re.compile(
    r"(?:[^s]s|sses|men|women|people|police|children|personnel|staff|media|militia|public|youth|infantry|cavalry)$",
    re.IGNORECASE,
)
_BODY: Final = re.compile(
    r"(?:states|kingdom|emirates|nations|republic|union|islands|federation|committee|council|ministry|government|army"
    r"|organi[sz]ation|court|commission|assembly|parliament|senate|congress|service|office|department|agency|party"
    r"|front|movement|league|house|kremlin|pentagon|police|force|forces|bank|fund|authority|administration|guard"
    r"|embassy|presidency|navy|brigade|corps|command|association|coalition|alliance|district)$",
    re.IGNORECASE,
)


class Names:
    """How the sentences of reports write the names in them."""

    def __init__(self, claims: Iterable[Claim] = ()) -> None:
        self._with: Counter[str] = Counter()
        self._without: Counter[str] = Counter()
        self._words: set[str] = set()
        for sentence in {claim.sentence.text: claim for claim in claims}.values():
            self._learn(sentence)

    def _learn(self, claim: Claim) -> None:
        self._words |= set(re.findall(r"(?<=\s)[a-z][\w'’-]*", claim.sentence.text))
        if headline(claim.sentence):
            return
        for each in (*claim.actors, *claim.recipients):
            if each.text == each.name and (before := _before(each, claim.sentence)) is not None:
                (self._with if _article(before) == "the" else self._without)[each.name] += 1

    def actors(self, named: Sequence[Actor], claim: Claim) -> list[Part]:
        """Actors in a list, each with its number where one stands before it."""
        return joined([self.actor(each, claim) for each in named])

    def actor(self, each: Actor, claim: Claim) -> Theirs:
        """An actor."""
        counted = _counted(each, claim)
        if counted:
            return _mark(counted[:1].lower() + counted[1:] if _starts(each, claim, counted) else counted)
        name = each.name or each.text
        own = _before(each, claim.sentence) if each.text == name and not headline(claim.sentence) else None
        return self._named(name, own, common=each.id is None and self._is_common(name))

    def source(self, each: Source, claim: Claim) -> Theirs:
        """A speaker."""
        named = Span(each.start, each.end, each.text) if each.start is not None and each.end and each.text else None
        own = _before(named, claim.sentence) if named and each.text == each.name else None
        if each.kind == "outlet":
            return _mark(each.name)
        return self._named(each.name, own, common=each.kind != "named" and self._is_common(each.name))

    def place(self, each: Place, claim: Claim) -> Theirs:
        """A place."""
        own = _before(each, claim.sentence) if each.text == each.name else None
        body = each.kind == "country" and _BODY.search(each.name)
        the = bool(body) or (own is not None and _article(own) == "the")
        return Theirs(f"the {each.name}" if the and not each.name.casefold().startswith("the ") else each.name)

    def is_plural(self, name: str) -> bool:
        """It is the name of several, as far as its words show."""
        return bool(_NUMBER.match(name) or _PLURAL.search(_PARTED.split(name)[0]))

    def _is_common(self, name: str) -> bool:
        """Begins with a word that reports write small: it stood first in its sentence, or in a heading."""
        first = name.split(" ", 1)[0]
        return first[:1].isupper() and first.lower() in self._words and " " not in name.strip()

    def _named(self, name: str, before: str | None, *, common: bool) -> Theirs:
        name = " ".join(name.split())
        if common:
            name = name[:1].lower() + name[1:]
        if len(name) > _LONGEST or _BOUND.match(name):
            return Quote(name)
        if re.match(r"(?:the|an?)\s", name, re.IGNORECASE) or _NUMBER.match(name):
            return _mark(name[:1].lower() + name[1:] if name.lower().startswith(("the ", "a ", "an ")) else name)
        article = self._article(name, before)
        return _mark(f"{article} {name}" if article else name)

    def _article(self, name: str, before: str | None) -> str:
        own = _article(before) if before is not None else ""
        if name[:1].islower():
            head = _PARTED.split(name)[0]
            if own == "the" and not self._without[name]:
                return "the"
            return "" if _PLURAL.search(head) else "an" if name[0] in "aeiou" else "a"
        if own == "the" or self._with[name] > self._without[name]:
            return "the"
        if self._without[name] or own:
            return ""
        return "the" if _BODY.search(_PARTED.split(name)[0]) and "’s " not in name and "'s " not in name else ""


def headline(sentence: Span) -> bool:
    """Without a full stop: headlines leave articles out."""
    return not re.search(r"[.!?][\"'”’)\]]*\s*$", sentence.text)


def joined(names: Sequence[Theirs]) -> list[Part]:
    """Names as a list in a sentence, each once; not more than a few."""
    once = list({str(name).casefold(): name for name in names}.values())
    shown, left = once[:_MOST_NAMES], len(once) - _MOST_NAMES
    parts: list[Part] = []
    for number, name in enumerate(shown):
        parts += ["" if number == 0 else ", " if number < len(shown) - 1 or left > 0 else " and ", name]
    return [*parts, f" and {left} more"] if left > 0 else parts


def _mark(name: str) -> Theirs:
    return Theirs(name)


def _before(named: Span, sentence: Span) -> str | None:
    """The words of the sentence before a name; null where the name is not in it."""
    if not sentence.start <= named.start <= named.end <= sentence.end:
        return None
    return sentence.text[: named.start - sentence.start]


def _article(before: str) -> str:
    found = _ARTICLE.search(before)
    return found[1].lower() if found else ""


def _counted(each: Actor, claim: Claim) -> str | None:
    """The name with the number that stands before it or reaches into it: "More than 300 soldiers"."""
    for quantity in claim.quantities:
        if _reaches(quantity, each) and (before := _before(quantity, claim.sentence)) is not None:
            words = claim.sentence.text[len(before) : each.end - claim.sentence.start]
            return " ".join(words.split())
    return None


def _reaches(quantity: Quantity, each: Actor) -> bool:
    return quantity.start < each.start <= quantity.end + 1 and quantity.end <= each.end and each.text == each.name


def _starts(each: Actor, claim: Claim, counted: str) -> bool:
    first = counted.split(" ", 1)[0]
    return claim.sentence.text.startswith(first) and claim.sentence.start <= each.start and not first.isupper()
