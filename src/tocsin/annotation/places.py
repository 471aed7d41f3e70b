"""Places: every place name of a report found and put on the map, or left open where it cannot be."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from tocsin.annotation.document import Document, Mark, Passage
from tocsin.annotation.language import pipeline
from tocsin.annotation.place_beside import beside_km
from tocsin.annotation.place_names import Finder, Found, nations_named, surnames
from tocsin.gazetteer.lookup import Gazetteer, gazetteer
from tocsin.gazetteer.resolver import Answer, resolve
from tocsin.records import Place

SURE_NAMES = frozenset({"GPE", "LOC", "FAC"})


def mark_places(document: Document, base: Gazetteer | None = None) -> tuple[Mark[Place], ...]:
    """The place names of a report in its order, none overlapping; `id`, `lat` and `lon` are null where unknown.

    Raises GazetteerError where there is no gazetteer.
    """
    base = base or gazetteer()
    found = find_names(document, base)
    nations = Counter(country for passage in document.passages for country in nations_named(passage.doc))
    answers = resolve([name.query for name in found], nations, base)
    marks = [_mark(name, answer) for name, answer in zip(found, answers, strict=True) if _kept(name, answer)]
    return tuple(sorted(marks, key=lambda mark: mark.record.start))


def find_names(document: Document, base: Gazetteer) -> list[Found]:
    """The names of a report that may be places, in its order."""
    borne = frozenset(name for passage in document.passages for name in surnames(passage.doc))
    finders = [Finder(passage, borne, base) for passage in (*_datelines(document), *document.passages)]
    found = [finder.names() for finder in finders]
    known = frozenset(filter(None, map(_spelling, chain.from_iterable(found)))) - borne
    if known:
        found = [finder.again(known) for finder in finders]
    return list(chain.from_iterable(found))


def _datelines(document: Document) -> list[Passage]:
    """The datelines as passages that are cut into words but not parsed; no passage of the document, so number -1."""
    report = document.report
    texts = [(block, report.text[block.start : block.end]) for block in report.blocks if block.kind == "dateline"]
    return [Passage(-1, "dateline", block.start, pipeline().make_doc(text)) for block, text in texts]


def _spelling(name: Found) -> str | None:
    """The words of a name that is a place on good grounds; null for one on lesser grounds."""
    good = name.query.label in SURE_NAMES or name.query.certain
    return name.passage.doc[name.first : name.last].text if good else None


def _kept(name: Found, answer: Answer) -> bool:
    """An unknown name stays only if the recogniser took it for a place and the words around it say so too."""
    query = name.query
    if answer.entry is not None:
        return True
    told = query.located or query.certain or query.row or query.peopled or query.apposed or query.within or query.wanted
    return query.label in SURE_NAMES and bool(told) and not query.surname


def _mark(name: Found, answer: Answer) -> Mark[Place]:
    span, entry = name.passage.span(name.first, name.last), answer.entry
    beside = beside_km(name) if entry else 0.0
    place = Place(
        start=span.start,
        end=span.end,
        text=span.text,
        id=entry.id if entry else None,
        name=entry.name if entry else span.text,
        lat=entry.lat if entry else None,
        lon=entry.lon if entry else None,
        country=entry.country if entry else None,
        admin1=entry.admin1 if entry else None,
        kind=entry.kind if entry else None,
        radius_km=max(entry.radius_km or 0.0, beside) or None if entry else None,
        confidence=answer.confidence,
        rivals=answer.rivals,
    )
    return Mark(name.passage, name.first, name.last, place)
