"""The embedding words: enough of them, each in one class, each class explained."""

from collections import Counter
from pathlib import Path

import pytest

from tocsin.knowledge.files import DATA, KnowledgeError, read_yaml
from tocsin.knowledge.operators import KINDS, OperatorFile, load_operators

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def written():
    return read_yaml(DATA / "operators.yaml", OperatorFile).embedding


def test_there_are_many_words_and_none_stands_in_two_classes(written):
    words = Counter(
        (kind, *sorted(phrase.split()[1:]), phrase.split()[0])
        for each in written.values()
        if not each.under
        for kind in KINDS
        for phrase in getattr(each, kind)
    )
    assert len({word[-1] for word in words}) >= 600
    assert not [word for word, count in words.items() if count > 1]


def test_every_class_is_explained(written):
    page = (ROOT / "docs" / "status.md").read_text(encoding="utf-8")
    assert not [name for name in written if f"| {name} |" not in page]


def test_the_longest_phrase_decides():
    operators = load_operators()
    assert operators.embedding("verbs", "forget", {"to"}).name == "failing"
    assert operators.embedding("verbs", "forget", {"that"}).name == "factive"
    assert operators.embedding("verbs", "rule", {"out", "it"}).name == "excluding"
    assert operators.embedding("verbs", "dance") is None


def test_an_overlay_moves_a_word_to_another_class(tmp_path):
    (tmp_path / "operators.yaml").write_text("embedding: {own: {plain: forecast, negated: denied, verbs: [plan]}}\n")
    assert load_operators(tmp_path).plain("verbs", "plan") == "forecast"


def test_an_unknown_effect_is_named_with_its_line(tmp_path):
    (tmp_path / "operators.yaml").write_text("embedding:\n  own:\n    plain: soon\n    negated: denied\n")
    with pytest.raises(KnowledgeError, match=r"operators\.yaml:2"):
        load_operators(tmp_path)
