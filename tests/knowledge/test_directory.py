"""The shipped actor directory, the way names are compared, overlays, and how mistakes are told."""

import csv
from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.knowledge.directory import Directory, key, load_directory, plain, slug
from tocsin.knowledge.files import DATA, KnowledgeError

SUMMER_2021 = date(2021, 7, 8)


@pytest.fixture(scope="module")
def directory():
    return load_directory()


def members(directory, org, day, *statuses):
    return {m.member for m in directory.members(org, day) if not statuses or m.status in statuses}


# ---------------------------------------------------------------- names
@pytest.mark.parametrize(
    ("name", "id_", "kind", "country"),
    [
        ("Tajikistan's", "tajikistan", "country", "TJK"),
        ("the United States", "united-states", "country", "USA"),
        ("U.S.", "united-states", "country", "USA"),
        ("US", "united-states", "country", "USA"),
        ("TÜRKİYE", "turkey", "country", "TUR"),
        ("Turkiye", "turkey", "country", "TUR"),
        ("Cote d’Ivoire", "ivory-coast", "country", "CIV"),
        ("the Kremlin", "kremlin", "government", "RUS"),
        ("Islamabad", "pakistan", "government", "PAK"),
        ("al Qaeda", "al-qaeda", "armed-group", None),
        ("Collective Security Treaty Organisation", "csto", "alliance", None),
    ],
)
def test_a_name_is_found_however_it_is_written(directory, name, id_, kind, country):
    found = directory.find(name)
    assert (found.id, found.kind, found.country) == (id_, kind, country)


@pytest.mark.parametrize("word", ["us", "who", "is", "turkey", "car", "chad", "mit", "Nobody At All", ""])
def test_words_that_are_no_names_are_not_found(directory, word):
    assert directory.find(word) is None


@pytest.mark.parametrize(
    ("name", "id_", "country", "sector"),
    [
        ("Uighurs", "uyghurs", "CHN", "CVL"),
        ("Shi'ite", "shias", None, "REL"),
        ("ethnic Serb", "ethnic-serbs", None, "CVL"),
        ("Kurdish", "kurds", None, "CVL"),
        ("Copts", "copts", "EGY", "REL"),
    ],
)
def test_peoples_have_a_country_where_one_is_their_home(directory, name, id_, country, sector):
    found = directory.find(name, SUMMER_2021)
    assert (found.id, found.kind, found.country, found.sector) == (id_, "civilians", country, sector)


def test_the_bearer_of_a_name_depends_on_the_day(directory):
    assert directory.find("Taliban", SUMMER_2021).kind == "armed-group"
    assert directory.find("Taliban", date(2021, 8, 15)).kind == "government"
    assert directory.find("Taliban").kind == "government"
    assert directory.find("Warsaw Pact", SUMMER_2021) is None


def test_demonyms_outlets_agents_and_titles(directory):
    assert directory.demonym("Tajik").country == directory.demonym("Tajiks").country == "TJK"
    assert directory.demonym("tajik") is None
    assert directory.outlet("RIA Novosti").kind == "state"
    assert directory.outlet("reuters.com").id == directory.outlet("Reuters").id
    assert directory.outlet("dawn") is None
    assert (directory.agent("border guard").kind, directory.agent("border guard").sector) == ("military", "MIL")
    assert directory.agent("treaty").group == "thing"
    assert directory.agent("giraffe") is None
    assert directory.title("Gen.").title == "general"
    assert directory.title("MR").rank == "address"


