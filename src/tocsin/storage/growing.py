"""For migrations: tables to which rows are only ever added. Stores were made by it: it stays as it is."""

from __future__ import annotations

from collections.abc import Iterable

from alembic import op

_REFUSED = "a store only grows: rows are never changed or deleted"


def only_grow(tables: Iterable[str]) -> None:
    """Has the database refuse to change or delete rows of these tables; PostgreSQL needs `refusing` once before."""
    for table in tables:
        if op.get_bind().dialect.name != "sqlite":
            op.execute(
                f"CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse()"
            )
            continue
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
            )


def refusing() -> None:
    """Makes the function by which PostgreSQL refuses."""
    op.execute(
        f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
    )
