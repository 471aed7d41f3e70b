"""Fits the few weights of the place resolver and writes them with the record of the fit.

    python bench/fit_places.py GOLD.jsonl... [--write src/tocsin/knowledge/data/place_weights.csv]

GOLD is a report a line with `gold.toponyms` (start, end, lat, lon). Only numbers about candidates go into the fit,
no word. A candidate is right with the gold's GeoNames number, within 161 km of its point, or with the point
within its radius (countries, regions, seas); a name that overlaps no gold name is "none".
Without --write it prints how it does when fitted on every other report and tried on the rest.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.annotation.document import Document
from tocsin.annotation.language import parse
from tocsin.annotation.place_names import Found, nations_named
from tocsin.annotation.places import find_names
from tocsin.gazetteer.borders import distance_km
from tocsin.gazetteer.lookup import Entry, gazetteer
from tocsin.gazetteer.resolver import SAME_KM
from tocsin.gazetteer.story import CANDIDATE, EARTH_KM, NONE, WITH_OTHERS, Array, Story
from tocsin.reading import Reading, read

NEAR_KM = 161.0
WIDE = frozenset({"country", "region", "water"})
# News of conflicts is not the local news of the gold: countries and capitals never weigh against a candidate.
FLOORS = {"country": 0.5, "capital": 0.3, "own": 1.0, "world_country": 0.0, "world_capital": 0.0, "holds": 0.0}
CEILINGS = {
    "apposed": -2.5,
    "certain": -1.5,
    "unlike": -1.0,
    "far": -1.0,
}  # "the town of X" is rare in the gold, and leaves no doubt
STEPS, RATE, RIDGE = 400, 0.05, 0.002


@dataclass
class Case:
    """One report: its names, for each the rows of right candidates (none: empty), and whether it counts."""

    story: Story
    right: list[Array]
    source: str = ""


def documents(paths: Iterable[str]) -> Iterator[tuple[Document, list[dict[str, Any]], str]]:
    for path in paths:
        with Path(path).open(encoding="utf-8") as lines:
            gold = [json.loads(line)["gold"]["toponyms"] for line in lines]
        reports = [item.report for item in read([path]) if isinstance(item, Reading)]
        yield from ((document, names, path) for document, names in zip(parse(reports), gold, strict=True))


def case(document: Document, gold: list[dict[str, Any]], source: str) -> Case | None:
    base = gazetteer()
    found = find_names(document, base)
    if not found:
        return None
    nations = Counter(country for passage in document.passages for country in nations_named(passage.doc))
    story = Story([name.query for name in found], nations, base)
    return Case(story, [_right(name, story, gold) for name in found], source)


def _right(name: Found, story: Story, gold: list[dict[str, Any]]) -> Array:
    span = name.passage.span(name.first, name.last)
    entries = story.groups[story.index[name.query.key]].entries
    meant = [g for g in gold if g["start"] < span.end and span.start < g["end"] and g["lat"] is not None]
    return np.array([any(is_place(entry, g) for g in meant) for entry in entries], dtype=float)


def is_place(entry: Entry, meant: dict[str, Any]) -> bool:
    """Whether a candidate is the gold's place: its number, near its point, or (what is wide) around its point."""
    if meant.get("geonames") and entry.id == f"geonames:{meant['geonames']}":
        return True
    reach = max(NEAR_KM, entry.radius_km or 0.0) if entry.kind in WIDE else NEAR_KM
    return distance_km(entry.lat, entry.lon, meant["lat"], meant["lon"]) <= reach


@dataclass
class Flat:
    """All names of all reports in one table: a segment of rows a name, its last row "none"."""

    table: Array
    none: Array
    right: Array
    starts: npt.NDArray[np.int64]
    share: Array


def flat(cases: list[tuple[Case, Array]]) -> Flat:
    """Reports weigh as the root of their number of names, sets the same; names without a candidate are left out."""
    sizes_of_sets = Counter(item.source for item, _ in cases)
    tables, nones, rights, sizes, shares = [], [], [], [], []
    for item, table in cases:
        floors = item.story.none_features()
        for row, (query, right) in enumerate(zip(item.story.queries, item.right, strict=True)):
            i = item.story.index[query.key]
            part = table[int(item.story.starts[i]) : int(item.story.starts[i + 1])]
            if not len(part):
                continue
            tables += [part, np.zeros((1, len(CANDIDATE)))]
            nones += [np.zeros((len(part), len(NONE))), floors[row : row + 1]]
            rights.append(np.append(right, 0.0 if right.any() else 1.0))
            sizes.append(len(part) + 1)
            shares.append(len(item.right) ** -0.5 / sizes_of_sets[item.source])
    starts = np.cumsum([0, *sizes[:-1]])
    share = np.array(shares) / sum(shares)
    return Flat(np.concatenate(tables), np.concatenate(nones), np.concatenate(rights), starts, share)


