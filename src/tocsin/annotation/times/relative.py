"""Rules for what is counted from publication or from a day named before: "last week", "two days ago"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tocsin.annotation import numerals
from tocsin.annotation.times import periods
from tocsin.annotation.times.dates import UNKNOWN_DAY
from tocsin.annotation.times.grammar import Found, Reading, rule
from tocsin.annotation.times.periods import Period
from tocsin.annotation.times.words import DEICTIC, FREQUENCIES, MONTHS, PARTS, PLURALS, REFERENCES, RELATIVE, WEEKDAYS

BLANK = {"week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "year": "XXXX", "quarter": "XXXX-QX"}
SUBDAY = frozenset({"second", "minute", "hour"})
POINTING = frozenset({"this", "current", "next", "coming", "upcoming", "last", "past"})


def unit_of(word: str) -> str:
    """The singular of a unit's name."""
    return PLURALS.get(word, word)


@rule("(?P<day>TODAY)")
def deictic(found: Found) -> Reading | None:
    """ "today", "yesterday", "overnight" (the day before to the day)."""
    word, token = found.word("day"), found.passage.doc[found.first]
    if token.text[0].isupper() and token.i and token.nbor(-1).tag_ == "NNP" and token.tag_ == "NNP":
        return None  # part of a name
    kind, part = ("TIME", "TNI") if word in {"tonight", "overnight"} else ("DATE", "")
    if found.published is None:
        return Reading(kind, UNKNOWN_DAY + part)  # type: ignore[arg-type]
    period = periods.day(found.published + timedelta(DEICTIC[word]))
    if word == "overnight":
        period = replace(period, start=period.start - timedelta(1), precision="range")
    return Reading(kind, period.value + part, period=period)  # type: ignore[arg-type]


@rule("THE?(?P<rel>REL)(?P<part>PART)")
def part_of_this_day(found: Found) -> Reading | None:
    """ "this morning", "last night"."""
    word, part = found.word("rel"), PARTS[found.word("part")]
    if word not in {"this", "last"} or (word == "last" and part not in {"NI", "EV"}):
        return None
    if found.published is None:
        return Reading("TIME", f"{UNKNOWN_DAY}T{part}")
    period = periods.day(found.published - timedelta(word == "last"))
    return Reading("TIME", f"{period.value}T{part}", period=period)


@rule("THE?(?P<rel>REL)(?P<unit>UNIT|QUARTER)")
def relative_unit(found: Found) -> Reading | None:
    """ "last week", "this year", "the following month", "the same day"."""
    word, unit = found.word("rel"), unit_of(found.word("unit"))
    if unit in SUBDAY or (unit == "day" and word in POINTING):
        return None
    if unit in {"decade", "century"} and word in {"last", "past"}:
        return _last(found, unit)
    if word not in POINTING:
        return _from_anchor(found, unit, RELATIVE[word])
    if word == "past" and unit != "weekend":
        return _last(found, unit)
    return _from_publication(found, unit, RELATIVE[word])


def _from_publication(found: Found, unit: str, step: int) -> Reading | None:
    if found.published is None:
        return Reading("DATE", BLANK.get(unit, UNKNOWN_DAY))
    if unit == "weekend":
        return _weekend(found, step)
    period = periods.containing(periods.shift(found.published, unit, step), unit)
    return Reading("DATE", period.value, period=period, relative=step == 0) if period else None


def _last(found: Found, unit: str) -> Reading:
    """ "the past year": the stretch up to publication."""
    period = None
    if found.published:
        start = periods.shift(found.published, unit, -1)
        period = Period(start, found.published, "", "range")
    return Reading("DURATION", periods.duration(unit, 1), period=period)


def _weekend(found: Found, step: int) -> Reading:
    assert found.published is not None
    coming = periods.weekend(found.published)
    before = periods.weekend(found.published - timedelta(7))
    if step == 1:
        best = coming if found.published < coming.start else periods.weekend(found.published + timedelta(7))
    elif step == -1 or (found.direction != "future" and found.published < coming.start):
        best = before
    else:
        best = coming
    return Reading("DATE", best.value, period=best)


