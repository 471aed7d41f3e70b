"""Words to search: FTS5 in SQLite, tsvector in PostgreSQL, given the same folded words in both."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, FromClause, Table, TextualSelect, text

from tocsin.storage.coded import phrases, words
from tocsin.storage.database import StoreError
from tocsin.storage.tables import claim


def index(connection: Connection, fact: Table, texts: Sequence[tuple[int, Sequence[str | None]]]) -> None:
    """Makes the texts of facts, given by number, findable."""
    rows = [{"seq": seq, "words": words(*parts)} for seq, parts in texts]
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"INSERT INTO {fact.name}_words (rowid, words) VALUES (:seq, :words)"), rows)
    else:
        row = "(:seq, to_tsvector('simple', :words))"
        connection.execute(text(f"INSERT INTO {fact.name}_words (seq, words) VALUES {row}"), rows)


def matching(connection: Connection, fact: Table, rows: FromClause, wanted: str) -> ColumnElement[bool]:
    """The condition that a fact holds every word and phrase wanted; StoreError where no word is given."""
    return rows.c.seq.in_(holding(connection, fact, wanted))


def holding(connection: Connection, fact: Table, wanted: str) -> TextualSelect:
    """The query of the numbers of the facts that hold every word and phrase wanted, standing or not.

    StoreError where no word is given. What the user gives is never a query of the database's own language: only letters
    and digits of it are used.
    """
    held, query = _asked(connection, fact, wanted)
    return text(held).bindparams(wanted=query).columns(fact.c.seq)


def newest(connection: Connection, wanted: str, most: int) -> Sequence[int]:
    """The numbers of the newest claims that hold every word wanted, oldest first."""
    held, query = _asked(connection, claim, wanted)
    number = "rowid" if connection.dialect.name == "sqlite" else "seq"
    found = connection.execute(text(f"{held} ORDER BY {number} DESC LIMIT :most"), {"wanted": query, "most": most})
    return sorted(found.scalars())


def _asked(connection: Connection, fact: Table, wanted: str) -> tuple[str, str]:
    """The query for the facts that hold every word and phrase, and what it is given as `wanted`."""
    found = phrases(wanted)
    if not found:
        raise StoreError(f"{wanted[:40]!r} holds no word to search for")
    if connection.dialect.name == "sqlite":
        query = " AND ".join(f'"{" ".join(phrase)}"' for phrase in found)
        return f"SELECT rowid AS seq FROM {fact.name}_words WHERE {fact.name}_words MATCH :wanted", query
    query = " & ".join(f"({' <-> '.join(phrase)})" for phrase in found)
    return f"SELECT seq FROM {fact.name}_words WHERE words @@ to_tsquery('simple', :wanted)", query
