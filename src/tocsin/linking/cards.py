"""What linking keeps of a report and of a claim: enough to compare them without reading the text again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from tocsin.knowledge.directory import Directory, load_directory
from tocsin.linking import credits
from tocsin.linking.sketch import Sketch, sketch
from tocsin.linking.words import Terms, counted, likeness, stem, terms, weight
from tocsin.records import Claim, Interval, Place, Quantity, Record, Report, Span, Time

REPORT_TERMS, CLAIM_TERMS, NAMES = 40, 16, 8
OPENING = 300  # characters that say what a report is about
BEFORE, BEFORE_SHARE = 200, 0.3  # characters before the sentence that still tell what it is about, and their weight
TITLE_SHARE = 2.0
CAPITAL = re.compile(r"\b[A-Z][\w’'-]{2,}")
TOLLS = frozenset({"killed", "injured"})
LEAST_TOLL = 3  # smaller numbers are met by chance
OWN_TEXT = {"title", "dateline", "body"}


class ReportCard(Struct, frozen=True):
    """A report as linking sees it; `origin` and `story` are empty until it is linked."""

    id: str
    outlet: str | None
    desk: str  # the outlet's key
    published: str | None
    title: str | None
    byline: str | None
    sketch: Sketch
    size: int
    wire: str | None
    quoted: tuple[str, ...]
    terms: Terms
    origin: str = ""
    story: str = ""


class Context(Struct, frozen=True):
    """What the words around a claim say: less sure than the claim's own fields."""

    terms: Terms
    names: tuple[str, ...]
    places: tuple[Place, ...]
    whens: tuple[tuple[str, str], ...]
    central: float = 0.0  # how much the sentence is about what the report opens with


class ClaimCard(Struct, frozen=True):
    """A claim with its report, where it comes from and its surroundings."""

    claim: Claim
    report: str
    outlet: str | None
    desk: str
    wire: str | None
    published: str | None
    origin: str
    story: str
    quoted: str | None  # the outlet that the claim is attributed to
    context: Context


def report_card(record: Record, directory: Directory | None = None) -> ReportCard:
    """The card of a report, not yet linked."""
    directory = directory or load_directory()
    report = record.report
    own = own_text(report)
    hashes, size = sketch(own)
    return ReportCard(
        id=report.id,
        outlet=report.outlet,
        desk=credits.outlet_key(report.outlet, directory) if report.outlet else "",
        published=day(report.published),
        title=report.title,
        byline=report.byline,
        sketch=hashes,
        size=size,
        wire=credits.wire(report, directory),
        quoted=credits.quoted(record, directory),
        terms=terms(counted([(report.title or "", TITLE_SHARE), (own, 1.0)]), REPORT_TERMS),
    )


def claim_cards(record: Record, card: ReportCard, directory: Directory | None = None) -> tuple[ClaimCard, ...]:
    """The cards of a report's claims; `card` is the report's, linked."""
    directory = directory or load_directory()
    opening = _opening(record.report)
    return tuple(
        ClaimCard(
            claim=claim,
            report=card.id,
            outlet=card.outlet,
            desk=card.desk,
            wire=card.wire,
            published=card.published,
            origin=card.origin,
            story=card.story,
            quoted=quoted_by(claim, card.desk, directory),
            context=_context(record, claim, opening),
        )
        for claim in record.claims
    )


def own_text(report: Report) -> str:
    """The report's own words: no captions, credits, related articles or footers."""
    if not report.blocks:
        return report.text
    return "\n".join(report.text[block.start : block.end] for block in report.blocks if block.kind in OWN_TEXT)


def day(date: str | None) -> str | None:
    """The day of an ISO date or time."""
    return date[:10] if date else None


def quoted_by(claim: Claim, desk: str, directory: Directory | None = None) -> str | None:
    """The outlet furthest in that the claim is attributed to, unless it is `desk`, the one that publishes it."""
    directory = directory or load_directory()
    for source in claim.sources:
        if source.kind == "outlet" and source.name[:1].isupper():
            key = credits.outlet_key(source.name, directory)
            return key if key and not credits.same_outlet(key, desk) else None
    return None


def _opening(report: Report) -> Terms:
    """What the title and the first lines are about."""
    return terms(counted([(report.title or "", TITLE_SHARE), (own_text(report)[:OPENING], 1.0)]), REPORT_TERMS)


def _context(record: Record, claim: Claim, opening: Terms) -> Context:
    sentence = claim.sentence
    before = record.report.text[max(0, sentence.start - BEFORE) : sentence.start]
    return Context(
        terms=terms(counted([(sentence.text, 1.0), (before, BEFORE_SHARE)]), CLAIM_TERMS),
        names=names(sentence.text),
        places=tuple(place for place in record.places if _inside(place, sentence) and place.id)[:4],
        whens=tuple(_days(record.times, sentence))[:4],
        central=round(likeness(terms(counted([(sentence.text, 1.0)]), CLAIM_TERMS), opening), 3),
    )


def names(text: str) -> tuple[str, ...]:
    """The stems of the rarer capitalised words, the rarest first."""
    found = dict.fromkeys(stem(word.lower().replace("’", "'").removesuffix("'s")) for word in CAPITAL.findall(text))
    return tuple(sorted((s for s in found if weight(s) > 0.5), key=lambda s: (-weight(s), s)))[:NAMES]


def _inside(span: Span, sentence: Span) -> bool:
    return sentence.start <= span.start and span.end <= sentence.end


def _days(times: Sequence[Time], sentence: Span) -> Iterator[tuple[str, str]]:
    """The days, months and years that the sentence names, as first and last day."""
    for time in times:
        if _inside(time, sentence) and time.type in {"DATE", "TIME"} and (found := span_of(time.value)):
            yield found


def span_of(value: str) -> tuple[str, str] | None:
    """First and last day of a TIMEX3 value that is a day, a month or a year."""
    if found := re.match(r"(\d{4}-\d\d-\d\d)", value):
        return found[1], found[1]
    if re.fullmatch(r"\d{4}-\d\d", value):
        return f"{value}-01", f"{value}-31"
    return (f"{value}-01-01", f"{value}-12-31") if re.fullmatch(r"\d{4}", value) else None


def bounds(interval: Interval) -> tuple[str, str]:
    """First and last day of an interval, open ends far away."""
    return interval.start or "0000-00-00", interval.end or "9999-99-99"


def is_toll(quantity: Quantity) -> bool:
    """An exact number of dead or injured that is not met by chance."""
    exact = quantity.low is not None and quantity.low == quantity.high
    return quantity.about in TOLLS and exact and (quantity.low or 0) >= LEAST_TOLL
