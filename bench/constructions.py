"""What Tocsin makes of sentences written for it: writes docs/constructions.md, a row for each construction.

    python bench/constructions.py [--show real|other|missing|swapped|part] [--set N] [--out docs/constructions.md]

`--show` prints the sentences with that verdict instead of writing the page; `--set` reads only the set of that number
and writes no page either.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "coding"))

import marked  # noqa: E402

HEADER = """# Constructions

Written by `python bench/constructions.py` from sentences of our own, written by somebody who had not seen the rules:
`tests/coding/not_happened.jsonl` and `tests/coding/direction.jsonl`. Every sentence is read as a report of its own.
All have been before the eyes of those who mend the rules since their first reading, set by set (`"written"` numbers
them), so unseen text will do worse than the tables below: the first readings say how much.
"""
FIRST = """
First reading, before any rule was changed or anybody had looked (25 November 2026): of 533 events that did not happen
79 were called happened or ongoing (14.8 %; four of them were acts of their own, such as the ban in "banned rallies",
which the marking now leaves out), 246 had a right status (46.2 %); of 90 that did happen 54 were called so (60.0 %)
and 23 were not found; of 230 sentences with actor and recipient 9 had them swapped (3.9 %) and 133 had both right
(57.8 %).

Second set, written an hour later, kept back and read when the rules had been mended by the first (25 November 2026,
39280bf): of 175 events that did not happen 18 were called happened or ongoing (10.3 %), 63 had a right status (36.0
%), 84 were not found (48.0 %); of 40 that did happen 25 were called so (62.5 %); of 75 sentences with actor and
recipient 2 had them swapped (2.7 %) and 43 had both right (57.3 %). On the same commit the first set stood at 1.3 %,
63.2 %, 65.6 %, 2.2 % and 73.0 %. So much of what was mended was mended for the first set: the aim of 3 % for events
that did not happen is reached on sentences that were looked at, not on new ones. The tests hold the shares over all
sets.

The sets that followed were written by others again, each read once before anybody looked (26 November 2026). To read
one again as it was read then: `git checkout COMMIT -- src`, then `python bench/constructions.py --set N` with the
sentences and the script of today.

| set | read at | events not happened | called happened | right status | not found | happened, called so |
|---|---|---|---|---|---|---|
| third | 5bf9e1d | 213 | 25 (11.7 %) | 94 (44.1 %) | 78 | 31 of 50 |
| fourth | 5bf9e1d | 360 | 39 (10.8 %) | 121 (33.6 %) | 164 | 50 of 88 |
| fourth, when the rules had been mended by the third | eb8ca8e | 360 | 31 (8.6 %) | 129 (35.8 %) | 164 | 54 of 88 |
| fifth (irony, metaphor, jargon) | dfe7cec | 222 | 27 (12.2 %) | 70 (31.5 %) | | 28 of 52 |
| sixth, when mended by the third to fifth | 49cde09 | 642 | 36 (5.6 %) | 294 (45.8 %) | 248 | 105 of 155 |
| seventh, when mended by the sixth | 2755399 | 188 | 11 (5.9 %) | 105 (55.9 %) | 61 | 28 of 41 |
| eighth, read together with the seventh | 2755399 | 185 | 6 (3.2 %) | 105 (56.8 %) | 63 | 27 of 39 |
| ninth, when mended by the seventh and eighth | ea86e3d | 439 | 17 (3.9 %) | 215 (49.0 %) | 175 | 58 of 91 |
| tenth, when mended by some of the ninth | ea3e87d | 271 | 12 (4.4 %) | 145 (53.5 %) | 92 | 40 of 60 |
| eleventh, when mended by all before it | f5dbf3f | 280 | 8 (2.9 %) | 150 (53.6 %) | 100 | 57 of 74 |
| twelfth, read together with the eleventh | f5dbf3f | 281 | 10 (3.6 %) | 132 (47.0 %) | 111 | 59 of 90 |
| thirteenth, when mended by the two before | d0d1f17 | 283 | 8 (2.8 %) | 146 (51.6 %) | 101 | 49 of 75 |
| fourteenth, when mended by the thirteenth | 07464ec | 288 | 9 (3.1 %) | 133 (46.2 %) | 114 | 49 of 75 |
| fifteenth, when mended by the fourteenth | 812462d | 285 | 6 (2.1 %) | 144 (50.5 %) | 106 | 52 of 85 |

The sixth set and those before were asked to be as varied as may be, irony and jargon included; from the seventh on they
were asked for straight news prose, spread evenly over the ways in which an event is said not to have happened. So the
fall from 5.6 % is owed to the task as much as to the rules. Together the seventh to the
tenth are 46 slips in 1,083 events, 4.2 %; the eleventh to the fifteenth 41 in 1,417,
2.9 % (95 % interval 2.1 to 3.9), and the last three of them 23 in 856, 2.7 %. Two of those are claims of what did
happen, police who kept people from crossing. Of 399 that did happen 266 were called so.

