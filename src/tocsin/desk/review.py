"""What a reviewer has before their eyes: a claim in the words around it, its chain and codes, what else tells of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, get_args

from msgspec import Struct
from sqlalchemy import Connection

from tocsin.coding.codes import modes
from tocsin.desk.chains import standing
from tocsin.exports import wording
from tocsin.gazetteer.lookup import Entry, gazetteer
from tocsin.linking.conflicts import Conflict
from tocsin.records import Claim, QuantityAbout, SourceKind, Span, Status
from tocsin.storage import acts, conflicting, loading, reviewing
from tocsin.storage.database import StoreError
from tocsin.storage.loading import StoredClaim

BEFORE, AFTER = 700, 500  # characters around the sentence, from which words can be picked
_WORD: Final = re.compile(r"\S+")
_MOST: Final = 12  # other claims of the event, and acts, that are shown
PLACES: Final = 8


class Word(Struct, frozen=True):
    """A word of the report, what stands before it, and what it is part of."""

    start: int
    end: int
    text: str
    gap: str
    parts: tuple[str, ...]

    @property
    def marks(self) -> str:
        """The classes of what the word is part of, but for the sentence."""
        return " ".join(f"is-{part}" for part in self.parts if part != "sentence")

    @property
    def within(self) -> bool:
        """It stands in the claim's sentence."""
        return "sentence" in self.parts


class Known(Struct, frozen=True):
    """A place of the gazetteer."""

    id: str
    name: str
    kind: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    population: int


class Reviewed(Struct, frozen=True):
    """A claim as a reviewer sees it, at a moment."""

    moment: int
    row: StoredClaim
    standing: str
    words: tuple[Word, ...]
    others: tuple[StoredClaim, ...]
    more: int
    conflicts: tuple[Conflict, ...]
    verdict: str | None
    reviewer: str | None
    acts: tuple[acts.Act, ...]


def reviewed(connection: Connection, at: int, claim_id: str) -> Reviewed:
    """What there is to see of a claim; StoreError, with who did away with it, where it does not stand."""
    row = loading.named(connection, at, [claim_id]).get(claim_id)
    if row is None:
        done = next(acts.acts(connection, at, target=claim_id, limit=1), None)
        raise StoreError(f"there is no claim {claim_id[:80]!r}" + (f": {done.words}" if done else ""))
    rows, conflicts = conflicting.of_events(connection, at, [row.event])[row.event]
    others = [each for each in rows if each.claim.id != claim_id]
    decided = reviewing.verdicts(connection, at, [claim_id]).get(claim_id)
    return Reviewed(
        moment=at,
        row=row,
        standing=standing(row.claim),
        words=tuple(words(loading.text(connection, at, row.report), row.claim)),
        others=tuple(others[:_MOST]),
        more=max(0, len(others) - _MOST),
        conflicts=tuple(each for each in conflicts if claim_id in {side.claim for side in each.sides}),
        verdict=decided and decided.verdict,
        reviewer=decided and decided.reviewer,
        acts=tuple(acts.acts(connection, at, target=claim_id, limit=_MOST)),
    )


def words(text: str, item: Claim) -> Iterator[Word]:
    """The words around a claim's sentence, whole ones only."""
    first, last = max(0, item.sentence.start - BEFORE), min(len(text), item.sentence.end + AFTER)
    spans = [*_spans(item)]
    end = first
    for found in _WORD.finditer(text, first, last):
        start, stop = found.span()
        cut = (start == first > 0 and not text[start - 1].isspace()) or (stop == last < len(text))
        if not cut:
            parts = (name for name, span in spans if span.start < stop and start < span.end)
            yield Word(start, stop, found[0], text[end:start], tuple(dict.fromkeys(parts)))
        end = stop


def runs(found: Sequence[Word]) -> list[tuple[bool, list[Word]]]:
    """The words in runs that stand in the sentence or do not."""
    return [(inside, [*run]) for inside, run in groupby(found, key=lambda word: word.within)]


def _spans(item: Claim) -> Iterator[tuple[str, Span]]:
    yield from (("sentence", item.sentence), ("trigger", item.trigger))
    named: tuple[tuple[str, Sequence[Span]], ...] = (
        *(("actor", item.actors), ("recipient", item.recipients)),
        *(("place", item.places), ("quantity", item.quantities)),
    )
    yield from ((name, each) for name, spans in named for each in spans)
    for each in item.sources:
        if each.start is not None and each.end is not None:
            yield "source", Span(each.start, each.end, each.text or "")
    yield from (("time", time.text) for time in (item.when, item.due) if time and time.text)


def places(name: str) -> list[Known]:
    """The places that a name may stand for, the likeliest first."""
    return [_known(entry) for entry in gazetteer().candidates(name)[:PLACES]]


def rivals(item: Claim) -> list[Known]:
    """What else the names of a claim's places may stand for."""
    given = {place.id for place in item.places}
    found = {entry.id: _known(entry) for place in item.places for id_ in place.rivals
             if id_ not in given and (entry := gazetteer().place(id_))}  # fmt: skip
    return list(found.values())


def _known(entry: Entry) -> Known:
    return Known(
        *(entry.id, entry.name, entry.kind, entry.country, entry.admin1, entry.lat, entry.lon), entry.population
    )


def in_words(item: Claim) -> Iterator[tuple[str, str]]:
    """The cells of a claim, named and in words; what is not known is left out."""
    cells = (
        ("Who", wording.actors(item.actors)),
        ("To whom", wording.actors(item.recipients)),
        ("When", wording.when(item)),
        ("Where", wording.where(item.places)),
        ("How many", wording.how_many(item)),
    )
    yield from ((name, words) for name, words in cells if words)


def choices() -> dict[str, object]:
    """What a correction chooses from."""
    return {
        "modes": modes(),
        "status_choices": get_args(Status),
        "source_kinds": get_args(SourceKind),
        "figure_kinds": get_args(QuantityAbout),
    }
