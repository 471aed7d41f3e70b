"""Small shapes of the parse that the way up asks about."""

from __future__ import annotations

from collections.abc import Container

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.status.clauses import is_only, is_past, mood
from tocsin.coding.status.embedding import LINKED, OF, kind_of, linked_by
from tocsin.coding.status.standing import Note
from tocsin.coding.word_classes import MEASURES
from tocsin.knowledge.operators import Operators

TRENDS = frozenset("surge rise increase spike jump uptick upsurge escalation drop fall decline decrease".split())
BEGUN = frozenset({"begin", "start", "open", "happen", "occur", "erupt", "proceed", "go", "take", "commence"})
EVASIVE = frozenset({"would", "could", "can", "ca", "will", "wo", "to", "'d"})
ABILITY = frozenset({"able", "manage", "succeed"})
SEEMING = frozenset({"look", "seem", "appear", "sound", "feel"})
SPREADING = frozenset(
    "come spread circulate emerge surface swirl grow mount persist abound fly follow arrive appear rise reach".split()
)
PLURALS = frozenset({"NNS", "NNPS"})
COLLECTIVE = frozenset({"police", "army", "navy", "troops", "military"})
CONTESTING = frozenset({"deny", "dispute", "contest", "refute", "rebut", "contradict", "challenge"})


def is_absolute(prep: Token) -> bool:
    """ "with thousands fleeing north": a clause of its own, that the verb above lends only its tense."""
    clauses = (c for c in syntax.children(prep, "pcomp") if c.tag_ in syntax.VERB_TAGS)
    return prep.lower_ == "with" and any(syntax.own_subjects(c) for c in clauses)


def passes(prep: Token, operators: Operators) -> bool:
    """A preposition that adds nothing: "with thousands fleeing", "described as a raid", "a wave of raids"."""
    named = prep.lower_ == "as" and _is_named(prep.head)
    return prep.lower_ == "including" or named or is_absolute(prep) or _measures(prep, operators)


def _is_named(verb: Token) -> bool:
    """ "foiled what police describe as a raid": only another name for it."""
    return verb.dep_ in {"ccomp", "pcomp", "csubj"} and any(c.lower_ == "what" for c in syntax.children(verb, "dobj"))


def _measures(prep: Token, operators: Operators) -> bool:
    """ "a wave of attacks", "tonnes of aid", "$60 million in aid", "a surge in raids"."""
    holder = prep.head
    if prep.lower_ == "in":
        return (
            holder.lemma_.lower() in TRENDS
            or holder.tag_ in {"CD", "$"}
            or holder.lower_ in {"million", "billion", "thousand"}
        )
    return prep.lower_ == "of" and (holder.lemma_.lower() in operators.measures | MEASURES)


def due_to_begin(copula: Token) -> Note | None:
    """ "the strike was to have begun at midnight", "is to be held": what that says; not "was to prevent a raid"."""
    for clause in syntax.children(copula, "xcomp"):
        takes_place = clause.lemma_.lower() in BEGUN or bool(syntax.children(clause, "auxpass"))
        found = mood(clause) if takes_place else None
        if found is not None and found[0] in {"planned", "denied"}:
            return found
    return None


def told_untruly(child: Token, head: Token, operators: Operators) -> Token | None:
    """ "falsely claimed that they had left", "wrongly accused of killing", "falsely claims capture": the adverb."""
    content = child.dep_ == "ccomp" or (child.dep_ == "prep" and child.lower_ == "of")
    if not content and not (child.dep_ == "dobj" and head.lemma_.lower() in operators.carriers):
        return None
    beside = (c for c in head.children if c.dep_ == "advmod" and c.lower_ in operators.untrue)
    return next(beside, None) if head.tag_ in syntax.VERB_TAGS else None


def spreads(clause: Token, verb: Token) -> Token | None:
    """ "Denials came from Kigali that ...", "Rumours spread that ...": the noun whose content the clause is."""
    mark = any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)
    subjects = syntax.own_subjects(verb) if mark and verb.lemma_.lower() in SPREADING else []
    return next((noun for noun in subjects if syntax.is_noun(noun)), None)


def is_denying(word: Token) -> bool:
    """ "a quarry charge and not a missile strike"; not "not only a strike"."""
    return word.dep_ == "neg" and word.lower_ in {"not", "n't"} and not is_only(word)


