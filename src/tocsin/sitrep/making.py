"""A situation report from a store: gathered, worded, linted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from tocsin.exports import wording
from tocsin.exports.safe import line
from tocsin.linking.events import Event
from tocsin.sitrep import sentences
from tocsin.sitrep.document import Document, Paragraph, Picture, Section
from tocsin.sitrep.gathering import DUE_WITHIN, Gathered, gather
from tocsin.sitrep.lags import lagging
from tocsin.sitrep.lint import HOUSE_ROW, linted
from tocsin.storage import loading
from tocsin.storage.filters import Filters
from tocsin.storage.loading import StoredClaim
from tocsin.storage.store import Store

MOST: Final = 40  # paragraphs of a section
_LISTED: Final = 60  # reports or events that a count names
T = TypeVar("T")
Drawn = Callable[[Sequence[Event]], Sequence[Picture]]


def make(store: Store, name: str, since: str, filters: Filters, drawn: Drawn | None = None) -> Document:
    """The situation report of what was published on or after a day; `drawn` makes its pictures."""
    given = gather(store, name, since, filters)
    events = [each.event for each in given.told]
    pictures = tuple(drawn(events)) if drawn and events else ()
    document = Document(f"Situation report since {since}", _rules(given), tuple(_sections(given, pictures)))
    return linted(Document(document.title, document.rules, document.sections, _notes(store, given, document)))


def _rules(given: Gathered) -> tuple[str, ...]:
    return (
        f"As the store {given.name} knew it at {given.known or 'its beginning'} (moment {given.moment}); the ledger's "
        f"clock stands on {given.today.isoformat()}.",
        f"Since: reports published on or after {given.since}; one without a day counts from when the store came to "
        "know it.",
        "An event is a group of claims that a machine or a person put together, counted once; independent origins "
        "are reports that do not copy one another.",
        "Nothing here says what is true. Words in quotation marks, names and figures are those of the reports; a word "
        "of likelihood in a quote is its speaker's and was given no number.",
        f"Words of likelihood of ours would be of one row: {', '.join(HOUSE_ROW)} (ICD 203). There are none.",
    )


def _sections(given: Gathered, pictures: tuple[Picture, ...]) -> Iterable[Section]:
    nothing = "Nothing."
    yield Section("In numbers", tuple(sentences.overview(given)), nothing, pictures=pictures)
    yield _section("New", given.new, sentences.told, "No event that earlier reports do not tell of.")
    yield _section("Changed", given.more, sentences.changed, "Nothing was added to events that were known.")
    yield _section("Contradicted", given.conflicts, sentences.contradicted,
                   "No claim of the period stands against another.")  # fmt: skip
    soon = f"Due within {DUE_WITHIN} days"
    yield _section(soon, given.due, lambda each: sentences.waiting(each, given.items.get(each.claim)), "Nothing.")
    yield _section("Overdue, which says nothing of whether it happened", given.overdue,
                   lambda each: sentences.waiting(each, given.items.get(each.claim)), "Nothing.")  # fmt: skip
    yield Section("Where reporting lags", tuple(lagging(given)), "No claim of the period is of a known day.")


def _section(title: str, of: Sequence[T], told: Callable[[T], Paragraph], empty: str) -> Section:
    left = len(of) - MOST
    more = f"{wording.many(left, 'more')}: narrow the filters to see them.".replace("mores", "more") if left > 0 else ""
    return Section(title, tuple(told(each) for each in of[:MOST]), empty, more)


# ---------------------------------------------------------------- notes
def _notes(store: Store, given: Gathered, document: Document) -> dict[str, str]:
    """What bears each sentence out: the words of a claim and where they stand, or what a number counts."""
    held = {row.claim.id: row for each in given.told for row in each.rows} | {
        row.claim.id: row for row in given.items.values()
    }
    wanted = document.numbers()
    with store.database.reading() as connection:
        missing = [name for name in wanted if name not in held and not name.startswith(sentences.COUNTED)]
        held |= loading.named(connection, given.moment, missing)
    counted = {f"{sentences.COUNTED}reports": _listed("Reports", [name for name, _ in given.reports]),
               f"{sentences.COUNTED}events": _listed("Events", [each.event.id for each in given.told])}  # fmt: skip
    return {name: counted.get(name) or _note(held[name]) for name in wanted}


def _listed(what: str, names: Sequence[str]) -> str:
    left = len(names) - _LISTED
    return f"{what} counted: {', '.join(names[:_LISTED])}{f' and {left} more' if left > 0 else ''}."


def _note(row: StoredClaim) -> str:
    outlet = row.outlet or "outlet unknown"
    chain = wording.chain(row.claim.sources)
    said = f"according to {chain}" if chain else wording.OWN_WORD
    quote = " ".join(row.claim.sentence.text.split())
    code = f"{wording.code(row.claim)}, {row.claim.status}"
    address = f" {row.url}" if row.url and row.url.startswith(("https://", "http://")) else ""
    return line(f"“{quote}” {outlet}, {row.published or 'undated'}; {said}; {code}; claim {row.claim.id}.{address}")
