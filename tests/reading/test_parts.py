"""A file read in parts gives what it gives read as a whole, wherever it is cut."""

from __future__ import annotations

import gzip
import json
import zipfile
from itertools import pairwise

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reading.test_archives import packed, read, record
from tocsin import reading
from tocsin.reading import Notice, Unread, files, parts

TEXTS = [f"Gunmen killed {n} people in Kita, said {'one ' * n}officer." for n in range(2, 14)]
PAGES = [record(n, text.encode(), "Content-Type: text/plain") for n, text in enumerate(TEXTS)]


def in_parts(path, cuts):
    with files.contents(str(path)) as stream:
        length = len(stream.read())
    found = sorted({0, length, *(cut for cut in cuts if cut < length)})
    return [item for begin, end in pairwise(found) for item in reading.part(str(path), range(begin, end))]


def told(items):
    """What is read, and what is said of the rest, without the numbers that differ with the part."""
    read = [item.report for item in items if not isinstance(item, (Unread, Notice))]
    return read, [item.message[item.message.find("the record") :] for item in items if isinstance(item, Unread)]


def lines(path):
    path.write_text("\n".join(json.dumps({"text": text}) for text in [*TEXTS, ""]))


def packed_lines(path):
    lines(path)
    path.write_bytes(gzip.compress(path.read_bytes()))


def zstd_lines(path):
    lines(path)
    with pa.output_stream(str(path) + ".new", compression="zstd") as out:
        out.write(path.read_bytes())
    path.with_name(path.name + ".new").replace(path)


def rows(path):
    pq.write_table(pa.table({"text": [*TEXTS, None]}), path, row_group_size=3)


def entries(path):
    with zipfile.ZipFile(path, "w") as archive:
        for number, text in enumerate(TEXTS):
            archive.writestr(f"{number}.txt", text)
        archive.writestr("none.png", b"\x89PNG")


def crawl(path):
    path.write_bytes(b"".join(packed(each, ".gz") for each in PAGES))


def crawl_packed_by_threes_later(path):
    groups = [[each] for each in PAGES[:3]] + [PAGES[n : n + 3] for n in range(3, len(PAGES), 3)]
    path.write_bytes(b"".join(gzip.compress(b"".join(group)) for group in groups))


def broken_crawl(path):
    content = [packed(each, ".gz") for each in PAGES]
    for number in (4, 9):
        content[number] = content[number][:60] + bytes(200) + content[number][260:]
    path.write_bytes(b"".join(content))


def crawl_cut_off(path):
    content = [packed(each, ".gz") for each in PAGES]
    path.write_bytes(b"".join([*content[:-1], content[-1][:50]]))


KINDS = {
    lines: "in.jsonl",
    packed_lines: "in.jsonl.gz",
    zstd_lines: "in.ndjson.zst",
    rows: "in.parquet",
    entries: "in.zip",
    crawl: "in.warc.gz",
    crawl_packed_by_threes_later: "threes.warc.gz",
    broken_crawl: "broken.warc.gz",
    crawl_cut_off: "cut.warc.gz",
}


@pytest.mark.parametrize("write", KINDS, ids=lambda write: write.__name__)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(1, 12_000), max_size=6))
def test_wherever_it_is_cut(tmp_path, write, cuts):
    path = tmp_path / KINDS[write]
    write(path)
    assert told(in_parts(path, cuts)) == told(read(path))


def test_cut_right_where_records_begin_and_beside(tmp_path):
    path = tmp_path / "in.warc.gz"
    crawl(path)
    content = path.read_bytes()
    starts = [n for n in range(1, len(content)) if content.startswith(b"\x1f\x8b\x08", n)]
    for cut in (near for start in starts[:4] for near in (start - 1, start, start + 1)):
        assert told(in_parts(path, [cut])) == told(read(path)), cut


def test_what_is_broken_is_named_with_its_place(tmp_path):
    path = tmp_path / "in.warc.gz"
    broken_crawl(path)
    assert len(told(read(path))[0]) == len(PAGES) - 2
    first, second = (item for item in in_parts(path, [1000]) if isinstance(item, Unread))
    assert first.message.startswith("behind byte ") and "is broken" in second.message


def test_the_bounds_are_those_of_units_where_they_are_known(tmp_path):
    sizes = {}
    for write, name in KINDS.items():
        path = tmp_path / name
        write(path)
        found = parts.bounds(str(path), 100)
        sizes[name] = len(found) - 1 if found else 1
        if found:
            with files.contents(str(path)) as stream:
                assert (found[0], found[-1]) == (0, len(stream.read())) and found == sorted(set(found))
    assert sizes["in.jsonl"] == sizes["in.jsonl.gz"] == sizes["in.ndjson.zst"]
    assert sizes["in.parquet"] == 5 and sizes["in.zip"] > 5 and sizes["in.jsonl"] > 5 and sizes["in.warc.gz"] > 2


def test_lines_packed_as_a_whole_have_so_many_parts_at_most(tmp_path):
    path = tmp_path / "many.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "Rebels shelled the port."}\n' * 5_000))
    assert len(parts.bounds(str(path), 10)) == parts.MOST + 1
    assert len(in_parts(path, parts.bounds(str(path), 10))) == 5_000


def test_what_has_no_parts(tmp_path):
    made = {
        "a.warc": PAGES[0] * 9,
        "b.warc.gz": gzip.compress(b"".join(PAGES)),
        "c.warc.gz": gzip.compress(PAGES[0] + PAGES[1]) + gzip.compress(PAGES[2] + PAGES[3]),
        "d.txt": b"x" * 900,
        "e.jsonl.gz": gzip.compress(b"{}\n" * 90_000)[:-40],
        "e.txt.gz": gzip.compress(b"x" * 900),
        "f.warc.gz": b"\x1f\x8b nothing more",
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
        assert parts.bounds(str(tmp_path / name), 10) is None, name
    assert parts.bounds(str(tmp_path / "none.zip"), 10) is None