def is_misread_verb(word: Token, operators: Operators) -> bool:
    """ "Nepal scraps deployment", "Police foil kidnap": the first part of a compound, by the parse, is its verb."""
    if word.i == word.sent.start:
        return False
    bare = (
        word.tag_ == "NN"
        and (word.nbor(-1).tag_ in PLURALS or word.nbor(-1).lower_ in COLLECTIVE)
        and not operators.begins("nouns", word.lemma_.lower())
    )
    return word.tag_ == "NNS" or (bare and word.nbor(-1).head in {word, word.head})


def joined_to(verb: Token) -> Token | None:
    """ "said they were ready to march and occupy it": a bare infinitive goes with the infinitive before it, whatever
    finite verb the parse joins it to."""
    finite = verb.head.tag_ in {"VBD", "VBZ", "VBP", "VBN"}
    if verb.tag_ != "VB" or verb.dep_ != "conj" or not finite or syntax.children(verb, "aux", *syntax.SUBJECTS):
        return None
    before = reversed(verb.doc[verb.head.i : verb.i])
    return next((t for t in before if t.tag_ == "VB" and t.dep_ not in {"aux", "auxpass"}), None)


def is_so_called(word: Token) -> bool:
    """ "the so-called withdrawal"."""
    return word.lower_ == "called" and word.i > 1 and word.nbor(-1).text == "-" and word.nbor(-2).lower_ == "so"


def shows(gerund: Token, operators: Operators) -> bool:
    """ "purporting to show tanks entering the town": what the verb is about is what the noun does."""
    noun = gerund.head
    verb = noun.head.lemma_.lower()
    return gerund.tag_ == "VBG" and noun.dep_ == "dobj" and operators.names("verbs", verb, "ing")


def is_denied_already(prep: Token) -> bool:
    """ "no day went by without", "hardly a week": two denials."""
    words = prep.doc[prep.sent.start : prep.i]
    return any(w.lower_ in {"hardly", "scarcely", "rarely", "seldom", "no", "not", "n't", "never"} for w in words)


def asks_how(clause: Token) -> bool:
    """ "It was not clear why they attacked": that they did is not in doubt."""
    asked = any(c.lower_ in {"why", "how", "where", "when"} and c.dep_ == "advmod" for c in clause.children)
    return asked and clause.dep_ in {"ccomp", "advcl", "pcomp"} and is_past(clause)


def is_object_of(noun: Token, operators: Operators) -> bool:
    """ "fears of rebels attacking": the noun, with what it does, hangs on a word that says how that stands."""
    prep = noun.head
    if noun.dep_ != "pobj" or prep.lower_ in {"by", "in", "at"}:
        return False
    kind = kind_of(prep.head)
    word = syntax.lemma(prep.head)
    usual = prep.lower_ in (OF if kind == "nouns" else LINKED) and operators.begins(kind, word)
    return usual or operators.names(kind, word, prep.lower_)


def as_if(clause: Token) -> Note | None:
    """ "behaves as though war had been declared", "looks as if it had": what such a clause makes of what it tells."""
    edge = clause.left_edge.i
    if "as though" in clause.doc[max(0, edge - 1) : edge + 2].text.lower():
        return "denied", "“as though”"
    marks = {c.lower_ for c in clause.children if c.dep_ in {"mark", "advmod", "cc"}}
    if "as" not in marks or not marks & {"if", "though"}:
        return None
    return "possible" if clause.head.lemma_.lower() in SEEMING else "denied", "“as if”"


def is_complement(gerund: Token) -> bool:
    """ "ruled out sending tanks": a gerund right behind its verb and particle, though the parse calls it adverbial."""
    between = gerund.doc[gerund.head.i + 1 : gerund.i]
    return (
        gerund.tag_ == "VBG" and gerund.i > gerund.head.i and all(t.dep_ in {"prt", "neg", "advmod"} for t in between)
    )


def heads_clause(token: Token) -> bool:
    """A verb, a modal, or whatever stands where a verb should."""
    return (
        syntax.is_verb(token) or token.tag_ == "MD" or (token.dep_ in {"ROOT", "ccomp"} and not syntax.is_noun(token))
    )


