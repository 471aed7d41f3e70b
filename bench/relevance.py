"""Fits the weights by which --relevant chooses, and measures the choice: docs/relevance.md.

    python bench/relevance.py --fit                 writes src/tocsin/relevance/weights.csv
    python bench/relevance.py                       measures on reports nothing was fitted on

Fitted on mixed_news_train.jsonl (ours) and two of three articles of gold/news/wikinews.jsonl (Wikinews contributors,
CC BY 2.5). Of ours it is known which are on security. A part of another report speaks for it where Tocsin finds two or
more claims of force in it (HARD), against it where it finds none; parts between are passed over. Logistic regression by
Newton's method: no random numbers. Names that are no part of the knowledge files get no weight: who is in the news
changes. The threshold keeps KEPT of the claims in reports on security in five-fold cross-validation and KEPT_ELSEWHERE
of them in GeoWebNews, of which nothing but this number is taken.

A report on security is one of ours that was written as such, or one of others with three or more claims of force, one
to every 150 words.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tocsin.linking.words import stem
from tocsin.relevance import relevant
from tocsin.relevance.sift import BIAS, THRESHOLD, WEIGHTS, parts
from tocsin.relevance.vocabulary import WORD, groups

CONSTANT = 10.0
FEW, DENSE = 3, 150
TUNING = "gold/places/geowebnews.jsonl"
BY_FIRST = 100  # reports of the mix that one person wrote; another wrote the others
HERE = Path(__file__).resolve().parent
HARD = {"ASSAULT", "COERCE", "MOBILIZE", "FLEE", "RETREAT", "THREATEN", "SANCTION", "PROTEST"}
RIDGE, ROUNDS, FOLDS, KEPT, LEAST_PARTS, LEAST = 0.5, 12, 5, 0.985, 3, 0.005
KEPT_ELSEWHERE = 0.98
ROUNDED = 0.02  # more than rounding the weights takes from a score
STARTS, WITHIN = re.compile(r"(?<=[a-z,] )[^\W\d_]{3,}"), 0.5


class Read(NamedTuple):
    """A report with what Tocsin finds in it: the places of all claims and of those of force."""

    title: str | None
    text: str
    claims: list[int]
    hard: list[int]
    security: bool
    ours: bool

    @property
    def words(self) -> int:
        return len(self.text.split())


class Part(NamedTuple):
    """A part of a report; `speaks` is null where it says nothing for sure."""

    report: int
    features: dict[str, float]
    speaks: bool | None


# ---------------------------------------------------------------- reading
def reports(path: Path, tocsin: str) -> list[Read]:
    """What Tocsin finds in the reports of a file."""
    command = [*shlex.split(tocsin), "read", str(path), "--format", "jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    topics = [json.loads(line).get("topic") for line in path.open(encoding="utf-8")]
    return [
        _read(json.loads(line), topic) for line, topic in zip(done.stdout.rstrip("\n").split("\n"), topics, strict=True)
    ]


def _read(record: Any, topic: str | None) -> Read:
    places = [claim["trigger"]["start"] for claim in record["claims"]]
    hard = [claim["trigger"]["start"] for claim in record["claims"] if claim["type"] in HARD]
    title, text = record["report"]["title"], record["report"]["text"]
    dense = len(hard) >= FEW and len(text.split()) <= DENSE * len(hard)
    return Read(title, text, places, hard, topic == "security" if topic else dense, bool(topic))


def split(path: Path, tocsin: str) -> tuple[list[Read], list[Read]]:
    """Two thirds to fit on and a third to measure on."""
    found = reports(path, tocsin)
    return [r for n, r in enumerate(found) if n % 3 != 2], found[2::3]


# ---------------------------------------------------------------- fitting
def cut(found: Sequence[Read]) -> list[Part]:
    """The parts of all reports."""
    made = []
    for number, report in enumerate(found):
        begin = 0
        for text in parts(None, report.text):
            end = begin + len(text)
            hard = sum(begin <= place < end for place in report.hard)
            speaks = report.security if report.ours else spoken(report, hard)
            made.append(Part(number, features(text if begin else f"{report.title or ''}\n{text}"), speaks))
            begin = end
    return made


def spoken(report: Read, hard: int) -> bool | None:
    """What so many claims of force in a part say."""
    return True if hard >= 2 else None if hard or report.security else False


def features(text: str) -> dict[str, float]:
    """As `tocsin.relevance.score` weighs them."""
    words, held = set(WORD.findall(text.lower())), groups()
    counts = Counter(name for word in words for root in [stem(word)] for name in (root, *held.get(root, ())))
    return {name: number / max(len(words), 1) ** 0.5 for name, number in counts.items()}


def known(found: Sequence[Read], made: Sequence[Part]) -> list[str]:
    """The features that get a weight: groups, and stems that several parts have and that are mostly no names."""
    seen, upper = Counter[str](), Counter[str]()
    for report in found:
        for word in STARTS.findall(report.text):
            seen[stem(word.lower())] += 1
            upper[stem(word.lower())] += word[0].isupper()
    count = Counter(name for part in made for name in part.features)
    named = set().union(*groups().values())
    return sorted(
        name for name in count if name in named or (count[name] >= LEAST_PARTS and upper[name] <= WITHIN * seen[name])
    )


def matrix(made: Sequence[Part], names: Sequence[str]) -> np.ndarray:
    """A line a part; the last column is the constant, so large that the ridge hardly touches its weight."""
    at = {name: number for number, name in enumerate(names)}
    filled = np.zeros((len(made), len(names) + 1))
    filled[:, -1] = CONSTANT
    for number, part in enumerate(made):
        for name, value in part.features.items():
            if name in at:
                filled[number, at[name]] = value
    return filled


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Both kinds of parts weigh the same in all. Solved for the parts, which are fewer than the features."""
    weight = np.where(y, len(y) / (2 * y.sum()), len(y) / (2 * (~y).sum()))
    products = x @ x.T
    scores = np.zeros(len(y))
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
        bend = weight * np.maximum(p * (1 - p), 1e-6)
        parts_ = np.linalg.solve(products + np.diag(RIDGE / bend), scores - weight * (p - y) / bend)
        scores = products @ parts_
    return x.T @ parts_


