from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.articles import Options, from_markdown
from tocsin.reading.markdown import front_matter, plain


def read(text: str) -> list[tuple[str, str]]:
    report = from_markdown(text, Options()).report
    return [(block.kind, report.text[block.start : block.end]) for block in report.blocks]


def test_an_article_saved_as_markdown():
    assert read(
        "# Guards *strike*\n\nJuly 8, 2021\n\n"
        "![A guard on the pier](pier.jpg)\n\n"
        "The pier after the shooting. **Lee Moss / COASTWIRE**\n\n"
        "Guards [began](https://post.example/x) a strike\non **Monday**.\n\n"
        "**Related article:** [Boats sink](#)\n\n"
        "[Smugglers seize a boat](https://post.example/y)\n\n"
        "## What they want\n\n- More pay\n- Radios\n\n"
        "“No,” said the governor &amp; left.\n\n"
        "*The Rivermen are banned in Oru.*\n\n<https://post.example/2021/07/08/strike>\n"
    ) == [
        ("title", "Guards strike"),
        ("dateline", "July 8, 2021"),
        ("caption", "A guard on the pier"),
        ("caption", "The pier after the shooting."),
        ("credit", "Lee Moss / COASTWIRE"),
        ("body", "Guards began a strike\non Monday."),
        ("related", "Related article: Boats sink"),
        ("related", "Smugglers seize a boat"),
        ("title", "What they want"),
        ("body", "More pay"),
        ("body", "Radios"),
        ("body", "“No,” said the governor & left."),
        ("footer", "The Rivermen are banned in Oru."),
        ("footer", "https://post.example/2021/07/08/strike"),
    ]


def test_words_under_a_picture_in_its_paragraph_are_a_caption():
    assert read("Guards struck.\n\n![pier](p.jpg)\nThe pier on Monday.\n\nThey went home.")[1:3] == [
        ("caption", "pier"),
        ("caption", "The pier on Monday."),
    ]


def test_without_a_heading_the_first_line_may_be_the_title():
    assert read("Guards strike in Port Oru\n\nThey began on Monday.")[0] == ("title", "Guards strike in Port Oru")


def test_keys_before_the_text_are_facts():
    keys = "title: Guards strike\ndate: 2021-07-08\noutlet: Port Oru Post\nurl: https://post.example/x\n"
    text = f"---\n{keys}---\nThey did.\n"
    report = from_markdown(text, Options()).report
    assert (report.title, report.published, report.published_basis) == ("Guards strike", "2021-07-08", "metadata")
    assert (report.outlet, report.url, report.text) == ("Port Oru Post", "https://post.example/x", "They did.")
    assert front_matter("---\n: [\n---\nText") == ({}, "---\n: [\n---\nText")
    assert front_matter("---\njust words\n---\nText") == ({}, "---\njust words\n---\nText")


def test_html_within_is_text_only():
    assert plain("<script>alert(1)</script>\n\nOne <b>boat</b> sank.<!-- no -->").text == "One boat sank."


@given(st.text(alphabet="ab*_#[]()!<>`-&;: \n\\\"'é🚢").map(lambda words: words + "\n\nend"))
def test_paragraphs_lie_where_they_say(text):
    written = plain(text)
    words = [written.text[p.start : p.end] for p in written.paragraphs]
    assert "\n\n".join(words) == written.text
    assert all(word and word == word.strip() for word in words)
    assert all(p.tail is None or p.start < p.tail < p.end for p in written.paragraphs)