@given(st.text(max_size=40))
def test_comparing_names_never_fails_and_settles(name):
    assert plain(plain(name)) == plain(plain(plain(name)))
    key(name)
    assert set(slug(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@given(
    entry=st.sampled_from(list(load_directory()._by_id.values())),
    form=st.sampled_from(["{}", "the {}", "{}'s", "{}’s"]),
)
def test_every_entry_is_found_by_its_own_name(entry, form):
    day = date.fromisoformat(f"{entry.end or entry.start or '2021'}-01-01"[:10]) if entry.end or entry.start else None
    assert load_directory().find(form.format(entry.name), day).id == entry.id


@pytest.mark.parametrize(
    ("name", "day", "role", "tenure"),
    [
        ("Joe Biden", date(2016, 5, 1), "vice president", "held"),
        ("Biden", date(2019, 5, 1), "vice president", "former"),
        ("Joe Biden", date(2021, 7, 8), "president", "held"),
        ("Angela Merkel", date(2021, 7, 8), "chancellor", "held"),
        ("Emomali Rahmon", date(2021, 7, 8), "president", "held"),
        ("Emmanuel Macron", date(2015, 1, 1), "president", "future"),
    ],
)
def test_who_held_which_office_when(directory, name, day, role, tenure):
    row, found = directory.leader(name, day)
    assert (row.role, found) == (role, tenure)


def test_no_word_is_a_leader_by_chance(directory):
    assert [directory.leader(word, SUMMER_2021) for word in ("putin", "Johnson", "May", "Nobody")] == [None] * 4


# ---------------------------------------------------------------- members
def test_the_csto_of_2011_2013_2021_and_today(directory):
    core = {"RUS", "BLR", "KAZ", "KGZ", "TJK"}
    assert members(directory, "csto", date(2011, 1, 1), "full") == core | {"ARM", "UZB"}
    assert members(directory, "csto", date(2013, 9, 23), "full") == core | {"ARM"}
    assert members(directory, "csto", SUMMER_2021, "full") == core | {"ARM"}
    assert members(directory, "csto", SUMMER_2021, "observer") == {"AFG", "SRB"}
    assert members(directory, "csto", date(2025, 1, 1), "full") == core
    assert members(directory, "csto", date(2025, 1, 1), "suspended") == {"ARM"}


def test_accessions_count_from_their_day(directory):
    assert "FIN" not in members(directory, "nato", date(2023, 4, 3))
    assert "FIN" in members(directory, "nato", date(2023, 4, 4))
    assert len(members(directory, "nato", date(2024, 6, 1))) == 32
    assert len(members(directory, "european-union", SUMMER_2021)) == 27
    assert len(members(directory, "united-nations", SUMMER_2021, "full")) == 193


def test_the_alliances_of_a_country(directory):
    orgs = [
        org for org in ("csto", "united-nations", "cis", "sco", "nato") if "TJK" in members(directory, org, SUMMER_2021)
    ]
    assert orgs == ["csto", "united-nations", "cis", "sco"]


def test_no_two_standings_of_a_country_in_an_alliance_hold_at_once(directory):
    for day in (date(1995, 1, 1), date(2013, 9, 23), SUMMER_2021, date(2025, 7, 1)):
        held = [(m.org, m.member) for org in directory._by_id for m in directory.members(org, day)]
        assert len(held) == len(set(held))


def test_the_shipped_tables_are_rich_enough(directory):
    lines = {path.name: len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in DATA.glob("*.csv")}
    assert lines["countries.csv"] >= 198
    assert lines["alliances.csv"] >= 100
    assert len({row.id for _, row in directory.bodies if row.kind == "armed-group"}) >= 300
    assert lines["peoples.csv"] >= 150
    assert lines["outlets.csv"] >= 400
    assert lines["agents.csv"] >= 350


# ---------------------------------------------------------------- overlays and mistakes
HEADS = {
    "countries.csv": "alpha3,alpha2,name,aliases,demonyms,capitals,metonyms",
    "armed_groups.csv": "id,name,kind,aliases,country,sector,start,end,note",
    "memberships.csv": "org,member,start,end,status",
    "outlets.csv": "id,name,kind,aliases,country,domains",
    "agents.csv": "lemma,kind,sector,number,group",
}


def overlaid(folder, file, *rows):
    (folder / file).write_text("\n".join([HEADS[file], *rows, ""]), encoding="utf-8")
    return Directory(folder)


def test_an_overlay_adds_and_replaces(tmp_path):
    directory = overlaid(
        tmp_path,
        "armed_groups.csv",
        "river-front,River Front,armed-group,RVF,MLI,REB,2020,,",
        "hamas,Hamas,organisation,,PSE,PTY,,,ours",
    )
    assert directory.find("RVF").id == "river-front"
    assert directory.find("River Front", date(2019, 12, 31)) is None
    assert directory.find("Hamas").kind == "organisation"
    assert directory.find("Qassam Brigades") is None
    assert directory.find("Hezbollah").kind == "armed-group"


def test_an_overlay_may_change_the_standing_of_a_word(tmp_path):
    assert overlaid(tmp_path, "agents.csv", "giraffe,military,MIL,singular,person").agent("giraffe").sector == "MIL"


@pytest.mark.parametrize(
    ("file", "row", "message"),
    [
        ("armed_groups.csv", "x,Xan Front,armed-group,,XQQ,REB,,,", "no country 'XQQ'"),
        ("armed_groups.csv", "x,Xan Front,fleet,,MLI,REB,,,", "fleet"),
        ("armed_groups.csv", "x,Xan Front,armed-group,,MLI,FOO,,,", "FOO"),
        ("armed_groups.csv", "x,Xan Front,armed-group,,MLI,REB,12 May,,", "no date"),
        ("armed_groups.csv", "x,Xan Front,armed-group,,MLI,REB,2012,2011,", "before it starts"),
        ("armed_groups.csv", "x,Xan Front,armed-group,,MLI", "5 cells where the header has 9"),
        ("armed_groups.csv", "x,Xan Front,armed-group,Hezbollah,MLI,REB,,,", "already"),
        ("armed_groups.csv", "X y,Xan Front,armed-group,,MLI,REB,,,", "must be of a-z"),
        ("armed_groups.csv", "nato,Xan Front,armed-group,,MLI,REB,,,", "is taken"),
        ("countries.csv", "QQQ,QQ,Qanistan,,Turkish,,", "demonym of Turkey already"),
        ("countries.csv", "QQQ,QQ,Qanistan,,,,Palace", "no name:SECTOR"),
        ("outlets.csv", "q,Q Herald,weird,,MLI,", "weird"),
        ("outlets.csv", "q,Q Herald,private,Reuters,MLI,", "name of Reuters already"),
    ],
)
def test_a_mistake_names_file_and_line(tmp_path, file, row, message):
    with pytest.raises(KnowledgeError, match=message) as told:
        overlaid(tmp_path, file, row)
    assert str(told.value).startswith(f"{tmp_path / file}:2: ")


def test_mistakes_in_tables_read_later_are_told_when_they_are_asked(tmp_path):
    with pytest.raises(KnowledgeError, match=r"memberships\.csv:3: no alliance 'league'"):
        overlaid(tmp_path, "memberships.csv", "nato,SWE,2024,,full", "league,SWE,2024,,full").members(
            "nato", SUMMER_2021
        )
    with pytest.raises(KnowledgeError, match="stands here twice"):
        overlaid(tmp_path, "agents.csv", "yak,military,MIL,singular,person", "yak,military,MIL,singular,body").agent(
            "y"
        )


def test_a_wrong_header_is_told(tmp_path):
    (tmp_path / "outlets.csv").write_text("name,id\nx,y\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="the header must be id,name,kind"):
        Directory(tmp_path)


RIVALS = {"CIV", "GMB"}  # two men were president of Côte d'Ivoire for four months, of the Gambia for two days
SINGLE = {"president", "prime minister", "chancellor", "king", "UN secretary-general", "pope"}


def test_one_holder_of_a_high_office_at_a_time():
    with (DATA / "leaders.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["role"] in SINGLE and row["country"] not in RIVALS]
    held = defaultdict(list)
    for row in rows:
        held[row["country"], row["role"]].append((row["start"], row["end"] or "9999", row["id"]))
    for office, terms in held.items():
        for one, other in pairwise(sorted(terms)):
            assert one[0] < one[1] and other[0] >= one[1], (office, one, other)
