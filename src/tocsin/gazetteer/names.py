"""Names of places brought to one spelling, and the class words (province, river) that go with them.

Standard library only: the build of the gazetteer uses it where nothing else is installed.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent.parent / "knowledge" / "data"
# Letters that have no accent to take off, and the marks that transliteration leaves behind.
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ə": "a"}
    | dict.fromkeys("'’‘ʻʼ`´.ʿʾ′\"", "")
    | dict.fromkeys("-‐‑–—_/,", " ")
    | {"&": " and "}
)
# One spelling for short forms and for the ways in which Arabic words of place are written, but at a name's end.
SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "ayn": "ain", "ein": "ain", "tall": "tel"}
SHORT |= {"tell": "tel", "dayr": "deir", "bayt": "beit", "bait": "beit", "jabal": "jebel", "shaykh": "sheikh"}

SOUND = "~"  # goes before a key that is a sound
SOUNDS = tuple(
    (re.compile(spelt), sounds)
    for spelt, sounds in (
        (r"[^a-z]", ""),
        (r"[kg]h|g", "h"),
        (r"(?<=[dsztr])h|h$|ah(?=[^aeiouy])", ""),
        (r"ph", "f"),
        (r"q|c(?!h)", "k"),
        (r"ts|tz", "z"),
        (r"w(?![aeiouy])|[aeiouy]", ""),
        (r"w", "v"),
        (r"(.)\1+", r"\1"),
    )
)


class Words(NamedTuple):
    """place_words.csv by use: class words with the kind they stand for, and sets of other words."""

    after: dict[str, str]
    before: dict[str, str]
    direction: frozenset[str]
    holder: frozenset[str]
    title: frozenset[str]
    vessel: frozenset[str]
    stopped: frozenset[str]
    never: frozenset[str]
    people: frozenset[str]


class Parts(NamedTuple):
    """A name without its class word: `core` ("panj" of "panj river"), the class word and the kind it stands for."""

    core: str
    word: str | None
    kind: str | None


@lru_cache(maxsize=4096)
def normalise(name: str) -> str:
    """The look-up key of a name: no case, accents, apostrophes, full stops or leading "the"."""
    folded = name.casefold().translate(LETTERS)
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = folded.split()
    if len(words) > 1:
        words = [SHORT.get(word, word) if i + 1 < len(words) else word for i, word in enumerate(words)]
    key = " ".join(words)
    return key.removeprefix("the ")


def sound(key: str) -> str:
    """The consonants of a key as they sound: one for the ways in which names of other scripts are spelt in Latin
    letters ("kharkiv" and "kharkov", "al hasakah" and "hassakeh")."""
    key = without_article(key)
    for spelt, sounds in SOUNDS:
        key = spelt.sub(sounds, key)
    return key


def without_article(key: str) -> str:
    """The key without an Arabic article ("al hasakah" and "hasakah" are one)."""
    return re.sub(r"^(?:al|el|ad|an|ar|as|ash|at|az) (?=\w{4})", "", key)


@cache
def words() -> Words:
    """The words of place_words.csv."""
    found: dict[str, dict[str, str]] = {use: {} for use in Words._fields}
    with (DATA / "place_words.csv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            found[row["use"]][row["word"]] = row["kind"]
    sets = {use: frozenset(found[use]) for use in Words._fields if use not in {"after", "before"}}
    return Words(after=found["after"], before=found["before"], **sets)


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


@lru_cache(maxsize=4096)
def parts(key: str) -> Parts:
    """A normalised name cut into its core and its class word: "kunduz province", "city of basra", "lake chad"."""
    known = words()
    first, _, rest = key.partition(" ")
    core, _, last = key.rpartition(" ")
    if core and last in known.after:
        return Parts(core.removesuffix(" of").removesuffix(" international"), last, known.after[last])
    if rest.startswith("of ") and first in known.before:
        return Parts(rest.removeprefix("of ").removeprefix("the "), first, known.before[first])
    if rest and known.before.get(first) in {"water", "site"}:
        return Parts(rest, first, known.before[first])
    return Parts(key, None, None)
