"""Every token becomes one letter for its class of time word; the grammar is regular expressions over letters."""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.tokens import Doc, Token

from tocsin.annotation import numerals
from tocsin.annotation.times.named import named_days
from tocsin.annotation.times.words import CORE, LETTER, OTHER, QUALIFYING_PAIRS, WORDS

BEFORE_MONTH = frozenset("in since by until till before after during from for through of and to".split())
_NAMED = "!"  # the first word of a named day, if it is nothing else
_FIRSTS = frozenset({_NAMED, LETTER["MONTH"], LETTER["ORD"]})  # letters of the words that begin a named day
_KNOWN: dict[int, str] = {}
_MOST_KNOWN = 200_000
NAMING = frozenset({"black", "bloody", "super", "cyber", "ash", "palm", "giving"})
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_DAYS = re.compile(r"\d{1,2}[–-]\d{1,2}")
_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.h][0-5]\d|(?:0?\d|1[0-2])(?:[:.][0-5]\d)?[ap]\.?m\.?")
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d[–-](?:(?:1[5-9]|20)\d\d|\d\d)")
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}/(?:\d{2}|\d{4})|\d{4}/\d{1,2}/\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4}")
_DECADE = re.compile(r"(?:1[5-9]|20)\d0[’']?s|['’]?\d0s")
_FIGURES = ((_CLOCK, "CLOCK"), (_DAYS, "DAYS"), (_YEARS, "YEARS"), (_SLASHED, "SLASHED"), (_DECADE, "DECADE"))
_MID = re.compile(r"(mid|early|late)-(\w+)")


@lru_cache(8192)
def letter(word: str) -> str:
    """The letter of a lower-case word, whatever stands around it."""
    known = WORDS.get(word)
    if known:
        return known
    if word.isspace():
        return LETTER["BLANK"]
    if not word[0].isdigit() and word[0] not in "'’":
        return _letter_of_word(word)
    day = _DAY.fullmatch(word)
    if day and 1 <= int(day[1]) <= 31:
        return LETTER["DAY"]
    if re.fullmatch(r"1[5-9]\d\d|20\d\d|21[0-4]\d", word):
        return LETTER["YEAR"]
    for pattern, name in (
        (_CLOCK, "CLOCK"),
        (_DAYS, "DAYS"),
        (_YEARS, "YEARS"),
        (_SLASHED, "SLASHED"),
        (_DECADE, "DECADE"),
    ):
        if pattern.fullmatch(word):
            return LETTER[name]
    return LETTER["NUM"] if numerals.figures(word.removesuffix("+")) is not None else OTHER


def _letter_of_word(word: str) -> str:
    if word in numerals.SMALL or word in numerals.MULTIPLES:
        return LETTER["NUM"]
    joined = _MID.fullmatch(word)
    return LETTER["MID"] if joined and letter(joined[2]) in "mysDw" else OTHER


def letters(doc: Doc) -> str:
    """One letter a token."""
    row = [_KNOWN.get(word) or _known(doc, word) for word in doc.to_array("LOWER").tolist()]
    if CORE.isdisjoint(row) and _NAMED not in row:
        return OTHER * len(row)
    for place, symbol in enumerate(row):
        if symbol in "mswurgHp" and not _stands(doc[place], symbol, row):
            row[place] = LETTER["ORD"] if symbol == "u" else OTHER
        elif symbol in "nadv" and place:
            _qualify(doc, row, place)
    _name_days(doc, row)
    return "".join(row)


def _known(doc: Doc, word: int) -> str:
    """The letter of a word by the number it has in the parser's vocabulary."""
    text = doc.vocab.strings[word]
    symbol = letter(text)
    if len(_KNOWN) > _MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN[word] = _NAMED if symbol == OTHER and text in named_days() else symbol
    return _KNOWN[word]


