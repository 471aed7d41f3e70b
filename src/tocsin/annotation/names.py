"""Names that the actor directory knows, found in a parsed passage whatever the model labels them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from tocsin.annotation.document import text_of
from tocsin.knowledge.directory import Directory, Entry, as_entry

NAME_TAGS = frozenset({"NNP", "NNPS"})
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})
MOST_WORDS = 12
SUM = re.compile(r"[A-Z]{0,3}[$€£¥]?\d[\d.,]{2,}[a-z]{0,2}$")  # "K480,000", "N2.4m"
KEPT = "tocsin_names"  # kept with the passage: those of one report are asked for again and again


@dataclass(frozen=True, slots=True)
class Known:
    """Tokens first..last-1 name this entry; `demonym` when they only speak of its people or things."""

    first: int
    last: int
    entry: Entry
    demonym: bool = False


class Names:
    """The known names of passages, by token."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    def of(self, doc: Doc, day: date | None) -> dict[int, Known]:
        """For each token inside a known name, that name as it was borne on the day."""
        kept: dict[tuple[Names, date | None], dict[int, Known]] = doc.user_data.setdefault(KEPT, {})
        asked = (self, day)
        if asked not in kept:
            kept[asked] = {i: known for known in self._scan(doc, day) for i in range(known.first, known.last)}
        return kept[asked]

    def _scan(self, doc: Doc, day: date | None) -> Iterator[Known]:
        start = 0
        while start < len(doc):
            known = self._at(doc, start, day) if self._starts(doc[start]) else None
            if known is None:
                start += 1
                continue
            yield known
            start = known.last

    def _starts(self, token: Token) -> bool:
        """A name may begin with this word."""
        letter, word = token.text[0], token.lower_
        if word == "the":
            return False
        small = word.rstrip("-") in self.directory.small_starts
        return letter.isupper() or (letter.isdigit() and not token.is_digit) or small

    def _at(self, doc: Doc, start: int, day: date | None) -> Known | None:
        """The longest known name that begins there and is no part of a longer, unknown one."""
        known = self.longest(doc, start, day)
        return known if known is not None and self._stands(doc, known) else None

    def longest(self, doc: Doc, start: int, day: date | None) -> Known | None:
        """The longest known name that begins there, whatever its words mean in that place."""
        first = doc[start].lower_
        longest = self.directory.first_words.get(first) or self.directory.first_words.get(first.replace(".", "")) or 1
        for last in range(min(start + 2 * longest, start + MOST_WORDS, len(doc)), start, -1):
            if doc[last - 1].tag_ == "POS" or doc[last - 1].is_punct:
                continue
            known = self._called(doc, start, last, day)
            if known is not None:
                return known
        return None

    def _called(self, doc: Doc, start: int, last: int, day: date | None) -> Known | None:
        text = text_of(doc, start, last)
        entry = self.directory.find(text, day)
        people = self.directory.demonym(text) if entry is None else None
        if people is not None:
            return Known(start, last, people, demonym=True)
        if entry is None and (outlet := self.directory.outlet(text)) is not None and "." not in text:
            entry = as_entry(outlet)
        return Known(start, last, entry) if entry is not None else None

    def _stands(self, doc: Doc, known: Known) -> bool:
        """The words are this name, and not an ordinary word or a piece of a longer name ("New Jersey")."""
        if known.last - known.first > 1 or known.demonym:
            return True
        token = doc[known.first]
        sure = known.entry.seat or known.entry.kind in {"country", "civilians"}
        if not sure and token.tag_ not in NAME_TAGS and token.is_sent_start:
            return False
        if known.entry.kind == "civilians" and self._forename(token):
            return False
        if known.entry.kind == "media" and (token.tag_ not in NAME_TAGS or self._opens(token)):
            return False
        if token.ent_type_ == "PERSON" and _in_longer_person(token):
            return self._others_are_titles(token)
        return not (known.first and self._continues(doc[known.first - 1], token))

    def _continues(self, before: Token, token: Token) -> bool:
        """The word before belongs to the same, unknown name."""
        return (
            before.tag_ == "NNP"
            and before.dep_ == "compound"
            and before.head == token
            and before.whitespace_ != ""
            and self._unheard_of(before)
        )

    def _opens(self, token: Token) -> bool:
        """The word begins a longer, unknown name ("National Highway Board")."""
        head = token.head
        return head.i > token.i and head.tag_ in NAME_TAGS and head.ent_type_ != "PERSON" and not token.text.isupper()

    def _forename(self, token: Token) -> bool:
        """ "Christian" in "Christian Porter" and in "Christian Social Union"."""
        head = token.head
        joined = token.dep_ in {"compound", "nmod", "amod"} and head.i > token.i and head.tag_ in NAME_TAGS
        return joined and self._unheard_of(head)

    def _unheard_of(self, token: Token) -> bool:
        directory, text = self.directory, token.text
        return (
            directory.title(text) is None
            and directory.demonym(text) is None
            and directory.find(text) is None
            and directory.agent(token.lower_) is None
        )

    def _others_are_titles(self, token: Token) -> bool:
        entity = next(span for span in token.doc.ents if span.start <= token.i < span.end)
        return all(not self._unheard_of(other) for other in entity if other.i != token.i)


def _in_longer_person(token: Token) -> bool:
    beside = [token.doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc)]
    return any(t.ent_type_ == "PERSON" and t.tag_ == "NNP" and t.sent == token.sent for t in beside)


def is_name(token: Token) -> bool:
    """Written as a name: tagged so, or with a capital letter where an ordinary word would have none."""
    if SUM.match(token.text):
        return False
    if token.tag_ in NAME_TAGS:
        return True
    return (
        token.text[0].isupper()
        and token.tag_ in {"NN", "NNS"}
        and (token.ent_type_ in NAMED or not token.is_sent_start)
    )


def name_extent(head: Token) -> tuple[int, int]:
    """The tokens of the name that the head closes: its named entity with the name words before, no determiner."""
    doc, first, last = head.doc, head.i, head.i + 1
    if head.ent_type_ in NAMED:  # the entities of the whole document need not be built
        while doc[first].ent_iob_ == "I" and first:
            first -= 1
        while last < len(doc) and doc[last].ent_iob_ == "I":
            last += 1
    while first > 0 and _joins(doc[first - 1], doc[first], head):
        first -= 1
    while first < head.i and (doc[first].tag_ in {"DT", "PRP$", "POS", "IN", "CC"} or doc[first].is_punct):
        first += 1
    while last > head.i + 1 and (doc[last - 1].tag_ == "POS" or doc[last - 1].is_punct):
        last -= 1
    return first, last


def _joins(before: Token, first: Token, head: Token) -> bool:
    if before.text == "-" and not before.whitespace_ and before.i and not before.nbor(-1).whitespace_:
        return True
    dated = before.ent_type_ in {"DATE", "TIME"} and head.ent_type_ not in {"DATE", "TIME"}  # "Saturday Mr Moyo spoke"
    joined = before.tag_ in NAME_TAGS and before.dep_ in {"compound", "nmod", "amod"} and before.head in {head, first}
    return joined and not dated
