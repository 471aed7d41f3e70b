"""The files that an extraction writes: whole or not there, the same whoever wrote them, done once."""

from __future__ import annotations

import json

import msgspec
import pyarrow.parquet as pq
import pytest

from engines.made import extracted, lines, names, records
from tocsin import pipeline, reading
from tocsin.engines import kept, output, shards, work
from tocsin.engines.schema import schema
from tocsin.engines.shards import Shard, share
from tocsin.reading import ReadError
from tocsin.records import Record

TEXT = "Rebels captured the town of Garm on Monday, two diplomats said. Some 300 people fled to the hills before dark."


@pytest.fixture(scope="module")
def input_(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    lines(folder / "a.jsonl", [f"{TEXT} Officials spoke of {n} dead." for n in range(2, 10)])
    (folder / "b.txt").write_text(f"Rebels take a town\n\nJuly 8, 2021\n\n{TEXT}\n")
    return folder


def done(inputs, to, *, size=300, shard="1/1"):
    """An extraction by this process, as a worker would."""
    to.mkdir(exist_ok=True)
    number, of = map(int, shard.split("/"))
    mine = share(shards.shards([str(path) for path in inputs], size), number, of)
    job = work.job(to)
    return [work.extract(each, job, {}, work.Meter()) for each in mine if isinstance(each, Shard)]


def test_a_file_of_records_holds_what_read_prints_to_the_byte(input_, tmp_path):
    done([input_], tmp_path, size=100_000)
    read = list(pipeline.code(reading.read([str(input_)])))
    assert len(read) == 9 and sum(len(record.claims) for record in read) > 18
    assert list(map(msgspec.json.encode, records(tmp_path))) == list(map(msgspec.json.encode, read))


def test_shards_and_shares_give_the_same_records_as_one(input_, tmp_path):
    done([input_], tmp_path / "one", size=100_000)
    done([input_], tmp_path / "many")
    for shard in ("2/3", "3/3", "1/3"):
        done([input_], tmp_path / "shares", shard=shard)
    assert len(list((tmp_path / "many").glob("*.parquet"))) > 4
    one = records(tmp_path / "one")
    assert records(tmp_path / "many") == one
    assert records(tmp_path / "shares") == one
    many, shares = (sorted(path.name for path in (tmp_path / name).iterdir()) for name in ("many", "shares"))
    assert many == shares


def test_a_second_run_does_only_what_is_missing_or_has_changed(tmp_path):
    path = lines(tmp_path / "in.jsonl", [f"Report {n}." for n in range(9)])
    to = tmp_path / "out"
    first = extracted([path], to, size=200, workers=1)
    assert not any(ending.before for ending in first)
    next(to.glob("*1.parquet")).unlink()
    again = extracted([path], to, size=200, workers=1)
    assert [ending.before for ending in again].count(False) == 1
    path.write_text(path.read_text("utf-8").replace("Report 0", "Report X"), "utf-8")
    assert [ending.before for ending in extracted([path], to, size=200, workers=1)].count(False) == 1
    assert names(to) == [f"r{n}" for n in range(1, 10)]
    lines(path, ["Report X."])
    extracted([path], to, size=200, workers=1)
    assert names(to) == ["r1"]


def test_the_columns_are_those_of_the_contract():
    assert schema().names == list(Record.__struct_fields__)
    report = schema().field("report").type
    assert [report.field(i).name for i in range(report.num_fields)] == (
        "id text url outlet title byline published published_basis language blocks".split()
    )
    assert not schema().field("claims").nullable


def test_a_line_is_read_once_wherever_it_is_cut(tmp_path):
    path = tmp_path / "in.jsonl"
    texts = ["Héllo" * n + "." for n in range(1, 7)]
    rows = [json.dumps({"id": str(n), "text": text}, ensure_ascii=False) for n, text in enumerate(texts)]
    path.write_bytes("\n\r\n".join(rows).encode() + b"\n \nno json")
    for size in (1, 7, 50, 1000):
        read = [
            item
            for shard in shards.shards([str(path)], size)
            for item in shards.items(shard, None, None, {})
            if isinstance(shard, Shard)
        ]
        assert [item.report.text for item in read[:-1]] == texts
        assert read[-1].message.startswith("is not valid JSON")


def test_the_line_of_what_is_not_read_is_that_of_the_whole_file(tmp_path):
    path = lines(tmp_path / "in.jsonl", [f"Report {n}." for n in range(9)])
    with path.open("a") as stream:
        stream.write("\n{}\n")
    extracted([path], tmp_path / "out", size=200, workers=1)
    (told,) = (tmp_path / "out").glob("*.unread.jsonl")
    assert json.loads(told.read_text())["line"] == 11


def test_what_is_no_folder_of_records_is_refused(tmp_path):
    with pytest.raises(ReadError, match="no file of records"):
        kept.files(tmp_path)
    (tmp_path / "x.parquet").write_bytes(b"PAR1 not")
    with pytest.raises(ReadError, match="parquet was not written"):
        kept.files(tmp_path)
    pq.write_table(schema().empty_table(), tmp_path / "x.parquet")
    assert output.origin(tmp_path / "x.parquet") is None
