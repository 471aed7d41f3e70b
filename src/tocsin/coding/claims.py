"""Marked text to claims: the coder, from triggers to finished records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from msgspec.structs import replace

from tocsin.annotation.document import Document, Passage
from tocsin.coding import calls, dating, speech, syntax
from tocsin.coding.attribution import Statement, attribute, by_passage
from tocsin.coding.cameo import act_code, cameo
from tocsin.coding.codebook import Codebook
from tocsin.coding.confidence import confidence
from tocsin.coding.contexts import Paragraphs, Reasons
from tocsin.coding.drafts import Draft, merge_conditions, merge_consequences
from tocsin.coding.matching import Match, matches
from tocsin.coding.plover import DONE, Coded, is_done, plover
from tocsin.coding.repeats import repeats
from tocsin.coding.retold import told_once
from tocsin.coding.roles import OWN, Parties
from tocsin.coding.scope import Scope, spoken
from tocsin.coding.status import FUTURE, standing
from tocsin.coding.voices import Voices
from tocsin.coding.worth import Worth
from tocsin.records import Actor, Attribution, Claim, Plover, Span, Status

DONE_BEFORE_TALK = frozenset({"ASSAULT", "PROTEST", "ACCUSE", "THREATEN", "REJECT", "FLEE"})  # "discussed the killing"
ANNOUNCED = frozenset({"RETREAT", "MOBILIZE", "AID", "COOPERATE", "CONSULT", "CONCEDE", "PROTEST"})
PUNISHING = frozenset({"ASSAULT", "COERCE", "SANCTION"})
STEM = 4  # letters that a verb and its noun share
SYMMETRIC_WITH = frozenset({"COOPERATE"})


def code(document: Document, codebook: Codebook) -> tuple[tuple[Attribution, ...], tuple[Claim, ...]]:
    """The attributions and the claims of a marked document, both in text order; a pure function."""
    parties = Parties(document, codebook.finder, codebook.operators)
    statements = attribute(document, Voices(document, parties, codebook.cues, codebook.directory), codebook.cues)
    coder = _Coder(document, statements, codebook, parties)
    drafts = [draft for passage in document.passages for draft in coder.passage(passage)]
    dating.settle(document, drafts)
    records = sorted((s.record for s in statements), key=lambda record: record.cue.start)
    public = coder.worth.public(told_once(document, drafts), parties.known())
    return tuple(records), tuple(coder.claim(draft) for draft in public)


class _Coder:
    """The coding of one document."""

    def __init__(
        self, document: Document, statements: Sequence[Statement], codebook: Codebook, parties: Parties
    ) -> None:
        self.document, self.codebook, self.parties = document, codebook, parties
        self.worth = Worth(document, codebook.topics, codebook.operators.occur)
        self.paragraphs = Paragraphs(codebook.contexts)
        self._statements = by_passage(statements)
        self._told: list[Draft] = []

    # ---------------------------------------------------------------- one passage
    def passage(self, passage: Passage) -> list[Draft]:
        """The drafts of a passage that stand as claims."""
        found = [m for m in matches(passage, self.codebook.frames) if not self.worth.off_topic(m)]
        acts = [m for m in found if not (m.pattern.content and speech.is_question(m.head))]
        heads = {w.i: m for m in acts for w in m.words if m.pattern.content and syntax.is_noun(w)}
        heads |= {m.head.i: m for m in acts}
        drafts = [draft for m in found if (draft := self._draft(m, heads)) is not None]
        drafts = merge_conditions(merge_consequences(drafts, self.codebook.operators))
        speech.link_acts(drafts)
        near = self._statements.get(passage.number, [])
        voiced = calls.open_calls(passage, drafts, self.parties, heads, self.codebook.operators)
        speech.attribute_drafts([*drafts, *voiced], near, self.parties)
        self._first_persons(drafts)
        for draft in drafts:
            self._read_mood(draft)
        drafts += [act for draft in drafts if (act := calls.call_to_act(draft, self.parties)) is not None]
        drafts += [draft for draft in voiced if calls.voiced(draft, self.parties)]
        self._scope(passage, drafts, near).assign()
        for draft in drafts:
            self._take_up(draft, drafts)
        for draft in drafts:
            speech.complete(draft, drafts)
        self._told += drafts
        return [draft for draft in drafts if self.worth.stands(draft)]

    def _draft(self, match: Match, heads: dict[int, Match]) -> Draft | None:
        if match.pattern.content and match.head.i not in heads:
            return None
        stands = standing(match, heads, self.codebook.operators)
        if stands.mood is None:
            return None
        draft = Draft(match, stands, match.pattern.type, match.pattern.mode)
        draft.reach = frozenset(stands.path)
        actors, doers = self.parties.actors(match)
        recipients, done_to = self.parties.recipients(match)
        if not recipients and match.pattern.type == "AID":
            recipients, done_to = self.parties.beneficiary(match, doers)
        if any(heads[i].pattern.type == match.pattern.type for i in done_to & heads.keys()):
            recipients = ()  # "killed five, another attack": the same event told by another word
        draft.actors, draft.recipients = _both(match, actors, recipients, self.parties)
        draft.actor_tokens, draft.party_tokens = doers, doers | done_to
        return draft

    def _first_persons(self, drafts: Sequence[Draft]) -> None:
        """ "We will send", "they were responsible": the speaker of the words is the actor."""
        for draft in drafts:
            subject = syntax.agent(draft.match.head) if draft.match.verbal else None
            own = subject is not None and subject.lower_ in OWN
            if draft.statements and (own or "speaker" in draft.match.pattern.actor):
                draft.actors = draft.actors or self._speakers(draft)

    # ---------------------------------------------------------------- status
    def _read_mood(self, draft: Draft) -> None:
        mood = draft.standing.mood or "happened"
        if draft.act is not None and speech.is_rejected_act(draft):
            draft.recipients = draft.recipients or draft.act.actors
            mood, draft.act, draft.only_named = "happened", None, True
        draft.reasons.append(draft.standing.reason)
        if mood in {"will", "would"}:
            mood = self._foretold(draft) or self._intent(draft, mood)
        elif mood == "duty":
            mood = "requested" if draft.sources else "possible"
        elif mood == "announced":
            mood = "planned" if draft.type in ANNOUNCED and not draft.match.verbal else "happened"
        elif mood == "discussed":
            mood = "happened" if draft.type in DONE_BEFORE_TALK else "planned"
        elif mood == "happened" and draft.act is not None and draft.act.type == "ACCUSE" and not draft.sources:
            mood = "possible"  # "is accused of": nobody named says so
        elif mood == "happened" and draft.type == "STATE" and _perfect(draft.match):
            mood = "ongoing"
        draft.status = mood

    def _foretold(self, draft: Draft) -> str | None:
        """A verb of saying that is one of foreseeing ("..., an analyst predicted")."""
        operators = self.codebook.operators
        said = (operators.plain("verbs", statement.cue.lemma_.lower()) for statement in draft.statements[:1])
        return "forecast" if "forecast" in said else None

    def _intent(self, draft: Draft, mood: str) -> Status:
        """ "will": the actor's own plan where the actor or its own side speaks, else somebody's forecast."""
        subject = syntax.agent(draft.match.head) if draft.match.verbal else None
        if subject is not None and subject.lower_ in OWN:
            return "promised" if draft.recipients and draft.type in {"AID", "SUPPORT", "COOPERATE"} else "planned"
        if not draft.actors:
            return "forecast"
        if not draft.sources:
            return "planned" if mood == "will" else "forecast"
        return "planned" if self._own_side(draft) else "forecast"

    def _own_side(self, draft: Draft) -> bool:
        speakers = self._speakers(draft)
        if any(_colleague(a, b) for a in draft.actors for b in speakers):
            return True
        return any(calls.of_one_side(a, b) for a in draft.actors for b in speakers) or any(
            _shares_words(s, draft) for s in draft.statements[:1]
        )

    def _take_up(self, draft: Draft, here: Sequence[Draft]) -> None:
        """ "the withdrawal", told of before: the parties are those that all tellings of that event agree on."""
        head = draft.match.head
        if draft.match.verbal or draft.actors or draft.recipients or not syntax.is_definite(head):
            return
        earlier = [d for d in here if d.match.head.i < head.i] if draft.type not in speech.VOICED else []
        told = [
            t for t in (*self._told, *earlier) if t.type == draft.type and t.status in DONE and _same_event(t, draft)
        ]
        actors, recipients = _undisputed(t.actors for t in told), _undisputed(t.recipients for t in told)
        if actors or recipients:
            draft.actors, draft.recipients = actors, recipients
            draft.reasons.append(f"the parties are those of “{told[-1].match.head.text}” before")

    def _speakers(self, draft: Draft) -> tuple[Actor, ...]:
        """The actors who make the innermost statement about the draft."""
        return calls.speakers(self.parties, draft.statements)

    # ---------------------------------------------------------------- scope, filter, record
    def _scope(self, passage: Passage, drafts: Sequence[Draft], near: Sequence[Statement]) -> Scope:
        triggers = {word for draft in drafts for word in draft.words}
        cues = {s.cue.i for s in near if s.passage is passage and s.speech} - triggers
        voices: set[int] = set()
        for statement in near:
            if not any(p is passage for p, _, _ in statement.content):
                continue
            if statement.source is not None and statement.source_passage is passage and statement.cue.i not in triggers:
                voices.update(range(*statement.source))
        return Scope(self.document, passage, drafts, cues, voices, self._told)

    def claim(self, draft: Draft) -> Claim:
        """The finished record."""
        match, report = draft.match, self.document.report
        sentence = self._sentence(match)
        trigger = match.passage.span(*match.trigger)
        said = spoken(draft.said, self.document.published)
        if said is None and draft.sources and not draft.statements:
            root = draft.act or draft
            said = root.when
        if said is not None and said == draft.due:
            said = None  # "predicted a collapse within a week of the vote": not when it was predicted
        view = _coded(draft)
        coded = plover(view)
        about = self._contexts(draft, coded)
        condition = draft.standing.condition if draft.status == "conditional" else None
        return Claim(
            id=_identity(report.id, draft, trigger),
            type=draft.type,  # type: ignore[arg-type]
            mode=draft.mode,
            status=draft.status,  # type: ignore[arg-type]
            trigger=trigger,
            sentence=sentence,
            actors=draft.actors,
            recipients=draft.recipients,
            sources=draft.sources,
            when=draft.when,
            said=said,
            places=tuple(draft.places),
            quantities=tuple(draft.quantities),
            due=draft.due,
            condition=match.passage.span(*condition) if condition else None,
            plover=replace(coded, contexts=tuple(about)) if coded is not None else None,
            cameo=cameo(coded, _act(draft), ahead=_ahead(draft, view), demanded=_ordered(draft)),
            confidence=confidence(draft),
            rule=self._rule(draft, about, repeats(report, sentence)),
        )

    def _contexts(self, draft: Draft, coded: Plover | None) -> Reasons:
        if coded is None:
            return {}
        parties = draft.actors, draft.recipients
        return self.paragraphs.of(draft.match.head, draft.match.passage, _code(draft), parties)

    def _sentence(self, match: Match) -> Span:
        sent = match.head.sent
        return match.passage.span(sent.start, sent.end)

    def _rule(self, draft: Draft, about: Reasons, again: Iterable[Span]) -> str:
        pattern = draft.match.pattern
        kind = "verb" if draft.match.verbal else "noun"
        parts = [
            f"{_code(draft)}: {kind} “{pattern.phrase}” ({pattern.file})",
            f"{draft.status}: {'; '.join(draft.reasons)}",
        ]
        if draft.act is not None:
            parts.append(f"content of “{draft.act.match.head.text}”")
        if draft.sources:
            parts.append("according to " + " < ".join(source.name for source in draft.sources))
        parts += self.parties.notes((*draft.actors, *draft.recipients))
        if about:
            parts.append("contexts: " + ", ".join(f"{name} ({why})" for name, why in about.items()))
        parts += [f"said again at {span.start}–{span.end}" for span in again]
        return "; ".join(parts)


def _code(draft: Draft) -> str:
    """Type and mode, as frames and contexts write them."""
    return f"{draft.type}/{draft.mode}" if draft.mode else draft.type


def _same_event(told: Draft, draft: Draft) -> bool:
    """One happening told again: by a word of the same stem ("attacked ... the attack") or by one of the same mode;
    several attacks are not "the attack"."""
    one, other = told.match.head, draft.match.head
    if one.tag_ == "NNS" and other.tag_ == "NN":
        return False
    if draft.mode and told.mode == draft.mode:
        return True
    words = one.lemma_.lower(), other.lemma_.lower()
    return words[0] == words[1] or (
        told.match.verbal and min(map(len, words)) >= STEM and _stem(words[0]) == _stem(words[1])
    )


def _stem(word: str) -> str:
    return word[:STEM]


def _undisputed(told: Iterable[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """The parties that all tellings with any share; none where two tellings name different ones."""
    named = [actors for actors in told if actors]
    first = {a.id or a.name.lower() for a in named[0]} if named else set()
    if any(first.isdisjoint({a.id or a.name.lower() for a in actors}) for actors in named):
        return ()
    return named[-1] if named else ()


def _perfect(match: Match) -> bool:
    """ "has remained": it still does."""
    return any(c.dep_ == "aux" and c.lower_ in {"has", "have"} for c in match.head.children)


def _coded(draft: Draft) -> Coded:
    match, act = draft.match, draft.act
    ahead = match.verbal and any(c.lower_ in FUTURE | {"would"} for c in match.head.children)
    ordered = _ordered(draft)
    return Coded(
        draft.type,
        draft.mode,
        draft.status,
        recipient=bool(draft.recipients or draft.places),
        soldiers=any(a.sector in {"MIL", "REB", "PRM", "UAF"} for a in draft.actors),
        accord=draft.type == "AGREE" and match.pattern.content is None,
        refused=draft.status == "denied" and ahead and act is None,
        told_by_other=draft.only_named
        or (act is not None and act.type == "ACCUSE")
        or (ordered and any(is_done(_coded(each)) for each in draft.contents if each.act is draft)),
        asked=bool((act or draft).recipients) if ordered or draft.contents else bool(draft.recipients),
        punishing=any(each.type in PUNISHING and each.recipients for each in draft.contents),
        cameo=match.pattern.cameo,
    )


def _ordered(draft: Draft) -> bool:
    """An order, or what is ordered."""
    return draft.status == "ordered" or (draft.type == "REQUEST" and draft.match.pattern.content == "ordered")


def _act(draft: Draft) -> str | None:
    """The CAMEO code of the act a claim is about: of a speech act, that of its content."""
    told = draft.contents[0] if draft.contents else draft
    return act_code(told.type, told.mode, told.match.pattern.cameo)


def _ahead(draft: Draft, view: Coded) -> bool:
    return bool(draft.contents) or not is_done(view)


def _both(
    match: Match, actors: tuple[Actor, ...], recipients: tuple[Actor, ...], parties: Parties
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Symmetric events have their parties on both sides; "A held drills with B" keeps its direction."""
    if not match.pattern.both:
        return _one_side(match, actors, recipients)
    between, _ = parties.partners(match)
    if between:
        return between, between if len(between) > 1 else ()
    if recipients and match.pattern.type in SYMMETRIC_WITH:
        return actors, recipients
    if not actors:
        return actors, recipients
    if len(actors) == 1 and not recipients and match.pattern.type in {"ASSAULT", "AGREE"}:
        return actors, recipients  # "volunteers fought", "the minister agreed to a truce": nobody says with whom
    everyone = (*actors, *(r for r in recipients if r not in actors))
    return everyone, everyone


