"""Reading a dependency parse: who is the subject, what is the object, which clause governs.

Labels are those of spaCy's English models (ClearNLP style).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from tocsin.coding import word_classes

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
RELATIVES = frozenset({"who", "whom", "which", "that", "whose"})
VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT", "WP", "WDT", "JJ", "PRP$", "VBG"})
POINTING = frozenset({"the", "this", "that", "these", "those"})
MAX_CLIMB = 12
BARE = frozenset({"acl", "advcl", "pcomp"})  # where a past participle without auxiliary stands ("with 25 injured")
FRACTIONS = frozenset({"third", "quarter", "fifth", "tenth"})
KEYS = "tocsin_keys"
SENSES = "tocsin_senses"


def is_verb(token: Token) -> bool:
    """A verb form that heads a clause (not an auxiliary)."""
    return token.tag_ in VERB_TAGS and token.dep_ not in {"aux", "auxpass", "amod", "compound"}


def is_noun(token: Token) -> bool:
    """A common or proper noun."""
    return token.tag_ in {"NN", "NNS", "NNP", "NNPS"}


def lemma(token: Token) -> str:
    """Lower-case lemma; words joined by a hyphen are one ("cease-fire")."""
    word = token.lemma_.lower()
    if token.i > 1 and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_ and not token.nbor(-2).whitespace_:
        return f"{token.nbor(-2).lower_}-{word}"
    return word


def keys(token: Token) -> tuple[str, ...]:
    """The ways a noun may stand in a word list: its lemma, the same with its modifier before it, its singular."""
    known: dict[int, tuple[str, ...]] = token.doc.user_data.setdefault(KEYS, {})
    found = known.get(token.i)
    if found is None:
        found = known[token.i] = _keys(token)
    return found


def _keys(token: Token) -> tuple[str, ...]:
    base = lemma(token)
    found = [base]
    if base.rpartition("-")[2] in FRACTIONS:
        found.append(base.rpartition("-")[2])  # "two-thirds" are thirds
    if token.tag_ in {"NNP", "NNPS"} and base.endswith("s"):
        found.append(base[:-1])
    if token.i:
        before = token.nbor(-1)
        if before.dep_ in {"compound", "amod", "nmod"} and before.head == token:
            found.append(f"{before.lemma_.lower()} {base}")
    return tuple(found)


def senses(token: Token) -> tuple[str, ...]:
    """The keys of a word as written and as a lemma, and of what it measures ("tons of medicine")."""
    known: dict[int, tuple[str, ...]] = token.doc.user_data.setdefault(SENSES, {})
    found = known.get(token.i)
    if found is None:
        found = known[token.i] = _senses(token)
    return found


def _senses(token: Token) -> tuple[str, ...]:
    found = (*keys(token), token.lower_)
    if token.ent_type_ or token.tag_ == "NNP":
        found += (f"ent:{token.ent_type_ or 'NAME'}",)
    if found[0] in word_classes.MEASURES and (is_noun(token) or token.tag_ == "CD"):
        for of in token.children:
            if of.lower_ == "of":
                found += tuple(key for held in children(of, "pobj") for each in conjuncts(held) for key in keys(each))
    return found


def children(token: Token, *labels: str) -> list[Token]:
    """The dependents of that token under one of the labels."""
    return [child for child in token.children if child.dep_ in labels]


def conjuncts(token: Token) -> Iterator[Token]:
    """The token and those coordinated with it."""
    yield token
    for child in token.children:
        if child.dep_ == "conj":
            yield from conjuncts(child)


def passive(verb: Token) -> bool:
    """In the passive: an auxiliary or subject says so, a bare past participle modifies a noun or follows "had it"."""
    if any(child.dep_ in {"auxpass", "nsubjpass", "agent"} for child in verb.children):
        return True
    if children(verb, "aux", "dobj"):
        return False
    if verb.tag_ == "VBN" and verb.dep_ in {"oprd", "acomp", "xcomp"}:
        return True  # "was found dismembered"
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not own_subjects(verb):
        return passive(verb.head) if verb.head.tag_ in VERB_TAGS else False
    if verb.tag_ == "VBN" and (verb.dep_ in BARE or _causer(verb) is not None):
        return True
    if verb.tag_ == "VBN" and verb.lemma_.lower() in word_classes.DONE_TO and own_subjects(verb):
        return True  # "claimed 17 soldiers killed", "left four dead and 37 wounded"
    return verb.tag_ in {"VBD", "VBN"} and verb.dep_ == "ROOT" and not verb.doc[-1].is_punct and _by(verb) is not None


def _causer(verb: Token) -> Token | None:
    """ "The junta had the abbot arrested": the verb that has it done."""
    caused = verb.tag_ == "VBN" and verb.dep_ in {"ccomp", "xcomp"} and verb.head.lemma_.lower() in {"have", "get"}
    return verb.head if caused and verb.head.tag_ in VERB_TAGS and bool(own_subjects(verb)) else None


def _by(verb: Token) -> Token | None:
    """Who stands after "by", at the verb or at its objects ("hit with sanctions by Ottawa"): no date, no gerund."""
    inner = [held for prep in children(verb, "prep") for held in children(prep, "pobj")]
    for holder in (verb, *inner, *children(verb, "dobj")):
        for by in holder.children:
            if by.lower_ == "by" and by.dep_ in {"agent", "prep"}:
                doer = next(iter(children(by, "pobj")), None)
                if doer is not None and doer.ent_type_ not in {"DATE", "TIME", "CARDINAL", "PERCENT"}:
                    return doer
    return None


def own_subjects(verb: Token) -> list[Token]:
    """Subjects that stand at the verb itself."""
    return [child for child in verb.children if child.dep_ in SUBJECTS]


def grammatical_subject(verb: Token, depth: int = 0) -> Token | None:
    """The subject of the verb, its own or the one it shares with the clause it hangs on."""
    if depth > MAX_CLIMB:
        return None
    own = own_subjects(verb)
    if own:
        return antecedent(own[0])
    if children(verb, "expl"):
        return next(iter(children(verb, "attr")), None)  # "there are troops in the port"
    described = _described(verb)
    if described is not None:
        return described
    head = verb.head
    if verb.dep_ == "relcl":
        return head if not _has_relative_object(verb) else None
    if verb.dep_ == "acl":
        return head if verb.tag_ in {"VBG", "VBN"} else _holder(head, depth)
    if verb.dep_ == "xcomp" and is_clause(head):
        return _controller(head, verb, depth)
    if verb.dep_ in {"conj", "advcl", "ccomp"} and is_clause(head):
        return grammatical_subject(head.head if mixes_clauses(verb) else head, depth + 1)
    if verb.dep_ in {"acomp", "attr", "oprd"} and is_clause(head):
        return grammatical_subject(head, depth + 1)
    if verb.dep_ in {"pcomp", "prep"}:
        return _through_preposition(verb, depth)
    return None


def _described(verb: Token) -> Token | None:
    """ "After Ada Krull, mayor of the town, was stabbed": the name before a description set off by commas is the
    subject of the finite verb behind it, wherever the parse hangs that name."""
    if verb.dep_ not in {"conj", "ROOT", "advcl", "ccomp"} or passive(verb) != bool(children(verb, "auxpass")):
        return None
    first = min((c.i for c in children(verb, "aux", "auxpass")), default=verb.i)
    finite = verb.doc[first].tag_ in {"VBD", "VBZ", "VBP", "MD"}
    if not finite or first < 3 or verb.doc[first - 1].text != ",":
        return None
    for token in reversed(verb.doc[verb.sent.start : first - 1]):
        if token.dep_ in {"appos", "relcl"} and token.right_edge.i >= first - 2 and token.head.i < token.left_edge.i:
            set_off = token.doc[token.left_edge.i - 1].text == ","
            return token.head if set_off and token.head != verb and is_noun(token.head) else None
    return None


def is_definite(noun: Token) -> bool:
    """ "the attack", "those talks": a noun that the reader is taken to know of."""
    return any(c.dep_ == "det" and c.lower_ in POINTING for c in noun.children)


def mixes_clauses(verb: Token) -> bool:
    """ "asked him to go and urged them to stay": a finite verb that the parse joins to the infinitive before it."""
    if _joined_to_the_said(verb):
        return True
    perfect = any(c.dep_ == "aux" and c.lower_ in {"has", "have", "had"} for c in verb.children)
    finite = verb.dep_ == "conj" and (perfect or verb.tag_ in {"VBD", "VBZ", "VBP"})
    return finite and verb.head.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.head.children)


def _joined_to_the_said(verb: Token) -> bool:
    """ "said the attackers had fled and accused Ankara": a simple past of speech that the parse joins to a perfect."""
    head = verb.head
    told = verb.dep_ == "conj" and verb.tag_ == "VBD" and verb.lemma_.lower() in word_classes.VOICING
    perfect = head.tag_ == "VBN" and head.dep_ == "ccomp" and any(c.lower_ == "had" for c in children(head, "aux"))
    return told and perfect and head.head.tag_ == "VBD"


def is_clause(token: Token) -> bool:
    """A verb or auxiliary (also "is ready"), a head that may have a subject."""
    return (
        token.tag_ in VERB_TAGS
        or token.dep_ in {"ROOT", "ccomp", "advcl", "relcl", "acomp"}
        or bool(own_subjects(token))
    )


def _has_relative_object(verb: Token) -> bool:
    return any(child.lower_ in RELATIVES and child.dep_ in {"dobj", "pobj"} for child in verb.children)


def _controller(head: Token, verb: Token, depth: int) -> Token | None:
    """Who does the infinitive: the object of "asked X to", else the subject of "plans to"."""
    objects = [child for child in head.children if child.dep_ in {"dobj", "dative"}]
    own = word_classes.OWN_PURPOSE if children(verb, "auxpass") else word_classes.OWN_PURPOSE | word_classes.PROMISING
    if objects and head.lemma_.lower() not in own:
        return objects[0]
    if passive(head):
        return next((c for c in own_subjects(head)), None) or grammatical_subject(head, depth + 1)
    called = _called_upon(head)
    return called or grammatical_subject(head if is_clause(head) else head.head, depth + 1)


def _called_upon(head: Token) -> Token | None:
    """ "called on X to", "appealed to X to"."""
    for prep in children(head, "prep"):
        if prep.lower_ in {"on", "upon", "to"}:
            return next(iter(children(prep, "pobj")), None)
    return None


def _holder(noun: Token, depth: int) -> Token | None:
    """Whose plan, order or request it is ("Ankara's plan to ...", "X has no plans to ...")."""
    owner = next(iter(children(noun, "poss")), None) or after(noun, "by")
    if owner is not None:
        return owner
    if noun.dep_ in {"dobj", "attr", "pobj"}:
        head = noun.head if noun.dep_ != "pobj" else noun.head.head
        if is_clause(head):
            return grammatical_subject(head, depth + 1)
    return None


def _through_preposition(verb: Token, depth: int) -> Token | None:
    """ "accused X of bombing", "by closing": the object of the governing verb for "of", "from", else its subject."""
    prep = verb.head if verb.dep_ == "pcomp" else verb
    head = prep.head
    if not is_clause(head):
        return _punished(prep) or _holder(head, depth)
    objects = [child for child in head.children if child.dep_ in {"dobj", "nsubjpass"}]
    if prep.lower_ in {"of", "from", "for", "into", "with"} and objects:
        return objects[0]
    return grammatical_subject(head, depth + 1)


def _punished(prep: Token) -> Token | None:
    """ "sentenced Fields to life without parole for driving": the object, wherever the parse hangs the "for"."""
    clause = governor(prep)
    if prep.lower_ != "for" or clause.lemma_.lower() not in word_classes.PUNISHING:
        return None
    objects = [*children(clause, "dobj", "nsubjpass")]
    return objects[0] if objects else grammatical_subject(clause) if passive(clause) else None


def antecedent(token: Token) -> Token:
    """The noun a relative pronoun stands for; any other token itself."""
    if token.lower_ not in RELATIVES or token.tag_ not in {"WP", "WDT"}:
        return token
    clause = token.head
    for _ in range(MAX_CLIMB):
        if clause.dep_ == "relcl":
            return clause.head
        if clause.dep_ in {"ROOT"}:
            break
        clause = clause.head
    return token


def agent(verb: Token) -> Token | None:
    """The doer: the subject, in the passive the one after "by", or whoever had it done."""
    if not passive(verb):
        return grammatical_subject(verb)
    causer = _causer(verb)
    return _by(verb) or (grammatical_subject(causer) if causer is not None else None)


def patients(verb: Token) -> list[Token]:
    """What the verb is done to: its direct objects, in the passive its subject."""
    if passive(verb):
        subject = grammatical_subject(verb) if verb.dep_ != "acl" else verb.head
        things = children(verb, "dobj", "oprd")
        if things and verb.lemma_.lower() in word_classes.GIVING:
            return things
        return ([subject] if subject is not None else []) + things
    found = [antecedent(child) for child in children(verb, "dobj")] or _helped(verb)
    if not found and verb.dep_ == "relcl" and own_subjects(verb) and not _stranded(verb):
        found = [verb.head] if not any(c.lower_ in RELATIVES for c in own_subjects(verb)) else []
    if not found and verb.dep_ == "conj" and verb.head.tag_ in VERB_TAGS and _shares_object(verb):
        found = children(verb.head, "dobj")
    return found or _object_to_come(verb)


def _helped(verb: Token) -> list[Token]:
    """ "helped the port reopen": whoever is helped stands as subject of the bare infinitive."""
    clauses = (c for c in children(verb, "ccomp") if c.tag_ == "VB" and verb.lemma_.lower() in word_classes.HELPING)
    bare = (c for c in clauses if not children(c, "mark", "aux"))
    return [subject for clause in bare for subject in own_subjects(clause) if subject.i > verb.i]


def _stranded(verb: Token) -> bool:
    """ "the town they fought in": a preposition without its noun takes the relative's place; so does "where"."""
    preps = [c for c in verb.children if c.dep_ in {"prep", "prt"}]
    held = [children(prep, "pobj", "pcomp") for prep in preps]
    bare = not all(held) or any(c.lower_ in RELATIVES for each in held for c in each)  # "in which"
    return bare or any(c.lower_ in {"where", "when", "why"} for c in verb.children)