def gradient(data: Flat, weight: Array, nothing: Array) -> tuple[float, Array, Array]:
    """Mean loss over names and its gradients."""
    utility = data.table @ weight + data.none @ nothing
    sizes = np.diff(np.append(data.starts, len(utility)))
    raised = np.exp(utility - np.repeat(np.maximum.reduceat(utility, data.starts), sizes))
    chance = raised / np.repeat(np.add.reduceat(raised, data.starts), sizes)
    hit = np.maximum(np.add.reduceat(chance * data.right, data.starts), 1e-12)
    push = chance * (1 - data.right / np.repeat(hit, sizes)) * np.repeat(data.share, sizes)
    return float(-(data.share * np.log(hit)).sum()), data.table.T @ push, data.none.T @ push


def fit(data: Flat, free: Array) -> tuple[Array, Array, float]:
    """Adam on the full set from zero: the problem is small and near convex, so no seed enters."""
    sizes = (len(CANDIDATE), len(NONE))
    value = np.zeros(sum(sizes))
    first, second, loss = np.zeros_like(value), np.zeros_like(value), 0.0
    for step in range(1, STEPS + 1):
        loss, a, b = gradient(data, value[: sizes[0]], value[sizes[0] :])
        slope = np.concatenate([a * free, b]) + RIDGE * value
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        value -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        for name, floor in FLOORS.items():
            value[CANDIDATE.index(name)] = max(value[CANDIDATE.index(name)], floor)
        for name, ceiling in CEILINGS.items():
            at = sizes[0] + NONE.index(name) if name in NONE else CANDIDATE.index(name)
            value[at] = min(value[at], ceiling)
    return value[: sizes[0]], value[sizes[0] :], loss


def both_runs(cases: list[Case]) -> tuple[Array, Array, Array, Array, float]:
    """First-run weights, then second-run weights on what the first run makes of the company."""
    free = np.ones(len(CANDIDATE))
    free[WITH_OTHERS] = 0.0
    first, none_first, _ = fit(flat([(item, item.story.features) for item in cases]), free)
    again = [(c, c.story.with_company(c.story.chances(c.story.features, first))) for c in cases]
    second, none_second, loss = fit(flat(again), np.ones(len(CANDIDATE)))
    return first, second, none_first, none_second, loss


def calibration(cases: list[Case], fitted: tuple[Array, Array, Array, Array, float]) -> str:
    """By tenth of confidence: how many answers, how many right."""
    first, second, _, none_second, _ = fitted
    bins: dict[int, list[float]] = {}
    for item in cases:
        table = item.story.with_company(item.story.chances(item.story.features, first))
        utility, floor = table @ second, item.story.none_features() @ none_second
        for row, (query, right) in enumerate(zip(item.story.queries, item.right, strict=True)):
            i = item.story.index[query.key]
            scores = np.append(utility[item.story.starts[i] : item.story.starts[i + 1]], floor[row])
            if len(scores) == 1:
                continue
            chance = np.exp(scores - scores.max())
            best = int(np.argmax(chance[:-1]))
            points = item.story.groups[i].points
            near = points @ points[best] > np.cos(SAME_KM / EARTH_KM)
            sure = float(chance[:-1][near].sum() / chance.sum())
            bins.setdefault(min(9, int(sure * 10)), []).append(float(right[best]))
    return "\n".join(f"{b / 10:.1f}: {len(v)} answers, {np.mean(v):.3f} right" for b, v in sorted(bins.items()))


def table_text(fitted: tuple[Array, Array, Array, Array, float], note: str) -> str:
    first, second, none_first, none_second, _ = fitted
    rows = [f"candidate,{n},{a:.4f},{b:.4f}" for n, a, b in zip(CANDIDATE, first, second, strict=True)]
    rows += [f"none,{n},{a:.4f},{b:.4f}" for n, a, b in zip(NONE, none_first, none_second, strict=True)]
    return "\n".join([f"# {note}", "of,feature,first,second", *rows]) + "\n"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("gold", nargs="+")
    asked.add_argument("--write", type=Path)
    given = asked.parse_args()
    cases = [made for document, gold, path in documents(given.gold) if (made := case(document, gold, path))]
    if given.write is None:
        halves = cases[::2], cases[1::2]
        fitted = both_runs(halves[0])
        sys.stdout.write(f"loss {fitted[4]:.4f}\n{calibration(halves[1], fitted)}\n")
        return 0
    fitted = both_runs(cases)
    names = ", ".join(sorted(Path(path).name for path in given.gold))
    note = f"Fitted by bench/fit_places.py on {names}: {len(cases)} reports, loss {fitted[4]:.4f}; no seed (from zero)."
    given.write.write_text(table_text(fitted, note), encoding="utf-8")
    sys.stdout.write(calibration(cases, fitted) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
