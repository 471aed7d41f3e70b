"""Days as articles state them: in metadata, in an address, in a dateline. Nothing is guessed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, Literal

PublishedBasis = Literal["option", "metadata", "url", "dateline"]
"""Where the publication date came from: the user, the file's own metadata, its address, or a line of its text."""

_MONTH_NAMES: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH: Final = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR: Final = r"(?P<{0}>(?:19|20)\d\d)(?!\d)"
_DAY: Final = r"(?<!\d)(?P<{0}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_FORMS: Final = (
    r"(?<!\d)" + _YEAR.format("y1") + r"(?P<sep>[-/.])(?P<m1>0?[1-9]|1[0-2])(?P=sep)" + _DAY.format("d1") + r"(?!\d)",
    r"\b" + _MONTH.format("m2") + r"\s+" + _DAY.format("d2") + r"(?:\s*,\s*|\s+)" + _YEAR.format("y2"),
    _DAY.format("d3") + r"(?:\s+|-)(?:of\s+)?" + _MONTH.format("m3") + r"(?:\s*,\s*|\s+|-)" + _YEAR.format("y3"),
)
DAY_PATTERN: Final = re.compile("|".join(f"(?:{form})" for form in _FORMS), re.IGNORECASE)
_COMPACT: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_IN_ADDRESS: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/-])(\d{1,2}|[a-z]{3})\2(\d{1,2})(?![\da-z])|[/-]((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)",
    re.IGNORECASE,
)


def day_in(words: str) -> date | None:
    """The first full day (with its year) that the words name, or null."""
    for found in DAY_PATTERN.finditer(words):
        year, month, number = next(filter(all, (found.group(f"y{i}", f"m{i}", f"d{i}") for i in "123")))
        day = _day(year, month, number)
        if day is not None:
            return day
    return None


def stated_day(words: str) -> date | None:
    """The day of a metadata value or option: an ISO day or time, or a day in words; null if it is none."""
    words = words.strip()
    compact = _COMPACT.match(words)
    return _day(*compact.groups()) if compact else day_in(words[:100])


def day_of_address(url: str) -> date | None:
    """The day that an address holds between its slashes, or null."""
    for found in _IN_ADDRESS.finditer(url):
        year, _, month, number, *compact = found.groups()
        day = _day(year, month, number) if year else _day(*compact)
        if day is not None:
            return day
    return None


def is_future(day: date) -> bool:
    """Whether the day has not begun anywhere on earth (clocks are up to fourteen hours ahead of UTC)."""
    return day > date.today() + timedelta(days=1)


def _day(year: str, month: str, number: str) -> date | None:
    named = month[:3].lower()
    count = _MONTH_NAMES.index(named) + 1 if named in _MONTH_NAMES else int(month) if month.isdecimal() else 0
    try:
        return date(int(year), count, int(number))
    except ValueError:
        return None
