"""The first schema: facts with their endings, what is looked up by, words to search, and nothing ever overwritten."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tocsin.storage.growing import only_grow, refusing

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WORDS = ("report_words", "claim_words")


def upgrade() -> None:
    """To this version."""
    _tables()
    tables = [name for name in sa.inspect(op.get_bind()).get_table_names() if name != "alembic_version"]
    if op.get_bind().dialect.name == "sqlite":
        only_grow(tables)
        for table in _WORDS:  # they hold no text, only where each word stands; FTS5 lets nothing be changed in them
            op.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(words, content='', tokenize='unicode61')")
    else:
        _words()
        refusing()
        only_grow([*tables, *_WORDS])


def _words() -> None:
    for table in _WORDS:
        fact = table.removesuffix("_words")
        op.execute(f"CREATE TABLE {table} (seq bigint PRIMARY KEY REFERENCES {fact} (seq), words tsvector NOT NULL)")
        op.execute(f"CREATE INDEX ix_{table} ON {table} USING gin (words)")


def _tables() -> None:
    op.create_table(
        "moment",
        sa.Column("id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("known", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_moment"),
    )
    op.create_index("ix_moment_known", "moment", ["known"])
    op.create_index("ix_moment_target", "moment", ["target"])
    op.create_table(
        "bond",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_bond_moment"),
        sa.PrimaryKeyConstraint("seq", name="pk_bond"),
    )
    op.create_index("ix_bond_moment", "bond", ["moment"])
    op.create_index("ix_bond_one", "bond", ["one"])
    op.create_index("ix_bond_other", "bond", ["other"])
    op.create_table(
        "grade",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("scale", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_grade_moment"),
        sa.PrimaryKeyConstraint("seq", name="pk_grade"),
    )
    op.create_index("ix_grade_moment", "grade", ["moment"])
    op.create_index("ix_grade_target", "grade", ["target"])
    op.create_table(
        "lineage",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_lineage_moment"),
        sa.PrimaryKeyConstraint("seq", name="pk_lineage"),
    )
    op.create_index("ix_lineage_moment", "lineage", ["moment"])
    op.create_index("ix_lineage_origin", "lineage", ["origin"])
    op.create_index("ix_lineage_report_id", "lineage", ["report_id"])
    op.create_index("ix_lineage_story", "lineage", ["story"])
    op.create_table(
        "member",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("denies", sa.Text(), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_member_moment"),
        sa.PrimaryKeyConstraint("seq", name="pk_member"),
    )
    op.create_index("ix_member_claim_id", "member", ["claim_id"])
    op.create_index("ix_member_denies", "member", ["denies"])
    op.create_index("ix_member_event_id", "member", ["event_id"])
    op.create_index("ix_member_moment", "member", ["moment"])
    op.create_table(
        "outcome",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_outcome_moment"),
        sa.PrimaryKeyConstraint("seq", name="pk_outcome"),
    )
    op.create_index("ix_outcome_claim_id", "outcome", ["claim_id"])
    op.create_index("ix_outcome_item", "outcome", ["item"])
    op.create_index("ix_outcome_moment", "outcome", ["moment"])
    op.create_table(
        "report",
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
        sa.UniqueConstraint("report_id", "digest", name="uq_report_report_id_digest"),
    )
    op.create_index("ix_report_moment", "report", ["moment"])
    op.create_index("ix_report_published", "report", ["published"])
    op.create_table(
        "bond_end",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_bond_end_moment"),
        sa.ForeignKeyConstraint(["seq"], ["bond.seq"], name="fk_bond_end_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_bond_end"),
    )
    op.create_index("ix_bond_end_moment", "bond_end", ["moment"])
    op.create_table(
        "claim",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("report", _NUMBER, nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Text(), nullable=True),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("due_first", sa.Text(), nullable=True),
        sa.Column("due_last", sa.Text(), nullable=True),
        sa.Column("replaces", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("card", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_claim_moment"),
        sa.ForeignKeyConstraint(["report"], ["report.seq"], name="fk_claim_report"),
        sa.PrimaryKeyConstraint("seq", name="pk_claim"),
    )
    op.create_index("ix_claim_claim_id", "claim", ["claim_id"])
    op.create_index("ix_claim_first_day_last_day", "claim", ["first_day", "last_day"])
    op.create_index("ix_claim_moment", "claim", ["moment"])
    op.create_index("ix_claim_replaces", "claim", ["replaces"])
    op.create_index("ix_claim_report_id", "claim", ["report_id"])
    op.create_index("ix_claim_status_due_last", "claim", ["status", "due_last"])
    op.create_index("ix_claim_type_first_day", "claim", ["type", "first_day"])
    op.create_table(
        "grade_end",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_grade_end_moment"),
        sa.ForeignKeyConstraint(["seq"], ["grade.seq"], name="fk_grade_end_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_grade_end"),
    )
    op.create_index("ix_grade_end_moment", "grade_end", ["moment"])
    op.create_table(
        "lineage_end",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_lineage_end_moment"),
        sa.ForeignKeyConstraint(["seq"], ["lineage.seq"], name="fk_lineage_end_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_lineage_end"),
    )
    op.create_index("ix_lineage_end_moment", "lineage_end", ["moment"])
    op.create_table(
        "member_end",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_member_end_moment"),
        sa.ForeignKeyConstraint(["seq"], ["member.seq"], name="fk_member_end_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_member_end"),
    )
    op.create_index("ix_member_end_moment", "member_end", ["moment"])
    op.create_table(
        "outcome_end",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_outcome_end_moment"),
        sa.ForeignKeyConstraint(["seq"], ["outcome.seq"], name="fk_outcome_end_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_outcome_end"),
    )
    op.create_index("ix_outcome_end_moment", "outcome_end", ["moment"])
    op.create_table(
        "report_end",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_report_end_moment"),
        sa.ForeignKeyConstraint(["seq"], ["report.seq"], name="fk_report_end_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_report_end"),
    )
    op.create_index("ix_report_end_moment", "report_end", ["moment"])
    op.create_table(
        "report_key",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("report", _NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.seq"], name="fk_report_key_report"),
        sa.PrimaryKeyConstraint("key", "report", name="pk_report_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claim_end",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("moment", _NUMBER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["moment"], ["moment.id"], name="fk_claim_end_moment"),
        sa.ForeignKeyConstraint(["seq"], ["claim.seq"], name="fk_claim_end_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_claim_end"),
    )
    op.create_index("ix_claim_end_moment", "claim_end", ["moment"])
    op.create_table(
        "claim_key",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("claim", _NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claim.seq"], name="fk_claim_key_claim"),
        sa.PrimaryKeyConstraint("key", "claim", name="pk_claim_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claim_party",
        sa.Column("claim", _NUMBER, nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["claim"], ["claim.seq"], name="fk_claim_party_claim"),
    )
    op.create_index("ix_claim_party_claim", "claim_party", ["claim"])
    op.create_index("ix_claim_party_country", "claim_party", ["country"])
    op.create_index("ix_claim_party_folded", "claim_party", ["folded"])
    op.create_index("ix_claim_party_key_side", "claim_party", ["key", "side"])
    op.create_table(
        "claim_place",
        sa.Column("claim", _NUMBER, nullable=False),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("first_day", sa.Text(), nullable=True),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["claim"], ["claim.seq"], name="fk_claim_place_claim"),
    )
    op.create_index("ix_claim_place_claim", "claim_place", ["claim"])
    op.create_index("ix_claim_place_country", "claim_place", ["country"])
    op.create_index(
        "ix_claim_place_first_day_last_day_lat_lon_claim",
        "claim_place",
        ["first_day", "last_day", "lat", "lon", "claim"],
    )
    op.create_index("ix_claim_place_folded", "claim_place", ["folded"])
    op.create_index("ix_claim_place_place_id", "claim_place", ["place_id"])
