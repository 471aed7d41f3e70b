"""Processes that end before their time: nothing is lost but the report that ends them, and it is named."""

from __future__ import annotations

import signal
import subprocess

from engines.made import FRAIL, extracted, lines, names, records, unread
from reading.test_parts import crawl
from tocsin import reading
from tocsin.engines import shards, work
from tocsin.engines.supervise import Hand, Lost, Run, finish
from tocsin.engines.work import Done


def test_reports_that_kill_their_process_are_named_and_all_others_are_there(tmp_path):
    texts = [f"Report {n}." for n in range(1, 12)]
    texts[4] += " POISON"
    texts[5] += " POISON"
    texts[7] += " STARTLED"
    path = lines(tmp_path / "in.jsonl", texts)
    (ending,) = extracted([path], tmp_path / "out", workers=1)
    assert (ending.reports, ending.unread) == (8, 3)
    assert names(tmp_path / "out") == [f"r{n}" for n in range(1, 12) if n not in (5, 6, 8)]
    told = unread(tmp_path / "out")
    assert [each["line"] for each in told] == [5, 6, 8]
    assert told[0] == {"path": str(path), "line": 5, "message": "report 'r5': its process ended with signal 9"}
    assert not list((tmp_path / "out").glob(".*"))


def test_a_report_that_never_ends_is_given_up(tmp_path):
    (plan,) = shards.shards([str(lines(tmp_path / "in.jsonl", ["One.", "ENDLESS"]))])
    list(Run(work.job(tmp_path), 1, 4.0, FRAIL).endings([plan]))
    assert names(tmp_path) == ["r1"]
    assert unread(tmp_path)[0]["message"] == "report 'r2': not read within 4 seconds"


def test_a_process_killed_from_outside_costs_nothing(tmp_path):
    texts = ["One.", f"ONCE {tmp_path / 'mark'}", "Three."]
    (ending,) = extracted([lines(tmp_path / "in.jsonl", texts)], tmp_path / "out", workers=1)
    assert ending.reports == 3
    assert not unread(tmp_path / "out")


def test_files_that_cannot_be_read_stand_in_the_way_of_no_other(tmp_path):
    (tmp_path / "in").mkdir()
    for name, words in (("b", "POISON"), ("c", "Three.")):
        (tmp_path / "in" / f"{name}.txt").write_text(words)
    (tmp_path / "in" / "d.txt").write_bytes(b"\xff\xfe")
    extracted([tmp_path / "in"], tmp_path / "out", workers=1)
    assert [record.report.text for record in records(tmp_path / "out")] == ["Three."]
    assert [told["path"][-5:] for told in unread(tmp_path / "out")] == ["b.txt", "d.txt"]


def test_where_nothing_can_be_written_the_shard_is_lost_and_says_why(tmp_path):
    path = lines(tmp_path / "in.jsonl", ["One."])
    (tmp_path / "out").write_text("a file, no folder")
    (plan,) = shards.shards([str(path)])
    (ending,) = [each for each in Run(work.job(tmp_path / "out"), 1, 60, FRAIL).endings([plan]) if each]
    assert isinstance(ending, Lost)
    assert "directory" in ending.reason


def test_no_process_is_left_when_the_run_is_stopped(tmp_path):
    path = lines(tmp_path / "in.jsonl", ["ENDLESS"])
    run = Run(work.job(tmp_path), 2, 60, FRAIL)
    endings = run.endings(shards.shards([str(path)]))
    assert next(endings) is None
    while not (started := [hand._process for hand in run._hands if hand._process]):
        next(endings)
    endings.close()
    assert all(isinstance(process, subprocess.Popen) and process.returncode == -signal.SIGKILL for process in started)


def test_a_process_is_replaced_when_it_has_done_its_share(tmp_path, monkeypatch):
    monkeypatch.setattr("tocsin.engines.supervise.FRESH", 3)
    path = lines(tmp_path / "in.jsonl", [f"Report {n}." for n in range(6)])
    job, hand, begun = work.job(tmp_path), Hand(FRAIL, 60), []
    for shard in shards.shards([str(path)], path.stat().st_size // 3):
        assert isinstance(finish(shard, job, hand), Done)
        begun.append(hand._process and hand._process.pid)
    hand.stop()
    assert begun[1] is None and None not in (begun[0], begun[2]) and begun[0] != begun[2]
    assert names(tmp_path) == [f"r{n}" for n in range(1, 7)]


def test_a_web_archive_is_shared_out(tmp_path):
    crawl(tmp_path / "in.warc.gz")
    plan = list(shards.shards([str(tmp_path / "in.warc.gz")], 100))
    assert len(plan) > 3
    (tmp_path / "out").mkdir()
    run = Run(work.job(tmp_path / "out"), 2, 60, FRAIL)
    assert sum(ending.reports for ending in run.endings(plan) if ending) == 12
    whole = [item.report for item in reading.read([str(tmp_path / "in.warc.gz")])]
    assert [record.report for record in records(tmp_path / "out")] == whole
