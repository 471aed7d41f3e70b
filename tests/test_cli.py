from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import tocsin
from tocsin import cli, pipeline
from tocsin.cli import app
from tocsin.records import CONTRACT, Record

TEXT = "Rebels captured the town of Garm on Monday, two diplomats said. Some 300 people fled."


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(f"Rebels take a town\n\nJuly 8, 2021\n\n{TEXT}\n", "utf-8")
    return path


def run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=stdin)


def spans(node: object) -> list[dict[str, object]]:
    """Every object that says where its text stands."""
    if isinstance(node, list):
        return [span for part in node for span in spans(part)]
    if not isinstance(node, dict):
        return []
    own = [node] if {"start", "end", "text"} <= node.keys() and isinstance(node["start"], int) else []
    return own + [span for part in node.values() for span in spans(part)]


def test_a_line_of_json_keeps_the_contract(article):
    result = run("read", str(article), "--format", "jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    record = json.loads(result.stdout)
    assert record["contract"] == CONTRACT
    assert list(record) == list(Record.__struct_fields__)
    assert [block["kind"] for block in record["report"]["blocks"]] == ["title", "dateline", "body"]
    assert record["report"]["published"] == "2021-07-08"
    text = record["report"]["text"]
    found = spans([record["claims"], record["attributions"], record["times"], record["places"], record["quantities"]])
    assert len(found) > 5
    assert all(text[span["start"] : span["end"]] == span["text"] for span in found)
    assert {claim["type"] for claim in record["claims"]} >= {"COERCE", "FLEE"}


def test_the_same_input_gives_the_same_bytes(article):
    assert (
        run("read", str(article), "--format", "jsonl").stdout == run("read", str(article), "--format", "jsonl").stdout
    )


def test_records_come_in_the_order_of_the_input(tmp_path, article):
    lines = [json.dumps({"id": str(number), "text": TEXT}) for number in range(30)]
    more = tmp_path / "more.jsonl"
    more.write_text("\n".join(lines), "utf-8")
    result = run("read", str(more), str(article), "--format", "jsonl")
    ids = [json.loads(line)["report"]["id"] for line in result.stdout.splitlines()]
    assert ids[:-1] == [str(number) for number in range(30)]


def test_every_format_is_written(article):
    assert "COERCE" in run("read", str(article)).stdout.upper()
    rows = list(csv.DictReader(io.StringIO(run("read", str(article), "--format", "csv").stdout)))
    assert len(rows) >= 2
    assert run("read", str(article), "--format", "html").stdout.lower().startswith("<!doctype html>")


@pytest.mark.skipif(not hasattr(os, "nice"), reason="processes have no niceness here")
def test_what_may_run_for_hours_gives_way_and_what_answers_does_not():
    said = "import os, sys, tocsin.cli as cli; cli.app = lambda: print(os.nice(0)); cli.main()"
    levels = [subprocess.run([sys.executable, "-c", said, verb], capture_output=True, text=True, check=True).stdout
              for verb in ("add", "serve")]  # fmt: skip
    own = os.nice(0)
    assert [int(each) for each in levels] == [max(own, cli.GIVEN_WAY), own]


def test_standard_input_and_options():
    result = run("read", "-", "--published", "2021-07-08", "--outlet", "Post", "--format", "jsonl", stdin=TEXT)
    report = json.loads(result.stdout)["report"]
    assert (report["text"], report["outlet"], report["published_basis"]) == (TEXT, "Post", "option")


@pytest.mark.parametrize(
    "words",
    [
        ["read"],
        ["read", "-", "--published", "soon"],
        ["read", "-", "--format", "parchment"],
        ["read", "-", "--knowledge", "no-such-folder"],
        ["read", "-", "--colour"],
        ["reed"],
    ],
)
def test_wrong_usage_is_exit_code_2(words):
    result = run(*words, stdin=TEXT)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


def test_a_mistake_in_the_users_knowledge_is_wrong_usage(tmp_path):
    (tmp_path / "cues.yaml").write_text("verbs: [unclosed", "utf-8")
    result = run("read", "-", "--knowledge", str(tmp_path), stdin=TEXT)
    assert result.exit_code == 2
    assert "cues.yaml" in result.stderr


def test_the_schema_describes_a_record():
    schema = json.loads(run("schema").stdout)
    assert schema["$ref"].endswith("/Record")
    assert set(schema["$defs"]["Record"]["properties"]) == set(Record.__struct_fields__)


def test_version_and_help():
    assert run("--version").stdout.startswith("tocsin ")
    for command in ("read", "schema", "demo"):
        assert command in run("--help").stdout
        assert run(command, "--help").exit_code == 0


def test_help_loads_no_heavy_library():
    code = (
        "import sys; sys.argv = ['tocsin', '--help']\n"
        "from tocsin.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'trafilatura', 'numpy', 'rich', 'jinja2', 'markdown_it', 'msgspec'}\n"
        "heavy = (heavy | {'sqlalchemy', 'alembic'}) & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_closed_pipe_is_quiet(tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text((json.dumps({"text": "Boats. " * 400}) + "\n") * 60, "utf-8")
    command = [sys.executable, "-m", "tocsin", "read", str(path), "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_the_public_door():
    assert tocsin.__all__ == sorted(tocsin.__all__)
    for name in tocsin.__all__:
        assert getattr(tocsin, name).__name__ == name
    with pytest.raises(AttributeError):
        tocsin.nothing  # noqa: B018


def test_the_library_reads_and_warns(article, tmp_path):
    with pytest.warns(tocsin.UnreadWarning, match=r"none\.txt: there is no such file"):
        (record,) = tocsin.read([str(article), str(tmp_path / "none.txt")], outlet="Post")
    assert record.report.outlet == "Post"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(list(tocsin.read([str(article)]))) == 1


def test_the_pipeline_parses_in_groups_without_losing_any(monkeypatch, article):
    monkeypatch.setattr(pipeline, "GROUP", 10)
    assert len(list(tocsin.read([str(article)] * 3))) == 3
