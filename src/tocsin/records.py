"""The records of contract 1: what `tocsin read` prints, and nothing else.

Offsets are Unicode code points into `Report.text`; an end is exclusive, and
`report.text[span.start:span.end] == span.text` for every span of every record.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

CONTRACT = 1

BlockKind = Literal["title", "dateline", "body", "caption", "credit", "related", "footer"]
Basis = Literal["stated", "inferred"]
Precision = Literal["day", "week", "month", "year", "range", "open"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Status = Literal[
    "happened",
    "ongoing",
    "planned",
    "promised",
    "requested",
    "ordered",
    "threatened",
    "forecast",
    "conditional",
    "possible",
    "denied",
    "unclear",
]
EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "FLEE",
    "STATE",
]
ActorKind = Literal[
    "country",
    "government",
    "organisation",
    "alliance",
    "armed-group",
    "military",
    "person",
    "media",
    "civilians",
    "unknown",
]
SourceKind = Literal["named", "unnamed", "outlet", "document"]
OutletKind = Literal["state", "private", "public", "agency"]
SpeechKind = Literal["direct", "indirect", "mixed"]
PlaceKind = Literal["country", "admin1", "admin2", "city", "water", "border", "region", "site"]
QuantityAbout = Literal["killed", "injured", "displaced", "troops", "distance", "share", "money", "other"]


class Span(Struct, frozen=True):
    """Words of a report: `text` is exactly `report.text[start:end]`."""

    start: int
    end: int
    text: str


class Block(Struct, frozen=True):
    """A stretch of the report's text of one kind."""

    start: int
    end: int
    kind: BlockKind


class Report(Struct, frozen=True):
    """One news article as read. `published` is an ISO date, `published_basis` says where it came from."""

    id: str
    text: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    published_basis: str | None = None
    language: str | None = None
    blocks: tuple[Block, ...] = ()


class Interval(Struct, frozen=True):
    """A stretch of time: ISO dates, inclusive; an end that is null is open."""

    start: str | None
    end: str | None
    text: Span | None
    precision: Precision
    basis: Basis


class Actor(Span, frozen=True):
    """Somebody who acts or is acted upon, resolved in the actor directory where possible (`id`)."""

    id: str | None
    name: str
    kind: ActorKind
    country: str | None
    sector: str | None
    role: str | None


class Source(Struct, frozen=True):
    """Somebody or something that says so; offsets are null where the text has no words for it."""

    start: int | None
    end: int | None
    text: str | None
    name: str
    kind: SourceKind
    outlet_kind: OutletKind | None


class Place(Span, frozen=True):
    """A place name; `id`, `lat` and `lon` are null where it could not be resolved."""

    id: str | None
    name: str
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    kind: PlaceKind | None
    radius_km: float | None
    confidence: float
    rivals: tuple[str, ...]


class Quantity(Span, frozen=True):
    """A number with its bounds (null = open), its unit and the words for what is counted."""

    low: float | None
    high: float | None
    unit: str | None
    of: Span | None
    about: QuantityAbout


class Time(Span, frozen=True):
    """A time expression with its TIMEX3 type, value and modifier."""

    type: TimexType
    value: str
    mod: str
    anchor: Span | None


class Attribution(Struct, frozen=True):
    """One statement somebody is said to have made."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    kind: SpeechKind
    source_kind: Literal["named", "unnamed", "outlet", "document", "unknown"]
    said: Interval | None
    via: tuple[Source, ...]


class Plover(Struct, frozen=True):
    """What PLOVER 0.8 would code for the claim alone."""

    type: str
    mode: str | None
    contexts: tuple[str, ...]


class Claim(Struct, frozen=True):
    """What one source says, in one report, about one event."""

    id: str
    type: EventType
    mode: str | None
    status: Status
    trigger: Span
    sentence: Span
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    sources: tuple[Source, ...]
    when: Interval | None
    said: Interval | None
    places: tuple[Place, ...]
    quantities: tuple[Quantity, ...]
    due: Interval | None
    condition: Span | None
    plover: Plover | None
    cameo: str | None
    confidence: float
    rule: str


class Record(Struct, frozen=True):
    """One line of `tocsin read --format jsonl`: a report and all that was found in it."""

    contract: int
    report: Report
    claims: tuple[Claim, ...]
    attributions: tuple[Attribution, ...]
    times: tuple[Time, ...]
    places: tuple[Place, ...]
    quantities: tuple[Quantity, ...]
    warnings: tuple[str, ...]
