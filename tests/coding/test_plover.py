"""What PLOVER would code for a claim."""

import pytest

from tocsin.coding.plover import Coded, cameo, cameo_codes, plover
from tocsin.records import Plover


def coded(type_, status, **more):
    found = plover(Coded(type_, None, status, **{"recipient": True, **more}))
    return (found.type, found.mode) if found else None


@pytest.mark.parametrize(
    ("type_", "status", "expected"),
    [
        ("ASSAULT", "happened", ("ASSAULT", None)),
        ("AID", "promised", ("AGREE", None)),
        ("RETREAT", "planned", ("CONCEDE", None)),
        ("RETREAT", "promised", ("AGREE", None)),
        ("AID", "requested", ("REQUEST", "assist")),
        ("RETREAT", "ordered", ("REQUEST", "yield")),
        ("ASSAULT", "threatened", ("THREATEN", "violence")),
        ("ASSAULT", "forecast", None),
        ("ASSAULT", "possible", None),
        ("ASSAULT", "denied", None),
        ("ASSAULT", "unclear", None),
        ("STATE", "ongoing", None),
    ],
)
def test_only_what_is_done_keeps_its_type(type_, status, expected):
    assert coded(type_, status) == expected


def test_aid_to_nobody_is_not_coded():
    assert coded("AID", "happened", recipient=False) is None


def test_fleeing_soldiers_withdraw_and_driven_people_are_expelled():
    assert coded("FLEE", "happened", soldiers=True) == ("RETREAT", "withdraw")
    assert coded("FLEE", "happened") == ("SANCTION", "expel")
    assert coded("FLEE", "happened", recipient=False) is None


def test_a_signed_accord_a_refusal_and_an_alleged_act():
    assert coded("AGREE", "happened", accord=True) == ("SUPPORT", None)
    assert coded("RETREAT", "denied", refused=True) == ("REJECT", "yield")
    assert coded("ASSAULT", "happened", alleged=True) is None


def test_cameo_falls_back_to_the_general_code_of_the_type():
    assert cameo(Plover("ASSAULT", "no-such-mode", ())) == cameo_codes()[("ASSAULT", None)]
    assert cameo(None) is None
