"""The article of a report with its claims marked: what the single page and the desk both show.

`parts/` holds the macros, the style and the script that both use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tocsin.exports import wording
from tocsin.exports.marks import Mark, Piece, marks, pieces
from tocsin.exports.safe import visible
from tocsin.records import Block, Record, Report

PARTS: Final = Path(str(files("tocsin.exports"))) / "parts"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the article, cut into pieces."""

    kind: str
    pieces: list[Piece]


def environment(*loaders: BaseLoader) -> Environment:
    """Templates that find the macros of the parts; what they show is escaped, its control characters made visible."""
    loader = ChoiceLoader([*loaders, FileSystemLoader(PARTS)])
    found = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, finalize=_shown, trim_blocks=True,
                        lstrip_blocks=True, auto_reload=False)  # fmt: skip
    found.filters["roles"] = lambda piece: " ".join(dict.fromkeys(map(_role, piece.marks)))
    found.globals |= {"wording": wording, "paragraphs": paragraphs, "link": link}
    return found


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


def _shown(value: Any) -> Any:
    return value if isinstance(value, Markup) or not isinstance(value, str) else visible(value)
