"""Verbs as cues: who says it and what is said."""

from __future__ import annotations

from spacy.tokens import Token

from tocsin.coding import syntax
from tocsin.coding.attribution import clauses
from tocsin.coding.attribution.asides import without_trailing
from tocsin.coding.attribution.found import Found, Range
from tocsin.coding.attribution.view import View, merged
from tocsin.coding.speakers import can_speak, issuer
from tocsin.coding.voices import CITING, quoting

ALWAYS_CLAUSE = frozenset({"say", "insist", "contend"})
NAMING = frozenset({"call", "dub", "name", "title", "term"})
NOUN_AND_NAME = 2
RAISING = frozenset({"expect", "believe", "think", "know", "report", "say", "consider", "allege", "rumour", "suppose"})
NOT_HEADS = frozenset({"aux", "auxpass", "compound", "amod"})


def verb_cue(view: View, verb: Token) -> Found | None:
    """The statement that the verb makes, if it is a verb of saying, judging, asking or wanting with a content."""
    word, cues = verb.lemma_.lower(), view.cues
    if verb.dep_ in NOT_HEADS or _only_names(verb) or (word in CITING and _cites_only(verb)):
        return None
    known = word in cues.speech or word in cues.acts or word in cues.wishes or word in cues.knowing
    treated = None if known else _treated(view, verb, word)
    if treated is not None:
        return treated
    if not known and word not in cues.quoting:
        return _unknown_verb(view, verb)
    turned = clauses.inverted(view, verb) if word in cues.speech else None
    speaker = clauses.trailing(view, verb) if word in cues.speech and turned is None else None
    inside = turned[1] if turned else _content(view, verb, word) if known else set()
    if speaker is not None:
        inside -= {t.i for t in speaker.subtree}
    content = tuple(without_trailing(view, part) for part in view.tidy(inside, verb))
    quote = tuple(q for q in clauses.quotation(view, verb) if not _inside(q, content))
    if word in cues.wishes and not content:
        quote = ()
    content = tuple(merged((*content, *quote)))
    source = turned[0] if turned else speaker or _source(view, verb)
    if not content or (source is None and not quote and (verb.tag_ in {"VBG", "VB"} or verb.dep_ in {"acl", "relcl"})):
        return None
    if source is not None and any(first <= source.i < last for first, last in content):
        return None
    return Found(verb, source, content, _is_speech(view, verb, word, bool(quote)))


def _treated(view: View, verb: Token, word: str) -> Found | None:
    """ "The minister defended the plan": somebody's stance to a thing, told as such."""
    if word not in view.cues.treating:
        return None
    source = _source(view, verb)
    if source is None or not _takes_a_stance(view, verb):
        return None
    content = view.tidy(clauses.thing(verb), verb)
    if not content or any(first <= source.i < last for first, last in content):
        return None
    return Found(verb, source, content, False)


def _takes_a_stance(view: View, verb: Token) -> bool:
    """Told in a tense of its own, of somebody who can."""
    source = _source(view, verb)
    return verb.tag_ != "VB" and source is not None and can_speak(source, view.cues)


def _unknown_verb(view: View, verb: Token) -> Found | None:
    """ "..., he laughed": any finite verb that stands with its subject right beside a quotation ended by a comma."""
    if verb.tag_ not in clauses.FINITE or verb.lemma_ in {"be", "have", "do"}:
        return None
    source = next(iter(syntax.own_subjects(verb)), None)
    if source is None or source.tag_ in {"WDT", "WP", "EX"}:
        return None
    ends = {min(source.left_edge.i, verb.i), max(source.right_edge.i, verb.i) + 1}
    for quote in view.quotes:
        if quote[1] in ends and clauses.is_speech_end(view, quote) and view.quote(verb.i) is None:
            return Found(verb, source, (quote,), True)
    return None


def _only_names(verb: Token) -> bool:
    """ "a website called Harbour News": nobody says so."""
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.lemma_ in NAMING and not syntax.children(verb, "agent")


def _cites_only(verb: Token) -> bool:
    """ "quoted X as saying", "reported, citing X": the other verb is the cue."""
    return any(c.lower_ == "as" for c in verb.children) or verb.dep_ in {"advcl", "prep"}


