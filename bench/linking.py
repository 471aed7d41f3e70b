"""Measures linking on gold, with the misses by class, and fits the weights of comparing.

    python bench/linking.py measure GOLD --read FILE [--events FILE] [--misses]
    python bench/linking.py fit --pairs GOLD=FILE ... [--write]

`--read` is the output of `tocsin read GOLD --format jsonl`; it is linked in memory, report after report, in the order
of the file. `--events` keeps what `tocsin list STORE events --format jsonl` would print, for score.py linking.
The fit: pairs of claims of the gold reports that linking compares, right where both carry mentions of one gold event;
logistic regression whose ridge penalty draws the weights to those in the file (prior), by Newton's method; no random
numbers. Each gold set counts the same in sum.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from tocsin.linking.cards import ClaimCard
from tocsin.linking.compare import Telling, numbers, standing
from tocsin.linking.events import summary
from tocsin.linking.grouping import comparable
from tocsin.linking.keys import claim_keys, claim_queries
from tocsin.linking.memory import Memory, linked
from tocsin.linking.weighing import weights
from tocsin.records import Record

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "tocsin" / "knowledge" / "data" / "linking.yaml"
SHARED = ROOT.parent / "shared"
RIDGE, ROUNDS = 2.0, 30
# too rare in the gold, and plain: these weights stay as they are
BY_HAND = {"long_apart", "another", "copied", "both_open", "same_toll"}
Mention = tuple[str, int, int]


def records(path: Path) -> list[Record]:
    """What `tocsin read` printed."""
    return [msgspec.json.decode(line, type=Record) for line in path.open("rb")]


def gold_items(path: Path) -> list[dict[str, Any]]:
    """The gold reports."""
    return [json.loads(line) for line in path.open(encoding="utf-8") if line.strip()]


def labelled(gold: list[dict[str, Any]], read: list[Record]) -> Iterator[tuple[Mention, str, str | None]]:
    """Each gold mention, its event, and the id of the claim that stands for it (as score.py chooses it)."""
    sys.path.insert(0, str(SHARED / "score"))
    from linking import claim_for

    claims = {record.report.id: msgspec.to_builtins(record.claims) for record in read}
    for item in gold:
        mentions = item["gold"]["mentions"]
        chosen = claim_for(mentions, claims.get(item["id"], []))
        for number, mention in enumerate(mentions):
            claim = chosen.get(number)
            yield (item["id"], mention["start"], mention["end"]), mention["event"], claim and claim["id"]


# ---------------------------------------------------------------- measuring
def measure(args: argparse.Namespace) -> None:
    """B-cubed and pairs by class of miss."""
    gold, read = gold_items(args.gold), records(args.read)
    memory = linked(read)
    if args.events:
        lines = [msgspec.json.encode(summary(name, cards)) for name, cards in memory.events().items()]
        args.events.write_bytes(b"".join(line + b"\n" for line in lines))
    rows = list(labelled(gold, read))
    story = {item["id"]: item["gold"].get("story") for item in gold}
    print(f"{len(rows)} mentions, {sum(claim is not None for _, _, claim in rows)} with a claim")
    for name, kept in (("all", rows), ("with a claim", [row for row in rows if row[2]])):
        print(f"{name:<14} B-cubed {shown(bcubed(memory, kept))}  pairs {shown(pairs(memory, kept))}")
    classes: Counter[str] = Counter(miss(memory, story, a, b) for a, b in combinations(rows, 2))
    for name, number in sorted(classes.items(), key=lambda item: -item[1]):
        if name:
            print(f"  {number:6} {name}")
    if args.misses:
        show_misses(memory, rows)


def place(memory: Memory, row: tuple[Mention, str, str | None]) -> str:
    """The predicted group of a mention."""
    return (memory.event_of(row[2]) if row[2] else None) or f"alone {row[0]}"


def bcubed(memory: Memory, rows: list[tuple[Mention, str, str | None]]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1."""
    truth, guess = defaultdict(set), defaultdict(set)
    for row in rows:
        truth[row[1]].add(row[0])
        guess[place(memory, row)].add(row[0])
    precision = recall = 0.0
    for row in rows:
        true, said = truth[row[1]], guess[place(memory, row)]
        both = len(true & said)
        precision, recall = precision + both / len(said), recall + both / len(true)
    return f1(precision / len(rows), recall / len(rows))


