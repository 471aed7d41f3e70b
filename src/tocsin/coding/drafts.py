"""Drafts: triggers on their way to becoming claims, one passage at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.attribution import Statement
from tocsin.coding.matching import Match
from tocsin.coding.status import Standing
from tocsin.knowledge.operators import Operators
from tocsin.records import Actor, Interval, Place, Quantity, Source

RETOLD = frozenset({"PROTEST", "CONSULT"})  # "rallied to protest the law", "met to discuss it": one event


@dataclass(slots=True, eq=False)
class Draft:
    """A trigger with what has been found out about it so far. `reach` holds the tokens that speak of it."""

    match: Match
    standing: Standing
    type: str
    mode: str | None
    status: str = "happened"
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    party_tokens: frozenset[int] = frozenset()
    actor_tokens: frozenset[int] = frozenset()
    reach: frozenset[int] = frozenset()
    merged: frozenset[int] = frozenset()
    only_named: bool = False
    aside: bool = False
    act: Draft | None = None
    contents: list[Draft] = field(default_factory=list)
    statements: tuple[Statement, ...] = ()
    sources: tuple[Source, ...] = ()
    when: Interval | None = None
    said: Interval | None = None
    due: Interval | None = None
    places: list[Place] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def words(self) -> frozenset[int]:
        """The tokens of the trigger, and of the consequences merged into it."""
        return frozenset(word.i for word in self.match.words) | self.merged


def merge_consequences(drafts: Sequence[Draft], operators: Operators) -> list[Draft]:
    """Deaths and damage told as the outcome of another assault in the same sentence become part of it."""
    heads = {draft.match.head.i: draft for draft in drafts}
    kept: list[Draft] = []
    for draft in drafts:
        cause = _cause(draft, heads, operators)
        if cause is None:
            kept.append(draft)
            continue
        told, outcome = (draft, cause) if _describes(cause) else (cause, draft)
        if told is draft:
            kept.append(draft)
        told.merged |= outcome.words
        told.recipients = told.recipients or outcome.recipients
        if told.type not in RETOLD:
            told.actors = told.actors or outcome.actors
        heads.pop(outcome.match.head.i, None)
    return [draft for draft in kept if draft.match.head.i in heads]


def merge_conditions(drafts: Sequence[Draft]) -> list[Draft]:
    """ "the crisis deepened": a condition and what becomes of it are told once, by the verb."""
    conditions = {d.match.head.i: d for d in drafts if (d.type, d.mode) == ("STATE", "condition")}
    told: set[int] = set()
    for draft in conditions.values():
        subject = syntax.grammatical_subject(draft.match.head) if draft.match.verbal else None
        thing = conditions.get(subject.i) if subject is not None else None
        if thing is not None and thing is not draft:
            draft.merged |= thing.words
            told.add(thing.match.head.i)
    return [draft for draft in drafts if draft.match.head.i not in told]


def _describes(cause: Draft) -> bool:
    """ "rockets fired from the hills hit a house": the cause only describes the noun, the main verb tells it."""
    return cause.match.head.dep_ == "acl" and cause.match.verbal


def _cause(draft: Draft, heads: dict[int, Draft], operators: Operators) -> Draft | None:
    verb = draft.match.head
    above = next((d for d in heads.values() if verb.head.i in d.words), None)
    if draft.type in RETOLD and draft.match.verbal and verb.dep_ in {"advcl", "acl", "xcomp"}:
        return above if above is not None and above is not draft and above.type == draft.type else None
    if draft.type != "ASSAULT" or not draft.match.verbal or verb.lemma_.lower() not in operators.consequences:
        return None
    subject = syntax.agent(verb)
    for token in (subject, _outcome_of(verb), _means(verb), _when(verb)):
        cause = heads.get(token.i) if token is not None else None
        if cause is None and token is not None:
            cause = next((d for d in heads.values() if token.i in d.words and d is not draft), None)
        if cause is not None and cause is not draft and cause.type == "ASSAULT":
            return cause
    return None


def _outcome_of(verb: Token) -> Token | None:
    """ "bombed the town, killing two", "... and two people were killed": the verb it hangs on."""
    if verb.tag_ == "VBG" and verb.dep_ in {"advcl", "conj", "xcomp"}:
        return verb.head
    return verb.head if verb.dep_ == "conj" and syntax.passive(verb) and syntax.agent(verb) is None else None


def _when(verb: Token) -> Token | None:
    """ "were killed when a bomb exploded": the clause that tells what killed them."""
    clauses = (c for c in syntax.children(verb, "advcl") if any(m.lower_ in {"when", "after"} for m in c.children))
    return next(clauses, None) if syntax.passive(verb) and syntax.agent(verb) is None else None


def _means(verb: Token) -> Token | None:
    """ "killed in an airstrike", "wounded by shelling"."""
    found = (syntax.after(verb, preposition) for preposition in ("in", "by", "during"))
    return next((token for token in found if token is not None), None)
