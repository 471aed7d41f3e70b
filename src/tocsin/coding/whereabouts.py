"""Which of a report's places is an event's: by what the place hangs on in the parse, never by nearness alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from spacy.tokens import Token

from tocsin.annotation.document import Mark
from tocsin.coding import syntax
from tocsin.coding.drafts import Draft
from tocsin.gazetteer.borders import distance_km
from tocsin.records import Place

PREPOSITIONS = frozenset(
    "in at near on off around along across over inside outside into to from toward towards through between throughout"
    " within beyond above under onto by north south east west".split()
)
AT = frozenset({"in", "at", "near", "inside", "outside", "around", "across", "off", "along", "throughout"})
LINKS = frozenset({"prep", "agent", "dative"})
PARTY = frozenset({"by", "with", "against", "for"})
MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})
OBJECTS = frozenset({"dobj", "nsubjpass", "npadvmod"}) | MODIFIERS
# Kinds of event whose own object, subject of the passive or compound is a place: "shelled Homs", "the Gaza war".
TAKES_PLACE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "FLEE", "STATE", "RETREAT"})
# Kinds that are words spoken: a place inside what is said is not where it is said.
SPOKEN = frozenset({"REQUEST", "AGREE", "THREATEN", "REJECT", "ACCUSE", "SUPPORT"})
# Kinds in which a place is both whom something goes to and where it happens.
SENT = frozenset({"AID", "MOBILIZE"})
# Kinds in which "on" and "over" tell what it is about: "talks on the war in Myanmar", "protests over the raid in Hama".
TOPICAL = frozenset({"CONSULT", "COOPERATE", "SANCTION", "PROTEST", "STATE"})
TOPIC = frozenset({"on", "over", "about"})
# Those who speak where they sit or gather: "a court in Cairo ordered".
SEATED = frozenset({"court", "tribunal", "judge", "protester", "demonstrator", "crowd", "jury"})
# Nouns that are a part of the place they stand with: "Syria's coast", "the streets of Hama".
PARTS = frozenset(
    "airspace area bank border capital centre center city coast countryside desert district east edge end entrance"
    " frontier front gate governorate half heart highway hills island mountains municipality neighbourhood"
    " neighborhood north northeast northwest outskirts part port province region rest road section shore side sky"
    " south southeast southwest square state street suburb territory town valley vicinity village waters west airport"
    " soil base prison hospital mosque church market".split()
)
# Words for an event told of before, whatever word it was told in.
GENERIC = frozenset("attack assault incident bombing blast explosion strike raid shooting killing massacre".split())
VICTIM_VERBS = frozenset({"kill", "injure", "wound", "hurt"})
BEARERS = frozenset("bomb blast explosion device attacker gunman assailant bomber shooter missile rocket shell".split())
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
DONE = frozenset({"happened", "ongoing"})
BROAD = frozenset({"country", "admin1", "admin2", "region"})


def belongs(draft: Draft, mark: Mark[Place], way: Sequence[Token], voices: Collection[int]) -> bool:
    """Whether the event happens at the place; `way` leads from the place's head up to a word of the draft."""
    passed, inside = {token.i for token in way}, set(range(mark.first, mark.last))
    if (passed | inside) & (draft.actor_tokens | set(voices)) or _names_owner(mark, draft):
        return False
    links = [token for token in way[1:] if token.dep_ in LINKS]
    if inside & draft.party_tokens:
        sent = draft.type in SENT and bool(links) and links[-1].lower_ == "to"
        return sent or bool(draft.match.pattern.place) or draft.type in {"ASSAULT", "COERCE"}
    if links:
        return _leads(draft, mark, links)
    if "subject" in draft.match.pattern.place and mark.root.dep_ in syntax.SUBJECTS:
        return way[-1].i in draft.words  # "the town fell"
    takes = bool(draft.match.pattern.place) or draft.type in TAKES_PLACE
    return takes and way[-1].i in draft.words and mark.root.dep_ in OBJECTS


def _names_owner(mark: Mark[Place], draft: Draft) -> bool:
    """A country that only says whose somebody or something is: "U.S. troops", "Georgia's interior ministry"."""
    head = mark.root.head
    if mark.record.kind != "country" or mark.root.dep_ not in MODIFIERS or head.i in draft.words:
        return False
    return head.lemma_.lower() not in PARTS


def _leads(draft: Draft, mark: Mark[Place], links: Sequence[Token]) -> bool:
    """Whether the prepositions from the place to the event are all of place."""
    first, last = links[0], links[-1]
    ours = first.head.i in draft.words
    if draft.type in SPOKEN:
        return last.head.i in draft.words and last.lower_ in AT and first.lower_ in AT | {"of"}
    if first.lower_ == "of":
        return ours or first.head.lemma_.lower() in PARTS
    if first.lower_ in PARTY:
        return first.lower_ == "by" and not ours
    if first.lower_ == "from" and not ours and syntax.is_noun(first.head):
        return False
    if last.lower_ in TOPIC and draft.type in TOPICAL and mark.root.head != last and not _placed_already(first.head):
        return last == first and mark.root.head.lemma_.lower() in PARTS
    return first.lower_ in PREPOSITIONS


