"""The store that `tocsin demo` ends with, and what is worth a look in it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp

from rich.text import Text

from tocsin.exports import wording
from tocsin.exports.safe import line
from tocsin.linking.events import Event
from tocsin.records import Record
from tocsin.storage.ledger import LedgerLine
from tocsin.storage.store import Store


def kept(records: Iterable[Record]) -> Path:
    """A new store of the reports, each known since the day it was published; its path."""
    path = Path(mkdtemp(prefix="tocsin-demo-")) / "demo.tocsin"
    with Store(path) as store:
        for record in sorted(records, key=lambda record: record.report.published or ""):
            store.add(record, known=record.report.published)
    return path


def lines(path: Path) -> Iterator[Text]:
    """What the store knows that no single report says: origins, rival figures, what was settled, what changed when."""
    with Store(path, create=False) as store:
        events = store.list("events")
        widest = max(events, key=_telling)
        yield from _origins(widest)
        last = max(row.published or "" for row in store.list("reports"))
        ledger = store.list("ledger", as_of=last)
        yield from _ledger(ledger)
        yield from _difference(store, widest)
    yield Text("Next, ask the store yourself:")
    for words in (["list", path, "ledger", "--as-of", last], ["list", path, "conflicts"], ["why", path, widest.id]):
        yield Text("  tocsin " + shlex.join(map(str, words)))


def _telling(event: Event) -> tuple[bool, int, int, str]:
    """Events that copies swell tell most, then those with many figures."""
    figures = {figure.text for figure in event.quantities if figure.about != "other"}
    return event.outlets > event.origins, len(figures), event.outlets, event.id


def _origins(event: Event) -> Iterator[Text]:
    """One event with its outlets, its origins and its rival figures."""
    code = f"{event.type}/{event.mode}" if event.mode else event.type
    outlets, origins = wording.many(event.outlets, "outlet"), wording.many(event.origins, "independent origin")
    yield Text(f"{code} ({event.id}): {outlets}, but {origins}.", "bold")
    said = {(figure.text, figure.speaker or wording.OWN_WORD): figure for figure in event.quantities}
    for (words, speaker), figure in said.items():
        if figure.about != "other":
            yield Text(f"  {line(words)}: {line(speaker)} ({line(figure.outlet or '')})")
    yield Text()


def _ledger(ledger: Iterable[LedgerLine]) -> Iterator[Text]:
    """The items that a later report is proposed to settle, each with both quotes."""
    proposed = [item for item in ledger if item.outcomes]
    yield Text(f"{len(proposed)} things that were to come, for which a later report proposes an outcome:", "bold")
    for item in sorted(proposed, key=lambda item: -item.outcomes[0].score)[:3]:
        best = item.outcomes[0]
        yield Text(f"  {item.kind}, {item.opened}: “{line(item.what.text)}”")
        yield Text(f"  {best.outcome}? {best.published}: “{line(best.quote or '')}”\n")


def _difference(store: Store, event: Event) -> Iterator[Text]:
    """How many claims the day on which most became known of an event brought."""
    days = sorted({row.published or "" for row in store.list("reports") if row.id in event.reports})
    day = days[-1]
    before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    with store.diff(before, day) as found:
        claims = [each for each in found if each.kind == "claim"]
    yield Text(f"Between {before} and {day} the store learnt of {len(claims)} claims:", "bold")
    yield Text(f"  tocsin diff {shlex.quote(str(store.database.name))} @{before} @{day}\n")
