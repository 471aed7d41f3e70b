"""Which of a report's places is an event's."""

from __future__ import annotations

import pytest


def places(coded, text: str, type_: str) -> list[str]:
    found = [claim for claim in coded(text) if claim.type == type_]
    assert found, f"no {type_} in {text!r}"
    return [place.text for place in found[0].places]


@pytest.mark.parametrize(
    ("text", "type_", "wanted"),
    [
        ("Shells killed nine people in Kharkiv on Monday.", "ASSAULT", ["Kharkiv"]),
        ("The shelling of Homs went on for a third day.", "ASSAULT", ["Homs"]),
        ("Rebels captured Bambari after a day of fighting.", "COERCE", ["Bambari"]),
        ("Gunmen shot dead three U.S. soldiers near Mosul.", "ASSAULT", ["Mosul"]),
        ("A rocket hit an air base housing American and U.S. troops near Mosul.", "ASSAULT", ["Mosul"]),
        ("The ministers met in Jakarta on the crisis in Myanmar.", "CONSULT", ["Jakarta"]),
        ("The ministers held talks on the Myanmar crisis in Jakarta.", "CONSULT", ["Jakarta"]),
        ("A court in Cairo sentenced nine men to death on Sunday.", "SANCTION", ["Cairo"]),
        ("Soldiers fled fighting in Kunduz.", "FLEE", ["Kunduz"]),
        ("An airstrike hit a convoy in Aleppo, in northern Syria.", "ASSAULT", ["Aleppo"]),
        ("Rockets struck Aleppo, Syria, overnight.", "ASSAULT", ["Aleppo"]),
        ("Hungary sent weapons to Ukraine.", "AID", ["Ukraine"]),
    ],
)
def test_the_place_is_told_by_syntax(coded, text, type_, wanted):
    assert places(coded, text, type_) == wanted


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("The union welcomed the appointment of a civilian prime minister in Burkina Faso.", "SUPPORT"),
        ("The union imposed sanctions on Georgia's interior ministry.", "SANCTION"),
        ("The rebels signed an agreement with the government of Syria.", "AGREE"),
        ("Militants kidnapped the mayor of Tame.", "ASSAULT"),
        ("KHARTOUM (Wire) - Gunmen killed a driver on Monday.", "ASSAULT"),
    ],
)
def test_what_only_says_whose_or_where_it_was_written_is_no_place(coded, text, type_):
    assert places(coded, text, type_) == []


def test_the_attack_told_of_again_keeps_its_place(coded):
    text = "A bomb killed five people in Peshawar on Friday. Police said the attack injured twelve others."
    told = [claim for claim in coded(text) if claim.type == "ASSAULT"]
    assert all([place.text for place in claim.places] == ["Peshawar"] for claim in told)


def test_another_war_told_of_does_not_lend_its_place(coded):
    text = "A bomb killed five people in Peshawar on Friday. The war has lasted ten years."
    assert all("war" not in claim.trigger.text or not claim.places for claim in coded(text))
