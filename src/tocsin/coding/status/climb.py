"""The way up from a trigger to the root of its sentence, noting what stands above it."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.matching import Match
from tocsin.coding.status.clauses import (
    COPULAS,
    adverbs,
    is_fiction,
    is_lasting,
    is_past,
    is_small_clause,
    mood,
    negation,
)
from tocsin.coding.status.conditions import condition, in_the_event, is_condition, is_question
from tocsin.coding.status.embedding import LINKED, is_headline_verb, weight
from tocsin.coding.status.own_words import OwnWords
from tocsin.coding.status.shapes import (
    BEGUN,
    as_if,
    cleft_denial,
    due_to_begin,
    heads_clause,
    is_complement,
    is_denied_already,
    is_done_by_then,
    is_headline_passive,
    is_object_of,
    is_ranked,
    joined_to,
    misread_clause,
    only_describes,
    passes,
    predicates,
    shows,
    spreads,
    takes_ability,
    told_untruly,
)
from tocsin.coding.status.standing import DONE, Standing
from tocsin.coding.status.verdict import verdict
from tocsin.knowledge.operators import Operators

CONTENT = frozenset({"xcomp", "ccomp", "dobj", "acl", "pcomp", "oprd", "attr", "acomp"})
TIME_MARKS = frozenset(
    {"after", "before", "when", "while", "as", "because", "since", "until", "although", "though", "where", "whereas"}
)
HELD_BACK = frozenset({"planned", "forecast", "promised", "threatened", "requested"})
SEQUELS = frozenset({"follow", "come"})
VOICED = frozenset({"REQUEST", "ACCUSE", "THREATEN", "REJECT"})
CHOICES = frozenset({"choice", "option", "alternative"})
AT_FIRST = frozenset({"first", "initially", "originally", "wrongly", "mistakenly"})  # "first described as a raid"
ENDS = frozenset({"relcl", "appos", "parataxis", "npadvmod", "poss"})


def standing(match: Match, heads: Mapping[int, Match], operators: Operators) -> Standing:
    """The standing of a match; `heads` are all matches of the passage by the index of their head token."""
    climb = _Climb(heads, operators)
    climb.run(match)
    return verdict(climb, match)


class _Climb(OwnWords):
    """One way up from a trigger, collecting what stands above it, from the inside out."""

    def run(self, match: Match) -> None:
        token = match.head
        self.violent = match.pattern.type in {"ASSAULT", "COERCE"}
        self.voiced = match.pattern.type in VOICED and not match.verbal
        if not match.verbal:
            self._noun(token)
        for verb in (syntax.governor(token), token.sent.root):
            self._fiction(verb)
        while True:
            if heads_clause(token):
                self._clause(token)
                if self.in_condition:
                    return
            head = joined_to(token) or token.head
            self.path.append(token.i)
            if head == token or not self._pass(token, head, noun=syntax.is_noun(token)):
                return
            if token.dep_ == "ccomp" and self.moods and syntax.is_verb(head):
                self.reported = True
            token = head

    def _fiction(self, verb: Token) -> None:
        self.made_up = self.made_up or is_fiction(verb, self.operators, violent=self.violent)

    # ---------------------------------------------------------------- clauses
    def _clause(self, verb: Token) -> None:
        """Read the mood of a clause; the lowest one with a tense or modal of its own settles it."""
        self._fiction(verb)
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
        if denial is not None and verb.i not in self.weighed and not is_done_by_then(verb, denial):
            self._deny(denial, f"“{denial.text}”")
        for status, reason in adverbs(verb, self.operators):
            self._note(status, reason)
        found = mood(verb)
        if found is not None and found[0] == "possible" and verb.i in self.weighed and denial is not None:
            found = ("happened", DONE)  # "could not prevent": it did not
        if found is not None:
            self.moods.append(found)

    # ---------------------------------------------------------------- links
    def _pass(self, child: Token, head: Token, *, noun: bool) -> bool:
        """Note what the link from child to head says; False where the way up ends."""
        label = child.dep_
        if label == "conj":
            return self._conjunct(child, head)
        if label == "appos" and is_headline_verb(head):
            label = "dobj"
        if label in {"prep", "agent"}:
            return self._preposition(child, head, noun=noun)
        if label in {"pobj", "pcomp"}:
            return self._through_preposition(child, head)
        if label in {"csubj", "csubjpass"}:
            self._weighs(child, head)
            return False
        if label == "acl" and (is_small_clause(child) or shows(child, self.operators)):
            return True
        if label == "relcl" and misread_clause(child, head, self.operators):
            label = "acl"
        if label in {"acl", "relcl"} and is_ranked(child) and head.dep_ == "attr":
            if any(c.lower_ == "last" for c in head.children) and mood(head.head) not in {None, ("happened", DONE)}:
                self._note("denied", f"“last {head.text} to {child.text}”")
            return True
        if label in {"compound", "nmod"} and noun and self._headline(child, head):
            return True
        if (
            label == "acl"
            and child.tag_ == "VBG"
            and ((self.moods and self.reported) or is_object_of(head, self.operators))
        ):
            return True  # "a post saying that rebels had left was false", "fears of rebels attacking"
        if label == "acl" and head.head.lemma_ == "stop" and any(c.lower_ == "being" for c in child.children):
            self._note("denied", f"“{head.head.text}”")  # "to stop ships being hijacked"
            return True
        if label == "relcl" and (denial := cleft_denial(child)) is not None:
            self._deny(denial, f"“{denial.text}” of whoever did it")
        if label in ENDS:
            return False
        if label == "advcl":
            return self._adverbial(child)
        if label == "ccomp" and child.i < head.i and any(t.text == ";" for t in child.doc[child.i : head.i]):
            return False  # two sentences in one
        if self._told_untruly(child, head):
            return False
        if label in CONTENT:
            weighed = self._weighs(child, head)
            if weighed is None and label == "ccomp" and (news := spreads(child, head)) is not None:
                weighed = self._weighs(child, news)
            if weighed is not None:
                return weighed
            if label == "xcomp" and not self.moods and head.tag_ in {"VBZ", "VBP"} and child.tag_ == "VB":
                self.moods.append(("purpose", "an aim"))  # "meets to condemn"
        if noun:
            return self._argument(child, head)
        return label in {"xcomp", "ccomp", "pcomp", "acomp", "attr", "oprd"}

    def _told_untruly(self, child: Token, head: Token) -> bool:
        adverb = told_untruly(child, head, self.operators)
        if adverb is not None:
            self._note("denied", f"“{adverb.text} {head.text}”")
        return adverb is not None

    def _conjunct(self, child: Token, head: Token) -> bool:
        """Coordinated words stand alike, but not "negotiate rather than attack", nor where the parse mixes clauses."""
        if syntax.mixes_clauses(child) and self.moods:
            return False
        if child.head != head:
            return True
        contrast = any(c.dep_ == "cc" and c.lower_ == "but" and head.i < c.i < child.i for c in head.children)
        denial = negation(syntax.governor(head)) if contrast and syntax.is_noun(child) else None
        if denial is not None and denial.i < head.i:
            self._negations.add(denial.i)  # "not a warning but an attack"
        than = any(c.dep_ == "cc" and c.lower_ == "than" and head.i < c.i < child.i for c in head.children)
        if than:
            self._note("denied", f"“rather than {child.text}”")
        return not than

    def _preposition(self, prep: Token, head: Token, *, noun: bool) -> bool:
        if passes(prep, self.operators):
            return True
        weighed = self._governed(prep, head)
        if weighed is not None:
            return weighed
        return prep.lower_ in LINKED and (not syntax.is_noun(head) or not noun)

    def _governed(self, prep: Token, head: Token) -> bool | None:
        """As `_weighs`; also what governs a phrase the parse hangs elsewhere: "calls grow for a raid", "cleared the man
        of killing"."""
        weighed = self._weighs(prep, head)
        if weighed is not None:
            return weighed
        others = (
            syntax.own_subjects(head) if head.tag_ in syntax.VERB_TAGS else [head.head] if head.dep_ == "dobj" else []
        )
        for other in others:
            kind = "nouns" if syntax.is_noun(other) else "verbs"
            if self.operators.names(kind, other.lemma_.lower(), prep.lower_):
                return self._weighs(prep, other)
        return None

    def _through_preposition(self, child: Token, prep: Token) -> bool:
        holder = prep.head
        if self._without(prep) and prep.lower_ == "without" and is_denied_already(prep):
            return False  # "hardly a week passed without a raid"
        if prep.lower_ == "but" and holder.lemma_.lower() in CHOICES and child.tag_ == "VB":
            self.moods.append(("happened", DONE) if is_past(holder.head) else ("purpose", "no choice"))
            return False
        if self._without(prep):
            self._note("denied", f"“{prep.text} {child.text}”")
            return False
        if prep.lower_ == "of" and holder.head.lower_ == "within":
            self._note("denied", f"“within {holder.text} of {child.text}”")
            return False
        if in_the_event(prep):
            self.in_condition = True
            return False
        if prep.i and prep.nbor(-1).lower_ == "not" and syntax.is_noun(child) and not syntax.is_definite(child):
            self._note("denied", f"“not {prep.text}”")  # "set off by an alarm, not by an attack"
            return False
        if self._told_untruly(prep, holder):
            return False
        if passes(prep, self.operators):
            return True
        weighed = self._governed(prep, holder)
        if weighed is not None:
            return weighed
        if prep.lower_ == "as" and any(c.lower_ in AT_FIRST for c in syntax.children(holder, "advmod")):
            self._note("possible", f"“{holder.text} as {child.text}”")
            return False
        if prep.lower_ in {"before", "ahead"} and syntax.is_noun(child):
            return False
        return child.dep_ == "pcomp" and prep.lower_ in {"by", "in", "of", "from", "with"} and syntax.is_clause(holder)

    def _without(self, prep: Token) -> bool:
        """ "without attacking", "instead of attacking"."""
        before = prep.nbor(-1).lower_ if prep.i else ""
        return prep.lower_ in self.operators.without or f"{before} {prep.lower_}" in self.operators.without

    def _adverbial(self, child: Token) -> bool:
        supposed = as_if(child)
        if supposed is not None:
            self._note(*supposed)
            return False
        marks = {c.lower_ for c in child.children if c.dep_ in {"mark", "advmod", "cc"}}
        if marks & TIME_MARKS:
            if marks & {"before", "until"} and child.head.i not in self.heads:
                self._weighs(child, child.head)  # "a matter of time before"
            if "before" in marks and self.moods[:1] and self.moods[0][0] == "possible":
                self._note("denied", f"“before” with {self.moods[0][1]}")  # "before it could attack"
            elif "before" in marks and takes_ability(child, self.path):
                self._note("denied", "“before” with what takes ability")
            return False
        if "than" in marks and not any(t.lower_ == "sooner" for t in child.doc[child.sent.start : child.i]):
            self._note("denied", f"“rather than {child.text}”")
            return False
        if child.tag_ == "VB":
            few = next((t for n in syntax.own_subjects(child.head) for t in n.subtree if t.lower_ == "too"), None)
            if few is not None:
                self._note("denied", f"“too {few.head.text} ... to {child.text}”")
        if child.tag_ == "VB" or is_complement(child):
            before = child.doc[max(child.left_edge.i - 1, 0)]  # "their plea to leave", "accused of planning to bomb"
            governs = syntax.is_noun(before) or before.tag_ == "VBG"  # though the parse says otherwise
            weighed = self._weighs(child, before) if child.tag_ == "VB" and governs else None
            if weighed is None or (before.head == child.head and before.dep_ == "dobj"):
                weighed = self._weighs(child, child.head) or weighed  # "missed three chances to arrest him"
            if weighed is not None:
                return weighed
        if child.tag_ == "VB":
            self.moods.append(("ongoing", "an aim still served") if is_lasting(child.head) else ("purpose", "an aim"))
            return True
        return not syntax.own_subjects(child)

    def _forget(self) -> None:
        """ "the postponed talks opened", "the long-expected resignation came": no longer to come."""
        self.notes = [note for note in self.notes if note[0] not in HELD_BACK]

    def _argument(self, noun: Token, head: Token) -> bool:
        """An event noun takes the mood of its clause where that clause only lets it take place."""
        word = head.lemma_.lower()
        if not (syntax.is_clause(head) and noun.dep_ in {"dobj", "nsubj", "nsubjpass", "attr", "conj", "oprd"}):
            return False
        to_nothing = any(c.lower_ == "to" for c in syntax.children(head, "prep"))
        if word in SEQUELS and negation(head) is None and not to_nothing:
            if word == "come" and is_past(head) and noun.dep_ == "nsubj":
                self._forget()
            return False  # "the strike follows weeks of calm": told as done
        if noun.dep_ == "dobj" and word in self.operators.causes:
            return True
        wish = next((c for c in syntax.children(head, "csubj") if c.tag_ in syntax.VERB_TAGS), None)
        if noun.dep_ == "attr" and wish is not None:
            self._weighs(noun, wish)  # "what the rebels want is a withdrawal"
            return False
        if noun.dep_ not in {"nsubj", "nsubjpass"}:
            return word in self.operators.light or noun.dep_ == "attr"
        if word == "be" and (due := due_to_begin(head)) is not None:
            self._note(*due)
            return False
        attributes = (a.lemma_.lower() for a in syntax.children(head, "attr"))
        if word in COPULAS and any(self.operators.names("verbs", "be", each) for each in attributes):
            return bool(self._weighs(noun, head))  # "the raid is a figment"
        if word == "be" and noun.dep_ == "nsubj" and only_describes(head, self.operators):
            return False
        weighed, below = None, self._classes.get(noun.i)
        for part in predicates(head):
            weighed = self._apply(part, weight(noun, part, self.operators, below), noun) or weighed
        if weighed and word in COPULAS:
            return True
        named = {word, "be"} if word in COPULAS else {word}
        subject = any(self.operators.names("verbs", each, mark) for each in named for mark in ("subject", below))
        if noun.dep_ == "nsubjpass" or subject or is_headline_passive(head):
            weighed = self._weighs(noun, head) or weighed
        if word in BEGUN and is_past(head) and negation(head) is None:
            self._forget()
        done = noun.dep_ == "nsubjpass" and word in self.operators.light | self.operators.occur
        return done or word in self.operators.occur or bool(weighed)
