"""From Tocsin's claim to the category that PLOVER 0.8 would give it, and to a CAMEO code.

PLOVER codes one category a claim: what is promised, asked for, threatened or foretold is not coded as done.
The table is DESIGN's own reading of the manual's rules; where PLOVER codes nothing the answer is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from msgspec import Struct

from tocsin.knowledge.files import layers, read_csv
from tocsin.records import Plover

COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE"})
YIELDING = frozenset({"CONCEDE", "RETREAT"})
NEEDS_RECIPIENT = frozenset({"COOPERATE", "AID", "SANCTION"})
VERBAL = frozenset({"REQUEST", "REJECT", "ACCUSE", "THREATEN"})
SILENT = frozenset({"forecast", "possible", "denied", "unclear"})
DONE = frozenset({"happened", "ongoing"})
ENFORCED = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})


class Practice(Struct, frozen=True):
    """A row of data/plover.csv: acts of that type, mode or CAMEO beginning are coded otherwise in PLOVER data."""

    type: str | None = None
    mode: str | None = None
    cameo: str | None = None
    plover: str = ""
    plover_mode: str | None = None
    basis: str | None = None

    def fits(self, claim: Coded) -> bool:
        """All that the row names is so of the claim."""
        return (
            self.type in {None, claim.type}
            and self.mode in {None, claim.mode}
            and (self.cameo is None or (claim.cameo or "").startswith(self.cameo))
        )


@cache
def practices(overlay: Path | None = None) -> tuple[Practice, ...]:
    """The rows of plover.csv, in order."""
    return tuple(row for path in layers("plover.csv", overlay) for _, row in read_csv(path, Practice))


@dataclass(frozen=True, slots=True)
class Coded:
    """What of a claim decides its PLOVER category.

    `recipient`: somebody or a place it is done to is named; `soldiers`: those who flee are soldiers;
    `accord`: an agreement reached or signed, not a promise; `refused`: the actor says it will not;
    `told_by_other`: another claim of the sentence stands for it: the content of an accusation, a demand only named
    as what was turned down, an order that is coded by what was ordered; `asked`: somebody is asked to do it;
    `punishing`: a call for force or sanctions against somebody; `cameo`: the code of the act itself.
    """

    type: str
    mode: str | None
    status: str
    recipient: bool = False
    soldiers: bool = False
    accord: bool = False
    refused: bool = False
    told_by_other: bool = False
    asked: bool = False
    punishing: bool = False
    cameo: str | None = None


def plover(claim: Coded) -> Plover | None:
    """PLOVER's category of a claim, or None where PLOVER codes nothing."""
    if claim.refused and claim.type in COOPERATIVE | YIELDING:
        return _as("REJECT", request_mode(claim.type))
    if claim.type == "STATE" or claim.status in SILENT or claim.told_by_other:
        return None
    if claim.type == "FLEE":
        return _flight(claim)
    if claim.type == "REQUEST" and claim.punishing and not claim.asked:
        return _as("ACCUSE", "disapprove")
    if is_done(claim):
        return _done(claim)
    return None if claim.type in VERBAL else _not_yet(claim.type, claim.mode, claim.status, recipient=claim.recipient)


def is_done(claim: Coded) -> bool:
    """Told as done, or ordered by whoever has the power to: of their own forces, or of nobody else."""
    if claim.status == "ordered":
        return not claim.asked or claim.type in ENFORCED
    return claim.status in DONE


def _done(claim: Coded) -> Plover | None:
    otherwise = next((row for row in practices() if row.fits(claim)), None)
    if otherwise is not None:
        return _as(otherwise.plover, otherwise.plover_mode)
    if claim.type in NEEDS_RECIPIENT and not claim.recipient:
        return None
    return _as("SUPPORT") if claim.accord else _as(claim.type, claim.mode)


def _as(type_: str, mode: str | None = None) -> Plover:
    return Plover(type_, mode, ())


def _flight(claim: Coded) -> Plover | None:
    if claim.status not in DONE:
        return None
    if claim.soldiers:
        return _as("RETREAT", "withdraw")
    return _as("SANCTION", "expel") if claim.recipient else None


def _not_yet(type_: str, mode: str | None, status: str, *, recipient: bool) -> Plover | None:
    if status in {"planned", "promised", "conditional"}:
        if type_ in COOPERATIVE | YIELDING:
            return _as("AGREE")  # CAMEO 035 and 0356, intent to yield, stand under AGREE too
        return _threat(type_, mode) if recipient else None
    if status in {"requested", "ordered"}:
        return _as("REQUEST", request_mode(type_))
    return _threat(type_, mode) if status == "threatened" else None


def _threat(type_: str, mode: str | None) -> Plover:
    return _as("THREATEN", threat_mode(type_, mode))


def request_mode(content: str) -> str | None:
    """The mode of a request, or of its refusal, from the type of what is asked for."""
    if content == "CONSULT":
        return "meet"
    if content in YIELDING:
        return "yield"
    if content in COOPERATIVE | {"MOBILIZE"}:
        return "assist"
    return None


def threat_mode(content: str, mode: str | None) -> str | None:
    """The mode of a threat from what is threatened."""
    if content == "ASSAULT":
        return "violence"
    if content == "SANCTION":
        return "expel" if mode == "expel" else "relations"
    if content == "COERCE":
        return {"seize": "territory", "arrest": "arrest"}.get(mode or "", "restrict")
    return None
