"""What bears each sentence out: the words of a report and where they stand, or what a number counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.exports import wording
from tocsin.exports.safe import line
from tocsin.sitrep.document import Document, Section, Sentence, sentence
from tocsin.sitrep.gathering import Gathered
from tocsin.sitrep.glance import COUNTED, counted
from tocsin.storage import loading
from tocsin.storage.loading import StoredClaim
from tocsin.storage.store import Store


def noted(document: Document, store: Store, given: Gathered) -> Document:
    """The document with its notes: one for each sentence of a report, whichever of its claims are cited."""
    cited = list(document.numbers())
    held = _rows(store, given, [name for name in cited if not name.startswith(COUNTED)])
    groups: defaultdict[tuple[str, int], list[StoredClaim]] = defaultdict(list)
    for row in held.values():
        groups[(row.report, row.claim.sentence.start)].append(row)
    first = {row.claim.id: rows[0].claim.id for rows in groups.values() for row in rows}
    sections = tuple(_pointing(section, first) for section in document.sections)
    numbers = counted(given)
    notes = {rows[0].claim.id: _note(rows) for rows in groups.values()}
    notes |= {name: numbers[name] for name in cited if name.startswith(COUNTED)}
    return replace(document, sections=sections, notes=notes)


def _rows(store: Store, given: Gathered, names: Sequence[str]) -> Mapping[str, StoredClaim]:
    held = {row.claim.id: row for each in given.told for row in each.rows} | {
        row.claim.id: row for row in given.items.values()
    }
    with store.database.reading() as connection:
        held |= loading.named(connection, given.moment, [name for name in names if name not in held])
    return {name: held[name] for name in names}


def _pointing(section: Section, first: Mapping[str, str]) -> Section:
    """The section, its sentences resting on the notes of sentences."""

    def pointing(each: Sentence) -> Sentence:
        return sentence(*each.parts, notes=[first.get(note, note) for note in each.notes])

    return replace(section, paragraphs=tuple(tuple(map(pointing, part)) for part in section.paragraphs))


def _note(rows: Sequence[StoredClaim]) -> str:
    row = rows[0]
    quote = " ".join(row.claim.sentence.text.split())
    address = f" {row.url}" if row.url and row.url.startswith(("https://", "http://")) else ""
    coded = "; ".join(dict.fromkeys(_coded(each) for each in rows))
    return line(f"“{quote}” {row.outlet or 'outlet unknown'}, {row.published or 'undated'}; {coded}.{address}")


def _coded(row: StoredClaim) -> str:
    chain = wording.chain(row.claim.sources)
    said = f"according to {chain}" if chain else wording.OWN_WORD
    return f"{wording.code(row.claim)}, {row.claim.status}, {said} (claim {row.claim.id})"
