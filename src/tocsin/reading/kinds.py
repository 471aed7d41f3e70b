"""What a paragraph is by its own words: dateline, credit, related, footer, caption, or prose."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from tocsin.reading.dates import DAY_PATTERN
from tocsin.records import BlockKind

_LONGEST = 400  # characters; a longer paragraph is prose
_LONGEST_LINK = 220
_NAME: Final = r"[A-Z][\w.'’&-]*"
_NAMES: Final = rf"{_NAME}(?:\s+(?:{_NAME}|of|de|van|von|bin|al|el)){{0,5}}"

# ---------------------------------------------------------------- related articles
_RELATED: Final = re.compile(
    r"[\s(\[>»→*•_-]*(?:"
    r"(?i:related(?:\s+(?:articles?|stor(?:y|ies)|news|coverage|content|links?|topics?|reading|posts?|videos?))?)"
    r"\s*[*_]*\s*(?:[:|–—-]|$)"
    r"|(?i:read\s+(?:more|also|next|on)|also\s+read|see\s+also|you\s+may\s+also\s+(?:like|be\s+interested\s+in)"
    r"|more\s+(?:on\s+this(?:\s+story|\s+topic)?|from|stories)|what\s+to\s+read\s+next|don['’]t\s+miss"
    r"|recommended(?:\s+reading)?|further\s+reading|most\s+read|top\s+stories|editor['’]?s['’]?\s+picks?)"
    r"\s*[*_]*\s*(?:[:|–—>»→-]|$|(?=[A-Z\"“‘\[]))"
    r"|(?i:watch|listen|in\s+pictures|explainer|more|analysis|opinion)(?:\s+(?i:now|also|live))?\s*[*_]*\s*[:|]\s)"
)
_LIST_HEADING: Final = re.compile(
    r"(?i)\W*(?:related(?:\s+\w+)?|read\s+(?:more|also|next)|also\s+read|see\s+also|more\s+on\s+this(?:\s+\w+)?"
    r"|sources?|references|external\s+links|recommended|further\s+reading|most\s+read|top\s+stories)\W*"
)

# ---------------------------------------------------------------- footers
_FOOTER: Final = re.compile(
    r"[\s(\[*_>-]*(?i:"
    r"©|\(c\)\s|copyright\b|all\s+rights\s+reserved"
    r"|(?:the\s+)?original\s+(?:url|link|address|article|source)\b\s*[:<h]|(?:original\s+)?(?:url|source|link)s?\s*:.{0,60}$"
    r"|(?:sign|signing)\s+up\s+(?:for|to)\b|subscribe\b|(?:please\s+)?support\s+(?:our|us|independent)\b|donate\b"
    r"|follow\s+(?:us|our|@)|join\s+(?:us|our)\s+(?:on|channel|newsletter)|like\s+us\s+on|share\s+(?:this|on)\b"
    r"|download\s+(?:our|the)\s+(?:\w+\s+)?app\b|get\s+(?:our|the)\s+(?:\w+\s+){0,3}(?:newsletter|app|briefing)"
    r"|advertisement\W*$|story\s+continues\s+below|skip\s+(?:to|past)\b|click\s+here\b|tap\s+here\b"
    r"|terms\s+(?:of|and)\s+|privacy\s+(?:policy|notice)|cookie\s+(?:policy|settings)|contact\s+us\b|about\s+us\W*$"
    r"|editor['’]?s['’]?\s+note\s*[:–—-]|correction\s*[:–—-]|disclaimer\s*[:–—-]"
    r"|this\s+(?:article|story|piece|text|post|version|interview|page)\s+"
    r"(?:(?:was|is|has\s+been|originally|first|also)\s+){1,3}"
    r"(?:published|appeared|posted|updated|corrected|amended|translated|produced|edited|licen[sc]ed|republished"
    r"|syndicated|supported|generated)\b"
    r"|(?:this|the)\s+(?:article|story|report|piece|text)\s+(?:was\s+)?(?:originally|first|initially)\s+"
    r"(?:published|appeared|posted|ran)\b"
    r"|this\s+work\s+is\s+licen[sc]ed|(?:republished|reprinted|reproduced)\s+(?:with|under|from)\b"
    r"|(?:the\s+)?(?:views|opinions)\s+expressed\b|(?:with\s+)?(?:additional\s+)?(?:files|reporting)\s+from\b"
    r"|.{0,60}\bcontributed\s+to\s+this\s+(?:report|story|article)\b)"
)
_ADDRESS_ONLY: Final = re.compile(r"(?i)[\s<(\[]*(?:https?://|www\.)\S+[\s>)\].]*$")
_RIGHTS: Final = re.compile(
    r"(?:(?<=[.!?”\")])\s+|^)(?:[\w-]{1,20}\s+&\s+)?(?:©|(?i:\(c\)\s|copyright\b|all\s+rights\s+reserved\b)).*",
    re.DOTALL,
)
_LEGAL_NOTE: Final = re.compile(
    r"(?i)[\W_]*[\w\s'’,()&-]{2,80}\b(?:is|are|has\s+been|have\s+been|was|were)\b[^.!?]{0,90}?"
    r"\b(?:banned|outlawed|prohibited|proscribed|designated|recogni[sz]ed|label+ed|listed)\b"
    r"[^.!?]{0,80}\b(?:in|by|as|under|on)\b[^.!?]{1,80}[\W_]*$"
)

# ---------------------------------------------------------------- credits
_PICTURE: Final = r"(?i:photo(?:graph)?s?|image|picture|pic|illustration|graphic|map|screenshot)s?"
_CREDIT_LABEL: Final = (
    rf"(?:(?:[A-Z][\w-]*\s+)?{_PICTURE}(?:\s+(?i:credits?|courtesy))?"
    rf"(?:\s*(?::|/|\|)\s*|\s+(?i:by|via|courtesy(?:\s+of)?)\s+)|(?i:credits?|courtesy)(?:\s+of|\s*:)\s*|©\s*)"
)
_LABELLED: Final = rf"{_CREDIT_LABEL}[A-Z@©\"“][^.!?\n]{{1,90}}(?:\.[A-Z][^.!?\n]{{0,40}})*"
_SLASHED: Final = rf"{_NAMES}\s*/\s*{_NAMES}(?:\s*/\s*{_NAMES})?(?:\s+via\s+{_NAMES})?"
_AGENCY: Final = rf"(?:{_NAME},?\s+){{0,5}}(?:via\s+)?{_NAME}\s+(?:Images|Pictures|Photos)"
_WHOLE_CREDIT: Final = re.compile(
    rf"[\s(\[*_]*(?:{_LABELLED}|{_SLASHED}|{_AGENCY})[\s)\]*_.]*$"
    rf"|[\s(\[*_]*(?i:(?:additional\s+)?(?:reporting|writing|editing|written|edited|compiled|translated|produced)\s+by\s)"
    rf"|[—–]\s*{_NAME}[^.!?\n]{{0,80}}$"
)
_CREDIT_TAIL: Final = re.compile(
    rf"(?:[(\[]\s*(?:{_LABELLED}|{_SLASHED}|{_AGENCY})\s*[)\]][.\s*_]*"
    rf"|(?<=[.!?”\"’)])\s+[*_]*(?:{_LABELLED}|{_SLASHED}|{_AGENCY})[*_]*\.?[*_]*"
    rf"|(?<=\s)[*_]*(?i:photo|image|picture|photograph|credit)s?:\s*[A-Z][^.!?\n]{{1,60}}\.?[*_]*)$"
)
_TAIL_WINDOW: Final = 160

# ---------------------------------------------------------------- captions
_CAPTION: Final = re.compile(
    r"(?:FILE\b|(?i:file\s+(?:photo|picture|image)|caption|pictured|pictures?\s+shows?|photos?\s+shows?)\b"
    r"|(?i:in\s+this|this|an?)\s+(?i:(?:\w+\s+){0,2}(?:photo(?:graph)?|image|picture|screen\s?grab|video\s+frame))\b"
    r"(?:[^.]{0,60}\b)?(?i:shows?|taken|released|provided|made\s+available|obtained|from)\b)"
)

_LABELLED_CAPTION: Final = re.compile(
    r"(?:(?:Image|Photo|Media|Video|Picture)\s+(?:copyright|source)\b(?:(?!\scaption\b).){1,60}\s+)?"
    r"(?:Image|Photo|Media|Video|Picture)\s+caption\b\s*:?\s*(?=\S)"
)

# ---------------------------------------------------------------- datelines
_DATE_WORDS: Final = re.compile(
    r"(?i)\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|first|last|published|updated|posted"
    r"|modified|on|at|date|\d{1,2}[:.]\d\d(?:[:.]\d\d)?|\d{1,2}|[ap]\.?m|gmt|utc|[a-z]{1,2}st|local\s+time|ist|edt"
    r"|min(?:ute)?s?\s+read|hours?|ago)\b"
)
_SHORT_DAY: Final = re.compile(
    r"(?i)(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    r"(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d{1,2}"
    r"|\d{1,2}\s+(?:january|february|march|april|may|june|july|august|september|october|november|december))\W*$"
)
_SMALL: Final = frozenset(
    "and in for at of the with from staff writer writers our special correspondent correspondents reporter editor"
    " agencies de van von bin al".split()
)
_DATELINE: Final = re.compile(
    r"(?P<place>[A-Z][\w.'’-]*(?:[ ,/]{1,2}[A-Z][\w.'’-]*){0,5})?"
    r"(?P<day>,?\s+(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?)(?:,?\s+\d{4})?)?"
    r"(?P<agency>,?\s*[(\[][A-Z][\w .,&'’/-]{1,40}[)\]])?"
    r"\s*(?P<dash>—|–|--|-|:)\s*(?=[\"“”‘'(\[]?[A-Z\d])"
)


@lru_cache(maxsize=4096)
def kind_of(words: str) -> BlockKind | None:
    """The kind of a whole paragraph, or null where it is prose as far as its own words tell."""
    words = words.strip()
    if _ADDRESS_ONLY.match(words):
        return "footer"
    if len(words) > _LONGEST:
        return None
    if is_dateline(words):
        return "dateline"
    if len(words) <= _LONGEST_LINK and _RELATED.match(words):
        return "related"
    if _WHOLE_CREDIT.match(words):
        return "credit"
    if _FOOTER.match(words):
        return "footer"
    return "caption" if _CAPTION.match(words) or _LABELLED_CAPTION.match(words) else None


def heads_a_list(words: str) -> bool:
    """Whether the line announces links that follow it ("Related articles", "Sources")."""
    return len(words) < 40 and bool(_LIST_HEADING.fullmatch(words))


def is_legal_note(words: str) -> bool:
    """Whether one sentence says that somebody is banned or listed, as notes do that a law asks for."""
    return len(words) < 240 and bool(_LEGAL_NOTE.match(words))


def is_dateline(words: str) -> bool:
    """Whether a line is nothing but a date, a byline, or both, with perhaps a place."""
    if len(words) > 140:
        return False
    rest = DAY_PATTERN.sub(" ", words)
    dated = rest != words
    if dated or _SHORT_DAY.match(words):
        left = re.findall(r"[^\W\d_]+", _DATE_WORDS.sub(" ", rest)) if dated else []
        if (len(left) <= 3 and all(word[0].isupper() for word in left)) or _is_byline(rest):
            return True
    return _is_byline(words)


def _is_byline(words: str) -> bool:
    found = re.match(r"(?:[Bb]y|BY)\s*:?\s+(?=[A-Z])", words)
    if found is None or words.endswith((".", "!", "?", "…")):
        return False
    names = re.findall(r"[^\W\d_][\w.'’-]*", words[found.end() :])
    return 1 < len(names) <= 14 and all(name[0].isupper() or name in _SMALL for name in names)


def dateline_length(words: str, first: bool) -> int:
    """How many characters of a paragraph are a dateline such as "HILLTOWN (Agency) - "; 0 where it has none.

    Without an agency in brackets or a day it must be in capitals, and `first`: the first paragraph of the article.
    """
    found = _DATELINE.match(words[:120])
    if found is None:
        return 0
    place = found["place"] or ""
    capitals = sum(letter.isupper() for letter in place) > 3 and place.split(",")[0].isupper()
    if found["agency"] or (found["day"] and capitals):
        return found.end() if found["dash"] != ":" or capitals or not place else 0
    return found.end() if first and capitals and (found["dash"] != "-" or found[0].rstrip()[-2:-1] == " ") else 0


def credit_start(words: str) -> int | None:
    """Where the credit that ends a caption begins, or null; never at the start."""
    window = max(0, len(words) - _TAIL_WINDOW)
    found = _CREDIT_TAIL.search(words, window)
    return found.start() if found and words[: found.start()].strip() else None


def label_length(words: str) -> int:
    """How many characters of a caption are a label before it ("Image source X, image caption"), or 0."""
    found = _LABELLED_CAPTION.match(words)
    return found.end() if found else 0


def rights_start(words: str) -> int | None:
    """Where the copyright notice begins that ends a paragraph, or null; never at the start."""
    found = _RIGHTS.search(words, max(1, len(words) - _LONGEST))
    return found.start() if found else None
