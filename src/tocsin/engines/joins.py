"""Linking of a whole archive on Apache Spark: joins on blocking keys, and the groups that one machine finds.

What is worked out report by report, key by key and pair by pair (linking/archive.py) is shared out. Origins and stories
are chosen by the driver, to which some hundred bytes a report come for it; events by one task for each type of claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, chain, groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
import pyarrow as pa

from tocsin.engines import kept, linked, output
from tocsin.engines.output import Origin
from tocsin.linking import archive
from tocsin.linking.archive import MOST, Compared, Group, Lineage, Lineages
from tocsin.linking.cards import ClaimCard, ReportCard
from tocsin.linking.copies import Origins
from tocsin.records import Record

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Rows = Iterable[tuple[Any, ...]]
BLOCK: Final = 64  # reports that are compared with what is near them at a time
_TOGETHER: Final = 256  # rows that are handed on together
_SHEETS: Final = "number long, id string, card binary, claims binary"
_KEYS: Final = "key string, item long, asks boolean, bears boolean"
_pack = msgspec.msgpack.Encoder().encode
_card_of = msgspec.msgpack.Decoder(ReportCard).decode
_claims_of = msgspec.msgpack.Decoder(tuple[ClaimCard, ...]).decode
_compared_of = msgspec.msgpack.Decoder(Compared).decode
_lineage_of = msgspec.msgpack.Decoder(Lineage).decode
_group_of = msgspec.msgpack.Decoder(Group).decode


class Links(NamedTuple):
    """The origin and story of each report, the event of each claim: the columns of engines/linked.py."""

    reports: DataFrame
    claims: DataFrame


def link(records: DataFrame) -> Links:
    """Links records with the columns of `tocsin extract`, in the order of day and id of their reports.

    Of reports with one id the first is taken. Origins and stories are worked out at once, events when asked for.
    """
    return _linked(numbered(records))


def numbered(records: DataFrame) -> DataFrame:
    """What linking needs of records, which are numbered in the order of day and id."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    names = tuple(name for name in records.columns if name in Record.__struct_fields__)
    known = records.where("report is not null").select(*names).persist()
    order = known.select("report.published", "report.id").distinct()
    window = Window.orderBy(f.col("published").asc_nulls_last(), "id")
    numbers = order.withColumn("number", f.row_number().over(window).cast("long"))
    same = (f.col("report.id") == f.col("id")) & f.col("report.published").eqNullSafe(f.col("published"))
    return _mapped(known.join(numbers, same).select("number", *names), partial(_sheets, names=names), _SHEETS)


def link_files(session: SparkSession, files: Sequence[tuple[Path, Origin]], to: Path) -> None:
    """Links what `tocsin extract` wrote, in the order of the input, and writes what came of it."""
    ends = accumulate(output.rows(path) for path, _ in files)
    given = [(str(path.absolute()), first) for (path, _), first in zip(files, chain([0], ends), strict=False)]
    spread = session.sparkContext.parallelize(given, max(len(given), 1))
    found = _linked(_mapped(session.createDataFrame(spread, "path string, first long"), _sheets_of_files, _SHEETS))
    for name, frame in found._asdict().items():
        frame.write.option("compression", "zstd").parquet((to / name).absolute().as_uri())


def _linked(every: DataFrame) -> Links:
    from pyspark.sql import functions as f

    firsts = every.groupBy("id").agg(f.min("number").alias("number"))
    sheets = every.join(firsts, ["id", "number"], "left_semi").dropDuplicates(["id"]).persist()
    found, origins = _lineages(sheets.select("number", "card"))
    session = sheets.sparkSession
    lines = session.createDataFrame([(each.number, _pack(each)) for each in found], "number long, line binary")
    told = [(each.report, origins.now(each.origin), each.origin_score, each.story, each.story_score) for each in found]
    placed = _events(sheets.join(lines, "number"), origins)
    echoes = _mapped(sheets.select("claims"), _echoes, "claim string, meant string")
    meant = placed.selectExpr("claim meant", "event echoed")
    denials = echoes.join(meant, "meant").select("claim", "echoed")
    claims = placed.join(denials, "claim", "left").withColumn("denies", f.coalesce("echoed", "denies"))
    return Links(session.createDataFrame(told, _told(linked.REPORTS)), claims.select(linked.CLAIMS.names))


