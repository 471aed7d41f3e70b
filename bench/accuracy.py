"""Measures Tocsin on the development gold and writes docs/figures.md, the peers' figures beside ours.

    python bench/accuracy.py [--shared ../shared] [--tocsin "python -m tocsin"] [--out docs/figures.md]

Runs the scorer of the shared folder on each gold file; where the folder is not there, says so and stops.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
Figures = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """One scoring: what is measured on which file, the figures shown and the peers measured by the same scorer."""

    task: str
    gold: str
    shown: tuple[str, ...]
    peers: tuple[tuple[str, tuple[str, ...]], ...] = ()


RUNS = (
    Run(
        "claims",
        "claims/probes_dev.jsonl",
        (
            "trigger_f1",
            "type_f1",
            "type_status_f1",
            "status_accuracy",
            "actor_f1",
            "recipient_f1",
            "sources_chain",
            "when",
            "when_invented",
            "due_given",
            "place_f1",
            "quantity_bounds",
            "false_alarm_rate",
            "calibration_error",
        ),
        (
            (
                "naive stub",
                (
                    ".672",
                    ".611",
                    ".359",
                    ".580",
                    ".723",
                    ".511",
                    ".398",
                    ".750",
                    ".183",
                    ".000",
                    ".277",
                    ".467",
                    ".450",
                    "-",
                ),
            ),
        ),
    ),
    Run(
        "claims",
        "claims/articles_dev.jsonl",
        (
            "trigger_f1",
            "type_f1",
            "type_status_f1",
            "status_accuracy",
            "actor_f1",
            "recipient_f1",
            "sources_chain",
            "when",
            "when_invented",
            "place_f1",
            "quantity_bounds",
            "calibration_error",
        ),
        (
            (
                "naive stub",
                (".256", ".192", ".128", ".750", ".400", ".480", ".438", ".562", ".111", ".000", ".143", "-"),
            ),
        ),
    ),
    Run(
        "events",
        "events/plover_train.jsonl",
        ("set_p", "set_r", "set_f1", "set_macro_f1", "pair_accuracy"),
        (
            ("UniversalPetrarch, PETRARCH-1", (".534", ".442", ".483", ".414", ".397")),
            ("UniversalPetrarch, PETRARCH-2", (".570", ".421", ".485", ".462", ".404")),
            ("TF-IDF + linear SVM, 5-fold, pair given", ("-", "-", "-", "-", ".750")),
            ("ZSP (roberta-large-mnli), pair given", ("-", "-", "-", "-", ".760")),
            ("naive stub", (".502", ".426", ".461", ".404", ".410")),
        ),
    ),
    Run(
        "claims",
        "events/no_event.jsonl",
        ("false_alarm_rate", "false_claims_per_item"),
        (("naive stub", (".234", ".280")),),
    ),
    Run(
        "attribution",
        "attribution/polnear_dev.jsonl",
        (
            "all.content_f1",
            "all.cue_f1",
            "all.source_f1",
            "all.full_f1",
            "direct.content_f1",
            "mixed.content_f1",
            "indirect.content_f1",
        ),
        (
            ("textacy 0.13, by paragraph", (".282", ".310", ".313", ".251", ".683", ".288", ".068")),
            ("sayswho 0.1.4, by paragraph (public test split)", (".292", ".305", ".313", ".264", ".723", "0", "0")),
            (
                "prototype fitted on PolNeAR (may not be shipped)",
                (".617", ".677", ".629", ".540", ".802", ".699", ".552"),
            ),
            ("naive stub", (".386", ".463", ".418", ".326", ".531", ".538", ".316")),
        ),
    ),
    Run(
        "times",
        "times/meantime.jsonl",
        ("strict_f1", "relaxed_f1", "value_accuracy", "value_f1", "day_date_accuracy"),
        (
            ("HeidelTime, first 40 documents", (".849", ".905", ".901", ".816", "-")),
            ("recognizers-text-date-time + adapter", (".611", ".857", "-", ".608", "-")),
            ("dateparser 1.5.0", (".194", ".670", "-", ".351", "-")),
            ("spaCy small, spans only", (".792", ".877", "-", "-", "-")),
            ("naive stub", (".792", ".877", ".343", ".300", "-")),
        ),
    ),
    Run(
        "places",
        "places/lgl.jsonl",
        ("places.found_f1", "places.acc161_answered", "places.acc161_all", "places.end_to_end_f1"),
        (
            ("CamCoder", (".681", ".711", ".432", ".499")),
            ("Edinburgh", (".548", ".806", ".357", ".453")),
            ("CLAVIN", (".591", ".687", ".344", ".431")),
            ("spaCy small + highest population", (".715", ".675", ".403", ".483")),
            ("spaCy small + learned ranker", (".682", ".835", ".499", ".598")),
        ),
    ),
    Run(
        "places",
        "places/geowebnews.jsonl",
        ("places.found_f1", "places.acc161_answered", "places.acc161_all", "places.end_to_end_f1"),
        (
            ("CamCoder", (".742", ".825", ".512", ".612")),
            ("Edinburgh", (".719", ".894", ".548", ".643")),
            ("CLAVIN", (".608", ".918", ".408", ".558")),
            ("spaCy small + highest population", (".750", ".888", ".543", ".661")),
            ("spaCy small + learned ranker", (".744", ".918", ".562", ".683")),
        ),
    ),
)


def measure(run: Run, shared: Path, tocsin: str) -> Figures:
    """The scorer's figures for one run."""
    command = [
        sys.executable,
        str(shared / "score" / "score.py"),
        run.task,
        str(shared / "gold" / run.gold),
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
    lines += [f"| {name} | " + " | ".join(values) + " |" for name, values in run.peers]
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
    for run in RUNS:
        if args.only in run.gold:
            lines += section(run, measure(run, args.shared, args.tocsin))
    if args.only:
        print("\n".join(lines[1:]))
    else:
        args.out.write_text("\n".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
