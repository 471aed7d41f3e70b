"""Whom short words mean in a report: surnames, "the president", "the alliance", and whose police it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from msgspec.structs import replace
from spacy.tokens import Token

from tocsin.annotation.actors import ActorFinder
from tocsin.annotation.document import Document, Passage
from tocsin.annotation.names import NAME_TAGS, NAMED, is_name
from tocsin.annotation.phrases import NOUN_TAGS
from tocsin.knowledge.directory import plain
from tocsin.knowledge.tables import Agent
from tocsin.records import Actor

DEFINITE = frozenset({"the", "this", "that"})
LESSER = frozenset({"vice", "deputy", "assistant", "under", "former", "ex", "acting"})
STRANGE = frozenset(
    {"foreign", "international", "coalition", "allied", "enemy", "rival", "opposing", "other", "several"}
)
OF_STATES = frozenset({"GOV", "COP", "MIL", "JUD", "LEG", "SPY"})
# What a noun for a body may take up when its word is no part of the name.
TAKES_UP = {
    "alliance": frozenset({"alliance"}),
    "armed-group": frozenset({"armed-group"}),
    "unknown": frozenset({"armed-group", "organisation", "alliance"}),
}
MENTIONS = 3  # that many mentions of a country make a report one about it
SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named at a place of the text."""

    start: int
    words: frozenset[str]
    actor: Actor


class Referents:
    """The people, bodies and the country that a document is about; asked for one actor at a time."""

    def __init__(self, document: Document, finder: ActorFinder) -> None:
        self.document, self.finder, self.day = document, finder, document.published

    def resolve(self, passage: Passage, actor: Actor) -> tuple[Actor, str | None]:
        """The actor with what the report says of it elsewhere, and what was concluded; null where nothing was."""
        if actor.kind == "person" and " " not in actor.text:
            person = self._person(actor)  # the report's own "Johnson" before the one of public record
            if person is not None:
                return _same_person(replace(actor, id=None), person)
        words = passage.doc.char_span(actor.start - passage.start, actor.end - passage.start)
        if actor.id is not None or words is None:
            return actor, None
        head = words.root
        if actor.text[:1].isupper() and actor.kind in {"person", "organisation", "unknown"}:
            person = self._person(actor)
            if person is not None:
                return _same_person(actor, person)
        found = self._taken_up(passage, head, actor)
        if found is not None:
            return _stands_for(actor, found)
        return self._at_home(passage, head, actor)

    # ---------------------------------------------------------------- people by their names
    def _person(self, actor: Actor) -> Actor | None:
        return self._people.get(plain(actor.text).casefold())

    @cached_property
    def _people(self) -> dict[str, Actor]:
        """The people named in full, by their names and by every ending of it that only one of them has."""
        told: dict[str, Actor] = {}
        for mention in self._persons:
            name = plain(mention.actor.text).casefold()
            told[name] = _richer(told.get(name), mention.actor)
        parts = _meant_by(told, _inner_parts)  # "Rosselló" of Ricardo Rosselló Nevares, "Osama", "Kim"
        return parts | _meant_by(told, _endings) | told

    @cached_property
    def _persons(self) -> list[Mention]:
        """Every name of several words that is a person's more often than not, in text order."""
        found = []
        labels = Counter((e.text, e.label_ == "PERSON") for p in self.document.passages for e in p.doc.ents)
        for passage in self.document.passages:
            for entity in passage.doc.ents:
                actor = self.finder.at(passage, entity.root, self.day) if entity.label_ in NAMED else None
                if actor is None or actor.kind != "person" or len(plain(actor.text).split()) < 2:
                    continue
                if actor.role is not None or labels[entity.text, True] > labels[entity.text, False]:
                    found.append(Mention(actor.start, frozenset(), actor))
        return found

    # ---------------------------------------------------------------- "the minister", "the alliance"
    def _taken_up(self, passage: Passage, head: Token, actor: Actor) -> Actor | None:
        """Who a definite noun without a word more means: the last one named before that it fits."""
        agent = self.finder.agent_of(head)
        if agent is None or head.tag_ not in {"NN", "NNP"} or actor.country is not None or not _is_bare(head, actor):
            return None
        before = passage.start + head.idx
        if agent.group == "person":
            return self._in_office(actor.text.lower(), before)
        return self._body(actor.text.lower(), agent, before) if agent.group in {"body", "group"} else None

    def _in_office(self, office: str, before: int) -> Actor | None:
        """The last person before who held that office and no higher or lower one; null where two did."""
        held = [m.actor for m in self._persons if m.start < before and _holds(m.actor.role, office)]
        return held[-1] if held and len({plain(a.text) for a in held}) == 1 else None

    def _body(self, word: str, agent: Agent, before: int) -> Actor | None:
        earlier = [m for m in self._bodies if m.start < before]
        named = [m.actor for m in earlier if word in m.words]
        fitting = [m.actor for m in earlier if m.actor.kind in TAKES_UP.get(agent.kind, ())]
        return next(iter(reversed(named or fitting)), None)

    @cached_property
    def _bodies(self) -> list[Mention]:
        """The bodies and groups named by name, in text order."""
        return sorted((m for p in self.document.passages for m in self._named_in(p)), key=lambda m: m.start)

    def _named_in(self, passage: Passage) -> Iterator[Mention]:
        known = self.finder.names.of(passage.doc, self.day)
        heads = {name.last - 1 for name in known.values() if not name.demonym}
        heads |= {entity.root.i for entity in passage.doc.ents if entity.label_ == "ORG"}
        for head in (passage.doc[i] for i in heads):
            named = head.tag_ in NAME_TAGS or head.i in known
            actor = self.finder.at(passage, head, self.day) if named else None
            if actor is not None and actor.text[0].isupper() and actor.kind not in {"person", "country", "media"}:
                yield Mention(actor.start, frozenset(f"{actor.text} {actor.name}".lower().split()), actor)

    # ---------------------------------------------------------------- whose it is
    def _at_home(self, passage: Passage, head: Token, actor: Actor) -> tuple[Actor, str | None]:
        """Officials, forces and names that are in no directory belong to the country that the report is about."""
        unknown = self._is_unknown(passage, head, actor)
        guess = f"“{actor.text}” is not in the directory" if unknown else None
        placed = _serves(head, actor) or (unknown and actor.kind != "unknown")
        if actor.country is None and self._home is not None and placed:
            country = f"country {self._home} of “{actor.text}” is that of the report"
            return replace(actor, country=self._home), f"{guess}; {country}" if guess else country
        return actor, f"{guess}: {actor.kind}, by the words beside it" if guess else None

    def _is_unknown(self, passage: Passage, head: Token, actor: Actor) -> bool:
        """A body's name that no table has."""
        named = is_name(head) and head.i not in self.finder.names.of(passage.doc, self.day)
        return named and actor.kind not in {"person", "civilians"} and self.finder.agent_of(head) is None

    @cached_property
    def _home(self) -> str | None:
        """The country that most of the names and places of the report belong to; null where it is about several."""
        seen: dict[int, str] = {}
        for passage in self.document.passages:
            for known in self.finder.names.of(passage.doc, self.day).values():
                if known.entry.country and known.entry.kind != "media":
                    seen[passage.start + passage.doc[known.first].idx] = known.entry.country
        for mark in self.document.places:
            if mark.record.country:
                seen[mark.record.start] = mark.record.country
        (country, count), *_ = Counter(seen.values()).most_common(1) or [("", 0)]
        return country if count >= MENTIONS and count >= SHARE * len(seen) else None