def _told(schema: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


# ---------------------------------------------------------------- reports
def _lineages(cards: DataFrame) -> tuple[list[Lineage], Origins]:
    """The origins and stories of all reports, chosen here in their order."""
    near = _near(_mapped(cards, _report_keys, _KEYS)).selectExpr("number", f"item div {MOST} other")
    near = near.distinct().persist()
    compared = _mapped(_beside(cards, near), _compared, "number long, body binary").persist()
    lineages = Lineages()
    rows = compared.orderBy("number").toLocalIterator()
    found = [lineages.choose(_compared_of(bytes(row.body))) for row in rows]
    compared.unpersist()
    near.unpersist()
    return found, lineages.origins


def _beside(cards: DataFrame, near: DataFrame) -> DataFrame:
    """Reports in blocks: first the cards of all that is near them, then their own with the numbers of what is near."""
    from pyspark.sql import functions as f

    block = f"number div {BLOCK} block"
    others = near.groupBy("number").agg(f.collect_list("other").alias("others"))
    asking = cards.join(others, "number", "left").selectExpr(block, "true asks", "number", "others", "card")
    wanted = near.selectExpr(block, "other number").distinct().join(cards, "number")
    beside = wanted.selectExpr("block", "false asks", "number", "cast(null as array<long>) others", "card")
    return asking.union(beside).repartition("block").sortWithinPartitions("block", "asks")


# ---------------------------------------------------------------- claims
def _events(sheets: DataFrame, origins: Origins) -> DataFrame:
    """The events of all claims; a task does all claims of a type."""
    from pyspark.sql import functions as f

    groups = _mapped(sheets.select("claims", "line"), _groups, "type string, number long, body binary").persist()
    near = _near(_mapped(groups.select("body"), _claim_keys, _KEYS))
    near = near.groupBy("type", "number").agg(f.sort_array(f.collect_set("item")).alias("near"))
    asked = groups.join(near, ["type", "number"], "left").repartition("type").sortWithinPartitions("type", "number")
    return _mapped(asked.select("body", "near"), partial(_placed, origins=origins), _told(linked.CLAIMS))


def _near(keys: DataFrame) -> DataFrame:
    """The items near each report, for each type of claim (of a report itself: for each mark)."""
    ordered = keys.repartition("key").sortWithinPartitions("key", "item")
    return _mapped(ordered, _near_rows, "type string, number long, item long")


# ---------------------------------------------------------------- what the executors do
def _mapped(frame: DataFrame, do: Callable[[Rows], Rows], schema: Any) -> DataFrame:
    """What a function makes of the rows of each partition."""
    from pyspark.sql.pandas.types import to_arrow_schema
    from pyspark.sql.types import StructType, _parse_datatype_string

    parsed = schema if isinstance(schema, StructType) else _parse_datatype_string(schema)
    return frame.mapInArrow(partial(_batches, do=do, schema=to_arrow_schema(parsed)), parsed)


def _batches(batches: Iterable[pa.RecordBatch], do: Callable[[Rows], Rows], schema: pa.Schema) -> Iterator[Any]:
    given = (row for batch in batches for row in zip(*(each.to_pylist() for each in batch.columns), strict=True))
    rows = iter(do(given))
    while some := list(islice(rows, _TOGETHER)):
        columns = zip(*some, strict=True)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _sheets(rows: Rows, names: tuple[str, ...]) -> Rows:
    for number, *fields in rows:
        yield _sheet(number, msgspec.convert(dict(zip(names, fields, strict=True)), Record))


def _sheets_of_files(rows: Rows) -> Rows:
    for path, first in rows:
        for number, record in enumerate(kept.records(Path(path)), first):
            yield _sheet(number, record)


def _sheet(number: int, record: Record) -> tuple[Any, ...]:
    card, claims = archive.cards(record)
    return number, card.id, _pack(card), _pack(claims)


def _report_keys(rows: Rows) -> Rows:
    for number, card in rows:
        yield from archive.keys_of_report(number, _card_of(card))


def _claim_keys(rows: Rows) -> Rows:
    for (body,) in rows:
        yield from archive.keys_of_claims(_group_of(body))


def _near_rows(rows: Rows) -> Rows:
    for key, of_key in groupby(rows, key=lambda row: row[0]):
        mark = key.partition("|")[0]
        yield from ((mark, number, item) for number, item in archive.near(of_key))


def _compared(rows: Rows) -> Rows:
    for _, of_block in groupby(rows, key=lambda row: row[0]):
        near: dict[int, ReportCard] = {}
        for _, asks, number, others, card in of_block:
            found = _card_of(card)
            if not asks:
                near[number] = found
            else:
                beside = {other: near[other] for other in sorted(others or ())}
                yield number, _pack(archive.compared(number, found, beside))


def _groups(rows: Rows) -> Rows:
    for claims, line in rows:
        for group in archive.groups(_claims_of(claims), _lineage_of(line)):
            yield group.type, group.number, _pack(group)


def _placed(rows: Rows, origins: Origins) -> Rows:
    asked = (msgspec.structs.replace(_group_of(body), near=tuple(near or ())) for body, near in rows)
    for report, placement in archive.placements(asked, origins):
        row = linked.claim_row(report, placement)
        yield tuple(row[name] for name in linked.CLAIMS.names)


def _echoes(rows: Rows) -> Rows:
    for (claims,) in rows:
        yield from archive.echoes(_claims_of(claims))
