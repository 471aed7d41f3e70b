from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest

from tocsin.annotation.language import parse, pipeline
from tocsin.coding.matching import matches
from tocsin.coding.topics import load_topics
from tocsin.knowledge.files import DATA, read_yaml
from tocsin.knowledge.frames import Frame, FrameFile, load_frames
from tocsin.records import Block, Report

MODES = {
    "PROTEST": {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"},
    "SANCTION": {"convict", "expel", "withdraw", "discontinue"},
    "MOBILIZE": {"troops", "weapons", "police", "militia"},
    "COERCE": {"seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation"}
    | {"cyber"},
    "ASSAULT": {"abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives"}
    | {"suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"},
    "FLEE": set(),
    "STATE": {"member", "force", "control", "condition"},
}


@cache
def frame_file(kind: str) -> FrameFile:
    return read_yaml(DATA / "frames" / f"{kind.lower()}.yaml", FrameFile)


def frames_of(kind: str) -> tuple[Frame, ...]:
    return (*frame_file(kind).verbs, *frame_file(kind).nouns)


def coded(texts: Iterable[str]) -> list[set[tuple[str, str | None]]]:
    """For each text, the types and modes of the triggers found in it."""
    reports = [Report(str(i), t, blocks=(Block(0, len(t), "body"),)) for i, t in enumerate(texts)]
    frames = load_frames()
    return [
        {(m.pattern.type, m.pattern.mode) for passage in document.passages for m in matches(passage, frames)}
        for document in parse(reports)
    ]


@pytest.mark.parametrize("kind", MODES)
def test_each_frame_has_a_known_mode(kind: str) -> None:
    assert frame_file(kind).type == kind
    assert {frame.mode for frame in frames_of(kind)} - {None} == MODES[kind]


@pytest.mark.parametrize("kind", MODES)
def test_each_example_is_coded_as_its_frame_says(kind: str) -> None:
    frames = frames_of(kind)
    assert all(frame.example for frame in frames)
    found = coded(str(frame.example) for frame in frames)
    missed = [f.example for f, triggers in zip(frames, found, strict=True) if (kind, f.mode) not in triggers]
    assert missed == []


BORROWED = (
    "The striker hit the post twice and shot wide.",
    "A virus attacks the cells of the liver.",
    "Wolves killed four sheep on the farm.",
    "Six hikers were killed in an avalanche.",
    "The critics attacked the policy as too timid.",
    "Workers struck a deal with the firm.",
    "She beat the champion by two points.",
    "The documentary captured the mood of the city.",
    "He seized the opportunity.",
    "Doctors fight cancer with new drugs.",
    "The president's aide suffered a heart attack.",
    "The director shot the film in spring.",
    "An invasion of privacy, the lawyers said.",
)


@pytest.mark.parametrize("text", BORROWED)
def test_borrowed_words_are_no_violence(text: str) -> None:
    (found,) = coded([text])
    assert not {kind for kind, _ in found} & {"ASSAULT", "COERCE", "MOBILIZE", "SANCTION"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Border guards captured the village.", "COERCE"), ("The rebels captured nine soldiers.", "ASSAULT")),
        (("Miners struck a militia post with rockets.", "ASSAULT"), ("Miners went on strike.", "PROTEST")),
        (("The fleet fired missiles at the port.", "ASSAULT"), ("The fleet fired missiles into the sea.", "MOBILIZE")),
        (("Warplanes hit the barracks.", "ASSAULT"), ("Warplanes were deployed to the base.", "MOBILIZE")),
        (("The court jailed him for nine years.", "SANCTION"), ("The junta jailed the editors.", "COERCE")),
        (("Troops blocked the border.", "COERCE"), ("Farmers blocked the road.", "PROTEST")),
    ],
)
def test_the_same_word_differs_by_what_stands_with_it(one: tuple[str, str], other: tuple[str, str]) -> None:
    for text, kind in (one, other):
        (found,) = coded([text])
        assert kind in {each for each, _ in found}, (text, found)


FOREIGN = (
    ("The keeper was beaten as the midfielder fired in from the edge of the box.", "sport"),
    ("The champion attacked on the last lap and won the race.", "sport"),
    ("Shares retreated as investors dumped the stock.", "markets"),
    ("The cyclone hit the coast and destroyed two villages.", "weather"),
    ("A ferry capsized, killing nine passengers.", "accident"),
    ("The protein attacks the tissue around the wound.", "medicine"),
    ("The comet will hit the planet, an astronomer warned.", "science"),
    ("In the film, a general kidnaps the singer.", "culture"),
    ("The chef attacked the onion with a knife.", "food"),
)


@pytest.mark.parametrize(("text", "domain"), FOREIGN)
def test_sentences_of_other_domains_are_told(text: str, domain: str) -> None:
    (sentence,) = pipeline()(text).sents
    assert load_topics().foreign(sentence) == domain


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen attacked the stadium during the match.",
        "Shells hit a hospital in the port.",
        "The alliance sent relief teams after the earthquake.",
        "Police fired tear gas at fans outside the stadium after the final.",
        "The singer was arrested after the concert.",
        "The minister threatened to cut the price of gas.",
        "A suicide bomber crashed a truck into the train station.",
        "The two states agreed on a new treaty.",
    ],
)
def test_security_reports_are_not_silenced(text: str) -> None:
    assert [load_topics().foreign(sentence) for sentence in pipeline()(text).sents] == [None]
