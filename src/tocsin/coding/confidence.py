"""How sure the coder is that it coded what the text says."""

from __future__ import annotations

from tocsin.coding.drafts import Draft


def confidence(draft: Draft) -> float:
    """A share between 0 and 1: of claims at .8, eight in ten should have type and status right."""
    score = 0.45
    score += 0.1 * bool(draft.actors) + 0.05 * bool(draft.recipients)
    score += 0.1 * draft.match.verbal
    score += 0.05 * min(2, len(draft.match.pattern.rest) + len(draft.match.pattern.needs))
    score -= 0.1 * (draft.status in {"conditional", "possible", "unclear"})
    return round(min(0.95, max(0.05, score)), 2)
