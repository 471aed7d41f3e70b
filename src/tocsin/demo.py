"""`tocsin demo`: reads the bundled sample reports, offline, shows telling claims, and keeps them in a store."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TextIO, get_args

from tocsin.records import Claim, Record, Report, Status

SAMPLES: Final = ("border-2021.jsonl", "articles")
_WEIGHT = 0.3  # what a source, or having all its parts, is worth to a claim against confidence


def run(out: TextIO) -> None:
    """Prints a short table of claims from the samples, what a store of them knows, and what to type next."""
    from tocsin import pipeline
    from tocsin.commands import demo_store
    from tocsin.exports.table import digest, terminal

    paths = [str(samples() / name) for name in SAMPLES]
    records = list(pipeline.read(paths))
    found = telling(records)
    console = terminal(out)
    count = sum(len(record.claims) for record in records)
    outlets = len({record.report.outlet for record in records})
    console.print(f"{len(records)} sample reports by {outlets} invented outlets hold {count} claims.")
    console.print("One claim of each status, in the order of publication:\n")
    console.print(digest(found))
    console.print()
    store = demo_store.kept(records)
    for line in demo_store.lines(store):
        console.print(line, soft_wrap=line.plain.startswith("  tocsin "))
    console.print("or the same reports as a page to look through (every claim beside the words it came from):")
    console.print(f"  tocsin read {shlex.join(paths)} --format html > page.html", soft_wrap=True)
    console.print("or a report of your own:  tocsin read article.txt --published 2021-07-08")


def samples() -> Path:
    """The folder of the sample reports: inside the installed package, or beside the source tree.

    Raises FileNotFoundError where neither is there.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "samples", here.parents[1] / "samples"):
        if (folder / SAMPLES[0]).is_file():
            return folder
    raise FileNotFoundError(f"the sample reports are not in {here / 'samples'}: install the package again")


def telling(records: Iterable[Record]) -> list[tuple[Report, Claim]]:
    """The best claim of each status, if possible each from another report, in the order of publication."""
    claims = [(record.report, claim) for record in records for claim in record.claims]
    chosen: list[tuple[Report, Claim]] = []
    for status in reversed(get_args(Status)):  # the rarer first
        used = {report.id for report, _ in chosen}
        having = [pair for pair in claims if pair[1].status == status]
        if having:
            chosen.append(max(having, key=lambda pair: _worth(pair[1]) - (pair[0].id in used)))
    return sorted(chosen, key=lambda pair: (pair[0].published or "", pair[1].trigger.start))


def _worth(claim: Claim) -> float:
    """Sure, complete and well-sourced claims tell most."""
    parts = (claim.actors, claim.recipients or claim.places, claim.quantities, claim.when or claim.due)
    return claim.confidence + _WEIGHT * min(len(claim.sources), 2) + _WEIGHT * sum(map(bool, parts)) / len(parts)