def _placed_already(noun: Token) -> bool:
    """ "talks on the Myanmar crisis in Jakarta": the crisis is in Myanmar, so the talks are in Jakarta."""
    return any(child.dep_ in MODIFIERS and child.ent_type_ == "GPE" for child in noun.children)


def fill(drafts: Sequence[Draft], marks: Sequence[Mark[Place]], told: Sequence[Draft]) -> None:
    """Gives events without a place of their own that of their actor, of what they are part of, or of the same event
    told before; and leaves out the areas that only say where a narrower place lies."""
    for draft in drafts:
        draft.places[:] = _narrowest(draft.places)
    for draft in drafts:
        if not draft.places:
            draft.places.extend(_of_actor(draft, marks) or _of_other(draft, drafts))
    for draft in drafts:
        if not draft.places:
            draft.places.extend(_of_told(draft, [*told, *_before(draft, drafts)]))


def _narrowest(places: Sequence[Place]) -> list[Place]:
    kept: list[Place] = []
    for place in places:
        same = any(place.id is not None and place.id == other.id for other in kept)
        if not same and not any(_contains(place, other) for other in places):
            kept.append(place)
    return kept


def _contains(area: Place, place: Place) -> bool:
    if area.kind not in BROAD or place.kind in {None, "country", "border"} or area is place or area.id == place.id:
        return False
    if area.kind == "country":
        return area.country == place.country
    if place.kind in BROAD and (place.radius_km or 0.0) >= (area.radius_km or 0.0):
        return False
    if None in (area.lat, area.lon, place.lat, place.lon) or (area.country or place.country) != place.country:
        return False
    return distance_km(area.lat, area.lon, place.lat, place.lon) <= (area.radius_km or 0.0)  # type: ignore[arg-type]


def _of_actor(draft: Draft, marks: Sequence[Mark[Place]]) -> list[Place]:
    """ "a court in Cairo sentenced", "troops in Iraq withdraw": where those are who do it."""
    found = []
    for mark in marks:
        link = mark.root.head
        doer = link.head
        if mark.root.dep_ != "pobj" or link.lower_ not in AT or link.dep_ != "prep" or not _does(doer, draft):
            continue
        if draft.type not in SPOKEN or doer.lemma_.lower() in SEATED:
            found.append(mark.record)
    return _narrowest(found)


def _does(token: Token, draft: Draft) -> bool:
    return token.i in draft.actor_tokens or (draft.match.verbal and syntax.agent(draft.match.head) == token)


def _of_other(draft: Draft, drafts: Sequence[Draft]) -> list[Place]:
    """The place of an event in the same sentence that this one is a part, an object or the outcome of."""
    linked = {token.i for token in _linked(draft.match.head)}
    for other in drafts:
        if other is draft or not other.places or other.type in SPOKEN or draft.type in SPOKEN:
            continue
        if other.words & linked or draft.words & {token.i for token in _linked(other.match.head)}:
            return list(other.places)
    return []


def _linked(head: Token) -> Iterator[Token]:
    """Its object, what it happens in, and the event that it is told along with: "fled fighting", "hurt in clashes"."""
    yield from syntax.children(head, "dobj")
    for link in syntax.children(head, "prep"):
        if link.lower_ in {"in", "during", "after", "following", "by", "with"}:
            yield from syntax.children(link, "pobj")
    if head.dep_ in {"conj", "advcl"} and not any(c.dep_ in {"nsubj", "nsubjpass", "mark"} for c in head.children):
        yield head.head


def _before(draft: Draft, drafts: Sequence[Draft]) -> list[Draft]:
    return [other for other in drafts if other.match.head.i < draft.match.head.i]


def _of_told(draft: Draft, told: Sequence[Draft]) -> list[Place]:
    """ "the attack", told of with its place before."""
    if draft.type in SPOKEN:
        return []
    for other in reversed(told):
        if other.type == draft.type and other.places and other.status in DONE and _same_event(draft, other):
            draft.reasons.append(f"the place is that of “{other.match.head.text}” before")
            return list(other.places)
    return []


def _same_event(draft: Draft, other: Draft) -> bool:
    verb, number = draft.match.head, draft.match.passage.number - other.match.passage.number
    if not draft.match.verbal:
        alike = verb.lemma_.lower() in GENERIC or verb.lemma_.lower() == other.match.head.lemma_.lower()
        return alike and _definite(verb)
    subject = syntax.grammatical_subject(verb)
    dated = draft.when is not None and other.when is not None and draft.when != other.when
    if draft.type != "ASSAULT" or subject is None or dated or number > 1:
        return False
    if verb.lemma_.lower() in VICTIM_VERBS:
        return syntax.passive(verb) and syntax.agent(verb) is None
    return subject.lemma_.lower() in BEARERS and _definite(subject)


def _definite(noun: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ in DEFINITE for child in noun.children)
