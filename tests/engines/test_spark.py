"""Spark does what one process does, also where a part of it is killed. Skipped where there is no Java or no pyspark."""

from __future__ import annotations

import json
import os
import shutil
import sys

import msgspec
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from engines.killing import EXECUTOR, PYTHON, kill
from engines.made import FRAIL, lines, names, records, unread
from linking.test_archive import reports as archive
from tocsin import pipeline, reading
from tocsin.cli import app
from tocsin.engines import kept, linked, output, shards, work
from tocsin.records import Record

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'tocsin[spark]'")
if shutil.which("java") is None:
    pytest.skip("no Java on this machine", allow_module_level=True)

CLUSTER = "local-cluster[2,1,2048]"
TEXT = "Rebels captured the town of Garm on Monday, two diplomats said. Some 300 people fled to the hills before dark."


LEAN = {  # a cluster that is begun quickly; what it computes is the same
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.adaptive.enabled": "false",
}


@pytest.fixture(scope="module", autouse=True)
def lean(tmp_path_factory):
    folder = tmp_path_factory.mktemp("conf")
    (folder / "spark-defaults.conf").write_text("".join(f"{name} {value}\n" for name, value in LEAN.items()))
    (folder / "log4j2.properties").write_text("rootLogger.level = error\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        yield


@pytest.fixture(scope="module")
def session(lean):
    from tocsin.engines.spark import session_for

    with session_for("tests", CLUSTER) as session:
        yield session


def endings(path, to, killed=()):
    """The endings of a run on the cluster whose workers some words are too much for; what is killed on the way."""
    from tocsin.engines.spark import SparkRun

    to.mkdir()
    killed = list(killed)
    found = []
    for ending in SparkRun(work.job(to), None, 60, FRAIL).endings(shards.shards([str(path)], 120)):
        if ending is not None:
            found.append(ending)
            if killed and len(found) > 1:
                assert kill(os.getpid(), killed.pop(0))
    assert not killed
    return found


def test_the_command_line_does_it_on_a_cluster_of_its_own(tmp_path):  # the first, while there is no other
    path = lines(tmp_path / "in.jsonl", [TEXT, f"{TEXT} " * 8, TEXT])
    words = ["extract", str(path), "--to", str(tmp_path / "out"), "--shard-size", "0.001"]
    done = CliRunner().invoke(app, [*words, "--engine", "spark", "--master", CLUSTER])
    assert done.exit_code == 0, done.stderr
    assert "3 reports in 2 files" in done.stderr
    assert records(tmp_path / "out") == list(pipeline.code(reading.read([str(path)])))


def test_reports_of_a_frame_give_what_one_process_gives(session):
    from tocsin.engines.spark import extract

    rows = [{"id": f"r{n}", "published": "2021-07-08", "text": f"{TEXT} {n}"} for n in range(3)]
    found = extract(session.createDataFrame([*rows, {"id": "bad", "published": "soon", "text": TEXT}])).collect()
    *kept, bad = (row.asDict(recursive=True) for row in found)
    assert bad["report"] is None
    assert "is not a date" in bad["unread"]
    given = [reading.articles.from_json(json.dumps(row).encode(), reading.articles.Options()) for row in rows]
    read = list(pipeline.code(given))
    assert [msgspec.convert({k: v for k, v in row.items() if k != "unread"}, Record) for row in kept] == read


def test_a_report_that_ends_its_process_is_named_and_all_others_are_there(session, tmp_path):
    path = lines(tmp_path / "in.jsonl", ["One.", "Two.", "POISON", "Four.", "Five.", "Six."])
    found = endings(path, tmp_path / "out")
    assert (sum(ending.reports for ending in found), sum(ending.unread for ending in found)) == (5, 1)
    assert names(tmp_path / "out") == ["r1", "r2", "r4", "r5", "r6"]
    assert [told["message"] for told in unread(tmp_path / "out")] == ["report 'r3': its process ended with signal 9"]


def test_a_killed_executor_costs_nothing(session, tmp_path):
    path = lines(tmp_path / "in.jsonl", [f"SLOW {n}." for n in range(1, 19)])
    found = endings(path, tmp_path / "out", [EXECUTOR, PYTHON])
    assert sum(ending.reports for ending in found) == 18
    assert names(tmp_path / "out") == [f"r{n}" for n in range(1, 19)]
    assert not unread(tmp_path / "out")
    assert not list((tmp_path / "out").glob(".*"))


def test_an_archive_is_linked_as_by_one_process(session, tmp_path):
    from tocsin.engines.joins import numbered

    records = sorted(archive(0)[:9], key=lambda record: (record.report.published or "9", record.report.id))
    write(records[:4], tmp_path / "in", 0)
    write(records[4:] + records[:1], tmp_path / "in", 1)
    linked.alone(kept.files(tmp_path / "in"), tmp_path / "one")
    done = CliRunner().invoke(app, ["link", str(tmp_path / "in"), "--to", str(tmp_path / "out"), "--engine", "spark"])
    assert done.exit_code == 0, done.stderr
    for name in ("reports", "claims"):
        expected = rows(pq.read_table(tmp_path / "one" / name).to_pylist())
        assert len(expected) > 8
        assert rows(pq.read_table(tmp_path / "out" / name).to_pylist()) == expected
    frame = numbered(session.read.parquet(str(tmp_path / "in"))).dropDuplicates(["id"])
    numbers = {row.id: row.number for row in frame.collect()}
    assert sorted(numbers, key=numbers.get) == [record.report.id for record in records]


def write(records, to, number):
    to.mkdir(exist_ok=True)
    writer = output.Writer(to, f"in-{number:06d}")
    for record in records:
        writer.add(record)
    writer.finish(output.Origin("/in.jsonl", number, "/in.jsonl", "", ""))


def rows(found):
    return sorted(tuple(row.items()) for row in found)
