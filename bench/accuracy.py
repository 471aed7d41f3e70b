"""Measures Tocsin on the development gold and writes docs/figures.md, the peers' figures beside ours.

    python bench/accuracy.py [--shared ../shared] [--tocsin "python -m tocsin"] [--out docs/figures.md]

Runs the scorer of the shared folder on each gold file; where the folder is not there, says so and stops.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import yaml

ROOT = Path(__file__).resolve().parent.parent
Figures = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """One scoring: what is measured on which file, the figures shown and the peers measured by the same scorer."""

    task: str
    gold: str
    shown: tuple[str, ...]
    peers: dict[str, tuple[str, ...]] = field(default_factory=dict)


def runs() -> list[Run]:
    """The scorings of runs.yaml."""
    return msgspec.convert(yaml.safe_load((ROOT / "bench" / "runs.yaml").read_text(encoding="utf-8")), list[Run])


def measure(run: Run, shared: Path, tocsin: str) -> Figures:
    """The scorer's figures for one run."""
    command = [
        sys.executable,
        str(shared / "score" / "score.py"),
        run.task,
        str(ROOT / run.gold if run.gold.startswith("bench/") else shared / "gold" / run.gold),
        "--tocsin",
        tocsin,
        "--json",
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    figures: Figures = json.loads(done.stdout)
    inner = next(iter(figures.values()), None)
    return inner if len(figures) == 1 and isinstance(inner, dict) else figures


def pick(figures: Figures, name: str) -> str:
    """A figure by its dotted name, as three decimals."""
    value: Any = figures
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    if value is None:
        return "-"
    return f"{value:.3f}".removeprefix("0") if isinstance(value, float) else str(value)


def section(run: Run, figures: Figures) -> list[str]:
    """A Markdown table of one run: ours first, then the peers."""
    names = [
        name.split(".")[-1] if name.split(".")[0] not in {"direct", "mixed", "indirect"} else name for name in run.shown
    ]
    lines = [f"## {run.task}: {run.gold}", "", "| system | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    lines.append("| **Tocsin** | " + " | ".join(f"**{pick(figures, name)}**" for name in run.shown) + " |")
    lines += [f"| {name} | " + " | ".join(values) + " |" for name, values in run.peers.items()]
    if "statuses" in figures:
        lines += ["", "| status | precision | recall | F1 | in gold |", "|---|---|---|---|---|"]
        lines += [
            f"| {n} | {s['p']:.2f} | {s['r']:.2f} | {s['f1']:.2f} | {s['gold']} |"
            for n, s in figures["statuses"].items()
        ]
    if "classes" in figures:
        lines += ["", "| class | precision | recall | F1 | in gold |", "|---|---|---|---|---|"]
        lines += [
            f"| {n} | {s['p']:.2f} | {s['r']:.2f} | {s['f1']:.2f} | {s['gold']} |"
            for n, s in figures["classes"].items()
        ]
    return [*lines, ""]


HEADER = """# Figures

Written by `python bench/accuracy.py`. Development gold: these texts were looked at while the rules were written, so
unseen text will do worse. Definitions are those of the scorer. Peers' figures are measured by the same scorer on the
same files, or quoted where their row says so; the naive stub is a floor, not a peer.
"""


def main() -> int:
    """Measure everything and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--tocsin", default=f"{sys.executable} -m tocsin")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "figures.md")
    parser.add_argument("--only", default="", help="measure only runs whose file name holds this, and print them")
    args = parser.parse_args()
    if not (args.shared / "score" / "score.py").exists():
        print(f"no gold at {args.shared}: nothing measured", file=sys.stderr)
        return 0
    lines = [HEADER]
    for run in runs():
        if args.only in run.gold:
            lines += section(run, measure(run, args.shared, args.tocsin))
    if args.only:
        print("\n".join(lines[1:]))
    else:
        args.out.write_text("\n".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
