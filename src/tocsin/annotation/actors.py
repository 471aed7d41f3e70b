"""Who a noun phrase names: states, bodies, groups and people, by the actor directory, names and common nouns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from spacy.tokens import Doc, Token

from tocsin.annotation.document import Passage
from tocsin.knowledge.directory import Directory, Entry, as_entry
from tocsin.knowledge.tables import Agent
from tocsin.records import Actor, ActorKind

NAME_TAGS = frozenset({"NNP", "NNPS"})
NOUN_TAGS = NAME_TAGS | {"NN", "NNS"}
LEFT = frozenset({"compound", "amod", "nmod", "nummod", "poss", "quantmod", "advmod", "case", "punct"})
IDENTIFYING = frozenset({"of", "in", "from", "at", "to"})
NO_ACTOR_LABELS = frozenset(
    {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT", "LANGUAGE"}
)
PLACE_LABELS = frozenset({"LOC", "FAC"})
BUNDLES = frozenset(
    "dozen score hundred thousand ten number handful majority half rest couple pair most some many all none one group"
    " part third".split()
)
MOST_WORDS = 9
HYPHEN_ROOM = 3


class ActorFinder:
    """Finds the actors behind noun phrases; built once from a directory."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self._doc: Doc | None = None
        self._names: dict[int, tuple[int, int, Entry]] = {}

    def at(self, passage: Passage, head: Token, day: date | None) -> Actor | None:
        """The actor that the noun phrase headed by the token names; None for things and pronouns."""
        if head.tag_ not in NOUN_TAGS | {"JJ", "CD", "DT", "NNS", "VBG"} or head.tag_ == "PRP":
            return None
        inner = _bundled(head)
        if inner is not None:
            return self.at(passage, inner, day)
        known = self._known(passage.doc, day).get(head.i)
        if known is not None and self._is_name_of(known, head):
            return self._from_entry(passage, known)
        return self._common(passage, head, day) or self._person_or_name(passage, head, day)

    def coordinated(self, passage: Passage, head: Token, day: date | None) -> list[Actor]:
        """The actors of "A, B and C" under one head, in text order."""
        found = (self.at(passage, token, day) for token in _conjuncts(head))
        return [actor for actor in found if actor is not None]

    def by_modifier(self, passage: Passage, token: Token, day: date | None) -> Actor | None:
        """The actor that a word before an event noun names ("Turkish airstrikes", "army shelling")."""
        known = self._known(passage.doc, day).get(token.i)
        if known is not None:
            return self._from_entry(passage, known)
        if self._agent(token) is not None and token.tag_ in NOUN_TAGS:
            return self._common(passage, token, day)
        return self._person_or_name(passage, token, day) if token.ent_type_ in {"ORG", "PERSON"} else None

    # ---------------------------------------------------------------- names the directory knows
    def _known(self, doc: Doc, day: date | None) -> dict[int, tuple[int, int, Entry]]:
        """For each token inside a known name: first token, end, entry. Kept for the passage asked last."""
        if doc is not self._doc:
            self._doc, self._names = (
                doc,
                {i: found for found in self._scan(doc, day) for i in range(found[0], found[1])},
            )
        return self._names

    def _scan(self, doc: Doc, day: date | None) -> Iterator[tuple[int, int, Entry]]:
        first_words, start = self.directory.first_words, 0
        while start < len(doc):
            longest = first_words.get(doc[start].lower_, 0) if doc[start].text[0].isupper() else 0
            found = self._longest(doc, start, min(longest + HYPHEN_ROOM, MOST_WORDS) if longest else 1, day)
            if found is None:
                start += 1
            else:
                yield found
                start = found[1]

    def _longest(self, doc: Doc, start: int, most: int, day: date | None) -> tuple[int, int, Entry] | None:
        if not doc[start].text[:1].isupper():
            return None
        for end in range(min(start + most, len(doc)), start, -1):
            text = doc[start:end].text
            entry = self.directory.find(text, day)
            if entry is None and (outlet := self.directory.outlet(text)) is not None and _is_name(doc, start, end):
                entry = as_entry(outlet)
            entry = entry or (self.directory.demonym(text) if end == start + 1 else None)
            if entry is not None and _is_name(doc, start, end):
                return start, end, entry
        return None

    def _is_name_of(self, known: tuple[int, int, Entry], head: Token) -> bool:
        """The name is the phrase's own, not only a word in a longer one ("Kabul University")."""
        last = known[1]
        return not any(
            t.head == head and t.i >= last and t.tag_ in NAME_TAGS for t in head.children if t.dep_ == "compound"
        )

    def _from_entry(self, passage: Passage, known: tuple[int, int, Entry]) -> Actor:
        first, last, entry = known
        span = passage.span(first, last)
        kind: ActorKind = entry.kind
        sector = entry.sector
        word = passage.doc[first:last].text
        if (
            self.directory.demonym(word) is not None
            and self.directory.find(word) is None
            and word.endswith("s")
            and last - first == 1
        ):
            kind, sector = "civilians", "CVL"  # "Russians": people, not the state
        return Actor(span.start, span.end, span.text, entry.id, entry.name, kind, entry.country, sector, None)

    # ---------------------------------------------------------------- common nouns
    def _agent(self, head: Token) -> Agent | None:
        """What agents and titles say of the noun, with the words before it where they make one term."""
        lemmas = [head.lemma_.lower(), head.lower_]
        if head.tag_ in NAME_TAGS and lemmas[0].endswith("s"):
            lemmas.append(lemmas[0][:-1])
        for lemma in lemmas:
            for count in (2, 1, 0):
                before = head.doc[max(0, head.i - count) : head.i]
                if len(before) == count:
                    term = " ".join((*(t.lower_ for t in before), lemma)).replace(" - ", "-")
                    agent = self.directory.agent(term)
                    if agent is not None:
                        return agent
        return None

    def _common(self, passage: Passage, head: Token, day: date | None) -> Actor | None:
        agent = self._agent(head)
        if agent is None or agent.group == "thing":
            return None
        named = self._named_in_apposition(passage, head, day) or self._outlet_before(passage, head, agent, day)
        if named is not None:
            return named
        first, last = self._extent(head)
        country, beside = self._belonging(passage, head, day)
        kind: ActorKind = agent.kind
        sector: str | None = agent.sector
        if kind == "unknown" and sector is None and beside is not None:
            kind, sector = beside.kind if beside.kind != "country" else "government", beside.sector
        span = passage.span(first, last)
        return Actor(span.start, span.end, span.text, None, span.text, kind, country, sector, None)

    def _outlet_before(self, passage: Passage, head: Token, agent: Agent, day: date | None) -> Actor | None:
        """ "the state-run Nordia news agency": the outlet's name, where the directory has it."""
        if agent.kind != "media":
            return None
        known = self._known(passage.doc, day)
        before = (known[c.i] for c in head.children if c.i in known and c.dep_ in {"compound", "nmod", "appos"})
        return next((self._from_entry(passage, name) for name in before if name[2].kind == "media"), None)

    def _extent(self, head: Token) -> tuple[int, int]:
        """The shortest exact name: no determiner or possessive pronoun before, identifying phrases after."""
        first = head.i
        for child in head.children:
            if child.i < head.i and child.dep_ in LEFT:
                first = min(first, child.left_edge.i)
        while first < head.i and (
            head.doc[first].dep_ in {"det", "punct", "predet"} or head.doc[first].tag_ in {"DT", "PRP$", "PDT"}
        ):
            first += 1
        last = head.i + 1
        for child in head.children:
            if child.dep_ == "prep" and child.i == last and child.lower_ in IDENTIFYING:
                held = next((c for c in child.children if c.dep_ == "pobj" and c.tag_ in NOUN_TAGS), None)
                if held is not None and held.ent_type_ not in {"DATE", "TIME"}:
                    last = self._extent(held)[1]
        return first, last

    def _belonging(self, passage: Passage, head: Token, day: date | None) -> tuple[str | None, Entry | None]:
        """The country, and the known name, of a possessor, demonym or of-phrase beside the noun."""
        known = self._known(passage.doc, day)
        near = [t for t in head.children if t.dep_ in {"poss", "amod", "compound", "nmod"}]
        near += [t for c in near for t in c.children if t.dep_ in {"poss", "amod", "compound", "nmod"}]
        for prep in (c for c in head.children if c.dep_ == "prep" and c.lower_ in {"of", "from", "in"}):
            near += [t for t in prep.children if t.dep_ == "pobj"]
        for token in near:
            found = known.get(token.i)
            if found is not None:
                return found[2].country, found[2]
        return None, None

    # ---------------------------------------------------------------- people and names unknown to the directory
    def _named_in_apposition(self, passage: Passage, head: Token, day: date | None) -> Actor | None:
        """ "the justice minister, Budi Hartanto": the name, with the office as role."""
        for child in head.children:
            if child.dep_ == "appos" and child.tag_ in NAME_TAGS and child.ent_type_ in {"PERSON", "ORG", "GPE", ""}:
                return self._person(passage, child, day, head)
        return None

    def _person_or_name(self, passage: Passage, head: Token, day: date | None) -> Actor | None:
        if head.tag_ not in NAME_TAGS or head.ent_type_ in NO_ACTOR_LABELS | PLACE_LABELS:
            return None
        titled = self._title_before(head)
        if head.ent_type_ == "PERSON" or titled:
            office = next((c for c in head.children if c.dep_ == "appos" and c.tag_ in {"NN", "NNS"}), None)
            return self._person(passage, head, day, office)
        first, last = _name_extent(head)
        span = passage.span(first, last)
        kind: ActorKind = "organisation" if head.ent_type_ == "ORG" else "unknown"
        country = self._belonging(passage, head, day)[0]
        return Actor(span.start, span.end, span.text, None, span.text, kind, country, None, None)

    def _person(self, passage: Passage, name: Token, day: date | None, office: Token | None) -> Actor:
        first, last = _name_extent(name)
        after_title = first
        role_words: list[Token] = []
        known = self._known(passage.doc, day)
        while after_title < name.i and (
            after_title in known or self._is_title(passage.doc[first : after_title + 1].text, passage.doc[after_title])
        ):
            role_words.append(passage.doc[after_title])
            after_title += 1
        holder = office if office is not None else name
        country, sector, role = self._belonging(passage, holder, day)[0], None, None
        agent = self._agent(office) if office is not None else None
        if agent is not None and office is not None:
            role, sector = passage.doc[slice(*self._extent(office))].text, agent.sector
        elif role_words:
            role = " ".join(t.text for t in role_words)
            found = self.directory.agent(role.lower()) or self.directory.agent(role_words[-1].lower_)
            sector = found.sector if found else None
            country = country or self._country_among(passage, role_words, day)
        span = passage.span(after_title, last)
        return Actor(span.start, span.end, span.text, None, span.text, "person", country, sector, role)

    def _country_among(self, passage: Passage, words: list[Token], day: date | None) -> str | None:
        known = self._known(passage.doc, day)
        return next((known[t.i][2].country for t in words if t.i in known), None)

    def _is_title(self, words: str, last: Token) -> bool:
        """Part of the words before a personal name: an office, a rank, a demonym."""
        return bool(
            self.directory.title(last.text)
            or self.directory.title(words)
            or self.directory.agent(last.lower_)
            or self.directory.demonym(last.text)
            or last.lower_
            in {"foreign", "prime", "defence", "defense", "interior", "deputy", "vice", "former", "acting", "chief"}
        )

    def _title_before(self, head: Token) -> bool:
        return any(c.dep_ == "compound" and (self.directory.title(c.text) or self._agent(c)) for c in head.children)


