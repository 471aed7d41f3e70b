"""`tocsin actor` and `tocsin knowledge check` as their users meet them."""

import json
from pathlib import Path

from typer.testing import CliRunner

from tocsin.cli import app
from tocsin.knowledge.files import DATA


def run(*words):
    return CliRunner().invoke(app, list(words))


def known(name, day):
    result = run("actor", name, "--at", day, "--format", "json")
    assert result.exit_code == 0
    return json.loads(result.stdout)


def test_the_members_of_an_alliance_are_those_of_the_day():
    for day, armenia in (("2013-09-23", "full"), ("2021-07-08", "full"), ("2025-01-01", "suspended")):
        (csto,) = known("CSTO", day)
        standing = {member["id"]: member["status"] for member in csto["members"]}
        assert (csto["id"], standing["TJK"], standing["ARM"]) == ("csto", "full", armenia)
        assert "UZB" not in standing


def test_every_fact_names_the_line_it_comes_from():
    for fact in known("Georgian", "2021-07-08") + known("AP", "2021-07-08") + known("border guard", "2021-07-08"):
        for told in (fact, *fact["belongs_to"]):
            path, line = told["source"].rsplit(":", 1)
            first = (told["name"] if "what" in told else "GEO").casefold()
            assert first in Path(path).read_text(encoding="utf-8").splitlines()[int(line) - 1].casefold()


def test_what_a_name_stood_for_before_is_shown_as_past():
    held = {fact["kind"]: fact["holds"] for fact in known("Taliban", "2021-07-08")}
    assert held == {"armed-group": True, "government": False}


def test_the_table_shows_overlaid_rows_with_their_own_file(tmp_path):
    head = (DATA / "armed_groups.csv").read_text(encoding="utf-8").splitlines()[0]
    file = tmp_path / "armed_groups.csv"
    file.write_text(f"{head}\nriver-front,River Front,armed-group,RVF,MLI,REB,2020,,ours\n", encoding="utf-8")
    result = run("actor", "RVF", "--at", "2021-01-01", "--knowledge", str(tmp_path))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "River Front (body): armed-group, MLI, REB, id river-front",
        f"  from {file}:2",
        "  2020 to now",
        "  also RVF",
        "  note: ours",
    ]


def test_an_unknown_name_and_a_wrong_day():
    result = run("actor", "Nobody At All")
    assert (result.exit_code, result.stdout) == (1, "") and "not in the actor directory" in result.stderr
    assert run("actor", "NATO", "--at", "yesterday").exit_code == 2


def test_check_lists_mistakes_and_says_so_in_its_exit_code(tmp_path):
    (tmp_path / "agents.csv").write_text("lemma,kind\n", encoding="utf-8")
    result = run("knowledge", "check", str(tmp_path))
    assert result.exit_code == 1
    assert result.stdout == f"{tmp_path}/agents.csv:1: the header must be lemma,kind,sector,number,group\n"
    assert "1 file read, 1 mistake" in result.stderr
    (tmp_path / "agents.csv").unlink()
    assert run("knowledge", "check", str(tmp_path)).exit_code == 0
