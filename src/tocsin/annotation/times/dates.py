"""Rules for days, months and years by name or figure: "May 3", "last March", "on Friday", "2014", "the 1990s"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tocsin.annotation.numerals import ORDINALS
from tocsin.annotation.times import periods
from tocsin.annotation.times.choosing import after_anchor, calendar_day, of_year, years_near
from tocsin.annotation.times.grammar import Found, Reading, rule
from tocsin.annotation.times.periods import Period
from tocsin.annotation.times.words import DECADES, EARLY, MONTHS, RELATIVE, SEASONS, WEEKDAYS

OF_YEAR = "(?:(?:COMMA|OF)?(?:(?P<year>YEAR)|(?P<rel>REL)(?P<unit>UNIT)))?"


def stated_years(found: Found) -> list[int]:
    """The year that stands beside it, in figures or as "last year"."""
    if found.word("year"):
        return [number_in(found.word("year"))]
    if found.word("rel") in RELATIVE and found.word("unit") == "year" and found.published:
        return [found.published.year + RELATIVE[found.word("rel")]]
    return []


def number_in(word: str) -> int:
    """The figures of "3rd", "1990s"."""
    return int(re.sub(r"\D", "", word) or 0)


@rule(
    f"(?:(?P<weekday>WEEKDAY)COMMA? THE?)?(?P<month>MONTH)THE?(?P<day>DAY){OF_YEAR}",
    f"(?:(?P<weekday>WEEKDAY)COMMA?)?THE?(?P<day>DAY)OF?(?P<month>MONTH){OF_YEAR}",
)
def month_and_day(found: Found) -> Reading | None:
    """ "May 3", "Monday, 3 May 2021": without a year the one that tense and publication give."""
    month, number = MONTHS[found.word("month")], number_in(found.word("day"))
    if _counts_something(found):
        return None
    if found.word("unit") not in {"", "year"}:
        return None
    if stated_years(found):
        exact = calendar_day(stated_years(found)[0], month, number)
        return Reading("DATE", exact[0].value, period=exact[0]) if exact else None
    chosen = of_year(found, lambda year: calendar_day(year, month, number), _on_weekday(found))
    if chosen is None:
        return Reading("DATE", f"XXXX-{month:02}-{number:02}") if calendar_day(2024, month, number) else None
    return chosen


def _on_weekday(found: Found) -> int | None:
    return WEEKDAYS.get(found.word("weekday"))


def _counts_something(found: Found) -> bool:
    """ "In May 20 people fled": the figure counts, it is no day."""
    doc, at = found.passage.doc, found.match.start("day")
    if at < found.match.start("month"):
        return found.match.end() < len(doc) and doc[at].dep_ == "nummod" and doc[at].head.i >= found.match.end()
    after = doc[at + 1] if at + 1 < len(doc) else None
    if after is None or at + 1 != found.match.end() or not found.first:
        return False
    return after.tag_ == "NNS" and doc[found.first - 1].lower_ in {"in", "since", "during"}


@rule("(?P<year>YEAR)HYPHEN(?P<month>DAY)HYPHEN(?P<day>DAY)")
def iso(found: Found) -> Reading | None:
    """ "2021-05-03"."""
    exact = calendar_day(*(number_in(found.word(part)) for part in ("year", "month", "day")))
    return Reading("DATE", exact[0].value, period=exact[0]) if exact else None


@rule("(?P<figures>SLASHED)")
def slashed(found: Found) -> Reading | None:
    """ "7/8/07": of the two ways to read it the one that exists, or that is nearer to publication."""
    parts = [int(part) for part in re.split(r"[/.]", found.word("figures"))]
    if parts[0] > 31:
        candidates = calendar_day(*parts)
    else:
        first, second, year = parts
        year += (1900 if year > 60 else 2000) if year < 100 else 0
        candidates = calendar_day(year, first, second) if "." not in found.word("figures") else []
        candidates += [day for day in calendar_day(year, second, first) if day not in candidates]
    if len(candidates) > 1:
        today = found.published
        if today is None:
            return Reading("DATE", f"{candidates[0].start.year}-XX-XX")
        candidates.sort(key=lambda period: abs((period.start - today).days))
    return Reading("DATE", candidates[0].value, period=candidates[0]) if candidates else None


@rule("(?P<month>MONTH)(?:COMMA|OF)?(?P<year>YEAR)")
def month_of_year(found: Found) -> Reading:
    """ "May 2021"."""
    period = periods.month(number_in(found.word("year")), MONTHS[found.word("month")])
    return Reading("DATE", period.value, period=period)


@rule("(?P<month>MONTH)OF?THE?(?P<rel>REL)(?P<unit>UNIT)")
def month_of_relative_year(found: Found) -> Reading | None:
    """ "October of next year"."""
    if found.word("unit") != "year":
        return None
    month = MONTHS[found.word("month")]
    if found.published is None:
        return Reading("DATE", f"XXXX-{month:02}")
    period = periods.month(found.published.year + RELATIVE[found.word("rel")], month)
    return Reading("DATE", period.value, period=period)


@rule("REL?(?P<rel>REL)(?P<month>MONTH)", "(?P<month>MONTH)")
def month_alone(found: Found) -> Reading | None:
    """ "in October", "last March": the last such month, or the next where the verb points ahead."""
    month, rel = MONTHS[found.word("month")], found.word("rel")
    if found.match.end() - found.match.start("month") == 1 and found.word("month") == "may" and _auxiliary(found):
        return None
    if found.published is None:
        return Reading("DATE", f"XXXX-{month:02}")
    today = found.published
    candidates = [periods.month(year, month) for year in years_near(found)]
    step = RELATIVE.get(rel)
    if rel in {"that", "following"} and (told := after_anchor(found, lambda year: [periods.month(year, month)])):
        return told
    if step == -1:
        best = max((p for p in candidates if p.end < today), key=lambda p: p.start)
    elif step == 1:
        best = min((p for p in candidates if p.start > today), key=lambda p: p.start)
    elif rel:
        best = periods.month(today.year, month)
    else:
        return of_year(found, lambda year: [periods.month(year, month)])
    return Reading("DATE", best.value, period=best)


def _auxiliary(found: Found) -> bool:
    return found.passage.doc[found.match.start("month")].tag_ == "MD"


@rule("(?:THE(?P<word>UNIT))?(?P<year>YEAR)")
def year_alone(found: Found) -> Reading | None:
    """ "in 2014", "the 2019 elections"; four figures that count something are no year."""
    if found.word("word") not in {"", "year"} or not _is_year(found):
        return None
    period = periods.year(number_in(found.word("year")))
    return Reading("DATE", period.value, period=period)


def _is_year(found: Found) -> bool:
    token = found.passage.doc[found.match.start("year")]
    before = token.nbor(-1) if token.i else None
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if after is not None and after.text == "-" and not token.whitespace_ and not after.whitespace_:
        return after.i + 1 < len(token.doc) and token.doc[after.i + 1].is_digit  # "2019-nCoV"
    if before is not None and (before.lower_ in {"$", "£", "€", "no.", "number", "about", "than"} or before.is_digit):
        return False
    if after is not None and (after.lower_ in {"%", "percent", "per", "utc", "gmt", "km"} or after.text == "/"):
        return False
    if token.dep_ == "nummod" and token.head.i > token.i and token.head.tag_ in {"NNS", "NNPS"}:
        return token.ent_type_ == "DATE" and before is not None and before.tag_ in {"DT", "PRP$", "POS", "JJ"}
    if before is not None and before.lower_ in {"in", "since", "during", "until", "throughout", "late", "early", "mid"}:
        return True
    return token.ent_type_ == "DATE" or (
        before is not None
        and before.lower_ in {"by", "of", "from", "to", "and", "the", "between", "after", "before", ","}
        and not (after is not None and after.tag_ in {"NNS", "NN"})
    )


@rule("THE?POSS?(?P<decade>DECADE)")
def decade(found: Found) -> Reading | None:
    """ "the 1990s", "the nineties"; two figures mean the decade of the last hundred years."""
    word = found.word("decade")
    if word[0].isalpha() and found.match.end() - found.match.start() == 1:
        return None  # "in her twenties"
    tens = DECADES.get(word, number_in(word) % 100)
    full = re.match(r"\d{4}", word)
    first = int(full[0]) if full else (1900 if tens > 20 else 2000) + tens
    period = periods.decade(first)
    return Reading("DATE", period.value, period=period)


@rule("THE?(?P<number>DAY)HYPHEN?(?P<unit>UNIT)")
def century(found: Found) -> Reading | None:
    """ "the 19th century"."""
    if found.word("unit") != "century" or found.word("number").isdigit():
        return None
    period = periods.century(100 * number_in(found.word("number")) - 100)
    return Reading("DATE", period.value, period=period)


@rule("THE?(?P<rel>REL)?(?P<season>SEASON)(?:OF?(?P<year>YEAR|YEARS)|OF?(?P<back>REL)(?P<unit>UNIT))?")
def season(found: Found) -> Reading | None:
    """ "last spring", "the summer of 2020", "this winter": seasons of the north, so inferred."""
    name = SEASONS[found.word("season")]
    if found.word("unit") not in {"", "year"}:
        return None
    year = number_in(found.word("year")[:4])
    if found.word("unit") and found.published is not None:
        year = found.published.year + RELATIVE[found.word("back")]
    if year:
        period = periods.season(year, name)
        return Reading("DATE", period.value, period=period, basis="inferred")
    if found.published is None:
        return Reading("DATE", f"XXXX-{name}")
    today, step = found.published, RELATIVE.get(found.word("rel"))
    candidates = [periods.season(year, name) for year in years_near(found)]
    if step == 1 or (found.direction == "future" and step != -1):
        best = min((p for p in candidates if p.end >= today), key=lambda p: p.start)
    elif step == -1:
        best = max((p for p in candidates if p.end < today), key=lambda p: p.start)
    elif step == 0:
        best = min(candidates, key=lambda p: abs((p.start - today).days))
    else:
        best = max((p for p in candidates if p.start <= today), key=lambda p: p.start)
    return Reading("DATE", best.value, period=best, basis="inferred")


@rule("(?:THE|REL)?(?P<rel>REL)(?P<day>WEEKDAY)", "(?P<day>WEEKDAY)")
def weekday(found: Found) -> Reading | None:
    """ "Friday": the last one up to publication, the next one where the verb points ahead; "next", "last" Friday."""
    number, step = WEEKDAYS[found.word("day")], RELATIVE.get(found.word("rel"))
    if found.word("day")[:-1] in WEEKDAYS:
        return None  # "Fridays"
    if found.published is None:
        return Reading("DATE", f"XXXX-WXX-{number + 1}")
    today = found.published
    back, ahead = (today.weekday() - number) % 7, (number - today.weekday()) % 7
    if step == -1:
        when = today - timedelta(back or 7)
    elif step == 1:
        when = today + timedelta(ahead or 7)
    elif floor := _begun(found):
        when = floor + timedelta((number - floor.weekday()) % 7)
    elif found.direction == "future":
        when = today + timedelta(ahead)
    else:
        when = today - timedelta(back)
    period = periods.day(when)
    return Reading("DATE", period.value, period=period)


def _begun(found: Found) -> date | None:
    """ "from tomorrow night into Friday": the day named in the same sentence that the weekday comes after."""
    here = found.anchors.day
    if found.connector not in {"into", "until", "through", "to"} or here is None:
        return None
    return here.period.start if (here.passage, here.sentence) == (found.passage.number, found.sentence) else None


@rule("THE?(?:(?P<ord>ORD)|(?P<last>REL))(?P<day>WEEKDAY)(?:OF|IN)(?P<month>MONTH)(?:COMMA?(?P<year>YEAR))?")
def nth_weekday(found: Found) -> Reading | None:
    """ "the second Sunday of September", "the last Friday in May"."""
    count = -1 if found.word("last") == "last" else ORDINALS.get(found.word("ord"), 0)
    month, number = MONTHS[found.word("month")], WEEKDAYS[found.word("day")]
    if not -1 <= count <= 5 or not count:
        return None
    if found.word("year"):
        there = periods.nth_weekday(number_in(found.word("year")), month, number, count)
        return Reading("DATE", there[0].value, period=there[0]) if there else None
    return of_year(found, lambda year: periods.nth_weekday(year, month, number, count))


@rule("(?P<day>WEEKDAY)(?:COMMA|OF|IN)?THE?(?P<rel>REL)(?P<unit>UNIT)")
def weekday_of_week(found: Found) -> Reading | None:
    """ "Thursday next week"."""
    number = WEEKDAYS[found.word("day")]
    if found.word("unit") != "week":
        return None
    if found.published is None:
        return Reading("DATE", f"XXXX-WXX-{number + 1}")
    monday = periods.week(found.published).start
    period = periods.day(monday + timedelta(7 * RELATIVE[found.word("rel")] + number))
    return Reading("DATE", period.value, period=period)


@rule("THE?(?P<joined>MID)(?P<year>YEAR)?")
def joined(found: Found) -> Reading | None:
    """ "mid-2011", "mid-1990s" where the tokenizer leaves them whole."""
    part, word = found.word("joined").split("-", 1)
    year, ten = re.fullmatch(r"\d{4}", word), re.fullmatch(r"(\d{4})s", word)
    if not year and not ten:
        return None
    whole = periods.year(int(word)) if year else periods.decade(int(word[:4]))
    mod = EARLY[part]
    return Reading("DATE", whole.value, mod=mod, period=periods.third(whole, mod))


@rule(
    "THE?(?P<ord>ORD)HYPHEN?(?P<part>QUARTER|HALF)(?:OF?THE?(?:(?P<year>YEAR)|(?P<rel>REL)?(?P<unit>UNIT)))?",
    "THE?(?P<year>YEAR)(?P<ord>ORD)HYPHEN?(?P<part>QUARTER|HALF)",
    "THE?(?P<ord>REL)(?P<part>HALF)OF?(?P<year>YEAR)",
)
def part_of_year(found: Found) -> Reading | None:
    """ "the third quarter (of 2009)", "the first half of this year"."""
    ordinal, whole = found.word("ord"), found.word("part")
    size = 4 if whole == "quarter" else 2
    number = size if ordinal in {"final", "last"} else ORDINALS.get(ordinal, 9)
    if number > size or found.word("unit") not in {"", "year"} or whole == "quarters":
        return None
    make = periods.quarter if size == 4 else periods.half
    if found.word("year"):
        best = make(number_in(found.word("year")), number)
    elif found.published is None:
        return Reading("DATE", f"XXXX-{whole[0].upper()}{number}") if size == 4 or found.word("unit") else None
    elif found.word("unit"):
        best = make(found.published.year + RELATIVE.get(found.word("rel"), 0), number)
    elif size == 2:
        return None
    else:
        best = _last_or_next([make(year, number) for year in years_near(found)], found)
    return Reading("DATE", best.value, period=best)


def _last_or_next(candidates: list[Period], found: Found) -> Period:
    today = found.published or date.today()
    if found.direction == "future":
        return min((p for p in candidates if p.end >= today), key=lambda p: p.start)
    return max((p for p in candidates if p.start <= today), key=lambda p: p.start)