def _object_to_come(verb: Token) -> list[Token]:
    """ "robbed, tortured and released a priest": the object of the last of several verbs is that of all."""
    if verb.i + 1 >= len(verb.doc) or verb.nbor().lower_ not in {",", "and", "or"}:
        return []
    for _ in range(MAX_CLIMB):
        following = next((c for c in verb.children if c.dep_ == "conj" and c.tag_ in VERB_TAGS), None)
        if following is None or own_subjects(following) or passive(following):
            return []
        objects = children(following, "dobj")
        if objects:
            return objects
        verb = following
    return []


def _shares_object(verb: Token) -> bool:
    """ "seized and burned the posts": the first verb's object comes after the second verb."""
    return any(child.i > verb.i for child in children(verb.head, "dobj"))


def indirect(verb: Token) -> Token | None:
    """The dative: "gave Ukraine", "provide ... to Iraq" (where labelled so), "Moldova was given cars"."""
    for child in children(verb, "dative"):
        if child.tag_ in {"IN", "TO"}:
            return next(iter(children(child, "pobj")), None)
        return child
    if verb.lemma_.lower() in word_classes.GIVING and children(verb, "dobj", "oprd") and passive(verb):
        return grammatical_subject(verb) if verb.dep_ != "acl" else verb.head
    return None