def _endings(name: str) -> Iterator[str]:
    """ "bashar al assad": "al assad", "assad"."""
    words = name.split()
    return (" ".join(words[i:]) for i in range(1, len(words)))


def _inner_parts(name: str) -> Iterator[str]:
    words = name.split()
    return (" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words)) if words[i:j] != words)


def _meant_by(told: dict[str, Actor], parts: Callable[[str], Iterator[str]]) -> dict[str, Actor]:
    """Those parts of names that belong to one person only; a shorter form of a name is the same person."""
    owners: dict[str, set[str]] = {}
    for name in told:
        for part in parts(name):
            owners.setdefault(part, set()).add(name)
    one = {
        part: max(names, key=lambda name: (told[name].role is not None, len(name))) for part, names in owners.items()
    }
    return {part: told[name] for part, name in one.items() if all(_same(name, other) for other in owners[part])}


def _same(one: str, other: str) -> bool:
    """ "Robert Mugabe" and "Robert Gabriel Mugabe"."""
    words, others = one.split(), other.split()
    return words[0] == others[0] and (set(words) <= set(others) or set(others) <= set(words))


def _richer(known: Actor | None, new: Actor) -> Actor:
    """The first mention with what later ones add."""
    if known is None:
        return new
    return replace(
        known,
        country=known.country or new.country,
        sector=known.sector or new.sector,
        role=known.role or new.role,
    )


def _same_person(actor: Actor, person: Actor) -> tuple[Actor, str | None]:
    told = replace(
        actor,
        id=person.id,
        kind="person",
        name=person.name,
        country=actor.country or person.country,
        sector=(actor.sector if actor.kind == "person" and actor.role else None) or person.sector,
        role=actor.role or person.role,
    )
    return told, f"“{actor.text}” is {person.name}" if person.name != actor.text else None


def _stands_for(actor: Actor, found: Actor) -> tuple[Actor, str]:
    told = replace(found, start=actor.start, end=actor.end, text=actor.text, sector=found.sector or actor.sector)
    return told, f"“{actor.text}” is {found.name}, named before"


def _is_bare(head: Token, actor: Actor) -> bool:
    """ "the alliance", "the foreign minister": definite, and the span holds nothing that says which one."""
    determined = any(c.dep_ == "det" and c.lower_ in DEFINITE for c in head.children)
    open_end = all(c.dep_ not in {"relcl", "acl", "appos", "prep"} or c.i < head.i for c in head.children)
    return determined and open_end and actor.text.islower()


def _holds(role: str | None, office: str) -> bool:
    """ "Foreign Minister" is "the minister" and "the foreign minister", but no vice president is "the president"."""
    held = (role or "").lower()
    return held == office or (held.endswith(f" {office}") and not LESSER & set(held.split()))


def _serves(head: Token, actor: Actor) -> bool:
    """People and bodies of a state, told of with nothing that says which."""
    if any(c.lower_ in STRANGE for c in head.children):
        return False
    plainly = actor.kind in {"government", "military"} or (actor.kind == "person" and actor.role is not None)
    return plainly and actor.sector in OF_STATES and head.tag_ in NOUN_TAGS
