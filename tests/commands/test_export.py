"""`tocsin export` as it is typed: where it writes, what it says, and how it ends."""

from __future__ import annotations

import csv
import io

import pytest
from typer.testing import CliRunner

from exports.made import reports
from tocsin.cli import app
from tocsin.storage.store import Store


def run(*words):
    return CliRunner().invoke(app, ["export", *map(str, words)])


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "news.tocsin"
    with Store(path) as opened:
        for record in reports():
            opened.add(record)
    return path


def test_a_table_goes_to_standard_output_and_its_count_to_standard_error(store):
    result = run(store, "--as", "claims", "--status", "happened")
    rows = list(csv.DictReader(io.StringIO(result.stdout, newline="")))
    assert result.exit_code == 0 and len(rows) == 6
    assert result.stderr == "6 claims written, a row each, whatever their status\n"


def test_a_file_is_there_as_a_whole_or_not_at_all(store, tmp_path):
    to = tmp_path / "claims.parquet"
    to.write_bytes(b"old")
    assert run(store, "--as", "claims", "--format", "parquet", "--to", to, "--since", "May").exit_code == 2
    assert to.read_bytes() == b"old" and list(tmp_path.iterdir()) == [to]
    assert run(store, "--as", "claims", "--format", "parquet", "--to", to).exit_code == 0
    assert to.read_bytes()[:4] == b"PAR1" and list(tmp_path.iterdir()) == [to]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--as", "claims", "--format", "parquet"], "give --to FILE"),
        (["--as", "claims", "--format", "jsonl", "--hxl"], "--hxl is for tables"),
        (["--as", "claims", "--origins", "2"], "--origins is asked of events"),
        (["--as", "claims", "--to", "/nowhere/claims.csv"], "/nowhere/claims.csv cannot be written"),
    ],
)
def test_wrong_usage_is_told_in_words(store, words, said):
    result = run(store, *words)
    assert result.exit_code == 2 and said in result.stderr and result.stdout == ""
