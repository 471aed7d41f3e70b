"""Amounts in a text: numbers in figures or words with their qualifiers, bounds and units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from msgspec import Struct
from spacy.tokens import Doc

from tocsin.annotation import numerals
from tocsin.knowledge.files import layers, read_yaml
from tocsin.records import QuantityAbout

LOW, HIGH, NEAR = "low", "high", "near"
QUALIFIERS: dict[tuple[str, ...], str] = {
    tuple(words.split()): kind
    for kind, many in {
        LOW: "more than|over|at least|no fewer than|no less than|not less than|upwards of|in excess of|a minimum of|"
        "well over|well more than|above|greater than|exceeding|as low as|as few as",
        HIGH: "up to|as many as|as much as|at most|no more than|not more than|fewer than|less than|under|nearly|"
        "almost|close to|a maximum of|just under|below|maximum of|as high as",
        NEAR: "about|around|some|roughly|approximately|an estimated|estimated|circa|something like|just over|"
        "only about|only some|only around",
    }.items()
    for words in many.split("|")
}
SPEAKING = frozenset("talk speak know think hear ask tell warn complain worry argue clash negotiate".split())
PREPOSITIONS = frozenset({"over", "under", "about", "around", "above", "below"})
PLURALS = {
    "tens": 10,
    "dozens": 12,
    "scores": 20,
    "hundreds": 100,
    "thousands": 1_000,
    "millions": 1_000_000,
    "billions": 1_000_000_000,
}
FEW = {("several",), ("a", "few"), ("few",), ("a", "couple"), ("a", "couple", "of"), ("many",)}
PARTS = {"half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10}
DASHES = frozenset({"-", "–", "—"})
_PERCENT = frozenset({"%", "percent"})
_JOINED = re.compile(r"(\d[\d,.]*)[–-](\d[\d,.]*)")


class Unit(Struct, frozen=True):
    """One row of units.yaml."""

    unit: str
    about: QuantityAbout
    names: tuple[str, ...]
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens first..last-1 with their bounds; core..core_last are the number alone."""

    first: int
    last: int
    core: int
    core_last: int
    low: float | None
    high: float | None
    unit: Unit | None = None


@cache
def units() -> dict[str, list[tuple[tuple[str, ...], Unit]]]:
    """Units under the first word of their names, longest name first."""
    table: dict[str, list[tuple[tuple[str, ...], Unit]]] = {}
    for path in layers("units.yaml", None):
        for unit in read_yaml(path, list[Unit]):
            for name in unit.names:
                words = tuple(name.split())
                table.setdefault(words[0], []).append((words, unit))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table


def amounts(doc: Doc) -> Iterator[Amount]:
    """The amounts of a passage from left to right, none overlapping."""
    words = [token.lower_ for token in doc]
    place = 0
    while place < len(words):
        found = _amount(doc, words, place) if _may_begin(words[place]) else None
        if found is None:
            place += 1
        else:
            yield found
            place = max(found.last, place + 1)


@cache
def _signs() -> frozenset[str]:
    return frozenset(word for word in units() if not word[-1].isalpha())


def _may_begin(word: str) -> bool:
    return (
        word[0].isdigit()
        or word in numerals.SMALL
        or word in PLURALS
        or word in {"a", "an", "half", "several", "few", "many", "two-thirds", "three-quarters"}
        or word in _signs()
    )


def _amount(doc: Doc, words: list[str], place: int) -> Amount | None:
    sign = next((unit for name, unit in units().get(words[place], ()) if len(name) == 1), None)
    signed = sign is not None and sign.about == "money" and words[place] in _signs()
    core = place + 1 if signed else place
    read = _range(words, core, place > 0 and words[place - 1] == "between") or _number(words, core)
    if read is None:
        return None
    last, low, high = read
    amount = _short_million(doc, words, Amount(place, last, core, last, low, high, sign if signed else None))
    return _qualified(doc, words, _with_unit(words, amount))


