"""Types and modes of claims in plain words: `phrases.csv` says what somebody did, is to do, and what it is called."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from tocsin.exports.wording import Coded
from tocsin.knowledge.directory import load_directory
from tocsin.knowledge.files import layers, read_csv


class Phrase(Struct, frozen=True, kw_only=True):
    """What the code of a claim is called: `past` and `base` follow who did it, `to` goes before to whom."""

    type: str
    mode: str | None = None
    past: str
    base: str
    noun: str
    to: str | None = None


def phrase(of: Coded, *, itself: bool = False) -> Phrase | None:
    """The words for a type and mode, or for its type; `itself`: forces that move themselves. Null where it has none."""
    held = _phrases()
    if itself and (of.type, "itself") in held:
        return held[(of.type, "itself")]
    return held.get((of.type, of.mode)) or held.get((of.type, None))


@cache
def _phrases() -> dict[tuple[str, str | None], Phrase]:
    rows = (row for path in layers("phrases.csv", None) for _, row in read_csv(path, Phrase))
    return {(row.type, row.mode): row for row in rows}


KINDS = {
    "AGREE": "commitments", "CONSULT": "talks and visits", "SUPPORT": "support in words", "CONCEDE": "giving way",
    "COOPERATE": "cooperation", "AID": "aid and protection", "RETREAT": "withdrawals, releases and ceasefires",
    "REQUEST": "requests and demands", "ACCUSE": "accusations and investigations", "REJECT": "refusals and denials",
    "THREATEN": "threats", "PROTEST": "protests", "SANCTION": "sanctions and verdicts",
    "MOBILIZE": "movements of forces", "COERCE": "seizures, arrests and restrictions",
    "ASSAULT": "uses of force", "FLEE": "flight", "STATE": "standing facts",
}  # fmt: skip


@cache
def country(code: str) -> str:
    """The name of a country by its three letters; the letters where it is not known."""
    return _countries().get(code, code)


@cache
def _countries() -> dict[str, str]:
    return {row.alpha3: row.name for _, row in load_directory().countries}
