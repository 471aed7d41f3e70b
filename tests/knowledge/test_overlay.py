"""A folder of one's own rows is laid over each table of the actor directory: rows are added, known ids replaced."""

from datetime import date

import pytest

from tocsin.knowledge.directory import TABLES, Directory
from tocsin.knowledge.files import DATA

DAY = date(2021, 7, 8)
HEADS = {name: (DATA / name).read_text(encoding="utf-8").splitlines()[0] for name in TABLES}

# For each table: a row that is new, a row whose key is shipped, and what the directory then answers.
ROWS = {
    "countries.csv": (
        "QAN,QN,Qanistan,Qan Republic,Qanian|Qanians,Qancity,Blue Palace:GOV",
        "TCD,TD,Chad,Tschad,Chadian,Fort-Lamy,",
        {
            "Qan Republic": "qanistan",
            "Qancity": "qanistan",
            "Blue Palace": "blue-palace",
            "Tschad": "chad",
            "Fort-Lamy": "chad",
        },
    ),
    "alliances.csv": (
        "lake-pact,Lake Pact,alliance,LKP,,,2019,,",
        "nato,Nordwest Pakt,alliance,NWP,,,1949,,",
        {"LKP": "lake-pact", "NWP": "nato", "NATO": None},
    ),
    "organisations.csv": (
        "lake-bank,Lake Bank,organisation,LKB,TCD,BUS,,,",
        "oxfam,Oxford Relief,organisation,,GBR,SOC,,,",
        {"LKB": "lake-bank", "Oxford Relief": "oxfam", "OXFAM": None},
    ),
    "armed_groups.csv": (
        "lake-front,Lake Front,armed-group,LKF,TCD,REB,2020,,",
        "boko-haram,Boko Movement,armed-group,,NGA,REB,,,",
        {"LKF": "lake-front", "Boko Movement": "boko-haram", "Boko Haram": None},
    ),
    "peoples.csv": (
        "qans,Qans,ethnic,Qan,TCD,CVL,",
        "druze,Tawhidis,religious,Tawhidi,LBN,REL,",
        {"Qans": "qans", "Tawhidi": "druze", "Druze": None},
    ),
}


def overlaid(folder, **tables):
    for name, rows in tables.items():
        file = folder / f"{name}.csv"
        file.write_text("\n".join([HEADS[file.name], *rows, ""]), encoding="utf-8")
    return Directory(folder)


@pytest.mark.parametrize("table", ROWS)
def test_names(tmp_path, table):
    new, changed, answers = ROWS[table]
    directory = overlaid(tmp_path, **{table.removesuffix(".csv"): [new, changed]})
    found = {name: directory.find(name, DAY) for name in answers}
    assert {name: entry.id if entry else None for name, entry in found.items()} == answers
    assert directory.find("Kenya", DAY).id == "kenya" and directory.find("Hezbollah", DAY).id == "hezbollah"


def test_a_countrys_demonyms_are_replaced_with_its_row(tmp_path):
    directory = overlaid(tmp_path, countries=["QAN,QN,Qanistan,,Qanian,,", "TCD,TD,Chad,,Tschader,,"])
    assert directory.demonym("Qanian").country == "QAN"
    assert directory.demonym("Tschader").country == "TCD"
    assert directory.demonym("Chadian") is None


def test_memberships(tmp_path):
    directory = overlaid(tmp_path, memberships=["csto,TJK,1994-04-20,2020-01-01,full", "csto,MNG,2020-05-05,,observer"])
    members = {m.member: m.status for m in directory.members("csto", DAY)}
    assert "TJK" not in members and members["MNG"] == "observer" and members["RUS"] == "full"
    assert "TJK" in {m.member for m in directory.members("csto", date(2019, 1, 1))}


def test_leaders(tmp_path):
    directory = overlaid(
        tmp_path,
        leaders=[
            "ada-krull,Ada Krull,Krull,TCD,GOV,president,2020,",
            "angela-merkel,Angela Merkel,,DEU,GOV,physicist,,",
        ],
    )
    row, tenure = directory.leader("Krull", DAY)
    assert (row.role, tenure) == ("president", "held")
    assert directory.leader("Ada Krull", date(2019, 1, 1))[1] == "future"
    assert directory.leader("Angela Merkel", DAY)[0].role == "physicist" and directory.leader("Merkel", DAY) is None


def test_outlets(tmp_path):
    directory = overlaid(
        tmp_path, outlets=["lake-times,Lake Times,private,,TCD,laketimes.td", "reuters,Reuters,state,,GBR,reuters.com"]
    )
    assert directory.outlet("laketimes.td").id == "lake-times"
    assert directory.outlet("Reuters").kind == "state" and directory.outlet("Thomson Reuters") is None


def test_agents_and_titles(tmp_path):
    directory = overlaid(
        tmp_path,
        agents=["river guard,military,MIL,singular,person", "soldier,civilians,CVL,singular,person"],
        titles=["river marshal,office,COP,R. Mar,TCD", "pope,office,GOV,,ITA"],
    )
    assert directory.agent("river guard").sector == "MIL" and directory.agent("soldier").sector == "CVL"
    assert directory.title("R. Mar.").country == "TCD" and directory.title("pope").country == "ITA"
    assert directory.agent("river marshal").sector == "COP" and directory.title("bishop").sector == "REL"


def test_every_table_is_tried_here():
    assert set(TABLES) == {*ROWS, "leaders.csv", "memberships.csv", "outlets.csv", "agents.csv", "titles.csv"}
