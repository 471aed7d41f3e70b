"""Places told by another: "north of X" and "70 km from X" are an area around X, not X itself."""

from __future__ import annotations

from tocsin.annotation.place_names import Found
from tocsin.gazetteer.names import words

BESIDE_KM = 30.0  # "north of X", "near X" without a distance
UNITS = {"km": 1.0, "kms": 1.0, "kilometre": 1.0, "kilometer": 1.0, "mile": 1.609, "mi": 1.609, "metre": 0.001}
FARTHEST_KM = 1000.0
OUTSIDE = frozenset({"near", "outside", "around"})


def beside_km(name: Found) -> float:
    """How far from the place the spot that is told by it may lie; 0 where the place itself is meant."""
    before = [token.lower_ for token in name.passage.doc[max(0, name.first - 9) : name.first]]
    if before and before[-1] in OUTSIDE:
        return BESIDE_KM
    if before and before[-1] == "the":
        before.pop()
    if not before or before.pop() not in {"of", "from"}:
        return 0.0
    directed = bool(before) and before[-1].removesuffix("ward").replace("-", "") in words().direction
    if directed:
        before.pop()
    far = _distance(before)
    return far if far else BESIDE_KM if directed and not (before and before[-1] in {"the", "in"}) else 0.0


def _distance(before: list[str]) -> float:
    """The kilometres that the words end in: "70 km (43 miles)", "about 12 miles to the"; 0 for other words."""
    while before and before[-1] in {"the", "to", "away", ")"}:
        before.pop()
    if "(" in before[-4:]:
        del before[len(before) - 1 - before[::-1].index("(") :]
    unit = UNITS.get(before[-1], UNITS.get(before[-1].removesuffix("s"))) if before else None
    if unit is None or len(before) < 2:
        return 0.0
    try:
        far = float(before[-2].replace(",", "")) * unit
    except ValueError:
        return 0.0
    return round(far, 1) if 0.0 < far <= FARTHEST_KM else 0.0
