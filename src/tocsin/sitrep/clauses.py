"""What a claim says in plain words, from its coded fields alone: who did, plans or is asked to do what to whom.

The past tense agrees with one and with many; where a field is missing, or a form would say more than the record, there
is no clause, and the quote stands instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tocsin.records import Actor, Claim, Interval, Place, Source
from tocsin.sitrep import days
from tocsin.sitrep.document import Part, Quote, Theirs
from tocsin.sitrep.naming import Names, joined
from tocsin.sitrep.phrases import Phrase, phrase
from tocsin.storage.loading import StoredClaim

SUREST: Final = 0.5  # below it the coder is too unsure of what it read for words of ours
ACTS: Final = frozenset({"REQUEST", "AGREE", "THREATEN", "REJECT", "ACCUSE", "SUPPORT"})
_NEED_MODE: Final = frozenset({"REQUEST", "THREATEN"})  # say nothing without it, or without what they are about
_NEED_CONTENT: Final = frozenset({"AGREE", "REJECT", "CONCEDE"})
_NOBODY: Final = re.compile(r"(?:no|none|nobody|no one|neither|nothing)\b", re.IGNORECASE)
_LONGEST_TIME: Final = 30
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
    if not made or any(isinstance(part, Theirs) and _NOBODY.match(part) for part in made):
        return None
    begun = opening(row, names)
    return Clause(begun, tuple(made), (row,)) if begun else None


def spoken(act: StoredClaim, content: StoredClaim, names: Names) -> Clause | None:
    """An act of speech with what it is about: "A asked B to withdraw"; null where the two do not fit together."""
    verb = _OF_ACTS.get(content.claim.status)
    told = phrase(content.claim)
    one, other = act.claim, content.claim
    if not verb or told is None or not one.actors or not _sure(one) or not _sure(other):
        return None
    who = names.actors(one.actors, one)
    asking = verb in ("asked", "ordered")
    if any(_NOBODY.match(each.name) for each in (*one.actors, *other.actors, *other.recipients)):
        return None
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
    begun = opening(act, names)
    return Clause(begun, tuple(whole), (act, content)) if begun else None


def _sure(item: Claim) -> bool:
    """The coder is, and the parties stand in the sentence itself: whom "it" means is often guessed wrongly."""
    parties = (*item.actors, *item.recipients)
    inside = all(item.sentence.start <= each.start < item.sentence.end for each in parties)
    return inside and item.confidence >= SUREST


def _same(some: Sequence[Actor], others: Sequence[Actor]) -> bool:
    def keys(of: Sequence[Actor]) -> set[str]:
        return {each.id or each.name.casefold() for each in of}

    return bool(some) and keys(some) == keys(others)


def _statement(item: Claim, names: Names) -> list[Part]:
    told = phrase(item, itself={each.kind for each in item.actors} in ({"military"}, {"armed-group"}))
    if told is None or not _sure(item) or not _telling(item):
        return []
    who = names.actors(item.actors, item)
    made = _acted(item, told, who)
    return [*made, *_whom(item, told, names, item.actors), *_about(item, names)]


def _telling(item: Claim) -> bool:
    """It names a party, and of what is only said, what that is."""
    if item.type in _NEED_CONTENT or (item.type in _NEED_MODE and not item.mode):
        return False
    if item.type in ("ACCUSE", "STATE"):
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
    return [f" {told.to or 'with regard to'} ", *whom]


def _about(item: Claim, names: Names) -> list[Part]:
    """In which words the report says it, where, when, by when, and on what it depends."""
    inside, after = _where(item, names)
    beside = [part for part in (_trigger(item), inside) if part]
    made: list[Part] = []
    for number, part in enumerate(beside):
        made += ["; " if number else " (", *part]
    made += [")"] if beside else []
    made += after
    if item.when and (item.when.start or item.when.end or _is_short(item.when)):
        made += days.when(item.when)
    if item.status == "ongoing":
        made.append(", still going on")
    if due := days.due(item.due):
        made += [", due", *due]
    if item.condition:
        made += [", on the condition ", Quote(item.condition.text)]
    elif item.status == "conditional":
        made.append(", on a condition")
    return made


def _is_short(when: Interval) -> bool:
    return when.text is not None and len(when.text.text) <= _LONGEST_TIME


def _trigger(item: Claim) -> list[Part]:
    """The report's own word for it, unless ours is the same."""
    words, told = " ".join(item.trigger.text.split()), phrase(item)
    ours = f"{told.past} {told.base} {told.noun}".casefold().split() if told else []
    known = all(word in ours for word in words.casefold().split())
    return [] if known or len(words) > _LONGEST_TRIGGER else [Quote(words)]


def _where(item: Claim, names: Names) -> tuple[list[Part], list[Part]]:
    """The places beside it or in the sentence, the widest left out where a narrower one is in it."""
    places = [each for each in item.places if not _holds_another(each, item.places)]
    if not places:
        return [], []
    told = joined([names.place(each, item) for each in places])
    if item.type in _TAKES_PLACE and all(each.id and each.kind in _AREAS for each in places):
        return [], [" in ", *told]
    return ["place: " if len(places) == 1 else "places: ", *told], []


def _holds_another(place: Place, places: Sequence[Place]) -> bool:
    others = [each for each in places if each.id != place.id]
    if place.kind == "country":
        return any(each.country == place.country and each.country and each.kind != "country" for each in others)
    return place.kind == "admin1" and any(
        each.admin1 == place.admin1 and each.admin1 and each.kind in ("city", "admin2") for each in others
    )


# ---------------------------------------------------------------- who says so
def opening(row: StoredClaim, names: Names) -> tuple[Part, ...]:
    """Who says so, up to the statement: "According to the mayor, " or, on its own word, "The Herald reports that ".

    Nothing where a person tells of what that person did: that is told in no words but theirs.
    """
    item = row.claim
    if not item.sources or (item.type in ACTS and _are_actors(item)):
        return Theirs(row.outlet or "an unnamed outlet"), " reports that "
    if _are_actors(item):
        own = "their" if len(item.actors) > 1 or names.is_plural(item.actors[0].name) else "its"
        return () if any(each.kind == "person" for each in item.actors) else (f"By {own} own account, ",)
    return "According to ", *speaker(row, names), ", "


def speaker(row: StoredClaim, names: Names) -> list[Part]:
    """Who says so, and who quotes that."""
    item = row.claim
    if not item.sources:
        return [Theirs(row.outlet or "an unnamed outlet")]
    by = joined([names.source(each, item) for each in _speaking(item)])
    outlets = [names.source(each, item) for each in item.sources if each not in _speaking(item)]
    return [*by, ", quoted by ", *joined(outlets)] if outlets else by


def _speaking(item: Claim) -> list[Source]:
    """Those who say so themselves; an outlet only where it is the first."""
    return [each for number, each in enumerate(item.sources) if number == 0 or each.kind != "outlet"]


def _are_actors(item: Claim) -> bool:
    """Those who speak are those who act."""
    return {each.name.casefold() for each in _speaking(item)} == {each.name.casefold() for each in item.actors}
