"""Denials that point back: "The service denied the report.", "The governor disputes this." """

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.linking.cards import ClaimCard
from tocsin.linking.compare import standing
from tocsin.records import Claim

# what stands after the verb of denial where what is denied was told before
PRONOUN = r"(?:this|that|it|them|both)(?=\s*(?:[.,;!?”\"]|$)|\s+(?:on|in|as|at|when|through|outright)\b)"
NOUN = (
    r"(?:reports?|claims?|accounts?|allegations?|accusations?|charges?|figures?|versions?|story|stories|numbers?|toll"
    r"|assertions?|statements?|estimates?|count|findings?)"
)
POINTS_BACK = re.compile(
    r"^\w+(?: (?:off|aside|down))?\s+(?:all (?:of )?)?(?:"
    + PRONOUN
    + r"|(?:the|this|that|these|those|such|his|her|their|its)\s+(?:\w+\s+)?"
    + NOUN
    + r")\b(?!\s+that\b)",
    re.IGNORECASE,
)
BETWEEN = 3  # characters between the sentence that is meant and the one that denies it


def echoed(denial: ClaimCard, cards: Sequence[ClaimCard]) -> ClaimCard | None:
    """Of a report's claims the one told as done that a denial points back to: by its figure, else just before it."""
    if denial.claim.type != "REJECT" or not _points_back(denial.claim):
        return None
    before = [card for card in cards if _deniable(card.claim, denial.claim)]
    figures = {(each.low, each.high, each.about) for each in denial.claim.quantities}
    if figures:
        before = [c for c in before if not figures.isdisjoint((q.low, q.high, q.about) for q in c.claim.quantities)]
    else:
        before = [card for card in before if _just_before(card.claim, denial.claim)]
    told = [card for card in before if card.claim.sources] or before
    return max(told, key=lambda card: (card.claim.sentence.start, -card.claim.trigger.start), default=None)


def _points_back(claim: Claim) -> bool:
    words = claim.sentence.text[max(0, claim.trigger.start - claim.sentence.start) :]
    return bool(POINTS_BACK.match(words))


def _deniable(claim: Claim, denial: Claim) -> bool:
    """Told as done before the denial, by somebody else."""
    if claim.type == "REJECT" or standing(claim) != "done" or claim.trigger.start >= denial.trigger.start:
        return False
    return {source.name for source in claim.sources}.isdisjoint(actor.name for actor in denial.actors)


def _just_before(claim: Claim, denial: Claim) -> bool:
    same = claim.sentence == denial.sentence
    return same or 0 <= denial.sentence.start - claim.sentence.end <= BETWEEN
