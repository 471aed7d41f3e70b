"""How much hangs on a person's looking at a claim: the order of the review queue.

    urgency = uncertainty × consequence

`uncertainty` is that of the coding (1 - confidence), raised where the claim's status is unclear or only possible,
where its event is disputed, and where one origin alone tells of it. `consequence` is the weight of its type and of its
status, raised by the dead and injured it tells of, and by how many outlets pass on what few origins say. The weights
are our judgement.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from tocsin.records import EventType, Status

OF_TYPE: Final[Mapping[str, float]] = {
    "ASSAULT": 1.0, "COERCE": 0.8, "MOBILIZE": 0.8, "THREATEN": 0.7, "FLEE": 0.7, "SANCTION": 0.6, "RETREAT": 0.6,
    "PROTEST": 0.5, "AID": 0.5, "AGREE": 0.5, "CONCEDE": 0.5, "REJECT": 0.4, "ACCUSE": 0.4, "REQUEST": 0.4,
    "SUPPORT": 0.3, "COOPERATE": 0.3, "CONSULT": 0.3, "STATE": 0.2,
}  # fmt: skip
OF_STATUS: Final[Mapping[str, float]] = {
    "happened": 1.0, "ongoing": 1.0, "denied": 0.9, "unclear": 0.9, "possible": 0.7, "ordered": 0.8, "threatened": 0.7,
    "planned": 0.7, "promised": 0.6, "requested": 0.5, "forecast": 0.5, "conditional": 0.5,
}  # fmt: skip
UNCLEAR: Final = ("unclear", "possible")
AT_UNCLEAR, AT_DISPUTED, AT_ONE_ORIGIN = 0.3, 0.35, 0.1  # each takes so much of the certainty that is left
_TYPE_WEIGHTS: Final = np.array([OF_TYPE[name] for name in get_args(EventType)])
_STATUS_WEIGHTS: Final = np.array([OF_STATUS[name] for name in get_args(Status)])
_VAGUE: Final = np.array([name in UNCLEAR for name in get_args(Status)])


def urgency(claims: NDArray[Any], events: NDArray[Any]) -> NDArray[np.float64]:
    """How urgent it is that a person looks at these claims (rows of the index, beside all its events)."""
    disputed, origins, outlets = (events[name][claims["event"]] for name in ("disputed", "origins", "outlets"))
    sure = claims["confidence"].astype("f8")
    sure = sure * np.where(_VAGUE[claims["status"]], 1 - AT_UNCLEAR, 1)
    sure = sure * np.where(disputed, 1 - AT_DISPUTED, 1) * np.where(origins < 2, 1 - AT_ONE_ORIGIN, 1)
    weight = _TYPE_WEIGHTS[claims["type"]] * _STATUS_WEIGHTS[claims["status"]]
    weight = weight * (1 + np.log10(1 + np.maximum(claims["casualties"].astype("f8"), 0)))
    spread = np.log2(np.maximum(outlets / np.maximum(origins, 1), 1))
    found: NDArray[np.float64] = (1 - sure) * weight * (1 + spread / 2)
    return found
