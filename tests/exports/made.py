"""Reports made by hand that try the exports: rival figures, vague words, lines, areas, and what has not happened."""

from __future__ import annotations

from helpers import actor, day, place, quantity, source, span
from linking.made import report
from tocsin.records import Interval, Plover, Record

SHELLED = "Brask shelled Karsk on Friday and killed at least 12 people, the mayor told Delta Radio."
AGAIN = "Brask shelled Karsk on May 2 and killed 15 people, Brask's army said."
BOMBED = "A bomb killed dozens of villagers in Upland province in early May."
MARCHED = "Students marched in Lomna on May 6 against the tax."
FEARED = "Arden may attack the League along the Arden-Brask border, analysts fear."
HELD = "=SUM(A1) held Halm, a town that no map has."
ASKED = "Arden asked the League for boats by June 1."
CUT = "Rivermen and Brask fought near the Silt river in May; several died."


def reports() -> list[Record]:
    """The reports, oldest first."""
    return [_shelled(), _again(), _bombed(), _marched(), _feared(), _held(), _asked(), _fought()]


def _brask(text: str) -> tuple[object, ...]:
    return (actor(text, "Brask", id="brask", kind="military", country="AFG", sector="MIL"),)


def _karsk(text: str) -> tuple[object, ...]:
    return (place(text, "Karsk", lat=50.2, lon=30.4, country="AFG", admin1="Upland"),)


def _shelled() -> Record:
    fields = {
        "mode": "heavy-weapons",
        "actors": _brask(SHELLED),
        "recipients": (actor(SHELLED, "people", kind="civilians", sector="CVL"),),
        "places": _karsk(SHELLED),
        "when": day("2031-05-02"),
        "sources": (source("the mayor", "unnamed"), source("Delta Radio", "outlet", "private")),
        "quantities": (quantity(SHELLED, "at least 12", 12, None, "killed", span(SHELLED, "people")),),
        "plover": Plover("ASSAULT", "heavy-weapons", ("military",)),
        "cameo": "194",
    }
    return report("post-1", SHELLED, ("shelled", fields), url="https://post.example/1")


def _again() -> Record:
    fields = {
        "mode": "heavy-weapons",
        "actors": _brask(AGAIN),
        "recipients": (actor(AGAIN, "people", kind="civilians", sector="CVL"),),
        "places": _karsk(AGAIN),
        "when": day("2031-05-02"),
        "sources": (source("Brask's army"),),
        "quantities": (quantity(AGAIN, "15", 15, 15, "killed", span(AGAIN, "people")),),
        "plover": Plover("ASSAULT", "heavy-weapons", ("military",)),
    }
    return report("post-2", AGAIN, ("shelled", fields), published="2031-05-05")


def _bombed() -> Record:
    fields = {
        "mode": "explosives",
        "recipients": (actor(BOMBED, "villagers", kind="civilians", sector="CVL"),),
        "places": (place(BOMBED, "Upland", kind="admin1", lat=50.0, lon=30.0, country="AFG", radius_km=90.0),),
        "when": day("2031-05-01", "2031-05-10", precision="range"),
        "quantities": (quantity(BOMBED, "dozens", 24, None, "killed", span(BOMBED, "villagers")),),
        "plover": Plover("ASSAULT", "explosives", ()),
    }
    return report("post-3", BOMBED, ("killed", fields), published="2031-05-11")


def _marched() -> Record:
    fields = {
        "type": "PROTEST",
        "mode": "demo",
        "actors": (actor(MARCHED, "Students", kind="civilians", sector="EDU"),),
        "places": (place(MARCHED, "Lomna", lat=51.0, lon=31.0, country="TJK"),),
        "when": day("2031-05-06"),
        "plover": Plover("PROTEST", "demo", ("economic",)),
    }
    return report("post-4", MARCHED, ("marched", fields), published="2031-05-07")


def _feared() -> Record:
    border = "Arden-Brask border"
    fields = {
        "status": "possible",
        "actors": (actor(FEARED, "Arden", id="arden", kind="country", country="TJK"),),
        "places": (
            place(FEARED, border, id="tocsin:border-afg-tjk", kind="border", lat=37.2, lon=67.8, radius_km=600.0),
        ),
        "sources": (source("analysts", "unnamed"),),
    }
    return report("post-5", FEARED, ("attack", fields), published="2031-05-08")


def _held() -> Record:
    fields = {
        "type": "STATE",
        "mode": "control",
        "status": "ongoing",
        "actors": (actor(HELD, "=SUM(A1)"),),
        "places": (place(HELD, "Halm", id=None, lat=None, lon=None, kind=None, radius_km=None),),
    }
    return report("post-6", HELD, ("held", fields), outlet="=cmd|' /C calc'!A0", published=None)


def _asked() -> Record:
    arden = (actor(ASKED, "Arden", id="arden", kind="country", country="TJK"),)
    league = (actor(ASKED, "League", id="league", kind="organisation"),)
    act = {
        "type": "REQUEST",
        "mode": "assist",
        "actors": arden,
        "recipients": league,
        "plover": Plover("REQUEST", "assist", ()),
        "when": day("2031-05-09"),
        "places": (place(ASKED, "Arden", kind="country", lat=38.0, lon=71.0, country="TJK", radius_km=300.0),),
    }
    content = {"type": "AID", "status": "requested", "actors": league, "recipients": arden, "due": day("2031-06-01")}
    content["plover"] = Plover("REQUEST", "assist", ())
    return report("post-7", ASKED, ("asked", act), ("boats", content), published="2031-05-09")


def _fought() -> Record:
    fields = {
        "actors": (
            actor(CUT, "Rivermen", id="rivermen", kind="armed-group", country="AFG", sector="REB"),
            *_brask(CUT),
        ),
        "places": (place(CUT, "Silt river", kind="water", lat=37.5, lon=68.0, country="AFG", radius_km=40.0),),
        "when": Interval("2031-05-01", "2031-05-31", None, "month", "stated"),
        "quantities": (quantity(CUT, "several", None, None, "killed"),),
        "plover": Plover("ASSAULT", None, ()),
    }
    return report("post-8", CUT, ("fought", fields), published="2031-06-01")
