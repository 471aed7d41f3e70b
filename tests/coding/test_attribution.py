"""Attribution: who is said to have said what."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.annotation.actors import ActorFinder
from tocsin.annotation.language import parse
from tocsin.annotation.times import mark_times
from tocsin.coding.attribution import attribute
from tocsin.coding.roles import Parties
from tocsin.coding.voices import Voices
from tocsin.knowledge.cues import load_cues
from tocsin.knowledge.directory import load_directory
from tocsin.knowledge.operators import load_operators
from tocsin.records import Block, Report


@cache
def finder():
    return ActorFinder(load_directory())


def read(*paragraphs, kinds=None, outlet=None):
    """The document of these paragraphs and its statements, in text order."""
    text, blocks = "\n\n".join(paragraphs), []
    for number, paragraph in enumerate(paragraphs):
        start = sum(len(p) + 2 for p in paragraphs[:number])
        blocks.append(Block(start, start + len(paragraph), kinds[number] if kinds else "body"))
    report = Report("t", text, published="2023-05-11", outlet=outlet, blocks=tuple(blocks))
    document = next(parse([report]))
    document.times = mark_times(document.passages, document.published)
    parties = Parties(document, finder(), load_operators())
    voices = Voices(document, parties, load_cues(), load_directory())
    return document, sorted(attribute(document, voices, load_cues()), key=lambda s: s.record.cue.start)


def only(*paragraphs, **options):
    (found,) = read(*paragraphs, **options)[1]
    return found


def by_cue(cue, *paragraphs, **options):
    return next(s for s in read(*paragraphs, **options)[1] if s.record.cue.text == cue)


def words(statement):
    return [span.text for span in statement.record.content]


def names(statement):
    return [source.name for source in statement.chain]


def source(statement):
    return statement.record.source and statement.record.source.text


SINGLE = {
    "The harbour master said the crane had collapsed.": ("The harbour master", "said", ["the crane had collapsed"]),
    "The crane had collapsed, said the harbour master.": ("the harbour master", "said", ["The crane had collapsed"]),
    "The crane, the harbour master said, had collapsed.": (
        "the harbour master",
        "said",
        ["The crane", "had collapsed"],
    ),
    "According to the harbour master, the crane had collapsed.": (
        "the harbour master",
        "According to",
        ["the crane had collapsed"],
    ),
    "In the words of the harbour master, the pier is a ruin.": ("the harbour master", "words", ["the pier is a ruin"]),
    "The envoy called the vote a farce.": ("The envoy", "called", ["the vote a farce"]),
    "The colonel was adamant that no shots had been fired.": (
        "The colonel",
        "adamant",
        ["that no shots had been fired"],
    ),
    "The colonel warned of more raids.": ("The colonel", "warned", ["more raids"]),
    "The colonel denied that the bridge was mined.": ("The colonel", "denied", ["that the bridge was mined"]),
    "The union rejected the colonel's claim that the bridge was mined.": (
        "the colonel's",
        "claim",
        ["that the bridge was mined"],
    ),
    "Troops had left the valley, the general staff in Dorvan said.": (
        "the general staff in Dorvan",
        "said",
        ["Troops had left the valley"],
    ),
    "The gates will open, predicted the customs chief, Olan Brisk.": (
        "the customs chief, Olan Brisk",
        "predicted",
        ["The gates will open"],
    ),
}


@pytest.mark.parametrize("text", SINGLE)
def test_source_cue_and_content(text):
    who, cue, said = SINGLE[text]
    found = by_cue(cue, text)
    assert (source(found), words(found)) == (who, said)
    assert found.speech


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We are staying in the valley,” the colonel said.", "direct"),
        ('"We are staying in the valley," the colonel said.', "direct"),
        ("``We are staying in the valley,'' the colonel said.", "direct"),
        ("The colonel said his men were “staying in the valley for good”.", "mixed"),
        ("The colonel said his men were staying.", "indirect"),
    ],
)
def test_kind_by_quotation_marks(text, kind):
    assert only(text).record.kind == kind


def test_a_split_quotation_is_one_statement():
    found = only("“If the dam holds,” the engineer said, “we will be back by dusk.”")
    assert words(found) == ["“If the dam holds,”", "“we will be back by dusk.”"]


def test_a_quotation_of_its_own_goes_to_the_speaker_before_it():
    found = by_cue("said", "“The dam holds,” the engineer said on site. “Nobody needs to leave the village tonight.”")
    assert words(found)[-1] == "“Nobody needs to leave the village tonight.”"
    assert found.record.kind == "direct"


def test_a_sentence_of_its_own_goes_to_nobody():
    document, found = read("The engineer said the dam held. Two bridges were swept away.")
    assert not any(
        s.covers(document.passages[0], t) for s in found for t in document.passages[0].doc if t.text == "bridges"
    )


def test_a_quotation_may_run_over_paragraphs():
    document, found = read(
        "“The dam holds,” the engineer said. “But the rain will not stop before the weekend.",
        "“Anyone who lives below the mill should go to the school tonight.”",
    )
    school = next(t for t in document.passages[1].doc if t.text == "school")
    assert [s.cue.text for s in found if s.covers(document.passages[1], school)] == ["said"]


def test_an_open_quotation_ends_with_its_paragraph():
    document, found = read("The engineer said: “The dam holds and nobody needs to go.", "Two bridges were swept away.")
    assert all(p is document.passages[0] for s in found for p, _, _ in s.content)


@pytest.mark.parametrize(
    ("title", "who", "said"),
    [
        ("Nine hurt in ferry fire: officials", "officials", "Nine hurt in ferry fire"),
        ("Nine hurt in ferry fire - police", "police", "Nine hurt in ferry fire"),
        ("Diplomat: talks on the ferry line are over", "Diplomat", "talks on the ferry line are over"),
    ],
)
def test_headlines_with_a_speaker_beside_the_colon(title, who, said):
    found = next(s for s in read(title, kinds=["title"])[1] if s.record.cue.text in ":-")
    assert (source(found), words(found)) == (who, [said])


def test_asides_are_the_outlets_own_words_unless_quoted():
    document, found = read("The envoy said the base, which holds 900 men, would close.")
    tokens = {t.text: t for t in document.passages[0].doc}
    assert found[0].covers(document.passages[0], tokens["close"])
    assert found[0].aside(document.passages[0], tokens["holds"])
    assert not found[0].covers(document.passages[0], tokens["holds"])
    document, found = read("“The base, which holds 900 men, will close,” the envoy said.")
    held = next(t for t in document.passages[0].doc if t.text == "holds")
    assert by_cue("said", document.report.text).record.kind == "direct"
    assert any(s.covers(document.passages[0], held) for s in found)


def test_words_between_dashes_are_an_aside():
    document, found = read("The envoy said the base – one of four in the north – would close.")
    inner = next(t for t in document.passages[0].doc if t.text == "four")
    assert found[0].aside(document.passages[0], inner)


@pytest.mark.parametrize(
    "text",
    [
        "The council asked the army to guard the dam.",
        "The council plans to close the road.",
        "The rebels threatened to blow up the dam.",
        "The council promised to repair the road.",
        "The rebels want the mayor to resign.",
    ],
)
def test_requests_threats_and_wishes_are_statements_but_no_speech(text):
    found = only(text)
    assert not found.speech and found.record.source is not None


def test_a_promise_with_a_clause_is_speech():
    assert only("The council promised that the road would be repaired.").speech


def test_wishes_inside_speech_are_not_told_twice():
    assert [s.cue.text for s in read("The mayor said the council wants to close the road.")[1]] == ["said"]


def test_own_thoughts_inside_a_quotation_are_no_statement():
    assert [s.cue.text for s in read("“I think the dam will hold for years,” the engineer said.")[1]] == ["said"]


def test_statements_inside_statements_keep_their_depth():
    found = {s.record.cue.text: s for s in read("The envoy said the rebels had claimed that the dam was mined.")[1]}
    assert (found["said"].nested, found["claimed"].nested) == (0, 1)


# -------------------------------------------------------------------- chains
@pytest.mark.parametrize(
    ("text", "cue", "chain"),
    [
        ("Two officials told Harbour Gazette the crane was old.", "told", ["Two officials", "Harbour Gazette"]),
        (
            "The Harbour Gazette, citing a diplomat, reported that the crane was old.",
            "reported",
            ["diplomat", "Harbour Gazette"],
        ),
        ("State radio quoted the governor as saying the crane was old.", "saying", ["governor", "State radio"]),
        ("The crane was old, the undersecretary, Mara Lindqvist, said.", "said", ["Mara Lindqvist"]),
        ("The crane was old, interior minister Mara Lindqvist said.", "said", ["Mara Lindqvist"]),
        ("The ministry issued a statement saying the crane was old.", "saying", ["ministry"]),
        ("The crane was old, according to a report by the ministry.", "according to", ["ministry"]),
        ("The crane was old, according to a leaflet.", "according to", ["leaflet"]),
    ],
)
def test_chains_have_the_innermost_speaker_first(text, cue, chain):
    assert names(by_cue(cue, text)) == chain


def test_a_document_speaks_for_whoever_issued_it():
    found = read(
        "The ministry issued a statement on the ferry.", "“The ferry was sound and will sail,” read the statement."
    )[1]
    assert names(found[-1]) == ["ministry"]


def test_a_group_named_before_keeps_its_name():
    assert names(by_cue("said", "The Red Harbour Front had burned the crane, the group said.")) == ["Red Harbour Front"]


def test_a_name_beside_a_noun_is_the_source():
    text = "The crane was old, the newspaper Vestra reported, citing a diplomat."
    assert names(by_cue("reported", text)) == ["diplomat", "Vestra"]


def test_whoever_is_told_and_is_no_outlet_is_no_source():
    found = only("The colonel told villagers that the road was mined.")
    assert names(found) == ["colonel"] and found.addressee is not None and found.addressee.text == "villagers"


def test_a_pronoun_is_the_last_speaker():
    found = read(
        "The valley is quiet, said Mara Lindqvist, the mayor. The road to Dorvan was shut. She said it would open."
    )[1]
    assert names(found[-1]) == ["Mara Lindqvist"]
    assert found[-1].chain[0].text == "Mara Lindqvist"


def test_a_surname_and_an_office_get_the_full_name():
    paragraphs = (
        "Interior minister Mara Lindqvist said the valley was quiet.",
        "Lindqvist said the road was shut.",
        "The minister said the dam had held.",
    )
    found = [s for s in read(*paragraphs)[1] if s.record.cue.text == "said"]
    assert [names(s) for s in found] == [["Mara Lindqvist"]] * 3
    assert [s.chain[0].text for s in found][1:] == ["Lindqvist", "minister"]


def test_the_publishing_outlet_is_left_out():
    text = "Two officials told Harbour Gazette the crane was old."
    assert names(by_cue("told", text, outlet="Harbour Gazette")) == ["Two officials"]


@pytest.mark.parametrize(
    ("text", "kind", "outlet_kind"),
    [
        ("Officials said the road was shut.", "unnamed", None),
        ("Mara Lindqvist said the road was shut.", "named", None),
        ("State television said the road was shut.", "outlet", "state"),
        ("A study found that the road was unsafe.", "document", None),
    ],
)
def test_kinds_of_sources(text, kind, outlet_kind):
    first = only(text).chain[0]
    assert (first.kind, first.outlet_kind) == (kind, outlet_kind)
    assert only(text).record.source_kind == kind


def test_the_day_of_speaking_hangs_on_the_cue():
    spoken = only("The mayor said on Tuesday that the road was shut.").record.said
    assert spoken is not None and spoken.start == "2023-05-09"
    assert only("The mayor said that the road was shut on Tuesday.").record.said is None


# -------------------------------------------------------------------- whatever the text
@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                '"',
                "“",
                "”",
                "'",
                "he",
                "said",
                "the dam",
                "holds",
                ",",
                ".",
                ":",
                "that",
                "–",
                "according to",
                "officials",
            ]
        ),
        max_size=30,
    )
)
def test_every_span_is_words_of_the_report(pieces):
    document, found = read(" ".join(pieces) or ".")
    text = document.report.text
    for each in found:
        spans = [each.record.cue, *each.record.content, *([each.record.source] if each.record.source else [])]
        assert all(text[span.start : span.end] == span.text and span.text for span in spans)
        ordered = [(span.start, span.end) for span in each.record.content]
        assert all(a[1] <= b[0] for a, b in pairwise(ordered))


# -------------------------------------------------------------------- stances, labels, relative clauses
def test_a_stance_to_a_thing_is_a_statement_that_makes_nobody_a_source():
    found = only("The mayor defended the closing of the ferry line.")
    assert (source(found), words(found)) == ("The mayor", ["the closing of the ferry line"])
    assert not found.speech


def test_a_thing_takes_no_stance():
    assert not read("The storm attacked the dam.")[1]


def test_who_is_the_source_as_written_and_the_chain_has_whom_it_means():
    found = by_cue("said", "The engineer, who said the dam was safe, left the valley.")
    assert source(found) == "who"
    assert names(found) == ["engineer"]


def test_a_restrictive_clause_belongs_to_the_source():
    assert source(only("Engineers working on the dam said it was safe.")) == "Engineers working on the dam"


def test_a_participle_that_goes_on_saying_is_a_statement_of_its_own():
    found = {
        s.record.cue.text: words(s) for s in read("The mayor said the dam held, adding that the road was shut.")[1]
    }
    assert found["said"] == ["the dam held"]
    assert found["adding"] == ["that the road was shut"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("LINDQVIST: The dam holds, and the road will open on Monday.", "LINDQVIST"),
        ("“The dam holds, and the road will open on Monday.” – Mara Lindqvist", "Mara Lindqvist"),
    ],
)
def test_labels_and_signatures_name_the_speaker(text, who):
    found = read("Mara Lindqvist, the mayor of Dorvan, met LINDQVIST readers.", text)[1]
    assert who in {source(s) for s in found if s.record.source}


def test_whoever_is_cited_is_on_the_way_not_the_source_of_the_sentence():
    found = by_cue("reported", "The Harbour Gazette, citing a diplomat, reported that the crane was old.")
    assert (found.record.source_kind, [link.name for link in found.record.via]) == ("outlet", ["diplomat"])


def test_a_document_made_known_by_an_outlet_speaks_before_it():
    _, found = read("On May 3, the Wall Street Journal published details of a Norwegian assessment predicting a coup.")
    assert [source.name for source in found[0].chain] == ["Norwegian assessment", "Wall Street Journal"]


def test_whoever_publishes_its_own_report_speaks_itself():
    _, found = read("The ministry published a report warning that rebels would attack Goma.")
    assert [source.name for source in found[0].chain] == ["ministry"]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "The envoy Ama Sallah asked members to help, citing a 2005 treaty to defend the island.",
            ["2005 treaty", "Ama Sallah"],
        ),
        ("The mayor of Dorvan cited a decree closing the port to rallies.", ["decree", "mayor of Dorvan"]),
    ],
)
def test_a_document_that_is_cited_speaks_before_whoever_cites_it(text, chain):
    found = by_cue(chain[0].split()[-1], text)
    assert [source.name for source in found.chain] == chain


def test_a_document_is_said_to_be_of_its_year():
    found = by_cue("treaty", "The envoy asked for help, citing a 2005 treaty to defend the island.")
    assert (found.record.said.start, found.record.said.end) == ("2005-01-01", "2005-12-31")
