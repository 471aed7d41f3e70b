"""Words that the model is known to tag or lemmatise wrongly; what hangs on what is left as parsed."""

from __future__ import annotations

from spacy.tokens import Doc, Token

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ"})
OBJECTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "conj", "poss"})
AGES = frozenset({"year", "month", "week", "day"})
HYPHENS = frozenset("-–‑")
# Participles that stand for people: "the accused", "the wounded".
PEOPLE = frozenset({"accused", "wounded", "injured", "displaced", "deceased", "condemned", "detained"})
# Past forms whose infinitive the lemmatizer's tables lack.
FORMS = {
    "retook": "retake",
    "foresaw": "foresee",
    "mistook": "mistake",
    "partook": "partake",
    "resold": "resell",
    "outfought": "outfight",
    "outgunned": "outgun",
    "targetted": "target",
    "decreed": "decree",
    "refereed": "referee",
    "tasered": "taser",
    "teargassed": "teargas",
    "carpet-bombed": "bomb",
}


def mend(doc: Doc) -> Doc:
    """The parsed words with such tags and lemmas put right."""
    for token in doc:
        if token.lower_ in FORMS:
            token.lemma_ = FORMS[token.lower_]
            token.tag_ = token.tag_ if token.tag_ in {"VBD", "VBN"} else "VBD"
        elif token.tag_ in NOUNS and _is_infinitive(token):
            token.tag_, token.lemma_ = "VB", token.lower_
        elif token.tag_ in {"NN", "NNS"} and _has_a_subject(token):
            token.tag_ = "VBZ" if token.tag_ == "NNS" else "VBP"
        elif token.lower_ in PEOPLE and token.tag_ not in {"NN", "NNS"} and _is_people(token):
            token.tag_, token.lemma_ = "NN", token.lower_
        elif token.lower_ == "old" and token.tag_ == "JJ" and _is_aged(token):
            token.tag_ = "NN"
    return doc


def _is_infinitive(token: Token) -> bool:
    """ "persuade them to sanction the bank": a verb that is also a noun."""
    return token.dep_ in {"xcomp", "advcl", "acl", "relcl", "ccomp"} and any(
        child.dep_ == "aux" and child.lower_ == "to" and child.i < token.i for child in token.children
    )


def _has_a_subject(token: Token) -> bool:
    """ "The release hinges on a ransom", "Insiders tip the cabinet to stay": a verb that is also a noun."""
    below = {child.dep_ for child in token.children}
    finite = token.dep_ in {"ROOT", "ccomp", "advcl", "relcl", "conj"} and "nsubj" in below
    return finite and (token.tag_ == "NNS" or ("dobj" in below and "det" not in below))


def _is_people(token: Token) -> bool:
    """An article before it, no noun behind it, and a noun's place in the sentence."""
    if token.dep_ not in OBJECTS or not any(child.dep_ == "det" for child in token.children):
        return False
    return token.i + 1 >= len(token.doc) or token.nbor().tag_ not in NOUNS


def _is_aged(old: Token) -> bool:
    """ "shot a 16-year-old at a party": whoever is so old, not the noun behind."""
    if old.i < 3 or old.dep_ not in OBJECTS or old.nbor(-1).text not in HYPHENS or old.nbor(-2).lower_ not in AGES:
        return False
    return old.i + 1 >= len(old.doc) or old.nbor().tag_ not in NOUNS
