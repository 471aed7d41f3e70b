"""Where reporting lags: days from what happened to the publication of who tells of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median
from typing import Final

from tocsin.exports import wording
from tocsin.sitrep.document import Paragraph, Sentence, sentence
from tocsin.sitrep.gathering import DONE, Gathered
from tocsin.storage.loading import StoredClaim

FEWEST: Final = 3  # claims of a country, to say anything of it
LATE: Final = 7  # days


def lagging(given: Gathered) -> Iterator[Paragraph]:
    """The period's claims of what happened on a day that their text gives, by country."""
    held = [(days, row) for row in given.claims if (days := _days(row)) is not None]
    if not held:
        return
    yield (_told("All places", held), *_late(held))
    by_country: defaultdict[str, list[tuple[int, StoredClaim]]] = defaultdict(list)
    for days, row in held:
        if country := next((place.country for place in row.claim.places if place.country), None):
            by_country[country].append((days, row))
    for country, part in sorted(by_country.items(), key=lambda pair: (-median(days for days, _ in pair[1]), pair[0])):
        if len(part) >= FEWEST and len(by_country) > 1:
            yield (_told(country, part),)


def _days(row: StoredClaim) -> int | None:
    when, published = row.claim.when, row.published
    if row.claim.status not in DONE or not published or when is None or when.precision != "day" or not when.end:
        return None
    days = (date.fromisoformat(published[:10]) - date.fromisoformat(when.end)).days
    return days if days >= 0 else None


def _told(where: str, held: Sequence[tuple[int, StoredClaim]]) -> Sentence:
    middle, most = median(days for days, _ in held), max(days for days, _ in held)
    days = wording.many(int(middle), "day") if middle == int(middle) else f"{middle} days"
    claims = wording.many(len(held), "claim")
    words = f"{where}: {claims} of dated events; published {days} after the event at the median, {most} at most."
    return sentence(words, notes=[row.claim.id for _, row in held])


def _late(held: Sequence[tuple[int, StoredClaim]]) -> Iterator[Sentence]:
    late = [row for days, row in held if days > LATE]
    if late:
        words = f"{wording.many(len(late), 'claim')} came more than {LATE} days after the event."
        yield sentence(words, notes=[row.claim.id for row in late])