def _bundled(head: Token) -> Token | None:
    """What "dozens of soldiers" is about: the soldiers."""
    if head.lemma_.lower() not in BUNDLES and head.tag_ != "CD":
        return None
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _conjuncts(head: Token) -> Iterator[Token]:
    yield head
    for child in head.children:
        if child.dep_ == "conj":
            yield from _conjuncts(child)


def _is_name(doc: Doc, first: int, last: int) -> bool:
    """Written as a name: not an ordinary word that only begins a sentence."""
    if last - first > 1:
        return True
    token = doc[first]
    return token.tag_ in NAME_TAGS | {"JJ", "JJS", "NNS", "NN"} and not (
        token.is_sent_start and token.tag_ in {"NN", "JJ"} and token.ent_type_ == ""
    )


def _name_extent(head: Token) -> tuple[int, int]:
    """The run of name words that the head closes, or its named entity."""
    first = head.i
    while (
        first > 0
        and (first - 1 >= 0)
        and head.doc[first - 1].tag_ in NAME_TAGS | {"HYPH"}
        and head.doc[first - 1].head in {head, head.doc[first]}
    ):
        first -= 1
    for span in head.doc.ents:
        if span.start <= head.i < span.end and span.label_ in {"PERSON", "ORG", "GPE", "NORP"}:
            start = span.start
            while start < head.i and head.doc[start].tag_ in {"DT", "PRP$", "POS", "VBG", "IN", "RB"}:
                start += 1
            return min(first, start), max(head.i + 1, span.end - (head.doc[span.end - 1].tag_ == "POS"))
    return first, head.i + 1
