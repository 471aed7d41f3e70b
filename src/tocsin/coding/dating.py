"""Dates that one telling lends another: "two days after the vote", "the attack" of an attack told before."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs
from spacy.tokens import Token

from tocsin.annotation.document import Document, Tie
from tocsin.annotation.times import dated
from tocsin.coding import syntax
from tocsin.coding.drafts import Draft
from tocsin.records import Actor, Interval, Span

DEFINITE = frozenset({"the", "this", "that", "both"})
STEM = 5  # letters
DONE = frozenset({"happened", "ongoing"})


def settle(document: Document, drafts: Sequence[Draft]) -> None:
    """Fill, by inference, the times that hang on another event, and those of events told before with their date."""
    ties = {mark.interval.text: mark.tied for mark in document.times if mark.interval is not None and mark.tied}
    for draft in drafts if ties else ():
        draft.when = _resolved(draft.when, ties, draft, drafts)
        draft.due = _resolved(draft.due, ties, draft, drafts)
    for number, draft in enumerate(drafts):
        if draft.when is None and draft.due is None and draft.status == "happened" and _points_back(draft):
            draft.when = _told_before(draft, drafts[:number])


def _points_back(draft: Draft) -> bool:
    """ "the attack", "The first bomb went off": the noun is one that the reader knows of."""
    noun: Token | None = draft.match.head
    if draft.match.verbal:
        noun = syntax.grammatical_subject(draft.match.head) if draft.type == "ASSAULT" and not draft.actors else None
    if noun is None or draft.type == "STATE" or noun.tag_ in {"NNP", "NNPS"}:
        return False
    if noun.tag_ == "NNS" and any(child.dep_ == "prep" for child in noun.children):
        return False  # "the attacks on envoys": all there were
    return any(child.dep_ == "det" and child.lower_ in DEFINITE for child in noun.children)


def _told_before(draft: Draft, before: Sequence[Draft]) -> Interval | None:
    """The date of the events of its kind told before, if they have but one; of several, those of the same word."""
    like = [d for d in before if d.type == draft.type and d.when is not None and d.when.start and d.status in DONE]
    like = [d for d in like if _may_be_one(d.actors, draft.actors) and _may_be_one(d.recipients, draft.recipients)]
    same = [d for d in like if _same_word(d.match.head, draft.match.head)]
    if not same and draft.match.head.tag_ != "NNS":
        same = like
    whens = [d.when for d in same if d.when is not None]
    if not whens or len({(when.start, when.end) for when in whens}) > 1:
        return None
    return structs.replace(whens[0], basis="inferred")


def _may_be_one(told: Sequence[Actor], here: Sequence[Actor]) -> bool:
    """Not two events of two armies: of those known on both sides, one is the same."""
    known = [{actor.id for actor in side if actor.id} for side in (told, here)]
    return not all(known) or bool(known[0] & known[1])


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
