"""What is noted on the way up from a trigger: what each governing word does, once, and each negation once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.matching import Match
from tocsin.coding.status.clauses import COPULAS
from tocsin.coding.status.embedding import LINKED, Weight, denial_of, linked_by, weight
from tocsin.coding.status.shapes import asks_how, conceded, for_others, with_confirming
from tocsin.coding.status.standing import DONE, Note
from tocsin.knowledge.operators import Operators

# The class of words that does what a speech act of a frame does.
CLASSES = {
    "ordered": "ordering",
    "requested": "requesting",
    "promised": "promising",
    "planned": "planning",
    "threatened": "threatening",
    "denied": "denying",
}


class Ledger:
    """The notes of one way up, from the inside out, and the words that gave them."""

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
        self.weighed: dict[int, bool] = {}
        self._classes: dict[int, str] = {}
        self._negations: set[int] = set()

    def _note(self, status: str, reason: str) -> None:
        if not (self.reported and status not in {"denied", "unclear", "possible", "forecast"}):
            self.notes.append(("possible" if status == "attempted" else status, reason))

    def _deny(self, word: Token, reason: str) -> None:
        """A negation counts once, wherever it is met."""
        if word.i not in self._negations:
            self._negations.add(word.i)
            self._note("denied", reason)

    @property
    def told(self) -> bool:
        """Some word above leaves what it governs to its own words ("regrets that")."""
        return False in self.weighed.values()

    # ---------------------------------------------------------------- governing words
    def _weighs(self, child: Token, head: Token) -> bool | None:
        """Note what the governing word does; None if nothing, else whether the way up goes on."""
        if head.i in self.weighed:
            return self.weighed[head.i]
        if head.i in self._negations:
            return True  # "failed to stop": counted with "stop"
        if head.lower_ == "order" and head.head.lower_ == "in" and linked_by(child) == "to":
            self.moods.append(("purpose", "an aim"))
            return False
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
        if syntax.is_noun(child) and head.tag_ in syntax.VERB_TAGS and head.lemma_.lower() in self.operators.ending:
            return self._ends(child, head)
        return self._apply(head, weight(child, head, self.operators, self._classes.get(child.i)), child)

    def _act(self, act: Match, found: Weight | None, head: Token) -> bool:
        """A speech act above the trigger gives what it says of its content, once."""
        self.acts.append(act)
        self._classes[head.i] = CLASSES.get(str(act.pattern.content), "claiming")
        status, denial = str(act.pattern.content), denial_of(head, self.operators)
        if found is not None and status == "happened" and found.embedding.plain == "possible":
            status = "possible"  # "suspected of"
        if status == "denied" and with_confirming(head):
            status = "unclear"
        elif status == "denied" and denial is not None and conceded(head, denial):
            status = "same"
        elif denial is not None and status != "happened":
            status = found.embedding.negated if found is not None else "denied"
        self._negations.update({denial.i} if denial is not None else ())
        if status != "same":
            self._note(status, f"“{denial.text} {head.text}”" if denial is not None else f"“{head.text}”")
        return True

    def _ends(self, noun: Token, verb: Token) -> bool | None:
        """ "halted the deportation": what is over in a moment did not take place; "halted the shelling": it had."""
        if noun.lemma_.lower() not in self.operators.momentary or verb.i in self.weighed:
            return None
        self.weighed[verb.i] = True
        self._note("denied", f"“{verb.text}”")
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
        self.weighed[head.i] = effect != "told"
        self._classes[head.i] = found.embedding.name
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
        if embedding.name in {"asking", "finding"} and asks_how(child):
            return "told"
        if found.negation is not None:
            return "told" if embedding.name == "denying" and conceded(head, found.negation) else embedding.negated
        first = self.moods[0][0] if self.moods else None
        if embedding.name == "wishing" and self.moods[:1] == [("happened", DONE)]:
            return "denied"  # "wishes they had stayed"
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
            effect in {"planned", "forecast", "announced", "discussed"}
            and child.dep_ in {"ccomp", "acl"}
            and ("happened", DONE) in self.moods[:1]
        )
