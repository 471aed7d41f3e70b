"""What a store knows of the web: pages that lists name, looks at them, and each page as it came when it had changed.

None of it is a fact about the world: it says where to look, and lets what was fetched be read again without a request.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, Table, func, insert, select

from tocsin.storage import adding, coded, facts, undoing
from tocsin.storage.moments import newest, written
from tocsin.storage.tables import kept_page, lead, look, moment, report, undone

_COLUMNS: Final = tuple(column.name for column in look.c if column.name != "seq")
_SHORTEST_AGAIN: Final = 3600.0  # seconds
_LONGEST_AGAIN: Final = 30 * 86_400.0


class Lead(Struct, frozen=True):
    """A page that a list (`feed`) names, at this address; its days as the list states them."""

    page: str
    url: str
    feed: str
    published: str | None = None
    updated: str | None = None


class Look(Struct, frozen=True):
    """What came of asking for a page at an address: where that led, what the server said, what was kept and read."""

    page: str
    asked: str
    url: str
    status: int
    feed: str | None = None
    at: str = ""
    etag: str | None = None
    modified: str | None = None
    charset: str | None = None
    type: str | None = None
    published: str | None = None
    digest: str | None = None
    report_id: str | None = None
    said: str | None = None
    again: str | None = None


class Kept(Struct, frozen=True):
    """A page as it came, and the look by which it came."""

    look: Look
    body: bytes


def now() -> str:
    """The present time as a store writes it."""
    return written(datetime.now(UTC))


# ---------------------------------------------------------------- writing
def note_leads(connection: Connection, leads: Iterable[Lead]) -> int:
    """Notes the pages that were not known, or are said to have been updated; gives their number."""
    at = now()
    new: list[dict[str, Any]] = []
    for each in leads:
        query = select(lead.c.updated).where(lead.c.page == each.page).order_by(lead.c.seq.desc()).limit(1)
        known = connection.execute(query).first()
        if known is None or (each.updated and each.updated != known.updated):
            row = {name: getattr(each, name) for name in Lead.__struct_fields__}
            new.append({"seq": _next(connection, lead) + len(new), "at": at, **row})
    if new:
        connection.execute(insert(lead), new)
    return len(new)


def note(connection: Connection, seen: Look, body: bytes | None = None) -> None:
    """Notes a look, and keeps the page where it is given."""
    digest = None if body is None else coded.digest(body)
    row = {name: getattr(seen, name) for name in _COLUMNS} | {"at": seen.at or now(), "digest": digest}
    connection.execute(insert(look), row | {"seq": _next(connection, look)})
    if digest is None or body is None:
        return
    if connection.execute(select(kept_page.c.digest).where(kept_page.c.digest == digest)).first() is None:
        connection.execute(insert(kept_page), {"digest": digest, "body": zlib.compress(body, 6)})


def gone(connection: Connection, seen: Look, who: str, reason: str) -> int | None:
    """Notes that a page is no more and withdraws its report; the number of its claims, null where none stood."""
    note(connection, seen)
    at = newest(connection)
    if seen.report_id is None or not facts.found(connection, report, at, "report_id", [seen.report_id]):
        return None
    return adding.withdraw(connection, seen.report_id, who, reason)


def back(connection: Connection, report_id: str, who: str, reason: str) -> bool:
    """Takes back that a report was withdrawn, where its page alone had said so."""
    last = select(moment).where(moment.c.target == report_id).order_by(moment.c.id.desc()).limit(1)
    row = connection.execute(last).first()
    if row is None or row.verb != "withdraw" or row.who != who:
        return False
    if connection.execute(select(undone.c.act).where(undone.c.act == row.id)).first() is not None:
        return False
    undoing.undo(connection, row.id, who, reason)
    return True


def _next(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.max(table.c.seq))).scalar() or 0) + 1


# ---------------------------------------------------------------- looking
def last(connection: Connection, page: str) -> Look | None:
    """The newest look at a page."""
    query = select(look).where(look.c.page == page).order_by(look.c.seq.desc()).limit(1)
    row = connection.execute(query).first()
    return None if row is None else _look(row)


def kept(connection: Connection, page: str) -> Kept | None:
    """The page as it came the last time that it had changed; null where it never did."""
    query = select(look).where(look.c.page == page, look.c.digest.is_not(None)).order_by(look.c.seq.desc()).limit(1)
    row = connection.execute(query).first()
    return None if row is None else _kept(connection, row)


def pages(connection: Connection) -> Iterator[Kept]:
    """Every page that was kept, as it came last, in the order of their coming."""
    later = look.alias()
    newer = select(later.c.seq).where(
        later.c.page == look.c.page, later.c.digest.is_not(None), later.c.seq > look.c.seq
    )
    query = select(look).where(look.c.digest.is_not(None), ~newer.exists()).order_by(look.c.seq)
    for row in connection.execution_options(yield_per=100).execute(query):
        yield _kept(connection, row)


def waiting(connection: Connection, feed: str) -> Sequence[Lead]:
    """The pages that a list names and that nobody has looked at since, the oldest first."""
    later = lead.alias()
    newer = select(later.c.seq).where(later.c.page == lead.c.page, later.c.seq > lead.c.seq)
    seen = select(look.c.seq).where(look.c.page == lead.c.page, look.c.at >= lead.c.at)
    query = select(lead).where(lead.c.feed == feed, ~newer.exists(), ~seen.exists()).order_by(lead.c.seq)
    return [Lead(row.page, row.url, row.feed, row.published, row.updated) for row in connection.execute(query)]


def due(connection: Connection, feed: str) -> Sequence[Look]:
    """The last looks at pages of a list that are to be looked at again by now."""
    later = look.alias()
    newer = select(later.c.seq).where(later.c.page == look.c.page, later.c.seq > look.c.seq)
    query = select(look).where(look.c.feed == feed, look.c.again <= now(), ~newer.exists()).order_by(look.c.seq)
    return [_look(row) for row in connection.execute(query)]


def again(connection: Connection, page: str) -> str | None:
    """When to look at a page again that was looked at just now: whenever its age has doubled, for a month."""
    first = connection.execute(select(func.min(look.c.at)).where(look.c.page == page)).scalar()
    time = datetime.now(UTC)
    age = (time - datetime.fromisoformat(first)).total_seconds() if first else 0.0
    if age > _LONGEST_AGAIN:
        return None
    return written(datetime.fromtimestamp(time.timestamp() + max(_SHORTEST_AGAIN, age), UTC))


def _look(row: Any) -> Look:
    return Look(**{name: getattr(row, name) for name in _COLUMNS})


def _kept(connection: Connection, row: Any) -> Kept:
    body = connection.execute(select(kept_page.c.body).where(kept_page.c.digest == row.digest)).scalar_one()
    return Kept(_look(row), zlib.decompress(body))
