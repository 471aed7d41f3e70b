"""The columns of listings, for tables and csv; JSON has all that a row holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from tocsin.exports import wording
from tocsin.exports.listing import Columns
from tocsin.linking.conflicts import Side
from tocsin.linking.events import Figure
from tocsin.storage.ledger import LedgerLine
from tocsin.storage.loading import StoredClaim


def _field(name: str) -> tuple[str, Callable[[Any], object]]:
    return name, lambda row: getattr(row, name)


def _code(row: Any) -> str:
    return f"{row.type}/{row.mode}" if row.mode else row.type


def figures(given: Iterable[Figure]) -> tuple[str, ...]:
    """Every figure with its speaker, equal ones of one speaker once."""
    said = (f"{each.text} ({each.speaker or each.outlet or each.report})" for each in given if each.about != "other")
    return tuple(dict.fromkeys(said))


def _day(row: Any) -> str:
    return str(row.known)[:10]


EVENTS: Final[Columns] = (
    _field("id"),
    ("what", _code),
    _field("status"),
    ("who", lambda row: wording.actors(row.actors)),
    ("whom", lambda row: wording.actors(row.recipients)),
    ("when", lambda row: wording.interval(row.when)),
    ("where", lambda row: wording.where(row.places)),
    ("figures", lambda row: "; ".join(figures(row.quantities))),
    _field("outlets"),
    _field("origins"),
)


def _due(row: LedgerLine) -> str:
    if row.due:
        return wording.interval(row.due)
    return row.after.text.text if row.after else ""


def _settled(row: LedgerLine) -> str:
    """The outcomes, each with its quote."""
    return "; ".join(f"{each.state} {each.outcome} by {each.claim}: “{each.quote}”" for each in row.outcomes)


LEDGER: Final[Columns] = (
    *map(_field, ("id", "state", "kind")),
    ("who", lambda row: wording.actors(row.who)),
    ("what", lambda row: row.what.text),
    ("whom", lambda row: wording.actors(row.whom)),
    ("condition", lambda row: row.condition.text if row.condition else None),
    ("due", _due),
    _field("days_left"),
    ("according to", lambda row: wording.chain(row.sources) or wording.OWN_WORD),
    *map(_field, ("outlet", "opened", "report", "claim", "event", "note")),
    ("outcomes", _settled),
)
CONFLICTS: Final[Columns] = (
    *map(_field, ("event", "kind", "about")),
    ("one", lambda row: _side(row.sides[0])),
    ("other", lambda row: _side(row.sides[1])),
)


def _side(side: Side) -> str:
    speaker = side.speaker or side.outlet or side.report
    return f"{side.says} ({speaker}, {side.claim}): “{side.quote}”"


def _of_claim(name: str, value: Callable[[Any], object]) -> tuple[str, Callable[[StoredClaim], object]]:
    return name, lambda row: value(row.claim)


CLAIMS: Final[Columns] = (
    _of_claim("id", lambda claim: claim.id),
    _of_claim("what", wording.code),
    _of_claim("status", lambda claim: claim.status),
    _of_claim("who", lambda claim: wording.actors(claim.actors)),
    _of_claim("whom", lambda claim: wording.actors(claim.recipients)),
    _of_claim("when", wording.when),
    _of_claim("where", lambda claim: wording.where(claim.places)),
    _of_claim("how many", wording.how_many),
    _of_claim("according to", lambda claim: wording.chain(claim.sources) or wording.OWN_WORD),
    _field("outlet"),
    _field("published"),
    _field("event"),
    _of_claim("words", lambda claim: claim.sentence.text),
)
REPORTS: Final[Columns] = (
    *map(_field, ("id", "outlet", "published", "title", "claims", "version", "origin", "story")),
    ("known", _day),
)
SOURCES: Final[Columns] = tuple(map(_field, ("id", "name", "kind", "claims", "reports", "reliability")))
ACTORS: Final[Columns] = tuple(map(_field, ("id", "name", "kind", "country", "acts", "acted_upon")))
DIFFERENCES: Final[Columns] = (
    *map(_field, ("what", "kind", "id", "before", "after")),
    ("fields", lambda row: "; ".join(row.fields)),
    *map(_field, ("reason", "who", "known")),
)
DIFFERENCES_SHORT: Final[Columns] = (
    *map(_field, ("what", "kind", "id")),
    ("before → after", lambda row: " → ".join(filter(None, (row.before, row.after)))),
    ("why", lambda row: row.reason + (f" ({row.who})" if row.who else "")),
)
PROBLEMS: Final[Columns] = tuple(map(_field, ("what", "id", "message")))


def _act(row: Any) -> str:
    """`Taliban: COERCE/seize → Kabul`."""
    who, whom = wording.actors(row.actors), wording.actors(row.recipients)
    return f"{who}: {_code(row)}" * bool(who) + _code(row) * (not who) + f" → {whom}" * bool(whom)


def _where_when(row: Any) -> str:
    return ", ".join(filter(None, (wording.interval(row.when), wording.where(row.places))))


_EVENTS_SHORT: Final[Columns] = (
    _field("id"),
    ("who, what, whom", _act),
    ("when, where", _where_when),
    *map(_field, ("status", "outlets", "origins")),
)
_CLAIMS_SHORT: Final[Columns] = (
    _of_claim("id", lambda claim: claim.id),
    _of_claim("who, what, whom", _act),
    _of_claim("when, where", _where_when),
    _of_claim("status", lambda claim: claim.status),
    _of_claim("according to", lambda claim: wording.chain(claim.sources) or wording.OWN_WORD),
    ("published", lambda row: ", ".join(filter(None, (row.outlet, row.published)))),
)
_REPORTS_SHORT: Final[Columns] = tuple(map(_field, ("id", "outlet", "published", "title", "claims")))
_LEDGER_SHORT: Final[Columns] = (
    _field("id"),
    ("what", lambda row: row.what.text),
    ("kind", lambda row: row.kind),
    ("due", _due),
    ("status", lambda row: row.state),
    ("outcomes", lambda row: "; ".join(f"{each.outcome} ({each.state}, {each.claim})" for each in row.outcomes)),
)
SHORT: Final[Mapping[str, Columns]] = {
    "events": _EVENTS_SHORT,
    "claims": _CLAIMS_SHORT,
    "reports": _REPORTS_SHORT,
    "ledger": _LEDGER_SHORT,
}
OF: Final[Mapping[str, Columns]] = {
    "events": EVENTS,
    "claims": CLAIMS,
    "conflicts": CONFLICTS,
    "ledger": LEDGER,
    "reports": REPORTS,
    "sources": SOURCES,
    "actors": ACTORS,
}
