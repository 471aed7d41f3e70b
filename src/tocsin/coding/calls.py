"""What a speaker voices without a verb of asking: "Russia should withdraw", "Sudan must act", said by somebody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from tocsin.annotation.document import Passage
from tocsin.coding import syntax
from tocsin.coding.attribution import Statement
from tocsin.coding.drafts import Draft
from tocsin.coding.matching import Match
from tocsin.coding.plover import request_mode
from tocsin.coding.roles import Parties
from tocsin.coding.status import DUTY, standing
from tocsin.knowledge.frames import Pattern
from tocsin.knowledge.operators import Operators
from tocsin.records import Actor

CALL = Pattern("REQUEST", "should", (), None, (), (), (), False, "requested", (), (), True, False, "a modal of duty")
PUBLIC = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "REB", "PTY", "OPP", "UAF", "PRM", "SPY"})


def speakers(parties: Parties, statements: Sequence[Statement]) -> tuple[Actor, ...]:
    """The actors who make the innermost of these statements."""
    first = next((s for s in statements if s.source is not None and s.source_passage is not None), None)
    if first is None or first.source is None or first.source_passage is None:
        return ()
    return parties.of(first.source_passage, first.source_passage.doc[slice(*first.source)].root)


def call_to_act(draft: Draft, parties: Parties) -> Draft | None:
    """ "Russia should withdraw, said the chancellor": the speaker asks for it."""
    modal = next((c for c in draft.match.head.children if c.dep_ == "aux" and c.lower_ in DUTY), None)
    if draft.standing.mood != "duty" or modal is None or not draft.sources or draft.act is not None:
        return None
    act = Draft(Match(draft.match.passage, modal, (modal,), CALL), draft.standing, "REQUEST", request_mode(draft.type))
    act.actors, act.recipients = speakers(parties, draft.statements), draft.actors
    if not act.actors or not draft.actors or same_side(act):
        return None
    act.sources, act.said = draft.sources, draft.said
    act.reasons, act.contents, draft.act = [f"“{modal.text}” said to somebody else"], [draft], act
    return act


def open_calls(
    passage: Passage, drafts: Sequence[Draft], parties: Parties, heads: Mapping[int, Match], operators: Operators
) -> list[Draft]:
    """The same where what is asked for is no event of its own: "the government must ensure security"."""
    taken = {i for draft in drafts for i in draft.words}
    found = []
    for modal in passage.doc:
        if modal.dep_ != "aux" or modal.lower_ not in DUTY or modal.head.i in taken or _past(modal.head):
            continue
        asked = syntax.agent(modal.head)
        recipients = parties.of(passage, asked) if asked is not None and asked.tag_ != "PRP" else ()
        if not any(a.id or a.country or a.sector in PUBLIC for a in recipients):
            continue
        match = Match(passage, modal, (modal,), CALL)
        act = Draft(match, standing(match, heads, operators), "REQUEST", None)
        act.recipients, act.reasons = recipients, [f"“{modal.text}” said to somebody else"]
        found.append(act)
    return found


def _past(verb: Token) -> bool:
    """ "should have acted": blame, no call."""
    return any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children)


def voiced(draft: Draft, parties: Parties) -> bool:
    """Fill in the speaker as actor of an open call; False where nobody, or the one who is called, speaks."""
    draft.actors = speakers(parties, draft.statements)
    return bool(draft.actors) and not same_side(draft)


def same_side(act: Draft) -> bool:
    """Somebody of the speaker's own side is meant."""
    return any(of_one_side(a, b) for a in act.actors for b in act.recipients)


def of_one_side(one: Actor, other: Actor) -> bool:
    """The same body, or of the same country."""
    return (one.id is not None and one.id == other.id) or (one.country is not None and one.country == other.country)
