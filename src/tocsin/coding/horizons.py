"""Times told by another event ("two days after the vote"): dated where the report dates that event itself."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from tocsin.annotation.document import Document, Tie
from tocsin.annotation.times import dated
from tocsin.coding.drafts import Draft
from tocsin.records import Interval, Span

STEM = 5  # letters
DONE = frozenset({"happened", "ongoing"})


def resolve(document: Document, drafts: Sequence[Draft]) -> None:
    """Give the drafts whose time hangs on another event its dates, by inference; where it has none, leave the words."""
    ties = {mark.interval.text: mark.tied for mark in document.times if mark.interval is not None and mark.tied}
    if not ties:
        return
    for draft in drafts:
        draft.when = _resolved(draft.when, ties, draft, drafts)
        draft.due = _resolved(draft.due, ties, draft, drafts)


def _resolved(
    interval: Interval | None, ties: dict[Span | None, Tie], draft: Draft, drafts: Sequence[Draft]
) -> Interval | None:
    tie = ties.get(interval.text) if interval is not None else None
    if interval is None or tie is None or interval.start or interval.end:
        return interval
    told = [
        d.when
        for d in _tellings(tie.event, draft, drafts)
        if d.when is not None and d.when.start == d.when.end and d.when.start
    ]
    days = {when.start for when in told}
    return (dated(tie, told[0], interval.text) if len(days) == 1 else None) or interval


def _tellings(event: Token, draft: Draft, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts about the event of that token: its own, and others of the same type, mode and word that happened."""
    own = [d for d in drafts if d is not draft and event in d.match.words and d.match.passage.doc is event.doc]
    kinds = {(d.type, d.mode) for d in own}
    again = [d for d in drafts if d is not draft and (d.type, d.mode) in kinds and d.status in DONE]
    return own + [d for d in again if any(_same_word(word, event) for word in d.match.words)]


def _same_word(one: Token, other: Token) -> bool:
    """The noun and the verb of one root: "withdrawal", "withdrew" are told apart only by their ends."""
    return one.lemma_.lower()[:STEM] == other.lemma_.lower()[:STEM]