def _short_million(doc: Doc, words: list[str], amount: Amount) -> Amount:
    """ "$5m", "1.2m people": millions, where "300 m from" is metres."""
    after = doc[amount.last + 1].tag_ if amount.last + 1 < len(doc) else ""
    if words[amount.last : amount.last + 1] != ["m"] or not (amount.unit or after.startswith("NN")):
        return amount
    low, high = (None if bound is None else 1e6 * bound for bound in (amount.low, amount.high))
    last = amount.last + 1
    return replace(amount, last=last, core_last=last, low=low, high=high)


def _number(words: list[str], place: int) -> tuple[int, float | None, float | None] | None:
    """End and bounds of the number that begins there."""
    return _plural(words, place) or _few(words, place) or _fraction(words, place) or _exact(words, place)


def _plural(words: list[str], place: int) -> tuple[int, float | None, float | None] | None:
    """ "dozens", "tens of thousands", "thousands more": twice the unit at least."""
    if place >= len(words) or words[place] not in PLURALS:
        return None
    low, end = 2.0 * PLURALS[words[place]], place + 1
    if words[end : end + 1] == ["of"] and words[end + 1 : end + 2] and words[end + 1] in PLURALS:
        low, end = low * PLURALS[words[end + 1]], end + 2
    if words[end : end + 1] == ["more"]:
        end += 1
    return (end, low, None) if words[place] != "tens" or end > place + 1 else None


def _few(words: list[str], place: int) -> tuple[int, float | None, float | None] | None:
    """ "several hundred", "a few dozen"."""
    for size in (3, 2, 1):
        end = place + size
        if tuple(words[place:end]) in FEW and end < len(words):
            scale = numerals.MULTIPLES.get(words[end], PLURALS.get(words[end]))
            if scale:
                return end + 1, 2.0 * scale, None
    return None


