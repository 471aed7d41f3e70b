"""The vocabulary of time: months, weekdays, units and the small words that tie them, each with its class letter."""

from __future__ import annotations

from tocsin.annotation import numerals

OTHER = "."
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan. jan",
            "february feb. feb",
            "march mar.",
            "april apr. apr",
            "may",
            "june jun.",
            "july jul.",
            "august aug. aug",
            "september sept. sept sep.",
            "october oct. oct",
            "november nov. nov",
            "december dec. dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mondays mon.",
            "tuesday tuesdays tues. tue.",
            "wednesday wednesdays wed.",
            "thursday thursdays thurs. thu.",
            "friday fridays fri.",
            "saturday saturdays sat.",
            "sunday sundays sun.",
        )
    )
    for name in names.split()
}
UNITS = "second minute hour day week month year decade century weekend fortnight night".split()
PLURALS = {f"{unit}s": unit for unit in UNITS} | {"centuries": "century", "quarters": "quarter"}
DEICTIC = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "overnight": 0}
RELATIVE = dict.fromkeys("this current same that".split(), 0)
RELATIVE |= dict.fromkeys("last past previous preceding prior".split(), -1)
RELATIVE |= dict.fromkeys("next coming following upcoming".split(), 1)
VAGUE_RELATIVE = "recent these those latest".split()
PARTS = {
    "morning": "MO",
    "mornings": "MO",
    "dawn": "MO",
    "daybreak": "MO",
    "sunrise": "MO",
    "midday": "MI",
    "noon": "12:00",
    "afternoon": "AF",
    "afternoons": "AF",
    "evening": "EV",
    "evenings": "EV",
    "dusk": "EV",
    "sunset": "EV",
    "night": "NI",
    "nights": "NI",
    "midnight": "NI",
}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
EARLY = {"early": "START", "earlier": "START", "mid": "MID", "late": "END", "later": "END"}
EDGES = {
    "start": "START",
    "beginning": "START",
    "onset": "START",
    "middle": "MID",
    "end": "END",
    "close": "END",
    "rest": "REST",
    "remainder": "REST",
}
REFERENCES = {
    word: value
    for value, words in {
        "PRESENT_REF": "now currently nowadays presently current",
        "PAST_REF": "recently recent lately",
        "FUTURE_REF": "soon",
    }.items()
    for word in words.split()
}
FREQUENCIES = {
    "hourly": "PT1H",
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "monthly": "P1M",
    "quarterly": "P1Q",
    "annual": "P1Y",
    "annually": "P1Y",
    "yearly": "P1Y",
}
DECADES = {
    f"{numerals_word}s" if not numerals_word.endswith("y") else f"{numerals_word[:-1]}ies": 10 * tens
    for tens, numerals_word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}

# words before a number or a date, and the TIMEX3 modifier they make
QUALIFIERS = {
    "about": "APPROX",
    "around": "APPROX",
    "roughly": "APPROX",
    "approximately": "APPROX",
    "almost": "LESS_THAN",
    "nearly": "LESS_THAN",
    "over": "MORE_THAN",
    "some": "APPROX",
}
QUALIFYING_PAIRS = {
    ("more", "than"): "MORE_THAN",
    ("less", "than"): "LESS_THAN",
    ("fewer", "than"): "LESS_THAN",
    ("at", "least"): "EQUAL_OR_MORE",
    ("at", "most"): "EQUAL_OR_LESS",
    ("up", "to"): "EQUAL_OR_LESS",
}

