"""Files of rules: what they may hold, and mistakes named by file and line."""

from pathlib import Path

import pytest

from tocsin.alerts.rules import RulesError, read

CHANNELS = """channels:
  - {name: screen, to: stdout}
  - {name: hook, to: webhook, url: "https://desk.example/in", secret: $DESK_SECRET}
"""
RULE = "rules:\n  - name: raids\n    when: claim\n    send: [screen]\n"


def written(tmp_path, text):
    path = tmp_path / "rules.yaml"
    path.write_text(text, "utf-8")
    return path


def test_filters_are_those_of_list(tmp_path):
    filters = "    filters: {status: happened, type: [ASSAULT, PROTEST], place: Karsk, box: '30,50,31,51'}\n"
    rules = read(written(tmp_path, CHANNELS + RULE + filters))
    asked = rules.rules[0].filters.filters()
    assert (asked.status, asked.type, asked.place) == (("happened",), ("ASSAULT", "PROTEST"), "Karsk")
    assert asked.box.holds(50.5, 30.5)


@pytest.mark.parametrize(
    ("line", "number", "words"),
    [
        ("    filters: {status: hapened}", 8, "hapened"),
        ("    filters: {colour: red}", 8, "colour"),
        ("    filters: {since: yesterday}", 8, "yesterday"),
        ("    filters: {origins: 2}", 5, "takes no `origins`"),
        ("    days: 3", 5, "`days`"),
        ("    tail: 0.01", 5, "only `volume`"),
        ("    outcomes: missed", 5, "only `outcome`"),
        ("    grades: A", 5, "only `grade`"),
        ("  - {name: more, when: outcome, outcomes: kept, send: [hook]}", 8, "kept"),
        ("  - {name: more, when: grade, filters: {place: Karsk}, send: [hook]}", 8, "takes no `filters`"),
        ("  - {name: more, when: event, reliability: A, send: [hook]}", 8, "only `claim`"),
        ("    send: [nobody]", 7, "nobody"),
        ("  - {name: raids, when: event, send: [hook]}", 8, "another one"),
        ("  - {name: more, when: never, send: [hook]}", 8, "never"),
        ("  - {name: more, when: event, send: []}", 8, "no channel"),
    ],
)
def test_a_mistake_is_named_by_file_and_line(tmp_path, line, number, words):
    path = written(tmp_path, CHANNELS + RULE + line + "\n")
    with pytest.raises(RulesError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}:")
    assert int(str(caught.value).split(":")[1]) == number
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("{name: a, to: webhook, url: 'file:///etc/passwd', secret: $X}", "only http and https"),
        ("{name: a, to: webhook, url: 'https://ann:pw@desk.example/', secret: $X}", "password"),
        ("{name: a, to: webhook, url: 'https://desk.example/'}", "secret"),
        ("{name: a, to: pigeon}", "pigeon"),
        ('{name: a, to: mail, server: m.example, from: "a@b.example\\nBcc: c@d.example", recipients: [a@b.example]}',
         "no mail address"),
        ("{name: a, to: mail, server: m.example, from: a@b.example, recipients: [a@b.example], tls: none, "
         "user: u, password: $P}", "without `tls`"),
    ],
)  # fmt: skip
def test_a_channel_that_is_not_safe_is_refused(tmp_path, channel, words):
    with pytest.raises(RulesError, match=words):
        read(written(tmp_path, f"channels:\n  - {channel}\n" + RULE.replace("screen", "a")))


def test_secrets_come_from_the_environment(tmp_path, monkeypatch):
    rules = read(written(tmp_path, CHANNELS + RULE))
    hook = rules.channels[1]
    monkeypatch.delenv("DESK_SECRET", raising=False)
    with pytest.raises(RulesError, match=r"rules.yaml:3: .*DESK_SECRET"):
        rules.secret(hook, "secret")
    monkeypatch.setenv("DESK_SECRET", "short")
    with pytest.raises(RulesError, match="16 characters"):
        rules.secret(hook, "secret")
    monkeypatch.setenv("DESK_SECRET", "long enough to be one")
    assert rules.secret(hook, "secret") == "long enough to be one"
    assert rules.plain() == []


def test_no_yaml_and_no_file(tmp_path):
    with pytest.raises(RulesError, match="cannot be read"):
        read(tmp_path / "none.yaml")
    for text in ("", "rules: [", "- 1", "rules: !!python/object:os.system {}"):
        with pytest.raises(RulesError, match=r"rules.yaml:\d+: "):
            read(written(tmp_path, text))


def test_the_rules_that_the_documentation_shows_are_right(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text("utf-8")
    rules = read(written(tmp_path, page.split("```yaml\n")[1].split("```")[0]))
    assert {channel.__struct_config__.tag for channel in rules.channels} == {"stdout", "file", "webhook", "mail"}
    assert rules.plain() == []
