from __future__ import annotations

import re

import pytest

from tocsin.annotation.language import parse
from tocsin.coding.matching import Match, matches
from tocsin.knowledge.files import DATA, read_yaml
from tocsin.knowledge.frames import Frame, FrameFile, load_frames
from tocsin.records import Block, Report

MODES = {
    "AGREE": set(),
    "CONSULT": {"visit", "third-party", "multilateral", "phone"},
    "SUPPORT": set(),
    "CONCEDE": set(),
    "COOPERATE": set(),
    "AID": set(),
    "RETREAT": {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
    "REQUEST": {"assist", "change", "yield", "meet"},
    "REJECT": {"assist", "change", "yield", "meet"},
    "ACCUSE": {"disapprove", "investigate", "allege"},
    "THREATEN": {"restrict", "arrest", "relations", "expel", "territory", "violence"},
}
FILES = {kind: read_yaml(DATA / "frames" / f"{kind.lower()}.yaml", FrameFile) for kind in MODES}


def frames_of(file: FrameFile) -> tuple[Frame, ...]:
    return (*file.verbs, *file.nouns)


def phrases(frame: Frame) -> tuple[str, ...]:
    return (frame.words,) if isinstance(frame.words, str) else frame.words


def found(text: str) -> list[Match]:
    (document,) = parse([Report("r", text, blocks=(Block(0, len(text), "body"),))])
    return [match for passage in document.passages for match in matches(passage, load_frames())]


def types(text: str) -> set[str]:
    return {match.pattern.type for match in found(text)}


@pytest.mark.parametrize("kind", MODES)
def test_each_example_is_found_by_its_own_frame(kind: str) -> None:
    missed = []
    for frame in frames_of(FILES[kind]):
        assert frame.example, f"{frame.words} has no example"
        hits = [(m.pattern.type, m.pattern.phrase) for m in found(frame.example)]
        if not any(type_ == kind and phrase in phrases(frame) for type_, phrase in hits):
            missed.append((frame.example, hits))
    assert missed == []


@pytest.mark.parametrize("kind", MODES)
def test_files_hold_their_type_and_only_its_modes(kind: str) -> None:
    assert FILES[kind].type == kind
    assert {frame.mode for frame in frames_of(FILES[kind])} - {None} <= MODES[kind]


@pytest.mark.parametrize("kind", MODES)
def test_no_phrase_is_written_twice_in_a_file_under_the_same_conditions(kind: str) -> None:
    for frames in (FILES[kind].verbs, FILES[kind].nouns):
        seen = [(phrase, str(frame.needs)) for frame in frames for phrase in phrases(frame)]
        assert {entry for entry in seen if seen.count(entry) > 1} == set()


@pytest.mark.parametrize("kind", MODES)
def test_phrases_hold_no_infinitive(kind: str) -> None:
    """What hangs on a speech act by "to" is its content and finds its own frame."""
    verbs = set(load_frames().verbs) - set(load_frames().nouns) - {"trial", "pressure", "court", "account", "task"}
    wrong = [
        phrase
        for frame in FILES[kind].verbs
        for phrase in phrases(frame)
        for after in re.findall(r"\bto (\w+)$", phrase)
        if after in verbs and after not in {"arm", "work"}
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Ankara has promised to release the sailors.", "AGREE", "promised"),
        ("The governor was urged by the bishops to free the editors.", "REQUEST", "requested"),
        ("The general ordered his troops to leave the bridge.", "REQUEST", "ordered"),
        ("The navy denied having shelled the harbour.", "REJECT", "denied"),
        ("The cabinet refuses to open the border.", "REJECT", "denied"),
        ("The monitors blamed the army for the raid.", "ACCUSE", "happened"),
        ("The militia has threatened to burn the bridge.", "THREATEN", "threatened"),
    ],
)
def test_speech_acts_give_their_content_its_status(text: str, kind: str, status: str) -> None:
    assert (kind, status) in {(match.pattern.type, match.pattern.content) for match in found(text)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The embargo on the port was lifted by the cabinet.", "CONCEDE"),
        ("Talks were held between the two armies.", "CONSULT"),
        ("Four hostages were set free near the well.", "RETREAT"),
        ("Soldiers have been withdrawn from the valley.", "RETREAT"),
        ("Intelligence was shared with the Kenyan police.", "COOPERATE"),
        ("Tents and medicine were sent to the islanders.", "AID"),
        ("The truce, which the two armies had signed, holds.", "RETREAT"),
        ("An inquiry into the shooting was opened by the tribunal.", "ACCUSE"),
        ("The visit was called off by the minister.", "REJECT"),
    ],
)
def test_passives_and_relative_clauses_are_found(text: str, kind: str) -> None:
    assert kind in types(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The studio released a film about the war.", "RETREAT"),
        ("Copper retreated from its record on Monday.", "RETREAT"),
        ("The goalkeeper resigned himself to the bench.", "REQUEST"),
        ("The new engine meets the demands of the market.", "CONSULT"),
        ("The bank offers its customers a discount.", "AGREE"),
        ("The ministry held a news conference on Monday.", "CONSULT"),
        ("A spokesman declined to comment on the matter.", "REJECT"),
        ("According to the mayor, the bridge is closed.", "AGREE"),
        ("The storm threatened the coast for a week.", "THREATEN"),
        ("The waiter was asked for the menu.", "AID"),
        ("The body can reject a kidney.", "REJECT"),
        ("The minister called the king on Tuesday.", "REQUEST"),
        ("The bank charged its customers a fee.", "ACCUSE"),
        ("Investors withdrew money from the fund.", "RETREAT"),
        ("Tourists visited the museum in May.", "CONSULT"),
        ("He gave up smoking in March.", "RETREAT"),
    ],
)
def test_other_meanings_of_a_word_are_left_alone(text: str, kind: str) -> None:
    assert kind not in types(text)
