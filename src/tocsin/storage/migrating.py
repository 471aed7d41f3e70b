"""Brings a store's schema to the present version; loaded only where one is made or is older."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic.command import upgrade as alembic_upgrade
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

if TYPE_CHECKING:
    from tocsin.storage.database import Database

_SCRIPTS = Path(__file__).parent / "migrations"


def known() -> set[str]:
    """Every revision that this version can bring up to date."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def upgrade(database: Database) -> None:
    """Makes the tables, or changes them, in one transaction; another process that does the same waits for it."""
    with database.writing(careful=True, rebuilds=True) as connection:
        if database.postgres:
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{database.schema}"'))
        config = _config()
        config.attributes["connection"] = connection
        alembic_upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config