def nested(noun: Token, preposition: str) -> Token | None:
    """The object of that preposition further down: "an attack by rebels on a camp", "the arrest of two by police"."""
    holders = [noun]
    for _ in range(3):
        holders = [held for h in holders for prep in children(h, "prep") for held in children(prep, "pobj")]
        holders = [held for held in holders if held.lemma_.lower() not in word_classes.MESSAGES]
        for holder in holders:
            found = after(holder, preposition)
            if found is not None:
                return found
    return None


def after(token: Token, preposition: str) -> Token | None:
    """The object of that preposition among the token's dependents."""
    for child in token.children:
        if child.lower_ == preposition and child.dep_ in {"prep", "agent", "dative", "prt", "mark", "advmod"}:
            found = next(iter(children(child, "pobj", "pcomp")), None)
            if found is not None:
                return found
    return None


def governor(token: Token) -> Token:
    """The clause head that the token belongs to: the first verb or root above it."""
    head = token
    for _ in range(MAX_CLIMB * 2):
        if head.head == head:
            break
        head = head.head
        if head.tag_ in VERB_TAGS and head.dep_ not in {"amod", "compound", "aux", "auxpass"}:
            break
    return head


def ancestors(token: Token) -> Iterator[tuple[Token, Token]]:
    """Pairs (child, head) on the way from the token to the root of its sentence."""
    while token.head != token:
        yield token, token.head
        token = token.head
