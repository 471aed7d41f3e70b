"""When the store came to know something: moments, and the clock that numbers them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, func, insert, select

from tocsin.storage.database import StoreError
from tocsin.storage.tables import moment

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_FORM: Final = "%Y-%m-%dT%H:%M:%S.%fZ"


class Moment(Struct, frozen=True):
    """A step of the store's history: what was done, to what, by whom (null: by the machine) and why."""

    id: int
    known: str
    verb: str
    target: str | None
    who: str | None
    reason: str


def instant(words: str) -> str:
    """The UTC time that the words name, `2021-07-08` being that day's last; StoreError where they name none."""
    given = words.strip().removeprefix("@")
    try:
        time = datetime.fromisoformat(given)
    except ValueError as error:
        raise StoreError(f"{words[:40]!r} is no day or time such as 2021-07-08 or 2021-07-08T12:00") from error
    if _DAY.fullmatch(given):
        time += timedelta(days=1, microseconds=-1)
    return written(time)


def written(time: datetime) -> str:
    """The time as a store writes it: in UTC (which a time without a zone is taken to be), always of one width."""
    return (time.astimezone(UTC) if time.tzinfo else time).strftime(_FORM).zfill(27)


def newest(connection: Connection) -> int:
    """The last moment; 0 where the store is empty."""
    return connection.execute(select(func.max(moment.c.id))).scalar() or 0


def decided_since(connection: Connection, number: int) -> bool:
    """Whether a person has done anything after a moment."""
    acts = select(moment.c.id).where(moment.c.id > number, moment.c.who.is_not(None))
    return connection.execute(acts.limit(1)).first() is not None


def known(connection: Connection, number: int) -> str:
    """Since when the store knows what it came to know at a moment."""
    return str(connection.execute(select(moment.c.known).where(moment.c.id == number)).scalar_one())


def as_of(connection: Connection, at: str | None) -> int:
    """The last moment up to the time named; the last of all where none is."""
    if at is None:
        return newest(connection)
    return connection.execute(select(func.max(moment.c.id)).where(moment.c.known <= instant(at))).scalar() or 0


def begin(
    connection: Connection,
    verb: str,
    reason: str,
    target: str | None = None,
    who: str | None = None,
    known: str | None = None,
) -> int:
    """Notes a new moment and gives its number; `known` (now if not given) is never before the last one."""
    number = newest(connection)
    last = connection.execute(select(moment.c.known).where(moment.c.id == number)).scalar() or ""
    if known is not None and known < last:
        raise StoreError(f"the store already knows things since {last}: it cannot have known of this at {known}")
    now = written(datetime.now(UTC))
    if known is not None and known > now:
        raise StoreError(f"{known} lies in the future: nothing can be known since then")
    row = {"id": number + 1, "known": max(known or now, last), "verb": verb}
    connection.execute(insert(moment), row | {"target": target, "who": who, "reason": reason})
    return number + 1
