"""What PLOVER would code for a claim."""

import pytest

from tocsin.coding.plover import Coded, plover, practices
from tocsin.records import Plover


def coded(type_, status, **more):
    found = plover(Coded(type_, None, status, **{"recipient": True, **more}))
    return (found.type, found.mode) if found else None


@pytest.mark.parametrize(
    ("type_", "status", "expected"),
    [
        ("ASSAULT", "happened", ("ASSAULT", None)),
        ("AID", "promised", ("AGREE", None)),
        ("RETREAT", "planned", ("AGREE", None)),
        ("RETREAT", "promised", ("AGREE", None)),
        ("AID", "requested", ("REQUEST", "assist")),
        ("CONCEDE", "conditional", ("AGREE", None)),
        ("SANCTION", "planned", ("THREATEN", "relations")),
        ("REQUEST", "planned", None),
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
    assert coded("ASSAULT", "happened", told_by_other=True) is None


def test_orders_to_others_are_requests_orders_to_ones_own_are_the_act():
    assert coded("RETREAT", "ordered", asked=True) == ("REQUEST", "yield")
    assert coded("RETREAT", "ordered", asked=False) == ("RETREAT", None)
    assert coded("ASSAULT", "ordered", asked=True) == ("ASSAULT", None)


def test_a_call_for_sanctions_asks_somebody_or_disapproves():
    assert coded("REQUEST", "happened", punishing=True, asked=True) == ("REQUEST", None)
    assert coded("REQUEST", "happened", punishing=True) == ("ACCUSE", "disapprove")


@pytest.mark.parametrize(
    ("type_", "cameo", "expected"),
    [
        ("SANCTION", "163", ("COERCE", "restrict")),
        ("SANCTION", "116", ("ACCUSE", "disapprove")),
        ("SANCTION", "161", ("SANCTION", None)),
        ("COERCE", "192", ("ASSAULT", None)),
        ("COERCE", "191", ("ASSAULT", None)),
        ("COERCE", "1711", ("COERCE", None)),
    ],
)
def test_practice_of_plover_data_goes_before_the_own_type(type_, cameo, expected):
    assert coded(type_, "happened", cameo=cameo) == expected


def test_every_practice_says_what_it_rests_on():
    assert all(row.basis and row.plover for row in practices())


def test_a_party_is_not_needed_where_practice_codes_a_type_without_one():
    assert coded("SANCTION", "happened", cameo="163", recipient=False) == ("COERCE", "restrict")
    assert plover(Coded("SANCTION", None, "happened")) is None
    assert plover(Coded("SANCTION", None, "happened", recipient=True)) == Plover("SANCTION", None, ())
