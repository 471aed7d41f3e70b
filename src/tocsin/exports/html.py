"""One self-contained page: the articles with their claims marked in colour, the tables beside them.

The page asks for nothing from outside and runs nothing but its own script: both are held by its content security
policy. Everything that comes from a report is shown as text, escaped and with control characters made visible.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, TextIO, get_args
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from tocsin.exports import wording
from tocsin.exports.marks import Mark, Piece, marks, pieces
from tocsin.exports.safe import visible
from tocsin.records import Block, Record, Report, Status


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the article, cut into pieces."""

    kind: str
    pieces: list[Piece]


def write(records: Iterable[Record], out: TextIO) -> None:
    """Writes the page, each report as it comes."""
    style, script = _asset("page.css"), _asset("page.js")
    page = _template().generate(
        records=records,
        paragraphs=paragraphs,
        link=link,
        wording=wording,
        statuses=get_args(Status),
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    for part in page:
        out.write(part)


def paragraphs(record: Record) -> list[Paragraph]:
    """The article as paragraphs of marked pieces, nothing left out but the space between blocks."""
    text = record.report.text
    found = marks(record.report, record.claims)
    return [Paragraph(block.kind, pieces(text, block.start, block.end, found)) for block in _blocks(record.report)]


def _blocks(report: Report) -> Iterator[Block]:
    """The report's blocks and, as footers, any text that is in none of them."""
    reached = 0
    for block in (*report.blocks, Block(len(report.text), len(report.text), "body")):
        if report.text[reached : block.start].strip():
            yield Block(reached, block.start, "footer" if report.blocks else "body")
        if block.start < block.end:
            yield block
        reached = block.end


def link(url: str | None) -> str | None:
    """The address if a browser may be sent there: a web address, never a script or a file."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def _role(mark: Mark) -> str:
    return f"{mark.claim}.{mark.role}"


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, finalize=_shown, trim_blocks=True)
    environment.filters["roles"] = lambda piece: " ".join(dict.fromkeys(map(_role, piece.marks)))
    return environment.from_string(_asset("page.html"))


def _shown(value: Any) -> Any:
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return visible(value)


def _asset(name: str) -> str:
    return files("tocsin.exports").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
