"""Fits the weights of the confidence on the development claims and writes them into the knowledge files.

    python bench/fit_confidence.py [--shared ../shared]

Data: the probes and articles of the development gold, and our own probes in tests/gold. A claim counts as right when
the scorer matches it with a gold claim of the same type and status. Logistic regression with a ridge penalty, by
Newton's method: no random numbers, so no seed. Prints the calibration error by five-fold cross-validation.
"""

from __future__ import annotations

import argparse
import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reliability.md"
TARGET = ROOT / "src" / "tocsin" / "knowledge" / "data" / "confidence.yaml"
RIDGE, ROUNDS, FOLDS = 3.0, 30, 5
NEWS = "articles_dev"
UNSEEN = 0.80  # of the claims in 14 articles read by hand, docs/error-rates.md: type and status right


def judged(shared: Path) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """Feature names, one row of features a claim, whether its type and status are right, and its file."""
    sys.path.insert(0, str(shared / "score"))
    import claims as scorer
    import msgspec

    from tocsin.coding import claims as coder
    from tocsin.coding.confidence import features

    seen: dict[tuple[int, int, str, str], dict[str, float]] = {}
    plain = coder.confidence

    def watched(draft: Any) -> float:
        span = draft.match.passage.span(*draft.match.trigger)
        seen[(span.start, span.end, draft.type, draft.status)] = features(draft)
        return plain(draft)

    coder.confidence = watched  # type: ignore[assignment]
    rows, right, kinds = [], [], []
    for path in gold_files(shared):
        for item in (json.loads(line) for line in path.open(encoding="utf-8") if line.strip()):
            seen.clear()
            found = [msgspec.to_builtins(claim) for claim in claims_of(item)]
            pairs = scorer.match(item["gold"]["claims"], found)
            good = {id(p) for g, p in pairs if g["type"] == p["type"] and scorer.status_of(g, p) == p["status"]}
            free = {id(p) for g, p in pairs if g.get("optional")}
            for claim in found:
                key = (claim["trigger"]["start"], claim["trigger"]["end"], claim["type"], claim["status"])
                if id(claim) not in free and key in seen:
                    rows.append(list(seen[key].values()))
                    right.append(id(claim) in good)
                    kinds.append(path.stem)
                    names = list(seen[key])
    return names, np.array(rows), np.array(right, dtype=float), np.array(kinds)


def gold_files(shared: Path) -> list[Path]:
    """The claim files there are."""
    files = [
        shared / "gold/claims/probes_dev.jsonl",
        shared / "gold/claims/articles_dev.jsonl",
        ROOT / "tests/gold/probes.jsonl",
    ]
    return [path for path in files if path.exists()]


def claims_of(item: dict[str, Any]) -> tuple[Any, ...]:
    """What Tocsin finds in one gold report."""
    import tempfile

    import tocsin

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.jsonl"
        path.write_text(json.dumps({k: v for k, v in item.items() if k != "gold"}), encoding="utf-8")
        return tuple(claim for record in tocsin.read([str(path)]) for claim in record.claims)


def fit(rows: np.ndarray, right: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weights of a ridge logistic regression; the constant (first column) is not penalised."""
    weights = np.zeros(rows.shape[1])
    penalty = np.full(rows.shape[1], RIDGE)
    penalty[0] = 0.0
    for _ in range(ROUNDS):
        share = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (weight * (right - share)) - penalty * weights
        curve = (
            (rows * (weight * share * (1 - share))[:, None]).T @ rows + np.diag(penalty) + 1e-9 * np.eye(rows.shape[1])
        )
        weights += np.linalg.solve(curve, slope)
    return weights


def calibration(share: np.ndarray, right: np.ndarray) -> float:
    """Mean gap between confidence and share right over ten bins, weighted by size: the scorer's measure."""
    bins = np.minimum(9, (share * 10).astype(int))
    return float(sum(abs(share[bins == b].sum() - right[bins == b].sum()) for b in range(10)) / len(right))


def lowered(weights: np.ndarray, news: np.ndarray) -> np.ndarray:
    """The weights with a constant that gives news articles the share that was right where no rule had seen the text."""
    low, high = -5.0, 5.0
    shift = np.eye(len(weights))[0]
    while high - low > 1e-4:
        middle = (low + high) / 2
        mean = (1 / (1 + np.exp(-news @ (weights + middle * shift)))).mean()
        low, high = (middle, high) if mean < UNSEEN else (low, middle)
    return weights + low * shift


def balanced(kinds: np.ndarray) -> np.ndarray:
    """Each file counts alike however many claims it has: articles read like news, probes are made to be short."""
    files, counts = np.unique(kinds, return_counts=True)
    share = {file: len(kinds) / len(files) / count for file, count in zip(files, counts, strict=True)}
    return np.array([share[kind] for kind in kinds])


def reliability(held_out: np.ndarray, right: np.ndarray, kinds: np.ndarray, note: str) -> str:
    """The page: claims by held-out confidence, and how many of them are right."""
    lines = [
        "# Reliability",
        "",
        "Written by `python bench/fit_confidence.py`. How far `confidence` can be trusted: claims found in the",
        "development gold by the confidence they get from weights fitted on the other four fifths, and how many have",
        f"type and status right. {note[0].upper()}{note[1:]}.",
        "",
        "| confidence | claims | mean confidence | right |",
        "|---|---|---|---|",
    ]
    for low, high in pairwise([0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01]):
        inside = (held_out >= low) & (held_out < high)
        if inside.any():
            row = f"{inside.sum()} | {held_out[inside].mean():.2f} | {right[inside].mean():.2f}"
            lines.append(f"| {low:.1f} to {min(high, 1):.1f} | {row} |")
    lines += ["", "| file | claims | mean confidence | right |", "|---|---|---|---|"]
    for file in np.unique(kinds):
        inside = kinds == file
        lines.append(f"| {file} | {inside.sum()} | {held_out[inside].mean():.2f} | {right[inside].mean():.2f} |")
    lines += [
        "",
        "The rules were written with this gold in sight, so more is right here than on other text. Of the claims that",
        f"a reader checked in articles no rule had seen ([error rates](error-rates.md)) about {UNSEEN:.0%} had type",
        "and status right: the constant is lowered until the articles get that mean, and the table reads low for it.",
        "A claim in an aside of the outlet's own within reported speech gets at most .5, one of a sign that may",
        "mean less than it shows at most .3.",
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    """Fit, cross-validate, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    args = parser.parse_args()
    names, rows, right, kinds = judged(args.shared)
    weight = balanced(kinds)
    fold = np.arange(len(right)) % FOLDS
    held_out = np.zeros(len(right))
    for part in range(FOLDS):
        known, asked = fold != part, fold == part
        fitted = lowered(fit(rows[known], right[known], weight[known]), rows[known & (kinds == NEWS)])
        held_out[asked] = 1 / (1 + np.exp(-rows[asked] @ fitted))
    note = (
        f"{len(right)} claims, {right.mean():.2f} right, calibration error held out {calibration(held_out, right):.3f}"
    )
    lines = [f"# Fitted by bench/fit_confidence.py on the development claims: {note}."]
    fitted = lowered(fit(rows, right, weight), rows[kinds == NEWS])
    lines += [f"{name}: {value:.2f}" for name, value in zip(names, fitted, strict=True)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    PAGE.write_text(reliability(held_out, right, kinds, note), encoding="utf-8")
    print(note)
    return 0


if __name__ == "__main__":
    sys.exit(main())
