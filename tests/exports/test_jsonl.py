from __future__ import annotations

import io
import json

import msgspec

from helpers import actor, claim, record
from tocsin.exports import jsonl
from tocsin.records import Record

TEXT = "Rivermen seized\u2028Port Oru 👩‍🚒."


def written(*records: Record) -> list[str]:
    out = io.StringIO()
    jsonl.write(records, out)
    return out.getvalue().split("\n")


def test_a_line_a_record_that_reads_back_the_same():
    made = record(TEXT, claim(TEXT, "seized", TEXT, actors=(actor(TEXT, "Rivermen"),)))
    first, second, end = written(made, made)
    assert first == second
    assert end == ""
    assert msgspec.json.decode(first, type=Record) == made


def test_offsets_of_the_written_text_are_code_points():
    line = json.loads(written(record(TEXT, claim(TEXT, "Port Oru", TEXT)))[0])
    trigger = line["claims"][0]["trigger"]
    assert line["report"]["text"][trigger["start"] : trigger["end"]] == trigger["text"] == "Port Oru"


def test_half_a_surrogate_pair_keeps_its_place():
    line = json.loads(written(record("a\ud83dbc", title="b\ud83d"))[0])
    assert line["report"]["text"] == "a\ud83dbc"


def test_records_are_written_as_they_come():
    out = io.StringIO()

    def two():
        yield record("one")
        assert out.getvalue().count("\n") == 1
        yield record("two")

    jsonl.write(two(), out)
    assert out.getvalue().count("\n") == 2
