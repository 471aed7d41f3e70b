"""People of public record: who they were on the day of the report, and what is theirs."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace
from spacy.tokens import Token

from tocsin.annotation.names import NAME_TAGS, Known
from tocsin.knowledge.directory import Directory, Entry
from tocsin.records import Actor


def as_leader(directory: Directory, actor: Actor, day: date | None) -> Actor:
    """The actor as the person of that name, with the office of that day where the text gives none."""
    known = directory.leader(actor.text, day) if actor.kind in {"person", "unknown", "organisation"} else None
    if known is None or actor.country not in {None, known[0].country}:
        return actor
    row, tenure = known
    role = {"held": row.role, "former": f"former {row.role}", "future": None}[tenure]
    return replace(
        actor,
        id=row.id,
        name=row.name,
        kind="person",
        country=row.country,
        sector=actor.sector if actor.role else row.sector if tenure == "held" else "ELI",
        role=actor.role or role,
    )


def led_by(directory: Directory, token: Token) -> Known | None:
    """ "Trump" in "the Trump administration": whose the noun is."""
    known = directory.leader(token.text) if token.tag_ in NAME_TAGS else None
    if known is None:
        return None
    row, _ = known
    return Known(token.i, token.i + 1, Entry(row.id, row.name, "person", row.country))
