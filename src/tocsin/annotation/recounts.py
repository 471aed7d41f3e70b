"""Second figures for what was just counted: "..., putting the number at 350", "which counted 350 of them"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace
from spacy.tokens import Token

from tocsin.annotation.document import Mark
from tocsin.annotation.phrases import NOUN_TAGS
from tocsin.records import Quantity

FIGURES: Final = frozenset("figure number total count tally estimate headcount".split())
SET: Final = frozenset("put place set estimate give count tally reckon stand rise climb grow reach be".split())
PREPOSITIONS: Final = frozenset({"at", "as", "of", "to"})
THEM: Final = frozenset({"them", "whom", "those", "these"})
UNCOUNTABLE: Final = frozenset({"distance", "money", "share"})


def recounted(marks: Sequence[Mark[Quantity]]) -> list[Mark[Quantity]]:
    """The marks of a passage, in order; a second figure counts what the last figure before it counts."""
    found: list[Mark[Quantity]] = []
    for mark in marks:
        before = next((each for each in reversed(found) if _countable(each.record)), None)
        near = before is not None and mark.root.sent.start - before.root.sent.end <= 0
        if before is not None and near and _bare(mark.record) and _is_recount(mark.root):
            record = replace(mark.record, of=before.record.of, about=before.record.about)
            found.append(Mark(mark.passage, mark.first, mark.last, record))
        else:
            found.append(mark)
    return found


def _countable(quantity: Quantity) -> bool:
    return quantity.of is not None and quantity.unit is None and quantity.about not in UNCOUNTABLE


def _bare(quantity: Quantity) -> bool:
    return quantity.of is None and quantity.unit is None and quantity.about == "other"


def _is_recount(number: Token) -> bool:
    if any(_of_them(child) for child in number.children):
        return True
    holder = number.head
    if holder.dep_ in {"prep", "dative"} and holder.lower_ in PREPOSITIONS:
        holder = holder.head
    if holder.lemma_.lower() in FIGURES and holder.tag_ in NOUN_TAGS:
        return True
    named = (child for child in holder.children if child.dep_ in {"dobj", "nsubj", "nsubjpass"})
    return holder.lemma_.lower() in SET and any(child.lemma_.lower() in FIGURES for child in named)


def _of_them(preposition: Token) -> bool:
    return preposition.lower_ == "of" and any(child.lower_ in THEM for child in preposition.children)
