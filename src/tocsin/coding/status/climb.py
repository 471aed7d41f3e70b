"""The way up from a trigger to the root of its sentence, noting what stands above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.matching import Match
from tocsin.coding.status.clauses import COPULAS, adverbs, is_fiction, is_lasting, mood, negation
from tocsin.coding.status.conditions import condition, ends_as_question, in_the_event, is_condition, is_question
from tocsin.coding.status.embedding import LINKED, Weight, denial_of, linked_by, weight
from tocsin.coding.status.shapes import (
    for_others,
    heads_clause,
    lies_ahead,
    only_describes,
    predicates,
    says_it_oneself,
    with_confirming,
)
from tocsin.coding.status.standing import DONE, YIELDS_TO_CONDITION, Note, Standing, composed
from tocsin.knowledge.operators import Operators

CONTENT = frozenset({"xcomp", "ccomp", "dobj", "acl", "pcomp", "oprd", "attr", "acomp"})
TIME_MARKS = frozenset(
    {"after", "before", "when", "while", "as", "because", "since", "until", "although", "though", "where", "whereas"}
)
OVER = frozenset({"after", "following", "since", "before", "during"})
COMPLETE = frozenset({"complete", "completed", "finished", "over", "done", "concluded"})
SEQUELS = frozenset({"follow", "come"})
VOICED = frozenset({"REQUEST", "ACCUSE", "THREATEN", "REJECT"})
BUSY = syntax.SUBJECTS | {"mark", "aux"}
ENDS = frozenset({"relcl", "appos", "parataxis", "npadvmod", "poss"})


def standing(match: Match, heads: Mapping[int, Match], operators: Operators) -> Standing:
    """The standing of a match; `heads` are all matches of the passage by the index of their head token."""
    climb = _Climb(heads, operators)
    climb.run(match)
    return climb.result(match)


class _Climb:
    """One way up from a trigger, collecting what stands above it, from the inside out."""

    def __init__(self, heads: Mapping[int, Match], operators: Operators) -> None:
        self.heads, self.operators = heads, operators
        self.notes: list[Note] = []
        self.moods: list[Note] = []
        self.acts: list[Match] = []
        self.condition: tuple[int, int] | None = None
        self.in_condition = False
        self.reported = False  # above a reported clause with a tense of its own, tense and negation say nothing of it
        self.path: list[int] = []
        self.violent = self.voiced = self.made_up = False
        self._weighed: dict[int, bool] = {}
        self._negations: set[int] = set()

    def run(self, match: Match) -> None:
        token = match.head
        self.violent = match.pattern.type in {"ASSAULT", "COERCE"}
        self.voiced = match.pattern.type in VOICED and not match.verbal
        if not match.verbal:
            self._noun(token)
        while True:
            if heads_clause(token):
                self._clause(token)
                if self.in_condition:
                    return
            head = token.head
            self.path.append(token.i)
            if head == token or not self._pass(token, head, noun=syntax.is_noun(token)):
                return
            if token.dep_ == "ccomp" and self.moods and syntax.is_verb(head):
                self.reported = True
            token = head

    # ---------------------------------------------------------------- the trigger's own words
    def _noun(self, noun: Token) -> None:
        """ "a planned attack", "no attack", "an attack foiled by police"."""
        for child in noun.children:
            if child.dep_ in {"amod", "advmod"}:
                found = self.operators.plain("adjectives", child.lower_)
                if found not in {None, "same", "told", "requested"}:
                    self._note(str(found), f"“{child.text}”")
            elif child.dep_ in {"det", "neg"} and child.lower_ in {"no", "neither"}:
                self._deny(child, f"“{child.text} {noun.text}”")
            elif child.dep_ == "acl" and child.tag_ == "VBN":
                found = self.operators.plain("verbs", child.lemma_.lower())
                if found in {"planned", "denied", "requested", "ordered", "promised", "forecast", "possible"}:
                    self._note(str(found), f"“{child.text}”")

        if noun.dep_ in {"nsubj", "nsubjpass"}:
            self.in_condition = self._yet_to_end(noun)
            for clause in syntax.children(noun.head, "advcl"):
                if clause.tag_ == "VBN" and not any(c.dep_ in BUSY for c in clause.children):
                    self._apply(clause, weight(noun, clause, self.operators), noun)

    def _yet_to_end(self, noun: Token) -> bool:
        """ "after the withdrawal is complete": a moment that lies ahead; but wars that are to end go on now."""
        ends = {c.lower_ for c in noun.head.children if c.dep_ in {"acomp", "advmod", "prt"}} | {noun.head.lower_}
        going_on = noun.lemma_.lower() in self.operators.unbounded
        return bool(ends & COMPLETE) and not going_on and is_condition(noun.head, self.operators)

    def _note(self, status: str, reason: str) -> None:
        if not (self.reported and status not in {"denied", "unclear", "possible", "forecast"}):
            self.notes.append(("possible" if status == "attempted" else status, reason))

    def _deny(self, word: Token, reason: str) -> None:
        """A negation counts once, wherever it is met."""
        if word.i not in self._negations:
            self._negations.add(word.i)
            self._note("denied", reason)

    # ---------------------------------------------------------------- clauses
    def _clause(self, verb: Token) -> None:
        """Read the mood of a clause; the lowest one with a tense or modal of its own settles it."""
        self.made_up = self.made_up or (self.violent and is_fiction(verb, self.operators))
        if is_condition(verb, self.operators):
            self.in_condition = True
            return
        if self.condition is None:
            self.condition = condition(verb, self.operators)
        if is_question(verb, self.operators):
            self._note("unclear", "an open question")
        if self.moods:
            return
        denial = negation(verb)
        if denial is not None and verb.i not in self._weighed:
            self._deny(denial, f"“{denial.text}”")
        for status, reason in adverbs(verb, self.operators):
            self._note(status, reason)
        found = mood(verb)
        if found is not None and found[0] == "possible" and verb.i in self._weighed and denial is not None:
            found = ("happened", DONE)  # "could not prevent": it did not
        if found is not None:
            self.moods.append(found)

    # ---------------------------------------------------------------- links
    def _pass(self, child: Token, head: Token, *, noun: bool) -> bool:
        """Note what the link from child to head says; False where the way up ends."""
        label = child.dep_
        if label == "conj":
            return self._conjunct(child, head)
        if label in {"prep", "agent"}:
            return self._preposition(child, head, noun=noun)
        if label in {"pobj", "pcomp"}:
            return self._through_preposition(child, head)
        if label in {"csubj", "csubjpass"}:
            self._weighs(child, head)
            return False
        if label == "relcl" and self._misread_clause(child, head):
            label = "acl"
        if label in ENDS:
            return False
        if label == "advcl":
            return self._adverbial(child)
        if label == "ccomp" and child.i < head.i and any(t.text == ";" for t in child.doc[child.i : head.i]):
            return False  # two sentences in one
        if label in CONTENT:
            weighed = self._weighs(child, head)
            if weighed is not None:
                return weighed
        if noun:
            return self._argument(child, head)
        return label in {"xcomp", "ccomp", "pcomp", "acomp", "attr", "oprd"}

    def _misread_clause(self, child: Token, head: Token) -> bool:
        """ "the risk that soldiers will mutiny": a clause of the noun that the parse takes for a relative one."""
        that = child.doc[child.left_edge.i]
        return (
            that.lower_ == "that"
            and bool(syntax.own_subjects(child))
            and that.dep_ not in syntax.SUBJECTS
            and (self.operators.begins("nouns", head.lemma_.lower()))
        )

    def _conjunct(self, child: Token, head: Token) -> bool:
        """Coordinated words stand alike, but not "negotiate rather than attack", nor where the parse mixes clauses."""
        if syntax.mixes_clauses(child) and self.moods:
            return False
        than = any(c.dep_ == "cc" and c.lower_ == "than" and head.i < c.i < child.i for c in head.children)
        if than:
            self._note("denied", f"“rather than {child.text}”")
        return not than

    def _preposition(self, prep: Token, head: Token, *, noun: bool) -> bool:
        weighed = self._weighs(prep, head)
        if weighed is not None:
            return weighed
        return prep.lower_ in LINKED and (not syntax.is_noun(head) or not noun)

    def _through_preposition(self, child: Token, prep: Token) -> bool:
        holder = prep.head
        if self._without(prep):
            self._note("denied", f"“{prep.text} {child.text}”")
            return False
        if in_the_event(prep):
            self.in_condition = True
            return False
        if prep.lower_ == "of" and holder.lemma_.lower() in self.operators.measures:
            return True
        weighed = self._weighs(prep, holder)
        if weighed is not None:
            return weighed
        if prep.lower_ in {"before", "ahead"} and syntax.is_noun(child):
            return False
        return child.dep_ == "pcomp" and prep.lower_ in {"by", "in", "of", "from", "with"} and syntax.is_clause(holder)

    def _without(self, prep: Token) -> bool:
        """ "without attacking", "instead of attacking"."""
        before = prep.nbor(-1).lower_ if prep.i else ""
        return prep.lower_ in self.operators.without or f"{before} {prep.lower_}" in self.operators.without

    def _adverbial(self, child: Token) -> bool:
        marks = {c.lower_ for c in child.children if c.dep_ in {"mark", "advmod", "cc"}}
        if marks & TIME_MARKS:
            if marks & {"before", "until"}:
                self._weighs(child, child.head)  # "a matter of time before"
            if "before" in marks and self.moods[:1] and self.moods[0][0] == "possible":
                self._note("denied", f"“before” with {self.moods[0][1]}")  # "before it could attack"
            return False
        if "than" in marks:
            self._note("denied", f"“rather than {child.text}”")
            return False
        if child.tag_ == "VB":
            weighed = self._weighs(child, child.head)
            if weighed is not None:
                return weighed
            self.moods.append(("ongoing", "an aim still served") if is_lasting(child.head) else ("purpose", "an aim"))
            return True
        return not syntax.own_subjects(child)

    def _argument(self, noun: Token, head: Token) -> bool:
        """An event noun takes the mood of its clause where that clause only lets it take place."""
        word = head.lemma_.lower()
        if not (syntax.is_clause(head) and noun.dep_ in {"dobj", "nsubj", "nsubjpass", "attr", "conj", "oprd"}):
            return False
        if word in SEQUELS:
            return False  # "the strike follows weeks of calm": told as done
        if noun.dep_ == "dobj" and word in self.operators.causes:
            return True
        if noun.dep_ not in {"nsubj", "nsubjpass"}:
            return word in self.operators.light or noun.dep_ == "attr"
        if word == "be" and noun.dep_ == "nsubj" and only_describes(head, self.operators):
            return False
        weighed = None
        for part in predicates(head):
            weighed = self._apply(part, weight(noun, part, self.operators), noun) or weighed
        if noun.dep_ == "nsubjpass" or self.operators.names("verbs", word, "subject"):
            weighed = self._weighs(noun, head) or weighed
        done = noun.dep_ == "nsubjpass" and word in self.operators.light | self.operators.occur
        return done or word in self.operators.occur or bool(weighed)

    # ---------------------------------------------------------------- governing words
    def _weighs(self, child: Token, head: Token) -> bool | None:
        """Note what the governing word does; None if nothing, else whether the way up goes on."""
        if head.i in self._weighed:
            return self._weighed[head.i]
        if head.i in self._negations:
            return True  # "failed to stop": counted with "stop"
        act = self.heads.get(head.i)
        if act is not None and act in self.acts:
            return True
        if act is None and head.lemma_.lower() in self.operators.containing | COPULAS:
            act = next((self.heads[s.i] for s in syntax.own_subjects(head) if s.i in self.heads and s != child), None)
        if act is not None and child.dep_ == "prep" and child.lower_ not in LINKED and child not in act.words:
            act = None  # "ordered mourning after the strike"
        if act is not None and act.pattern.content and child not in act.words and child.i != act.head.i:
            return self._act(act, weight(child, head, self.operators), head)
        if syntax.is_noun(head) and head.dep_ == "dobj" and self._is_phrase(head):
            return True
        if head.lower_ == "order" and head.head.lower_ == "in" and linked_by(child) == "to":
            self.moods.append(("purpose", "an aim"))
            return False
        if syntax.is_noun(child) and head.tag_ in syntax.VERB_TAGS and head.lemma_.lower() in self.operators.ending:
            return None
        return self._apply(head, weight(child, head, self.operators), child)

    def _act(self, act: Match, found: Weight | None, head: Token) -> bool:
        """A speech act above the trigger gives what it says of its content, once."""
        self.acts.append(act)
        status, denial = str(act.pattern.content), denial_of(head, self.operators)
        if found is not None and status == "happened" and found.embedding.plain == "possible":
            status = "possible"  # "suspected of"
        if status == "denied" and with_confirming(head):
            status = "unclear"
        elif denial is not None and status != "happened":
            status = found.embedding.negated if found is not None else "denied"
        self._negations.update({denial.i} if denial is not None else ())
        if status != "same":
            self._note(status, f"“{denial.text} {head.text}”" if denial is not None else f"“{head.text}”")
        return True

    def _is_phrase(self, noun: Token) -> bool:
        """ "took the opportunity to": verb and noun are one operator."""
        verb = noun.head
        kind, word = "verbs", verb.lemma_.lower()
        named = self.operators.embedding(kind, word, {noun.lemma_.lower()})
        return named is not None and named is not self.operators.embedding(kind, word)

    def _apply(self, head: Token, found: Weight | None, child: Token) -> bool | None:
        if found is None:
            return None
        if found.negation is not None and found.negation.i in self._negations:
            found = replace(found, negation=None)  # "has no plans to": counted with "plans"
        effect = self._effect(found, child, head)
        self._weighed[head.i] = effect != "told"
        if found.negation is not None:
            self._negations.add(found.negation.i)
        if effect == "told":
            return False
        if effect == "duty":
            self.moods.append(("duty", f"“{found.words}”"))
        elif effect != "same" and not self._tells_of_done(effect, child):
            self._note(effect, f"“{found.negation.text} {found.words}”" if found.negation else f"“{found.words}”")
        return True

    def _effect(self, found: Weight, child: Token, head: Token) -> str:
        embedding = found.embedding
        if self.voiced and embedding.name == "denying" and not self.notes and syntax.is_noun(child):
            return "told"  # "dismissed the lawsuit": it was brought
        if found.negation is not None:
            return embedding.negated
        first = self.moods[0][0] if self.moods else None
        if embedding.duty and first == "duty":
            return embedding.duty
        if embedding.ahead and first in {"will", "would"}:
            return embedding.ahead
        if embedding.others and for_others(child, head):
            return embedding.others
        return embedding.done if embedding.done and found.past else embedding.plain

    def _tells_of_done(self, effect: str, child: Token) -> bool:
        """ "announced that it had bombed": told as done, whatever the verb may foretell elsewhere."""
        return (
            effect in {"planned", "forecast", "announced"}
            and child.dep_ in {"ccomp", "acl"}
            and ("happened", DONE) in self.moods[:1]
        )

    # ---------------------------------------------------------------- verdict
    def result(self, match: Match) -> Standing:
        acts, path = tuple(self.acts), tuple(self.path)
        if self.in_condition or self.made_up:
            return Standing(None, "told as a condition, or made up", None, acts, path)
        mood, reason = composed(self._own_mood(match), self.notes)
        if ends_as_question(match.head):
            mood, reason = "unclear", "a question"
        if self.condition is not None and mood in YIELDS_TO_CONDITION:
            return Standing("conditional", "it depends on a condition", self.condition, acts, path)
        if mood in {"present", "would"} and match.pattern.content and says_it_oneself(match.head):
            mood = "happened"  # "We promise", "I would urge": done by saying it
        if mood == "present":
            mood = "happened" if match.passage.kind == "title" else "ongoing"
        mood = {"purpose": "planned", "counterfactual": "denied"}.get(mood, mood)
        return Standing(mood, reason, None, acts, path)

    def _own_mood(self, match: Match) -> Note:
        if self.moods:
            return self.moods[0]
        if match.head.lemma_.lower() in self.operators.unbounded and match.head.head.lower_ not in OVER:
            return "ongoing", "not told as over"
        told = match.head.dep_ == "xcomp" and False in self._weighed.values()
        if match.verbal and lies_ahead(match.head) and not told:
            return "planned", f"“to {match.head.text}”"
        return "happened", DONE
