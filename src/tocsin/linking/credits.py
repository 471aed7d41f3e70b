"""Whose text a report says it is: wire tags, bylines and lines of credit; and which outlets it quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.knowledge.directory import Directory, slug
from tocsin.records import Record, Report

# "KABUL (Reuters) -", "QUETTA, Pakistan (AP) —": a place in capitals, the wire in brackets, a dash
DATELINE = re.compile(r"^\W*[A-Z][A-Z.'’ -]+(?:,[^\n()]{1,40})?\s?\(([A-Z][\w.&/' -]{1,40})\)\s?[-–—:]", re.MULTILINE)
# words such as "Reporting by Agence France-Presse", "Source: TASS", "With reporting from Reuters"
CREDIT = re.compile(
    r"\b(?:[Rr]eporting (?:by|from)|[Ss]ource:|SOURCE:|[Cc]redit:|[Ff]rom|[Vv]ia)\s+(?:the )?([A-Z][\w.&' -]{1,40})"
)
WRITER = re.compile(r"\b(?:[Tt]he )?([A-Z][\w.& -]{1,40}?)(?:'s)? (?:writers?|reporters?|correspondents?)\b")
BY = re.compile(r"^\s*(?:by|von|from)?[\s:]*(?:the )?", re.IGNORECASE)
SEPARATORS = re.compile(r"[;,/|·•\n]| and | - | – | — |\s[-–—]\s")
OPENING, CLOSING = 200, 400  # characters in which a line of credit may stand


def outlet_key(name: str, directory: Directory) -> str:
    """The id of an outlet: the directory's where it is known, else its name's letters."""
    known = directory.outlet(name)
    return known.id if known else slug(name)


def same_outlet(one: str, other: str) -> bool:
    """The keys name one outlet: equal, or one the beginning of the other ("halyard", "halyard-news-agency")."""
    return one == other or one.startswith(other + "-") or other.startswith(one + "-")


def wire(report: Report, directory: Directory) -> str | None:
    """The outlet whose text the report says it is; null where it says nothing or names its own outlet."""
    own = outlet_key(report.outlet, directory) if report.outlet else ""
    for name in _credited(report, directory):
        key = outlet_key(name, directory)
        if key:
            return None if own and same_outlet(own, key) else key
    return None


def _credited(report: Report, directory: Directory) -> Iterator[str]:
    """Names of outlets in the places where a text is credited, the surest first."""
    body = report.text
    if found := DATELINE.search(body[: 4 * OPENING]):
        yield found[1]
    yield from _outlets(BY.sub("", report.byline or ""), directory)
    for line in body[:OPENING].splitlines()[:4]:
        if len(line) <= 60:
            yield from _outlets(BY.sub("", line), directory)
    for pattern in (CREDIT, WRITER):
        for found in pattern.finditer(body[-CLOSING:]):
            yield from _outlets(found[1], directory)


def _outlets(words: str, directory: Directory) -> Iterator[str]:
    """The parts of a byline that are known outlets: "Ann Lee, AFP"."""
    for part in SEPARATORS.split(words):
        name = part.strip(" .()")
        if name and directory.outlet(name):
            yield name


def quoted(record: Record, directory: Directory) -> tuple[str, ...]:
    """The outlets that the report's claims and attributions are said to have been told to or reported by."""
    names = [source.name for claim in record.claims for source in claim.sources if source.kind == "outlet"]
    for attribution in record.attributions:
        names += [source.name for source in attribution.via if source.kind == "outlet"]
        if attribution.source_kind == "outlet" and attribution.source:
            names.append(attribution.source.text)
    own = outlet_key(record.report.outlet or "", directory)
    keys = {outlet_key(name, directory) for name in names}
    return tuple(sorted(key for key in keys if key and not same_outlet(key, own)))
