"""Reviewing: what people decide on claims, what undoes what; a version of a report may begin again as it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tocsin.storage.growing import only_grow

revision = "0002"
down_revision = "0001"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """To this version."""
    _tables()
    if op.get_bind().dialect.name == "sqlite":
        _anew()
        only_grow(["verdict", "verdict_end", "undone", "report"])
    else:
        op.drop_constraint("uq_report_report_id_digest", "report")
        only_grow(["verdict", "verdict_end", "undone"])
    op.create_index("ix_report_report_id", "report", ["report_id"])


def _tables() -> None:
    op.create_table(
        "verdict",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("claim", _NUMBER, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_verdict_moment"),
        sa.ForeignKeyConstraint(["claim"], ["claim.seq"], name="fk_verdict_claim"),
        sa.PrimaryKeyConstraint("seq", name="pk_verdict"),
    )
    for column in ("claim_id", "report_id", "moment"):
        op.create_index(f"ix_verdict_{column}", "verdict", [column])
    op.create_table(
        "verdict_end",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_verdict_end_moment"),
        sa.ForeignKeyConstraint(["seq"], ["verdict.seq"], name="fk_verdict_end_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_verdict_end"),
    )
    op.create_index("ix_verdict_end_moment", "verdict_end", ["moment"])
    op.create_table(
        "undone",
        sa.Column("act", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["act"], ["moment.id"], name="fk_undone_act"),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_undone_moment"),
        sa.PrimaryKeyConstraint("act", name="pk_undone"),
    )
    op.create_index("ix_undone_moment", "undone", ["moment"])


def _anew() -> None:
    """SQLite cannot take a constraint from a table: it is written anew, with its rows."""
    op.create_table(
        "report_anew",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("facts_digest", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("published_basis", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("card", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_report_moment"),
        sa.PrimaryKeyConstraint("seq", name="pk_report"),
    )
    op.execute("INSERT INTO report_anew SELECT * FROM report")
    op.execute("DROP TABLE report")
    op.execute("ALTER TABLE report_anew RENAME TO report")
    for column in ("moment", "published"):
        op.create_index(f"ix_report_{column}", "report", [column])
