"""The claims table of a store in its three forms, read back by the readers that people use."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tocsin.exports import claims
from tocsin.exports.claim_row import COLUMNS, DAYS, FRACTIONS, WHOLE
from tocsin.exports.hxl import TAGS
from tocsin.storage import bulk, loading
from tocsin.storage.filters import Filters
from tocsin.storage.moments import newest

# the names that R's event report tools ask for, where Tocsin has something to say
EVENT_REPORT = "event_id country city location actor1 date_start deaths_best injuries_best geo_precision source".split()


def written(store, form="csv", **given):
    out = io.BytesIO()
    tags, processes = given.pop("tags", False), given.pop("processes", 1)
    count = claims.write(store.database, Filters(**given), out, form, tags=tags, processes=processes)
    return count, out.getvalue()


def rows(store, **given):
    return list(csv.DictReader(io.StringIO(written(store, **given)[1].decode(), newline="")))


@pytest.fixture(scope="module")
def parquet(samples, tmp_path_factory):
    path = tmp_path_factory.mktemp("parquet") / "claims.parquet"
    path.write_bytes(written(samples, "parquet")[1])
    return path


def test_one_row_a_claim_none_lost_none_doubled_whatever_the_form(samples):
    ids = [row.claim.id for row in samples.list("claims")]
    assert len(ids) == len(set(ids)) > 20
    assert [row["claim_id"] for row in rows(samples)] == ids
    count, lines = written(samples, "jsonl")
    assert count == len(ids) and [json.loads(line)["claim_id"] for line in lines.splitlines()] == ids


def test_every_quote_is_in_its_report_and_every_event_is_listed(samples):
    with samples.database.reading() as connection:
        texts = {row.id: loading.text(connection, newest(connection), row.id) for row in samples.list("reports")}
    events = {event.id: set(event.claims) for event in samples.list("events")}
    for row in rows(samples):
        assert texts[row["report_id"]][int(row["start"]) : int(row["end"])] == row["quote"]
        assert row["claim_id"] in events[row["event_id"]]


def test_the_columns_that_event_report_tools_take_are_there():
    assert set(EVENT_REPORT) | {"source_classification", "certain"} <= set(COLUMNS)


def test_the_forms_hold_the_same(samples, parquet):
    from pyarrow.parquet import read_table

    objects = [json.loads(line) for line in written(samples, "jsonl")[1].splitlines()]
    table = read_table(parquet).to_pylist()
    for line, row, cells in zip(objects, table, rows(samples), strict=True):
        assert list(line) == list(row) == list(cells) == list(COLUMNS)
        for column in COLUMNS:
            value, stored = line[column], row[column]
            if column == "quantities":
                assert (json.loads(stored) if stored else None) == value == json.loads(cells[column] or "null")
            elif column in DAYS:
                assert (stored and stored.isoformat()) == value == (cells[column] or None)
            elif column == "first_seen":
                assert stored.isoformat().startswith(value.removesuffix("Z")) and cells[column] == value
            else:
                assert stored == value
                expected = None if not cells[column] else cells[column]
                number = column in WHOLE | FRACTIONS
                assert (float(expected) if number and expected else expected and expected.removeprefix("'")) == value


def test_pandas_polars_and_duckdb_read_it_with_the_right_types(samples, parquet):
    pandas, polars, duckdb = map(pytest.importorskip, ("pandas", "polars", "duckdb"))
    count = len(samples.list("claims"))
    frame = pandas.read_parquet(parquet, dtype_backend="pyarrow")
    assert list(frame.columns) == list(COLUMNS) and len(frame) == count
    assert str(frame.dtypes["date_start"]).startswith("date32") and str(frame.dtypes["date_prec"]).startswith("int64")
    read = polars.read_parquet(parquet)
    assert read.schema["first_seen"] == polars.Datetime("us", "UTC") and read.schema["due_end"] == polars.Date
    assert read.filter(polars.col("status") == "happened").height == (frame.status == "happened").sum()
    asked = "SELECT count(*), count(DISTINCT claim_id), min(date_start), sum(certain) FROM read_parquet(?)"
    (found,) = duckdb.execute(asked, [str(parquet)]).fetchall()
    assert found == (count, count, frame.date_start.min(), frame.certain.sum())


def test_several_processes_write_the_same_bytes(samples, monkeypatch):
    monkeypatch.setattr(bulk.stretches, "__defaults__", (7,))
    for form in ("csv", "parquet"):
        assert written(samples, form, processes=2) == written(samples, form)


def test_the_filters_are_those_of_list(made):
    for asked in ({"status": ("happened",)}, {"place": "karsk"}, {"search": "mayor"}, {"limit": 3}, {"actor": "TJK"}):
        kept = [row.claim.id for row in made.list("claims", **asked)]
        assert [row["claim_id"] for row in rows(made, **asked)] == kept != []


def test_the_past_is_written_as_it_was_known(made):
    assert [row["claim_id"] for row in rows(made, at="2021-06-02")] == ["post-1:shelled", "post-2:shelled"]
    assert rows(made, at="2021-05-01") == []


def test_stretches_of_which_nothing_stands_are_no_rows(made, monkeypatch):
    from pyarrow.parquet import ParquetFile

    monkeypatch.setattr(bulk.stretches, "__defaults__", (1,))
    count, file = written(made, "parquet", at="2021-06-02")
    assert count == 2 and ParquetFile(io.BytesIO(file)).num_row_groups == 2
    assert claims.table(made.database, Filters(at="2021-05-01")).num_rows == written(made, at="2021-05-01")[0] == 0


def test_a_formula_is_defused_in_cells_and_kept_in_data(made):
    cells = next(row for row in rows(made) if row["report_id"] == "post-6")
    assert cells["actor1"] == "'=SUM(A1)" and cells["outlet"].startswith("'=cmd")
    (line,) = [json.loads(line) for line in written(made, "jsonl", search="map")[1].splitlines()]
    assert line["actor1"] == "=SUM(A1)"


def test_what_is_unknown_is_empty(made):
    cells = next(row for row in rows(made) if row["report_id"] == "post-6")
    empty = "published date_start date_prec due_end country admin1 city latitude geo_precision deaths_low cameo"
    assert {cells[name] for name in empty.split()} == {""} and cells["location"] == "Halm"


def test_a_country_and_an_open_figure_are_not_made_finer(made):
    cells = {row["claim_id"]: row for row in rows(made)}
    asked, shelled = cells["post-7:asked"], cells["post-1:shelled"]
    assert (asked["country"], asked["latitude"], asked["geo_precision"]) == ("TJK", "", "6")
    assert (shelled["deaths_low"], shelled["deaths_high"], shelled["deaths_best"]) == ("12", "", "")


def test_hxl_tags_come_straight_after_the_header(made):
    header, tags, *_ = csv.reader(io.StringIO(written(made, tags=True)[1].decode(), newline=""))
    assert header == list(COLUMNS) and len(tags) == len(header)
    assert tags[0] == "#event+code" and tags[header.index("deaths_low")] == "#affected+killed+min"
    assert set(TAGS["claims"]) <= set(header)


def test_what_people_decided_is_told(tmp_path, made):
    from exports.made import reports
    from tocsin.storage.store import Store

    with Store(tmp_path / "news.tocsin") as store:
        store.add(reports()[0])
        store.accept("post-1:shelled", "Ann", "as it says")
        assert [row["review_state"] for row in rows(store)] == ["accepted"]
