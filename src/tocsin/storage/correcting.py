"""What a person says is otherwise than it was read: a claim with other codes, parties, places or days."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct, UnsetType, structs

from tocsin.coding.cameo import act_code, cameo
from tocsin.coding.codes import modes
from tocsin.coding.plover import Coded, is_done, plover
from tocsin.gazetteer.lookup import gazetteer
from tocsin.knowledge.directory import load_directory
from tocsin.records import (
    Actor,
    ActorKind,
    Claim,
    EventType,
    Interval,
    Place,
    Quantity,
    QuantityAbout,
    Source,
    SourceKind,
    Span,
    Status,
)
from tocsin.storage.database import StoreError

_OWN: Final = ("type", "mode", "status")
POINT_KM: Final = 1.0  # what a click on the map may miss by


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of the report: from `start` up to `end`."""

    start: int
    end: int


class Party(Words, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody by the words for them; `id` of the actor directory, or `kind`, where the words do not tell."""

    id: str | None = None
    kind: ActorKind | None = None


class Speaker(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who says so, by the words for them, or by `name` where the claim has them without words.

    `kind` may be left out of those whom the claim has, and of outlets that the directory knows.
    """

    start: int | None = None
    end: int | None = None
    name: str | None = None
    kind: SourceKind | None = None


class Where(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place: of the gazetteer by `id`, or a point by its degrees; with the words for it, where there are any."""

    id: str | None = None
    lat: float | None = None
    lon: float | None = None
    start: int | None = None
    end: int | None = None


class Days(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """First and last day; null where one is open."""

    start: str | None = None
    end: str | None = None


class Figure(Words, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure by its words, with its bounds; `of` are the words for what is counted, as before where left out."""

    about: QuantityAbout
    of: Words | UnsetType | None = UNSET
    low: float | None = None
    high: float | None = None
    unit: str | None = None


class Correction(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is to be otherwise; what is left out stays as it is."""

    type: EventType | UnsetType = UNSET
    mode: str | UnsetType | None = UNSET
    status: Status | UnsetType = UNSET
    actors: tuple[Party, ...] | UnsetType = UNSET
    recipients: tuple[Party, ...] | UnsetType = UNSET
    sources: tuple[Speaker, ...] | UnsetType = UNSET
    places: tuple[Where, ...] | UnsetType = UNSET
    when: Days | UnsetType | None = UNSET
    due: Days | UnsetType | None = UNSET
    quantities: tuple[Figure, ...] | UnsetType = UNSET


def corrected(item: Claim, text: str, given: Correction, who: str) -> Claim:
    """The claim as the person says that it is; StoreError for what no claim can be, or where nothing changes."""
    made = structs.replace(item, **_fields(item, text, given))
    if made.mode is not None and made.mode not in modes()[made.type]:
        known = ", ".join(modes()[made.type]) or "none"
        raise StoreError(f"{made.mode[:40]!r} is no mode of {made.type} (its modes: {known})")
    changed = [name for name in Claim.__struct_fields__ if getattr(made, name) != getattr(item, name)]
    if not changed:
        raise StoreError("that changes nothing: accept the claim if it is right")
    if set(changed) & {*_OWN, "recipients", "places"}:
        made = _recoded(made)
    return structs.replace(made, confidence=1.0, rule=f"{who} corrected {', '.join(changed)}; read as {item.rule}")


def _fields(item: Claim, text: str, given: Correction) -> dict[str, Any]:
    found: dict[str, Any] = {name: value for name in _OWN if not isinstance(value := getattr(given, name), UnsetType)}
    if given.type is not UNSET and given.type != item.type and given.mode is UNSET:
        found["mode"] = None
    for name in ("actors", "recipients"):
        if (named := getattr(given, name)) is not UNSET:
            found[name] = tuple(_actor(item, text, each) for each in named)
    if not isinstance(given.sources, UnsetType):
        found["sources"] = tuple(_source(item, text, each) for each in given.sources)
    if not isinstance(given.places, UnsetType):
        found["places"] = tuple(_place(item, text, each) for each in given.places)
    for name in ("when", "due"):
        if (days := getattr(given, name)) is not UNSET:
            found[name] = _interval(getattr(item, name), days)
    if not isinstance(given.quantities, UnsetType):
        found["quantities"] = tuple(_quantity(item, text, each) for each in given.quantities)
    return found


def _span(text: str, start: int, end: int) -> Span:
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise StoreError(f"no words of the report stand from {start} to {end}")
    return Span(start, end, text[start:end])


def _at(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.text


def _actor(item: Claim, text: str, given: Party) -> Actor:
    known = next((a for a in (*item.actors, *item.recipients) if (a.start, a.end) == (given.start, given.end)), None)
    if known is not None and given.id in {None, known.id} and given.kind in {None, known.kind}:
        return known
    span, directory = _span(text, given.start, given.end), load_directory()
    day = _day_of(item)
    entry = directory.entry(given.id) if given.id else directory.find(span.text, day) or directory.demonym(span.text)
    if given.id and entry is None:
        raise StoreError(f"there is no actor {given.id[:80]!r} in the directory")
    if entry is None:
        kind = given.kind or "unknown"
        return Actor(*_at(span), id=None, name=span.text, kind=kind, country=None, sector=None, role=None)
    return Actor(*_at(span), id=entry.id, name=entry.name, kind=given.kind or entry.kind,
                 country=entry.country, sector=entry.sector, role=None)  # fmt: skip


def _source(item: Claim, text: str, given: Speaker) -> Source:
    """Who the claim has by these words, with another kind where one is given; else somebody new."""
    known = next((s for s in item.sources if _same_words(s, given)), None)
    if known is not None:
        return known if given.kind in {None, known.kind} else _of_kind(known, given.kind)
    if given.start is None or given.end is None:
        raise StoreError(
            f"the claim has no source {(given.name or '')[:80]!r}: a new one needs its words in the report"
        )
    span, directory = _span(text, given.start, given.end), load_directory()
    kind = given.kind or ("outlet" if directory.outlet(span.text) else None)
    if kind is None:
        raise StoreError(f"say what {span.text[:80]!r} is: named, unnamed, an outlet or a document")
    entry = None if kind == "unnamed" else directory.find(span.text, _day_of(item))
    return _of_kind(Source(*_at(span), entry.name if entry else span.text, kind, None), kind)


def _same_words(source: Source, given: Speaker) -> bool:
    return (source.start, source.end) == (given.start, given.end) and given.name in {None, source.name}


def _of_kind(source: Source, kind: SourceKind | None) -> Source:
    outlet = load_directory().outlet(source.name) if kind == "outlet" else None
    return structs.replace(source, kind=kind, outlet_kind=outlet and outlet.kind)


def _day_of(item: Claim) -> date | None:
    day = item.when and (item.when.start or item.when.end)
    return date.fromisoformat(day) if day else None


def _place(item: Claim, text: str, given: Where) -> Place:
    if given.id and (known := next((p for p in item.places if p.id == given.id), None)) and given.start is None:
        return known
    if given.id is None and given.lat is None:
        known = next((p for p in item.places if (p.start, p.end) == (given.start, given.end)), None)
        if known is not None:
            return known
    span = _words_for(item, text, given)
    if given.id:
        entry = gazetteer().place(given.id)
        if entry is None:
            raise StoreError(f"there is no place {given.id[:80]!r} in the gazetteer")
        return Place(*_at(span), id=entry.id, name=entry.name, lat=entry.lat, lon=entry.lon,
                     country=entry.country, admin1=entry.admin1, kind=entry.kind, radius_km=entry.radius_km,
                     confidence=1.0, rivals=())  # fmt: skip
    if given.lat is None or given.lon is None or not (-90 <= given.lat <= 90 and -180 <= given.lon <= 180):
        raise StoreError("a place needs an id of the gazetteer, or latitude and longitude in degrees")
    lat, lon = round(given.lat, 5), round(given.lon, 5)
    name = span.text if span != item.sentence else f"{lat:g}, {lon:g}"
    return Place(*_at(span), id=f"point:{lat:g},{lon:g}", name=name, lat=lat, lon=lon, country=None,
                 admin1=None, kind="site", radius_km=POINT_KM, confidence=1.0, rivals=())  # fmt: skip


def _words_for(item: Claim, text: str, given: Where) -> Span:
    """The words that the person picked for a place, else those it had, else the claim's sentence."""
    if given.start is not None and given.end is not None:
        return _span(text, given.start, given.end)
    if item.places:
        first = item.places[0]
        return Span(first.start, first.end, first.text)
    return item.sentence


def _interval(before: Interval | None, given: Days | None) -> Interval | None:
    if given is None or not (given.start or given.end):
        return None
    for day in filter(None, (given.start, given.end)):
        try:
            right = len(day) == 10 and date.fromisoformat(day)
        except ValueError:
            right = False
        if not right:
            raise StoreError(f"{day[:40]!r} is no day such as 2021-07-08")
    if given.start and given.end and given.start > given.end:
        raise StoreError(f"{given.end} comes before {given.start}")
    same = given.start == given.end
    precision: Any = "open" if not (given.start and given.end) else "day" if same else "range"
    made = Interval(given.start, given.end, before.text if before else None, precision, "inferred")
    unchanged = before is not None and (before.start, before.end) == (made.start, made.end)
    return before if unchanged else made


def _quantity(item: Claim, text: str, given: Figure) -> Quantity:
    if given.low is not None and given.high is not None and given.low > given.high:
        raise StoreError(f"{given.high:g} is less than {given.low:g}")
    span = _span(text, given.start, given.end)
    before = next((q for q in item.quantities if (q.start, q.end) == (given.start, given.end)), None)
    counted = before.of if before else None
    if not isinstance(given.of, UnsetType):
        counted = _span(text, given.of.start, given.of.end) if given.of else None
    return Quantity(*_at(span), low=given.low, high=given.high, unit=given.unit, of=counted, about=given.about)


def _recoded(item: Claim) -> Claim:
    """With the PLOVER category and CAMEO code of what it now is."""
    act = act_code(item.type, item.mode)
    view = Coded(item.type, item.mode, item.status, recipient=bool(item.recipients or item.places), cameo=act,
                 soldiers=any(a.sector in {"MIL", "REB", "PRM", "UAF"} for a in item.actors),
                 asked=bool(item.recipients))  # fmt: skip
    made = plover(view)
    contexts = item.plover.contexts if item.plover else ()
    code = cameo(made, act, ahead=not is_done(view), demanded=item.status == "ordered")
    return structs.replace(item, plover=made and structs.replace(made, contexts=contexts), cameo=code)


def moved(item: Claim, over: Claim, text: str) -> Claim | None:
    """The claim that a person stood by, with its spans where the words stand in another version of the text, under
    the id of the claim that is now read there; null where they stand there no more."""
    shift = over.sentence.start - item.sentence.start
    made = _moved(msgspec.to_builtins(item), text, shift)
    return structs.replace(msgspec.convert(made, Claim), id=over.id) if made is not None else None


def _moved(node: Any, text: str, shift: int) -> Any:
    if isinstance(node, list | tuple):
        parts = [_moved(part, text, shift) for part in node]
        return None if any(new is None and old is not None for new, old in zip(parts, node, strict=True)) else parts
    if not isinstance(node, dict):
        return node
    made = {name: _moved(value, text, shift) for name, value in node.items()}
    if any(made[name] is None and value is not None for name, value in node.items()):
        return None
    if isinstance(node.get("text"), str) and isinstance(node.get("start"), int):
        for by in (shift, 0):
            if text[max(0, node["start"] + by) : node["end"] + by] == node["text"]:
                return made | {"start": node["start"] + by, "end": node["end"] + by}
        return None
    return made


def quotes(item: Claim, text: str) -> bool:
    """Every span of the claim is its words in the text."""
    return moved(item, item, text) is not None
