"""One clause by itself: what its modals, tense and aspect say, what negates it, which adverbs weaken it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.status.standing import DONE, Note
from tocsin.knowledge.operators import Operators

POSSIBLE = frozenset({"may", "might", "could", "can", "ca"})
FUTURE = frozenset({"will", "shall", "'ll", "wo", "’ll"})
DUTY = frozenset({"should", "must", "ought"})
WOULD = frozenset({"would", "'d"})
MODALS = ((POSSIBLE, "possible"), (FUTURE, "will"), (DUTY, "duty"), (WOULD, "would"))
PROGRESSIVE = frozenset({"is", "are", "'re", "'s", "am", "’re", "’s", "been", "being"})
NONE = frozenset({"no", "neither", "zero"})
MORE = frozenset({"more", "further", "other", "new", "fresh"})
NOBODY = frozenset({"none", "nobody", "nothing", "neither", "nor"})
NO_TIME = frozenset({"at", "in", "under", "by", "on"})
TIMES = frozenset({"time", "point", "stage", "way", "circumstance", "case", "means", "mean", "account", "condition"})
ANYBODY = frozenset({"anyone", "anybody", "anything"})
HELPERS = frozenset({"has", "have", "had", "did", "does", "do", "was", "were", "is", "are", "will", "would"})
IN_IT = frozenset({"in", "during"})
SCARCE = frozenset({"not", "hardly", "scarcely", "barely"})
ANY = frozenset({"a", "an", "any", "anyone", "one"})
ALL_BUT = frozenset({"all but", "everything but", "anything but"})
SENSES = frozenset({"see", "watch", "hear", "let", "make", "have", "help"})
HABITUAL = frozenset({"sometimes", "often", "frequently", "regularly", "usually", "routinely", "always", "repeatedly"})
LASTING = frozenset({"be", "remain", "stay", "serve", "work", "stand", "station", "base"})
COPULAS = frozenset({"be", "remain", "seem", "appear", "become", "look", "feel", "stay", "sound", "prove", "get"})
CAUSATIVE = frozenset({"have", "get", "want", "need", "order", "see"})


def mood(verb: Token) -> Note | None:
    """What modals, tense and aspect of the verb say; None for a bare infinitive or participle."""
    if _cannot_but(verb):
        return "happened", DONE
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"} or child.tag_ == "MD"]
    partner = _shares_helpers(verb) if not helpers else None
    if partner is not None:
        return mood(partner)
    words = {helper.lower_: helper for helper in helpers}
    modal = _modal(verb, words)
    if modal is not None:
        return modal
    if "to" in words:
        return _infinitive(verb)
    if not helpers and _is_bare(verb):
        return None
    if words.keys() == {"be"} and verb.tag_ == "VBN" and verb.dep_ == "ccomp":
        return "duty", f"“be {verb.text}”"  # "provides that reservists be called up"
    if verb.lemma_ == "be" and words.keys() & {"has", "have"} and syntax.children(verb, "expl"):
        return "happened", DONE  # "there have been protests"
    if verb.lemma_ == "be" and verb.tag_ != "VBD":
        return ("present", f"“{verb.text}”") if verb.tag_ in {"VBZ", "VBP"} or words.keys() & {"has", "have"} else None
    if verb.tag_ == "VBG":
        return _progressive(verb, words)
    if verb.tag_ in {"VBZ", "VBP"} or (words.keys() & {"is", "are", "'s", "’s", "am"} and verb.tag_ == "VBN"):
        return ("happened", DONE) if "has" in words or "have" in words else ("present", f"“{verb.text}”")
    if words.keys() & {"do", "does"}:
        return "present", f"“{verb.text}”"
    return ("happened", DONE) if verb.tag_ in {"VBD", "VBN"} or "did" in words else None


def _is_bare(verb: Token) -> bool:
    """Without a tense of its own: "threatened to have them arrested", "would like to see them leave"."""
    head = verb.head
    if verb.tag_ == "VBP":
        return verb.dep_ == "ccomp" and head.lemma_ in SENSES
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ == "conj":  # "were harmed or detained"
        return not syntax.own_subjects(verb) and bool(syntax.children(head, "aux", "auxpass"))
    if verb.dep_ in {"ccomp", "xcomp"}:
        return head.lemma_ in CAUSATIVE
    if is_small_clause(verb):
        return True
    return verb.dep_ in {"acomp", "attr"} and head.lemma_ == "be"


def _shares_helpers(verb: Token) -> Token | None:
    """ "are to be expelled and their shops confiscated": the passive before it, whose helpers serve for both."""
    bare = (
        verb.dep_ == "conj" and verb.tag_ == "VBN" and syntax.own_subjects(verb) and not syntax.children(verb, "dobj")
    )
    if not bare:
        return None
    before = (verb.head, *syntax.children(verb.head, "xcomp"))
    return next((each for each in before if syntax.children(each, "auxpass")), None)


def is_small_clause(verb: Token) -> bool:
    """ "would see 300 prisoners released": the participle belongs to the verb, though the parse says otherwise."""
    noun = verb.head
    return verb.tag_ == "VBN" and verb.dep_ == "acl" and noun.dep_ == "dobj" and noun.head.lemma_ in CAUSATIVE


def _modal(verb: Token, words: Mapping[str, Token]) -> Note | None:
    for group, name in MODALS:
        hit = next((words[word] for word in words if word in group), None)
        if hit is None:
            continue
        if "have" in words and hit.lower_ in {"should", "ought"}:
            return "denied", f"“{hit.text} have {verb.text}”"
        if name == "would" and any(c.lower_ in HABITUAL for c in verb.children):
            return "happened", f"“would {verb.text}” time and again"
        if "have" in words and name == "would":
            return "counterfactual", f"“would have {verb.text}”"
        return name, f"“{hit.text} {verb.text}”"
    return None


def _infinitive(verb: Token) -> Note | None:
    if verb.dep_ == "xcomp" and verb.head.lemma_ == "be":
        if any(c.lower_ == "have" for c in verb.children) or any(c.lower_ == "yet" for c in verb.head.children):
            return "denied", f"“{verb.head.text} to {verb.text}”"  # "were to have sailed", "are yet to sail"
        return "planned", f"“{verb.head.text} to {verb.text}”"
    if verb.dep_ == "xcomp" and verb.head.lower_ == "ought":
        meant = any(c.lower_ == "have" for c in verb.children)
        return ("denied", f"“ought to have {verb.text}”") if meant else ("duty", f"“ought to {verb.text}”")
    if verb.dep_ == "xcomp" and verb.head.lower_ == "going":
        return "planned", f"“going to {verb.text}”"
    if verb.dep_ == "ROOT":
        return "planned", f"“to {verb.text}”"
    return None


def _progressive(verb: Token, words: Mapping[str, Token]) -> Note | None:
    if not words:
        return ("ongoing", f"“{verb.text}”") if verb.dep_ == "acl" else None
    return ("ongoing", f"“{verb.text}”") if words.keys() & PROGRESSIVE else ("happened", DONE)


def is_past(verb: Token) -> bool:
    """Told in the past or perfect tense."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if helpers & (POSSIBLE | FUTURE | DUTY | WOULD | {"to"}):
        return False
    return verb.tag_ == "VBD" or bool(helpers & {"was", "were", "had", "has", "have", "did"})


