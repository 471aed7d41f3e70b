"""Whether two claims are about one event: a logistic of the numbers of compare.py, and its reason in words.

The weights in data/linking.yaml are fitted by bench/linking.py --fit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from tocsin.knowledge.files import DATA, read_yaml
from tocsin.linking.compare import Telling, numbers

WORDING = {
    "same_story": "the same story",
    "words": "like words",
    "trigger_same": "the same word for it",
    "mode_same": "the same kind of act",
    "place_same": "places that fit",
    "near_place_same": "places nearby in the text that fit",
    "time_same": "dates that fit",
    "near_time_same": "dates nearby in the text that fit",
    "actor_same": "the same actor",
    "recipient_same": "the same party acted upon",
    "figure_same": "figures that meet",
    "name_same": "the same names beside it",
    "trigger_apart": "other words for it",
    "mode_apart": "another kind of act",
    "place_apart": "other places",
    "near_place_apart": "other places nearby in the text",
    "time_apart": "other dates",
    "long_apart": "dates more than a week apart",
    "near_time_apart": "other dates nearby in the text",
    "actor_apart": "other actors",
    "recipient_apart": "another party acted upon",
    "figure_apart": "other figures",
    "name_apart": "other names beside it",
    "days_apart": "reported days apart",
    "number_apart": "one act beside several",
    "central": "what both reports open with",
    "both_open": "both reports open with it",
    "same_toll": "the same toll on the same day",
    "off_centre": "what only one report opens with",
    "copied": "the same words from the same origin",
    "another": "called another one",
    "definite": "pointed back to",
    "indefinite": "brought in as new",
    "one_sentence": "told beside it in one sentence",
    "far": "far apart in the text",
}
SAID = 0.1  # weight times number below which a number is not worth a word


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """The weights by number: `within` one report, `across` reports, and of the `outcome` of a ledger item."""
    return read_yaml(DATA / "linking.yaml", dict[str, dict[str, float]])


def side(one: Telling, other: Telling) -> str:
    """Which weights compare the two."""
    return "within" if one.first.report == other.first.report else "across"


def odds(one: Telling, other: Telling) -> float:
    """The logarithm of the odds that the two tellings are of one event."""
    known = weights()[side(one, other)]
    return sum(known.get(name, 0.0) * value for name, value in numbers(one, other).items())


def share(odds_: float) -> float:
    """Odds as a share between 0 and 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds_))))


def why(one: Telling, other: Telling) -> str:
    """What spoke for one event and what against, the weightiest first."""
    known = weights()[side(one, other)]
    found = numbers(one, other).items()
    parts = [(known.get(name, 0.0) * value, WORDING[name]) for name, value in found if name in WORDING]
    parts.sort(key=lambda part: -abs(part[0]))
    pro = [words for value, words in parts if value >= SAID][:4]
    against = [words for value, words in parts if value <= -SAID][:2]
    return f"{', '.join(pro) or 'little in common'}" + (f"; against it: {', '.join(against)}" if against else "")
