"""Rules for how long: "nine days", "a 27-year war", "decades"."""

from __future__ import annotations

from tocsin.annotation import numerals
from tocsin.annotation.times import periods
from tocsin.annotation.times.compared import NUMBERED, SUBDAY
from tocsin.annotation.times.grammar import Found, Reading, rule
from tocsin.annotation.times.periods import Period
from tocsin.annotation.times.tense import helpers_of
from tocsin.annotation.times.words import unit_of

OF_TIME = frozenset("just only mere early first last final long many".split())  # "just minutes", "the early years"


@rule(
    f"{NUMBERED}HYPHEN?(?:FILL|ADVERB){{0,2}}(?P<unit>ANYUNIT)",
    f"{NUMBERED}HYPHEN?(?P<unit>QUARTER)",
    "(?P<unit>UNITS)",
    "ART?(?P<single>SINGLE)HYPHEN?(?P<unit>UNIT)",
    "(?P<number>NUMBER)(?:TO|HYPHEN|AND)(?P<more>NUM|DAY)HYPHEN?(?P<unit>ANYUNIT)",
    "(?P<number>NUMBER|ART)(?P<unit>UNIT|UNITS)HYPHEN?AND HYPHEN?ART HYPHEN?(?P<half>HALF)",
)
def duration(found: Found) -> Reading | None:
    """ "nine days", "a 27-year war", "decades": how long, with the dates only where the words around tell them."""
    count, unit = found.number("number"), unit_of(found.word("unit"))
    words = found.words("number")
    if words in (["a"], ["an"]):
        if _rate(found):
            return Reading("SET", periods.duration(unit, 1))
        count = 1
    elif found.word("single"):
        count = 1
    if found.word("half") and count is not None:
        count += 0.5
    if (
        _named(found)
        or _old(found)
        or _second_half(found)
        or (unit == "quarter" and (count is None or words[-1] in {"a", "an"}))
        or "no" in words
    ):
        return None
    if words and numerals.parse(words) is None and words[0] not in {"a", "an"}:
        return None
    value = periods.duration(unit, count)
    return Reading("DURATION", value, period=_stretch(found, unit, count, value))


@rule("(?P<half>HALF)HYPHEN?ART?HYPHEN?(?P<unit>UNIT)")
def half(found: Found) -> Reading | None:
    """ "half an hour", "a half-century"."""
    unit = unit_of(found.word("unit"))
    return Reading("DURATION", periods.half_of(unit)) if unit in {*periods.LETTERS, "decade", "century"} else None


def _named(found: Found) -> bool:
    """ "60 Minutes", "opening hours", "33 Earth days": a name, or a noun with a modifier of its own."""
    token = found.passage.doc[found.last - 1]
    before = found.passage.doc[found.first - 1] if found.first else None
    if token.text[0].isupper() and token.i > found.sentence and found.passage.kind != "title":
        return True
    bare = found.first == token.i and before is not None and before.head.i == token.i
    if not bare or before is None or before.lower_ in OF_TIME:
        return False
    return before.dep_ in {"compound", "amod"} and before.tag_ != "CD"


def _rate(found: Found) -> bool:
    """ "15 a year", "twice a week"."""
    doc, at = found.passage.doc, found.last - 2
    if not at or found.match.end() - found.first != 2:
        return False
    before = doc[at - 1]
    return (
        before.like_num
        or before.lower_ in {"once", "twice", "times"}
        or (before.tag_ in {"NNS"} and doc[at + 1].dep_ == "npadvmod" and doc[at + 1].head == before)
    )


def _second_half(found: Found) -> bool:
    """The end of a compound such as "light-years"."""
    doc, first = found.passage.doc, found.first
    return (
        first > 1 and doc[first - 1].text == "-" and not doc[first - 1].whitespace_ and not doc[first - 2].whitespace_
    )


def _old(found: Found) -> bool:
    """An age: "33 years old", "a 12-year-old"."""
    rest = [token.lower_ for token in found.passage.doc[found.last : found.last + 2]]
    before = found.passage.doc[found.first - 1].lower_ if found.first else ""
    return rest[:1] in (["old"], ["olds"]) or rest in (["-", "old"], ["of", "age"], ["-", "olds"]) or before == "aged"


def _stretch(found: Found, unit: str, count: float | None, value: str) -> Period | None:
    """The dates of a duration: "within six months", "has been raging for nine days"."""
    today = found.published
    if today is None or count is None or (unit in SUBDAY and not (unit == "hour" and count >= 24)) or _depends(found):
        return None
    if found.connector == "within" and found.direction != "past":
        return Period(today, periods.shift(today, unit, count), value, "range")
    if found.connector == "in" and found.direction == "future":
        there = periods.shift(today, unit, count)
        return periods.day(there) if unit in {"day", "hour"} else periods.containing(there, unit)
    if found.connector == "for" and _still_going(found):
        return Period(periods.shift(today, unit, -count), today, value, "range")
    return None


def _depends(found: Found) -> bool:
    """ "within a month of the vote", "six months after it": counted from another event."""
    after = found.passage.doc[found.last : found.last + 1].text.lower()
    return after in {"of", "after", "before", "from", "following"}


def _still_going(found: Found) -> bool:
    """Present perfect progressive, or "has been" with a state: it goes on at publication."""
    doc = found.passage.doc
    verb = doc[found.first : found.last].root
    for _ in range(4):
        if verb.tag_[0] == "V" or verb.head == verb:
            break
        verb = verb.head
    helpers = helpers_of(verb)
    perfect = bool(helpers & {"have", "has", "'ve", "’ve"}) and not helpers & {"would", "could", "may", "might", "will"}
    return perfect and (verb.tag_ == "VBG" or verb.lemma_ == "be")
