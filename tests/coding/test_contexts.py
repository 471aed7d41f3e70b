"""PLOVER's contexts: from code, parties and words, of the claim's own paragraph alone."""

import pytest

from tocsin.knowledge.contexts import Name, load_contexts


def contexts(claims, kind):
    return [set(c.plover.contexts) for c in claims if c.type == kind and c.plover is not None]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Chad's army shelled a rebel camp.", "ASSAULT", {"military"}),
        ("Riot police beat students in Harare.", "ASSAULT", {"repression"}),
        ("The court convicted the deputy of taking bribes.", "SANCTION", {"legal", "corruption"}),
        ("Rebels captured the town from the army.", "COERCE", {"territory", "military"}),
        ("Protesters demanded a new election in Kenya.", "REQUEST", {"election"}),
        ("Gunmen attacked a mosque in Mali.", "ASSAULT", {"religion_ethnicity"}),
    ],
)
def test_what_gives_a_context(coded, text, kind, expected):
    assert any(expected <= found for found in contexts(coded(text), kind)), [c.rule for c in coded(text)]


def test_rebels_attacking_are_neither_military_nor_repression(coded):
    (found,) = contexts(coded("Rebels attacked a mill."), "ASSAULT")
    assert not found & {"military", "repression"}


def test_another_paragraph_gives_none(coded):
    claims = coded("Gunmen attacked a bus in Mali.", "The election is in May.")
    assert all("election" not in found for found in contexts(claims, "ASSAULT"))


def test_the_rule_names_the_words(coded):
    (claim,) = [c for c in coded("Gunmen attacked a mosque in Mali.") if c.type == "ASSAULT"]
    assert "religion_ethnicity (“mosque”)" in claim.rule


def test_what_plover_does_not_code_has_no_context(coded):
    claims = coded("Rebels may attack a mosque in Mali.")
    assert claims and all(c.plover is None and "contexts" not in c.rule for c in claims)


def test_all_of_plovers_contexts_are_there():
    assert {entry.name for entry in load_contexts().entries} == set(Name.__args__)
    assert len(Name.__args__) == 37
