"""What is no store, a store of another version, a broken one: said in clear words."""

from __future__ import annotations

import os
import sqlite3

import psycopg
import pytest
from sqlalchemy import create_engine
from typer.testing import CliRunner

from storage.made import shelling
from tocsin.cli import app
from tocsin.storage.database import REVISION, Database, StoreError
from tocsin.storage.store import Store


def refused(place, *, create=False):
    with pytest.raises(StoreError) as raised:
        Store(place, create=create)
    return raised.value


def test_there_is_no_store_where_nothing_is(tmp_path):
    assert "there is no store at" in refused(tmp_path / "none.tocsin").message
    assert list(tmp_path.iterdir()) == []


def test_a_folder_a_text_and_another_database_are_no_stores(tmp_path):
    assert "is a folder" in refused(tmp_path, create=True).message
    (tmp_path / "text.tocsin").write_text("not a database at all, but long enough to look like one" * 20)
    assert "is not a Tocsin store" in refused(tmp_path / "text.tocsin", create=True).message
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE moment (id)")
    assert "is a database but no Tocsin store" in refused(tmp_path / "other.db", create=True).message
    assert "null character" in refused("a\0b", create=True).message


def test_no_folder_to_make_it_in(tmp_path):
    assert "there is no folder" in refused(tmp_path / "none" / "news.tocsin", create=True).message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(tmp_path):
    tmp_path.chmod(0o500)
    assert "cannot be opened or written" in refused(tmp_path / "news.tocsin", create=True).message


def test_an_empty_file_becomes_a_store_only_where_one_may_be_made(tmp_path):
    path = tmp_path / "news.tocsin"
    path.touch()
    assert "there is no store at" in refused(path).message
    Store(path).close()
    Store(path, create=False).close()


def test_a_store_of_a_newer_version(place):
    with Store(place) as store, store.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    try:
        error = refused(place)
        assert "newer Tocsin" in error.message and not error.damaged
    finally:
        restore(place)


def restore(place):
    """The next test has the same PostgreSQL store."""
    if place.startswith("postgresql"):
        with psycopg.connect(place) as connection:
            connection.execute(f"UPDATE tocsin.alembic_version SET version_num = '{REVISION}'")


def test_a_broken_file_is_named_and_ends_with_one(tmp_path):
    path = tmp_path / "news.tocsin"
    with Store(path) as store:
        for number in range(8):
            store.add(shelling(f"r{number}"))
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[8192:-4096] = b"\xa5" * (len(content) - 8192 - 4096)
    path.write_bytes(content)
    result = CliRunner().invoke(app, ["list", str(path), "claims"])
    assert result.exit_code == 1
    assert str(path) in result.stderr and "Traceback" not in result.stderr


def test_two_stores_in_one_database_are_two(postgres):
    address = postgres.address("store1")
    with Store(f"{address}&schema=other") as other, Store(address) as store:
        other.add(shelling())
        assert store.list("reports") == []
        assert len(other.list("reports")) == 1


@pytest.mark.parametrize(
    "address", ["postgresql://nobody@/none?host=/nowhere", "postgresql://x@/y?schema=A;DROP", "postgresql://["]
)
def test_addresses_that_lead_nowhere(address):
    error = refused(address)
    assert "\n" not in error.message


def test_a_password_is_never_shown():
    assert "secret" not in refused("postgresql://me:secret@/none?host=/nowhere").message


def test_the_newest_migration_is_the_one_the_code_knows():
    from alembic.script import ScriptDirectory

    from tocsin.storage.migrating import _config

    assert ScriptDirectory.from_config(_config()).get_current_head() == REVISION


def test_the_migrations_make_the_tables_that_the_code_knows(place):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from tocsin.storage.tables import METADATA

    database = Database(place)
    with database.reading() as connection:
        ours = {"include_object": lambda thing, name, kind, reflected, other: "_words" not in (name or "")}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **ours})
        assert compare_metadata(context, METADATA) == []


def test_all_of_the_shared_engine_is_given_back(tmp_path):
    store = Store(tmp_path / "news.tocsin")
    store.close()
    create_engine(f"sqlite:///{tmp_path / 'news.tocsin'}").connect().close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.tocsin"]