def _from_anchor(found: Found, unit: str, step: int) -> Reading | None:
    """ "the next day" after a named one; without it the words stay without a date."""
    if unit == "weekend":
        return None
    anchor = found.anchor
    if anchor is None or anchor.period.precision not in {"day", "week", "month", "year"}:
        return Reading("DATE", BLANK.get(unit, UNKNOWN_DAY))
    period = periods.containing(periods.shift(anchor.period.start, unit, step), unit)
    fine = unit != "day" or anchor.period.precision == "day"
    if period is None or not fine:
        return Reading("DATE", BLANK.get(unit, UNKNOWN_DAY))
    return Reading("DATE", period.value, period=period, basis="inferred", anchor=anchor.span)


@rule(
    "THE?(?P<rel>REL)(?:APPROX?(?P<number>NUMBER)|ART?VAGUE OF?)?FILL*(?P<units>UNITS)",
    "THE?(?P<rel>REL)(?P<number>NUMBER)HYPHEN?(?P<units>UNIT)",
)
def relative_stretch(found: Found) -> Reading | None:
    """ "the past five days", "the next two weeks", "in the coming months"."""
    unit, step = unit_of(found.word("units")), RELATIVE[found.word("rel")]
    count = found.number("number")
    if found.word("rel") in {"same", "that"} or (step == 0 and count is None):
        return None
    value = periods.duration(unit, count)
    if found.published is None or count is None or step == 0:
        return Reading("DURATION", value)
    other = periods.shift(found.published, unit, step * count)
    start, end = sorted((found.published, other))
    return Reading("DURATION", value, period=Period(start, end, value, "range"))


@rule("THE?(?:RECENT|VAGUE)?RECENT(?:NUM)?(?P<units>UNITS)(?:AND UNITS)?")
def recent(found: Found) -> Reading | None:
    """ "recent weeks", "these days": no dates."""
    if {"those", "these"} & set(_text(found).split()) and _text(found) != "these days":
        return None
    return Reading(
        "DATE", "PRESENT_REF" if found.words("units") == ["days"] and "these" in _text(found) else "PAST_REF"
    )


def _text(found: Found) -> str:
    return str(found.passage.doc[found.first : found.last].text).lower()


NUMBERED = "(?P<approx>APPROX)?(?:(?P<number>NUMBER|ART)|(?P<vague>ART?VAGUE OF?))"


@rule(f"{NUMBERED}?HYPHEN?(?P<unit>ANYUNIT|PART)HYPHEN?AGO")
def ago(found: Found) -> Reading | None:
    """ "three days ago", "two years ago"; "several years ago" is only past."""
    count, unit = found.number("number"), unit_of(found.word("unit"))
    if found.words("number") in (["a"], ["an"]):
        count = 1
    if unit not in {*periods.LETTERS, "decade", "century", "fortnight"}:
        return None
    if count is None:
        return Reading("DATE", "PAST_REF")
    if found.published is None:
        return Reading("DATE", BLANK.get(unit, UNKNOWN_DAY))
    if unit in SUBDAY:
        return Reading("DATE", found.published.isoformat())
    when = periods.shift(found.published, unit, -count)
    period = periods.containing(when, "day" if unit == "fortnight" or (unit == "week" and count == 1) else unit)
    if period is None:
        return None
    mod = "APPROX" if found.word("approx") else ""
    return Reading("DATE", period.value, mod=mod, period=period)


@rule(f"{NUMBERED}HYPHEN?(?P<unit>ANYUNIT|PART)HYPHEN?(?P<way>EARLY)")
def earlier_or_later(found: Found) -> Reading | None:
    """ "three days later", "two weeks earlier": counted from the day named before, if there is one."""
    way = {"earlier": -1, "later": 1}.get(found.word("way"))
    count, unit = found.number("number"), unit_of(found.word("unit"))
    if found.words("number") in (["a"], ["an"]):
        count = 1
    if way is None or unit not in {*periods.LETTERS, "decade", "century", "fortnight"}:
        return None
    if unit in SUBDAY or count is None:
        return Reading("DURATION", periods.duration(unit, count))
    anchor = found.anchor
    if anchor is None or anchor.period.precision not in {"day", unit}:
        return Reading("DATE", BLANK.get(unit, UNKNOWN_DAY))
    when = periods.shift(anchor.period.start, unit, way * count)
    period = periods.containing(
        when, "day" if unit == "fortnight" or (anchor.period.precision == "day" and unit == "week") else unit
    )
    return Reading("DATE", period.value, period=period, basis="inferred", anchor=anchor.span) if period else None


