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


class CameoRow(Struct, frozen=True):
    """A CAMEO code for a type, and a mode where one is given."""

    type: str
    mode: str | None = None
    cameo: str | None = None


@cache
def cameo_codes(overlay: Path | None = None) -> dict[tuple[str, str | None], str]:
    """CAMEO by (type, mode)."""
    rows = (row for path in layers("cameo.csv", overlay) for _, row in read_csv(path, CameoRow))
    return {(row.type, row.mode): row.cameo for row in rows if row.cameo}


@dataclass(frozen=True, slots=True)
class Coded:
    """What of a claim decides its PLOVER category.

    `recipient`: somebody it is done to is named; `soldiers`: those who flee are soldiers;
    `accord`: an agreement reached or signed, not a promise; `refused`: the actor says it will not;
    `alleged`: the content of an accusation, or a demand only named as what was turned down.
    """

    type: str
    mode: str | None
    status: str
    recipient: bool = False
    soldiers: bool = False
    accord: bool = False
    refused: bool = False
    alleged: bool = False


def plover(claim: Coded) -> Plover | None:
    """PLOVER's category of a claim, or None where PLOVER codes nothing."""
    if claim.refused and claim.type in COOPERATIVE | YIELDING:
        return _as("REJECT", request_mode(claim.type))
    if claim.type == "STATE" or claim.status in SILENT or claim.alleged:
        return None
    if claim.type == "FLEE":
        return _flight(claim)
    if claim.status in {"happened", "ongoing"}:
        if claim.type in NEEDS_RECIPIENT and not claim.recipient:
            return None
        return _as("SUPPORT") if claim.accord else _as(claim.type, claim.mode)
    return None if claim.type in VERBAL else _not_yet(claim.type, claim.mode, claim.status, recipient=claim.recipient)


def _as(type_: str, mode: str | None = None) -> Plover:
    return Plover(type_, mode, ())


def _flight(claim: Coded) -> Plover | None:
    if claim.status not in {"happened", "ongoing"}:
        return None
    if claim.soldiers:
        return _as("RETREAT", "withdraw")
    return _as("SANCTION", "expel") if claim.recipient else None


def _not_yet(type_: str, mode: str | None, status: str, *, recipient: bool) -> Plover | None:
    if status in {"planned", "promised", "conditional"}:
        if type_ in COOPERATIVE or (type_ in YIELDING and status == "promised"):
            return _as("AGREE")  # CAMEO 035 and 0356, intent to yield, stand under AGREE too
        if type_ in YIELDING:
            return _as("CONCEDE")
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


def cameo(coded: Plover | None) -> str | None:
    """The CAMEO code of what PLOVER codes, the type's general code where the mode has none of its own."""
    if coded is None:
        return None
    codes = cameo_codes()
    return codes.get((coded.type, coded.mode)) or codes.get((coded.type, None))
