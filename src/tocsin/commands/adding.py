"""`tocsin add`: what is not in the store yet is read and added, a report a transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from tocsin import pipeline
from tocsin.commands.talk import Talk, output
from tocsin.exports.safe import line
from tocsin.reading import LeftOut, Notice, Reading, Unread
from tocsin.records import Record
from tocsin.storage.adding import Added
from tocsin.storage.database import StoreError
from tocsin.storage.runs import Steps
from tocsin.storage.store import Store


def add(
    store: Store,
    found: Iterable[Reading | Unread | Notice],
    knowledge: Path | None,
    known: str | None,
    talk: Talk,
    *,
    relevant: bool = False,
) -> None:
    """Adds what is new; says what was added as soon as it cannot be lost, and at the end how much there was."""
    reader = pipeline.fingerprint(knowledge)
    counts: Counter[str] = Counter()
    with store.running(talk.total) as run:
        results = pipeline.code(_new(store, found, reader, counts, run), knowledge, relevant=relevant)
        records = talk.records(_stepped(results, counts, run))
        add_records(store, ((record, reader) for record in records), known, talk, counts, run)
    say_counts(counts, talk)


def add_records(
    store: Store,
    found: Iterable[tuple[Record, str]],
    known: str | None,
    talk: Talk,
    counts: Counter[str],
    run: Steps,
) -> None:
    """Adds records, each with who read it; says what was added as soon as it cannot be lost."""
    out = output()
    for record, reader in found:
        added = _added(store, record, reader, known, talk)
        run.step()
        if added is None:
            continue
        counts[added.what] += 1
        if added.what in ("added", "changed"):
            print(line_of(added), file=out, flush=True)


def say_counts(counts: Counter[str], talk: Talk) -> None:
    """Says how many reports were added, changed, and so on."""
    talk.say(", ".join(f"{count} {what}" for what, count in sorted(counts.items())) or "no report")


def _added(store: Store, record: Record, reader: str, known: str | None, talk: Talk) -> Added | None:
    try:
        return store.add(record, reader, known)
    except StoreError as error:
        if error.damaged:
            raise
        talk.unread += 1
        talk.say(error.message)
        return None


def _new(
    store: Store, found: Iterable[Reading | Unread | Notice], reader: str, counts: Counter[str], run: Steps
) -> Iterator[Reading | Unread | Notice]:
    """All but the reports that the same reader has read before as they are."""
    for item in found:
        if isinstance(item, Reading) and store.has(item.report, reader):
            counts["unchanged"] += 1
            run.step(new=False)
            continue
        if isinstance(item, Unread):
            run.step(new=False)
        yield item


def _stepped(results: Iterable[pipeline.Result], counts: Counter[str], run: Steps) -> Iterator[pipeline.Result]:
    """The same; what was left out is counted as done."""
    for result in results:
        if isinstance(result, LeftOut):
            counts["left out"] += 1
            run.step(new=False)
        yield result


def line_of(added: Added) -> str:
    """What was done, in columns parted by tabs: new claims, how many of them in known events, ended claims."""
    numbers = f"{added.begun} new claims", f"{added.joined} in known events", f"{added.ended} ended"
    return "\t".join((added.what, line(added.report), *numbers))
