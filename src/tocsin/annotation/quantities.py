"""Quantities: numbers with their bounds, the noun counted, and what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from tocsin.annotation import numerals
from tocsin.annotation.amounts import DASHES, Amount, amounts
from tocsin.annotation.counted import HARM, STATES, VERBS, about, counted_noun, phrase, state_word
from tocsin.annotation.document import Mark, Passage, TimeMark
from tocsin.annotation.recounts import recounted
from tocsin.annotation.times import mark_times
from tocsin.records import Quantity, QuantityAbout, Span

NAMED = frozenset({"PERSON", "ORG", "GPE", "FAC", "LAW", "PRODUCT", "EVENT", "WORK_OF_ART", "LOC"})
NUMBERED = frozenset(
    "article resolution chapter section page room flight highway route road no. no number paragraph protocol channel "
    "unit area level phase type version day week act part point gate pier category magnitude sector zone group "
    "track".split()
)
NOT_COUNTED_BY_ONE = frozenset("day hand side way thing point time reason example another such word kind sort".split())
STREETS = frozenset("street avenue road boulevard lane drive".split())
STRONG = frozenset({"strong", "member", "man", "person", "seat"})


def mark_quantities(passages: Sequence[Passage], times: Sequence[TimeMark] | None = None) -> tuple[Mark[Quantity], ...]:
    """The quantities of the passages, in order of the text; null bounds are open.

    `times` are the time expressions of the same passages, whose numbers count nothing; they are looked for again
    where they are not given.
    """
    marked = mark_times(passages, None) if times is None else times
    taken: dict[int, set[int]] = {}
    for mark in marked:
        taken.setdefault(mark.passage.number, set()).update(range(mark.first, mark.last))
    return tuple(mark for passage in passages for mark in _passage(passage, taken.get(passage.number, set())))


def _passage(passage: Passage, taken: set[int]) -> Iterator[Mark[Quantity]]:
    doc = passage.doc
    found = [_mark(passage, amount) for amount in amounts(doc) if _counts(doc, amount, taken)]
    found += [_none(passage, token) for token in doc if token.lower_ in {"no", "nobody", "none"} and _is_zero(token)]
    yield from recounted(sorted(found, key=lambda mark: mark.first))


def _mark(passage: Passage, amount: Amount) -> Mark[Quantity]:
    doc = passage.doc
    head = counted_noun(doc, amount)
    span = passage.span(amount.first, amount.last)
    unit = amount.unit.unit if amount.unit else None
    if _is_fraction(doc, amount):
        unit = "percent"
    kind: QuantityAbout = "share" if unit == "percent" else about(doc, amount, head)
    record = Quantity(span.start, span.end, span.text, amount.low, amount.high, unit, _of(passage, amount, head), kind)
    return Mark(passage, amount.first, amount.last, record)


def _of(passage: Passage, amount: Amount, head: Token | None) -> Span | None:
    doc = passage.doc
    if head is not None:
        first, last = phrase(doc, amount, head)
        return passage.span(first, last)
    if amount.unit is not None:
        return None
    state = state_word(doc, amount, head)
    return passage.span(state.i, state.i + 1) if state is not None else None


def _is_fraction(doc: Doc, amount: Amount) -> bool:
    last = doc[amount.core_last - 1].lower_
    return last.endswith(("third", "thirds", "quarter", "quarters", "half", "fifth", "fifths", "tenth")) and (
        amount.unit is None
    )


def _counts(doc: Doc, amount: Amount, taken: set[int]) -> bool:
    """Whether it counts or measures something: no date, age, rank, name, part of a name or pronoun."""
    if not taken.isdisjoint(range(amount.core, amount.core_last)):
        return False
    first, after = doc[amount.core], doc[amount.last] if amount.last < len(doc) else None
    if amount.unit is not None:
        return True
    head = counted_noun(doc, amount)
    if head is not None and head.i in taken:
        return False
    if amount.first and _is_limit(doc, amount.first - 1, head):
        return False
    before = doc[amount.first - 1] if amount.first else None
    if _is_fraction(doc, amount) and before is not None and before.tag_ in {"JJ", "DT", "NN", "NNP"}:
        return before.tag_ == "DT" and before.lower_ in {"some"}
    if _is_name(doc, amount, before) or _is_age(doc, amount, before, after) or _is_score(doc, amount, before, after):
        return False
    if after is not None and after.text in DASHES and _modifier(doc, amount):
        return False
    if first.lower_ == "one" and amount.core_last - amount.core == 1:
        return _counts_one(doc, amount)
    if any(token.lower_ in STREETS and token.is_title for token in doc[amount.last : amount.last + 3]):
        return False
    return not (after is not None and after.lower_ == "magnitude")


def _is_name(doc: Doc, amount: Amount, before: Token | None) -> bool:
    """ "Article 5", "Group of 20", "Boeing 737", "Resolution 1973"."""
    token = doc[amount.core]
    if before is not None and before.i == amount.core - 1 and token.text[0].isdigit():
        if before.lower_ in NUMBERED or before.text in {"#", "+", "/"}:
            return not (before.lower_ == "no" and token.dep_ == "nummod")
        if (
            before.tag_ in {"NNP", "NNPS"}
            and token.dep_ != "nummod"
            and token.head.i < token.i
            and token.head == before
        ):
            return True
    if before is not None and before.lower_ == "of" and before.i and doc[before.i - 1].tag_ == "NNP":
        return counted_noun(doc, amount) is None  # "Group of 20"
    if before is not None and before.tag_ == "NNP" and token.text[0].isupper() and before.i == amount.core - 1:
        return True
    named = token.ent_type_ in NAMED and token.ent_iob_ == "I"
    return named and not (token.dep_ == "nummod" and token.head.tag_ == "NNS")


def _is_age(doc: Doc, amount: Amount, before: Token | None, after: Token | None) -> bool:
    """ "aged 97", "Mr Karim, 34,", "33-year-old", "33 years old"."""
    words = [token.lower_ for token in doc[amount.last : amount.last + 4]]
    if before is not None and before.lower_ in {"aged", "age", "ages", "turned"}:
        return True
    nearby = {token.lower_ for token in doc[max(0, amount.first - 4) : amount.first]}
    if nearby & {"age", "ages", "aged"} or _is_somebody(doc, amount):
        return True
    if "old" in words and {"year", "years", "month", "months"} & set(words[:2]):
        return True
    return _is_aside(doc, before, after) and amount.low is not None and amount.low < 120


def _is_aside(doc: Doc, before: Token | None, after: Token | None) -> bool:
    """Between commas or brackets after a name or a single person: ", 34,"."""
    if before is None or after is None or not before.i or after.text not in {",", ")", "."}:
        return False
    named = doc[before.i - 1].tag_ in {"NNP", "NN"} and before.text in {",", "("}
    return before.lower_ == "now" or (named and (after.text != "." or doc[before.i - 1].tag_ == "NNP"))


def _is_somebody(doc: Doc, amount: Amount) -> bool:
    """ "He is 45", "when she was 19"."""
    token = doc[amount.core : amount.core_last].root
    if token.dep_ not in {"attr", "acomp"} or token.head.lemma_ != "be" or counted_noun(doc, amount) is not None:
        return False
    return any(
        child.dep_ == "nsubj" and (child.lower_ in {"he", "she", "i"} or child.ent_type_ == "PERSON")
        for child in token.head.children
    )


def _is_score(doc: Doc, amount: Amount, before: Token | None, after: Token | None) -> bool:
    """Results, lists, codes, times: "2-1", "1.", "24/7", "12:30"."""
    if after is not None and after.text in {"/", ":", "°", "°C"}:
        return True
    if before is not None and before.text in {"/", ":"} and not before.whitespace_:
        return True
    listed = amount.first == 0 and after is not None and after.text in {".", ")"} and amount.last - amount.first == 1
    digits = [token for token in doc[amount.first : amount.last + 2] if token.text.isdigit()]
    hyphened = after is not None and after.text in DASHES and not after.whitespace_
    scored = hyphened and amount.last + 1 < len(doc) and doc[amount.last + 1].text[0].isdigit()
    if before is not None and before.text in DASHES and not before.whitespace_:
        return before.i > 0 and not doc[before.i - 1].whitespace_
    return listed or (scored and len(digits) > 1)


def _is_limit(doc: Doc, place: int, head: Token | None) -> bool:
    """ "children under five", "one in ten": the number belongs to what stands before it."""
    before = doc[place - 1] if place else None
    if before is None:
        return False
    under = doc[place].lower_ in {"under", "over"} and before.tag_ in {"NN", "NNS"} and head is None
    return under or (doc[place].lower_ == "in" and before.lower_ in numerals.SMALL)


def _counts_one(doc: Doc, amount: Amount) -> bool:
    token = doc[amount.core]
    head = token.head
    if doc[amount.last : amount.last + 1].text.lower() in STATES:
        return True
    counted = token.dep_ == "nummod" and head.i > token.i and head.tag_ == "NN"
    return counted and head.lemma_.lower() not in NOT_COUNTED_BY_ONE


def _modifier(doc: Doc, amount: Amount) -> bool:
    """ "a two-state solution" counts nothing, "a 2,000-strong force" does."""
    joined = doc[amount.last + 1 : amount.last + 2].text.lower()
    return not doc[amount.last].whitespace_ and not doc[amount.last - 1].whitespace_ and joined not in STRONG


def _is_zero(token: Token) -> bool:
    """ "no casualties", "no soldiers were wounded", "nobody died"."""
    head = token.head if token.lower_ == "no" and token.dep_ == "det" else token
    if token.lower_ == "no" and head is token:
        return False
    if head.lemma_.lower() in HARM and token.lower_ == "no":
        return True
    verb = head.head
    if head.dep_ == "conj":
        return False
    return (head.dep_ == "nsubjpass" and VERBS.get(verb.lemma_.lower()) in {"killed", "injured"}) or (
        head.dep_ == "nsubj" and verb.lemma_.lower() in {"die", "perish"}
    )


def _none(passage: Passage, token: Token) -> Mark[Quantity]:
    head = token.head if token.dep_ == "det" else None
    last = token.i + 1
    verb = head.head if head is not None else token.head
    kind: QuantityAbout = VERBS.get(verb.lemma_.lower(), "other")
    if head is not None and head.lower_ == "one":
        last, head = head.i + 1, None
    if head is not None and head.lemma_.lower() in HARM:
        kind = {"death": "killed", "fatality": "killed", "injury": "injured"}.get(head.lemma_.lower(), "other")  # type: ignore[assignment]
        last = head.i + 1
    span = passage.span(token.i, last)
    of = None
    if head is not None:
        start = head.i if last > head.i else token.i + 1
        of = passage.span(start, head.i + 1)
    return Mark(passage, token.i, last, Quantity(span.start, span.end, span.text, 0.0, 0.0, None, of, kind))
