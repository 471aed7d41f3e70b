"""What the way up from a trigger comes to: its standing."""

from __future__ import annotations

from tocsin.coding.matching import Match
from tocsin.coding.status.conditions import ends_as_question
from tocsin.coding.status.disclaimed import disclaimed, proved_true
from tocsin.coding.status.ledger import Ledger
from tocsin.coding.status.licence import doubt, leads_on
from tocsin.coding.status.setting import is_scheduled, lies_in_future, set_up, taken_back
from tocsin.coding.status.shapes import lies_ahead, says_it_oneself
from tocsin.coding.status.standing import DONE, YIELDS_TO_CONDITION, Note, Standing, composed
from tocsin.knowledge.operators import Operators

OVER = frozenset({"after", "following", "since", "before", "during"})
DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "SANCTION", "FLEE", "CONSULT", "AGREE", "CONCEDE"})
LASTING = frozenset("occupy besiege hold control block blockade detain patrol surround guard".split())
NOW = frozenset({"still", "now", "currently", "already", "daily", "again", "increasingly", "continually"})
UNFOLDED = frozenset({"planned", "requested", "forecast"})


def verdict(way: Ledger, match: Match) -> Standing:
    """The standing of the match by what was noted on its way up."""
    acts, path = tuple(way.acts), tuple(way.path)
    if way.in_condition or way.made_up:
        return Standing(None, "told as a condition, or made up", None, acts, path)
    mood, reason = composed(_own_mood(way, match), way.notes)
    if mood == "happened" and not (match.verbal or way.told) and leads_on(match.head):
        mood, reason = "possible", f"“{match.head.head.text} {match.head.text}”"
    if ends_as_question(match.head):
        mood, reason = "unclear", "a question"
    if way.condition is not None and mood in YIELDS_TO_CONDITION:
        return Standing("conditional", "it depends on a condition", way.condition, acts, path)
    if mood in {"present", "would"} and match.pattern.content and says_it_oneself(match.head):
        mood = "happened"  # "We promise", "I would urge": done by saying it
    mood, reason = _in_setting(way, match, (mood, reason))
    if mood == "present":
        mood = "happened" if match.passage.kind == "title" else _of_present(match, way.operators)
    mood = {"purpose": "planned", "counterfactual": "denied"}.get(mood, mood)
    return Standing(mood, reason, None, acts, path)


def _in_setting(way: Ledger, match: Match, told: Note) -> Note:
    """What the words around make of it: taken back, part of a plan or of the terms of a deal."""
    if told[0] == "possible" and proved_true(match.head, way.operators):
        told = "happened", "as it proved"
    if told[0] in {"happened", "ongoing", "present", "announced", "discussed", "planned"}:
        told = taken_back(match.head, way.operators) or _elsewhere(way, match) or told
    if told[0] == "happened" and match.passage.kind != "title" and is_scheduled(match.head):
        return "planned", "a time to come"
    if not match.verbal or told[0] not in {"would", "present"}:
        return told
    if told[0] == "present" and lies_in_future(match.head):
        return "planned", "a time to come"
    own = match.pattern.content and says_it_oneself(match.head)
    if own or match.pattern.type == "STATE" or match.passage.kind == "title":
        return told
    found = set_up(match.head, way.operators)
    fits = found is not None and (told[0] == "would" or found[0] in UNFOLDED)
    return found if found is not None and fits else told


def _elsewhere(way: Ledger, match: Match) -> Note | None:
    return None if way.voiced or match.pattern.content else disclaimed(match.head, way.operators)


def _own_mood(way: Ledger, match: Match) -> Note:
    if way.moods:
        return way.moods[0]
    if match.verbal and lies_ahead(match.head) and not (way.told and match.head.dep_ == "xcomp"):
        return "planned", f"“to {match.head.text}”"
    top = match.head.doc[way.path[-1]] if way.path else match.head
    lasting = match.head.lemma_.lower() in way.operators.unbounded
    open_ = doubt(match.head, top, verbal=match.verbal, lasting=lasting, told=way.told)
    if open_ is None and lasting and match.head.head.lower_ not in OVER:
        return "ongoing", "not told as over"
    return open_ or ("happened", DONE)


def _of_present(match: Match, operators: Operators) -> str:
    """The bare present of a deed tells what happens as a rule, or might; that of what lasts tells what goes on."""
    verb = match.head
    bare = match.verbal and match.pattern.type in DEEDS and verb.tag_ in {"VBZ", "VBP", "VBN"}
    lasts = verb.lemma_.lower() in operators.unbounded | LASTING
    meanwhile = verb.dep_ == "advcl" and any(c.lower_ in {"as", "while"} for c in verb.children)
    now = meanwhile or any(c.lower_ in NOW for c in verb.children)
    headline = verb.sent[-1].text not in {".", ";"}
    return "ongoing" if not bare or lasts or now or headline else "possible"
