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
_ALL: Final = re.compile(r"\b(all|both|some|several|many|most|few)\s+(?:the\s+|of\s+the\s+)?$", re.IGNORECASE)
_POSSESSED: Final = re.compile(r"(?:['’]s?|\b(?:its|his|her|their|our|my|your))\s+$", re.IGNORECASE)
_GOES_ON: Final = re.compile(
    r"\s+(?!(?:on|in|at|of|to|from|by|and|or|for|with|near|after|before|as|is|was|were|are|has|had|have|will|would|said"
    r"|says|since|during|that|which|who|but|while|where|when|also|on|until|over|under|into|against|because)\b)\w"
)
_BOUND: Final = re.compile(
    r"(?:this|that|these|those|such|own|other|another|who|which|(?-i:[Ii]t)|they|we|he|she|i)\b"
    r"|.*\b(?:his|her|its|their|our|my|your|them|(?-i:us)|him|himself|herself|themselves)\b", re.IGNORECASE,
)  # fmt: skip
_NUMBER: Final = re.compile(
    r"\d|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|multiple|dozens|hundreds|thousands|some|several|many|few"
    r"|both|all|more|most|at|over|about|around|nearly|almost|up|other|members|no|none|any|each|every|one)\b",
    re.IGNORECASE,
)
_YEARS_OLD: Final = re.compile(r"\d+-year-old\b")
_SMALL_IN_NAMES: Final = re.compile(r"(?:al|el|an|ad|as|ash|bin|ibn|de|van|von|da|dos)(?:-|$)")
_PARTED: Final = re.compile(r"\s+(?:for|of|in|to|at|from|on|with|by|near|and|who|that)\s+")
_PLURAL: Final = re.compile(
    r"(?:[^s]s|sses|men|women|people|police|children|personnel|staff|media|data|militia|public|youth|infantry|cavalry)$",
    re.IGNORECASE,
)
_BODY: Final = re.compile(
    r"(?:states|kingdom|emirates|nations|republic|union|islands|federation|committee|council|ministry|government|army"
    r"|organi[sz]ation|court|commission|assembly|parliament|senate|congress|service|office|department|agency|party"
    r"|front|movement|league|house|kremlin|pentagon|police|force|forces|bank|fund|authority|administration|guard"
    r"|embassy|presidency|navy|brigade|corps|command|military|church|association|coalition|alliance|district)$",
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
                if _POSSESSED.search(before):
                    continue
                (self._with if _article(before) == "the" else self._without)[each.name] += 1

    def actors(self, named: Sequence[Actor], claim: Claim) -> list[Part]:
        """Actors in a list, each with its number where one stands before it."""
        return joined([self.actor(each, claim) for each in named])

    def actor(self, each: Actor, claim: Claim) -> Theirs:
        """An actor."""
        counted = _counted(each, claim)
        if counted:
            return Theirs(_small(counted))
        name = each.name or each.text
        common = self._is_common(name) and (each.id is None or self.is_plural(name))
        own = _before(each, claim.sentence) if each.text == name else None
        if headline(claim.sentence):  # which leave articles out
            own = "the " if common and not self.is_plural(name) else None
        return self._named(name, own, common=common)

    def source(self, each: Source, claim: Claim) -> Theirs:
        """A speaker."""
        named = Span(each.start, each.end, each.text) if each.start is not None and each.end and each.text else None
        own = _before(named, claim.sentence) if named and each.text == each.name else None
        if each.kind == "outlet":
            said = (each.text or "").startswith(("The ", "the ")) or (own is not None and _article(own) == "the")
            the = (said or each.name[:1].islower()) and not each.name.startswith(("The ", "the "))
            return Theirs(f"the {each.name}" if the else each.name)
        common = self._is_common(each.name) and (each.kind != "named" or self.is_plural(each.name))
        return self._named(each.name, own, common=common)

    def place(self, each: Place, claim: Claim) -> Theirs:
        """A place."""
        own = _before(each, claim.sentence) if each.text == each.name else None
        body = each.kind == "country" and _BODY.search(each.name)
        after = claim.sentence.text[each.end - claim.sentence.start :] if own is not None else ""
        the = bool(body) or (own is not None and _article(own) == "the" and not _GOES_ON.match(after))
        return Theirs(f"the {each.name}" if the and not each.name.casefold().startswith("the ") else each.name)

    def is_plural(self, name: str) -> bool:
        """It is the name of several, as far as its words show."""
        return bool(_NUMBER.match(name) or _PLURAL.search(_PARTED.split(name)[0]))

    def _is_common(self, name: str) -> bool:
        """One word, before any that it is of, that reports write small: it stood first in its sentence or heading."""
        head = _PARTED.split(name)[0]
        return head[:1].isupper() and " " not in head and head.lower() in self._words

    def _named(self, name: str, before: str | None, *, common: bool) -> Theirs:
        name = " ".join(name.split())
        if common:
            name = name[:1].lower() + name[1:]
        if len(name) > _LONGEST or _BOUND.match(name):
            return Quote(name)
        if _YEARS_OLD.match(name):
            return Theirs(f"{'an' if re.match('8|1[18]-', name) else 'a'} {name}")
        if re.match(r"(?:the|an?|all|both)\s", name, re.IGNORECASE) or _NUMBER.match(name):
            return Theirs(_small(name))
        article = self._article(name, before)
        return Theirs(f"{article} {name}" if article else name)

    def _article(self, name: str, before: str | None) -> str:
        own = _article(before) if before is not None else ""
        head = _PARTED.split(name)[0]
        last = head.split(" ")[-1]
        if last[:1].islower() and not _SMALL_IN_NAMES.match(last):
            if before is not None and (every := _ALL.search(before)):
                return every[1].lower()
            if own == "the" or (_BODY.search(head) and "'s " not in head and "’s " not in head):
                return "the"
            bare = _PLURAL.search(head) or "'s " in head or "’s " in head
            return "" if bare else "an" if name[0] in "aeiouAEIO" else "a"
        if own == "the" or self._with[name] > self._without[name]:
            return "the"
        if self._without[name] or own:
            return ""
        return "the" if _BODY.search(head) and "’s " not in name and "'s " not in name else ""


def headline(sentence: Span) -> bool:
    """Without a full stop: headlines leave articles out."""
    return not re.search(r"[.!?][\"'”’)\]]*\s*$", sentence.text)


def joined(names: Sequence[Theirs]) -> list[Part]:
    """Names as a list in a sentence, each once; not more than a few."""
    once = list({str(name).casefold(): name for name in names}.values())
    shown, left = once[:_MOST_NAMES], len(once) - _MOST_NAMES
    parts: list[Part] = []
    for number, name in enumerate(shown):
        if number:
            parts.append(", " if number < len(shown) - 1 or left > 0 else " and ")
        parts.append(name)
    return [*parts, f" and {left} more"] if left > 0 else parts


def _small(name: str) -> str:
    """With a small first letter, unless the first word is all capitals."""
    first = name.split(" ", 1)[0]
    return name if first.isupper() and len(first) > 1 else name[:1].lower() + name[1:]


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
    return quantity.start < each.start <= quantity.end + 1 and quantity.end <= each.end
