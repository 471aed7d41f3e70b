"""What an amount counts: the noun, and whether it is about the killed, the injured, troops and so on."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from tocsin.annotation.amounts import Amount
from tocsin.records import QuantityAbout


def _table(**words: str) -> dict[str, QuantityAbout]:
    return {word: about for about, many in words.items() for word in many.split()}  # type: ignore[misc]


VERBS = _table(
    killed="kill die perish slay massacre murder execute slaughter behead assassinate drown martyr lynch "
    "eliminate neutralise neutralize",
    injured="injure wound hurt maim hospitalise hospitalize sicken burn",
    displaced="displace flee evacuate uproot resettle",
)
NOUNS = _table(
    killed="dead death fatality body corpse",
    injured="wounded injured injury",
    displaced="refugee evacuee idp displaced",
    troops="troop soldier fighter serviceman servicewoman marine peacekeeper reservist conscript paratrooper "
    "battalion brigade guard combatant airman commando mercenary legionnaire ranger personnel force "
    "division recruit gendarme trooper militiaman",
)
HARM = frozenset({"casualty", "death", "injury", "fatality", "victim", "loss"})
PEOPLE_TOLD = frozenset("people person civilian man woman child resident villager family protester".split())
LEFT_OUT = frozenset(
    "more other additional of the its their his her our my new further extra fellow these those them us whom "
    "strong".split()
)
PHRASE_TAGS = frozenset("NN NNS NNP NNPS JJ JJR VBN VBG HYPH POS CD".split())
NOUN_TAGS = frozenset("NN NNS NNP NNPS".split())
VERB_TAGS = frozenset("VB VBD VBG VBN VBP VBZ".split())
STATES = frozenset({"dead", "wounded", "injured", "killed", "hurt", "displaced", "homeless"})
MAX_CLIMB = 8


def counted_noun(doc: Doc, amount: Amount) -> Token | None:
    """The head noun that the amount counts; null where none is named."""
    if amount.unit is not None and amount.unit.about in {"money", "distance"}:
        return None
    if amount.unit is not None and amount.unit.counted:
        measured = doc[amount.last : amount.last + 2]
        return measured[0] if len(measured) == 2 and measured[1].lower_ == "of" else None
    head = _numbered_head(doc, amount)
    if head is not None and head.tag_ in NOUN_TAGS:
        return head
    return _following_noun(doc, amount)


def _numbered_head(doc: Doc, amount: Amount) -> Token | None:
    root = doc[amount.core : amount.last].root
    if root.head.i >= amount.last and root.dep_ in {"nummod", "quantmod", "det", "amod", "compound", "nmod", "predet"}:
        return root.head
    for child in root.children:
        if child.lower_ == "of" and child.i >= amount.last:
            return next((token for token in child.children if token.dep_ == "pobj"), None)
    return None


def _following_noun(doc: Doc, amount: Amount) -> Token | None:
    """The last noun of the run of adjectives and nouns right after the number."""
    place, last = amount.last, None
    if place < len(doc) and doc[place].tag_ in {"DT", "PRP$"}:
        return None
    while place < len(doc) and (doc[place].tag_ in PHRASE_TAGS or doc[place].lower_ in LEFT_OUT):
        if doc[place].tag_ in NOUN_TAGS:
            last = doc[place]
        elif last is not None or place - amount.last > 4:
            break
        place += 1
    return last if last is not None and last.tag_ != "CD" else None


def phrase(doc: Doc, amount: Amount, head: Token) -> tuple[int, int]:
    """First and last token plus one of the noun phrase: "Afghan soldiers", "members of the guard"."""
    start = max(amount.last, head.left_edge.i) if head.i >= amount.last else head.i
    while start < head.i and (doc[start].lower_ in LEFT_OUT or doc[start].tag_ in {"DT", "PRP$", "IN", "HYPH", "CD"}):
        start += 1
    end = head.i + 1
    if end + 1 < len(doc) and doc[end].text == "-" and not (doc[head.i].whitespace_ or doc[end].whitespace_):
        end += 2
    if end < len(doc) and doc[end].lower_ == "of" and doc[end].head == head:
        inner = next((token for token in doc[end].children if token.dep_ == "pobj"), None)
        if inner is not None and inner.i - end <= 5 and inner.tag_ in NOUN_TAGS:
            end = inner.i + 1
    return start, end


def state_word(doc: Doc, amount: Amount, head: Token | None) -> Token | None:
    """ "dead", "killed": the word for what befell those counted, next to the number or the verb above it."""
    for token in doc[amount.last : amount.last + 2]:
        if token.lower_ in STATES:
            return token
    verb = harm_verb(head if head is not None else doc[amount.core : amount.last].root)
    return verb if verb is not None and VERBS.get(verb.lemma_.lower()) in {"killed", "injured"} else None


def harm_verb(token: Token) -> Token | None:
    """The verb of killing, injuring or fleeing that the token is the victim of."""
    for word in _shared(token):
        for relation, verb in _above(word):
            if VERBS.get(verb.lemma_.lower()) and _victim(relation, verb):
                return verb
    for child in token.children:
        if child.dep_ in {"acl", "relcl"} and VERBS.get(child.lemma_.lower()) and _befell(child):
            return child
    return None


def _shared(token: Token) -> Iterator[Token]:
    """The token and the words it is coordinated with or an apposition of, innermost first."""
    yield token
    for _ in range(MAX_CLIMB):
        if token.dep_ not in {"conj", "appos", "nummod", "quantmod"} or token.head == token:
            return
        token = token.head
        if token.tag_ in VERB_TAGS:
            return
        yield token


def _above(token: Token) -> Iterator[tuple[str, Token]]:
    """The verb above and how the token depends on it; through "including", "at least", small clauses."""
    head = token.head
    if head == token:
        return
    if head.tag_ in VERB_TAGS and head.lower_ != "including":
        yield token.dep_, head
        if head.dep_ in {"xcomp", "ccomp"} and token.dep_ in {"nsubj", "nsubjpass"}:
            yield "dobj", head.head
    elif head.lower_ in {"of", "including", "among"} and head.head != head:
        if head.head.tag_ in VERB_TAGS:
            yield "dobj", head.head
        yield from ((relation, verb) for relation, verb in _above(head.head) if relation != "prep")


def _victim(relation: str, verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    if lemma in {"die", "perish", "flee", "drown"}:
        return relation in {"nsubj", "nsubjpass", "dobj"}
    passive = verb.tag_ == "VBN" and not any(child.lemma_ == "have" for child in verb.children if child.dep_ == "aux")
    return relation in {"dobj", "nsubjpass", "oprd", "attr"} or (relation == "nsubj" and passive)


def _befell(clause: Token) -> bool:
    """A relative clause or participle that tells what was done to the noun: "who were killed", "wounded in"."""
    if clause.lemma_.lower() in {"die", "perish", "flee"}:
        return True
    return clause.tag_ == "VBN" or any(child.dep_ in {"auxpass", "nsubjpass"} for child in clause.children)


def about(doc: Doc, amount: Amount, head: Token | None) -> QuantityAbout:
    """What the amount is about, by the verb it hangs on, the noun counted or the unit."""
    if amount.unit is not None and amount.unit.about != "other":
        return amount.unit.about
    if amount.unit is not None:
        return "other"
    token = head if head is not None else doc[amount.core : amount.last].root
    state = next((near for near in _near(doc, amount, token) if near.lower_ in STATES), None)
    if state is not None:
        return _state(state.lower_)
    verb = harm_verb(token)
    if verb is not None and verb.lemma_.lower() in VERBS and not _things(head, verb):
        return VERBS[verb.lemma_.lower()]
    if _driven_out(token):
        return "displaced"
    return _by_measure(doc, amount) or _by_noun(head)


def _near(doc: Doc, amount: Amount, token: Token) -> Iterator[Token]:
    """Where a state may stand: right after the number, or beside it under one verb ("left ... dead")."""
    for near in doc[amount.last : amount.last + 2]:
        if near.tag_ == "CC" or near.is_punct:
            break  # "killed five and wounded nine"
        yield near
    if token.dep_ in {"dobj", "nsubjpass", "nsubj"}:
        yield from (child for child in token.head.children if child.dep_ in {"oprd", "acomp", "xcomp", "ccomp"})


def _state(word: str) -> QuantityAbout:
    if word in {"wounded", "injured", "hurt"}:
        return "injured"
    return "displaced" if word in {"displaced", "homeless"} else "killed"


def _driven_out(token: Token) -> bool:
    """ "forced 50,000 people from their homes"."""
    verb = token.head
    if token.dep_ not in {"dobj", "nsubjpass"} or verb.lemma_.lower() not in {"force", "drive", "chase"}:
        return False
    return any(word.lemma_.lower() in {"home", "house", "village"} for word in verb.subtree if word.i > token.i)


def _things(head: Token | None, verb: Token) -> bool:
    """ "burned 60 homes": no people."""
    return verb.lemma_.lower() == "burn" and (head is None or head.lemma_.lower() not in PEOPLE_TOLD)


def _by_noun(head: Token | None) -> QuantityAbout:
    lemma = head.lemma_.lower() if head is not None else ""
    if head is not None and lemma == "life":
        lost = head.dep_ == "dobj" and head.head.lemma_.lower() in {"claim", "cost", "lose", "take"}
        return "killed" if lost else "other"
    return NOUNS.get(lemma, "other")


def _by_measure(doc: Doc, amount: Amount) -> QuantityAbout | None:
    """ "a death toll of 27", "the number of wounded rose to 40"."""
    token = doc[amount.core : amount.last].root
    for _ in range(MAX_CLIMB):
        if token.head == token:
            break
        token = token.head
        words = [
            token,
            *(child for child in token.children if child.dep_ in {"nsubj", "nsubjpass", "compound", "amod"}),
        ]
        for word in words:
            lemma = word.lemma_.lower()
            if lemma in {"toll", "death", "fatality"} and word.i != amount.core:
                return "killed"
        if token.tag_ in VERB_TAGS:
            break
    return None
