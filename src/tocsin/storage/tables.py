"""The tables of a store. Rows are only ever added: a fact ends by a row in the table of its endings.

`docs/store.md` shows the schema on one page. Every fact has the moment at which the store came to know it; days of
events are ISO dates as text, moments are UTC times of one width, so both sort as text in either database.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)
Number: Final = BigInteger().with_variant(Integer, "sqlite")


def _key() -> Column[Any]:
    return Column("seq", Number, primary_key=True, autoincrement=False)


def _to(table: str, name: str, column: str = "seq") -> Column[Any]:
    return Column(name, Number, ForeignKey(f"{table}.{column}"), nullable=False)


def _text(name: str, *, null: bool = False) -> Column[Any]:
    return Column(name, Text, nullable=null)


def _moment() -> Column[Any]:
    return _to("moment", "moment", "id")


moment = Table(
    "moment",
    METADATA,
    Column("id", Number, primary_key=True, autoincrement=False),
    _text("known"),
    _text("verb"),
    _text("target", null=True),
    _text("who", null=True),
    _text("reason"),
    Index(None, "known"),
    Index(None, "target"),
)

report = Table(
    "report",
    METADATA,
    _key(),
    _moment(),
    _text("report_id"),
    Column("version", Integer, nullable=False),
    _text("digest"),
    _text("text_digest"),
    _text("facts_digest"),
    _text("reader"),
    _text("outlet", null=True),
    _text("published", null=True),
    _text("published_basis", null=True),
    _text("title", null=True),
    _text("url", null=True),
    Column("body", LargeBinary, nullable=False),
    Column("card", LargeBinary, nullable=False),
    Index(None, "report_id"),
    Index(None, "moment"),
    Index(None, "published"),
)

claim = Table(
    "claim",
    METADATA,
    _key(),
    _moment(),
    _text("claim_id"),
    _to("report", "report"),
    _text("report_id"),
    _text("digest"),
    _text("type"),
    _text("status"),
    _text("first_day", null=True),
    _text("last_day", null=True),
    _text("due_first", null=True),
    _text("due_last", null=True),
    _text("replaces", null=True),
    Column("body", LargeBinary, nullable=False),
    Column("card", LargeBinary, nullable=False),
    Index(None, "claim_id"),
    Index(None, "report_id"),
    Index(None, "moment"),
    Index(None, "replaces"),
    Index(None, "first_day", "last_day"),
    Index(None, "status", "due_last"),
    Index(None, "type", "first_day"),
)

place = Table(
    "claim_place",
    METADATA,
    _to("claim", "claim"),
    _text("place_id", null=True),
    _text("name"),
    _text("folded"),
    _text("country", null=True),
    _text("kind", null=True),
    Column("lat", Float),
    Column("lon", Float),
    _text("first_day", null=True),
    _text("last_day", null=True),
    Index(None, "claim"),
    Index(None, "place_id"),
    Index(None, "folded"),
    Index(None, "country"),
    Index(None, "first_day", "last_day", "lat", "lon", "claim"),
)

party = Table(
    "claim_party",
    METADATA,
    _to("claim", "claim"),
    _text("side"),
    _text("key"),
    _text("name"),
    _text("folded"),
    _text("kind"),
    _text("country", null=True),
    Index(None, "claim"),
    Index(None, "key", "side"),
    Index(None, "folded"),
    Index(None, "country"),
)

claim_key = Table(
    "claim_key",
    METADATA,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("claim", Number, ForeignKey("claim.seq"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

report_key = Table(
    "report_key",
    METADATA,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("report", Number, ForeignKey("report.seq"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

lineage = Table(
    "lineage",
    METADATA,
    _key(),
    _moment(),
    _text("report_id"),
    _text("origin"),
    _text("story"),
    Column("score", Float, nullable=False),
    _text("reason"),
    Index(None, "report_id"),
    Index(None, "origin"),
    Index(None, "story"),
    Index(None, "moment"),
)

member = Table(
    "member",
    METADATA,
    _key(),
    _moment(),
    _text("claim_id"),
    _text("event_id"),
    _text("denies", null=True),
    Column("score", Float, nullable=False),
    _text("reason"),
    Index(None, "denies"),
    Index(None, "claim_id"),
    Index(None, "event_id"),
    Index(None, "moment"),
)

bond = Table(
    "bond",
    METADATA,
    _key(),
    _moment(),
    _text("kind"),
    _text("one"),
    _text("other"),
    Index(None, "one"),
    Index(None, "other"),
    Index(None, "moment"),
)

outcome = Table(
    "outcome",
    METADATA,
    _key(),
    _moment(),
    _text("item"),
    _text("claim_id", null=True),
    _text("outcome"),
    _text("state"),
    Column("score", Float, nullable=False),
    _text("rule"),
    Index(None, "item"),
    Index(None, "claim_id"),
    Index(None, "moment"),
)

grade = Table(
    "grade",
    METADATA,
    _key(),
    _moment(),
    _text("scale"),
    _text("target"),
    _text("value"),
    Index(None, "target"),
    Index(None, "moment"),
)

verdict = Table(
    "verdict",
    METADATA,
    _key(),
    _moment(),
    _text("claim_id"),
    _text("report_id"),
    _to("claim", "claim"),
    _text("verdict"),
    _text("reviewer"),
    _text("change", null=True),
    Index(None, "claim_id"),
    Index(None, "report_id"),
    Index(None, "moment"),
)

undone = Table(
    "undone",
    METADATA,
    Column("act", Number, ForeignKey("moment.id"), primary_key=True, autoincrement=False),
    _moment(),
    Index(None, "moment"),
)

run = Table(
    "run",
    METADATA,
    Column("id", Number, primary_key=True, autoincrement=False),
    _text("begun"),
    Column("total", Integer),
)

run_step = Table(
    "run_step",
    METADATA,
    Column("run", Number, ForeignKey("run.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("at"),
    Column("done", Integer, nullable=False),
    Column("ended", Integer, nullable=False),
)

lead = Table(
    "lead",
    METADATA,
    _key(),
    _text("at"),
    _text("page"),
    _text("url"),
    _text("feed"),
    _text("published", null=True),
    _text("updated", null=True),
    Index(None, "page"),
    Index(None, "feed"),
)

look = Table(
    "look",
    METADATA,
    _key(),
    _text("at"),
    _text("page"),
    _text("asked"),
    _text("url"),
    _text("feed", null=True),
    Column("status", Integer, nullable=False),
    _text("etag", null=True),
    _text("modified", null=True),
    _text("charset", null=True),
    _text("type", null=True),
    _text("published", null=True),
    _text("digest", null=True),
    _text("report_id", null=True),
    _text("said", null=True),
    _text("again", null=True),
    Index(None, "page"),
    Index(None, "again"),
)

kept_page = Table(
    "kept_page",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)


def _ends(of: Table) -> Table:
    return Table(
        f"{of.name}_end",
        METADATA,
        Column("seq", Number, ForeignKey(f"{of.name}.seq"), primary_key=True, autoincrement=False),
        _moment(),
        _text("reason"),
        Index(None, "moment"),
    )


FACTS: Final = (report, claim, lineage, member, bond, outcome, grade, verdict)
ENDS: Final[dict[Table, Table]] = {table: _ends(table) for table in FACTS}