def _fraction(words: list[str], place: int) -> tuple[int, float | None, float | None] | None:
    """ "a third of", "two-thirds of", "half the": per cent, rounded down and up."""
    for over in (1, 2, 3):
        end = place + over
        rest = [word for word in words[place:end] if word not in DASHES]
        parts = rest[0].split("-") if len(rest) == 1 else rest
        if not parts or parts[-1] not in PARTS or end >= len(words):
            continue
        if words[end] != "of" and not (parts == ["half"] and words[end] in {"the", "its", "their"}):
            continue
        count = numerals.parse(parts[:-1]) if len(parts) > 1 else 1.0 if parts == ["half"] else None
        if count is None:
            continue
        share = 100 * count / PARTS[parts[-1]]
        return end, float(int(share)), float(-int(-share // 1))
    return None


def _exact(words: list[str], place: int) -> tuple[int, float | None, float | None] | None:
    end = place
    while end < len(words) and _continues(words, place, end):
        end += 1
    while end > place and words[end - 1] in {"and", "a", "an", *DASHES}:
        end -= 1
    opening = words[place : place + 1]
    if end == place or (opening[0] in {"a", "an"} and end == place + 1) or (opening == ["half"] and end == place + 1):
        return None
    value = numerals.parse(words[place:end])
    return (end, value, value) if value is not None else None


def _continues(words: list[str], place: int, at: int) -> bool:
    """Whether the word goes on with the numeral begun at `place`."""
    word, before = words[at], words[at - 1] if at > place else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    if not before:
        return word in {"a", "an", "half"} or word in numerals.SMALL or numerals.figures(word) is not None
    if word in numerals.MULTIPLES:
        return True
    if word in {"a", "an"}:
        return before in {"half", "and"} and (after == "half" or after in numerals.MULTIPLES)
    if word == "half":
        return before in {"a", "an"} and at - 2 > place and words[at - 2] == "and"
    if word == "and":
        return _and_continues(words, at)
    if word in DASHES:
        return before in numerals.SMALL and before.endswith("ty") and after in numerals.SMALL
    if word in numerals.SMALL:
        return before in DASHES or before in numerals.MULTIPLES or before == "and" or before.endswith("ty")
    return False


def _and_continues(words: list[str], at: int) -> bool:
    before, after = words[at - 1], words[at + 1 : at + 3]
    if after == ["a", "half"]:
        return True
    return before in numerals.MULTIPLES and bool(after) and after[0] in numerals.SMALL


def _range(words: list[str], place: int, between: bool) -> tuple[int, float | None, float | None] | None:
    """ "20 to 25", "3-5", "5 to 6 million", and after "between" "36 and 40"."""
    joined = _JOINED.fullmatch(words[place]) if place < len(words) else None
    if joined:
        low, high = (numerals.figures(part) for part in joined.groups())
        scale = numerals.MULTIPLES.get(words[place + 1], 1) if place + 1 < len(words) else 1
        if low is None or high is None or low >= high:
            return None
        return place + 1 + (scale > 1), low * scale, high * scale
    first = _exact(words, place)
    if first is None or first[0] >= len(words):
        return None
    joint = words[first[0]]
    if joint in _PERCENT and first[0] + 1 < len(words):
        first, joint = (first[0] + 1, *first[1:]), words[first[0] + 1]
    if joint not in ({"and"} if between else {"to", "or", *DASHES}):
        return None
    start = first[0] + 1
    start += start < len(words) and words[start] in _signs()
    second = _exact(words, start)
    if second is None or first[1] is None or second[1] is None:
        return None
    low, high = first[1], second[1]
    scale = next((numerals.MULTIPLES[w] for w in words[start : second[0]] if w in numerals.MULTIPLES), 1)
    if low < 1000 <= scale and not any(w in numerals.MULTIPLES for w in words[place : first[0]]):
        low *= scale
    opened = words[place - 1] if place else ""
    if low >= high or opened == "from" or (joint == "or" and high > 2 * low):
        return None
    return second[0], low, high


def _with_unit(words: list[str], amount: Amount) -> Amount:
    """With the unit that follows ("40 km", "1,400-kilometre", "$5 million dollars")."""
    end = amount.last + (words[amount.last : amount.last + 1] in (["-"], ["–"]))
    for name, unit in units().get(words[end], ()) if end < len(words) else ():
        if tuple(words[end : end + len(name)]) == name and not (unit.about == "money" and words[end] in _signs()):
            last = amount.last if unit.counted else end + len(name)
            return replace(amount, last=last, unit=amount.unit or unit)
    return amount


def _qualified(doc: Doc, words: list[str], amount: Amount) -> Amount:
    """With "more than", "up to", "about" before it, "or more" after it."""
    after = words[amount.last : amount.last + 2]
    if after in (["or", "more"], ["or", "so"]):
        high = None if after[1] == "more" else amount.high
        return replace(amount, last=amount.last + 2, high=high)
    if after[:1] == ["each"]:
        amount = replace(amount, last=amount.last + 1)
    if amount.first and words[amount.first - 1] == "between" and amount.low != amount.high:
        amount = replace(amount, first=amount.first - 1)
    first = amount.first
    for size in (3, 2, 1):
        start = first - size
        kind = QUALIFIERS.get(tuple(words[start:first])) if start >= 0 else None
        if kind is None or (size == 1 and words[start] in PREPOSITIONS and _prepositional(doc, start)):
            continue
        return _bounded(replace(amount, first=start), kind)
    return amount


def _bounded(amount: Amount, kind: str) -> Amount:
    if kind == LOW:
        return replace(amount, high=None)
    if kind == HIGH:
        return replace(amount, low=None)
    return amount


def _prepositional(doc: Doc, place: int) -> bool:
    """ "clashes over 20 prisoners", "spoke about 20 prisoners": the word governs the noun and qualifies no number."""
    if doc[place].tag_ == "RP" or doc[place].dep_ == "prt":
        return True  # "handed over four prisoners"
    before = doc[place - 1] if place else None
    return before is not None and (before.tag_ in {"NN", "NNS"} or before.lemma_.lower() in SPEAKING)
