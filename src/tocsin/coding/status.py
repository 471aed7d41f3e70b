"""How an event stands in its sentence: done, going on, planned, feared, denied ...

A ladder over the parse.  From the trigger upwards to the root of its sentence, every clause gives its
own mood (modals, negation, tense) and every governing word that is an operator or a speech act gives the
status of what hangs on it.  An open question outweighs a denial, a denial a condition, a condition the
nearest operator, and that the clause's own mood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.matching import Match
from tocsin.knowledge.operators import Operators

DONE = "told as done"
ASKING = frozenset({"ask", "wonder", "question", "inquire", "enquire", "query"})
POSSIBLE = frozenset({"may", "might", "could"})
FUTURE = frozenset({"will", "shall", "'ll", "wo", "’ll"})
DUTY = frozenset({"should", "must", "ought"})
CONTENT = frozenset({"xcomp", "ccomp", "dobj", "acl", "pcomp", "oprd", "attr", "acomp"})
LINKED_PREPS = frozenset({"of", "for", "to", "on", "about", "from", "against", "with"})
TIME_MARKS = frozenset(
    {"after", "before", "when", "while", "as", "because", "since", "until", "although", "though", "where", "whereas"}
)
YIELDS_TO_CONDITION = frozenset({"will", "would", "planned", "promised", "forecast", "possible", "purpose", "duty"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A status (or a mood still to be read with its speaker: will, would, duty), why, and the condition's tokens.

    `mood` is None for the words of a condition itself: no claim.
    `acts` are the speech acts above the trigger, nearest first; `path` the tokens from it to where the way up ended.
    """

    mood: str | None
    reason: str
    condition: tuple[int, int] | None = None
    acts: tuple[Match, ...] = ()
    path: tuple[int, ...] = ()


def standing(match: Match, heads: Mapping[int, Match], operators: Operators) -> Standing:
    """The standing of a match; `heads` are all matches of the passage by the index of their head token."""
    climb = _Climb(heads, operators)
    climb.run(match)
    return climb.result(match)