@rule(
    f"{NUMBERED}HYPHEN?FILL*(?P<unit>ANYUNIT)",
    f"{NUMBERED}HYPHEN?(?P<unit>QUARTER)",
    "(?P<approx>APPROX)?(?P<unit>UNITS)",
    "(?P<number>NUMBER)(?:TO|HYPHEN|AND)(?P<more>NUM|DAY)HYPHEN?(?P<unit>ANYUNIT)",
)
def duration(found: Found) -> Reading | None:
    """ "nine days", "a 27-year war", "decades": how long, with the dates only where the words around tell them."""
    count, unit = found.number("number"), unit_of(found.word("unit"))
    words = found.words("number")
    if words in (["a"], ["an"]):
        if _rate(found):
            return Reading("SET", periods.duration(unit, 1))
        count = 1
    if (
        _old(found)
        or _second_half(found)
        or (unit == "quarter" and (count is None or words[-1] in {"a", "an"}))
        or "no" in words
    ):
        return None
    if words and numerals.parse(words) is None and words[0] not in {"a", "an"}:
        return None
    mod = "APPROX" if found.word("approx") else ""
    value = periods.duration(unit, count)
    return Reading("DURATION", value, mod=mod, period=_stretch(found, unit, count, value))


def _rate(found: Found) -> bool:
    """ "15 a year", "twice a week"."""
    doc, at = found.passage.doc, found.last - 2
    if not at or found.match.end() - found.first != 2:
        return False
    before = doc[at - 1]
    return (
        before.like_num
        or before.lower_ in {"once", "twice", "times"}
        or (before.tag_ in {"NNS"} and doc[at + 1].dep_ == "npadvmod" and doc[at + 1].head == before)
    )


def _second_half(found: Found) -> bool:
    """The end of a compound such as "light-years"."""
    doc, first = found.passage.doc, found.first
    return (
        first > 1 and doc[first - 1].text == "-" and not doc[first - 1].whitespace_ and not doc[first - 2].whitespace_
    )


def _old(found: Found) -> bool:
    """An age: "33 years old", "a 12-year-old"."""
    rest = [token.lower_ for token in found.passage.doc[found.last : found.last + 2]]
    before = found.passage.doc[found.first - 1].lower_ if found.first else ""
    return rest[:1] in (["old"], ["olds"]) or rest in (["-", "old"], ["of", "age"], ["-", "olds"]) or before == "aged"


def _stretch(found: Found, unit: str, count: float | None, value: str) -> Period | None:
    """The dates of a duration: "within six months", "has been raging for nine days"."""
    today = found.published
    if today is None or count is None or (unit in SUBDAY and not (unit == "hour" and count >= 24)) or _depends(found):
        return None
    if found.connector == "within" and found.direction != "past":
        return Period(today, periods.shift(today, unit, count), value, "range")
    if found.connector == "in" and found.direction == "future":
        there = periods.shift(today, unit, count)
        return periods.day(there) if unit in {"day", "hour"} else periods.containing(there, unit)
    if found.connector == "for" and _still_going(found):
        return Period(periods.shift(today, unit, -count), today, value, "range")
    return None


def _depends(found: Found) -> bool:
    """ "within a month of the vote", "six months after it": counted from another event."""
    after = found.passage.doc[found.last : found.last + 1].text.lower()
    return after in {"of", "after", "before", "from", "following"}


def _still_going(found: Found) -> bool:
    """Present perfect progressive, or "has been" with a state: it goes on at publication."""
    doc = found.passage.doc
    verb = doc[found.first : found.last].root
    for _ in range(4):
        if verb.tag_[0] == "V" or verb.head == verb:
            break
        verb = verb.head
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    perfect = bool(helpers & {"have", "has", "'ve", "’ve"}) and not helpers & {"would", "could", "may", "might", "will"}
    return perfect and (verb.tag_ == "VBG" or verb.lemma_ == "be")


