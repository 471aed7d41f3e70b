"""Every kind of list, broken ones and traps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.fetching.addresses import checked, listed, page_of
from tocsin.fetching.errors import FetchError
from tocsin.fetching.feeds import Entry, is_listing, listing

BASE = "https://example.org/news/feed"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>https://example.org/</link>
<item><title><![CDATA[<script>alert(1)</script>]]></title><link> /a </link>
<pubDate>Tue, 06 Jul 2021 10:00:00 GMT</pubDate></item>
<item><guid>https://example.org/b</guid></item><item><guid isPermaLink="false">77</guid></item>
<item><link>javascript:alert(1)</link></item><item><link>file:///etc/passwd</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://cdn.example/x/"><link href="/self"/>
<entry><link rel="edit" href="/edit"/><link rel="alternate" href="c"/><published>2021-07-06T01:00:00Z</published>
<updated>2021-07-07T01:00:00Z</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item><link>/d</link><dc:date>2021-07-06</dc:date></item></rdf:RDF>"""
BURNER = """<rss xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"><item><link>https://proxy.example/1</link>
<f:origLink>https://example.org/e</f:origLink></item></rss>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://example.org/f</loc><lastmod>2021-07-08</lastmod><news:news><news:publication_date>2021-07-07</news:publication_date>
<news:title>x</news:title></news:news></url></urlset>"""


@pytest.mark.parametrize(
    ("body", "entries"),
    [
        (
            RSS,
            [("https://example.org/a", "Tue, 06 Jul 2021 10:00:00 GMT", None), ("https://example.org/b", None, None)],
        ),
        (ATOM, [("https://cdn.example/x/c", "2021-07-06T01:00:00Z", "2021-07-07T01:00:00Z")]),
        (RDF, [("https://example.org/d", "2021-07-06", None)]),
        (BURNER, [("https://example.org/e", None, None)]),
        (SITEMAP, [("https://example.org/f", "2021-07-07", "2021-07-08")]),
    ],
)
def test_the_entries_of_each_kind_of_list(body, entries):
    assert is_listing(body.encode())
    assert listing(body.encode(), BASE).entries == tuple(Entry(*each) for each in entries)


def test_lists_of_lists():
    index = "<sitemapindex><sitemap><loc>/1.xml</loc></sitemap><sitemap><loc>file:///x</loc></sitemap></sitemapindex>"
    assert listing(index.encode(), BASE).lists == ("https://example.org/1.xml",)
    opml = """<opml><body><outline text="a"><outline type="rss" xmlUrl="https://a.example/f"/></outline>
    <outline xmlurl="https://b.example/f"/><outline xmlUrl="https://a.example/f"/></body></opml>"""
    assert listing(opml.encode(), "").lists == ("https://a.example/f", "https://b.example/f")


def test_broken_lists_are_read_as_far_as_they_go():
    cut = RSS[: RSS.index("<item><guid>https")]
    assert [each.url for each in listing(cut.encode(), BASE).entries] == ["https://example.org/a"]
    loose = RSS.replace("/a ", "/a?x=1&y=2 ").replace("News", "Caf&eacute; & News")
    assert listing(loose.encode(), BASE).entries[0].url == "https://example.org/a?x=1&y=2"
    latin = RSS.replace("News", "Caf\xe9").encode("latin-1")
    assert len(listing(latin, BASE).entries) == 2
    assert len(listing(latin.replace(b'<?xml version="1.0"?>', b""), BASE, "latin-1").entries) == 2


def test_a_list_that_swells_is_refused():
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{lol}]><rss><item><link>/&l9;</link></item></rss>'
    with pytest.raises(FetchError, match="entities"):
        listing(bomb.encode(), BASE)
    outside = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><link>/&x;</link></item></rss>'
    with pytest.raises(FetchError, match="entities"):
        listing(outside.encode(), BASE)


def test_what_is_no_list():
    for body in (b"", b"<html><body>x</body></html>", b"words", b'<?xml version="1.0"?><html/>', b"\0\1\2"):
        assert not is_listing(body) and listing(body, BASE) is None
    assert is_listing(b"\xef\xbb\xbf<!-- <html> --><?xml version='1.0'?>\n<rss/>")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([RSS, ATOM, SITEMAP]), st.integers(0, 400))
def test_no_bytes_break_the_reader(noise, body, place):
    listing(body.encode()[:place] + noise + body.encode()[place:], BASE)
    listing(noise, BASE)


# ---------------------------------------------------------------- addresses
def test_addresses_that_name_the_same_page():
    assert page_of("https://example.org/a?utm_source=x&id=3") == page_of("https://example.org/a?id=3")
    assert page_of("https://example.org/a?id=3") != page_of("https://example.org/a?id=4")


@pytest.mark.parametrize(
    "url", ["file:///x", "ftp://x/", "http://", "http://a b/", "http://u:p@x/", "http://x:99999/", "x"]
)
def test_addresses_that_are_never_fetched(url):
    with pytest.raises(FetchError):
        checked(url)


def test_files_that_list_addresses(tmp_path):
    feeds = tmp_path / "feeds.txt"
    feeds.write_text("# mine\nhttps://a.example/f\n\nhttps://b.example/f\n")
    assert listed(str(feeds)) == ["https://a.example/f", "https://b.example/f"]
    feeds.write_text("https://a.example/f\nGunmen killed five people.\n")
    assert listed(str(feeds)) is None
    assert listed(str(tmp_path)) is None and listed(str(tmp_path / "none.txt")) is None
    opml = tmp_path / "feeds.opml"
    opml.write_text('<opml><body><outline xmlUrl="https://a.example/f"/></body></opml>')
    assert listed(str(opml)) == ["https://a.example/f"]
    opml.write_text("no list")
    with pytest.raises(FetchError, match="no OPML"):
        listed(str(opml))
