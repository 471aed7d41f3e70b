from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading import Notice, ReadError, Reading, Unread, count, read
from tocsin.reading.articles import Options, from_json
from tocsin.records import Report

TEXT = "Guards of the harbour began a strike on Monday after two of them were shot near the old pier."


def reports(*paths: Path | str, **given: str) -> list[Report]:
    found = list(read([str(path) for path in paths], **given))
    assert all(isinstance(item, Reading) for item in found), found
    return [item.report for item in found if isinstance(item, Reading)]


def file(folder: Path, name: str, content: str | bytes = TEXT) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def line(**given: str) -> str:
    return json.dumps({"text": TEXT} | given, ensure_ascii=False) + "\n"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_the_text_of_a_json_line_comes_back_untouched(text):
    reading = from_json(json.dumps({"text": text}).encode(), Options())
    assert reading.report.text == text
    assert all(text[block.start : block.end].strip() for block in reading.report.blocks)


def test_line_separators_inside_a_json_text_part_no_lines(tmp_path):
    text = "One boat sank.\u2028Two came back.\r\n\r\nIt was\u0085 late.\u2029"
    path = file(tmp_path, "a.jsonl", line(text=text) + "\r\n" + line(text="second"))
    assert [report.text for report in reports(path)] == [text, "second"]


def test_keys_of_a_json_line(tmp_path):
    keys = {"id": "a1", "url": "https://www.post.example/x", "title": "Strike", "published": "2021-07-08T09:00:00Z"}
    report = reports(file(tmp_path, "a.jsonl", line(**keys, gold="ignored")))[0]
    assert (report.id, report.url, report.outlet, report.title) == ("a1", keys["url"], "post.example", "Strike")
    assert (report.published, report.published_basis, report.language) == ("2021-07-08", "metadata", "en")


def test_an_id_is_made_of_where_and_what(tmp_path):
    path = file(tmp_path, "a.jsonl", line() + line(outlet="Post") + line(url="https://p.example") + line(text="other"))
    ids = [report.id for report in reports(path)]
    assert len(set(ids)) == 4
    assert all(len(name) == 17 and name[0] == "r" for name in ids)
    assert ids == [report.id for report in reports(path)]


def test_the_same_id_twice_is_kept_and_warned_of(tmp_path):
    path = file(tmp_path, "a.jsonl", line(id="a", published="2021-07-08") + line(id="a", published="2021-07-09"))
    first, second = (item for item in read([str(path)]) if isinstance(item, Reading))
    assert first.warnings == ()
    assert "same id, 'a'" in second.warnings[0]
    assert (second.path, second.line) == (str(path), 2)


def test_what_the_user_says_goes_before_what_files_say(tmp_path):
    path = file(tmp_path, "a.jsonl", line(published="2021-07-08", outlet="Post"))
    report = reports(path, published="May 2, 2020", outlet="Coastwire")[0]
    assert (report.published, report.published_basis, report.outlet) == ("2020-05-02", "option", "Coastwire")


@pytest.mark.parametrize(
    ("given", "published", "basis"),
    [
        ({"url": "https://p.example/2021/07/08/x", "text": f"July 9, 2021\n\n{TEXT}"}, "2021-07-08", "url"),
        ({"text": f"July 9, 2021\n\n{TEXT}"}, "2021-07-09", "dateline"),
        ({"text": f"PORT ORU, July 9, 2021 (Coastwire) - {TEXT}"}, "2021-07-09", "dateline"),
        ({"text": f"{TEXT} It was July 9, 2021."}, None, None),
        ({"published": " ", "text": TEXT}, None, None),
    ],
)
def test_where_the_publication_date_comes_from(tmp_path, given, published, basis):
    report = reports(file(tmp_path, "a.jsonl", line(**given)))[0]
    assert (report.published, report.published_basis) == (published, basis)


def test_a_text_names_its_title_byline_and_address(tmp_path):
    text = f"Guards strike\n\nBy Ana Pell\n\n{TEXT}\n\nOriginal url:\n\nhttps://www.post.example/2021/07/08/strike\n"
    report = reports(file(tmp_path, "a.txt", text))[0]
    assert (report.title, report.byline, report.outlet) == ("Guards strike", "Ana Pell", "post.example")
    assert (report.url, report.published) == ("https://www.post.example/2021/07/08/strike", "2021-07-08")
    assert report.text == text


def test_a_folder_is_read_in_order_without_links_hidden_files_and_what_is_about_it(tmp_path):
    outside = file(tmp_path, "outside/secret.txt")
    inside = tmp_path / "in"
    for name in ("b.txt", "a/z.md", ".hidden.txt", ".git/c.txt", "picture.png", "README.md", "a/licence.txt"):
        file(inside, name, f"{name}: {TEXT}")
    (inside / "link.txt").symlink_to(outside)
    (inside / "folder").symlink_to(outside.parent, target_is_directory=True)
    os.mkfifo(inside / "pipe.txt")
    found = list(read([str(inside)]))
    assert [Path(item.path).name for item in found if isinstance(item, Reading)] == ["b.txt", "z.md"]
    (notice,) = (item for item in found if isinstance(item, Notice))
    assert "5 of 7 files passed over" in str(notice)
    assert len(reports(inside / "README.md")) == 1, "named by itself it is read"


def test_a_folder_that_cannot_be_opened_is_named(tmp_path, monkeypatch):
    file(tmp_path, "a/a.txt")
    file(tmp_path, "b/b.txt")
    listed = os.scandir

    def scandir(path):
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    first, second = read([str(tmp_path)])
    assert isinstance(first, Reading)
    assert str(second) == f"{tmp_path / 'a'}: cannot be opened: Permission denied"


def test_a_folder_without_anything_to_read(tmp_path):
    (unread,) = read([str(tmp_path)])
    assert isinstance(unread, Unread)
    assert "no file to read" in unread.message


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (line(text="One boat sank."), "One boat sank."),
        (f"<!DOCTYPE html><html><body><article><p>{TEXT}</p></article></body></html>", TEXT),
        (f"# Strike\n\n{TEXT}", f"Strike\n\n{TEXT}"),
        (TEXT, TEXT),
    ],
)
def test_standard_input_and_unknown_endings_are_guessed(tmp_path, monkeypatch, content, text):
    path = file(tmp_path, "article.saved", "\ufeff" + content)
    assert reports(path)[0].text == text
    with path.open("rb") as stream:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
        assert reports("-")[0].text == text
        assert not stream.closed


def test_a_page_may_declare_another_encoding(tmp_path):
    source = (
        f'<html><head><meta charset="windows-1252"></head><body><article><p>{TEXT} Café.</p></article></body></html>'
    )
    assert reports(file(tmp_path, "a.html", source.encode("cp1252")))[0].text.endswith("Café.")


def test_a_published_that_is_no_day():
    with pytest.raises(ReadError, match="is not a date"):
        read(["-"], published="soon")


def test_reports_are_counted_at_a_glance(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "A."}\n\n{"text": "B."}\n')
    (tmp_path / "b.txt").write_text("C.")
    (tmp_path / "c.bin").write_text("no report")
    assert count([str(tmp_path)]) == 3
    assert count([str(tmp_path / "gone.jsonl")]) == 1
    assert count([str(tmp_path), "-"]) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_what_can_be_read_only_once_is_left_for_the_reader(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert count([str(pipe)]) is None
