"""What `tocsin gazetteer find` shows: the candidates, and why one wins."""

from __future__ import annotations

from tocsin.gazetteer.explain import find, verdict
from tocsin.gazetteer.lookup import gazetteer


def test_a_country_and_neighbours_named_decide_and_are_the_reason():
    found = find("Tripoli", "LBN", ["Sidon"], gazetteer())
    assert found[0].entry.country == "LBN"
    assert "its country is named" in found[0].reasons
    assert "its country is not named" in next(c for c in found if c.entry.country == "LBY").reasons
    assert verdict(found).startswith("Tripoli (LBN) is taken")


def test_alone_the_capital_wins():
    found = find("Tripoli", None, [], gazetteer())
    assert found[0].entry.country == "LBY"
    assert [c.chance for c in found] == sorted((c.chance for c in found), reverse=True)
    assert abs(sum(c.chance for c in found) - 1) < 1e-6


def test_an_unknown_name_and_one_place_say_so():
    assert verdict(find("Xyzzyx", None, [], gazetteer())) == "the gazetteer has no such name"
    assert "only place of that name" in verdict(find("Ouagadougou", None, [], gazetteer()))