# class name -> letter; the grammar is written in class names
LETTER = {
    "WEEKDAY": "w",
    "MONTH": "m",
    "YEAR": "y",
    "DAY": "d",
    "NUM": "n",
    "ORD": "o",
    "HALF": "h",
    "QUARTER": "q",
    "VAGUE": "v",
    "ART": "a",
    "THE": "t",
    "REL": "r",
    "RECENT": "R",
    "UNIT": "u",
    "UNITS": "U",
    "PART": "p",
    "SEASON": "s",
    "EARLY": "e",
    "EDGE": "g",
    "TODAY": "z",
    "REF": "x",
    "EACH": "E",
    "FREQ": "F",
    "DECADE": "D",
    "HOLIDAY": "H",
    "INSIDE": "+",
    "SLASHED": "I",
    "CLOCK": "c",
    "AMPM": "@",
    "ZONE": "Z",
    "OCLOCK": "0",
    "AGO": "b",
    "APPROX": "A",
    "OF": "O",
    "IN": "i",
    "ON": "N",
    "TO": "T",
    "AND": "&",
    "BETWEEN": "B",
    "FROM": "f",
    "COMMA": ",",
    "HYPHEN": "-",
    "POSS": "'",
    "MID": "M",
    "TENSE": "G",
    "NEAR": "K",
    "FILL": "L",
    "TERM": "k",
    "DAYS": "2",
    "LOCAL": "Y",
    "HOURS": "j",
    "ADVERB": "X",
    "BEING": "J",
    "PERIOD": "P",
    "SINGLE": "1",
    "OR": "V",
    "SO": "S",
    "BEFORE": "W",
    "BLANK": "_",
    "AHEAD": "l",
    "YEARS": "Q",
}
SPACED = frozenset({"MONTH", "DAY", "NUM", "YEAR", "CLOCK", "ART"})  # what a hard space may follow: "8 October"
CORE = frozenset("wmyDHIcUuqspzxFRrM@ZGkJP2Q")  # letters without which no expression can stand

WORDS: dict[str, str] = {}
for _class, _names in {
    "ON": "on",
    "MONTH": MONTHS,
    "WEEKDAY": WEEKDAYS,
    "UNIT": UNITS,
    "UNITS": PLURALS,
    "PART": PARTS,
    "SEASON": SEASONS,
    "EDGE": EDGES,
    "REL": RELATIVE,
    "RECENT": VAGUE_RELATIVE,
    "EARLY": EARLY,
    "TODAY": DEICTIC,
    "REF": REFERENCES,
    "FREQ": FREQUENCIES,
    "DECADE": DECADES,
    "ORD": [*numerals.ORDINALS, "final", "opening"],
    "HALF": "half",
    "QUARTER": "quarter quarters",
    "VAGUE": "several few some many couple",
    "ART": "a an",
    "THE": "the",
    "EACH": "every each per",
    "AMPM": "a.m. p.m. am pm a.m p.m",
    "ZONE": "utc gmt est edt cst cdt mst mdt pst pdt bst cet cest eet eest msk ist",
    "LOCAL": "local",
    "HOURS": "time",
    "OCLOCK": "o'clock o’clock",
    "AGO": "ago",
    "APPROX": QUALIFIERS,
    "ADVERB": "more very",
    "BEING": "being",
    "PERIOD": "period date point stage",
    "SINGLE": "single",
    "OR": "or",
    "SO": "so",
    "AHEAD": "ahead",
    "BEFORE": "before after",
    "OF": "of",
    "IN": "in",
    "TO": "to through until till into",
    "AND": "and",
    "BETWEEN": "between",
    "FROM": "from",
    "COMMA": ",",
    "HYPHEN": "- – —",
    "POSS": "'s ’s ' ’",
    "TENSE": "future",
    "NEAR": "near foreseeable immediate distant long short medium",
    "FILL": "consecutive straight successive trading full whole entire additional further working calendar",
    "TERM": "term moment",
}.items():
    for _name in _names.split() if isinstance(_names, str) else _names:
        WORDS.setdefault(_name, LETTER[_class])
WORDS["current"] = LETTER["REL"]
WORDS["night"] = WORDS["nights"] = LETTER["PART"]


def unit_of(word: str) -> str:
    """The singular of a unit's name."""
    return PLURALS.get(word, word)