Of the thirty-six slips of the sixth set six were acts whose own words held the noun ("called off a strike" as a
concession, "threaten strike" as a threat): what is called off is a claim of its own now. Another six were claims that
the sentence itself says nobody could verify: they are unclear now. Of the seventeen slips of the seventh and eighth
six were of claims, footage or reports that the same sentence doubts or takes back, which is read off the words in
order now, since such sentences seldom parse well.

Of the eighteen of the eleventh and twelfth, three were told with "falsely" or "wrongly", two escaped "being" something,
three were taken back by the sentence after, and four hung on a verb in the present that the parse takes for a noun
("foresees", "tip", "foil"): such a word with a subject of its own is a verb now.
"""
FEW = 4
OTHERS = "constructions of fewer than four events"
Results = list[marked.Judged]


def table(results: Results, verdicts: dict[str, str]) -> list[str]:
    """A row for each construction, counts by verdict; those of few events in one row."""
    size = Counter(result.sentence.construction for result in results)
    counts: dict[str, Counter[str]] = {}
    for result in sorted(results, key=lambda r: size[r.sentence.construction] < FEW):
        name = result.sentence.construction if size[result.sentence.construction] >= FEW else OTHERS
        counts.setdefault(name, Counter())[result.verdict] += 1
    lines = [
        "| construction | events | " + " | ".join(verdicts.values()) + " |",
        "|---|" + "---|" * (len(verdicts) + 1),
    ]
    for name, count in [*counts.items(), ("**all**", Counter(r.verdict for r in results))]:
        cells = (str(count[verdict]) for verdict in verdicts)
        lines.append(f"| {name} | {count.total()} | " + " | ".join(cells) + " |")
    return lines


def share(results: Results, verdict: str) -> str:
    return (
        f"{sum(r.verdict == verdict for r in results)} of {len(results)} ({100 * marked.share(results, verdict):.1f} %)"
    )


def page(not_happened: Results, controls: Results, direction: Results) -> str:
    """The whole page."""
    real = {"real": "happened or ongoing (wrong)", "right": "right status", "other": "another", "missing": "not found"}
    done = {"real": "happened or ongoing (right)", "other": "another status", "missing": "not found"}
    ways = {"right": "both right", "swapped": "swapped", "part": "one right or none", "missing": "not found"}
    lines = [HEADER + FIRST, "## Events that did not happen", ""]
    lines += [
        f"Called happened or ongoing: {share(not_happened, 'real')}. Right status, or no claim where the sentence"
    ]
    lines += [f"states no event: {share(not_happened, 'right')}.", "", *table(not_happened, real), ""]
    lines += ["## Events that did happen, in words that could mislead", ""]
    lines += [f"Called happened or ongoing: {share(controls, 'real')}.", "", *table(controls, done), ""]
    lines += ["## Who did it to whom", "", f"Actor and recipient swapped: {share(direction, 'swapped')}; both right:"]
    lines += [f"{share(direction, 'right')}.", "", *table(direction, ways), ""]
    return "\n".join(lines)


def show(results: Results, verdict: str) -> None:
    for r in results:
        if r.verdict == verdict:
            print(f"{r.sentence.construction} | {r.sentence.text} | [{r.word}] wants {' '.join(r.sentence.statuses)}")
            for claim in r.claims:
                print(f"    {claim.type}/{claim.mode} {claim.status} «{claim.trigger.text}»", end=" ")
                print([a.text for a in claim.actors], "->", [a.text for a in claim.recipients], "|", claim.rule)


def _sentences(name: str, written: int | None) -> list[marked.Sentence]:
    return [each for each in marked.load(name) if written in {None, each.written}]


def main() -> int:
    """Measure all and write the page, or show the sentences of one verdict."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", default="")
    parser.add_argument("--set", type=int, metavar="N", help="only the sentences of the N-th set")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "constructions.md")
    args = parser.parse_args()
    results = marked.judged(_sentences("not_happened.jsonl", args.set), marked.status_verdict)
    not_happened = [r for r in results if r.sentence.kind != "control"]
    controls = [r for r in results if r.sentence.kind == "control"]
    direction = marked.judged(_sentences("direction.jsonl", args.set), marked.direction_verdict)
    if args.show in {"swapped", "part"}:
        show(direction, args.show)
    elif args.show:
        show(not_happened, args.show)
    elif args.set is None:
        args.out.write_text(page(not_happened, controls, direction), encoding="utf-8")
    print("not happened, called real:", share(not_happened, "real"), "right:", share(not_happened, "right"))
    print("controls, called real:", share(controls, "real"), "not found:", share(controls, "missing"))
    if direction:
        print("direction, swapped:", share(direction, "swapped"), "right:", share(direction, "right"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
