"""Archives made here, whole, broken and cut off."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fastwarc.stream_io import GzipWriter, ZstdWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from tocsin import reading
from tocsin.reading import Notice, Reading, Unread, files, warc


def page(words: str) -> str:
    return (
        f"<html><head><title>Raid on Kita</title></head><body><article><h1>Raid on Kita</h1><p>{words}</p>"
        "<p>The army said it would send more troops to the border next week.</p></article></body></html>"
    )


PAGE = page("Gunmen killed five people in Kita on Monday, the army said.")


def record(
    number: int,
    body: bytes = PAGE.encode(),
    head: str = "Content-Type: text/html; charset=utf-8",
    status: str = "200 OK",
) -> bytes:
    made = WarcRecord()
    made.init_headers(record_type=WarcRecordType.response, record_urn=b"<urn:uuid:%032d>" % number)
    made.headers["WARC-Target-URI"] = f"https://example.org/{number}?utm_source=x"
    made.headers["Content-Type"] = "application/http; msgtype=response"
    made.set_bytes_content(f"HTTP/1.1 {status}\r\n{head}\r\n\r\n".encode() + body)
    out = io.BytesIO()
    made.write(out)
    return out.getvalue()


def packed(record: bytes, ending: str) -> bytes:
    if ending == ".warc":
        return record
    out = io.BytesIO()
    writer = (GzipWriter if ending.endswith("gz") else ZstdWriter)(out)
    writer.write(record)
    writer.close()
    return out.getvalue()


def read(path) -> list[Reading | Unread | Notice]:
    return list(reading.read([str(path)]))


def kinds(found) -> list[str]:
    return [type(item).__name__ for item in found]


@pytest.mark.parametrize("name", ["none.warc", "none.warc.gz", "none.warc.zst"])
def test_an_empty_warc_and_one_that_is_none_are_named(tmp_path, name):
    for content in (b"", b"nothing of the kind"):
        (tmp_path / name).write_bytes(content)
        assert kinds(read(tmp_path / name)) == ["Unread"]


@pytest.mark.parametrize("ending", [".warc", ".warc.gz", ".warc.zst"])
def test_the_pages_of_a_warc_are_read_and_what_is_broken_is_named(tmp_path, ending):
    file = tmp_path / f"crawl{ending}"
    records = [packed(record(number), ending) for number in range(6)]
    whole = b"".join(records)
    file.write_bytes(whole)
    found = read(file)
    assert kinds(found) == ["Reading"] * 6
    first = found[0]
    assert (first.report.url, first.report.title, first.line) == ("https://example.org/0", "Raid on Kita", 1)
    assert len({item.report.id for item in found}) == 6
    middle = records[2]
    broken = (
        middle.replace(b"Content-Length: ", b"Content-Length: x")
        if ending == ".warc"
        else middle[:60] + bytes(200) + middle[260:]
    )
    file.write_bytes(b"".join([*records[:2], broken, *records[3:]]))
    found = read(file)
    assert "Unread" in kinds(found) and kinds(found).count("Reading") == 5
    error = next(item for item in found if isinstance(item, Unread))
    assert error.line == 3 and str(error).startswith(f"{file}:3: ")
    for cut in range(20, len(records[-1]) - 3, 7):  # of what ends after the page only the checksum is lost
        file.write_bytes(whole[:-cut])
        assert kinds(read(file)) == ["Reading"] * 5 + ["Unread"], cut


def test_what_servers_pack_and_what_is_no_page(tmp_path, monkeypatch):
    html = "Content-Type: text/html"
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE.encode())
    file = tmp_path / "crawl.warc"
    file.write_bytes(
        record(1, gzip.compress(PAGE.encode()), f"{html}\r\nContent-Encoding: gzip")
        + record(2, chunked, f"{html}\r\nTransfer-Encoding: chunked")
        + record(3, PAGE.encode(), f"{html}\r\nContent-Encoding: gzip")
        + record(4, page("Gunmen killed a caf\xe9 owner in Kita.").encode("latin-1"), f"{html}; charset=latin-1")
        + record(5, b"\x89PNG", "Content-Type: image/png")
        + record(6, b"", html, "404 Not Found")
        + record(7, b"\x1f\x8bnonsense", f"{html}\r\nContent-Encoding: gzip")
        + record(8, gzip.compress(bytes(3_000_000)), f"{html}\r\nContent-Encoding: gzip")
        + record(9, b"<html></html>", html)
    )
    monkeypatch.setattr(warc, "LIMIT", 1_000_000)
    found = read(file)
    assert kinds(found) == ["Reading"] * 4 + ["Unread"] * 3 + ["Notice"]
    assert "café owner" in found[3].report.text
    assert [item.line for item in found[4:7]] == [7, 8, 9]
    assert "packed wrongly" in found[4].message and "larger" in found[5].message and "no article" in found[6].message
    assert "2 of 9 records" in found[7].message


def test_a_file_that_is_no_warc(tmp_path):
    file = tmp_path / "x.warc"
    file.write_bytes(b"words and words\n" * 100)
    (error,) = read(file)
    assert isinstance(error, Unread)


LINES = [{"text": f"Gunmen killed {n} people in Kita.", "published": "2021-07-08"} for n in range(3)]


def zstd(content: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as out:
        out.write(content)
    return sink.getvalue().to_pybytes()


@pytest.mark.parametrize(("ending", "pack"), [(".gz", gzip.compress), (".zst", zstd)])
def test_packed_lines(tmp_path, ending, pack):
    lines = [json.dumps(line).encode() + b"\n" for line in LINES]
    file = tmp_path / f"crawl.jsonl{ending}"
    file.write_bytes(pack(lines[0] + b"{broken\n") + pack(lines[1]))  # as when packed files are put together
    found = read(file)
    assert [item.line for item in found] == [1, 2, 3] and kinds(found) == ["Reading", "Unread", "Reading"]
    assert str(found[1]).startswith(f"{file}:2: ")
    file.write_bytes(pack(b"".join(lines * 1000))[:-40])
    assert isinstance(read(file)[-1], Unread)
    nameless = tmp_path / "crawl"
    nameless.write_bytes(pack(lines[0]))
    assert kinds(read(nameless)) == ["Reading"]
    file.write_bytes(b"no packing")
    assert "neither packed" in read(file)[0].message
    file.write_bytes(pack(pack(b"words")))
    assert kinds(read(file)) == ["Unread"]


def test_parquet(tmp_path):
    file = tmp_path / "crawl.parquet"
    table = pa.table(
        {
            "id": [7, 8, None, 9],
            "text": ["Gunmen killed five people in Kita.", None, None, "Rebels shelled Oru."],
            "html": [None, PAGE, None, None],
            "published": [date(2021, 7, 8), None, None, None],
            "other": [1, 2, 3, 4],
        }
    )
    pq.write_table(table, file)
    found = read(file)
    assert kinds(found) == ["Reading", "Reading", "Unread", "Reading"]
    assert (found[0].report.id, found[0].report.published, found[0].line) == ("7", "2021-07-08", 1)
    assert found[1].report.title == "Raid on Kita" and found[2].line == 3
    pq.write_table(pa.table({"body": ["x"]}), file)
    assert "no column named text or html (but body)" in read(file)[0].message
    pq.write_table(pa.table({"report": ["x"], "claims": ["x"]}), file)
    assert "tocsin load" in read(file)[0].message
    file.write_bytes(b"PAR1 nothing more")
    assert "as Parquet" in read(file)[0].message


def test_parquet_with_a_broken_part(tmp_path):
    file = tmp_path / "crawl.parquet"
    texts = [f"Gunmen killed {n} people in Kita on a Monday." for n in range(30)]
    pq.write_table(pa.table({"text": texts}), file, row_group_size=10, compression="none", use_dictionary=False)
    content = bytearray(file.read_bytes())
    start = pq.ParquetFile(file).metadata.row_group(1).column(0).data_page_offset
    content[start : start + 40] = b"\xff" * 40
    file.write_bytes(content)
    found = read(file)
    assert kinds(found) == ["Reading"] * 10 + ["Unread"] + ["Reading"] * 10
    assert (found[10].line, found[11].line) == (11, 21) and "rows to 20" in found[10].message


def test_a_zip_of_pages(tmp_path):
    file = tmp_path / "pages.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/1.html", PAGE)
        archive.writestr("2.html", "<html></html>")
        archive.writestr("../3.jsonl", "".join(json.dumps(line) + "\n" for line in LINES[:2]))
        archive.writestr("image.png", b"\x89PNG")
        archive.writestr("4.txt", "Rebels shelled a market in Oru on Tuesday. " * 50)
        archive.writestr("bomb.html", b" " * (files.LIMIT + 10))
    found = read(file)
    assert kinds(found) == ["Reading", "Unread", "Reading", "Reading", "Reading", "Unread", "Notice"]
    assert (found[0].path, found[1].path) == (f"{file}/a/1.html", f"{file}/2.html")
    assert "too large" in found[5].message
    content = bytearray(file.read_bytes())
    start = content.index(b"4.txt") + 10
    content[start : start + 20] = b"\xff" * 20
    file.write_bytes(content)
    found = read(file)
    assert kinds(found)[4] == "Unread" and "4.txt" in str(found[4])
    file.write_bytes(b"PK\x03\x04 nothing more")
    assert "as a zip" in read(file)[0].message


def test_archives_in_a_folder_are_read_with_the_rest(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps(LINES[0]).encode()))
    (tmp_path / "b.txt").write_text("Gunmen killed five people in Kita on Monday.")
    (tmp_path / "c.png").write_bytes(b"")
    assert sorted(kinds(read(tmp_path))) == ["Notice", "Reading", "Reading"]
    assert reading.count([str(tmp_path)]) is None


def test_a_large_packed_file_is_read_in_little_memory(tmp_path):
    import tracemalloc

    file = tmp_path / "crawl.jsonl.gz"
    line = json.dumps({"text": "Rebels shelled a market in Oru on Tuesday. " * 20}).encode() + b"\n"
    with gzip.open(file, "wb", 1) as out:
        for _ in range(200):
            out.write(line * 20)
    tracemalloc.start()
    assert sum(1 for _ in zip(reading.read([str(file)]), range(1500), strict=False)) == 1500
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000
