"""The verbs of a store as they are typed: what they print, and how they end."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys

import pytest
from typer.testing import CliRunner

import tocsin
from storage.made import capture, request, shelling
from storage.test_ledger import ITEM, delivery
from tocsin.cli import app

TEXT = "Rebels captured the town of Garm on Monday, two diplomats said. Some 300 people fled to the hills before dark."


def run(*words, stdin=None):
    return CliRunner().invoke(app, [str(word) for word in words], input=stdin)


@pytest.fixture(scope="module")
def added(tmp_path_factory):
    """A store made by `tocsin add`, with the file that it was made from and what `tocsin read` says of it."""
    folder = tmp_path_factory.mktemp("verbs")
    lines = [{"id": f"=r{n}", "outlet": f"Post {n}", "published": "2021-07-08", "text": f"{TEXT} {n}"} for n in (1, 2)]
    (folder / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    result = run("add", folder / "news.tocsin", folder / "in.jsonl")
    assert result.exit_code == 0, result.output
    assert [line.split("\t")[:2] for line in result.stdout.splitlines()] == [["added", "=r1"], ["added", "=r2"]]
    assert result.stderr == "2 added\n"
    read = run("read", folder / "in.jsonl", "--format", "jsonl").stdout
    return folder / "news.tocsin", folder / "in.jsonl", [json.loads(line) for line in read.splitlines()]


def test_adding_again_says_so_and_changes_nothing(added):
    store, reports, _ = added
    result = run("add", store, reports)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "2 unchanged\n")


def test_events_as_the_contract_says_with_the_ids_that_read_prints(added):
    store, _, read = added
    result = run("list", store, "events", "--format", "jsonl")
    assert result.exit_code == 0
    events = [json.loads(line) for line in result.stdout.splitlines()]
    wanted = "id claims reports outlets origins type status when places actors recipients quantities".split()
    assert all(set(wanted) <= set(event) for event in events)
    claims = {claim["id"] for record in read for claim in record["claims"]}
    assert sorted(claim for event in events for claim in event["claims"]) == sorted(claims)
    assert {report for event in events for report in event["reports"]} == {"=r1", "=r2"}
    assert {event["origins"] for event in events} == {1}


@pytest.mark.parametrize("kind", ["events", "claims", "reports", "sources", "actors"])
def test_every_listing_in_four_forms_and_no_formula_in_a_cell(added, kind):
    store, _, _ = added
    shown = {form: run("list", store, kind, "--format", form) for form in ("table", "json", "jsonl", "csv")}
    assert {result.exit_code for result in shown.values()} == {0}
    rows = [json.loads(line) for line in shown["jsonl"].stdout.splitlines()]
    assert rows and json.loads(shown["json"].stdout) == rows
    cells = list(csv.reader(io.StringIO(shown["csv"].stdout)))
    assert len(cells) == len(rows) + 1
    assert not any(cell.startswith(("=", "+", "@")) for row in cells for cell in row)
    assert max(map(len, shown["table"].stdout.splitlines())) <= 100


def test_the_claims_table_of_a_store_knows_event_origin_and_since_when(added):
    store, reports, _ = added
    kept, read = (
        list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").stdout)))
        for words in (("list", store, "claims"), ("read", reports))
    )
    lines = run("list", store, "claims", "--format", "jsonl").stdout.splitlines()
    known = {line["claim"]["id"]: line for line in map(json.loads, lines)}
    asked = ("event_id", "origin_id", "first_seen")
    for row, bare in zip(kept, read, strict=True):
        line = known[row["claim_id"]]
        assert [row[name] for name in asked] == [line[name] for name in ("event", "origin", "known")]
        assert {**row, **dict.fromkeys(asked, "")} == bare


def test_an_empty_listing_in_four_forms(added):
    store, _, _ = added
    nothing = {form: run("list", store, "claims", "--actor", "nobody", "--format", form) for form in ("table", "json")}
    assert nothing["table"].stdout == "Nothing fits.\n"
    assert json.loads(nothing["json"].stdout) == []


def test_the_past_is_listed_as_it_was(tmp_path):
    with tocsin.open(tmp_path / "news.tocsin") as store:
        store.add(shelling(), known="2021-05-04")
    assert run("list", tmp_path / "news.tocsin", "reports", "--at", "2021-05-03").stdout == "Nothing fits.\n"
    assert "post-1" in run("list", tmp_path / "news.tocsin", "reports", "--at", "2021-05-04").stdout


def test_check_is_quiet_where_all_is_well_and_names_what_is_not(tmp_path):
    path = tmp_path / "news.tocsin"
    with tocsin.open(path) as store:
        store.add(shelling())
    result = run("check", path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 reports, 1 claims, 1 moments: no problem\n"
    with sqlite3.connect(path) as raw:
        raw.execute("DROP TRIGGER claim_no_update")
        raw.execute("""UPDATE claim SET body = CAST(replace(CAST(body AS TEXT), '"shelled"', '"spelled"') AS BLOB)""")
    result = run("check", path)
    assert result.exit_code == 1
    assert "does not fit its digest" in result.stdout and "do not stand at" in result.stdout.replace("\n", " ")


def test_some_unreadable_files_are_named_and_the_others_added(tmp_path):
    (tmp_path / "good.txt").write_text(TEXT)
    result = run("add", tmp_path / "news.tocsin", tmp_path / "good.txt", tmp_path / "none.txt")
    assert result.exit_code == 1
    assert "none.txt: there is no such file" in result.stderr and "1 added" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--since", "May"], "is no day"),
        (["--at", "yesterday"], "is no day or time"),
        (["--box", "1,2"], "is no box"),
        (["--search", "!!"], "no word to search for"),
    ],
)
def test_what_cannot_be_asked(added, words, message):
    result = run("list", added[0], "claims", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_kind_that_is_none_is_wrong_usage(added):
    assert run("list", added[0], "rumours").exit_code == 2


@pytest.fixture
def quarrel(tmp_path):
    """A store of two events, one known a day after the other."""
    path = tmp_path / "news.tocsin"
    with tocsin.open(path) as store:
        store.add(shelling(), known="2021-05-04")
        store.add(capture(), known="2021-05-05")
    return path


def test_a_diff_in_four_forms(quarrel):
    shown = {form: run("diff", quarrel, "@2021-05-04", "@2021-05-05", "--format", form) for form in ("jsonl", "csv")}
    assert [json.loads(line)["id"] for line in shown["jsonl"].stdout.splitlines()] == ["post-2", "post-2:taken"]
    assert [row["kind"] for row in csv.DictReader(io.StringIO(shown["csv"].stdout))] == ["report", "claim"]
    assert "first read" in run("diff", quarrel, "@2021-05-04", "@2021-05-05").stdout
    assert run("diff", quarrel, "@then", "@now").exit_code == 2


def test_why_in_words_and_as_json(quarrel):
    told = run("why", quarrel, "post-1:shelled")
    assert told.exit_code == 0
    shown = "“Brask shelled Karsk", "according to: the mayor < The post-1 Post", "founds the event", "first read"
    for words in shown:
        assert words in told.stdout
    assert json.loads(run("why", quarrel, "epost-1:shelled", "--format", "json").stdout)["event"]["origins"] == 1
    for name, words in (("post-1", "origin:"), ("the mayor", "reliability F")):
        assert words in run("why", quarrel, name).stdout
    assert run("why", quarrel, "nobody").exit_code == 2


def test_decisions_and_how_they_are_undone(quarrel):
    merged = run("merge", quarrel, "epost-1:shelled", "epost-2:taken", "--reason", "one raid", "--by", "Ann")
    assert (merged.exit_code, merged.stdout) == (0, "")
    assert len(run("list", quarrel, "events", "--format", "jsonl").stdout.splitlines()) == 1
    assert "merge epost-1:shelled by Ann: one raid" in run("why", quarrel, "epost-1:shelled").stdout
    assert run("split", quarrel, "epost-1:shelled", "post-2:taken").stdout == "epost-2:taken\n"
    assert run("grade", quarrel, "the mayor", "--reliability", "B").exit_code == 0
    assert run("grade", quarrel, "epost-1:shelled", "--credibility", "2").exit_code == 0
    assert run("grade", quarrel, "the mayor").exit_code == 2
    assert run("withdraw", quarrel, "post-2", "--reason", "taken back").exit_code == 0
    assert run("withdraw", quarrel, "post-2").exit_code == 2
    assert run("merge", quarrel, "enone", "epost-1:shelled").exit_code == 2
    assert run("check", quarrel).exit_code == 0
    for verb in ("merge", "split", "withdraw", "grade", "why", "diff"):
        words = ["--reliability", "A"] if verb == "grade" else []
        assert run(verb, quarrel.parent / "none.tocsin", "a", "b", *words).exit_code == 2


@pytest.fixture
def promise(tmp_path):
    """A store of a request and of the delivery that may settle it."""
    path = tmp_path / "news.tocsin"
    with tocsin.open(path) as store:
        store.add(request())
        store.add(delivery())
    return path


def test_the_ledger_is_listed_and_settled(promise):
    day = ("--as-of", "2031-05-22")
    shown = {form: run("list", promise, "ledger", *day, "--format", form).stdout for form in ("table", "jsonl", "csv")}
    (line,) = map(json.loads, shown["jsonl"].splitlines())
    assert (line["id"], line["state"], line["outcomes"][0]["outcome"]) == (ITEM, "open", "met-early")
    (row,) = csv.DictReader(io.StringIO(shown["csv"]))
    assert row["outcomes"].startswith("proposed met-early by post-8:boats: “The League gave")
    assert ITEM in shown["table"]
    settled = run("resolve", promise, ITEM, "--outcome", "met", "--claim", "post-8:boats", "--by", "Ann")
    assert (settled.exit_code, settled.stdout) == (0, f"{ITEM}\tmet-early\tpost-8:boats\n")
    assert run("list", promise, "ledger", *day, "--status", "open").stdout == "Nothing fits.\n"


def test_sure_proposals_are_settled_at_once(promise):
    settled = run("resolve", promise, "--auto", "--as-of", "2031-05-22")
    assert (settled.exit_code, settled.stdout) == (0, f"{ITEM}\tmet-early\tpost-8:boats\n")


@pytest.mark.parametrize("words", [[], [ITEM], [ITEM, "--outcome", "met", "--auto"], ["--auto", "--claim", "x"]])
def test_resolve_needs_an_item_and_its_outcome_or_auto_alone(promise, words):
    assert run("resolve", promise, *words).exit_code == 2
    assert run("resolve", promise, ITEM, "--outcome", "met").exit_code == 2


def test_a_closed_pipe_is_quiet(added):
    command = f"{sys.executable} -m tocsin list {added[0]} claims --format jsonl | head -c 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("{", "")
