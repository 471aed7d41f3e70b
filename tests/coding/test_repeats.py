"""A caption that repeats the body."""

from tocsin.coding.repeats import repeats
from tocsin.records import Block, Report, Span

CAPTION = "Soldiers guard the bridge over the river near the northern town."
BODY = "On Monday, soldiers guard the bridge over the river near the northern town, witnesses said."
TEXT = f"{CAPTION}\n\n{BODY}"
REPORT = Report("r", TEXT, blocks=(Block(0, len(CAPTION), "caption"), Block(len(CAPTION) + 2, len(TEXT), "body")))


def sentence(text):
    start = TEXT.rindex(text)
    return Span(start, start + len(text), text)


def test_a_caption_whose_words_stand_in_the_sentence_is_found():
    assert [span.text for span in repeats(REPORT, sentence(BODY))] == [CAPTION]


def test_another_sentence_is_not():
    assert repeats(REPORT, Span(0, 8, "Soldiers")) == ()


def test_one_claim_with_two_spans(coded):
    caption = "Rebel gunmen attacked an army convoy near Goma on Tuesday."
    body = "Rebel gunmen attacked an army convoy near Goma on Tuesday, killing two soldiers, the governor said."
    claims = coded(caption, body, kinds=["caption", "body"])
    attacks = [c for c in claims if c.trigger.text == "attacked"]
    assert len(attacks) == 1
    assert attacks[0].trigger.start > len(caption)
    assert "said again" in attacks[0].rule