class _Climb:
    """One way up from a trigger, collecting what stands above it."""

    def __init__(self, heads: Mapping[int, Match], operators: Operators) -> None:
        self.heads, self.operators = heads, operators
        self.statuses: list[tuple[str, str]] = []
        self.moods: list[tuple[str, str]] = []
        self.acts: list[Match] = []
        self.condition: tuple[int, int] | None = None
        self.in_condition = False
        self.path: list[int] = []

    def run(self, match: Match) -> None:
        token, clause_known = match.head, False
        if not match.verbal:
            self._noun(token)
        while True:
            if (
                syntax.is_verb(token)
                or token.tag_ == "MD"
                or (token.dep_ in {"ROOT", "ccomp"} and not syntax.is_noun(token))
            ):
                clause_known = self._clause(token, settled=clause_known)
                if self.in_condition:
                    return
            head = token.head
            self.path.append(token.i)
            if head == token or not self._pass(token, head, noun=syntax.is_noun(token)):
                return
            if syntax.is_verb(head) and token.dep_ == "ccomp" and clause_known:
                self._only_outer(head)
                return
            token = head

    # ---------------------------------------------------------------- the trigger's own words
    def _noun(self, noun: Token) -> None:
        for child in noun.children:
            if child.dep_ in {"amod", "advmod"} and child.lower_ in self.operators.adjectives:
                self.statuses.append((self.operators.adjectives[child.lower_], f"“{child.text}”"))
            if child.dep_ in {"det", "neg"} and child.lower_ in {"no", "neither"}:
                self.statuses.append(("denied", f"“{child.text} {noun.text}”"))

    # ---------------------------------------------------------------- clauses
    def _clause(self, verb: Token, *, settled: bool) -> bool:
        """Read the mood of a clause; the lowest one with a tense or modal of its own settles it."""
        if _is_condition(verb, self.operators):
            self.in_condition = True
            return True
        if self.condition is None:
            self.condition = _condition(verb, self.operators)
        if any(child.dep_ == "mark" and child.lower_ == "whether" for child in verb.children) or _asked_if(verb):
            self.statuses.append(("unclear", "an open question"))
        negation = _negation(verb)
        if negation is not None and not settled:
            self.statuses.append(("denied", f"“{negation.text}”"))
        for child in verb.children:
            if child.dep_ == "advmod" and child.lower_ in {
                "allegedly",
                "reportedly",
                "possibly",
                "perhaps",
                "maybe",
                "likely",
                "probably",
            }:
                self.statuses.append(
                    ("forecast" if child.lower_ in {"likely", "probably"} else "possible", f"“{child.text}”")
                )
        if settled:
            return True
        mood = _mood(verb)
        if mood is not None:
            self.moods.append(mood)
        return mood is not None

    def _only_outer(self, head: Token) -> None:
        """Above a reported clause only questions and operators still count, not tense."""
        token: Token = head
        while token.head != token:
            if token.dep_ in {"relcl", "advcl"}:
                return
            if self._operator(token.head) == "unclear" and token.dep_ in CONTENT:
                self.statuses.append(("unclear", f"“{token.head.text}”"))
            token = token.head

    # ---------------------------------------------------------------- links
    def _pass(self, child: Token, head: Token, *, noun: bool) -> bool:
        """Note what the link from child to head says; False where the way up ends."""
        label = child.dep_
        if label == "conj":
            return True
        if label in {"prep", "agent"}:
            return child.lower_ in LINKED_PREPS and (self._weighs(child, head) or not syntax.is_noun(head) or not noun)
        if label in {"pobj", "pcomp"}:
            return self._through_preposition(child, head)
        if label in {"csubj", "csubjpass"}:
            self._subject_clause(head)
            return False
        if label in {"relcl", "appos", "parataxis", "npadvmod", "poss"}:
            return False
        if label == "advcl":
            return self._adverbial(child)
        if label in CONTENT and self._weighs(child, head):
            return True
        if noun:
            return self._argument(child, head)
        return label in {"xcomp", "ccomp", "pcomp", "acomp", "attr", "oprd"}

    def _subject_clause(self, head: Token) -> None:
        """ "Whether it attacked remains unknown", "... could not be established"."""
        words = [head, *syntax.children(head, "acomp", "oprd", "attr")]
        status = next((s for w in words if (s := self._operator(w))), None)
        if status:
            self.statuses.append((status, f"“{head.text}”"))

    def _through_preposition(self, child: Token, prep: Token) -> bool:
        holder = prep.head
        if prep.lower_ == "of" and holder.lemma_.lower() in self.operators.measures:
            return True
        if prep.lower_ in LINKED_PREPS and self._weighs(child, holder):
            return True
        if prep.lower_ in {"before", "ahead"} and syntax.is_noun(child):
            return False
        return child.dep_ == "pcomp" and prep.lower_ in {"by", "in", "of", "from", "with"} and syntax.is_clause(holder)

    def _adverbial(self, child: Token) -> bool:
        marks = {c.lower_ for c in child.children if c.dep_ in {"mark", "advmod"}}
        if marks & TIME_MARKS:
            return False
        if child.tag_ == "VB":
            self.moods.append(("purpose", "an aim"))
            return True
        return not syntax.own_subjects(child)

    def _argument(self, noun: Token, head: Token) -> bool:
        """An event noun takes the mood of its clause where that clause only lets it take place."""
        word = head.lemma_.lower()
        if not (syntax.is_clause(head) and noun.dep_ in {"dobj", "nsubj", "nsubjpass", "attr", "conj", "oprd"}):
            return False
        if noun.dep_ == "dobj" and word in self.operators.causes:
            return True
        if noun.dep_ in {"nsubj", "nsubjpass"}:
            done = noun.dep_ == "nsubjpass" and word in self.operators.light | self.operators.occur
            adjective = next(
                (c for c in syntax.children(head, "acomp", "oprd") if c.lower_ in self.operators.adjectives), None
            )
            if adjective is not None:
                self.statuses.append((self.operators.adjectives[adjective.lower_], f"“{adjective.text}”"))
            status = self._operator(head) if noun.dep_ == "nsubjpass" else None
            if status:
                self.statuses.append((status, f"“{head.text}”"))
            return done or word in self.operators.occur or bool(status)
        return word in self.operators.light or (noun.dep_ == "attr")

    def _weighs(self, child: Token, head: Token) -> bool:
        """Note the status that the governing word gives; True if it does."""
        act = self.heads.get(head.i)
        if act is not None and act.pattern.content and child not in act.words and child.i != act.head.i:
            self.statuses.append((act.pattern.content, f"“{head.text}”"))
            self.acts.append(act)
            return True
        status = self._operator(head)
        if status is None or (syntax.is_noun(child) and head.lemma_.lower() in self.operators.ending):
            return False
        if (
            status in {"planned", "forecast", "announced"}
            and child.dep_ == "ccomp"
            and ("happened", DONE) in self.moods[:1]
        ):
            return True
        if status == "attempted":
            status = "possible"
        self.statuses.append((status, f"“{head.text}”"))
        return True

    def _operator(self, head: Token) -> str | None:
        word, lists = head.lemma_.lower(), self.operators
        if head.tag_ in syntax.VERB_TAGS:
            status = lists.verbs.get(word)
            if status is not None and _negation(head) is not None:
                return {"denied": "happened", "possible": "denied", "unclear": "unclear"}.get(status, "denied")
            return status
        if syntax.is_noun(head):
            status = lists.nouns.get(word)
            negated = any(c.dep_ == "det" and c.lower_ == "no" for c in head.children)
            return "denied" if status and status != "unclear" and negated else status
        return lists.adjectives.get(head.lower_)

    # ---------------------------------------------------------------- verdict
    def result(self, match: Match) -> Standing:
        acts, path = tuple(self.acts), tuple(self.path)
        if self.in_condition:
            return Standing(None, "the words of a condition", None, acts, path)
        unbounded = not self.moods and match.head.lemma_.lower() in self.operators.unbounded
        mood, reason = (
            self.moods[0] if self.moods else ("ongoing", "not told as over") if unbounded else ("happened", DONE)
        )
        if self.statuses:
            mood, reason = self._heaviest(mood)
        if match.head.sent[-1].text == "?":
            mood, reason = "unclear", "a question"
        if self.condition is not None and mood in YIELDS_TO_CONDITION | {"present"}:
            return Standing("conditional", "it depends on a condition", self.condition, acts, path)
        if mood == "present":
            mood = "happened" if match.passage.kind == "title" else "ongoing"
        if mood == "purpose":
            mood = "planned"
        return Standing(mood, reason, self.condition if mood == "conditional" else None, acts, path)

    def _heaviest(self, mood: str) -> tuple[str, str]:
        for heavy in ("unclear", "denied"):
            found = next(((s, why) for s, why in self.statuses if s == heavy), None)
            if found is not None:
                return found
        status, reason = self.statuses[0]
        if status in {"ongoing", "announced"} and mood in {"will", "would", "purpose"}:
            return mood, reason
        return status, reason


