"""`tocsin load`: the records of an extraction into a store, in the order of the input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tocsin.commands.adding import add_records, say_counts
from tocsin.commands.talk import Talk
from tocsin.engines import kept, output
from tocsin.engines.output import Origin
from tocsin.records import Record
from tocsin.storage.runs import Steps
from tocsin.storage.store import Store


def load(store: Store, files: Sequence[tuple[Path, Origin]], known: str | None, talk: Talk) -> None:
    """Adds what is new in these files, and says how many reports the extraction could not read."""
    counts: Counter[str] = Counter()
    talk.total = sum(output.rows(path) for path, _ in files)
    with store.running(talk.total) as run:
        add_records(store, _new(store, files, counts, run), known, talk, counts, run)
    say_counts(counts, talk)
    unread = sum(origin.unread for _, origin in files)
    if unread:
        talk.say(f"{unread} were not read by the extraction: see *{output.UNREAD}")


def _new(
    store: Store, files: Sequence[tuple[Path, Origin]], counts: Counter[str], run: Steps
) -> Iterator[tuple[Record, str]]:
    """All but the records of reports that the store has as they are, from the same reader."""
    for path, origin in files:
        for record in kept.records(path):
            if store.has(record.report, origin.reader):
                counts["unchanged"] += 1
                run.step(new=False)
            else:
                yield record, origin.reader
