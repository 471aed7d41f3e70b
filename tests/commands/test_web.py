"""Web addresses on the command line."""

from __future__ import annotations

import pytest
import typer
from typer.testing import CliRunner

from tocsin import reading
from tocsin.cli import app
from tocsin.commands.web import parted, seconds


def test_how_often_in_words():
    assert [seconds(words) for words in ("90s", "10m", "2h", "1d", "1.5 h")] == [90, 600, 7200, 86_400, 5400]
    for wrong in ("10", "5s", "often", "-1m", "0m", "9999999m"):
        with pytest.raises(typer.BadParameter):
            seconds(wrong)


def test_files_and_addresses_are_told_apart(tmp_path):
    feeds, article = tmp_path / "feeds.txt", tmp_path / "article.txt"
    feeds.write_text("# mine\nhttps://example.org/feed\n")
    article.write_text("Gunmen killed five people in Kita on Monday.")
    files, addresses = parted([str(article), "HTTPS://example.org/a#top", str(feeds), "-"])
    assert (files, addresses) == ([str(article), "-"], ["https://example.org/a", "https://example.org/feed"])
    feeds.write_text("https://user:secret@example.org/feed\n")
    with pytest.raises(typer.BadParameter):
        parted([str(feeds)])


@pytest.mark.parametrize(
    "words",
    [
        ["add", "x.tocsin"],
        ["follow", "x.tocsin", "article.txt"],
        ["follow", "x.tocsin", "https://example.org/f", "--every", "1s"],
        ["add", "x.tocsin", "https://example.org/f", "--contact", "a\nb"],
        ["add", "x.tocsin", "http://user:pw@example.org/"],
    ],
)
def test_wrong_usage_is_said_before_anything_is_asked(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, words).exit_code == 2


def test_this_machine_is_not_asked_unless_the_user_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["add", "x.tocsin", "http://localhost:8000/feed"])
    assert done.exit_code == 1 and "--allow-private" in done.stderr


def test_read_asks_nobody():
    (told,) = reading.read(["https://example.org/a"])
    assert "tocsin add STORE" in str(told)
