"""The report as a Word document and as PDF."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from tocsin.exports.safe import line
from tocsin.sitrep.document import Document, Sentence
from tocsin.sitrep.markup import READING, runs


def docx(document: Document) -> bytes:
    """The report as a Word document."""
    from docx import Document as Word
    from docx.shared import Cm, Pt

    made, numbers = Word(), document.numbers()
    made.add_heading(line(document.title), 0)
    made.add_paragraph(line(document.standing))
    for section in document.sections:
        made.add_heading(line(section.title), section.level - 1)
        for picture in section.pictures:
            made.add_picture(BytesIO(picture.png), width=Cm(16))
            made.add_paragraph(line(picture.words), style="Caption")
        for paragraph in section.paragraphs:
            added = made.add_paragraph()
            for each in paragraph:
                added.add_run(line(each.text))
                added.add_run(f" {_runs(each, numbers)} ").font.superscript = True
        for words in ["" if section.paragraphs else section.empty, section.more]:
            if words:
                made.add_paragraph(line(words))
    made.add_heading(READING, 1)
    for rule in document.rules:
        made.add_paragraph(line(rule), style="List Bullet")
    made.add_heading("Notes", 1)
    for note, number in numbers.items():
        made.add_paragraph(f"{number}. {line(document.notes[note])}").runs[0].font.size = Pt(8)
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def pdf(document: Document) -> bytes:
    """The report as PDF, in a typeface that has Latin, Greek and Cyrillic letters; others show as boxes."""
    made, numbers = _blank(), document.numbers()
    _words(made, document.title, 18, "B")
    _words(made, document.standing, 8)
    for section in document.sections:
        made.ln(3 if section.level == 2 else 1)
        _words(made, section.title, 13 if section.level == 2 else 11, "B")
        for picture in section.pictures:
            made.image(BytesIO(picture.png), w=made.epw, alt_text=line(picture.words))
            _words(made, picture.words, 7)
        for paragraph in section.paragraphs:
            for each in paragraph:
                made.set_font("DejaVu", size=10)
                made.write(5, line(each.text))
                _raised(made, each, numbers)
            made.ln(8)
        for words in ["" if section.paragraphs else section.empty, section.more]:
            if words:
                _words(made, words, 10)
    made.ln(3)
    _words(made, READING, 13, "B")
    for rule in document.rules:
        _words(made, f"• {rule}", 8)
    _words(made, "Notes", 13, "B")
    for note, number in numbers.items():
        made.set_font("DejaVu", size=7.5)
        made.multi_cell(0, 3.8, f"{number}. {line(document.notes[note])}", new_x="LMARGIN", new_y="NEXT")
        made.ln(0.8)
    return bytes(made.output())


def _blank() -> Any:
    import matplotlib
    from fpdf import FPDF

    made = FPDF()
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    made.add_font("DejaVu", "", fonts / "DejaVuSans.ttf")
    made.add_font("DejaVu", "B", fonts / "DejaVuSans-Bold.ttf")
    made.set_auto_page_break(True, 15)
    made.add_page()
    return made


def _words(made: Any, words: str, size: float, style: str = "") -> None:
    made.set_font("DejaVu", style, size)
    made.multi_cell(0, size * 0.5, line(words), new_x="LMARGIN", new_y="NEXT")
    made.ln(1)


def _raised(made: Any, each: Sentence, numbers: dict[str, int]) -> None:
    made.set_font("DejaVu", size=6.5)
    made.write(5, f" {_runs(each, numbers)} ")


def _runs(each: Sentence, numbers: dict[str, int]) -> str:
    return f"[{runs([numbers[note] for note in each.notes])}]"