@rule("EACH(?P<number>NUMBER|ORD|VAGUE)?(?P<what>ANYUNIT|WEEKDAY|MONTH|PART|QUARTER|SEASON)PART?")
def each(found: Found) -> Reading | None:
    """ "every two weeks", "each Thursday"."""
    what = found.word("what")
    if what in WEEKDAYS:
        return Reading("SET", f"XXXX-WXX-{WEEKDAYS[what] + 1}")
    if what in MONTHS:
        return Reading("SET", f"XXXX-{MONTHS[what]:02}")
    unit = unit_of(what)
    if unit in SUBDAY and found.passage.doc[found.first].lower_ == "per":
        return None  # a speed
    if unit not in {*periods.LETTERS, "quarter", "decade", "century", "weekend"}:
        return Reading("SET", "P1D") if what in PARTS else None
    return Reading("SET", periods.duration(unit, found.number("number") or 1))


@rule("(?P<word>FREQ)")
def frequency(found: Found) -> Reading | None:
    """ "weekly", "annual"."""
    token = found.passage.doc[found.first]
    if token.ent_type_ in {"ORG", "PERSON", "GPE", "WORK_OF_ART"} or (token.text[0].isupper() and token.i):
        return None
    return Reading("SET", FREQUENCIES[found.word("word")])


@rule("(?P<word>REF)")
def reference(found: Found) -> Reading | None:
    """ "now", "recently", "soon"."""
    token = found.passage.doc[found.first]
    after = found.passage.doc[found.last : found.last + 1].text.lower()
    return None if token.tag_ == "NNP" or after == "as" else Reading("DATE", REFERENCES[found.word("word")])


@rule("(?P<word>REL)", "(?P<word>RECENT)")
def current(found: Found) -> Reading | None:
    """ "the current crisis", "recent attacks", "the past"."""
    token = found.passage.doc[found.first]
    if token.lower_ == "current" and token.tag_ == "JJ":
        return Reading("DATE", "PRESENT_REF")
    if token.lower_ == "recent" and token.tag_ == "JJ":
        return Reading("DATE", "PAST_REF")
    return None


@rule("THE NEAR?(?P<word>TENSE|REL)")
def tense_noun(found: Found) -> Reading | None:
    """ "the past", "the future"."""
    token = found.passage.doc[found.last - 1]
    if token.lower_ not in {"past", "future"} or token.tag_ != "NN" or token.dep_ in {"compound", "amod", "nmod"}:
        return None
    return Reading("DATE", "PAST_REF" if token.lower_ == "past" else "FUTURE_REF")


@rule("THE(?P<near>NEAR)(?P<word>TERM)", "(?:ART|THE)(?P<word>TERM)")
def near_term(found: Found) -> Reading | None:
    """ "the near term", "at the moment"."""
    before = found.passage.doc[found.first - 1].lower_ if found.first else ""
    if found.word("word") == "term":
        return Reading("DATE", "FUTURE_REF") if found.word("near") and before in {"in", "over", "for"} else None
    after = found.passage.doc[found.last : found.last + 1].text.lower()
    return Reading("DATE", "PRESENT_REF") if before in {"at", "for"} and after not in {"of", "when"} else None


@rule("THE FILL?(?P<unit>UNIT)")
def the_unit(found: Found) -> Reading | None:
    """ "the day", "the week": the one spoken of; the words alone give no dates."""
    unit = unit_of(found.word("unit"))
    after = found.passage.doc[found.last : found.last + 1].text.lower()
    if unit not in BLANK and unit != "day":
        return None
    if unit != "weekend" and after in {"of", "that", "when", "after", "before", "-"}:
        return None
    if found.published is None:
        return Reading("DATE", BLANK.get(unit, UNKNOWN_DAY))
    if unit == "weekend":
        return _weekend(found, 1 if found.direction == "future" else -1 if found.published.weekday() < 5 else 0)
    anchor = found.anchor
    basis = anchor.period if anchor and unit == "day" and anchor.period.precision == "day" else None
    period = periods.containing(basis.start if basis else found.published, unit)
    return Reading("DATE", period.value) if period else None
