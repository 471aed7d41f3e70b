"""What people did, as the page of acts lists it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec
from msgspec import Struct

from tocsin.storage import acts, moments
from tocsin.storage.acts import DONE, Act
from tocsin.storage.store import Store

PAGE: Final = 40
# Of a correction, what is told with its value; of the rest only its name.
_SAID: Final = ("type", "mode", "status")


class Line(Struct, frozen=True):
    """An act with what was done in words, and what a correction changed."""

    act: Act
    did: str
    changed: str


class Made(Struct, frozen=True):
    """A page of acts, as of a `moment` of the store; `older` is the moment before which the next page lies."""

    moment: int
    lines: tuple[Line, ...]
    older: int | None


def made(store: Store, who: str | None = None, before: int | None = None) -> Made:
    """The acts of somebody, or of all, the newest first."""
    with store.database.reading() as connection:
        moment = moments.newest(connection)
        found = [*acts.acts(connection, moment, who=who, limit=PAGE + 1, before=before)]
    shown = tuple(Line(act, DONE.get(act.verb, act.verb), "; ".join(_changed(act))) for act in found[:PAGE])
    return Made(moment, shown, shown[-1].act.moment if len(found) > PAGE else None)


def _changed(act: Act) -> Iterator[str]:
    given: dict[str, Any] = msgspec.json.decode(act.change) if act.change else {}
    for name, value in given.items():
        yield f"{name} {value or 'none'}" if name in _SAID else name
