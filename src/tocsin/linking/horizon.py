"""Horizons that hang on another event ("six months after the withdrawal is complete"), and dates set as deadlines."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from tocsin.linking.cards import ClaimCard
from tocsin.records import Claim, Interval, Span

NUMBERS = {
    word: number
    for number, word in enumerate("a two three four five six seven eight nine ten eleven twelve".split(), start=1)
} | {"an": 1, "one": 1}
DAYS = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}
AFTER = re.compile(
    r"(?P<bound>as soon as|as early as|within|in|no later than|at most|at least|some|about)?\s*"
    r"\b(?P<number>\d{1,3}|" + "|".join(NUMBERS) + r")\s+(?P<unit>hour|day|week|month|year)s?\s+"
    r"(?P<side>after|of|following|from)\s+(?P<event>[^.;:,]{3,80})",
    re.IGNORECASE,
)
DEADLINE = re.compile(r"\bdeadlines?\b|\bcut-?off\b|\bno later than\b", re.IGNORECASE)
LATEST = {"within", "in", "no later than", "at most"}


class Relative(Struct, frozen=True):
    """So many units after an event, as the earliest or the latest time."""

    number: int
    unit: Literal["hour", "day", "week", "month", "year"]
    bound: Literal["by", "not before"]
    event: str
    text: Span

    def shift(self, day: date) -> date:
        """The day that is so much later; months and years keep the day of the month where there is one."""
        if self.unit in {"month", "year"}:
            months = day.year * 12 + day.month - 1 + self.number * (12 if self.unit == "year" else 1)
            for last in range(day.day, 27, -1):
                try:
                    return date(months // 12, months % 12 + 1, last)
                except ValueError:
                    continue
            return date(months // 12, months % 12 + 1, day.day)
        return day + timedelta(days=self.number * DAYS[self.unit])


def relative(claim: Claim) -> Relative | None:
    """The horizon that the claim's sentence hangs on another event."""
    sentence = claim.sentence
    found = AFTER.search(sentence.text)
    if not found:
        return None
    words = found["number"].lower()
    number = int(words) if words.isdigit() else NUMBERS[words]
    bound: Literal["by", "not before"] = "by" if (found["bound"] or "").lower() in LATEST else "not before"
    text = found[0].strip()
    start = sentence.start + found.start() + (len(found[0]) - len(found[0].lstrip()))
    unit: Literal["hour", "day", "week", "month", "year"] = found["unit"].lower()  # type: ignore[assignment]
    return Relative(number, unit, bound, found["event"].strip(), Span(start, start + len(text), text))


def deadline(card: ClaimCard) -> Interval | None:
    """The one day after publication that the sentence calls a deadline."""
    found = DEADLINE.search(card.claim.sentence.text)
    days = [when for when in card.context.whens if when[0] == when[1] and when[0] > (card.published or "")]
    if not found or len(set(days)) != 1:
        return None
    start = card.claim.sentence.start + found.start()
    return Interval(days[0][0], days[0][1], Span(start, start + len(found[0]), found[0]), "day", "inferred")
