"""Records made by hand from a text: a claim is described by words of the text, the offsets are looked up."""

from __future__ import annotations

from itertools import count
from typing import Any

from tocsin.records import CONTRACT, Actor, Block, Claim, Interval, Place, Quantity, Record, Report, Source, Span

_numbers = count()


def span(text: str, words: str, nth: int = 0) -> Span:
    """The nth place of these words in the text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words), words)


def actor(text: str, words: str, **given: Any) -> Actor:
    place = span(text, words)
    fields: dict[str, Any] = {"id": None, "kind": "unknown", "country": None, "sector": None, "role": None} | given
    return Actor(place.start, place.end, place.text, name=fields.pop("name", words), **fields)


def place(text: str, words: str, **given: Any) -> Place:
    at = span(text, words)
    fields: dict[str, Any] = {"id": f"tocsin:{words}", "name": words, "lat": 1.5, "lon": 2.5, "country": None}
    fields |= {"admin1": None, "kind": "city", "radius_km": 3.0, "confidence": 0.9, "rivals": ()} | given
    return Place(at.start, at.end, at.text, **fields)


def quantity(
    text: str, words: str, low: float | None, high: float | None, about: str = "other", of: Span | None = None
) -> Quantity:
    at = span(text, words)
    return Quantity(at.start, at.end, at.text, low=low, high=high, unit=None, of=of, about=about)  # type: ignore[arg-type]


def source(name: str, kind: str = "named", outlet_kind: str | None = None) -> Source:
    return Source(None, None, None, name, kind, outlet_kind)  # type: ignore[arg-type]


def day(start: str | None, end: str | None = None, **given: Any) -> Interval:
    fields: dict[str, Any] = {"text": None, "precision": "day", "basis": "stated"} | given
    return Interval(start, end or start, **fields)


def claim(text: str, trigger: str, sentence: str, nth: int = 0, **given: Any) -> Claim:
    fields: dict[str, Any] = {
        "id": f"c{next(_numbers)}",
        "type": "COERCE",
        "mode": "seize",
        "status": "happened",
        "trigger": span(text, trigger, nth),
        "sentence": span(text, sentence),
        "confidence": 0.75,
        "rule": "the verb names it",
    }
    fields |= dict.fromkeys(("actors", "recipients", "sources", "places", "quantities"), ())
    fields |= dict.fromkeys(("when", "said", "due", "condition", "plover", "cameo"))
    return Claim(**(fields | given))


def record(text: str, *claims: Claim, blocks: tuple[Block, ...] | None = None, **given: Any) -> Record:
    warnings = given.pop("warnings", ())
    whole = (Block(0, len(text), "body"),) if text else ()
    report = Report(given.pop("id", "r1"), text, blocks=whole if blocks is None else blocks, **given)
    return Record(CONTRACT, report, claims, (), (), (), (), warnings)


def lines(text: str, *kinds: str) -> tuple[Block, ...]:
    """Blocks for the lines of a text, of these kinds in their order."""
    blocks, start = [], 0
    for kind, words in zip(kinds, text.split("\n"), strict=True):
        blocks.append(Block(start, start + len(words), kind))  # type: ignore[arg-type]
        start += len(words) + 1
    return tuple(blocks)
