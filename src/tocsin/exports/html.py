"""One self-contained page: the articles with their claims marked in colour, the tables beside them.

The page asks for nothing from outside and runs nothing but its own script: both are held by its content security
policy. Everything that comes from a report is shown as text, escaped and with control characters made visible.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final, TextIO, get_args

from jinja2 import Template
from markupsafe import Markup

from tocsin.exports import article
from tocsin.records import Record, Status

_FILES: Final = (("article.css", "page.css"), ("finding.js", "page.js"))


def write(records: Iterable[Record], out: TextIO) -> None:
    """Writes the page, each report as it comes."""
    style, script = (_asset("parts/" + shared) + _asset(own) for shared, own in _FILES)
    page = _template().generate(
        records=records,
        statuses=get_args(Status),
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    for part in page:
        out.write(part)


@cache
def _template() -> Template:
    return article.environment().from_string(_asset("page.html"))


def _asset(name: str) -> str:
    return files("tocsin.exports").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
