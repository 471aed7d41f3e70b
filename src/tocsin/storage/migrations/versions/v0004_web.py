"""What was fetched from the web: addresses that lists name, looks at them, and the pages as they came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tocsin.storage.growing import only_grow

revision = "0004"
down_revision = "0003"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """To this version."""
    op.create_table(
        "lead",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("updated", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_lead"),
    )
    op.create_index("ix_lead_page", "lead", ["page"])
    op.create_index("ix_lead_feed", "lead", ["feed"])
    op.create_table(
        "look",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("charset", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("report_id", sa.Text(), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("again", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_look"),
    )
    op.create_index("ix_look_page", "look", ["page"])
    op.create_index("ix_look_again", "look", ["again"])
    op.create_table(
        "kept_page",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_kept_page"),
    )
    only_grow(["lead", "look", "kept_page"])
