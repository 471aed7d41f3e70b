"""Speech acts and who says so: what is asked, promised, threatened or denied beside the asking itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.attribution import Statement
from tocsin.coding.drafts import Draft
from tocsin.coding.plover import request_mode, threat_mode
from tocsin.coding.roles import Parties, responsible
from tocsin.coding.status import Standing
from tocsin.records import Actor, Source

HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"})
OPPOSING = frozenset({"oppose", "resist", "object", "denounce"})
SET = frozenset({"deadline", "date", "timetable", "target", "timeline", "schedule", "plan"})
SETTING = frozenset({"set", "announce", "declare", "unveil", "give", "fix", "name"})
VOICED = frozenset({"REQUEST", "REJECT", "ACCUSE", "THREATEN", "SUPPORT"})
UNVOICED_MODES = frozenset({"investigate", "arrest"})
QUESTIONS = frozenset({"what", "how", "why", "where", "when", "who", "whom"})
PRONOUN_TAGS = frozenset({"PRP", "PRP$"})


def link_acts(drafts: Sequence[Draft]) -> None:
    """Tie each content to the nearest speech act above it and settle both by each other."""
    by_head = {draft.match.head.i: draft for draft in drafts}
    for draft in drafts:
        for act in draft.standing.acts:
            found = by_head.get(act.head.i)
            if found is not None and found is not draft:
                draft.act = found
                found.contents.append(draft)
                break
    for draft in drafts:
        if draft.contents:
            _settle(draft)


def _settle(act: Draft) -> None:
    """A vow to attack is a threat, a threat needs an own act, and the mode follows from the content."""
    content = act.contents[0]
    if act.type == "AGREE" and content.type in HOSTILE and content.standing.mood == "promised" and _against(content):
        act.type, act.mode = "THREATEN", None
        for each in act.contents:
            each.standing = _restated(each, "threatened")
    if act.type in {"REQUEST", "REJECT"} and act.mode is None:
        ordered = content.standing.mood == "ordered"
        act.mode = None if ordered else request_mode(content.type)
    if act.type == "THREATEN" and act.mode is None:
        act.mode = threat_mode(content.type, content.mode)
    for each in act.contents:
        _parties(act, each)


def _against(content: Draft) -> bool:
    """Aimed at somebody rather than done for them: force against a thing or party, not a deployment to help."""
    return content.type != "MOBILIZE"


def _restated(draft: Draft, mood: str) -> Standing:
    return replace(draft.standing, mood=mood)


def _parties(act: Draft, content: Draft) -> None:
    """An act's content without own parties takes them from the act: the asked does it, the promiser does it."""
    head = content.match.head
    own_clause = content.match.verbal and (syntax.passive(head) or bool(syntax.own_subjects(head)))
    opposed = act.match.head.lemma_.lower() in OPPOSING and not content.match.verbal  # somebody else's withdrawal
    if not content.actors and not own_clause and not opposed:
        content.actors = act.recipients if act.type in {"REQUEST", "ACCUSE"} else act.actors
    if (
        not content.recipients
        and content.type in {"AID", "ASSAULT", "SANCTION", "COERCE"}
        and act.type in {"AGREE", "THREATEN"}
    ):
        content.recipients = act.recipients
    if not act.recipients and act.type in {"THREATEN", "AGREE", "REJECT"}:
        own = {(a.start, a.end) for a in act.actors}  # "vowed to fight the army": they fight each other
        act.recipients = tuple(r for r in content.recipients if (r.start, r.end) not in own)


def complete(act: Draft, drafts: Sequence[Draft]) -> None:
    """Whom a speech act is aimed at, where only its content tells: who is to do it, or who did what is condemned."""
    if act.recipients:
        return
    if act.type == "REQUEST":
        told = [d for d in act.contents if d.status in {"requested", "ordered"}]
    elif act.type == "ACCUSE":
        told = [d for d in drafts if d is not act and _is_thing_of(d.match.head, act.match.head)]
    else:
        return
    aimed = tuple(actor for d in told[:1] for actor in d.actors)
    if aimed and not any(_same(a, b) for a in aimed for b in act.actors):
        act.recipients = aimed
        act.reasons.append(f"aimed at whoever “{told[0].match.head.text}” is of")


