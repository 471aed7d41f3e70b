"""Which dates, places and numbers belong to which event: the nearest trigger up the parse, never the verb of saying."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from msgspec import structs
from spacy.tokens import Token

from tocsin.annotation.document import Document, Mark, Passage, TimeMark
from tocsin.annotation.times import connector
from tocsin.coding import syntax, whereabouts
from tocsin.coding.drafts import Draft
from tocsin.records import Interval, Place, Quantity

NOT_YET = frozenset({"planned", "promised", "requested", "ordered", "threatened", "forecast", "conditional"})
DONE = frozenset({"happened", "ongoing"})
OPEN = frozenset({"possible", "denied", "unclear"})
DYING = frozenset({"die", "perish"})
MEANS = frozenset({"with", "by", "through"})
SPANS = frozenset({"time", "part", "parts", "rest", "half", "most"})  # of a day or a year, so no thing
MODIFYING = frozenset({"nummod", "amod", "compound", "nmod", "poss"})
RANKS = frozenset({"first", "only", "second", "third"})
OTHER_TIMES = frozenset({"after", "before", "since", "following", "until"})
MAX_STEPS = 6
LEAD_IN = 4  # words between a noun and a time after it: "as soon as", a quotation mark


class Scope:
    """Hands the marks of one passage to its drafts; `cues`: tokens of verbs of saying, `voices`: of their sources,
    `told`: the drafts of earlier passages."""

    def __init__(
        self,
        document: Document,
        passage: Passage,
        drafts: Sequence[Draft],
        cues: Collection[int],
        voices: Collection[int],
        told: Sequence[Draft] = (),
    ) -> None:
        self.document, self.passage, self.drafts = document, passage, drafts
        self.cues, self.voices, self.told = cues, voices, told
        self.places = [place for place in document.places if place.passage is passage]

    def assign(self) -> None:
        """Fill `when`, `due`, `places` and `quantities` of the drafts."""
        for time in self.document.times:
            if time.passage is self.passage:
                self._time(time)
        for place in self.places:
            self._place(place)
        whereabouts.fill(self.drafts, self.places, self.told)
        for quantity in self.document.quantities:
            if quantity.passage is self.passage:
                self._quantity(quantity)
        self._meanwhile()

    def _meanwhile(self) -> None:
        """ "fled this week as the rebels captured ...": told as going on at the same time, so dated by inference."""
        for draft in self.drafts:
            verb = draft.match.head
            marks = {c.lower_ for c in verb.children if c.dep_ in {"mark", "advmod"}}
            if draft.when or verb.dep_ != "advcl" or not marks & {"as", "while"} or draft.status not in DONE:
                continue
            above = next((d for d in self.drafts if verb.head.i in d.words and d.when is not None), None)
            if above is not None and above.when is not None:
                draft.when = structs.replace(above.when, basis="inferred")

    # ---------------------------------------------------------------- climbing
    def _way_up(self, token: Token) -> list[Token]:
        """The token and all above it, up to the first trigger word or clause verb, both included."""
        way = [token]
        triggers = {word for draft in self.drafts for word in draft.words}
        while token.head != token and token.i not in triggers and not (_ends_way(token) and token != way[0]):
            token = token.head
            way.append(token)
        return way

    def _owners(self, token: Token) -> list[Draft]:
        """The drafts whose trigger or path holds the token: its own trigger first, else those that depend on it."""
        own = [draft for draft in self.drafts if token.i in draft.words]
        if own:
            return own
        if token.i in self.cues:
            return []
        below = [draft for draft in self.drafts if token.i in draft.reach]
        return below or self._beside(token)

    def _beside(self, verb: Token) -> list[Draft]:
        """Triggers that are an argument of the verb ("The blast hit the market on Monday")."""
        return [
            d for d in self.drafts if d.match.head.head == verb and d.match.head.dep_ in {"nsubj", "nsubjpass", "dobj"}
        ]

    # ---------------------------------------------------------------- times
    def _time(self, mark: TimeMark) -> None:
        if mark.interval is None or self._dates_a_thing(mark):
            return
        top = self._way_up(_outside(mark))[-1]
        owners = (self._right_before(mark) if mark.tied is not None else []) or self._owners(top)
        for draft in owners + (self._means(top) if owners else []):
            self._date(draft, mark, mark.interval)

    def _right_before(self, mark: TimeMark) -> list[Draft]:
        """ "a collapse of the state as soon as a month after the vote": what is yet to be, right before the words."""
        nouns = (d for d in self.drafts if not d.match.verbal and d.match.head.i < mark.first)
        ends = range(mark.first - 1 - LEAD_IN, mark.first)
        return [d for d in nouns if d.status in NOT_YET | OPEN and d.match.head.right_edge.i in ends][:1]

    def _dates_a_thing(self, mark: TimeMark) -> bool:
        """ "a 2013 resolution", "the act of 1867": the date of what is named, not of what is done with it."""
        token = mark.root.head if mark.root.dep_ == "conj" else mark.root
        noun = token.head
        if noun.lower_ == "since" and noun.dep_ == "prep" and noun.head.tag_ not in syntax.VERB_TAGS:
            ranked = any(child.tag_ == "JJS" or child.lower_ in RANKS for child in noun.head.children)
            return ranked or not any(noun.head.i in d.words for d in self.drafts)  # "the first raid since 2014"
        if token.dep_ == "pobj" and noun.lower_ == "of":
            noun = noun.head
        elif token.dep_ not in MODIFYING or connector(mark) in {"on", "since", "until"}:
            return False
        # "a September deadline for the pull-out"
        told = any(noun.i in d.words or noun.i in d.reach for d in self.drafts)
        if not syntax.is_noun(noun) or noun.lower_ in SPANS or told:
            return False
        return not (noun.dep_ == "pobj" and noun.head.lower_ in {"in", "during"} and noun.head.dep_ == "prep")

    def _means(self, verb: Token) -> list[Draft]:
        """ "began an offensive with airstrikes followed by an invasion": what it was done with."""
        nouns = (d for d in self.drafts if not d.match.verbal and d.status in DONE and d.when is None)
        return [d for d in nouns if _done_with(d.match.head, verb)]

    def _date(self, draft: Draft, mark: TimeMark, interval: Interval) -> None:
        if mark.tied is not None and mark.tied.event.i in draft.words:
            return  # "a week after the attack" dates no attack
        if mark.tied is not None and not interval.start:
            self._tie(draft, interval)
            return
        ahead = self._ahead(mark, interval)
        target = draft
        if draft.contents and ahead:
            target = draft.contents[-1]
        elif draft.act is not None and not ahead and target.status in NOT_YET:
            target = draft.act
        if target.status in NOT_YET or (target.status in OPEN and ahead):
            if ahead:
                target.due = _better(target.due, interval)
        elif not ahead or target.status in {"happened", "ongoing"}:
            target.when = (
                target.when if ahead else _joined(target.when, interval, mark) or _better(target.when, interval)
            )

    def _tie(self, draft: Draft, interval: Interval) -> None:
        """A time that another event tells: of what has happened its `when`, of all else its `due`."""
        if draft.status in DONE:
            draft.when = draft.when or interval
        else:
            draft.due = draft.due or interval

    def _ahead(self, mark: TimeMark, interval: Interval) -> bool:
        """The time lies ahead of publication, or is named as a limit."""
        published = self.document.report.published
        if published is None or interval.end is None:
            return connector(mark) in {"by", "before", "within"}
        return interval.end > published or (connector(mark) in {"by", "within"} and interval.end >= published)

    # ---------------------------------------------------------------- places
    def _place(self, mark: Mark[Place]) -> None:
        way = self._way_up(mark.root)
        passed = {token.i for token in way[1:]}
        narrower = [
            other.record for other in self.places if passed & set(range(other.first, other.last)) and other is not mark
        ]
        for draft in self._owners(way[-1]):
            if any(place in draft.places for place in (mark.record, *narrower)):
                continue
            if whereabouts.belongs(draft, mark, way, self.voices):
                draft.places.append(mark.record)

    # ---------------------------------------------------------------- numbers
    def _quantity(self, mark: Mark[Quantity]) -> None:
        if set(range(mark.first, mark.last)) & set(self.voices):
            return
        way = self._way_up(mark.root)
        if {t.i for t in way} & set(self.voices):
            return
        owners = self._owners(way[-1]) or self._counting(mark)
        for draft in owners[:1] if owners and owners[0].contents else owners:
            if mark.record not in draft.quantities:
                draft.quantities.append(mark.record)

    def _counting(self, mark: Mark[Quantity]) -> list[Draft]:
        """ "300 fled, they said, putting the number at 307": the events of the sentence that count the very same."""
        here = [draft for draft in self.drafts if draft.match.head.sent == mark.root.sent]
        if mark.record.about == "killed" and (fatal := _fatal(mark.root, here)):
            return fatal
        if mark.record.of is None or _told_by_another(mark.root):
            return []
        return [draft for draft in here if any(each.of == mark.record.of for each in draft.quantities)]


def _fatal(number: Token, here: Sequence[Draft]) -> list[Draft]:
    """ "Eight people died when gunmen opened fire", "two died in clashes": what the dying is said to be of."""
    verb = next((head for _, head in syntax.ancestors(number) if syntax.is_verb(head)), None)
    if verb is None or verb.lemma_.lower() not in DYING:
        return []
    below = [draft for draft in here if draft.type == "ASSAULT" and verb.is_ancestor(draft.match.head)]
    return below if len(below) == 1 else []


def _told_by_another(number: Token) -> bool:
    """ "; police put the number at 40": a clause with a subject of its own has a speaker of its own."""
    clause = next((head for _, head in syntax.ancestors(number) if syntax.is_verb(head)), number)
    return any(subject.tag_ not in {"WDT", "WP"} for subject in syntax.own_subjects(clause))


def _done_with(noun: Token, verb: Token) -> bool:
    """Whether the noun hangs by "with" or "by" on the verb, or on what the verb brings about."""
    token, means = noun, False
    for _ in range(MAX_STEPS):
        means = means or token.lower_ in MEANS
        if token.head == verb:
            return means
        if token.dep_ not in {"pobj", "prep", "agent", "conj", "acl", "dobj"} or token.lower_ in OTHER_TIMES:
            return False
        token = token.head
    return False


def _outside(mark: TimeMark) -> Token:
    """Where the words hang; of those tied to another event, where that event and they hang together."""
    token: Token = mark.root
    if mark.tied is not None:
        while mark.first <= token.i <= mark.tied.event.right_edge.i and token.head != token:
            token = token.head
    return token


def _joined(first: Interval | None, second: Interval, mark: TimeMark) -> Interval | None:
    """ "on Monday and Tuesday": both days as one stretch."""
    if first is None or mark.root.dep_ != "conj" or not (first.end and second.start and second.end):
        return None
    if date.fromisoformat(second.start).toordinal() != date.fromisoformat(first.end).toordinal() + 1:
        return None
    return structs.replace(first, end=second.end, precision="range")


def _better(first: Interval | None, second: Interval) -> Interval:
    """What was named first, unless only the second has dates, or it is the finer ("next month on August 2")."""
    if first is None or not (first.start or first.end):
        return second
    if first.start and first.end and second.start and second.end:
        within = first.start <= second.start and second.end <= first.end
        return second if within else first
    return first


def _ends_way(token: Token) -> bool:
    """A clause's verb ends the way up, but not a participle that describes a noun ("a bridge spanning the river")."""
    return syntax.is_verb(token) and not (token.dep_ == "acl" and token.tag_ == "VBG")


def spoken(statement_said: Interval | None, published: date | None) -> Interval | None:
    """When a source spoke, as far as it is said; never after publication."""
    if statement_said is None or published is None or statement_said.start is None:
        return statement_said
    return statement_said if statement_said.start <= published.isoformat() else None
