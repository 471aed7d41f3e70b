"""The report as Markdown and as one HTML page that asks for nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import Final

from tocsin.exports.safe import line
from tocsin.sitrep.document import Document, Sentence

READING: Final = "How to read this report"
_MARKS: Final = re.compile(r"([\\`*_\[\]#|<>~$&])")
_STYLE: Final = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; }
body { color: #1b1c1e; background: #fff; }
h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin-top: 2em; border-bottom: 1px solid #bbb; }
h3 { font-size: 1em; margin: 1.5em 0 0; }
img { max-width: 100%; } figure { margin: 1em 0; } sup a { text-decoration: none; }
.rules, .notes { font-size: .85em; color: #444; }
.notes li { margin: .3em 0; overflow-wrap: anywhere; } li:target { background: #fff2b3; }
@media (prefers-color-scheme: dark) { body { color: #e8e8e4; background: #17181a; } .rules, .notes { color: #bbb; }
  a { color: #8ab8ff; } li:target { background: #4a4000; } img { background: #fff; } }
"""


def runs(numbers: Sequence[int]) -> str:
    """Numbers in short: `1, 3–6`."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)


def markdown(document: Document, places: Sequence[str] = ()) -> str:
    """The report as Markdown; `places` are the addresses of its pictures, in order."""
    return "\n".join(_markdown(document, list(places))) + "\n"


def _markdown(document: Document, places: list[str]) -> Iterator[str]:
    numbers = document.numbers()
    yield f"# {_plain(document.title)}\n"
    yield _plain(document.standing)
    for section in document.sections:
        yield f"\n{'#' * section.level} {_plain(section.title)}\n"
        for picture in section.pictures:
            if places:
                yield f"![{_plain(picture.words)}]({places.pop(0)})\n"
        for paragraph in section.paragraphs:
            yield " ".join(
                f"{_plain(each.text)} [{runs([numbers[note] for note in each.notes])}]" for each in paragraph
            )
            yield ""
        if not section.paragraphs and section.empty:
            yield _plain(section.empty)
        if section.more:
            yield _plain(section.more)
    yield f"\n## {READING}\n"
    yield from (f"- {_plain(rule)}" for rule in document.rules)
    yield "\n## Notes\n"
    yield from (f"[{number}] {_plain(document.notes[note])}\n" for note, number in numbers.items())


def _plain(words: str) -> str:
    """Words that mean nothing in Markdown but themselves."""
    return _MARKS.sub(r"\\\1", line(words))


def html(document: Document) -> str:
    """The report as a page, its pictures in it."""
    from jinja2 import Environment

    made = Environment(autoescape=True, finalize=_shown, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {"numbers": _numbers}
    made.filters |= {"base64": lambda png: b64encode(png).decode()}
    return made.from_string(_PAGE).render(document=document, numbers=document.numbers(), style=_STYLE, reading=READING)


def _shown(value: object) -> object:
    return line(value) if type(value) is str else value


def _numbers(each: Sentence, numbers: dict[str, int]) -> list[int]:
    return sorted(numbers[note] for note in each.notes)


_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>{{ document.title }}</title>
<style>{{ style|safe }}</style>
</head>
<body>
<h1>{{ document.title }}</h1>
<p class="rules">{{ document.standing }}</p>
{% for section in document.sections %}
{% if section.level == 2 %}
<h2>{{ section.title }}</h2>
{% else %}
<h3>{{ section.title }}</h3>
{% endif %}
{% for picture in section.pictures %}
<figure><img src="data:image/png;base64,{{ picture.png|base64 }}" alt="">
<figcaption class="rules">{{ picture.words }}</figcaption></figure>
{% endfor %}
{% for paragraph in section.paragraphs %}
<p>
{% for each in paragraph %}
{{ each.text }}<sup>
{% for number in each|numbers(numbers) %}
<a href="#n{{ number }}">{{ number }}</a>
{% endfor %}
</sup>
{% endfor %}
</p>
{% endfor %}
{% if section.empty and not section.paragraphs %}
<p>{{ section.empty }}</p>
{% endif %}
{% if section.more %}
<p>{{ section.more }}</p>
{% endif %}
{% endfor %}
<h2>{{ reading }}</h2>
<ul class="rules">
{% for rule in document.rules %}
<li>{{ rule }}</li>
{% endfor %}
</ul>
<h2>Notes</h2>
<ol class="notes">
{% for note, number in numbers.items() %}
<li id="n{{ number }}">{{ document.notes[note] }}</li>
{% endfor %}
</ol>
</body>
</html>
"""