def is_lasting(verb: Token) -> bool:
    """ "are there to ...", "has remained in the country to ...": what for is going on with it."""
    if verb.lemma_.lower() not in LASTING:
        return False
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    return verb.tag_ in {"VBZ", "VBP"} or (bool(helpers & {"has", "have", "are", "is"}) and not helpers & FUTURE)


def _before(verb: Token) -> str:
    """The two words before the verb."""
    return verb.doc[max(0, verb.i - 2) : verb.i].text.lower()


def _cannot_but(verb: Token) -> bool:
    """ "could not but surrender": it did."""
    return _before(verb) in {"not but", "n't but", "cannot but", "help but"}


def negation(verb: Token) -> Token | None:
    """The word that negates the clause: not, never, no longer, neither, or "no" with its subject or object."""
    if _cannot_but(verb):
        return None
    for child in verb.children:
        if child.dep_ == "parataxis":
            inner = _broken_off(child)
            if inner is not None:
                return inner
        if child.dep_ == "aux":
            inner = next(iter(syntax.children(child, "neg")), None) or _at_no_time(child)
            if inner is not None:
                return inner  # "had not, as of Monday, announced"
        if child.dep_ == "neg" or child.lower_ in {"never", "neither", "nor", "nowhere"}:
            return None if is_only(child) else child
        if child.dep_ == "advmod" and child.lower_ == "yet" and (late := syntax.children(child, "neg")):
            return late[0]  # "hostages not yet freed"
        if child.dep_ == "advmod" and child.lower_ in SCARCE and child.nbor().lower_ in ANY:
            return child  # "barely a shot was fired"
        if child.dep_ == "advmod" and child.lower_ == "longer" and child.i and child.nbor(-1).lower_ == "no":
            return child
        if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"}:
            found = _nobody(child)
            if found is not None:
                return found
    first = verb.sent[0]
    inverted = (c.i < s.i for s in syntax.own_subjects(verb) for c in syntax.children(verb, "aux"))
    if first.lower_ in {"nowhere", "never"} and any(inverted):
        return first
    if verb.dep_ == "conj" and any(c.lower_ == "nor" for c in verb.head.children):
        return next(c for c in verb.head.children if c.lower_ == "nor")
    return _at_no_time(verb) or _opens_with_no_time(verb)


def _broken_off(aside: Token) -> Token | None:
    """ "has not, officials stressed, mobilised": the parse hangs "has not" on the aside."""
    helpers = (c for c in syntax.children(aside, "ccomp") if c.lower_ in HELPERS)
    return next((n for helper in helpers for n in syntax.children(helper, "neg")), None)


