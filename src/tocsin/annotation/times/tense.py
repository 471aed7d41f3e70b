"""Which way a time expression points: the preposition before it and the tense of the verb it hangs on."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Doc, Token

Direction = Literal["past", "future", "open", ""]  # open: an infinitive under a past verb, either may be meant

CONNECTORS = frozenset(
    "by before since within until till after from in on for during at over throughout through between into of "
    "around about following towards toward under".split()
)
SKIPPED = frozenset("about around just only approximately roughly nearly almost the very exactly at least most".split())
PHRASES = {
    ("ahead", "of"): "before",
    ("prior", "to"): "before",
    ("later", "than"): "by",
    ("early", "as"): "as early as",
    ("soon", "as"): "as early as",
    ("late", "as"): "as late as",
    ("up", "to"): "until",
    ("as", "of"): "as of",
    ("starting",): "from",
    ("beginning",): "from",
    ("effective",): "from",
}
PHRASE_ENDS = frozenset(words[-1] for words in PHRASES)
LIMITS = frozenset({"by", "before", "until", "till", "within", "as early as", "from"})
FUTURE_AUX = frozenset("will shall 'll ’ll wo".split())
MODALS = frozenset("would could may might can should must ca 'd".split())
PLANS = frozenset(
    "plan schedule expect intend hope prepare promise agree pledge threaten vow want order ask urge demand call set "
    "due slate aim propose offer commit need seek delay postpone decide invite postpone book bind likely ready "
    "supposed anticipate forecast predict request instruct tell".split()
)
DONE = frozenset("manage begin start continue help force fail use oblige compel allow cause lead happen seem".split())
SPEECH = frozenset("say tell report announce state write add declare tweet post confirm argue claim".split())
FORESEEING = frozenset(
    "rule exclude foresee forecast predict expect plan anticipate intend hope promise pledge vow".split()
)
FIRM = frozenset(  # "planned to leave on Friday" looks ahead, "ordered to leave on Friday" may not
    "plan schedule intend expect hope want prepare forecast predict project slate due".split()
)
AHEAD = frozenset("due likely ready scheduled set slated supposed expected".split())
LASTING = frozenset(  # "adjourned until May": what was done then reaches to a day that lies ahead
    "extend suspend adjourn remand ban bar close postpone delay release detain prolong halt".split()
)
FUTURE_NOUNS = frozenset("deadline ultimatum expiry expiration".split())
ARRANGED = frozenset("meeting vote election summit talk hearing visit trial referendum ballot ceremony poll".split())
STATES = frozenset("be have say seem know believe think mean show suggest remain stay come follow mark bring".split())
VERBS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
DEPTH = 12
REACH = 15  # tokens between an auxiliary and its verb


def connector_at(doc: Doc, first: int) -> str:
    """The preposition that governs the expression beginning at token `first`, lower case; empty if there is none."""
    opening = doc[first].lower_
    if opening in {"from", "between", "over", "throughout"}:
        return opening
    place = first - 1
    phrase = _phrase_at(doc, place) if place >= 0 and doc[place].lower_ in PHRASE_ENDS else ""
    if phrase:
        return phrase
    while place >= 0 and first - place < 4 and doc[place].lower_ in SKIPPED and doc[place].lower_ not in {"at"}:
        if doc[place].lower_ in CONNECTORS and doc[place].dep_ == "prep":
            break
        place -= 1
    if place < 0 or doc[place].lower_ not in CONNECTORS:
        return ""
    word = doc[place].lower_
    if word == "of" and place and doc[place - 1].lower_ in {"ahead", "as"}:
        return "before" if doc[place - 1].lower_ == "ahead" else "as of"
    return "until" if word == "till" else word


def _phrase_at(doc: Doc, last: int) -> str:
    for words, meaning in PHRASES.items():
        start = last + 1 - len(words)
        if start >= 0 and tuple(token.lower_ for token in doc[start : last + 1]) == words:
            return meaning
    return ""


def direction(doc: Doc, first: int, last: int, title: bool = False) -> Direction:
    """Past or future by the verb (or noun) that tokens first..last-1 hang on; empty where it does not tell."""
    connector = connector_at(doc, first)
    if connector in {"since", "as of"}:
        return "past"
    found = _climb(doc[first:last].root, title, connector)
    if connector in {"by", "before", "until", "as early as"} and found != "past":
        return "future"
    return found


def verb_above(token: Token) -> int:
    """The number of the nearest verb above the token; -1 if there is none near."""
    for _ in range(DEPTH):
        token = token.head
        if token.tag_ in VERBS:
            return int(token.i)
    return -1


def foreseen(doc: Doc, first: int, last: int) -> bool:
    """Whether the verb above tells in the past of what is yet to come: "ruled out ... this year"."""
    token = doc[first:last].root
    for _ in range(DEPTH):
        token = token.head
        if token.tag_ in VERBS:
            break
    return token.lemma_.lower() in FORESEEING


def _climb(token: Token, title: bool, connector: str) -> Direction:
    direct = True
    for _ in range(DEPTH):
        head = token.head
        if head == token:
            break
        if head.tag_ in VERBS and head.dep_ not in {"amod", "compound"}:
            return _timetable(head, title, direct) or verb_direction(head, title, connector)
        if head.lemma_.lower() in FUTURE_NOUNS or (head.dep_ in {"acomp", "oprd"} and head.lower_ in AHEAD):
            return "future"
        if token.dep_ in {"poss", "compound", "nmod", "amod"} and head.lemma_.lower() not in ARRANGED:
            return ""  # "will discuss Friday's raid"
        direct = direct and head.tag_ in {"IN", "TO", "RP"}
        token = head
    return verb_direction(token, title, connector) if token.tag_ in VERBS else ""


def _timetable(verb: Token, title: bool, direct: bool) -> Direction:
    """ "The truce ends on Friday": the simple present of what is arranged."""
    if title or not direct or verb.tag_ not in {"VBZ", "VBP"} or verb.lemma_.lower() in STATES | SPEECH:
        return ""
    return "" if helpers_of(verb) else "future"


def helpers_of(verb: Token) -> set[str]:
    """The auxiliaries of a verb, lower case."""
    before = verb.doc[max(0, verb.i - REACH) : verb.i]
    return {token.lower_ for token in before if token.dep_ in {"aux", "auxpass"} and token.head.i == verb.i}


def verb_direction(verb: Token, title: bool = False, connector: str = "", depth: int = 0) -> Direction:
    """Past or future by the form of the verb and its auxiliaries."""
    if depth > DEPTH:
        return ""
    helpers = helpers_of(verb)
    if verb.dep_ == "conj" and not helpers and verb.tag_ in {"VB", "VBN", "VBG"} and verb.head.tag_ in VERBS:
        return verb_direction(verb.head, title, connector, depth + 1)
    if helpers & FUTURE_AUX:
        return "future"
    if helpers & MODALS:
        return "past" if "have" in helpers else "future"
    if verb.tag_ in {"VB", "VBG"} or {"to", "be"} <= helpers:
        bare = _gerund if verb.tag_ == "VBG" else _infinitive
        return bare(verb, helpers, title, connector, depth)
    return _finite(verb, helpers, title, connector)


def _finite(verb: Token, helpers: set[str], title: bool, connector: str) -> Direction:
    lemma = verb.lemma_.lower()
    if verb.tag_ == "VBD":
        reaches = (connector in {"for", "until"} and lemma in PLANS) or (connector == "until" and lemma in LASTING)
        return "future" if reaches else "past"
    return _participle(lemma, helpers, connector) if verb.tag_ == "VBN" else _present(lemma, title)


def _infinitive(verb: Token, helpers: set[str], title: bool, connector: str, depth: int) -> Direction:
    if "did" in helpers:
        return "past"
    if "to" not in helpers:
        return ""
    head = verb.head
    if head != verb and head.tag_ in VERBS and head.lemma_.lower() in DONE:
        return verb_direction(head, title, connector, depth + 1)
    told = head != verb and head.tag_ in VERBS and head.lemma_.lower() not in FIRM
    return "open" if told and verb_direction(head, title, "", depth + 1) == "past" else "future"


def _participle(lemma: str, helpers: set[str], connector: str) -> Direction:
    planned = lemma in PLANS
    if helpers & {"is", "are", "be", "'s", "'re"}:
        return "future" if planned else ""
    if not helpers and connector == "until":
        return "future"
    if not helpers or connector in {"for", "until"} or helpers & {"has", "have", "'ve"}:
        return "future" if planned else "past"
    return "past"


def _gerund(verb: Token, helpers: set[str], title: bool, connector: str, depth: int) -> Direction:
    if helpers & {"was", "were", "been"}:
        return "past"
    if helpers & {"is", "are", "am", "'re"}:
        return "future"
    return verb_direction(verb.head, title, connector, depth + 1) if verb.head.tag_ in VERBS else ""


def _present(lemma: str, title: bool) -> Direction:
    if lemma in PLANS:
        return "future"
    if title or lemma in SPEECH:
        return "past"
    return ""
