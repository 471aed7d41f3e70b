from __future__ import annotations

from datetime import date

import pytest

from tocsin.annotation.language import parse
from tocsin.coding.matching import matches
from tocsin.knowledge.files import DATA, read_yaml
from tocsin.knowledge.frames import Frame, FrameFile, load_frames
from tocsin.records import Block, Report

FILES = (
    "agree consult support concede cooperate aid retreat request reject accuse threaten".split()
)
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


def frame_files() -> list[FrameFile]:
    return [read_yaml(DATA / "frames" / f"{name}.yaml", FrameFile) for name in FILES]


def phrases(frame: Frame) -> tuple[str, ...]:
    return (frame.words,) if isinstance(frame.words, str) else frame.words


def coded(text: str) -> list[tuple[str, str]]:
    """(type, phrase) of each trigger found in the text."""
    report = Report("r", text, published=str(date(2024, 5, 1)), blocks=(Block(0, len(text), "body"),))
    (document,) = parse([report])
    frames = load_frames()
    return [(m.pattern.type, m.pattern.phrase) for passage in document.passages for m in matches(passage, frames)]


@pytest.mark.parametrize("file", frame_files(), ids=FILES)
def test_each_example_is_found_by_its_own_frame(file: FrameFile) -> None:
    missed = []
    for frame in (*file.verbs, *file.nouns):
        assert frame.example, f"{frame.words} has no example"
        found = coded(frame.example)
        if not any(kind == file.type and phrase in phrases(frame) for kind, phrase in found):
            missed.append((frame.example, found))
    assert missed == []
