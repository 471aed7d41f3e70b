"""Opens the database of a store: a SQLite file or a PostgreSQL schema, of the present version or none at all."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, NoSuchModuleError, OperationalError

REVISION: Final = "0004"  # of the newest migration
BUSY_SECONDS: Final = 60
_SCHEMA: Final = "tocsin"
_TABLES_SQLITE: Final = "SELECT name FROM sqlite_master WHERE type = 'table'"
_TABLES_POSTGRES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
_POSTGRES: Final = re.compile(r"postgres(?:ql)?(?:\+\w+)?://")
_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class StoreError(Exception):
    """Why a store cannot be used, in words for the user; `damaged` where the user named it rightly."""

    def __init__(self, message: str, *, damaged: bool = False) -> None:
        super().__init__(message)
        self.message, self.damaged = message, damaged


class NotFound(StoreError):
    """What was asked for by its name is not in the store."""


class Database:
    """One store's database; transactions that write go one after the other, readers see one moment throughout."""

    def __init__(self, place: str | Path, *, create: bool = False) -> None:
        self.name = str(place)
        self.postgres = bool(_POSTGRES.match(self.name))
        with self._clear():
            self.schema, self.engine = _postgres(self.name) if self.postgres else ("", _sqlite(Path(place), create))
            self._prepare(create)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the store as it is at its first look, whatever is written meanwhile."""
        with self._clear(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, careful: bool = False, rebuilds: bool = False) -> Iterator[Connection]:
        """A transaction that writes alone; `careful` where it must outlast a power cut (what people decide).

        Where it `rebuilds` tables, SQLite looks at no foreign key on this connection, which must not be used again.
        """
        with self._clear(), self.engine.connect() as connection:
            if self.postgres:
                # in a snapshot taken before the lock was had, the last writer's rows would be missing
                connection.execution_options(isolation_level="READ COMMITTED")
            else:
                connection.execution_options(tocsin_writes="FULL" if careful else "NORMAL")
                connection.execution_options(tocsin_rebuilds=rebuilds)
            with connection.begin():
                if self.postgres:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:store)"), {"store": _lock(self.schema)})
                yield connection

    def shared(self) -> None:
        """From now on many read at once: each connection to SQLite keeps little, since the system keeps the file."""
        if not self.postgres:
            event.listen(self.engine, "connect", lambda raw, _: raw.execute("PRAGMA cache_size=-4096"))
            self.engine.dispose()

    def close(self) -> None:
        """Gives back what the database holds open."""
        self.engine.dispose()

    def _prepare(self, create: bool) -> None:
        found = self._revision()
        if found == REVISION:
            return
        if found is None and not create:
            raise StoreError(f"there is no store at {self._shown()} (tocsin add makes one)")
        from tocsin.storage.migrating import known, upgrade

        if found is not None and found not in known():
            raise StoreError(f"{self._shown()} was written by a newer Tocsin (its schema is {found}): update Tocsin")
        upgrade(self)
        self.engine.dispose()

    def _revision(self) -> str | None:
        with self.engine.connect() as connection:
            names = set(connection.execute(text(_TABLES_POSTGRES if self.postgres else _TABLES_SQLITE)).scalars())
            if not names:
                return None
            if not {"alembic_version", "moment"} <= names:
                raise StoreError(f"{self._shown()} is a database but no Tocsin store")
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())

    def _shown(self) -> str:
        return _hidden(self.name) if self.postgres else self.name

    @contextmanager
    def _clear(self) -> Iterator[None]:
        """The database's own complaints as StoreError, in words for the user."""
        try:
            yield
        except (OperationalError, DatabaseError, InterfaceError) as error:
            raise _worded(self._shown(), error) from error


def _worded(name: str, error: DatabaseError | InterfaceError) -> StoreError:
    words = " ".join(str(error.orig).split())
    if "file is not a database" in words:
        return StoreError(f"{name} is not a Tocsin store (not a SQLite file)")
    if "malformed" in words or "disk image" in words:
        return StoreError(f"{name} is damaged: {words}", damaged=True)
    if "unable to open" in words or "readonly" in words:
        return StoreError(f"{name} cannot be opened or written: {words}")
    return StoreError(f"{name}: {words}", damaged=True)


def _hidden(address: str) -> str:
    try:
        return make_url(address).render_as_string(hide_password=True)
    except ArgumentError:
        return "the PostgreSQL address"


# ---------------------------------------------------------------- SQLite
def _sqlite(path: Path, create: bool) -> Engine:
    _look_at(path, create)
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    return engine


def _look_at(path: Path, create: bool) -> None:
    if "\0" in str(path):
        raise StoreError("a store's path cannot hold a null character")
    try:
        if path.is_dir():
            raise StoreError(f"{path} is a folder, not a store")
        there = path.exists()
        if there and path.stat().st_size and not path.open("rb").read(16).startswith(b"SQLite format 3\0"):
            raise StoreError(f"{path} is not a Tocsin store (not a SQLite file)")
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {error.strerror}") from error
    if not there and not create:
        raise StoreError(f"there is no store at {path} (tocsin add makes one)")
    if not there and not path.parent.is_dir():
        raise StoreError(f"{path} cannot be made: there is no folder {path.parent}")


def _settle(connection: sqlite3.Connection, _record: Any) -> None:
    """WAL lets readers go on while one writes; the driver is kept from beginning transactions of its own."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA cache_size=-65536")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    writes = options.get("tocsin_writes")
    if options.get("tocsin_rebuilds"):
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    if writes:
        connection.exec_driver_sql(f"PRAGMA synchronous={writes}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


# ---------------------------------------------------------------- PostgreSQL
def _postgres(address: str) -> tuple[str, Engine]:
    try:
        url = make_url(address)
        schema = url.query.get("schema", _SCHEMA)
        if not isinstance(schema, str) or not _NAME.fullmatch(schema):
            raise StoreError("the schema of a PostgreSQL address must be a plain lower-case name")
        url = url.set(drivername="postgresql+psycopg").difference_update_query(["schema"])
        engine = create_engine(url, isolation_level="REPEATABLE READ", pool_pre_ping=True)
        engine.dialect.import_dbapi()
    except ArgumentError as error:
        raise StoreError(f"not a PostgreSQL address (such as postgresql://user@host/database): {error}") from error
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise StoreError("PostgreSQL needs an extra: pip install 'tocsin[postgres]'") from error
    event.listen(engine, "connect", lambda connection, _record: _choose(connection, schema))
    return schema, engine


def _lock(schema: str) -> int:
    """A number for the schema, so that stores of one database do not wait for each other."""
    return int.from_bytes(blake2b(schema.encode(), digest_size=7).digest(), "big")


def _choose(connection: Any, schema: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SET search_path TO "{schema}"')
    connection.commit()