def _qualify(doc: Doc, row: list[str], number: int) -> None:
    """ "at least two", "up to a": both words before the number as one modifier."""
    before = doc[number - 1].lower_
    if number > 1 and (doc[number - 2].lower_, before) in QUALIFYING_PAIRS:
        row[number - 2 : number] = LETTER["APPROX"] * 2
    elif before == "some":
        row[number - 1] = LETTER["APPROX"]


def _name_days(doc: Doc, row: list[str]) -> None:
    """Mark the names of days, and clear the mark of words that could have begun one."""
    table = named_days()
    for place in range(len(row)):
        if row[place] not in _FIRSTS:
            continue
        token = doc[place]
        for name, _ in table.get(token.lower_, ()):
            end = place + len(name)
            if not token.text[0].islower() and _same(doc, place, name):
                row[place:end] = LETTER["HOLIDAY"] + LETTER["INSIDE"] * (len(name) - 1)
                break
        if row[place] == _NAMED:
            row[place] = OTHER


def _same(doc: Doc, start: int, name: tuple[str, ...]) -> bool:
    found = [token.lower_.replace("’", "'") for token in doc[start : start + len(name)]]
    return found[:-1] == list(name[:-1]) and bool(found) and found[-1] in {name[-1], f"{name[-1]}s"}


def _stands(token: Token, symbol: str, row: list[str]) -> bool:
    """Whether a word that has other uses is a time word here."""
    match symbol:
        case "m":
            return _is_month(token, row)
        case "w":
            return token.text[0].isupper() and not _names_a_day(token)
        case "s":
            return _is_season(token, row)
        case "g":
            return token.tag_ in {"NN", "NNP"}
        case "p":
            return token.text[0].islower() or not _titled(token)
        case "r":
            return token.lower_ != "last" or token.tag_ not in {"VB", "VBP"}
        case "u" if token.lower_ == "second":
            return token.i > 0 and row[token.i - 1] in "nd"
        case _:
            return True


def _titled(token: Token) -> bool:
    """A capital in the middle of a sentence, not after a day's name: "Imus in the Morning"."""
    return token.i > 0 and not token.is_sent_start and letter(token.nbor(-1).lower_) not in "wz"


def _is_month(token: Token, row: list[str]) -> bool:
    if not token.text[0].isupper():
        return False
    before = row[token.i - 1] if token.i else OTHER
    after = row[token.i + 1] if token.i + 1 < len(row) else OTHER
    if before in "dyogM" or after in "dy":
        return True
    if token.lower_ in {"jan", "jan.", "sept", "mar."}:
        return token.ent_type_ == "DATE"
    if token.lower_ == "may" and (
        token.i == 0 or (before not in "erBfgM" and token.nbor(-1).lower_ not in BEFORE_MONTH)
    ):
        return False
    if token.tag_ in {"MD", "VB", "VBP", "VBD"} or (token.lower_ == "may" and after == "'" and before not in "eriBf"):
        return False  # "May's agreement" is somebody's
    if token.ent_type_ in {"PERSON", "ORG", "GPE", "FAC", "WORK_OF_ART"}:
        return before in "eriBf" or (token.i > 0 and token.nbor(-1).lower_ in BEFORE_MONTH)
    return True


def _names_a_day(token: Token) -> bool:
    """ "Black Monday", "Super Tuesday": a name with an adjective, not a day of this week."""
    before = token.nbor(-1) if token.i else None
    return before is not None and before.text[0].isupper() and before.lower_ in NAMING


def _is_season(token: Token, row: list[str]) -> bool:
    before = row[token.i - 1] if token.i else OTHER
    after = row[token.i + 1] if token.i + 1 < len(row) else OTHER
    if before in "reMg" or after == "y" or row[token.i + 1 : token.i + 3] == ["O", "y"]:
        return True
    if token.tag_ not in {"NN", "NNP"} or token.text[0].isupper():
        return False
    if token.lower_ in {"fall", "spring"} and (before != "t" or after == "O"):
        return False  # "the fall of the town"
    opener = token.nbor(-2 if before == "t" else -1).lower_ if token.i > (before == "t") else ""
    return opener in BEFORE_MONTH
