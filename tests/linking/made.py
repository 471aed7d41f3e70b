"""Reports made by hand: a text, and the claims that its words make."""

from __future__ import annotations

from typing import Any

from helpers import claim, record
from tocsin.records import Claim, Record, Source

WORDS = """harbour bridge depot valley market school tower garden mill station river orchard quarry chapel tunnel
cannon ladder meadow lantern barrel copper saddle window basket thunder marble pepper violin candle feather""".split()


def report(name: str, text: str, *triggers: str | tuple[str, dict[str, Any]], **given: Any) -> Record:
    """A report whose claims have these triggers and fields, each in its own line."""
    claims = [_claim(name, text, each) for each in triggers]
    return record(text, *claims, id=name, **{"outlet": f"The {name} Post", "published": "2031-05-04"} | given)


def _claim(name: str, text: str, given: str | tuple[str, dict[str, Any]]) -> Claim:
    trigger, fields = (given, {}) if isinstance(given, str) else given
    at = text.index(trigger)
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    sentence = text[start : end if end >= 0 else len(text)]
    return claim(text, trigger, sentence, **{"id": f"{name}:{trigger}", "type": "ASSAULT", "mode": None} | fields)


def told_to(outlet: str) -> tuple[Source, ...]:
    """The sources of what an officer told an outlet."""
    return (Source(None, None, None, "officer", "unnamed", None), Source(None, None, None, outlet, "outlet", "agency"))


def prose(seed: int, length: int) -> str:
    """Words in an order that depends on the seed alone, so that texts of two seeds share no run of eight."""
    words, state = [], seed * 7919 + 17
    for _ in range(length):
        state = (state * 1103515245 + 12345) % 2**31
        words.append(WORDS[state // 65536 % len(WORDS)])
    return " ".join(words)
