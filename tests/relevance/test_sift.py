"""What --relevant reads, what it leaves out, and that nothing left out is lost without a word."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tocsin import pipeline, reading
from tocsin.cli import app
from tocsin.engines import output, shards, work
from tocsin.reading import LeftOut
from tocsin.records import Record
from tocsin.relevance import relevant, score
from tocsin.relevance.sift import PART, parts
from tocsin.relevance.vocabulary import groups

WAR = (
    "Gunmen stormed a village near Kidal on Monday and killed nine soldiers, the army said. It blamed rebels who hit "
    "two other posts last week. Hundreds of people fled to the town, where police imposed a curfew."
)
RAID = (
    "Police arrested four men in raids on Friday and seized weapons, prosecutors said. They are accused of terror. A "
    "court remanded them in custody until their trial, and their lawyers denied all charges."
)
BRIEF = "Rebels captured the town of Garm, two diplomats said."
MATCH = (
    "United launched one attack on goal after another, struck the bar and won the battle for the top of the table "
    "when their striker fired home a penalty. The coach praised his goalkeeper and said the fans deserved the trophy."
)
PRICES = (
    "Two supermarkets opened a price war over milk, and shares of both retreated by four percent, it was said. Profits "
    "are under attack from cheaper brands, and the larger of the two cut its forecast for sales in the next quarter."
)
SOUP = (
    "Crush the garlic, beat in the butter and simmer the soup for an hour. Kill the bitterness of leeks with a squeeze "
    "of lemon, and serve it in deep bowls with bread, cheese and a glass of dry white wine."
)


@pytest.mark.parametrize("text", [WAR, RAID, BRIEF, f"{RAID} {PRICES}"])
def test_reports_on_security_are_read(text):
    assert relevant(None, text)


@pytest.mark.parametrize("text", [MATCH, PRICES, SOUP])
def test_words_of_war_in_other_news_do_not_deceive(text):
    assert not relevant(None, text)


def test_one_part_on_war_in_a_long_digest_is_enough():
    digest = "\n\n".join([MATCH, SOUP] * 20)
    assert not relevant(None, digest)
    assert relevant(None, "\n\n".join([digest, *[WAR] * 12, digest]))


@given(st.text(alphabet="ab \n", max_size=3 * PART))
def test_the_parts_are_the_text(text):
    found = list(parts(None, text))
    assert "".join(found) == text
    assert all(len(part) <= PART for part in found)


def test_a_users_own_words_count(tmp_path):
    (tmp_path / "domains.yaml").write_text("security: [zarbuk]\n")
    text = "The zarbuk came down to the river in the night, and in the morning the people of the valley were gone."
    assert "security" in groups(tmp_path)["zarbuk"]
    assert score(None, text, tmp_path) > score(None, text)


@pytest.fixture
def lines(tmp_path):
    rows = [{"id": name, "text": text} for name, text in (("war", WAR), ("match", MATCH), ("soup", SOUP))]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_what_is_read_is_read_as_without_it_and_the_rest_keeps_its_place(lines):
    whole = list(pipeline.code(reading.read([str(lines)])))
    war, *rest = pipeline.code(reading.read([str(lines)]), relevant=True)
    assert isinstance(war, Record) and war.claims
    assert war == whole[0]
    assert rest == [LeftOut(str(lines), 2, "match", None), LeftOut(str(lines), 3, "soup", None)]


def test_extract_names_what_it_leaves_out_in_a_file(lines, tmp_path):
    (shard,) = shards.shards([str(lines)])
    job = work.job(tmp_path, relevant=True)
    assert job.version != work.job(tmp_path).version
    for before in (False, True):
        done = work.extract(shard, job, {}, work.Meter())
        assert (done.reports, done.left_out, done.unread, done.before) == (1, 2, 0, before)
    named = [json.loads(line) for line in (tmp_path / (shard.name + output.LEFT_OUT)).open()]
    assert [(each["line"], each["id"]) for each in named] == [(2, "match"), (3, "soup")]
    work.extract(shard, work.job(tmp_path), {}, work.Meter())
    assert not (tmp_path / (shard.name + output.LEFT_OUT)).exists()


def test_add_says_what_it_leaves_out_and_takes_it_later(lines, tmp_path):
    words = ["add", str(tmp_path / "news.tocsin"), str(lines)]
    first = CliRunner().invoke(app, [*words, "--relevant"])
    assert first.exit_code == 0
    assert f"{lines}:2: left out: match" in first.stderr and "1 added, 2 left out" in first.stderr
    assert "2 added, 1 unchanged" in CliRunner().invoke(app, words).stderr
    assert CliRunner().invoke(app, [*words, "--relevant", "--kept"]).exit_code == 2
