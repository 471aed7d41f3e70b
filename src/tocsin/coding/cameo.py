"""The CAMEO code of what PLOVER codes: the frame's own, or that of its type and mode; of what is yet to come
the code of agreeing to, asking for, refusing or threatening it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import Struct, structs

from tocsin.knowledge.files import layers, read_csv
from tocsin.records import Plover


class CameoRow(Struct, frozen=True):
    """A CAMEO code for a type, and a mode where one is given."""

    type: str
    mode: str | None = None
    cameo: str | None = None


class AheadRow(Struct, frozen=True):
    """For acts whose code begins with `act`: the codes of speaking of it beforehand."""

    act: str
    agreed: str | None = None
    asked: str | None = None
    demanded: str | None = None
    refused: str | None = None
    threatened: str | None = None


@cache
def cameo_codes(overlay: Path | None = None) -> dict[tuple[str, str | None], str]:
    """CAMEO by (type, mode)."""
    rows = (row for path in layers("cameo.csv", overlay) for _, row in read_csv(path, CameoRow))
    return {(row.type, row.mode): row.cameo for row in rows if row.cameo}


@cache
def ahead_codes(overlay: Path | None = None) -> dict[str, AheadRow]:
    """The rows of cameo_ahead.csv by the beginning of the act's code."""
    rows = (row for path in layers("cameo_ahead.csv", overlay) for _, row in read_csv(path, AheadRow))
    return {row.act: row for row in rows}


def act_code(type_: str, mode: str | None, own: str | None = None) -> str | None:
    """The code of an act that is done: its frame's own, else that of type and mode, else the type's general one."""
    codes = cameo_codes()
    return own or codes.get((type_, mode)) or codes.get((type_, None))


def cameo(coded: Plover | None, act: str | None, *, ahead: bool = False, demanded: bool = False) -> str | None:
    """The code of a PLOVER category; `act` is the code of the act itself, `ahead` says it is not done yet."""
    if coded is None or not ahead:
        return act if coded is not None else None
    column = "demanded" if demanded and coded.type == "REQUEST" else _COLUMNS.get(coded.type)
    return (_before(act, column) if act and column else None) or act_code(coded.type, coded.mode)


_COLUMNS = {"AGREE": "agreed", "CONCEDE": "agreed", "REQUEST": "asked", "REJECT": "refused", "THREATEN": "threatened"}


def _before(act: str, column: str) -> str | None:
    """What the longest row that fits the act gives in that column."""
    rows = ahead_codes()
    for length in range(len(act), 1, -1):
        row = rows.get(act[:length])
        found: str | None = structs.asdict(row)[column] if row is not None else None
        if found:
            return found
    return None
