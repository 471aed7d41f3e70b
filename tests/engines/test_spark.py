"""Spark does what one process does. Skipped where there is no Java or no pyspark."""

from __future__ import annotations

import json
import shutil

import msgspec
import pytest

from engines.made import records
from tocsin import pipeline, reading
from tocsin.engines import shards, work

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'tocsin[spark]'")
if shutil.which("java") is None:
    pytest.skip("no Java on this machine", allow_module_level=True)

TEXT = "Rebels captured the town of Garm on Monday, two diplomats said. Some 300 people fled to the hills before dark."


def test_a_cluster_gives_what_one_process_gives(tmp_path):
    from pyspark.sql import SparkSession

    from tocsin.engines.spark import SparkRun, extract

    rows = [{"id": f"r{n}", "published": "2021-07-08", "text": f"{TEXT} {n}"} for n in range(6)]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    read = list(pipeline.code(reading.read([str(path)])))
    plan = list(shards.shards([str(path)], 400))
    run = SparkRun(work.job(tmp_path / "out"), "local-cluster[1,2,1024]")
    (tmp_path / "out").mkdir()
    assert {ending.before for ending in run.endings(plan)} == {False}
    assert records(tmp_path / "out") == read
    session = SparkSession.builder.master("local[1]").getOrCreate()
    found = extract(session.createDataFrame([*rows, {"id": "bad", "published": "soon", "text": TEXT}])).collect()
    session.stop()
    kept = [row.asDict(recursive=True) for row in found]
    assert [
        msgspec.convert({k: v for k, v in row.items() if k != "unread"}, type(read[0])) for row in kept[:-1]
    ] == read
    assert kept[-1]["report"] is None
    assert "is not a date" in kept[-1]["unread"]