def _is_thing_of(noun: Token, verb: Token) -> bool:
    """The noun is what is condemned: object of the verb, in the passive its subject."""
    return syntax.is_noun(noun) and syntax.is_verb(verb) and noun in syntax.patients(verb)


def _same(one: Actor, other: Actor) -> bool:
    return (one.id is not None and one.id == other.id) or one.text.lower() == other.text.lower()


def is_rejected_act(draft: Draft) -> bool:
    """ "rejected the governor's demand": the demand itself was made, by whoever made it."""
    act = draft.act
    return act is not None and act.type == "REJECT" and not draft.match.verbal and draft.type in VOICED


def is_question(match_head: Token) -> bool:
    """ "asked if ...", "asked whether ...", "told him what to do": a question or advice, not a request."""
    for clause in syntax.children(match_head, "ccomp", "xcomp", "advcl"):
        if any(c.dep_ == "mark" and c.lower_ in {"if", "whether"} for c in clause.children):
            return True
        if clause.dep_ != "advcl" and any(c.lower_ in QUESTIONS and c.i < clause.i for c in clause.children):
            return True
    return match_head.lemma_.lower() == "ask" and match_head.dep_ == "advcl" and match_head.tag_ == "VBN"


def attribute_drafts(drafts: Sequence[Draft], statements: Sequence[Statement], parties: Parties) -> None:
    """Give each draft the chain of those who say so, innermost first."""
    for draft in drafts:
        head = draft.match.head
        draft.statements = tuple(
            s for s in statements if s.speech and s.cue.i not in draft.words and s.covers(draft.match.passage, head)
        )
        if any(s.speech and s.aside(draft.match.passage, head) for s in statements):
            draft.aside = True
            draft.reasons.append("in an aside, so the outlet's own words")
    for draft in drafts:
        root = draft
        while root.act is not None and root.act is not root and not is_rejected_act(root):
            root = root.act
        said_in = root.statements
        if not _chain_of(said_in) and (answer := _answer(draft, statements)) is not None:
            said_in = (answer,)
        draft.sources = _chain(root) or _chain_of(said_in) or _announcer(draft, parties)
        draft.said = next((s.record.said for s in said_in if s.record.said), None)


def _answer(draft: Draft, statements: Sequence[Statement]) -> Statement | None:
    """ "Asked if X would ..., the minister said ...": what leaves the question open."""
    if draft.standing.mood != "unclear":
        return None
    above = {head.i for _, head in syntax.ancestors(draft.match.head)}
    here = (s for s in statements if s.speech and s.passage is draft.match.passage)
    return next((s for s in here if s.cue.i in above), None)


def _announcer(draft: Draft, parties: Parties) -> tuple[Source, ...]:
    """ "set a deadline for the withdrawal": who commits itself by saying so."""
    for index in draft.standing.path:
        noun = draft.match.passage.doc[index]
        if noun.dep_ == "dobj" and noun.lemma_.lower() in SET and noun.head.lemma_.lower() in SETTING:
            doer = syntax.agent(noun.head)
            if doer is not None:
                return tuple(_as_source(actor) for actor in parties.of(draft.match.passage, doer))
    return ()


def _chain(draft: Draft) -> tuple[Source, ...]:
    chain = _chain_of(draft.statements)
    if not chain and (_is_voiced(draft) or responsible(draft.match.head) is not None):
        return tuple(_as_source(actor) for actor in draft.actors)
    return chain


def _chain_of(statements: Sequence[Statement]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for statement in statements for source in statement.chain))


def _is_voiced(draft: Draft) -> bool:
    """An act that is done by speaking: its performer is its source where nobody else tells of it."""
    if draft.type == "ACCUSE" and draft.mode in UNVOICED_MODES:
        return False
    return draft.match.pattern.content is not None or draft.type in VOICED


def _as_source(actor: Actor) -> Source:
    named = actor.id is not None or actor.text[:1].isupper() or "'" in actor.text
    return Source(actor.start, actor.end, actor.text, actor.name, "named" if named else "unnamed", None)
