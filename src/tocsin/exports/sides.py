"""Who stands on which side of an event: armed or not, the state or not, as the layouts of conflict data ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from tocsin.records import Actor, Claim

STATE: Final = frozenset({"MIL", "COP", "SPY"})
IRREGULAR: Final = frozenset({"REB", "PRM", "UAF", "CRM"})
UNNAMED: Final = frozenset({"UAF", "CRM", "UNK", None})
_ARMED_KINDS: Final = frozenset({"military", "armed-group"})
_STATE_KINDS: Final = frozenset({"country", "government", "military"})
_UNARMED_KINDS: Final = frozenset({"civilians", "media", "person"})


class Sides(NamedTuple):
    """The two sides of an act; where those who fight each other are named together, the first and the others."""

    first: tuple[Actor, ...]
    second: tuple[Actor, ...]


def sides(claim: Claim) -> Sides:
    """Actors and recipients; of several who fight each other, the first against the rest."""
    if claim.recipients or len(claim.actors) < 2:
        return Sides(claim.actors, claim.recipients)
    first = claim.actors[0]
    if armed(first) and all(armed(each) and _apart(first, each) for each in claim.actors[1:]):
        return Sides((first,), claim.actors[1:])
    return Sides(claim.actors, ())


def _apart(one: Actor, other: Actor) -> bool:
    """Not the army and the police of one state."""
    return not (state(one) and state(other) and one.country == other.country)


def armed(actor: Actor) -> bool:
    """Bears arms for a living: soldiers, police, rebels, gunmen; a state itself where it acts by force."""
    return actor.kind in _ARMED_KINDS or actor.sector in STATE | IRREGULAR or actor.kind == "country"


def state(actor: Actor) -> bool:
    """Acts for a state."""
    return actor.kind in _STATE_KINDS or actor.sector in STATE | {"GOV"}


def organised(actor: Actor) -> bool:
    """An armed side with a name or a chain of command; not "a gunman" or "attackers"."""
    return armed(actor) and (actor.id is not None or actor.sector not in UNNAMED)


def unarmed(actor: Actor) -> bool:
    """Civilians, among them officials, politicians and journalists."""
    return actor.kind in _UNARMED_KINDS and actor.sector not in STATE | IRREGULAR


def every(test: Callable[[Actor], bool], actors: Sequence[Actor]) -> bool:
    """There are such actors, and the test holds of each."""
    return bool(actors) and all(map(test, actors))
