"""Places measured: the ranker beside highest population with the gold's names given, end to end, by kind, and the cost.

    python bench/places.py GOLD.jsonl... [--cross] [--write docs/places-figures.md]

GOLD is a report a line with `gold.toponyms` (start, end, text, lat, lon). With --cross each file is also read with
weights fitted on the others alone: that is the figure to expect on unseen text.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fit_places import WIDE, Case, both_runs, case, documents
from tocsin.annotation.document import Document, Passage
from tocsin.annotation.language import pipeline
from tocsin.annotation.place_names import Finder, Found, nations_named
from tocsin.annotation.places import mark_places
from tocsin.annotation.times import mark_times
from tocsin.gazetteer import resolver
from tocsin.gazetteer.borders import distance_km
from tocsin.gazetteer.lookup import Entry, gazetteer
from tocsin.gazetteer.resolver import Weights
from tocsin.gazetteer.story import Query, Story
from tocsin.records import Place

NEAR_KM = 161.0
SHARE_OF_COST = 150  # reports that the cost is measured on
Gold = list[tuple[Document, list[dict[str, Any]], str]]
Row = tuple[str, ...]


def is_near(found: Entry | Place, meant: dict[str, Any]) -> bool:
    """Within 161 km of the gold's point."""
    if found.lat is None or found.lon is None:
        return False
    return distance_km(found.lat, found.lon, meant["lat"], meant["lon"]) <= NEAR_KM


