from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from tocsin.reading.blocks import LONGEST_BLOCK, blocks, with_headline
from tocsin.reading.paragraphs import paragraphs

PIECES = st.sampled_from(
    [
        "Guards closed the harbour on Monday.",
        "He said so.",
        "July 8, 2021",
        "By Ana Pell",
        "PORT ORU (Coastwire) - Two boats sank.",
        "Photo: Lee Moss",
        "The pier burns. (Photo by Lee Moss/Coastwire)",
        "Related article: Boats sink",
        "See also",
        "(c) 2024 The Post. All rights reserved.",
        "The Rivermen are a group banned in Oru.",
        "https://post.example/a",
        "Image source Coastwire Image caption A pier",
        "- an item",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\u00a0",
        "\u2028",
        "\x1c",
        "*",
        "(",
        "🚢",
        "الميناء",
    ]
)


def cut(text: str, title: str | None = None) -> list[tuple[str, str]]:
    found = blocks(text, with_headline(text, paragraphs(text), title))
    return [(block.kind, text[block.start : block.end]) for block in found]


def kinds(*parts: str) -> list[str]:
    return [kind for kind, _ in cut("\n\n".join(parts), "")]


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)), st.none() | st.just(""))
@example("a" * (LONGEST_BLOCK * 2 + 1), "")
@example("word " * LONGEST_BLOCK, "")
@example("\x1f\n\x1f", None)
@example("One boat sank " + "(" * 5000 + " and two came back.", "")
def test_blocks_are_ordered_apart_trimmed_and_hold_every_word(text, title):
    found = blocks(text, with_headline(text, paragraphs(text), title))
    end = 0
    for block in found:
        words = text[block.start : block.end]
        assert not text[end : block.start].strip()
        assert words and words == words.strip()
        assert len(words) <= LONGEST_BLOCK
        assert max(map(len, words.split())) <= 1000
        end = block.end
    assert not text[end:].strip()


def test_what_has_no_end_of_a_sentence_is_cut_between_words():
    text = "Rebels " + " and ".join(["attacked Goma, killed men"] * 400) + "."
    parts = [words for _, words in cut(text, "")]
    assert max(map(len, parts)) <= 1500
    assert " ".join(parts) == text


def test_an_article_saved_as_text():
    assert cut(
        "Harbour guards strike over shooting\n"
        "By Ana Pell\n"
        "July 8, 2021\n\n"
        "A guard on the old pier. Photo: Lee Moss / COASTWIRE\n\n"
        "PORT ORU (Coastwire) — Guards began a strike on Monday.\n\n"
        "Read more: Smugglers seize a boat\n\n"
        "“We want radios,” one of them said.\n\n"
        "The Rivermen are an extremist organisation banned in Oru.\n"
        "© 2021 Port Oru Post"
    ) == [
        ("title", "Harbour guards strike over shooting"),
        ("dateline", "By Ana Pell"),
        ("dateline", "July 8, 2021"),
        ("caption", "A guard on the old pier."),
        ("credit", "Photo: Lee Moss / COASTWIRE"),
        ("dateline", "PORT ORU (Coastwire) —"),
        ("body", "Guards began a strike on Monday."),
        ("related", "Read more: Smugglers seize a boat"),
        ("body", "“We want radios,” one of them said."),
        ("footer", "The Rivermen are an extremist organisation banned in Oru."),
        ("footer", "© 2021 Port Oru Post"),
    ]


def test_a_given_title_is_found_in_the_text_and_nothing_else_is_a_title():
    text = "Guards  strike\nThe strike began on Monday."
    assert cut(text, "Guards strike") == [("title", "Guards  strike"), ("body", "The strike began on Monday.")]
    assert "title" not in dict(cut(text, "Boats sink"))
    assert cut("The strike began.\n\nIt ended.", "")[0][0] == "body"


def test_a_first_line_that_is_a_sentence_is_no_title():
    assert cut("Guards struck on Monday.\n\nThey came back.")[0] == ("body", "Guards struck on Monday.")
    assert cut("Guards strike in Port Oru") == [("body", "Guards strike in Port Oru")]


def test_wrapped_lines_are_one_paragraph_and_long_lines_are_their_own():
    wrapped = "The guards of the harbour began\na strike on Monday, after two of\nthem were shot."
    assert cut(wrapped, "") == [("body", wrapped)]
    long = "The guards began a strike on Monday after two of them were shot near the old pier, their union told us."
    assert len(long) > 100
    assert cut(f"{long}\n{long}\n{long}", "") == [("body", long)] * 3
    assert cut("One boat sank.\nTwo came back.\nNobody was hurt.", "") == [
        ("body", "One boat sank."),
        ("body", "Two came back."),
        ("body", "Nobody was hurt."),
    ]


def test_quotations_over_paragraphs_stay_apart():
    assert kinds("“We are tired.", "“We want radios,” he said.") == ["body", "body"]


def test_line_ends_of_all_kinds_part_lines():
    assert cut("One boat sank.\r\n\r\nTwo came back.", "") == [("body", "One boat sank."), ("body", "Two came back.")]
    assert cut("One boat sank.\u2029\u2029Two came back.", "")[1] == ("body", "Two came back.")


