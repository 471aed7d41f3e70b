"""What a report tells twice: captions that repeat the body, leads that sum it up, "after the request"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tocsin.annotation.document import Document, Passage
from tocsin.coding.drafts import Draft
from tocsin.coding.repeats import repeats
from tocsin.records import Actor

BACK_REFERENCE = frozenset({"after", "following", "since", "to", "despite", "amid", "in"})
ACT_TYPES = frozenset({"REQUEST", "AGREE", "THREATEN", "REJECT"})


def told_once(document: Document, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without repeats: of captions and titles, of speech acts summed up first or referred back to."""
    dropped = {id(draft) for draft in drafts if _repeated_block(document, draft.match.passage)}
    left = [draft for draft in drafts if id(draft) not in dropped]
    for again in _acts_again(left):
        dropped.add(id(again))
        dropped.update(id(content) for content in again.contents)
    return [draft for draft in drafts if id(draft) not in dropped]


def _repeated_block(document: Document, passage: Passage) -> bool:
    if passage.kind not in {"caption", "title"}:
        return False
    bodies = (other for other in document.passages if other.kind == "body")
    return any(
        again.start == passage.start
        for body in bodies
        for again in repeats(document.report, body.span(0, len(body.doc)))
    )


def _acts_again(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Speech acts that only sum up or point back to a fuller telling of the same act by the same side."""
    acts = [d for d in drafts if d.type in ACT_TYPES and d.match.pattern.content and d.actors]
    first_body = min((d.match.passage.number for d in drafts if d.match.passage.kind == "body"), default=0)
    for number, act in enumerate(acts):
        earlier = (o for o in acts if o.match.passage.number <= act.match.passage.number)
        if (_points_back(act) and any(_alike(o, act) for o in earlier)) or (
            _is_opening(act, first_body) and any(_alike(o, act) and _fuller(o, act) for o in acts[number + 1 :])
        ):
            yield act


def _alike(other: Draft, act: Draft) -> bool:
    return other is not act and other.type == act.type and _same_side(other.actors, act.actors)


def _points_back(act: Draft) -> bool:
    """ "Following the minister's request, ...": a definite noun in an adverbial phrase."""
    noun = act.match.head
    if act.match.verbal or noun.dep_ != "pobj" or noun.head.lower_ not in BACK_REFERENCE:
        return False
    return any(child.dep_ == "poss" or child.lower_ in {"the", "this", "that"} for child in noun.children)


def _is_opening(act: Draft, first_body: int) -> bool:
    """In the title or the first paragraph."""
    return act.match.passage.kind == "title" or act.match.passage.number == first_body


def _fuller(later: Draft, act: Draft) -> bool:
    """Told in another paragraph, of the same content where both name one, and with a date or speaker of its own."""
    if later.match.passage is act.match.passage or not (later.when or later.said or later.sources):
        return False
    kinds = ({c.type for c in later.contents}, {c.type for c in act.contents})
    return not all(kinds) or bool(kinds[0] & kinds[1])


def _same_side(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    return any(_same(a, b) for a in one for b in other)


def _same(one: Actor, other: Actor) -> bool:
    if (one.id and one.id == other.id) or (one.country and one.country == other.country):
        return True
    surnames = one.name.split()[-1:], other.name.split()[-1:]
    return surnames[0] == surnames[1] and one.name[:1].isupper()
