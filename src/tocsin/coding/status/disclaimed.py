"""What the sentence says elsewhere of what it tells: unverified, corrected, shown to be something else, only a list of
what is wanted.  Read off the words in order, since such sentences seldom parse well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from tocsin.annotation.document import text_of
from tocsin.coding import syntax
from tocsin.coding.status.standing import Note
from tocsin.knowledge.operators import Operators

FALSE = frozenset({"denying", "feigning"})
WANTED = frozenset({"requesting", "wishing", "planning", "promising", "threatening", "hoping", "ordering"})
NEAR = 5  # words between "turned out" and what it turned out to be
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_CHECK = (
    r"(?:verif|confirm|corroborat|authenticat|substantiat|check)\w*\b"
    r"(?! (?:whether|who|how|what|which|if|where|when|why|its|their|his|her)\b)"
    r"(?! the (?!claim|report|account|story|allegation|video|footage))"
)
_SURE = r"(?:independently |immediately |yet |so far |be |been |being |able to |in a position to )*"
# "we have not been able to confirm it", "nobody could check", "no evidence has emerged"
_UNVERIFIED = re.compile(
    rf"\b(?:(?:we|it|they|them|this|that|these|those|neither|none|which|claims?|reports?|accounts?|allegations?|posts?"
    rf"|footage|videos?|images?|either|version|versions|story|\w+ers|\w+ists)"
    rf" (?:could|can|has|have|had|was|were|is|are)(?: ?not|n['’]t) {_SURE}{_CHECK}"
    rf"|(?:unable|impossible|not possible|no way) to {_SURE}{_CHECK}"
    rf"|(?:nobody|no one|none|neither|nothing)(?: \w+){{0,3}} (?:could|can|has|had|was|were) {_SURE}{_CHECK}"
    r"|no (?:independent )?(?:evidence|proof|confirmation|trace|sign)"
    r" (?:(?:has|have|had|was|were) )?(?:been (?:found|offered|given|seen)|emerged|surfaced|so far))",
    re.IGNORECASE,
)
_CORRECTION = re.compile(r"^\W*(?:[\d:. ]+\W*)?(?:correction|retraction|hoax|fake)\b ?[:—–-]", re.IGNORECASE)
# "What callers had reported as gunfire turned out to be a van"
_MISTAKEN = re.compile(r"^\W*what\b.*\b(?:turn(?:ed|s) out|proved|prove[sn]?) to (?:be|have been)\b", re.IGNORECASE)


def disclaimed(trigger: Token, operators: Operators) -> Note | None:
    """What the rest of the sentence makes of an event that the clause by itself tells as done."""
    sentence = trigger.sent
    words = text_of(trigger.doc, sentence.start, sentence.end)
    if _CORRECTION.match(words):
        return "denied", "a correction"
    found = _MISTAKEN.match(words)
    if found and found.end() > trigger.idx - sentence.start_char:
        return "denied", "something else, as it turned out"
    proved = _proved_false(trigger, operators)
    if proved is not None:
        return "denied", f"“{proved.text}” said of the report"
    if _UNVERIFIED.search(words):
        return "unclear", "nobody could verify it"
    return _listed(trigger, operators)


def _proved_false(trigger: Token, operators: Operators) -> Token | None:
    """ "Reports that troops had left turned out to be untrue"."""
    sentence = trigger.sent
    if not any(t.lemma_.lower() in operators.carriers for t in trigger.doc[sentence.start : trigger.i]):
        return None
    for verb in trigger.doc[trigger.i + 1 : sentence.end]:
        if verb.lemma_.lower() in {"turn", "prove"} and verb.tag_ in FINITE | {"VBN", "JJ"}:
            for word in verb.doc[verb.i + 1 : min(verb.i + 1 + NEAR, sentence.end)]:
                kind = "nouns" if syntax.is_noun(word) else "adjectives"
                found = operators.embedding(kind, word.lemma_.lower())
                if found is not None and found.name in FALSE:
                    return word
    return None


def _listed(trigger: Token, operators: Operators) -> Note | None:
    """ "What the unions want is simple: the withdrawal of ...": a list of nouns behind a colon."""
    colon = next(_colons_before(trigger), None)
    if colon is None or any(t.tag_ in FINITE for t in trigger.doc[colon.i : trigger.i + 1]):
        return None
    for word in reversed(trigger.doc[trigger.sent.start : colon.i]):
        if syntax.is_noun(word):
            status = next((operators.settings[k] for k in syntax.keys(word) if k in operators.settings), None)
            if status is not None:
                return status, f"“{word.text}” before the colon"
        kind = "nouns" if syntax.is_noun(word) else "verbs" if syntax.is_verb(word) else "adjectives"
        found = operators.embedding(kind, word.lemma_.lower())
        if found is not None and found.name in WANTED:
            return str(found.others or found.plain), f"“{word.text}” before the colon"
    return None


def _colons_before(trigger: Token) -> Iterator[Token]:
    return (t for t in reversed(trigger.doc[trigger.sent.start : trigger.i]) if t.text == ":")
