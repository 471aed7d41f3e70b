"""Checking a knowledge folder: every mistake is named, with file and line."""

import pytest

from tocsin.coding.topics import load_topics
from tocsin.knowledge.check import check
from tocsin.knowledge.directory import TABLES
from tocsin.knowledge.files import DATA

HEADS = {name: (DATA / name).read_text(encoding="utf-8").splitlines()[0] for name in TABLES}


def told(folder, **files):
    for name, lines in files.items():
        path = folder / name.replace("__", "/").replace("_csv", ".csv").replace("_yaml", ".yaml")
        path.parent.mkdir(exist_ok=True)
        head = [HEADS[path.name]] if path.name in HEADS else []
        path.write_text("\n".join([*head, *lines, ""]), encoding="utf-8")
    return [str(error).removeprefix(f"{folder}/") for error in check(folder, load_topics.__wrapped__)]


def starts(messages):
    return [":".join(message.split(":")[:2]) for message in messages]


def test_the_shipped_knowledge_laid_over_itself_has_no_mistake(tmp_path):
    for name in TABLES:
        (tmp_path / name).write_bytes((DATA / name).read_bytes())
    assert told(tmp_path) == []


def test_all_mistakes_of_a_table_are_told_not_only_the_first(tmp_path):
    found = told(
        tmp_path,
        armed_groups_csv=[
            "x-front,Xan Front,armed-group,,XQQ,REB,,,",
            "# a comment",
            "y-front,Yan Front,fleet,,MLI,REB,,,",
            "z-front,Zan Front,armed-group,,MLI",
            "good-front,Good Front,armed-group,GDF,MLI,REB,2012,,",
            "w-front,Wan Front,armed-group,Hezbollah,MLI,REB,2012,2011,",
        ],
    )
    assert starts(found) == [f"armed_groups.csv:{line}" for line in (2, 4, 5, 7, 7)]
    assert "no country 'XQQ'" in found[0] and "fleet" in found[1] and "5 cells" in found[2]
    assert "before it starts" in " ".join(found[3:]) and "name of hezbollah already" in " ".join(found[3:])


def test_mistakes_in_one_file_hide_none_in_another(tmp_path):
    found = told(
        tmp_path,
        outlets_csv=["q,Q Herald,weird,,MLI,"],
        memberships_csv=["league,SWE,2024,,full", "nato,QQQ,2024,,full"],
        agents_csv=["yak,military,FOO,singular,person"],
        titles_csv=["grand yak,throne,GOV,,"],
        peoples_csv=["yans,Yans,tribal,Yan,MLI,CVL,", "zans,Zans,ethnic,Zan,ZZZ,CVL,"],
        frames__own_yaml=["type: ASSAULT", "verbs:", "  - words: yak", "    actor: yonder", "  - mode: x"],
        cues_yaml=["speech: [yakked", ""],
        domains_yaml=["- 3"],
    )
    assert starts(found) == [
        "agents.csv:2",
        "cues.yaml:3",
        "domains.yaml:1",
        "frames/own.yaml:3",
        "frames/own.yaml:5",
        "memberships.csv:2",
        "memberships.csv:3",
        "outlets.csv:2",
        "peoples.csv:2",
        "peoples.csv:3",
        "titles.csv:2",
    ]


def test_lines_stay_right_after_a_mistake_in_yaml(tmp_path):
    found = told(
        tmp_path,
        frames__own_yaml=[
            "type: ASSAULT",
            "verbs:",
            "  - {words: yak, mood: x}",
            "  - words: 7",
            "  - {words: fine}",
            "  - {words: good, both: maybe}",
        ],
    )
    assert starts(found) == [f"frames/own.yaml:{line}" for line in (3, 4, 6)]


@pytest.mark.parametrize("name", ["armed_group.csv", "verbs.yaml", "places.csv"])
def test_a_file_that_nothing_reads_is_told(tmp_path, name):
    (tmp_path / name).write_text("id\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    (message,) = told(tmp_path)
    assert message.startswith(f"{name}:1: ") and "armed_groups.csv" in message


def test_a_wrong_header_and_bytes_that_are_no_text(tmp_path):
    (tmp_path / "outlets.csv").write_text("name,id\nx,y\n", encoding="utf-8")
    (tmp_path / "titles.csv").write_bytes(HEADS["titles.csv"].encode() + b"\nyak,office,GOV,,\nb\xffd,office,GOV,,\n")
    found = told(tmp_path)
    assert starts(found) == ["outlets.csv:1", "titles.csv:3"]


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    (tmp_path / "titles.csv").write_text(HEADS["titles.csv"] + "\nyak,office,GOV,,\n", encoding="utf-8-sig")
    assert told(tmp_path) == []
