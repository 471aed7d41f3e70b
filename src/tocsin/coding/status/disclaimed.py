"""What the sentence says elsewhere of what it tells: unverified, corrected, shown to be something else, a claim that is
doubted, only a list of what is wanted.  Read off the words in order, since such sentences seldom parse well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from tocsin.annotation.document import text_of
from tocsin.coding import syntax
from tocsin.coding.status.clauses import COPULAS
from tocsin.coding.status.embedding import kind_of, sets_up
from tocsin.coding.status.setting import FALSE
from tocsin.coding.status.standing import Note
from tocsin.knowledge.operators import Embedding, Operators

SUPPOSED = "only supposed"
OPEN = frozenset({"unlikely", "foretelling", "planning", "fearing", "denying", "asking", "feigning"})
WANTED = frozenset({"requesting", "wishing", "planning", "promising", "threatening", "hoping", "ordering"})
AHEAD = frozenset({"planned", "forecast", "possible", "promised", "requested", "ordered", "threatened"})
NEAR = 5  # words between "turned out" and what it turned out to be, or before a claim and what is said of it
CALLING = frozenset({"call", "term", "brand", "label", "dub", "describe", "deem"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
PHRASE = frozenset({"DT", "PRP$", "NNP", "NNPS", "NN", "NNS", "POS", "JJ", "VBN", "CD", "IN", "CC", "HYPH", "RB"})
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
_MISTAKEN = re.compile(
    r"\bwhat\b[^.;]*\b(?:turn(?:ed|s) out|proved|proves) to (?:be|have been)\b"
    r"|\bwhat\b[^.;]*\b(?:took|mistook|taken|mistaken) (?:at first )?for\b[^.;]*?\b(?:was|were)\b",
    re.IGNORECASE,
)
# "the boast ... has not been backed by any photograph"
_UNBACKED = re.compile(
    r"\b(?:not|never|yet to)(?: yet)? (?:been |be )?"
    r"(?:backed|supported|borne out|substantiated|documented|proved|proven)\b",
    re.IGNORECASE,
)
_SATIRE = re.compile(r"\b(?:satir\w+|spoof|parody) (?:[\w’'-]+ ){1,4}", re.IGNORECASE)
# "On paper the brigade has withdrawn, yet residents ..."
_NOMINAL = re.compile(
    r"^\W*(?:on paper|officially|nominally|in theory|technically)\b"
    r".*\b(?:but|yet|though|in practice|in reality|in fact|on the ground)\b",
    re.IGNORECASE,
)
# "the agreement is no nearer", "a truce was nowhere in sight"
_FAR_OFF = re.compile(
    r"^[^;,.]{0,60}?\b(?:is|are|was|were|remain\w*|look\w*|seem\w*|appear\w*)(?: still| now| as)*"
    r" (?:no (?:nearer|closer)|nowhere (?:near|in sight)|far (?:off|away)|out of reach|elusive|a distant|not in sight"
    r"|(?:days|weeks|months|years) away)\b",
    re.IGNORECASE,
)
# "let alone a withdrawal"; "Imagine that they attacked"; "hand them over by Friday or see the town shelled"
_LET_ALONE = re.compile(r"\b(?:let alone|never mind|much less|still less)\s+(?:[\w’'-]+\s+){0,3}$", re.IGNORECASE)
_SUPPOSED = re.compile(
    r"^\W*(?:imagine|suppose|supposing|picture|what if|what (?:worr|frighten|scare|alarm|haunt|trouble)\w*)\b",
    re.IGNORECASE,
)
# "There were conflicting accounts": of the sentence before
_CONFLICTING = re.compile(
    r"\b(?:conflicting|contradictory|contradicting|differing|competing|rival|irreconcilable)"
    r" (?:\w+ )?(?:accounts?|reports?|versions?|claims?|stories|statements?|narratives?)\b",
    re.IGNORECASE,
)
# "..., a claim the ministry flatly contradicted", "..., an account that villagers dispute"
_GAINSAID = re.compile(
    r", (?:a|an|the) (?:\w+ )?(?:claim|report|account|assertion|allegation|statement|version|charge|accusation"
    r"|suggestion|story|rumou?r)\b[^;.]*?\b(?P<how>den(?:y|ies|ied)|contradict\w*|reject\w*|dismiss\w*|refut\w*"
    r"|disput\w*|challeng\w*|contest\w*|doubt\w*|question\w*)\b",
    re.IGNORECASE,
)
_DOUBTING = ("disput", "challeng", "contest", "doubt", "question")
# "Further attacks were all but certain"
_ALL_BUT = re.compile(
    r"^[^;,.]{0,60}\b(?:is|are|was|were|looks?|seem\w*|appear\w*) all but (?:certain|inevitable|assured)\b"
)
_DIVIDED = re.compile(
    r"^\W*(?:some|one)\b.{0,20}\b(?:say|claim|believe|insist)s?\b.*[;,] (?:an)?others?\b", re.IGNORECASE
)
_OR_ELSE = re.compile(
    r"\b(?:ultimatum|deadline|hours|days|by|until)\b.*\bor (?:see|have|watch|face|lose|risk)\b", re.IGNORECASE
)
# "It is far from certain that", "there is no truth in"
_UNSURE = re.compile(
    r"\b(?:far from|anything but|by no means|less than|not at all|not entirely|not)"
    r" (?:certain|clear|sure|confirmed|established|proven) (?:that|if)\b",
    re.IGNORECASE,
)
_NO_TRUTH = re.compile(
    r"\b(?:no|little|not a (?:word|grain|shred) of) (?:truth|substance|basis|foundation)\b"
    r"|\b(?:nothing|none|little)\b.{0,60}\b(?:supports?|supported|backs? up|bears? out|confirms?)\b",
    re.IGNORECASE,
)


_SAYS = r"(?:[\w’'., -]{2,60}? (?:said|says|insisted|stressed|replied|added|told [\w’' ]{2,30}?)(?: that)? )?"
_NOT_SO = re.compile(
    rf"^\W*{_SAYS}(?:"
    r"(?:they|he|she|it|there|none|nobody) (?:had|did|has|have|was|were|is|are|do|does)(?: not|n['’]t)\W*$"
    r"|(?:it|that|this|the \w+) (?:(?:was|is)(?: not|n['’]t) (?:true|so)"
    r"|(?:was|is|proved) (?:untrue|false|a lie|a hoax|a fabrication|fake|invented|nonsense)"
    r"|did(?: not|n['’]t) happen|never happened)\b"
    r"|(?:none of (?:it|this|that)|nothing of the (?:kind|sort)|no such thing)"
    r" (?:was true|is true|(?:ever )?happened)\b"
    r"|the (?:\w+ )?(?:report|claim|rumou?r|story|account|tale|allegation|post|video|news)"
    r" (?:was|proved|turned out to be)"
    r" (?:false|untrue|wrong|baseless|unfounded|a lie|a hoax|premature|fabricated|invented|fake)\b)",
    re.IGNORECASE,
)
# "Villagers had heard nothing", "saw nothing of the kind": said of the sentence before
_NOTHING_SEEN = re.compile(
    r"^[^;:]*\b(?:seen|saw|heard|found|noticed|knew|recorded) (?:nothing|no (?:sign|trace|evidence|such)\b)"
    r"|\bnothing of the (?:kind|sort)\b",
    re.IGNORECASE,
)
_UNDONE = re.compile(
    r"\b(?:withdrew|reversed|rescinded|revoked|cancelled|canceled|dropped|retracted|annulled|scrapped|suspended)"
    r" (?:the|that|his|her|its|their) (?:\w+ )?(?:announcement|decision|order|decree|plan|measure|instruction|move)\b",
    re.IGNORECASE,
)
# "... then retracted his statement"; "footage said to show tanks was filmed at a parade"
_WITHDRAWN = re.compile(
    r"\b(?:retract|recant|withdr[ae]w|took back|take back)\w* (?:\w+ )?(?:statement|claim|report|account|story|words|it"
    r"|remarks?|allegation|accusation)s?\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:footage|videos?|clips?|photo\w*|pictures?|images?)\b.*\b(?:purport|claim|said|alleg)\w*\b", re.I
)
_FILMED = re.compile(
    r"\b(?:was|were) (?:in fact |actually )?"
    r"(?:filmed|shot|taken|recorded|staged|doctored|lifted|cut|copied|generated|made)\b"
    r"|\b(?:came|comes) from\b|\bdates? ",
    re.IGNORECASE,
)
# said after a trigger that is a noun
_OF_NOUN = ((_ALL_BUT, "forecast", "all but certain"), (_FAR_OFF, "denied", "still far off"))
# said before the trigger
_BEFORE = (
    (_UNSURE, "unclear", "not certain"),
    (_LET_ALONE, "denied", "let alone"),
    (_SUPPOSED, "possible", SUPPOSED),
    (_OR_ELSE, "threatened", "or else"),
)


def disclaimed(trigger: Token, operators: Operators) -> Note | None:
    """What the rest of the sentence makes of an event that the clause by itself tells as done."""
    sentence = trigger.sent
    words = text_of(trigger.doc, sentence.start, sentence.end)
    at = trigger.idx - sentence.start_char
    before, after = words[:at], words[at + len(trigger) :]
    if _CORRECTION.match(words):
        return "denied", "a correction"
    found = _MISTAKEN.search(words)
    if found and found.start() < len(before) < found.end():
        return "denied", "something else, as it turned out"
    presupposed = syntax.is_noun(trigger) and (syntax.is_definite(trigger) or syntax.children(trigger, "poss"))
    said = next(((status, why) for put, status, why in _BEFORE if put.search(before)), None)
    if said is not None and not (presupposed and said[1] == SUPPOSED):
        return said
    if syntax.is_noun(trigger):
        for put, status, why in _OF_NOUN:
            if put.search(after):
                return status, why
    if _SATIRE.search(before):
        return "denied", "told in satire"
    if _NOMINAL.search(words):
        return "unclear", "on paper, and otherwise in fact"
    if (gainsaid := _GAINSAID.search(after)) is not None:
        doubted = gainsaid["how"].lower().startswith(_DOUBTING)
        return ("unclear" if doubted else "denied"), f"“{gainsaid['how']}” said of it"
    if _WITHDRAWN.search(after) or (_SHOWN.search(before) and _FILMED.search(after)):
        return "denied", "taken back, or filmed elsewhere"
    return (
        _carried(trigger, before, operators)
        or (("unclear", "nobody could verify it") if _UNVERIFIED.search(words) or _DIVIDED.search(words) else None)
        or _predicated(trigger, operators)
        or _listed(trigger, operators)
        or _misread(trigger, operators)
        or _taken_up(trigger, operators)
    )


def proved_true(trigger: Token, operators: Operators) -> bool:
    """ "Rumours that the navy had left proved correct"."""
    return any(found.name == "truth" for _, found in _verdicts(trigger, operators)) and bool(
        _carriers(trigger, operators)
    )


def _taken_up(trigger: Token, operators: Operators) -> Note | None:
    """What the sentences beside it say: "They had not." after it, "The script calls for a robbery." before it."""
    sentence, doc = trigger.sent, trigger.doc
    if sentence.end < len(doc):
        following = doc[sentence.end].sent
        next_words = text_of(doc, following.start, following.end)
        if _NOT_SO.match(next_words) or _UNDONE.search(next_words):
            return "denied", "taken back in the next sentence"
        if _NOTHING_SEEN.search(next_words):
            return "unclear", "doubted in the next sentence"
    if sentence.start == 0:
        return None
    previous = doc[sentence.start - 1].sent
    if _CONFLICTING.search(text_of(doc, previous.start, previous.end)):
        return "unclear", "accounts conflict"
    root = previous.root
    words = {key for subject in syntax.own_subjects(root) for key in syntax.keys(subject)}
    dated = any(t.ent_type_ == "DATE" and t.tag_ == "NNP" for t in sentence)  # "on Saturday": news again
    if not dated and words & (operators.fiction | operators.drills):
        return "possible", "told in what the sentence before makes up"
    return None


def _carried(trigger: Token, before: str, operators: Operators) -> Note | None:
    """What is said of the report, claim or footage that tells of it."""
    carriers = _carriers(trigger, operators)
    if not carriers:
        return None
    if _NO_TRUTH.search(before):
        return "denied", "no truth in it"
    if _UNBACKED.search(before) or _UNBACKED.search(text_of(trigger.doc, trigger.i, trigger.sent.end)):
        return "unclear", f"nothing backs the “{carriers[-1].text}”"
    for word, found in _verdicts(trigger, operators):
        if found.name in FALSE:
            return "denied", f"“{word.text}” said of “{carriers[-1].text}”"
    called = any(t.lemma_.lower() in CALLING for t in trigger.doc[trigger.sent.start : carriers[-1].i])
    rest = trigger.doc[trigger.i + 1 : trigger.sent.end] if called else ()
    for word in rest:
        what = _found(word, operators)
        if what is not None and what.name in FALSE:
            return "denied", f"“{word.text}” said of “{carriers[-1].text}”"
    return _contested(carriers[-1], trigger, operators)


def _carriers(trigger: Token, operators: Operators) -> list[Token]:
    return [t for t in trigger.doc[trigger.sent.start : trigger.i] if t.lemma_.lower() in operators.carriers]


def _verdicts(trigger: Token, operators: Operators) -> Iterator[tuple[Token, Embedding]]:
    """ "... turned out to be untrue", "... was fabricated": what a verb behind the trigger says."""
    sentence = trigger.sent
    for verb in trigger.doc[trigger.i + 1 : sentence.end]:
        if verb.lemma_.lower() in {"turn", "prove", "be"} and verb.tag_ in FINITE | {"VBN", "JJ"}:
            for word in verb.doc[verb.i + 1 : min(verb.i + 1 + NEAR, sentence.end)]:
                if word.is_punct:
                    break
                found = _found(word, operators)
                if found is not None:
                    yield word, found


def _found(word: Token, operators: Operators) -> Embedding | None:
    return operators.embedding(kind_of(word), word.lemma_.lower()) or operators.embedding("adjectives", word.lower_)


def _contested(carrier: Token, trigger: Token, operators: Operators) -> Note | None:
    """ "rejects claim its drones hit", "cast doubt on the army's claim to have captured"."""
    if any(t.is_punct and t.text != "-" for t in trigger.doc[carrier.i : trigger.i]):
        return None
    for word in reversed(carrier.doc[max(carrier.sent.start, carrier.i - NEAR - 1) : carrier.i]):
        kind = "nouns" if word.lemma_.lower() in {"doubt", "denial", "rejection"} else "verbs"
        found = operators.embedding(kind, word.lemma_.lower())
        if found is not None and found.name in {"denying", "asking"} and (kind == "nouns" or found.name == "denying"):
            return ("denied" if found.name == "denying" else "unclear"), f"“{word.text}” said of “{carrier.text}”"
        if word.tag_ not in PHRASE:
            return None
    return None


def _predicated(trigger: Token, operators: Operators) -> Note | None:
    """ "A ceasefire before Ramadan is unlikely": of a noun that the parse does not join to its verb."""
    if not syntax.is_noun(trigger):
        return None
    for verb in trigger.doc[trigger.i + 1 : trigger.sent.end]:
        if verb.tag_ not in FINITE:
            if verb.tag_ not in PHRASE:
                return None
            continue
        if verb.lemma_.lower() not in COPULAS:
            return None
        for word in verb.doc[verb.i + 1 : min(verb.i + 1 + 3, trigger.sent.end)]:
            found = operators.embedding("adjectives", word.lower_)
            if word.lower_ in {"not", "n't"} or found is None or found.name not in OPEN:
                continue
            return str(found.plain), f"“{verb.text} {word.text}”"
        return None
    return None


def _misread(trigger: Token, operators: Operators) -> Note | None:
    """ "The paper foresees a pause, the release of ...", "Thousands demand minister's resignation": a verb of
    the present that the parse takes for a noun."""
    if not syntax.is_noun(trigger):
        return None
    headline = not any(t.tag_ in FINITE for t in trigger.sent)
    for word in reversed(trigger.doc[trigger.sent.start + 1 : trigger.i]):
        if word.tag_ in FINITE or word.text in {";", ":"}:
            return None
        verb = word.lower_.removesuffix("s")
        found = operators.embedding("verbs", verb, {"it"}) if word.tag_ == "NNS" and verb != word.lower_ else None
        if found is not None and found.plain in AHEAD and not operators.begins("nouns", verb):
            return str(found.plain), f"“{word.text}” before"
        headline = headline and word.tag_ in PHRASE - {"IN", "CC"}
        found = operators.embedding("verbs", word.lower_, {"it"}) if headline and word.tag_ == "NN" else None
        if found is not None and found.plain in AHEAD and word.i > trigger.sent.start + 1:
            return str(found.plain), f"“{word.text}” before"
    return None


def _listed(trigger: Token, operators: Operators) -> Note | None:
    """ "What the unions want is simple: the withdrawal of ...": a list of nouns behind a colon."""
    colon = next((t for t in reversed(trigger.doc[trigger.sent.start : trigger.i]) if t.text == ":"), None)
    if colon is None or any(t.tag_ in FINITE for t in trigger.doc[colon.i : trigger.i + 1]):
        return None
    for word in reversed(trigger.doc[trigger.sent.start : colon.i]):
        if syntax.is_noun(word):
            status = sets_up(word, operators)
            if status is not None:
                return status, f"“{word.text}” before the colon"
        kind = "nouns" if syntax.is_noun(word) else "verbs" if syntax.is_verb(word) else "adjectives"
        found = operators.embedding(kind, word.lemma_.lower())
        if found is not None and found.name in WANTED:
            return str(found.others or found.plain), f"“{word.text}” before the colon"
    return None
