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
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "tocsin" / "knowledge" / "data" / "confidence.yaml"
RIDGE, ROUNDS, FOLDS = 3.0, 30, 5


def judged(shared: Path) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Feature names, one row of features a claim, and whether its type and status are right."""
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
    rows, right = [], []
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
                    names = list(seen[key])
    return names, np.array(rows), np.array(right, dtype=float)


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


def fit(rows: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weights of a ridge logistic regression; the constant (first column) is not penalised."""
    weights = np.zeros(rows.shape[1])
    penalty = np.full(rows.shape[1], RIDGE)
    penalty[0] = 0.0
    for _ in range(ROUNDS):
        share = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - share) - penalty * weights
        curve = (rows * (share * (1 - share))[:, None]).T @ rows + np.diag(penalty) + 1e-9 * np.eye(rows.shape[1])
        weights += np.linalg.solve(curve, slope)
    return weights


def calibration(share: np.ndarray, right: np.ndarray) -> float:
    """Mean gap between confidence and share right over ten bins, weighted by size: the scorer's measure."""
    bins = np.minimum(9, (share * 10).astype(int))
    return float(sum(abs(share[bins == b].sum() - right[bins == b].sum()) for b in range(10)) / len(right))


def main() -> int:
    """Fit, cross-validate, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    args = parser.parse_args()
    names, rows, right = judged(args.shared)
    fold = np.arange(len(right)) % FOLDS
    held_out = np.zeros(len(right))
    for part in range(FOLDS):
        held_out[fold == part] = 1 / (1 + np.exp(-rows[fold == part] @ fit(rows[fold != part], right[fold != part])))
    note = (
        f"{len(right)} claims, {right.mean():.2f} right, calibration error held out {calibration(held_out, right):.3f}"
    )
    lines = [f"# Fitted by bench/fit_confidence.py on the development claims: {note}."]
    lines += [f"{name}: {weight:.2f}" for name, weight in zip(names, fit(rows, right), strict=True)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(note)
    return 0


if __name__ == "__main__":
    sys.exit(main())