def cleft_denial(verb: Token) -> Token | None:
    """ "It was not the army that shelled the camp": the negation, where the main clause only says who."""
    copula = verb.head.head
    subjects = {s.lower_ for s in syntax.own_subjects(copula)}
    if verb.head.dep_ != "attr" or copula.lemma_ != "be" or subjects != {"it"}:
        return None
    return next(iter(syntax.children(copula, "neg")), None)


def takes_ability(clause: Token, path: Container[int]) -> bool:
    """ "before he was able to shoot", "before they managed to flee"; `path` as far as the way up has come."""
    words = (clause, *syntax.children(clause, "acomp"))
    return any(w.lemma_.lower() in ABILITY and w.i in path for w in words)


def misread_clause(child: Token, head: Token, operators: Operators) -> bool:
    """ "the risk that soldiers will mutiny": a clause of the noun that the parse takes for a relative one."""
    that = child.doc[child.left_edge.i]
    return (
        that.lower_ == "that"
        and bool(syntax.own_subjects(child))
        and that.dep_ not in syntax.SUBJECTS
        and (operators.begins("nouns", head.lemma_.lower()))
    )


def predicates(verb: Token) -> list[Token]:
    """ "is false", "turned out to be false"."""
    verbs = (verb, *(x for x in syntax.children(verb, "xcomp") if x.lemma_ == "be"))
    return [word for v in verbs for word in syntax.children(v, "acomp", "oprd")]


def only_describes(verb: Token, operators: Operators) -> bool:
    """ "the agreement is a mere framework": something is said of it, not that it goes on."""
    said = syntax.children(verb, "attr", "acomp")
    around = {word: {child.lower_ for child in word.children} for word in said}
    return bool(said) and all(operators.embedding("adjectives", w.lower_, around[w]) is None for w in said)


def lies_ahead(verb: Token) -> bool:
    """An infinitive that nothing above it tells of as done: not "to have left", not "the first to leave"."""
    perfect = any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children)
    return linked_by(verb) == "to" and not perfect and not is_ranked(verb)


def is_ranked(verb: Token) -> bool:
    """ "the third president to be impeached", "the only town to hold out": it was."""
    if verb.dep_ not in {"acl", "relcl"}:
        return False
    return any(c.lower_ in {"only", "last", "latest"} or c.ent_type_ == "ORDINAL" for c in verb.head.children)


def with_confirming(verb: Token) -> bool:
    """ "would neither confirm nor deny", "refused to confirm or deny"."""
    return (verb.dep_ == "conj" and verb.head.lemma_ == "confirm") or any(
        c.dep_ == "conj" and c.lemma_ == "confirm" for c in verb.children
    )


def conceded(verb: Token, negation: Token) -> bool:
    """ "did not deny", "no longer disputes", but not "would not deny", "refused to deny"."""
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return verb.lemma_ in CONTESTING and negation.head == verb and not helpers & EVASIVE


def is_done_by_then(verb: Token, negation: Token) -> bool:
    """ "did not leave until noon", "not until dawn did they leave": they left."""
    if negation.lower_ not in {"not", "n't", "n’t"} or not is_past(verb):
        return False
    until = (c for c in verb.subtree if c.lower_ in {"until", "till"})
    return any(c.head == verb or (c.head.head == verb and is_past(c.head)) for c in until)


def says_it_oneself(verb: Token) -> bool:
    """In the first person."""
    return any(subject.lower_ in {"i", "we"} for subject in syntax.own_subjects(verb))


def for_others(child: Token, head: Token) -> bool:
    """Somebody else is to do it: "wants the army to leave"."""
    if linked_by(child) == "it":
        return False
    own = syntax.own_subjects(child)
    subject = next(iter(syntax.own_subjects(head)), None)
    if own:
        return subject is None or own[0].lower_ not in {"he", "she", "it", "they", "we", "i"}
    return bool(syntax.children(head, "dobj"))


def is_headline_passive(verb: Token) -> bool:
    """ "Kabul attack foiled, say police": a participle without its auxiliary, in a sentence without a full stop."""
    bare = verb.tag_ in {"VBD", "VBN"} and not syntax.children(
        verb, "dobj", "ccomp", "xcomp", "aux", "auxpass", "dative"
    )
    return bare and verb.sent[-1].text not in {".", "!", "”", '"'}
