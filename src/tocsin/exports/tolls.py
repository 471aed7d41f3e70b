"""How many were killed, by the rules that ACLED and UCDP have for figures; every choice is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from tocsin.exports.claim_row import bounds
from tocsin.records import Actor, Claim, Quantity
from tocsin.storage.loading import StoredClaim

# ACLED's numbers for words that are none
_PLURAL: Final = {"hundreds": 100, "dozens": 12, "tens": 10}
_FEW: Final = {"several": 3, "few": 3, "many": 3, "some": 3}
_PLURALS: Final = re.compile(r"\b(hundreds|dozens|tens)\b(?! of (?:thousand|million))", re.IGNORECASE)
_FEWS: Final = re.compile(r"\b(several|few|many|some)\b", re.IGNORECASE)
_KILLING: Final = (
    r"\b(?:kill(?:ed|ing|s)|assassinat(?:ed|ion|es|ing)|murder(?:ed|s)?|slain|behead(?:ed|ing)|lynch(?:ed|ing)"
    r"|execut(?:ed|ion)|shot dead)\b"
)
_KILLED: Final = re.compile(_KILLING, re.IGNORECASE)
_KILLED_WHOM: Final = re.compile(rf"{_KILLING}(?: of)?[^,;.:]{{0,30}}\Z", re.IGNORECASE)
_ONLY_TRIED: Final = re.compile(
    r"\b(attempt\w*|tried to|trying to|tries to|fail\w*|plot\w*|conspir\w*)\b", re.IGNORECASE
)


class Toll(NamedTuple):
    """A claim's number of killed as ACLED would write it, and the rule where one was needed."""

    number: int
    rule: str | None


def killed(row: StoredClaim) -> list[Quantity]:
    """The figures of a claim that count killed people."""
    return [each for each in row.claim.quantities if each.about == "killed"]


def named_dead(row: StoredClaim) -> tuple[str, ...]:
    """Those killed whom the claim names and does not count: "the killing of General Idris Vell" is one death."""
    claim = row.claim
    if claim.type != "ASSAULT" or killed(row) or _ONLY_TRIED.search(claim.sentence.text):
        return ()
    if not all(each.kind == "person" and _said_killed(claim, each) for each in claim.recipients):
        return ()
    return tuple(dict.fromkeys(each.name or each.text for each in claim.recipients))


def _said_killed(claim: Claim, whom: Actor) -> bool:
    """The act itself is a killing, or the words before the name say that it killed."""
    before = claim.sentence.text[: max(0, whom.start - claim.sentence.start)]
    return bool(_KILLED.search(claim.trigger.text) or _KILLED_WHOM.search(before))


def toll(row: StoredClaim) -> Toll | None:
    """ACLED's number for what a claim says: vague words by their list, an open lower end as 0; None without figures."""
    if named := named_dead(row):
        return Toll(len(named), f"named-dead:{', '.join(named)}={len(named)}")
    given = [_toll(each) for each in killed(row)]
    return max(given, key=lambda each: each.number, default=None)  # "20 dead, 5 of them children"


def _toll(quantity: Quantity) -> Toll:
    words = " ".join(quantity.text.split())
    if vague := _PLURALS.search(words):
        return _vague(vague[1], _PLURAL)
    if quantity.low is None:
        vague = _FEWS.search(words) if quantity.high is None else None
        return _vague(vague[1], _FEW) if vague else Toll(0, f"no-lower-bound:{words}=0")
    return Toll(int(quantity.low), f"at-least:{words}={quantity.low:.0f}" if quantity.high is None else None)


def _vague(word: str, numbers: Mapping[str, int]) -> Toll:
    number = numbers[word.lower()]
    return Toll(number, f"vague:{word.lower()}={number}")


class Estimate(NamedTuple):
    """UCDP's three numbers."""

    best: int
    low: int
    high: int


def estimate(rows: Iterable[StoredClaim]) -> Estimate | None:
    """The figure of most origins (the lower of equals), the least and the most; None where no claim has a number."""
    told = [*rows]
    stated = [(row.origin, *bounds(killed(row))) for row in told if killed(row)]
    stated += [(row.origin, float(len(named)), float(len(named))) for row in told if (named := named_dead(row))]
    lows = [(origin, int(low)) for origin, low, _ in stated if low is not None]
    highs = [int(high) for _, _, high in stated if high is not None]
    if not lows:
        return None
    numbers = sorted({low for _, low in lows})
    best = max(numbers, key=lambda number: (len({origin for origin, low in lows if low == number}), -number))
    return Estimate(best, numbers[0], max([*highs, *numbers]))


def figures_in_words(rows: Sequence[StoredClaim]) -> list[str]:
    """Every figure of killed as it is worded, and the names of those who are not counted but named."""
    worded = (" ".join(each.text.split()) for row in rows for each in killed(row))
    return list(dict.fromkeys([*worded, *(name for row in rows for name in named_dead(row))]))
