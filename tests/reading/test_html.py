from __future__ import annotations

import pytest

from tocsin.reading.articles import Options, from_html
from tocsin.reading.report import ReadError

STORY = """
<p>PORT ORU (Coastwire) &mdash; Guards at the harbour began a strike on Monday after two of them were shot dead.</p>
<figure><img src=x.jpg><figcaption>The pier after the shooting. (Photo by Lee Moss/Coastwire)</figcaption></figure>
<p>The governor <a href="/x">threatened</a> to dismiss those who stay away from <b>work</b>.</p>
<p><strong>Related:</strong> <a href=/q>Smugglers seize boat off Port Oru</a></p>
"""


def page(story: str = STORY, head: str = "", after: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>Guards strike | Port Oru Post</title>{head}</head><body>"
        "<nav><a href=/a>News</a> <a href=/b>Sport</a></nav><article><h1>Guards strike</h1>"
        f"{story}</article>{after}<script>var a = 'nobody reads this line of code'</script>"
        "<footer>Contact us</footer></body></html>"
    )


def test_the_article_is_taken_out_of_its_page():
    report = from_html(page(), Options()).report
    assert [(block.kind, report.text[block.start : block.end]) for block in report.blocks] == [
        ("title", "Guards strike"),
        ("dateline", "PORT ORU (Coastwire) —"),
        ("body", "Guards at the harbour began a strike on Monday after two of them were shot dead."),
        ("body", "The governor threatened to dismiss those who stay away from work."),
        ("related", "Related: Smugglers seize boat off Port Oru"),
        ("caption", "The pier after the shooting."),
        ("credit", "(Photo by Lee Moss/Coastwire)"),
    ]
    assert report.published is None and report.published_basis is None


def test_a_page_of_tags_without_end_costs_no_time():
    with pytest.raises(ReadError, match=r"100,00\d tags"):
        from_html("<html><body><p>" + "<span>x" * 100_000, Options())


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2021-07-08T16:40:00+05:00">',
        '<meta name="date" content="2021-07-08">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2021-07-08T08:00:00Z"}</script>',
    ],
)
def test_the_date_is_the_one_that_the_metadata_state(head):
    report = from_html(page(head=head), Options()).report
    assert (report.published, report.published_basis) == ("2021-07-08", "metadata")


def test_a_marked_time_of_the_article_is_metadata_too():
    report = from_html(page('<time datetime="2021-07-08T10:00">Thursday</time>' + STORY), Options()).report
    assert (report.published, report.published_basis) == ("2021-07-08", "metadata")


def test_a_day_in_the_text_is_not_taken_for_the_publication_date():
    story = (
        STORY + "<p>A guard was shot at the same pier on May 4, 2019, and the town has been without light since.</p>"
    )
    assert from_html(page(story), Options()).report.published is None


def test_the_address_gives_outlet_and_date_where_nothing_else_does():
    head = '<link rel="canonical" href="https://www.post.example/2021/07/08/strike">'
    report = from_html(page(head=head), Options()).report
    assert (report.url, report.published_basis) == ("https://www.post.example/2021/07/08/strike", "url")
    assert report.outlet in {"post.example", "Port Oru Post"}
    named = head + '<meta property="og:site_name" content="Port Oru Post">'
    assert from_html(page(head=named), Options()).report.outlet == "Port Oru Post"


def test_a_future_date_is_kept_with_a_warning():
    reading = from_html(page(head='<meta property="article:published_time" content="2091-05-02">'), Options())
    assert reading.report.published == "2091-05-02"
    assert "future" in " ".join(reading.warnings)


@pytest.mark.parametrize(
    "source",
    [
        "hello",
        "<html><head><title>Front page</title></head><body></body></html>",
        "<html><body><nav><a href=1>Home</a></nav><ul><li><a href=3>Guards strike</a></li></ul></body></html>",
        "<div>" * 3000,
        "<!-- -->",
    ],
)
def test_a_page_without_an_article(source):
    with pytest.raises(ReadError, match="no article"):
        from_html(source, Options())
