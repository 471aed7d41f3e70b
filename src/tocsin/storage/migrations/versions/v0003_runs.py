"""How far each run of `add` has come, for whoever watches; it is no part of what the store knows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tocsin.storage.growing import only_grow

revision = "0003"
down_revision = "0002"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """To this version."""
    op.create_table(
        "run",
        sa.Column("id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("begun", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.create_table(
        "run_step",
        sa.Column("run", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name="fk_run_step_run"),
        sa.PrimaryKeyConstraint("run", "number", name="pk_run_step"),
    )
    only_grow(["run", "run_step"])
