"""Bad input through the command line: a message that names file and line, the exit code, the other reports read."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tocsin.cli import app
from tocsin.reading import files

TEXT = "Guards of the harbour began a strike on Monday after two of them were shot near the old pier."
GOOD = json.dumps({"id": "good", "published": "2021-07-08", "text": TEXT}) + "\n"


def run(*paths: Path | str, **given: str) -> Result:
    options = [word for name, value in given.items() for word in (f"--{name}", value)]
    return CliRunner().invoke(app, ["read", *map(str, paths), "--format", "jsonl", *options])


def ids(result: Result) -> list[str]:
    return [json.loads(line)["report"]["id"] for line in result.stdout.splitlines()]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.jsonl"
    path.write_text(GOOD, "utf-8")
    return path


FILES = {
    "empty.txt": (b"", "is empty"),
    "blank.md": (b" \n\n", "is empty"),
    "empty.jsonl": (b"", "is empty"),
    "blank.jsonl": (b"\n\n", "is empty"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
    "archive.jsonl": (b"PK\3\4\0\0\0", "binary"),
    "late.txt": (b"a " * 5000 + b"\0", "binary"),
    "wide.txt": ("strike".encode("utf-16"), "UTF-16"),
    "menu.html": (b"<html><body><nav><a href=1>Home</a></nav></body></html>", "no article"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(tmp_path, good, name):
    content, message = FILES[name]
    bad = tmp_path / name
    bad.write_bytes(content)
    result = run(bad, good)
    assert result.exit_code == 1
    assert ids(result) == ["good"]
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"{bad}: ")
    assert message in line


def test_a_path_that_is_not_there(tmp_path, good):
    result = run(tmp_path / "none.txt", good)
    assert (result.exit_code, ids(result)) == (1, ["good"])
    assert f"{tmp_path / 'none.txt'}: there is no such file" in result.stderr


def test_a_path_with_terminal_commands_in_it_is_shown_not_obeyed(tmp_path):
    result = run(tmp_path / "\x1b[31mred\n\0.txt")
    assert result.exit_code == 1
    assert "\x1b" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


LINES = {
    '{"text": "a"': "not valid JSON",
    "text": "not valid JSON",
    '["a"]': "Expected `object`",
    '{"id": "x"}': "missing required field `text`",
    '{"text": 3}': "Expected `str`, got `int` - at `$.text`",
    '{"text": "a", "id": 3}': "at `$.id`",
    '{"text": "a", "published": "soon"}': "'soon' is not a date",
    '{"text": "a\\ud800"}': "surrogate",
    '{"text": "a", "more": ' + "[" * 5000 + "}": "not valid JSON",
}


@pytest.mark.parametrize("broken", LINES)
def test_a_broken_line_is_named_by_its_number_and_lost_alone(tmp_path, broken):
    path = tmp_path / "a.jsonl"
    path.write_text(GOOD + "\n" + broken + "\n" + GOOD.replace("good", "last"), "utf-8")
    result = run(path)
    assert (result.exit_code, ids(result)) == (1, ["good", "last"])
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"{path}:3: ")
    assert LINES[broken] in line


def test_invalid_utf_8_in_a_line_of_json(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD.encode() + b'{"text": "caf\xe9"}\n' + GOOD.replace("good", "last").encode())
    result = run(path)
    assert (result.exit_code, ids(result)) == (1, ["good", "last"])
    assert f"{path}:2: is not UTF-8: byte 14 of the line is 0xe9" in result.stderr


def test_invalid_utf_8_in_a_text(tmp_path, good):
    path = tmp_path / "a.txt"
    path.write_bytes(b"Guards strike\n\nin caf\xe9s")
    result = run(path, good)
    assert (result.exit_code, ids(result)) == (1, ["good"])
    assert f"{path}:3: is not UTF-8: byte 7 of the line is 0xe9" in result.stderr


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert ids(run(path)) == ["good"]
    text = tmp_path / "a.txt"
    text.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert json.loads(run(text).stdout)["report"]["text"] == TEXT


def test_a_line_separator_inside_a_text_parts_no_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    text = TEXT + "\u2028It ended on Friday."
    path.write_text(json.dumps({"text": text}, ensure_ascii=False) + "\n", "utf-8")
    result = run(path)
    assert result.exit_code == 0
    (record,) = (json.loads(line) for line in result.stdout.split("\n") if line)
    assert record["report"]["text"] == text


def test_a_line_over_the_limit_is_refused_and_the_next_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LIMIT", 1_000_000)
    path = tmp_path / "a.jsonl"
    with path.open("wb") as out:
        out.write(b'{"text": "')
        out.writelines([b"boats " * 10_000] * 50)
        out.write(b'"}\n' + GOOD.encode())
    result = run(path)
    assert (result.exit_code, ids(result)) == (1, ["good"])
    assert f"{path}:1: is longer than 1 MB" in result.stderr


def test_a_text_over_the_limit(tmp_path, monkeypatch, good):
    monkeypatch.setattr(files, "LIMIT", 1_000_000)
    path = tmp_path / "a.txt"
    path.write_bytes(b"boats " * 200_000)
    result = run(path, good)
    assert (result.exit_code, ids(result)) == (1, ["good"])
    assert f"{path}: is larger than 1 MB" in result.stderr


def test_a_future_publication_date_is_kept_and_warned_of(tmp_path):
    future = (date.today() + timedelta(days=400)).isoformat()
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": TEXT, "published": future}), "utf-8")
    result = run(path)
    record = json.loads(result.stdout)
    assert result.exit_code == 0
    assert record["report"]["published"] == future
    assert any("future" in warning for warning in record["warnings"])


def test_without_a_publication_date_nothing_relative_is_dated(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    result = run(path)
    record = json.loads(result.stdout)
    assert (result.exit_code, record["report"]["published"], record["report"]["published_basis"]) == (0, None, None)
    assert any("no publication date" in warning for warning in record["warnings"])
    assert all(claim["when"] is None or claim["when"]["start"] is None for claim in record["claims"])
    dated = json.loads(run(path, published="2021-07-08").stdout)
    assert dated["report"]["published_basis"] == "option"
    assert "2021-07-05" in json.dumps(dated["times"]) and "2021-07-05" not in json.dumps(record["times"])


def test_an_empty_text_in_a_line_is_a_record_with_a_warning(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": ""}\n' + GOOD, "utf-8")
    result = run(path)
    assert result.exit_code == 0
    first = json.loads(result.stdout.splitlines()[0])
    assert first["claims"] == []
    assert "the text is empty" in first["warnings"]


def test_a_report_that_breaks_the_code_is_named_and_the_others_are_read(tmp_path, monkeypatch):
    from tocsin.annotation import language

    real = language.parse

    def fails(reports):
        found = list(reports)
        if any("poison" in report.text for report in found):
            raise RuntimeError("out of reach")
        return real(found)

    monkeypatch.setattr(language, "parse", fails)
    path = tmp_path / "a.jsonl"
    path.write_text(GOOD + '{"id": "bad", "text": "poison"}\n' + GOOD.replace("good", "last"), "utf-8")
    result = run(path)
    assert (result.exit_code, ids(result)) == (1, ["good", "last"])
    assert f"{path}:2: report 'bad' failed: RuntimeError: out of reach" in result.stderr
