"""What the words that hang on a trigger itself say of it: "a planned attack", "no attack", "truce hopes"."""

from __future__ import annotations

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.status.clauses import NONE, negation
from tocsin.coding.status.conditions import is_condition
from tocsin.coding.status.embedding import Weight, weight
from tocsin.coding.status.ledger import Ledger
from tocsin.coding.status.shapes import is_denying, is_misread_verb, is_so_called

COMPLETE = frozenset({"complete", "completed", "finished", "over", "done", "concluded"})
AWAITED = frozenset({"planned", "forecast", "possible", "promised", "threatened", "requested", "denied"})
BUSY = syntax.SUBJECTS | {"mark", "aux"}


class OwnWords(Ledger):
    """The first step of a way up."""

    def _noun(self, noun: Token) -> None:
        """ "a planned attack", "no attack", "an attack foiled by police"."""
        for child in noun.children:
            if child.dep_ in {"amod", "advmod"}:
                found = "possible" if is_so_called(child) else self.operators.plain("adjectives", child.lower_)
                if found not in {None, "same", "told", "requested"}:
                    self._note(str(found), f"“{child.text}”")
            elif child.dep_ in {"det", "neg", "nummod"} and (child.lower_ in NONE or is_denying(child)):
                self._deny(child, f"“{child.text} {noun.text}”")
            elif child.dep_ == "prep" and noun.head.tag_ not in {"VBD", "VBN"}:
                self._predicated(child)
            elif child.dep_ == "det" and child.lower_ == "any":
                self._note("possible", f"“any {noun.text}”")
            elif child.dep_ == "relcl" and child.tag_ in syntax.VERB_TAGS and not syntax.children(child, "dobj"):
                self._foretold(child)
            elif child.dep_ == "compound" and is_misread_verb(child, self.operators):
                self._headline_verb(child, noun)
            elif child.lower_ == "be" and child.dep_ in {"nmod", "amod", "compound"}:
                self._note("denied", f"“would-be {noun.text}”")
            elif child.dep_ == "acl" and child.tag_ == "VBN":
                found = self.operators.plain("verbs", child.lemma_.lower())
                if found in {"planned", "denied", "requested", "ordered", "promised", "forecast", "possible"}:
                    self._note(str(found), f"“{child.text}”")

        following = noun.nbor(1) if noun.i + 1 < len(noun.doc) else noun
        apart = noun.head != following or following.tag_ == "VBZ"
        if following.tag_ in {"NNS", "VBZ"} and apart and not syntax.children(noun, "det"):
            self._headline(noun, following)  # "truce hopes", "attack rumours", where the parse has it otherwise
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

    def _predicated(self, prep: Token) -> None:
        """ "talks on ice", "a raid off the table": as after "be"."""
        for held in syntax.children(prep, "pobj"):
            found = self.operators.embedding("verbs", "be", {"subject", prep.lower_, held.lemma_.lower()})
            if found is not None and found.plain not in {"same", "told"}:
                self._note(found.plain, f"“{prep.text} {held.text}”")

    def _foretold(self, clause: Token) -> None:
        """ "the invasion that pundits had foretold", "the raid they feared"."""
        found = self.operators.plain("verbs", clause.lemma_.lower())
        if found in AWAITED and syntax.own_subjects(clause) and negation(clause) is None:
            self._note(str(found), f"“{clause.text}”")

    def _headline_verb(self, word: Token, noun: Token) -> None:
        """ "Nepal scraps deployment": the parse takes the verb for the first part of a compound."""
        found = self.operators.embedding("verbs", word.lemma_.lower(), {"it"})
        if found is not None and found.plain not in {"same", "told", "announced", "discussed"}:
            self._note(found.plain, f"“{word.text} {noun.text}”")

    def _headline(self, noun: Token, head: Token) -> bool:
        """ "truce hopes", "a coup plot": the noun behind says how the event stands."""
        found = self.operators.embedding("nouns", head.lemma_.lower())
        if found is None or found.plain in {"same", "told", "attempted", "announced", "discussed"}:
            return False
        return bool(self._apply(head, Weight(found, head.text, None, False), noun))