def with_point(gold: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [name for name in gold if name["lat"] is not None]


def given(document: Document, gold: list[dict[str, Any]]) -> list[tuple[Found, dict[str, Any]]]:
    """The gold's own names, described by what stands around them, as the finder describes those it finds."""
    found = []
    for passage in document.passages:
        finder = Finder(passage, frozenset(), gazetteer())
        for name in with_point(gold):
            span = _tokens(passage, name)
            if span is not None:
                finder.found.append((*span, "GPE"))
        finder.found = list(dict.fromkeys(finder.found))
        names = finder._in_order()
        found += [(name, _meant(name, gold)) for name in names]
    return found


def _tokens(passage: Passage, name: dict[str, Any]) -> tuple[int, int] | None:
    first, last = name["start"] - passage.start, name["end"] - passage.start
    if first < 0 or last > len(passage.doc.text):
        return None
    span = passage.doc.char_span(first, last, alignment_mode="expand")
    return (span.start, span.end) if span is not None else None


def _meant(name: Found, gold: list[dict[str, Any]]) -> dict[str, Any]:
    span = name.passage.span(name.first, name.last)
    return next(g for g in with_point(gold) if g["start"] < span.end and span.start < g["end"])


def gold_names(data: Gold) -> Row:
    """Of the names given, the share put within 161 km: by the ranker, which here may not say "no place", and by
    highest population."""
    total, ranked, biggest = 0, 0, 0
    for document, gold, _ in data:
        names = given(document, gold)
        nations = Counter(code for passage in document.passages for code in nations_named(passage.doc))
        chosen = best([name.query for name, _ in names], nations)
        for (name, meant), entry in zip(names, chosen, strict=True):
            top = max(gazetteer().by_key(name.query.key), key=lambda each: each.population, default=None)
            total += 1
            ranked += entry is not None and is_near(entry, meant)
            biggest += top is not None and is_near(top, meant)
    return f"{total:,}", _share(ranked, total), _share(biggest, total), f"{100 * (ranked - biggest) / total:+.1f}"


def best(queries: list[Query], nations: Counter[str]) -> list[Entry | None]:
    """The likeliest candidate of each name."""
    if not queries:
        return []
    story, fitted = Story(queries, nations, gazetteer()), resolver.weights()
    utility = story.with_company(story.chances(story.features, fitted.first)) @ fitted.second
    found: list[Entry | None] = []
    for query in queries:
        i = story.index[query.key]
        part = utility[int(story.starts[i]) : int(story.starts[i + 1])]
        found.append(story.groups[i].entries[int(part.argmax())] if len(part) else None)
    return found


def end_to_end(data: Gold) -> tuple[Row, list[tuple[Place, bool]]]:
    """Precision, recall and F1 of names found and put within 161 km (demonyms too: the gold's own count); and every
    answer with whether it is right."""
    right, wanted = 0, 0
    answers: list[tuple[Place, bool]] = []
    for document, gold, _ in data:
        left = with_point(gold)
        wanted += len(left)
        for place in (mark.record for mark in mark_places(document)):
            if place.lat is None:
                continue
            hit = next(
                (g for g in left if g["start"] < place.end and place.start < g["end"] and is_near(place, g)), None
            )
            if hit is not None:
                left.remove(hit)
                right += 1
            answers.append((place, hit is not None or _holds(place, gold)))
    precision, recall = right / len(answers), right / wanted
    f1 = 2 * precision * recall / (precision + recall)
    return (f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}", f"{calibration_error(answers):.3f}"), answers


def _holds(place: Place, gold: list[dict[str, Any]]) -> bool:
    """A wide place with the gold's point in it is no error of kind."""
    if place.kind not in WIDE or place.lat is None or place.lon is None:
        return False
    meant = [g for g in with_point(gold) if g["start"] < place.end and place.start < g["end"]]
    return any(distance_km(place.lat, place.lon, g["lat"], g["lon"]) <= (place.radius_km or 0.0) for g in meant)


def calibration_error(answers: Iterable[tuple[Place, bool]]) -> float:
    """Mean distance, over tenths of confidence, between confidence and share of right answers."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for place, right in answers:
        bins[min(9, int(place.confidence * 10))].append((place.confidence, right))
    total = sum(map(len, bins.values()))
    return sum(abs(sum(c for c, _ in each) - sum(r for _, r in each)) for each in bins.values()) / total


def by_kind(answers: Iterable[tuple[Place, bool]]) -> list[Row]:
    """For each kind of place, how many answers and what share is wrong."""
    kinds: dict[str, list[bool]] = defaultdict(list)
    for place, right in answers:
        kinds[str(place.kind)].append(right)
    rows = sorted(kinds.items(), key=lambda item: -len(item[1]))
    return [(kind, f"{len(each):,}", _share(each.count(False), len(each))) for kind, each in rows]


def cost(data: Gold) -> Row:
    """The time of places, and of times and places, as a share of the time that parsing takes; each in CPU time."""
    texts = [passage.doc.text for document, _, _ in data for passage in document.passages]
    for document, _, _ in data[:20]:
        mark_places(document)
    begin = time.process_time()
    for _ in pipeline().pipe(texts, batch_size=24):
        pass
    parsing = time.process_time() - begin
    begin = time.process_time()
    for document, _, _ in data:
        mark_places(document)
    places = time.process_time() - begin
    begin = time.process_time()
    for document, _, _ in data:
        mark_times(document.passages, document.published)
    times = time.process_time() - begin
    return f"{places / parsing:.1%}", f"{(places + times) / parsing:.1%}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _table(head: Row, rows: Iterable[Row]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines) + "\n"


def crossed(data: dict[str, Gold]) -> list[Row]:
    """Each set read with weights fitted on the others."""
    cases: dict[str, list[Case]] = {
        name: [made for document, gold, path in each if (made := case(document, gold, path))]
        for name, each in data.items()
    }
    rows, shipped = [], resolver.weights
    for name, each in data.items():
        fitted = both_runs([made for other, those in cases.items() if other != name for made in those])
        other = Weights(*fitted[:4])
        resolver.weights = lambda other=other: other  # type: ignore[assignment, misc]
        rows.append((name, *end_to_end(each)[0]))
        resolver.weights = shipped
    return rows


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("gold", nargs="+", type=Path)
    asked.add_argument("--cross", action="store_true")
    asked.add_argument("--write", type=Path)
    given_ = asked.parse_args()
    data = {path.name: list(documents([str(path)])) for path in given_.gold}
    ends = {name: end_to_end(each) for name, each in data.items()}
    everything = [item for each in data.values() for item in each]
    answers = [answer for _, each in ends.values() for answer in each]
    parts = [
        "With the gold's names given, share within 161 km:\n",
        _table(
            ("set", "names", "ranker", "highest population", "points"), [(n, *gold_names(d)) for n, d in data.items()]
        ),
        "End to end, weights as shipped (fitted on these sets), every name of the gold counted:\n",
        _table(("set", "precision", "recall", "F1", "calibration error"), [(n, *row) for n, (row, _) in ends.items()]),
    ]
    if given_.cross and len(data) > 1:
        parts.append("The same with weights fitted on the other sets alone:\n")
        parts.append(_table(("set", "precision", "recall", "F1", "calibration error"), crossed(data)))
    parts.append("Wrong answers by kind (countries, regions and seas are right with the gold point in their radius):\n")
    parts.append(_table(("kind", "answers", "wrong"), by_kind(answers)))
    parts.append("Cost as a share of parsing (CPU time):\n")
    parts.append(_table(("places", "times and places"), [cost(everything[:SHARE_OF_COST])]))
    text = "\n".join(parts)
    sys.stdout.write(text)
    if given_.write:
        given_.write.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
