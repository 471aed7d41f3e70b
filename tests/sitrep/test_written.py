"""The report as Markdown, page, Word document and PDF: the same sentences, nothing of a report obeyed."""

from __future__ import annotations

from io import BytesIO

import pytest
from typer.testing import CliRunner

from storage.made import capture, request, shelling
from tocsin.cli import app
from tocsin.sitrep import markup, office
from tocsin.sitrep.making import make
from tocsin.sitrep.markup import runs
from tocsin.storage.filters import Filters
from tocsin.storage.store import Store

EVIL = "Brask <script>alert(1)</script> *shelled* [Karsk](javascript:x) on \u202eFriday."


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "news.tocsin") as opened:
        for each in (shelling(), capture(), request(), shelling("evil", EVIL, outlet="=cmd|' /C calc'!A0 <b>")):
            opened.add(each)
        yield opened


@pytest.fixture
def document(store):
    from tocsin.sitrep.pictures import drawn

    return make(store, "news", "2031-05-01", Filters(as_of="2031-07-01"), drawn)


def test_markdown_shows_marks_and_obeys_none(document):
    made = markup.markdown(document)
    shown = "\\<script\\>alert(1)\\</script\\> \\*shelled\\* \\[Karsk\\](javascript:x) on \\[U+202E\\]Friday."
    assert shown in made
    assert made.startswith("# Situation report since 1 May 2031\n")
    assert all(f"\n[{number}] " in made for number in document.numbers().values())


def test_the_page_runs_nothing_and_every_number_leads_to_a_note(document):
    from lxml import html

    made = markup.html(document)
    page = html.fromstring(made)
    assert not page.xpath("//script | //b") and "default-src 'none'" in made
    notes = {f"#{each}" for each in page.xpath("//ol[@class='notes']/li/@id")}
    assert notes and set(page.xpath("//sup/a/@href")) == notes
    assert len(page.xpath("//img[starts-with(@src, 'data:image/png;base64,')]")) == 2


def test_a_word_document_holds_the_same_sentences(document):
    docx = pytest.importorskip("docx")
    read = "\n".join(each.text for each in docx.Document(BytesIO(office.docx(document))).paragraphs)
    assert all(markup.line(each.text) in read for each in document.sentences())


def test_a_pdf_is_made(document):
    pytest.importorskip("fpdf")
    made = office.pdf(document)
    assert made.startswith(b"%PDF") and len(made) > 20_000


def test_the_command_writes_what_the_ending_says(store, tmp_path):
    asked = ["report", str(tmp_path / "news.tocsin"), "--since", "2031-05-01", "--to", str(tmp_path / "w.md")]
    run = CliRunner().invoke(app, asked)
    assert run.exit_code == 0 and {each.name for each in tmp_path.glob("w*")} == {"w.md", "w-map.png", "w-timeline.png"}
    assert "(w-timeline.png)" in (tmp_path / "w.md").read_text(encoding="utf-8")
    for wrong in (["--since", "May"], ["--since", "2031-05-01", "--as", "pdf"]):
        assert CliRunner().invoke(app, ["report", str(tmp_path / "news.tocsin"), *wrong]).exit_code == 2


def test_numbers_in_short():
    assert runs([5, 1, 3, 4, 9]) == "1, 3–5, 9"
