"""CAMEO codes of claims."""

import re

import pytest

from tocsin.coding.cameo import act_code, ahead_codes, cameo, cameo_codes
from tocsin.knowledge.files import DATA, read_yaml
from tocsin.knowledge.frames import FrameFile, load_frames
from tocsin.records import Plover

ROOTS = {
    "ACCUSE": {"09", "11"},
    "AGREE": {"03", "05"},
    "AID": {"07"},
    "ASSAULT": {"17", "18", "19", "20"},
    "COERCE": {"17", "19"},
    "CONCEDE": {"05", "08"},
    "CONSULT": {"04"},
    "COOPERATE": {"06"},
    "MOBILIZE": {"15"},
    "REJECT": {"12"},
    "RETREAT": {"08"},
    "SANCTION": {"11", "16"},
    "SUPPORT": {"05"},
}


def test_codes_are_cameo_codes():
    given = [*cameo_codes().values(), *ahead_codes()]
    given += [c for row in ahead_codes().values() for c in (row.agreed, row.asked, row.demanded, row.refused) if c]
    assert [code for code in given if not re.fullmatch(r"(0[1-9]|1\d|20)\d{0,2}", code)] == []


@pytest.mark.parametrize("name", sorted(ROOTS))
def test_a_frames_own_code_stands_under_a_root_of_its_type(name: str):
    file = read_yaml(DATA / "frames" / f"{name.lower()}.yaml", FrameFile)
    codes = {frame.cameo for frame in (*file.verbs, *file.nouns) if frame.cameo}
    assert {code for code in codes if code[:2] not in ROOTS[name] or not 3 <= len(code) <= 4} == set()


@pytest.mark.parametrize(
    ("category", "act", "more", "expected"),
    [
        ("AID", "072", {}, "072"),
        ("AGREE", "072", {"ahead": True}, "0332"),
        ("REQUEST", "074", {"ahead": True}, "0234"),
        ("REQUEST", "074", {"ahead": True, "demanded": True}, "1034"),
        ("REJECT", "0841", {"ahead": True}, "1243"),
        ("AGREE", "0872", {"ahead": True}, "0356"),
        ("THREATEN", "192", {"ahead": True}, "1382"),
        ("THREATEN", "195", {"ahead": True}, "1384"),
        ("REQUEST", "172", {"ahead": True}, "020"),
    ],
)
def test_the_code_of_an_act_done_and_of_one_still_to_come(category, act, more, expected):
    assert cameo(Plover(category, None, ()), act, **more) == expected


def test_without_a_category_there_is_no_code():
    assert cameo(None, "190") is None


def test_an_act_takes_its_frames_code_then_its_modes_then_its_types():
    assert act_code("AID", None, "072") == "072"
    assert act_code("ASSAULT", "torture") == "1822"
    assert act_code("ASSAULT", "no-such-mode") == cameo_codes()[("ASSAULT", None)]


def test_the_patterns_of_a_frame_keep_its_code():
    frames = load_frames()
    assert {p.cameo for p in frames.verbs["convict"]} == {"116"}
    assert "191" in {p.cameo for p in frames.verbs["besiege"]}