# -------------------------------------------------------------------- clause by clause
def _mood(verb: Token) -> tuple[str, str] | None:
    """What modals, tense and aspect of the verb say; None for a bare infinitive or participle."""
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"} or child.tag_ == "MD"]
    words = {helper.lower_: helper for helper in helpers}
    for group, mood in (
        (POSSIBLE, "possible"),
        (FUTURE, "will"),
        (DUTY, "duty"),
        (frozenset({"would", "'d"}), "would"),
    ):
        hit = next((words[word] for word in words if word in group), None)
        if hit is not None:
            return mood, f"“{hit.text} {verb.text}”"
    if "to" in words:
        return _infinitive(verb)
    if verb.lemma_ == "be" and verb.tag_ != "VBD":
        return ("present", f"“{verb.text}”") if verb.tag_ in {"VBZ", "VBP"} or words.keys() & {"has", "have"} else None
    if verb.tag_ == "VBG":
        return _progressive(verb, words)
    if verb.tag_ in {"VBZ", "VBP"} or (words.keys() & {"is", "are", "'s", "’s", "am"} and verb.tag_ == "VBN"):
        return ("happened", DONE) if "has" in words or "have" in words else ("present", f"“{verb.text}”")
    if verb.tag_ == "VBD" or (verb.tag_ == "VBN" and helpers) or verb.tag_ == "VBN":
        return "happened", DONE
    return None


