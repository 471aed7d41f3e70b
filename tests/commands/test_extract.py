"""`tocsin extract` and `tocsin load` as they are typed."""

from __future__ import annotations

import json
import subprocess
import sys

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from tocsin.cli import app

TEXT = "Rebels captured the town of Garm on Monday, two diplomats said. Some 300 people fled to the hills before dark."


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Three reports and one bad line, extracted by a process of their own."""
    folder = tmp_path_factory.mktemp("extract")
    rows = [{"id": f"r{n}", "outlet": f"Post {n}", "published": "2021-07-08", "text": f"{TEXT} {n}"} for n in (1, 2, 3)]
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "{}\n")
    words = "extract", folder / "in.jsonl", "--to", folder / "out", "--workers", "1"
    ended = subprocess.run(
        [sys.executable, "-m", "tocsin", *map(str, words)], check=False, capture_output=True, text=True
    )
    return folder, words, ended


def listed_in(store, what):
    result = run("list", store, what, "--format", "jsonl")
    assert result.exit_code == 0
    return result.stdout.splitlines()


def listed(store, what):
    return sorted(line.partition('"known"')[0] for line in listed_in(store, what))


def test_what_was_done_and_what_was_not_read_is_said(made):
    folder, words, ended = made
    assert (ended.returncode, ended.stdout) == (1, "")
    told = ended.stderr.splitlines()
    assert told[0].endswith("in.jsonl:4: is not a report: Object missing required field `text`")
    assert told[1] == f"3 reports in 1 files; 1 not read, each with its reason in {folder / 'out'}/*.unread.jsonl"
    again = run(*words)
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr.startswith("0 reports in 0 files; 3 in 1 files were there before; 1 not read")


def test_loading_gives_the_store_that_adding_gives_and_loading_again_nothing(made):
    folder, _, _ = made
    loaded = run("load", folder / "loaded.tocsin", folder / "out")
    assert loaded.exit_code == 0, loaded.output
    added = run("add", folder / "added.tocsin", folder / "in.jsonl")
    assert loaded.stdout == added.stdout
    for what in ("reports", "claims", "events"):
        assert listed(folder / "loaded.tocsin", what) == listed(folder / "added.tocsin", what)
    again = run("load", folder / "loaded.tocsin", folder / "out")
    assert (again.stdout, again.stderr.splitlines()[0]) == ("", "3 unchanged")
    assert run("add", folder / "loaded.tocsin", folder / "in.jsonl").stdout == ""
    assert run("check", folder / "loaded.tocsin").exit_code == 0


def test_linking_without_a_store_gives_the_groups_of_a_store(made):
    folder, _, _ = made
    assert run("link", folder / "out", "--to", folder / "groups").exit_code == 0
    assert run("load", folder / "store.tocsin", folder / "out").exit_code == 0
    reports, claims = (pq.read_table(folder / "groups" / name).to_pylist() for name in ("reports", "claims"))
    stored = [json.loads(line) for line in listed_in(folder / "store.tocsin", "reports")]
    assert {row["report"]: (row["origin"], row["story"]) for row in reports} == {
        row["id"]: (row["origin"], row["story"]) for row in stored
    }
    stored = [json.loads(line) for line in listed_in(folder / "store.tocsin", "claims")]
    assert {row["claim"]: row["event"] for row in claims} == {row["claim"]["id"]: row["event"] for row in stored}
    assert len({row["event"] for row in claims}) < len(claims)
    again = run("link", folder / "out", "--to", folder / "groups")
    assert (again.exit_code, "delete them first" in again.stderr) == (2, True)


@pytest.mark.parametrize("shard", ["0/2", "3/2", "x", "1"])
def test_a_share_that_is_none_is_wrong_usage(shard, tmp_path):
    assert run("extract", tmp_path / "in", "--to", tmp_path / "out", "--shard", shard).exit_code == 2


def test_a_wrong_date_is_wrong_usage_and_standard_input_cannot_be_shared_out(tmp_path):
    assert run("extract", tmp_path / "in", "--to", tmp_path / "out", "--published", "soon").exit_code == 2
    assert run("extract", tmp_path, "--to", tmp_path / "out").exit_code == 2  # it would be read the next time
    result = run("extract", "-", "--to", tmp_path / "out")
    assert result.exit_code == 1
    assert "can be read only once" in result.stderr


def test_a_folder_that_holds_no_records_is_no_store_filled(tmp_path):
    result = run("load", tmp_path / "news.tocsin", tmp_path)
    assert result.exit_code == 1
    assert "holds no file of records" in result.stderr
    assert not (tmp_path / "news.tocsin").exists()
