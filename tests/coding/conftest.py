"""Coding a text of our own the way `tocsin read` does."""

import pytest

from tocsin.annotation.language import parse
from tocsin.annotation.places import mark_places
from tocsin.annotation.quantities import mark_quantities
from tocsin.annotation.times import mark_times
from tocsin.coding.claims import code
from tocsin.coding.codebook import load_codebook
from tocsin.records import Block, Report

PUBLISHED = "2023-05-11"  # a Thursday


def document(*paragraphs, published=PUBLISHED, kinds=None):
    text, blocks = "\n\n".join(paragraphs), []
    for number, paragraph in enumerate(paragraphs):
        start = sum(len(p) + 2 for p in paragraphs[:number])
        blocks.append(Block(start, start + len(paragraph), kinds[number] if kinds else "body"))
    marked = next(parse([Report("test", text, published=published, blocks=tuple(blocks))]))
    marked.times = mark_times(marked.passages, marked.published)
    marked.places = mark_places(marked)
    marked.quantities = mark_quantities(marked.passages)
    return marked


@pytest.fixture(scope="session")
def coded():
    """The claims of a text, by paragraphs."""
    return lambda *paragraphs, **options: code(document(*paragraphs, **options), load_codebook())[1]


@pytest.fixture(scope="session")
def attributed():
    """The attributions of a text, by paragraphs."""
    return lambda *paragraphs, **options: code(document(*paragraphs, **options), load_codebook())[0]
