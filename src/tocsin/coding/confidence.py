"""How sure the coder is that it coded what the text says: a logistic of a few numbers, no words.

The weights in data/confidence.yaml are fitted by bench/fit_confidence.py on the development claims.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from tocsin.coding.drafts import Draft
from tocsin.knowledge.files import DATA, read_yaml

DONE = frozenset({"happened", "ongoing"})
LONG_SENTENCE = 30
DOUBTFUL = -0.85  # .3: a sign that may mean less than it shows, such as a flag put up
ASIDE = 0.0  # .5: an aside in reported speech may yet be the speaker's
LOWEST, HIGHEST = 0.05, 0.95


def features(draft: Draft) -> dict[str, float]:
    """What the confidence is judged by, each between 0 and 1."""
    pattern, head = draft.match.pattern, draft.match.head
    return {
        "constant": 1.0,
        "actor": float(bool(draft.actors)),
        "actor_known": float(any(actor.id or actor.country for actor in draft.actors)),
        "recipient": float(bool(draft.recipients)),
        "verb": float(draft.match.verbal),
        "phrase": min(1.0, (len(pattern.rest) + len(pattern.needs)) / 2),
        "done": float(draft.status in DONE),
        "content": float(draft.act is not None),
        "act": float(pattern.content is not None),
        "attributed": float(bool(draft.sources)),
        "dated": float(draft.when is not None or draft.due is not None),
        "placed": float(bool(draft.places)),
        "state": float(draft.type == "STATE"),
        "hedged": float(draft.status not in DONE and draft.act is None),
        "deep": float(head.dep_ in {"relcl", "acl", "pobj", "advcl"}),
        "long": min(1.0, len(head.sent) / LONG_SENTENCE / 2),
    }


def confidence(draft: Draft) -> float:
    """A share between 0 and 1: of claims at .8, eight in ten should have type and status right."""
    known = weights()
    total = sum(known.get(name, 0.0) * value for name, value in features(draft).items())
    if draft.match.pattern.doubtful:
        total = min(total, DOUBTFUL)
    if draft.aside:
        total = min(total, ASIDE)
    return round(min(HIGHEST, max(LOWEST, 1 / (1 + math.exp(-total)))), 2)


@cache
def weights() -> Mapping[str, float]:
    """The fitted weights by feature."""
    return read_yaml(DATA / "confidence.yaml", dict[str, float])