def test_datelines():
    for line in (
        "Tuesday, October 15, 2019",
        "8 July 2021",
        "2021-07-08 10:30 GMT",
        "Published on July 8, 2021 at 9:15",
    ):
        assert kinds(line, "A boat sank.") == ["dateline", "body"], line
    for line in ("By Ana Pell", "BY ANA PELL AND LEE MOSS", "By Ana Pell, Staff Writer | July 8, 2021"):
        assert kinds(line, "A boat sank.") == ["dateline", "body"], line
    for line in ("By Monday the boats had left.", "The strike began on July 8, 2021", "On Monday 12 guards were shot."):
        assert kinds("A boat sank.", line, "It did.")[1] != "dateline", line


def test_a_dateline_is_split_from_its_paragraph():
    for line in (
        "PORT ORU (Coastwire) -",
        "PORT ORU, July 8 (Coastwire) —",
        "Port Oru, Oru (Coastwire) –",
        "PORT ORU —",
        "(Coastwire) -",
        "PORT ORU, Oru, 8 July —",
    ):
        assert cut(f"{line} Two boats sank.", "") == [("dateline", line), ("body", "Two boats sank.")], line
    for line in ("The union - Oru's largest - is on strike.", "He is tired – and angry.", "OCU — the union — met."):
        assert cut(line, "") == [("body", line)], line
    assert kinds("Two boats sank.", "GUARDS — The union said no.") == ["body", "body"]


def test_captions_and_credits():
    assert cut("Two guards at the pier. (Lee Moss/Coastwire via Seaside Images)", "") == [
        ("caption", "Two guards at the pier."),
        ("credit", "(Lee Moss/Coastwire via Seaside Images)"),
    ]
    assert cut("Image source Coastwire Image caption Two guards at the pier", "") == [
        ("credit", "Image source Coastwire Image caption"),
        ("caption", "Two guards at the pier"),
    ]
    for line in ("Photo: Lee Moss", "(Photo by Lee Moss)", "Lee Moss / COASTWIRE", "Lee Moss via Seaside Images"):
        assert kinds("A boat sank.", "It did.", line, "So it was.") == ["body", "body", "credit", "body"], line
    for line in ("In this photo taken on Monday, guards march.", "FILE - Guards march in 2019."):
        assert kinds("A boat sank.", line) == ["body", "caption"], line
    for line in (
        "He posted a photo by the pier.",
        "The photo: a man with a gun.",
        "The photo was taken by a guard.",
        "Video: Guards march.",
    ):
        assert kinds("A boat sank.", line, "It did.") == ["body", "body", "body"], line


def test_a_caption_may_stand_before_its_credit_but_only_before_the_body():
    assert kinds("July 8, 2021", "Guards at the pier.", "Photo: Lee Moss", "A boat sank.", "It did.") == [
        "dateline",
        "caption",
        "credit",
        "body",
        "body",
    ]
    assert kinds("A boat sank.", "It did.", "Photo: Lee Moss") == ["body", "body", "credit"]


def test_related_articles_and_lists_of_them():
    for line in ("Related article: Boats sink", "READ MORE: Boats sink", "See also: Boats", "ALSO READ | Boats sink"):
        assert kinds("A boat sank.", line, "It did.") == ["body", "related", "body"], line
    assert kinds(
        "A boat sank.", "Related stories", "Guards strike again", "- Boats found", "The guards went home."
    ) == [
        "body",
        "related",
        "related",
        "related",
        "body",
    ]
    for line in ("Related talks were held in Port Oru.", "Watch towers were built.", "Read the letter, he said."):
        assert kinds("A boat sank.", line, "It did.") == ["body", "body", "body"], line


def test_footers():
    for line in (
        "Original url:",
        "https://post.example/2021/a",
        "Sign up for our newsletter",
        "This article was first published in the Port Oru Post.",
        "Editor's note: The number of boats was corrected.",
        "Ana Pell and Lee Moss contributed to this report.",
        "(c) 2021 Port Oru Post",
        "The views expressed here are the author's own.",
    ):
        assert kinds("A boat sank.", line, "It did.") == ["body", "footer", "body"], line
    for line in (
        "This report published on Monday names 40 dead.",
        "Copying is banned.",
        "Support grew for the guards.",
    ):
        assert kinds("A boat sank.", line, "It did.") == ["body", "body", "body"], line


def test_a_copyright_notice_is_cut_from_the_paragraph_that_it_ends():
    long = "Guards struck on Monday. " * 20 + "Copyright 2021 Port Oru Post. All rights reserved."
    assert cut(long, "")[1] == ("footer", "Copyright 2021 Port Oru Post. All rights reserved.")


def test_a_legal_note_is_a_footer_only_after_the_body():
    note = "The Rivermen are a terrorist group banned in Oru."
    assert kinds("A boat sank.", note, "Original url:") == ["body", "footer", "footer"]
    assert kinds("A boat sank.", note, "It did.") == ["body", "body", "body"]
    assert kinds(note) == ["body"]


def test_marked_headings_are_known_in_a_plain_text_too():
    assert cut("# Guards strike\nThey began on Monday.\n\n## Radios", "") == [
        ("title", "# Guards strike"),
        ("body", "They began on Monday."),
        ("title", "## Radios"),
    ]
    assert kinds("#Strike is a hashtag.") == ["body"]


def test_short_lines_between_paragraphs_head_sections():
    assert kinds("A boat sank.", "What the union wants", "More pay.") == ["body", "title", "body"]
    assert kinds("A boat sank.", "He made two demands:", "More pay.") == ["body", "body", "body"]