def _one_side(
    match: Match, actors: tuple[Actor, ...], recipients: tuple[Actor, ...]
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Nobody does it to themselves: a verb keeps its doer, a noun the one it is done to."""
    spans = {(a.start, a.end) for a in actors}
    if match.verbal:
        return actors, tuple(r for r in recipients if (r.start, r.end) not in spans)
    done_to = {(r.start, r.end) for r in recipients}
    return tuple(a for a in actors if (a.start, a.end) not in done_to), recipients


def _colleague(actor: Actor, speaker: Actor) -> bool:
    """ "The ministry will ..., the undersecretary said": an office of the same kind, of no other country."""
    return speaker.country is None and actor.sector in {"GOV", "MIL", "COP"} and actor.sector == speaker.sector


def _shares_words(statement: Statement, draft: Draft) -> bool:
    """ "its army spokesman", "the group": the speaker belongs to whoever was just named."""
    if statement.source is None or statement.source_passage is None:
        return False
    words = statement.source_passage.doc[slice(*statement.source)]
    if any(t.tag_ == "PRP$" for t in words):
        return True
    return any(a.start <= statement.source_passage.start + words.start_char < a.end for a in draft.actors)


def _identity(report_id: str, draft: Draft, trigger: Span) -> str:
    speaker = draft.sources[0].name if draft.sources else ""
    parts = (report_id, draft.type, draft.mode or "", draft.status, str(trigger.start), str(trigger.end), speaker)
    return "c" + blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()
