"""What a claim says in plain words, from its coded fields alone: who did, plans or is asked to do what to whom.

The past tense agrees with one and with many; where a field is missing, or a form would say more than the record, there
is no clause, and the quote stands instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tocsin.records import Actor, Claim, Place, Source
from tocsin.sitrep import days
from tocsin.sitrep.document import Part, Quote, Theirs
from tocsin.sitrep.naming import Names, joined
from tocsin.sitrep.phrases import Phrase, phrase
from tocsin.storage.loading import StoredClaim

SUREST: Final = 0.5  # below it the coder is too unsure of what it read for words of ours
ACTS: Final = frozenset({"REQUEST", "AGREE", "THREATEN", "REJECT", "ACCUSE"})
_EMPTY: Final = ACTS | {"CONCEDE", "STATE"}  # say little without what they are about
_TAKES_PLACE: Final = frozenset({"ASSAULT", "COERCE", "PROTEST", "CONSULT"})
_AREAS: Final = frozenset({"country", "admin1", "admin2", "city"})
_LONGEST_TRIGGER: Final = 40
_TO_SOMEBODY: Final = {
    "happened": "{past}", "ongoing": "{past}", "planned": "planned to {base}", "promised": "promised to {base}",
    "threatened": "threatened to {base}", "conditional": "would {base}",
}  # fmt: skip
_FOR_SOMEBODY: Final = {
    "requested": ("there was a call for ", " to {base}"), "ordered": ("there was an order for ", " to {base}"),
    "forecast": ("it is expected that ", " will {base}"),
}  # fmt: skip
_SOMEHOW: Final = {
    "happened": "there was ", "ongoing": "there was ", "planned": "there was a plan for ",
    "promised": "there was a promise of ", "requested": "there was a call for ", "ordered": "there was an order for ",
    "threatened": "there was a threat of ", "forecast": "there was an expectation of ",
    "conditional": "there would be ", "possible": "there may have been, or may yet be, ",
    "denied": "there was not, or will not be, ",
    "unclear": "it is left open whether there was, or will be, ",
}  # fmt: skip
_OF_ACTS: Final = {"requested": "asked", "ordered": "ordered", "promised": "promised", "threatened": "threatened"}


@dataclass(frozen=True)
class Clause:
    """A statement of ours up to its full stop: `opening` names who says so."""

    opening: tuple[Part, ...]
    parts: tuple[Part, ...]
    rows: tuple[StoredClaim, ...]


def clause(row: StoredClaim, names: Names) -> Clause | None:
    """The claim in words of ours; null where these would be wrong or empty."""
    made = _statement(row.claim, names)
    return Clause(opening(row, names), tuple(made), (row,)) if made else None


def spoken(act: StoredClaim, content: StoredClaim, names: Names) -> Clause | None:
    """An act of speech with what it is about: "A asked B to withdraw"; null where the two do not fit together."""
    verb = _OF_ACTS.get(content.claim.status)
    told = phrase(content.claim)
    one, other = act.claim, content.claim
    if not verb or told is None or not one.actors or not _sure(one) or not _sure(other):
        return None
    who = names.actors(one.actors, one)
    asking = verb in ("asked", "ordered")
    if asking and other.actors and (not one.recipients or _same(one.recipients, other.actors)):
        made: list[Part] = [*who, f" {verb} ", *names.actors(other.actors, other), f" to {told.base}"]
    elif not asking and _same(one.actors, other.actors):
        made = [*who, f" {verb} to {told.base}"]
    elif asking and not other.actors and not one.recipients:
        made = [*who, f" {'asked for' if verb == 'asked' else 'ordered'} {told.noun}"]
    else:
        return None
    said_by = (*other.actors, *(one.actors if not asking else ()))
    whole = [*made, *_whom(other, told, names, said_by), *_about(other, names)]
    return Clause(opening(act, names), tuple(whole), (act, content))


def _sure(item: Claim) -> bool:
    return item.confidence >= SUREST


def _same(some: Sequence[Actor], others: Sequence[Actor]) -> bool:
    def keys(of: Sequence[Actor]) -> set[str]:
        return {each.id or each.name.casefold() for each in of}

    return bool(some) and keys(some) == keys(others)


def _statement(item: Claim, names: Names) -> list[Part]:
    told = phrase(item)
    if told is None or not _sure(item) or not _telling(item):
        return []
    who = names.actors(item.actors, item)
    made = _acted(item, told, who)
    return [*made, *_whom(item, told, names, item.actors), *_about(item, names)]


def _telling(item: Claim) -> bool:
    """It names a party, and of what is only said, somebody that it is said to."""
    if item.type in _EMPTY:
        return bool(item.actors and (item.recipients or (item.type == "STATE" and item.places)))
    counted = any(each.about in ("killed", "injured", "displaced") for each in item.quantities)
    return bool(item.actors or item.recipients or (item.places and counted))


def _acted(item: Claim, told: Phrase, who: list[Part]) -> list[Part]:
    """Who does it and that it is done, planned, asked for; without a subject where the status has no such form."""
    forms = {"past": told.past, "base": told.base}
    if who and (verb := _TO_SOMEBODY.get(item.status)):
        return [*who, " " + verb.format(**forms)]
    if who and (found := _FOR_SOMEBODY.get(item.status)):
        return [found[0], *who, found[1].format(**forms)]
    return [_SOMEHOW[item.status], told.noun, *([" by ", *who] if who else [])]


def _whom(item: Claim, told: Phrase, names: Names, acting: Sequence[Actor]) -> list[Part]:
    """Whom it is done to; parties that act on each other are named once."""
    mine = {each.id or each.name.casefold() for each in acting}
    rest = [each for each in item.recipients if (each.id or each.name.casefold()) not in mine]
    if not rest:
        return []
    whom = names.actors(rest, item)
    return [f" {told.to} ", *whom] if told.to else [" (other party: ", *whom, ")"]


def _about(item: Claim, names: Names) -> list[Part]:
    """In which words the report says it, where, when, by when, and on what it depends."""
    trigger = " ".join(item.trigger.text.split())
    made: list[Part] = [" (", Quote(trigger), ")"] if len(trigger) <= _LONGEST_TRIGGER else []
    made += [*_where(item, names), *days.when(item.when)]
    if item.status == "ongoing":
        made.append(", still going on")
    if due := days.due(item.due):
        made += [", due", *due]
    if item.condition:
        made += [", on the condition ", Quote(item.condition.text)]
    elif item.status == "conditional":
        made.append(", on a condition")
    return made


def _where(item: Claim, names: Names) -> list[Part]:
    """The places, widest left out where a narrower one is in it."""
    places = [each for each in item.places if not _holds_another(each, item.places)]
    if not places:
        return []
    told = joined([names.place(each, item) for each in places])
    if item.type in _TAKES_PLACE and all(each.id and each.kind in _AREAS for each in places):
        return [" in ", *told]
    return [" (place: " if len(places) == 1 else " (places: ", *told, ")"]


def _holds_another(place: Place, places: Sequence[Place]) -> bool:
    others = [each for each in places if each.id != place.id]
    if place.kind == "country":
        return any(each.country == place.country and each.country and each.kind != "country" for each in others)
    return place.kind == "admin1" and any(
        each.admin1 == place.admin1 and each.admin1 and each.kind in ("city", "admin2") for each in others
    )


# ---------------------------------------------------------------- who says so
def opening(row: StoredClaim, names: Names) -> tuple[Part, ...]:
    """Who says so, up to the statement: "According to the mayor, " or, on its own word, "The Herald reports that "."""
    item = row.claim
    if not item.sources or (item.type in ACTS and _is_actor(item.sources[0], item)):
        return Theirs(row.outlet or "an unnamed outlet"), " reports that "
    if acting := _is_actor(item.sources[0], item):
        return (f"By {_own(acting, names)} own account, ",)
    return "According to ", *speaker(row, names), ", "


def speaker(row: StoredClaim, names: Names) -> list[Part]:
    """Who says so, and who quotes that."""
    item = row.claim
    if not item.sources:
        return [Theirs(row.outlet or "an unnamed outlet")]
    first, *via = (names.source(each, item) for each in item.sources)
    return [first, ", quoted by ", *joined(via)] if via else [first]


def _is_actor(source: Source, item: Claim) -> Actor | None:
    """Whoever speaks is the only one who acts."""
    named = [each for each in item.actors if each.name.casefold() == source.name.casefold()]
    return named[0] if named and len(item.actors) == 1 else None


def _own(actor: Actor, names: Names) -> str:
    if actor.kind == "person":
        return "their" if names.is_plural(actor.name) else "his or her"
    return "their" if names.is_plural(actor.name) else "its"