def pairs(memory: Memory, rows: list[tuple[Mention, str, str | None]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of mentions."""
    truth = {(a[0], b[0]) for a, b in combinations(rows, 2) if a[1] == b[1]}
    guess = {(a[0], b[0]) for a, b in combinations(rows, 2) if place(memory, a) == place(memory, b)}
    both = len(truth & guess)
    return f1(both / len(guess) if guess else 1.0, both / len(truth) if truth else 1.0)


def f1(precision: float, recall: float) -> tuple[float, float, float]:
    """With their harmonic mean."""
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def shown(figures: tuple[float, float, float]) -> str:
    return "/".join(f"{figure:.3f}" for figure in figures)


def miss(memory: Memory, story: dict[str, str], a: Any, b: Any) -> str | None:
    """Which kind of miss a pair of mentions is; null where it is none."""
    true, said = a[1] == b[1], place(memory, a) == place(memory, b)
    if true == said:
        return None
    where = "one report" if a[0][0] == b[0][0] else "one story" if story[a[0][0]] == story[b[0][0]] else "two stories"
    if said:
        return f"false link, {where}"
    if not (a[2] and b[2]):
        return "missed link: a mention has no claim"
    one, other = (Telling((memory.claim_cards[row[2]],)) for row in (a, b))
    if one.first.claim.type != other.first.claim.type:
        return "missed link: coded as two types"
    if not comparable(one, other):
        return "missed link: coded with two kinds of status"
    if a[0][0] != b[0][0] and set(claim_queries(one.first)).isdisjoint(claim_keys(other.first)):
        return "missed link: no key in common"
    return f"missed link: weighed too little, {where}"


def show_misses(memory: Memory, rows: Any) -> None:
    """The gold events with where their mentions went."""
    by_event = defaultdict(list)
    for row in rows:
        by_event[row[1]].append(row)
    for event, found in by_event.items():
        print(event)
        for row in found:
            card = memory.claim_cards.get(row[2] or "")
            print("   ", place(memory, row)[:20], row[0][0][:16], card.claim.trigger.text if card else None)


# ---------------------------------------------------------------- fitting
def labels(path: Path, read: list[Record]) -> Iterator[tuple[Mention, str, str]]:
    """Our own labels of claims: report, start and end of the trigger, event."""
    claims = {(r.report.id, c.trigger.start, c.trigger.end): c.id for r in read for c in r.claims}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            mention = (row["report"], int(row["start"]), int(row["end"]))
            if mention in claims:
                yield mention, row["event"], claims[mention]


Example = tuple[str, dict[str, float], float, str]


def examples(gold: Path, read: Path) -> list[Example]:
    """Side, numbers, whether it is one event, and story, of each pair of tellings that linking compares.

    Within a report each claim is a telling; between reports the claims of a report that are of one event are.
    The gold of linking_dev marks an event once a report, so that its pairs within a report are left out.
    """
    found = records(read)
    memory = linked(found)
    if gold.suffix == ".csv":
        rows: list[Any] = list(labels(gold, found))
    else:
        rows = [row for row in labelled(gold_items(gold), found) if row[2]]
    alone = [(row[1], Telling((memory.claim_cards[row[2]],))) for row in rows]
    together: dict[tuple[str, str, str, str], list[ClaimCard]] = defaultdict(list)
    for (_, event, claim), (_, telling) in zip(rows, alone, strict=True):
        card = memory.claim_cards[claim]
        together[card.report, event, card.claim.type, standing(card.claim)].append(telling.first)
    told = [(key[1], Telling(tuple(cards))) for key, cards in together.items()]
    return [*_pairs("within", alone), *_pairs("across", told)]


def _pairs(side: str, tellings: list[tuple[str, Telling]]) -> Iterator[Example]:
    for (event, one), (event_, other) in combinations(tellings, 2):
        same = one.first.report == other.first.report
        if same != (side == "within") or not comparable(one, other):
            continue
        if same or not _asked(other).isdisjoint(_borne(one)):
            yield side, numbers(one, other), float(event == event_), one.first.report.split("_")[0]


def _asked(telling: Telling) -> set[str]:
    return {key for card in telling.cards for key in claim_queries(card)}


def _borne(telling: Telling) -> set[str]:
    return {key for card in telling.cards for key in claim_keys(card)}


def fit(args: argparse.Namespace) -> None:
    """Fit, print the held-out figures, write."""
    sets = []
    for pair in args.pairs:
        gold, _, read = pair.partition("=")
        sets.append(examples(Path(gold), Path(read)))
    lines = []
    for side in ("across", "within"):
        lines += [f"{side}:", *(f"  {name}: {weight:.2f}" for name, weight in fitted(side, sets, args.worth))]
    for side in weights().keys() - {"across", "within"}:
        lines += [f"{side}:  # set by hand", *(f"  {name}: {weight:.2f}" for name, weight in weights()[side].items())]
    if args.write:
        head = [f"# Fitted by bench/linking.py fit, drawn to weights set by hand (ridge {RIDGE}); see docs/linking.md."]
        TARGET.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


def fitted(side: str, sets: list[list[Example]], whole: float) -> list[tuple[str, float]]:
    """The weights of one side."""
    kept = [[example for example in each if example[0] == side] for each in sets]
    rows = [example for each in kept for example in each]
    prior = weights()[side]
    names = list(dict.fromkeys([*prior, *(name for row in rows for name in row[1])]))
    table = np.array([[row[1].get(name, 0.0) for name in names] for row in rows])
    truth = np.array([row[2] for row in rows])
    worth = np.array([whole / len(each) for each in kept for _ in each])
    start = np.array([prior.get(name, 0.0) for name in names])
    ridge = np.array([1e9 if name in BY_HAND else RIDGE for name in names])
    folds = np.array([sum(map(ord, row[3])) % 5 for row in rows])
    guess = np.zeros(len(truth))
    for fold in range(5):
        held = folds == fold
        if held.any():
            guess[held] = table[held] @ newton(table[~held], truth[~held], worth[~held], start, ridge)
    counts = ", ".join(f"{len(each)} pairs ({sum(row[2] for row in each):.0f} of one event)" for each in kept)
    print(f"{side}: {counts}")
    report("prior", table @ start, truth, worth)
    report("held out, five folds", guess, truth, worth)
    found = newton(table, truth, worth, start, ridge)
    report("fitted", table @ found, truth, worth)
    for number, (name, weight) in enumerate(zip(names, found, strict=True)):
        print(f"  {name:<22}{start[number]:7.2f} -> {weight:6.2f}   in {np.count_nonzero(table[:, number])} pairs")
    return list(zip(names, found, strict=True))


def newton(table: np.ndarray, truth: np.ndarray, worth: np.ndarray, prior: np.ndarray, ridge: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression drawn to the prior."""
    found = prior.copy()
    for _ in range(ROUNDS):
        share = 1 / (1 + np.exp(-np.clip(table @ found, -30, 30)))
        slope = table.T @ (worth * (truth - share)) - ridge * (found - prior)
        curve = (table * (worth * share * (1 - share))[:, None]).T @ table + np.diag(ridge)
        found = found + np.linalg.solve(curve, slope)
    return found


def report(name: str, odds: np.ndarray, truth: np.ndarray, worth: np.ndarray) -> None:
    """Loss and F1 at even odds."""
    share = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    loss = -np.average(truth * np.log(share + 1e-9) + (1 - truth) * np.log(1 - share + 1e-9), weights=worth)
    said = odds >= 0
    hit = float((worth * (said & (truth > 0))).sum())
    precision, recall, both = f1(hit / max(1e-9, float((worth * said).sum())), hit / float((worth * truth).sum()))
    print(f"{name:<32} loss {loss:.3f}  pairs {precision:.3f}/{recall:.3f}/{both:.3f}")


def main() -> int:
    """Measure or fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    one = verbs.add_parser("measure")
    one.add_argument("gold", type=Path)
    one.add_argument("--read", type=Path, required=True)
    one.add_argument("--events", type=Path)
    one.add_argument("--misses", action="store_true")
    two = verbs.add_parser("fit")
    two.add_argument("--pairs", nargs="+", required=True)
    two.add_argument("--worth", type=float, default=300.0, help="what each gold set counts in sum")
    two.add_argument("--write", action="store_true")
    for each in (one, two):
        each.add_argument("--shared", type=Path, default=SHARED)
    args = parser.parse_args()
    globals()["SHARED"] = args.shared
    (measure if args.verb == "measure" else fit)(args)
    return 0


if __name__ == "__main__":
    sys.exit(main())