def held_out(made: Sequence[Part], x: np.ndarray, count: int) -> np.ndarray:
    """The score of each report by weights that were fitted without it."""
    best = np.full(count, -np.inf)
    for fold in range(FOLDS):
        rows = [n for n, part in enumerate(made) if part.report % FOLDS != fold and part.speaks is not None]
        w = fit(x[rows], np.array([made[n].speaks for n in rows], dtype=bool))
        for n, part in enumerate(made):
            if part.report % FOLDS == fold:
                best[part.report] = max(best[part.report], x[n] @ w)
    return best


def least(found: Sequence[Read], scores: np.ndarray, kept: float) -> float:
    """The highest threshold that keeps so much of the claims in reports on security."""
    claims = np.array([len(report.claims) * report.security for report in found])
    order = np.argsort(-scores, kind="stable")
    return float(scores[order[int(np.searchsorted(np.cumsum(claims[order]), kept * claims.sum()))]])


def fitted(found: Sequence[Read], tuning: Sequence[Read]) -> None:
    """Writes the weights, and the threshold that is low enough for what they were fitted on and for other news."""
    made = cut(found)
    names = known(found, made)
    x = matrix(made, names)
    scores = held_out(made, x, len(found))
    least_ = least(found, scores, KEPT)
    rows = [n for n, part in enumerate(made) if part.speaks is not None]
    w = fit(x[rows], np.array([made[n].speaks for n in rows], dtype=bool))
    others = matrix(cut(tuning), names) @ w
    best = np.full(len(tuning), -np.inf)
    for part, value in zip(cut(tuning), others, strict=True):
        best[part.report] = max(best[part.report], value)
    least_ = min(least_, least(tuning, best, KEPT_ELSEWHERE)) - ROUNDED
    kept = {name: f"{v:.3f}" for name, v in zip(names, w, strict=False) if abs(v) >= LEAST}
    head = ["feature,weight", f"{BIAS},{w[-1] * CONSTANT:.3f}", f"{THRESHOLD},{least_:.3f}"]
    WEIGHTS.write_text("\n".join([*head, *(f"{name},{value}" for name, value in sorted(kept.items()))]) + "\n")
    print(f"{len(kept)} weights; {len(rows)} parts, {sum(bool(made[n].speaks) for n in rows)} of them for")
    print(HEAD)
    print(row("cross-validated", found, scores >= least_))


# ---------------------------------------------------------------- measuring
HEAD = """| | reports | on security | read | words read | claims in reports on security | kept | all claims | kept |
|---|---|---|---|---|---|---|---|---|"""


def row(name: str, found: Sequence[Read], kept: Iterable[bool]) -> str:
    """A line of the table."""
    chosen = [report for report, keep in zip(found, kept, strict=True) if keep]
    secure, secure_kept = (sum(len(r.claims) for r in each if r.security) for each in (found, chosen))
    every, every_kept = (sum(len(r.claims) for r in each) for each in (found, chosen))
    words = sum(r.words for r in chosen) / sum(r.words for r in found)
    cells = (
        name, len(found), sum(r.security for r in found), len(chosen), f"{words:.1%}",
        secure, _share(secure_kept, secure), every, _share(every_kept, every),
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def chosen(found: Sequence[Read]) -> list[bool]:
    """Which of them --relevant reads."""
    return [relevant(report.title, report.text) for report in found]


def measured(shared: Path, tocsin: str) -> str:
    """The table."""
    mixed = reports(HERE / "mixed_news_test.jsonl", tocsin)
    _, wikinews = split(shared / "gold/news/wikinews.jsonl", tocsin)
    web = reports(shared / TUNING, tocsin)
    local = reports(shared / "gold/places/lgl.jsonl", tocsin)
    security = [report for report in wikinews if report.security]
    other = [report for report in mixed if not report.security]
    sets = {
        "mix, first hand": mixed[:BY_FIRST],
        "mix, second hand": mixed[BY_FIRST:],
        "of both about something else": other,
        "Wikinews on security, held out": security,
        "Wikinews, all held out": wikinews,
        "web news (GeoWebNews), threshold set on it": web,
        "local newspapers (LGL)": local,
    }
    return "\n".join([HEAD, *(row(name, found, chosen(found)) for name, found in sets.items())])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    parser.add_argument("--tocsin", default=f"{sys.executable} -m tocsin")
    args = parser.parse_args()
    if args.fit:
        wikinews, _ = split(args.shared / "gold/news/wikinews.jsonl", args.tocsin)
        tuning = reports(args.shared / TUNING, args.tocsin)
        fitted(reports(HERE / "mixed_news_train.jsonl", args.tocsin) + wikinews, tuning)
    else:
        print(measured(args.shared, args.tocsin))
    return 0


if __name__ == "__main__":
    sys.exit(main())