def _content(view: View, verb: Token, word: str) -> set[int]:
    cues = view.cues
    labels = ("ccomp",) if word in cues.knowing else ("ccomp", "xcomp")
    inside = clauses.clause(view, verb, *labels)
    after = {i for i in inside if i > verb.i}
    if after and after != inside and (word not in cues.speech or not any(view.quote(i) for i in inside - after)):
        inside = after  # "Talks began when he decided to go": only what follows is what he decided
    if not inside and (quoter := quoting(verb)) is not None:
        inside = clauses.clause(view, quoter, "ccomp") or clauses.surrounding(view, quoter)
    if inside:
        inside |= _asked(verb, word, view) | _subject_of(verb)
    if inside and word in RAISING and syntax.passive(verb) and syntax.children(verb, "xcomp"):
        inside |= set().union(*({t.i for t in s.subtree} for s in syntax.own_subjects(verb)))
    if not inside and word in cues.speech:
        inside = clauses.surrounding(view, verb)
    if not inside or all(view.doc[i].is_punct for i in inside):
        inside = clauses.after_preposition(view, verb)
    if not inside and (word in cues.object or (word in cues.treating and _takes_a_stance(view, verb))):
        inside = clauses.thing(verb)
    if not inside and word in ALWAYS_CLAUSE and syntax.children(verb, "dobj"):
        inside = set(range(verb.i + 1, verb.sent.end))
    return inside


def _asked(verb: Token, word: str, view: View) -> set[int]:
    """ "urged voters to stay": those who are to do it belong to what is asked."""
    infinitive = next(iter(syntax.children(verb, "xcomp")), None)
    if word not in view.cues.acts | view.cues.wishes or infinitive is None or infinitive.tag_ != "VB":
        return set()
    objects = [o for o in syntax.children(verb, "dobj") if verb.i < o.i < infinitive.i]
    return set().union(*({t.i for t in o.subtree} for o in objects))


def _subject_of(verb: Token) -> set[int]:
    """ "announced the region, to be called X, would be ruled ...": the object is the subject of what is said."""
    clause = next((c for c in syntax.children(verb, "ccomp") if c.i > verb.i), None)
    if clause is None or syntax.own_subjects(clause) or not _is_finite(clause):
        return set()
    objects = [o for o in syntax.children(verb, "dobj") if verb.i < o.i < clause.left_edge.i]
    return set().union(*({t.i for t in o.subtree} for o in objects))


def _is_finite(clause: Token) -> bool:
    return clause.tag_ in clauses.FINITE or any(
        c.tag_ in {"MD", *clauses.FINITE} for c in syntax.children(clause, "aux")
    )


def _inside(quote: Range, content: tuple[Range, ...]) -> bool:
    return any(first <= quote[0] and quote[1] <= last for first, last in content)


def _is_speech(view: View, verb: Token, word: str, quote: bool) -> bool:
    """Asking and promising are speech only with a that-clause or a quotation; wanting and knowing never are."""
    if word in view.cues.wishes or word in view.cues.knowing:
        return quote
    infinitive = bool(syntax.children(verb, "xcomp"))
    if word in view.cues.acts and (infinitive or word not in view.cues.speech):
        return quote or (bool(syntax.children(verb, "ccomp", "oprd")) and not infinitive)
    return True


def _source(view: View, verb: Token) -> Token | None:
    quoter = quoting(verb)
    if quoter is not None:
        return next(iter(syntax.patients(quoter)), None)
    if clauses.shares_speaker(view, verb):
        return syntax.agent(verb.head.head)
    if verb.dep_ == "acl" and verb.head.lemma_.lower() in view.cues.documents:
        return issuer(verb.head) or verb.head
    source = _name_beside(verb) or syntax.agent(verb)
    if source is None and verb.dep_ in {"ccomp", "parataxis", "ROOT"} and not syntax.passive(verb):
        source = next((t for t in syntax.children(verb, "attr") if t.i > verb.i), None)
    return None if source is not None and source.tag_ in {"EX", "WDT"} else source


def _name_beside(verb: Token) -> Token | None:
    """ "the newspaper Granica reported": where both words stand as subjects, the name is the speaker."""
    subjects = syntax.own_subjects(verb)
    if len(subjects) != NOUN_AND_NAME or not syntax.is_noun(subjects[0]) or subjects[1].tag_ not in {"NNP", "NNPS"}:
        return None
    return subjects[1] if subjects[1].left_edge.i == subjects[0].i + 1 else None
