"""Rules for words that only place something in the past, the present or the future."""

from __future__ import annotations

from tocsin.annotation.times.grammar import Found, Reading, rule
from tocsin.annotation.times.words import REFERENCES

PRESENT, PAST, FUTURE = (Reading("DATE", f"{name}_REF") for name in ("PRESENT", "PAST", "FUTURE"))


@rule("THE?(?:RECENT|VAGUE)?RECENT(?:NUM)?(?P<units>UNITS)(?:AND UNITS)?")
def recent(found: Found) -> Reading | None:
    """ "recent weeks", "these days": no dates."""
    words = {token.lower_ for token in found.passage.doc[found.first : found.last]}
    if words & {"those", "these"}:
        return PRESENT if words == {"these", "days"} else None
    return PAST


@rule("THE(?P<units>UNITS)(?:AND UNITS)?AHEAD")
def ahead(_: Found) -> Reading:
    """ "the weeks ahead"."""
    return FUTURE


@rule("(?:ADVERB)?(?P<word>REF)")
def reference(found: Found) -> Reading | None:
    """ "now", "more recently", "very soon"."""
    token = found.passage.doc[found.last - 1]
    after = found.passage.doc[found.last : found.last + 1].text.lower()
    compared = after == "as" or (after == "after" and token.lower_ == "soon")
    return None if token.tag_ == "NNP" or compared else Reading("DATE", REFERENCES[found.word("word")])


@rule("(?P<word>REL)", "(?P<word>RECENT)")
def current(found: Found) -> Reading | None:
    """ "the current crisis", "recent attacks"."""
    token = found.passage.doc[found.first]
    if token.tag_ != "JJ":
        return None
    return {"current": PRESENT, "recent": PAST}.get(token.lower_)


@rule("ART(?P<word>EARLY)(?:TERM|UNIT|PERIOD|HOURS)")
def later_date(found: Found) -> Reading | None:
    """ "a later date", "an earlier stage"."""
    last = found.passage.doc[found.last - 1].lower_
    if last not in {"date", "time", "stage", "point", "moment"}:
        return None
    return {"later": FUTURE, "earlier": PAST}.get(found.word("word"))


@rule("THE NEAR?(?P<word>TENSE|REL)")
def tense_noun(found: Found) -> Reading | None:
    """ "the past", "the future"."""
    token = found.passage.doc[found.last - 1]
    if token.lower_ not in {"past", "future"} or token.tag_ != "NN" or token.dep_ in {"compound", "amod", "nmod"}:
        return None
    return PAST if token.lower_ == "past" else FUTURE


@rule("THE(?P<near>NEAR)(?P<word>TERM)", "(?:ART|THE)(?P<word>TERM|HOURS)(?P<being>BEING)?")
def near_term(found: Found) -> Reading | None:
    """ "in the short term", "at the moment", "for the time being"."""
    word, before = found.word("word"), found.passage.doc[found.first - 1].lower_ if found.first else ""
    if word == "term":
        return FUTURE if found.word("near") and before in {"in", "over", "for"} else None
    if word == "time":
        return PRESENT if found.word("being") else None
    after = found.passage.doc[found.last : found.last + 1].text.lower()
    return PRESENT if word == "moment" and before in {"at", "for"} and after not in {"of", "when"} else None
