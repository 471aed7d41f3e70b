"""What the words beside a noun say of it: small questions of grammar that finding actors asks."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc, Token

from tocsin.annotation.names import NAME_TAGS, Known
from tocsin.annotation.phrases import OWNERS, after, conjuncts
from tocsin.knowledge.directory import Directory
from tocsin.knowledge.tables import Agent

ACTING = frozenset({"nsubj", "nsubjpass", "poss", "ROOT"})
IDENTIFYING = frozenset({"of", "from"})
SEATED = frozenset({"of", "from", "in", "at", "to"})
OWNING = SEATED - {"to"}  # an ambassador to Chile is not Chile's
IN = frozenset({"in"})
SPEAKING = frozenset({"of", "from", "for"})
# Kinds that leave to the words beside them whose people they are.
MEMBERS = frozenset({"unknown", "armed-group", "military"})
INTERNATIONAL = frozenset({"alliance", "organisation"})
BODIES = frozenset({"alliance", "organisation", "armed-group", "media"})
WITHOUT_HANDS = frozenset({"CVL", "REF", "ELI", "UNK"})
FORMER = ("former ", "ex-", "ousted ", "deposed ")


def forms(head: Token) -> tuple[str, ...]:
    """The word as it stands, its lemma, and for capitalised plurals a singular the lemmatizer does not give."""
    word, lemma = head.lower_, head.lemma_.lower()
    forms = (word,) if word == lemma else (word, lemma)
    if word == lemma and head.text[0].isupper() and word.endswith("s"):
        forms = (word, word[:-3] + "y") if word.endswith("ies") else (word, word[:-1])
    return (*forms, word[:-3] + "man") if word.endswith("men") else forms


def within(agent: Agent) -> frozenset[str]:
    """The prepositions behind the noun that say which one it is."""
    if agent.group == "body":
        return SEATED
    return SPEAKING if agent.kind in {"unknown", "person"} or agent.sector == "JUD" else IDENTIFYING


def told_by_place(head: Token, within: frozenset[str]) -> frozenset[str]:
    """Of a subject, the place before the verb says who it is ("militias in Marib"); elsewhere it may be the event's."""
    placed = any(c.tag_ in NAME_TAGS or c.ent_type_ in {"GPE", "LOC", "FAC"} for c in after(head, IN))
    return within | IN if head.dep_ in ACTING and placed else within


def is_doer(head: Token) -> bool:
    """The noun behind "by", "between" or "with"."""
    return head.dep_ == "pobj" and head.head.lower_ in {"by", "between", "with"}


def in_compound_adjective(token: Token) -> bool:
    """ "Turkish-backed rebels" are not Turkish, "anti-Russian" protesters not Russian."""
    doc = token.doc
    followed = token.i + 1 < len(doc) and doc[token.i + 1].text in {"-", "–"} and not token.whitespace_
    preceded = token.i > 0 and doc[token.i - 1].text in {"-", "–"} and not doc[token.i - 1].whitespace_
    return followed or preceded


def coordinated(doc: Doc, found: list[Known]) -> bool:
    """ "Turkish and Kurdish" fighters are of two."""
    tokens = [doc[known.last - 1] for known in found]
    return any(one.dep_ == "conj" and one.head in tokens for one in tokens)


def joint_owners(head: Token, names: Mapping[int, Known]) -> list[Known]:
    """The countries in "the Russian and Turkish presidents"; none where they are not several, or not countries."""
    adjectives = [t for c in head.children if c.dep_ in OWNERS and c.i < head.i for t in conjuncts(c)]
    own = {t.i: names[t.i] for t in adjectives if t.i in names and names[t.i].demonym and t.i < head.i}
    found = [own[i] for i in sorted(own)]
    several = len({known.entry.country for known in found}) > 1 and coordinated(head.doc, found)
    return found if several and head.tag_ in {"NNS", "NNPS"} else []


def is_address(directory: Directory, token: Token) -> bool:
    """A mere form of address ("Mr")."""
    title = directory.title(token.text)
    return title is not None and title.rank == "address"
