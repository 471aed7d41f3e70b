"""Reports of an invented quarrel between Arden and Brask, with their claims."""

from __future__ import annotations

from typing import Any

from helpers import actor, day, place, quantity, source
from linking.made import report
from tocsin.records import Record

SHELLED = "Brask shelled Karsk on Friday and killed 12 people, the mayor said."
TAKEN = "Arden's army has taken Lomna, its spokesman said."
ASKED = "Arden asked the League for boats by June 1."


def shelling(name: str = "post-1", text: str = SHELLED, **given: Any) -> Record:
    """The report of a shelling."""
    fields = {
        "actors": (actor(text, "Brask", id="brask", kind="country", country="BRK"),),
        "places": (place(text, "Karsk", lat=50.2, lon=30.4, country="ARD"),),
        "when": day("2031-05-02"),
        "sources": (source("the mayor", "unnamed"),) if "mayor" in text else (),
        "quantities": (quantity(text, "12", 12, 12, "killed"),) if "12" in text else (),
    }
    return report(name, text, ("shelled", fields | given.pop("claim", {})), **given)


def capture(name: str = "post-2", text: str = TAKEN, **given: Any) -> Record:
    """The report of a capture."""
    fields = {
        "type": "COERCE",
        "mode": "seize",
        "actors": (actor(text, "Arden", id="arden", kind="country", country="ARD"),),
        "places": (place(text, "Lomna", lat=51.0, lon=31.0, country="BRK"),),
        "when": day("2031-05-03"),
        "sources": (source("Arden's army"),),
    }
    return report(name, text, ("taken", fields | given.pop("claim", {})), **given)


def request(name: str = "post-3", text: str = ASKED, **given: Any) -> Record:
    """The report of a request with a day by which it is due."""
    arden = (actor(text, "Arden", id="arden", kind="country", country="ARD"),)
    league = (actor(text, "League", id="league", kind="organisation"),)
    act = {"type": "REQUEST", "mode": "assist", "actors": arden, "recipients": league}
    content = {"type": "AID", "status": "requested", "actors": league, "recipients": arden, "due": day("2031-06-01")}
    return report(name, text, ("asked", act), ("boats", content | given.pop("claim", {})), **given)
