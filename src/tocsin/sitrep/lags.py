"""Where reporting lags: days from what happened to the publication of who tells of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

from tocsin.exports import wording
from tocsin.sitrep.document import Paragraph, Sentence, sentence
from tocsin.sitrep.phrases import country
from tocsin.sitrep.tally import Lag

FEWEST: Final = 3  # claims of a country, to say anything of it
LATE: Final = 7  # days
_NOTED: Final = 60  # claims that a sentence cites: the longest delays


def lagging(lags: Sequence[Lag]) -> Iterator[Paragraph]:
    """The period's claims of what happened on a day that their text gives, by country."""
    if not lags:
        return
    yield (_told("All places", lags), *_late(lags))
    by_country: defaultdict[str, list[Lag]] = defaultdict(list)
    for each in lags:
        if each.country:
            by_country[each.country].append(each)
    for code, part in sorted(by_country.items(), key=lambda pair: (-_middle(pair[1]), pair[0])):
        if len(part) >= FEWEST and len(by_country) > 1:
            yield (_told(country(code), part),)


def _middle(lags: Sequence[Lag]) -> float:
    return median(each.days for each in lags)


def _told(where: str, lags: Sequence[Lag]) -> Sentence:
    middle, most = _middle(lags), max(each.days for each in lags)
    days = wording.many(int(middle), "day") if middle == int(middle) else f"{middle} days"
    claims = wording.many(len(lags), "claim")
    tell = "tells" if len(lags) == 1 else "tell"
    words = (
        f"{where}: {claims} {tell} of an event on a known day, published {days} after it at the median and "
        f"{most} at most."
    )
    return sentence(words, notes=_notes(lags))


def _late(lags: Sequence[Lag]) -> Iterator[Sentence]:
    late = [each for each in lags if each.days > LATE]
    if late:
        words = f"{wording.many(len(late), 'claim')} came more than {LATE} days after the event."
        yield sentence(words, notes=_notes(late))


def _notes(lags: Sequence[Lag]) -> list[str]:
    longest = sorted(lags, key=lambda each: (-each.days, each.claim))
    return [each.claim for each in longest[:_NOTED]]