def _infinitive(verb: Token) -> tuple[str, str] | None:
    if verb.dep_ == "xcomp" and verb.head.lemma_ == "be":
        return "planned", f"“{verb.head.text} to {verb.text}”"
    if verb.dep_ == "xcomp" and verb.head.lower_ in {"going"}:
        return "planned", f"“going to {verb.text}”"
    if verb.dep_ == "ROOT":
        return "planned", f"“to {verb.text}”"
    return None


def _progressive(verb: Token, words: Mapping[str, Token]) -> tuple[str, str] | None:
    if not words:
        return ("ongoing", f"“{verb.text}”") if verb.dep_ == "acl" else None
    if words.keys() & {"is", "are", "'re", "'s", "am", "’re", "’s", "been", "being"}:
        return "ongoing", f"“{verb.text}”"
    return "happened", DONE


def _negation(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "neg":
            return None if _only(child) else child
        if child.dep_ in {"nsubj", "nsubjpass", "dobj"}:
            if child.lower_ in {"none", "nobody", "neither"}:
                return child
            for word in child.children:
                if word.dep_ == "det" and word.lower_ in {"no", "neither"}:
                    return word
    return None


def _only(negation: Token) -> bool:
    """ "not only" denies nothing."""
    return negation.i + 1 < len(negation.doc) and negation.nbor(1).lower_ == "only"


def _asked_if(verb: Token) -> bool:
    """ "could not say if", "asked if": the if of a question, not of a condition."""
    asked = verb.dep_ == "advcl" and verb.head.lemma_.lower() in ASKING and verb.i > verb.head.i
    return (verb.dep_ == "ccomp" or asked) and any(c.dep_ == "mark" and c.lower_ == "if" for c in verb.children)


def _is_condition(verb: Token, operators: Operators) -> bool:
    marks = [c for c in verb.children if c.dep_ in {"mark", "advmod"}]
    if _asked_if(verb):
        return False
    if _time_to_come(verb, marks):
        return True
    if verb.dep_ == "advcl" and any(c.lower_ in operators.conditions for c in marks):
        return True
    return verb.dep_ in {"advcl", "ccomp"} and (_as_soon(verb) or _inverted(verb))


def _time_to_come(verb: Token, marks: list[Token]) -> bool:
    """ "six months after the withdrawal is completed": a moment that lies ahead, told in the present tense."""
    if verb.dep_ != "advcl" or not any(c.lower_ in {"after", "before", "until", "till", "when", "once"} for c in marks):
        return False
    tensed = {c.tag_ for c in verb.children if c.dep_ in {"aux", "auxpass"}} or {verb.tag_}
    if not tensed & {"VBZ", "VBP"}:
        return False
    above = [verb.head, *(head for _, head in syntax.ancestors(verb.head))]
    return not any(head.tag_ in {"VBZ", "VBP"} for head in above[:1])


def _inverted(verb: Token) -> bool:
    """ "Should talks fail, ...": a modal before its subject that asks nothing."""
    subject = next(iter(syntax.own_subjects(verb)), None)
    modal = next((c for c in verb.children if c.dep_ == "aux" and c.lower_ in {"should", "had", "were"}), None)
    return bool(subject and modal and modal.i < subject.i and modal.is_sent_start)


def _as_soon(verb: Token) -> bool:
    mark = next((c for c in verb.children if c.dep_ == "mark" and c.lower_ == "as"), None)
    return mark is not None and mark.i >= 2 and mark.nbor(-1).lower_ == "soon"


def _condition(verb: Token, operators: Operators) -> tuple[int, int] | None:
    """The tokens of a conditional clause or phrase that hangs on the verb or on the clause above it."""
    for holder in (verb, verb.head):
        for child in holder.children:
            if child != verb and child.dep_ in {"advcl", "ccomp"} and _is_condition(child, operators):
                return child.left_edge.i, child.right_edge.i + 1
            if child.dep_ == "prep" and _in_the_event(child):
                return child.left_edge.i, child.right_edge.i + 1
    return None


def _in_the_event(prep: Token) -> bool:
    return prep.lower_ == "in" and any(
        c.lower_ in {"event", "case"} and any(g.lower_ in {"of", "that"} for g in c.subtree)
        for c in syntax.children(prep, "pobj")
    )
