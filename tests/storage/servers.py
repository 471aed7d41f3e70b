"""A PostgreSQL server of the tests' own, in a folder of theirs, reached by a socket there."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

NOBODY_INSTALLED = "no PostgreSQL is installed (initdb, pg_ctl)"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest where several are installed."""
    found = [Path(path).resolve().parent for path in (shutil.which("pg_ctl"),) if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    return next((folder for folder in found if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


class Server:
    """A running server: makes databases and gives their addresses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0

    def address(self, database: str) -> str:
        return f"postgresql://tocsin@/{database}?host={self.folder}"

    def database(self, template: str = "template0") -> str:
        """A new database, a copy of the template; its address."""
        self._made += 1
        name = f"store{self._made}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)


@contextmanager
def server(folder: Path, bin: Path) -> Iterator[Server]:
    """A server in the folder, stopped at the end."""
    data = folder / "data"
    _give(folder)
    _run(bin / "initdb", "-D", data, "-U", "tocsin", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
    _run(bin / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
    try:
        yield Server(folder)
    finally:
        _run(bin / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def emptied(address: str) -> None:
    """Takes everything out of a store, which the store itself never allows."""
    with psycopg.connect(address) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'tocsin'").fetchall()
        connection.execute("SET session_replication_role = replica")
        tables = ", ".join(f"tocsin.{name}" for (name,) in names if name != "alembic_version")
        connection.execute(f"TRUNCATE {tables}")  # type: ignore[call-overload]


def _owner() -> str | None:
    """The server refuses to run as root; Debian's package makes a user for it."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


def _give(folder: Path) -> None:
    if owner := _owner():
        shutil.chown(folder, owner)
        for parent in folder.parents:
            if parent.owner() == "root" and parent.stat().st_mode & 0o005 != 0o005 and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o001)


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if owner := _owner():
        words = ["runuser", "-u", owner, "--", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd="/", timeout=60)