def _nobody(noun: Token) -> Token | None:
    if noun.lower_ in NOBODY or (noun.lower_ == "one" and noun.i and noun.nbor(-1).lower_ == "no"):
        return noun
    for word in noun.children:
        if word.lower_ in SCARCE and word.i + 1 < len(word.doc) and word.nbor(1).lower_ in ANY:
            return word  # "not a single lorry", "barely a sack"
        if word.dep_ in {"det", "preconj", "nummod"} and word.lower_ in NONE:
            return word
        if word.lower_ in MORE and word.i and word.nbor(-1).lower_ == "no":
            return word.nbor(-1)  # "no more convoys"
        if word.lower_ in {"one", "single"} and word.i and word.nbor(-1).lower_ == "not":
            return word if noun.doc[word.i + 1].lower_ != "but" else None  # "not one soldier", not "not one but five"
    return None


def _at_no_time(verb: Token) -> Token | None:
    """ "at no time did they", "in no case"."""
    times = (n for p in syntax.children(verb, "prep") if p.lower_ in NO_TIME for n in syntax.children(p, "pobj"))
    return next((d for n in times if n.lemma_ in TIMES for d in n.children if d.lower_ == "no"), None)


def _opens_with_no_time(verb: Token) -> Token | None:
    """ "At no point were they fired upon", however the parse hangs it."""
    opening = verb.sent[:4]
    if len(opening) < 4 or opening[0].lower_ not in NO_TIME or opening[1].lower_ != "no":
        return None
    inverted = opening[2].lemma_.lower() in TIMES and opening[3].lower_ in HELPERS | {"could", "can", "may", "might"}
    between = verb.doc[opening[3].i + 1 : verb.i]
    return opening[1] if inverted and verb.i > opening[3].i and not any(syntax.is_verb(t) for t in between) else None


def is_only(word: Token) -> bool:
    """ "not only", "not content with" deny nothing."""
    return word.i + 1 < len(word.doc) and word.nbor(1).lower_ in {"only", "just", "merely", "content"}


def adverbs(verb: Token, operators: Operators) -> Iterator[Note]:
    """What adverbs beside the verb say ("allegedly", "nearly", "almost certainly")."""
    if verb.doc[max(0, verb.i - 4) : verb.i].text.lower().endswith("so much as"):
        yield "denied", f"“so much as {verb.text}”"
    if _before(verb) in ALL_BUT:
        yield "denied", f"“{_before(verb)} {verb.text}”"
    for child in verb.children:
        if child.lower_ in ANYBODY and child.dep_ in {"dobj", "nsubjpass"} and not _is_chosen(child):
            yield "possible", f"“{child.text}”"
        if child.dep_ != "advmod":
            continue
        if child.lower_ == "ever" and child.i < verb.i and child.nbor().lower_ != "since" and not _is_superlative(verb):
            yield "possible", f"“ever {verb.text}”"
        status = operators.adverbs.get(child.lower_)
        if child.lower_ == "certainly" and any(c.lower_ == "almost" for c in child.children):
            yield "forecast", f"“almost {child.text}”"
        elif status == "denied" and abs(verb.i - child.i) > 1:
            continue  # "killed nearly 20"
        elif status is not None:
            yield status, f"“{child.text}”"


def _is_chosen(anybody: Token) -> bool:
    """ "arrested anyone who resisted", "urged anyone with information to call"."""
    return bool(syntax.children(anybody, "relcl", "acl", "prep") or syntax.children(anybody.head, "xcomp", "ccomp"))


def _is_superlative(verb: Token) -> bool:
    """ "the worst attack they had ever seen"."""
    nouns = (verb.head, verb.head.head)
    ranked = any(c.tag_ == "JJS" or c.lower_ in {"first", "only", "last"} for noun in nouns for c in noun.children)
    return verb.dep_ in {"acl", "relcl", "advcl"} and ranked


def is_fiction(verb: Token, operators: Operators, *, violent: bool) -> bool:
    """ "in the drill, troops stormed a village", "the novel imagines a coup": told of something made up."""
    opening = verb.sent[:1]  # "In the scenario rehearsed here, a neighbour seizes a town"
    preps = (p for p in (*syntax.children(verb, "prep"), *opening) if p.dep_ == "prep" and p.lower_ in IN_IT)
    nouns = [
        *syntax.own_subjects(verb),
        *syntax.children(verb, "compound"),
        *(n for p in preps for held in syntax.children(p, "pobj") for n in (held, *_parts_of(held))),
    ]
    known = operators.fiction | operators.drills if violent else operators.fiction
    if any(not known.isdisjoint(syntax.keys(noun)) for noun in nouns):
        return True
    return violent and any(_is_mock(thing, operators) for thing in syntax.children(verb, "dobj", "nsubjpass"))


def _parts_of(noun: Token) -> list[Token]:
    """ "the opening chapter of her thriller"."""
    return [held for of in noun.children if of.lower_ == "of" for held in syntax.children(of, "pobj")]


def _is_mock(thing: Token, operators: Operators) -> bool:
    """ "stormed a mock embassy"."""
    found = (operators.embedding("adjectives", c.lower_) for c in thing.children if c.dep_ in {"amod", "compound"})
    return any(each is not None and each.name == "feigning" for each in found)
