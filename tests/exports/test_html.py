from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import actor, claim, lines, record, source, span
from tocsin.exports import article, html
from tocsin.records import Block, Record

TEXT = "Rivermen seized Port Oru, two diplomats told Coast Radio."
WORDS = "<script>alert(1)</script>\"' onload=x </style></article><!-- {{ 7*7 }} &amp; \u202e\x1b\ud83d 👩‍🚒"
OURS = frozenset(
    "html head meta title link style body header h1 h2 h3 p nav fieldset legend main section article a span bdi div "
    "table caption thead tbody tr th td wbr blockquote dl dt dd script".split()
)


class Page(HTMLParser):
    """Tags, ids, attribute names and the article's text of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.article = ""
        self._in_article = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.targets += [(value or "")[1:] for name, value in attrs if name == "href" and (value or "")[:1] == "#"]
        self._in_article = self._in_article or tag == "article"

    def handle_endtag(self, tag: str) -> None:
        self._in_article = self._in_article and tag != "article"

    def handle_data(self, data: str) -> None:
        self.article += data if self._in_article else ""


def written(*records: Record) -> str:
    out = io.StringIO()
    html.write(records, out)
    return out.getvalue()


def hostile(words: str) -> Record:
    text = f"{words} seized {words}"
    return record(
        text,
        claim(text, "seized", text, actors=(actor(text, words),), sources=(source(words),), rule=words, id=words),
        outlet=words,
        title=words,
        url="https://a.example/" + words,
        warnings=(words,),
        published="2024-05-03",
    )


def test_both_sides_point_at_each_other():
    page = Page(written(record(TEXT, claim(TEXT, "seized", TEXT), claim(TEXT, "told", TEXT)), record(TEXT)))
    assert len(page.ids) == len(set(page.ids))
    assert {"r0-c0", "r0-t0", "r0-c1", "r0-t1"} <= set(page.targets) <= set(page.ids)


def test_nothing_from_a_report_becomes_a_tag_or_an_attribute():
    harmless, attacked = Page(written(hostile("plain words"))), Page(written(hostile(WORDS)))
    assert set(attacked.tags) <= OURS
    assert attacked.tags == harmless.tags
    assert attacked.attributes == harmless.attributes


@given(st.text(alphabet=st.characters(exclude_categories=()), min_size=1))
def test_any_text_at_all_leaves_the_page_as_it_is(words: str):
    source_text = written(hostile("x" + words))
    source_text.encode()
    page = Page(source_text)
    assert page.tags.count("script") == page.tags.count("style") == 1
    assert set(page.tags) <= OURS


def test_control_characters_are_shown():
    page = written(hostile(WORDS))
    assert "[U+202E]\u241b\ufffd" in page
    assert not re.search("[\u202e\x1b\ud83d]", page)
    assert "👩‍🚒" in page


def test_the_policy_lets_in_only_our_own_style_and_script():
    page = written(record(TEXT))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1] and "http" not in policy[1]
    assert not re.search(r"\s(src|style|on\w+)=", page.split("<body>")[1].split("<script>")[0])


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///x", "//a.example", "http://[", ""])
def test_an_address_that_is_no_web_address_is_no_link(url: str):
    assert article.link(url) is None
    assert f'href="{url}"' not in written(record(TEXT, url=url))


def test_a_web_address_is_a_link():
    assert 'href="https://a.example/?a=1&amp;b=2"' in written(record(TEXT, url="https://a.example/?a=1&b=2"))


def test_the_whole_text_stands_in_the_article_whether_in_blocks_or_not():
    text = "A title\nby nobody\nRivermen seized it.\nA stray line"
    blocks = (*lines("A title\nby nobody\nRivermen seized it.", "title", "dateline", "body"),)
    for given_blocks in (blocks, (), (Block(2, 7, "title"),)):
        article = Page(written(record(text, blocks=given_blocks))).article
        assert "".join(article.split()) == "".join(text.split())


def test_a_title_in_the_text_is_not_said_twice():
    text = "Ferries seized\nRivermen did it."
    assert written(record(text, blocks=lines(text, "title", "body"), title="Ferries seized")).count("Ferries") == 1
    assert written(record("Rivermen did it.", title="Ferries seized")).count("Ferries") == 1


def test_no_source_is_shown_as_the_outlets_own_word_and_a_chain_as_a_chain():
    chain = (source("two diplomats"), source("Coast Radio"))
    page = written(record(TEXT, claim(TEXT, "seized", TEXT), claim(TEXT, "told", TEXT, sources=chain)))
    assert page.count('class="own">own word<') == 1
    assert "two diplomats &lt; Coast Radio" in page


def test_overlapping_triggers_share_their_words():
    both = written(record(TEXT, claim(TEXT, "seized", TEXT), claim(TEXT, "seized Port Oru", TEXT, status="denied")))
    assert 'data-claims="0 1" data-status="happened"' in both
    assert 'data-claims="1" data-status="denied"' in both


def test_empty_pages_say_so():
    assert "No claims found in this report." in written(record("Rain fell."))
    assert "No reports were read." in written()


def test_reports_are_written_as_they_come():
    out = io.StringIO()

    def two():
        yield record("First words.")
        assert "First words." in out.getvalue()
        yield record("Second words.")

    html.write(two(), out)
    assert "Second words." in out.getvalue()


def test_a_condition_is_in_the_explanation():
    made = claim(TEXT, "seized", TEXT, condition=span(TEXT, "two diplomats"), status="conditional")
    assert "<dt>Condition</dt><dd>two diplomats</dd>" in written(record(TEXT, made))
