"""Who a noun phrase names: states, bodies, groups and people, by the actor directory, names and common nouns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec.structs import replace
from spacy.tokens import Doc, Token

from tocsin.annotation import nouns, phrases
from tocsin.annotation.document import Passage
from tocsin.annotation.leaders import as_leader, led_by
from tocsin.annotation.names import NAME_TAGS, Known, Names, is_name, name_extent
from tocsin.annotation.nouns import ACTING, BODIES, FORMER, INTERNATIONAL, MEMBERS, OWNING, SEATED, WITHOUT_HANDS
from tocsin.annotation.phrases import NOUN_TAGS
from tocsin.annotation.titled import Titled, titled
from tocsin.knowledge.directory import Directory, Entry
from tocsin.knowledge.tables import Agent
from tocsin.records import Actor, ActorKind

HEAD_TAGS = NOUN_TAGS | {"JJ", "JJS", "CD", "DT", "VBG", "VBN"}
KEPT = "tocsin_titled"
NO_ACTOR = frozenset(
    "DATE TIME MONEY PERCENT QUANTITY ORDINAL EVENT LAW WORK_OF_ART PRODUCT LANGUAGE LOC FAC CARDINAL".split()
)


class ActorFinder:
    """Finds the actors behind noun phrases; built once from a directory."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.names = Names(directory)

    # ---------------------------------------------------------------- asked by others
    def at(self, passage: Passage, head: Token, day: date | None) -> Actor | None:
        """The actor that the noun phrase headed by the token names; null for things, mere places and pronouns."""
        found = self._at(passage, head, day)
        return as_leader(self.directory, found, day) if found is not None and found.id is None else found

    def _at(self, passage: Passage, head: Token, day: date | None) -> Actor | None:
        if head.tag_ not in HEAD_TAGS or (head.dep_ == "pobj" and self.closes(head)):
            return None
        titled_name = self._titled(passage.doc, day).get(head.i)
        if titled_name is not None:
            return self._in_long_office(passage, titled_name, day)
        inner = phrases.bundled(head)
        if inner is not None and inner.i != head.i:
            return self.at(passage, inner, day)
        known = self.names.of(passage.doc, day).get(head.i)
        if known is not None:
            return self._from_known(passage, known, head, day)
        agent = None if self._is_surname(head) else self.agent_of(head)
        if agent is not None:
            return self._common(passage, head, agent, day)
        return self._unknown(passage, head, day)

    def coordinated(self, passage: Passage, head: Token, day: date | None) -> list[Actor]:
        """The actors of "A, B and C" under one head, in text order; one phrase about several is one actor."""
        found: list[Actor] = []
        for token in self._listed(passage, head, day):
            shared = self._shared(passage, token, day)
            for actor in shared or filter(None, (self.at(passage, token, day),)):
                if not any(f.start < actor.end and actor.start < f.end for f in found):
                    found.append(actor)
        return found

    def _shared(self, passage: Passage, head: Token, day: date | None) -> list[Actor]:
        """ "the Russian and Turkish presidents" are two actors: the first by its adjective, the last with the noun."""
        own = nouns.joint_owners(head, self.names.of(passage.doc, day)) if self.agent_of(head) is not None else []
        whole = self.at(passage, head, day) if own else None
        if whole is None:
            return []
        spans = [passage.span(k.first, k.last) for k in own[:-1]] + [passage.span(own[-1].first, head.i + 1)]
        return [
            replace(whole, start=s.start, end=s.end, text=s.text, name=s.text, country=k.entry.country)
            for s, k in zip(spans, own, strict=True)
        ]

    def by_modifier(self, passage: Passage, token: Token, day: date | None) -> Actor | None:
        """The actor that a word before an event noun names ("Turkish airstrikes", "army shelling")."""
        if nouns.in_compound_adjective(token):
            return None
        known = self.names.of(passage.doc, day).get(token.i)
        if known is not None:
            return None if known.entry.seat else self._named(passage, known.first, known.last, known)
        agent = self.agent_of(token) if token.tag_ in NOUN_TAGS else None
        if agent is None:
            return self._unknown(passage, token, day) if token.ent_type_ in {"ORG", "PERSON"} else None
        if agent.group in {"thing", "owned"} or agent.sector in WITHOUT_HANDS:
            return None
        return self._common(passage, token, agent, day)

    def _listed(self, passage: Passage, head: Token, day: date | None) -> Iterator[Token]:
        """Conjuncts, and known names that the parser took for appositions ("Russia, Kazakhstan and Kyrgyzstan")."""
        names = self.names.of(passage.doc, day)
        for token in phrases.conjuncts(head):
            yield token
            for child in token.children if token.i in names else ():
                listed = child.dep_ == "appos" and child.i in names and child.nbor(-1).text == ","
                if listed and names[child.i].entry.id != names[token.i].entry.id:
                    yield from self._listed(passage, child, day)

    # ---------------------------------------------------------------- names the directory knows
    def _from_known(self, passage: Passage, known: Known, head: Token, day: date | None) -> Actor | None:
        if known.entry.seat and phrases.is_placed(head):
            return None  # "in Moscow" is a place, "talks with Moscow" a government
        owner = self._owner(passage, head, day, phrases.owners(head))
        country = owner.entry.country if owner is not None and not owner.entry.seat else None
        people = known.demonym or known.entry.kind == "civilians"
        first = min(known.first, phrases.left_extent(head)) if people else known.first  # "three Russians"
        actor = self._named(passage, first, known.last, known)
        if country is None or known.demonym or known.entry.country in {country, None} or known.entry.kind == "country":
            return actor
        return replace(actor, id=None, name=actor.text, country=country)  # another state's body of the same name

    def _named(self, passage: Passage, first: int, last: int, known: Known) -> Actor:
        span, entry = passage.span(first, last), known.entry
        kind, sector = entry.kind, entry.sector
        id_: str | None = entry.id
        if known.demonym and passage.doc[last - 1].tag_ in {"NNPS", "NNS"}:
            kind, sector, id_ = "civilians", "CVL", None  # "Russians": people, not the state
        name = entry.name if id_ else span.text
        return Actor(span.start, span.end, span.text, id_, name, kind, entry.country, sector, None)

    # ---------------------------------------------------------------- common nouns
    def agent_of(self, head: Token) -> Agent | None:
        """What the directory says of the noun, with up to three words before it where they make one term."""
        doc, last_words = head.doc, self.directory.last_words
        forms = [form for form in nouns.forms(head) if form in last_words]
        for first in range(max(0, head.i - 4), head.i + 1) if forms else ():
            before = doc[first : head.i].text_with_ws.lower() if first < head.i else ""
            for form in forms:
                agent = self.directory.agent(before + form)
                if agent is not None:
                    return agent
        return None

    def _common(self, passage: Passage, head: Token, agent: Agent, day: date | None) -> Actor | None:
        if agent.group == "thing":
            return None
        name = self._name_beside(head, agent)
        if name is not None:
            return self._person(passage, name, day, head)
        called = self._called(passage, head, agent, day)
        if called is not None:
            return called
        told = self._body_beside(head) if head.tag_ in NAME_TAGS else None
        if told is not None:
            agent = self.agent_of(told) or agent  # what is told of the body, rather than the word in its name
        within = nouns.within(agent)
        first, last = phrases.left_extent(head), phrases.right_extent(head, nouns.told_by_place(head, within))
        beside = [*phrases.owners(head), *phrases.all_after(head, within)]
        if told is not None:
            beside += [*phrases.owners(told), *phrases.all_after(told, SEATED)]
        owner = self._owner(passage, head, day, beside)
        if head.dep_ == "compound" and owner is None:
            first, owner = self._beside_compound(passage, first, day)
        if owner is None and agent.kind == "unknown":
            agent = self._told_by(head, agent, within)
        if agent.group == "owned" and owner is None and not any(self.agent_of(t) for t in phrases.owners(head)):
            return None  # a ship or a gun acts only for those whose it is
        return self._described(passage, first, last, agent, owner)

    def _called(self, passage: Passage, head: Token, agent: Agent, day: date | None) -> Actor | None:
        """ "the group, Boko Haram": the known body in apposition."""
        names = self.names.of(passage.doc, day)
        if agent.group not in {"group", "body"} or head.tag_ in NAME_TAGS:
            return None
        beside = (names[c.i] for c in head.children if c.dep_ == "appos" and c.i > head.i and c.i in names)
        known = next((known for known in beside if known.entry.kind in BODIES and not known.demonym), None)
        return self._named(passage, known.first, known.last, known) if known is not None else None

    def _told_by(self, head: Token, agent: Agent, within: frozenset[str]) -> Agent:
        """ "the head of the army", "members of a court": the noun behind says what they are of."""
        inner = next((found for token in phrases.after(head, within) if (found := self.agent_of(token))), None)
        if inner is None or inner.group not in {"body", "group"}:
            return agent
        return replace(agent, kind=inner.kind, sector=agent.sector or inner.sector)

    def _described(self, passage: Passage, first: int, last: int, agent: Agent, owner: Known | None) -> Actor:
        span = passage.span(first, last)
        kind, sector, id_ = self._standing(agent, owner.entry if owner else None)
        country = owner.entry.country if owner and kind != "country" else None  # "Chad's neighbouring countries"
        return Actor(span.start, span.end, span.text, id_, span.text, kind, country, sector, None)

    def _standing(self, agent: Agent, owner: Entry | None) -> tuple[ActorKind, str | None, str | None]:
        """Kind, sector and id of people or bodies of that word who belong to the owner."""
        kind = agent.kind
        sector: str | None = agent.sector
        if kind == "unknown" and sector == "MIL":
            kind = "military"
        if owner is not None and owner.kind == "civilians":
            return (owner.kind, owner.sector, None) if kind == "unknown" else (kind, sector, None)
        if owner is None or owner.seat or owner.kind not in BODIES | {"government"}:
            if owner is not None and agent.kind == "unknown":
                return ("government" if kind == "unknown" else kind), sector or "GOV", None
            return kind, sector, None
        if owner.kind in INTERNATIONAL:
            kind, sector = (owner.kind, owner.sector) if kind in {"unknown", "government"} else (kind, sector)
            return kind, sector, owner.id if kind in MEMBERS | {owner.kind} else None
        if agent.kind in {"unknown", "armed-group"} or (kind == "military" and owner.kind == "armed-group"):
            kind, sector = owner.kind, owner.sector or sector
        return kind, sector, owner.id if agent.kind in MEMBERS and kind == owner.kind else None

    def _beside_compound(self, passage: Passage, first: int, day: date | None) -> tuple[int, Known | None]:
        """ "Syrian army shelling": the demonym hangs on the event noun but speaks of the army before it."""
        names = self.names.of(passage.doc, day)
        known = names.get(first - 1)
        if known is None or nouns.in_compound_adjective(passage.doc[first - 1]):
            return first, None
        return known.first, known

    def _owner(self, passage: Passage, head: Token, day: date | None, tokens: Iterable[Token]) -> Known | None:
        """The known name that says whose the noun is; null where several countries share it."""
        names, tokens = self.names.of(passage.doc, day), list(tokens)
        found = [names[t.i] for t in tokens if t.i in names and not nouns.in_compound_adjective(t)]
        found = [known for known in found if known.last <= head.i] or found  # a US embassy in Chad is the US's
        found = [known for known in found if not known.first <= head.i < known.last]
        bodies = [known for known in found if known.entry.kind in BODIES]
        if bodies:
            return bodies[0]
        found = found or [led for t in tokens if (led := led_by(self.directory, t)) is not None]
        placed = [known for known in found if known.entry.country is not None] or found
        several = len({known.entry.country for known in placed}) > 1 or nouns.coordinated(head.doc, found)
        return placed[0] if placed and not several else None

    # ---------------------------------------------------------------- people
    def begins(self, token: Token) -> Known | None:
        """The longest known name that begins with the word, on whatever day."""
        return self.names.longest(token.doc, token.i, None)

    def _titled(self, doc: Doc, day: date | None) -> dict[int, Titled]:
        """Names behind long offices, by token; passages of one report are asked for again and again."""
        kept: dict[tuple[ActorFinder, date | None], dict[int, Titled]] = doc.user_data.setdefault(KEPT, {})
        asked = (self, day)
        if asked not in kept:
            kept[asked] = titled(doc, self.names.of(doc, day), self)
        return kept[asked]

    def _in_long_office(self, passage: Passage, found: Titled, day: date | None) -> Actor:
        span, office = passage.span(found.first, found.last), found.office
        owner = self._owner(passage, office, day, phrases.owners(office))
        if owner is None and found.preposition in OWNING - {"for"}:
            owner = found.owner
        agent = self.agent_of(office)
        closing = self.agent_of(passage.doc[found.first - 1])
        sector = (closing.sector if closing else None) or (agent.sector if agent else None)
        start = self._past_owners(passage, phrases.left_extent(office), office.i, day)
        role = passage.doc[start : office.i + 1 if owner is found.owner is not None else found.first].text
        entry = owner.entry if owner else None
        if role.lower().startswith(FORMER):
            sector = "ELI"
        return Actor(
            span.start, span.end, span.text, None, span.text, "person",
            entry.country if entry else None, sector or (entry.sector if entry else None), role,
        )  # fmt: skip

    def _is_surname(self, head: Token) -> bool:
        """A family name that is also a common noun ("Theresa Bishop")."""
        if head.ent_type_ != "PERSON" or head.tag_ not in NAME_TAGS or head.i == 0 or not head.text[0].isupper():
            return False
        before = head.nbor(-1)
        return before.ent_type_ == "PERSON" and before.tag_ == "NNP" and self.agent_of(before) is None

    def _name_beside(self, head: Token, agent: Agent) -> Token | None:
        """ "the justice minister, Budi Hartanto": the name in apposition to an office."""
        if agent.group != "person" or head.tag_ in {"NNS", "NNPS"}:
            return None
        for child in head.children:
            if child.dep_ == "appos" and child.i > head.i and child.tag_ in NAME_TAGS and self.agent_of(child) is None:
                return child if child.ent_type_ not in NO_ACTOR | {"GPE"} else None
        return None

    def _person(self, passage: Passage, name: Token, day: date | None, office: Token | None) -> Actor:
        first, last, title = self._without_title(name)
        span = passage.span(first, last)
        country: str | None = None
        sector: str | None = None
        if office is not None:
            agent = self.agent_of(office)
            first_word = self._past_owners(passage, phrases.left_extent(office), office.i, day)
            role: str | None = passage.doc[first_word : phrases.right_extent(office, SEATED)].text
            owner = self._owner(passage, office, day, (*phrases.owners(office), *phrases.all_after(office, OWNING)))
            sector = agent.sector if agent else None
        else:
            role, sector = self._office(passage, title, day)
            owner = self._owner(passage, name, day, (t for t in passage.doc[title[0] : first] if not self._of_thing(t)))
        if owner is not None:
            country, sector = owner.entry.country, sector or owner.entry.sector
        if country is None and role is not None:
            country = next(
                (t.country for words in (role, role.split()[-1]) if (t := self.directory.title(words))), None
            )
        if role is not None and role.lower().startswith(FORMER):
            sector = "ELI"
        return Actor(span.start, span.end, span.text, None, span.text, "person", country, sector, role)

    def _of_thing(self, token: Token) -> bool:
        """ "Iraq" in "Iraq War veteran" is not the veteran's country."""
        agent = self.agent_of(token.head) if token.head.i > token.i else None
        return agent is not None and agent.group == "thing"

    def _without_title(self, name: Token) -> tuple[int, int, tuple[int, int]]:
        """First and last token of the personal name, and the tokens of the title before it (empty where none)."""
        doc = name.doc
        first, last = name_extent(name)
        start = min(first, name.left_edge.i)
        ends = [i for i in range(start, name.i) if self.is_office(doc[i])]
        if not ends:
            return first, last, (start, start)
        cut = ends[-1] + 1
        while cut < name.i and (doc[cut].is_punct or not doc[cut].text[0].isupper()):
            cut += 1
        return cut, last, (start, ends[-1] + 1)

    def is_office(self, token: Token) -> bool:
        """The word is an office or title, or closes one."""
        if self.directory.title(token.text) is not None:
            return True
        agent = self.agent_of(token)
        return agent is not None and agent.group == "person" and token.tag_ in NOUN_TAGS

    def _office(self, passage: Passage, title: tuple[int, int], day: date | None) -> tuple[str | None, str | None]:
        """Role and sector of the title's words, without the country or body before them and forms of address."""
        doc, last = passage.doc, title[1]
        first = self._past_owners(passage, title[0], last, day)
        while first < last and nouns.is_address(self.directory, doc[last - 1]):
            last -= 1
        if first >= last:
            return None, None
        agent = self.agent_of(doc[last - 1])
        found = self.directory.title(doc[last - 1].text)
        sector = agent.sector if agent else found.sector if found else None
        return doc[first:last].text, sector

    def _past_owners(self, passage: Passage, first: int, last: int, day: date | None) -> int:
        """Where the office begins behind the country, body or owner named before it."""
        doc, names = passage.doc, self.names.of(passage.doc, day)
        for i in range(first, last):
            if i in names or doc[i].tag_ in {"POS", "DT", "PRP$", "CC"} or (doc[i].is_punct and doc[i].text != "-"):
                first = i + 1
        return first

    def closes(self, head: Token) -> bool:
        """ "State" in "Secretary of State" is no one."""
        if head.i < 2:
            return False
        endings = (head.doc[head.i - n : head.i + 1].text.lower() for n in range(2, min(head.i, 4) + 1))
        return any((" of " in words or " for " in words) and self.directory.title(words) for words in endings)

    # ---------------------------------------------------------------- names unknown to the directory
    def _unknown(self, passage: Passage, head: Token, day: date | None) -> Actor | None:
        if not is_name(head) or head.ent_type_ in NO_ACTOR:
            return None
        titled = any(c.dep_ in {"compound", "nmod"} and c.i < head.i and self.is_office(c) for c in head.children)
        office = self._office_beside(head)
        if head.ent_type_ == "PERSON" or titled or (office is not None and head.ent_type_ in {"", "ORG", "GPE"}):
            return self._person(passage, head, day, office)
        if head.ent_type_ == "GPE" and head.dep_ not in ACTING and not nouns.is_doer(head):
            return None
        first, last = name_extent(head)
        owner = self._owner(passage, head, day, phrases.owners(head))
        return self._name(passage, head, first, last, day, owner.entry.country if owner else None)

    def _name(
        self, passage: Passage, head: Token, first: int, last: int, day: date | None, country: str | None
    ) -> Actor:
        """A body that only its name and an apposition ("..., a militant group") tell of."""
        kind: ActorKind = "organisation" if head.ent_type_ == "ORG" else "unknown"
        sector = None
        token = self._body_beside(head)
        agent = self.agent_of(token) if token is not None else None
        if agent is not None and token is not None:
            owner = self._owner(passage, token, day, (*phrases.owners(token), *phrases.all_after(token, SEATED)))
            kind, sector = agent.kind, agent.sector
            country = country or (owner.entry.country if owner else None)
        span = passage.span(first, last)
        return Actor(span.start, span.end, span.text, None, span.text, kind, country, sector, None)

    def _office_beside(self, head: Token) -> Token | None:
        """ "Amina Dahir, the mayor of Borama": the office."""
        for child in head.children:
            if child.dep_ == "appos" and child.tag_ in {"NN", "NNP"} and child.i > head.i:
                agent = self.agent_of(child)
                if agent is not None and agent.group == "person":
                    return child
        return None

    def _body_beside(self, head: Token) -> Token | None:
        """ "the Brigade of Truth, a militant group": the group."""
        for child in head.children:
            agent = self.agent_of(child) if child.dep_ == "appos" and child.tag_ in NOUN_TAGS else None
            if agent is not None and agent.group in {"group", "body"}:
                return child
        return None
