"""Events: what is put together and what is kept apart, the same in every order, undone and forced by people."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import actor, day, place, quantity
from linking.made import prose, report
from tocsin.linking.compare import (
    Telling,
    numbers,
    same_actors,
    same_figures,
    same_mode,
    same_place,
    same_time,
    same_times,
)
from tocsin.linking.events import summary
from tocsin.linking.memory import linked


def attack(name, text, trigger="attack", status="happened", **given):
    fields = {"status": status, **given.pop("claim", {})}
    return report(name, text, (trigger, fields), **given)


def karsk(name, published="2031-05-04", **claim):
    text = "An attack on the depot in Karsk killed 12 people on Friday, the mayor of Karsk said"
    where = place(text, "Karsk", lat=10.0, lon=20.0, country="NOR")
    given = {"places": (where,), "when": day("2031-05-02"), **claim}
    return attack(name, text, published=published, claim=given)


def lenz(name, when="2031-05-02"):
    text = "An attack on the market in Lenz killed 12 people on Friday, the mayor of Lenz said"
    where = place(text, "Lenz", lat=14.0, lon=29.0, country="NOR")
    return attack(name, text, claim={"places": (where,), "when": day(when)})


def groups(memory):
    return {frozenset(card.claim.id for card in cards) for cards in memory.events().values()}


def test_two_reports_of_one_attack_are_one_event():
    assert len(groups(linked([karsk("a"), karsk("b")]))) == 1


def toll(name, number, country=True, about="killed", when="2031-05-02"):
    """Of two names no word, name or story is common: only the day, the toll and the country."""
    beginning = {"a": "Twelve tailors mourn near old vineyards", "m": "Grief spreads among potters downriver"}[name]
    text = f"{beginning}, where {'blast' if name == 'm' else 'attack'} took {number} lives of Norland"
    where = place(text, "Norland", lat=12.0, lon=20.0, country="NOR", kind="country")
    given = {"places": (where,) * country, "when": day(when)}
    given["quantities"] = (quantity(text, f"{number}", number, number, about),)
    return attack(name, text, "blast" if name == "m" else "attack", claim=given)


def test_the_same_toll_on_the_same_day_is_one_event_across_stories():
    assert len(groups(linked([toll("a", 14), toll("m", 14)]))) == 1
    assert len(groups(linked([toll("a", 14), toll("m", 15)]))) == 2


@pytest.mark.parametrize(
    "other",
    [{"number": 15}, {"when": "2031-05-03"}, {"country": False}, {"about": "troops"}],
)
def test_a_toll_counts_as_the_same_only_with_its_day_and_its_place(other):
    def same(*records):
        one, two = (Telling((card,)) for card in linked(records).claim_cards.values())
        return numbers(one, two)["same_toll"]

    assert same(toll("a", 14), toll("m", 14)) == 1
    assert same(toll("a", 14), toll("m", **{"number": 14} | other)) == 0
    assert same(toll("a", 2), toll("m", 2)) == 0


def test_another_place_is_another_event():
    assert len(groups(linked([karsk("a"), lenz("b")]))) == 2


def test_another_day_is_another_event_in_one_story():
    records = [karsk("a"), karsk("b", when=day("2030-11-20"))]
    memory = linked(records)
    assert len({memory.report(name).story for name in "ab"}) == 1
    assert len(groups(memory)) == 2


@pytest.mark.parametrize("status", ["planned", "forecast", "denied", "possible"])
def test_what_has_not_happened_is_never_one_event_with_what_has(status):
    assert len(groups(linked([karsk("a"), karsk("b", status=status)]))) == 2


def test_a_denial_names_the_event_it_denies():
    text = "The Redland army denied that it had made an attack on the depot in Karsk"
    who = actor(text, "Redland army", id="redland-army", kind="military")
    denial = attack("b", text, claim={"status": "denied", "actors": (who,), "places": (place(text, "Karsk"),)})
    text = "An attack by the Redland army hit the depot in Karsk"
    done = attack(
        "a",
        text,
        claim={"actors": (actor(text, "Redland army", id="redland-army"),), "places": (place(text, "Karsk"),)},
    )
    memory = linked([done, denial])
    assert memory.denies == {"b:attack": memory.event_of("a:attack")}


def test_a_report_may_point_back_to_its_event_or_bring_in_another():
    lines = (
        "A bombing in Karsk killed 12 on Friday",
        "The attack was the worst in a year",
        "Another blast on Sunday in Lenz killed 4",
    )
    text = "\n".join(lines)
    claims = [
        (
            "bombing",
            {
                "places": (place(text, "Karsk", lat=10.0, country="NOR"),),
                "when": day("2031-05-02"),
                "quantities": (quantity(text, "12", 12, 12, "killed"),),
            },
        ),
        "attack",
        (
            "blast",
            {
                "places": (place(text, "Lenz", lat=16.0, country="NOR"),),
                "when": day("2031-05-04"),
                "quantities": (quantity(text, "4", 4, 4, "killed"),),
            },
        ),
    ]
    assert groups(linked([report("a", text, *claims)])) == {
        frozenset({"a:bombing", "a:attack"}),
        frozenset({"a:blast"}),
    }


def test_linking_twice_changes_nothing():
    records = [karsk("a"), lenz("b"), karsk("c")]
    memory = linked(records)
    before = memory.events()
    assert {placement.reason for record in records for placement in memory.add(record).placements} == {"linked before"}
    assert memory.events() == before


def test_every_placement_has_a_score_and_a_reason_in_words():
    memory = linked([karsk("a")])
    (placement,) = memory.add(karsk("b")).placements
    assert 0.5 <= placement.score <= 1
    assert placement.reason.startswith("like “attack” in a: ")
    assert "places that fit" in placement.reason


def test_a_split_is_obeyed_and_a_merge_restores_it():
    memory = linked([karsk("a"), karsk("b")])
    (event,) = memory.events()
    before = memory.events()
    other = memory.split(["b:attack"])
    assert groups(memory) == {frozenset({"a:attack"}), frozenset({"b:attack"})}
    memory.merge(event, other)
    assert memory.events() == before
    memory.split(["b:attack"])
    memory.add(karsk("c"))
    assert memory.event_of("a:attack") != memory.event_of("b:attack")


def test_a_merge_by_people_is_split_into_what_was():
    memory = linked([karsk("a"), lenz("b")])
    before = memory.events()
    one, other = memory.events()
    memory.merge(one, other)
    assert len(groups(memory)) == 1
    memory.split(["b:attack"])
    assert memory.events() == before


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_clear_events_are_the_same_in_every_order(shuffler: random.Random):
    records = [karsk("a"), karsk("b"), lenz("c"), lenz("d"), karsk("e", when=day("2030-11-20"))]
    expected = groups(linked(records))
    shuffler.shuffle(records)
    assert groups(linked(records)) == expected
    assert len(expected) == 3


def test_an_event_lists_outlets_origins_and_every_figure_with_its_speaker():
    records = []
    for name, words in (("a", "12 people"), ("b", "at least 20 people")):
        text = f"An attack on the depot in Karsk killed {words} on Friday"
        figure = quantity(text, words, float(words.split()[-2]), None, "killed")
        given = {"places": (place(text, "Karsk"),), "when": day("2031-05-02"), "quantities": (figure,)}
        records.append(attack(name, text, claim=given))
    memory = linked(records)
    ((name, cards),) = memory.events().items()
    event = summary(name, cards)
    assert (event.outlets, event.origins, event.reports, event.status) == (2, 2, ("a", "b"), "happened")
    assert [(figure.low, figure.report, figure.outlet) for figure in event.quantities] == [
        (12, "a", "The a Post"),
        (20, "b", "The b Post"),
    ]
    assert (event.when.start, event.places[0].name) == ("2031-05-02", "Karsk")


# ---------------------------------------------------------------- silence is not zero
TEXT = "Karsk and Lenz lie in Norland; the army, rebels and Russian troops; 12 dead, 20 dead, 5 hurt"


def test_comparing_says_nothing_where_one_side_is_silent():
    here, number = place(TEXT, "Karsk"), quantity(TEXT, "12 dead", 12, 12, "killed")
    assert same_place([here], []) is None
    assert same_times([("2031-05-02", "2031-05-02")], []) is None
    assert same_actors([actor(TEXT, "army")], []) is None
    assert same_actors([actor(TEXT, "army")], [actor(TEXT, "rebels")]) is None
    assert same_figures([number], []) is None
    assert same_figures([number], [quantity(TEXT, "5 hurt", 5, 5, "injured")]) is None


def test_places_fit_by_distance_and_area():
    karsk = place(TEXT, "Karsk", lat=10.0, lon=20.0, country="NOR", admin1="N1")
    near = place(TEXT, "Lenz", lat=10.1, lon=20.0, country="NOR", admin1="N2")
    far = place(TEXT, "Lenz", lat=15.0, lon=20.0, country="NOR", admin1="N2")
    country = place(TEXT, "Norland", lat=12.0, lon=20.0, country="NOR", kind="country")
    abroad = place(TEXT, "Norland", lat=10.0, lon=20.1, country="RUS")
    assert same_place([karsk], [karsk]) == 1
    assert same_place([karsk], [near]) == 0.9
    assert same_place([karsk], [far]) == same_place([karsk], [abroad]) == 0
    assert 0.5 < same_place([karsk], [country]) < 0.7  # says next to nothing


def test_times_fit_by_overlap():
    assert same_time(("2031-05-02", "2031-05-02"), ("2031-05-02", "2031-05-02")) == 1
    assert same_time(("2031-05-02", "2031-05-02"), ("2031-05-01", "2031-05-31")) == 0.8
    assert same_time(("2031-05-02", "2031-05-02"), ("2031-05-03", "2031-05-03")) == 0.3
    assert same_time(("2031-05-02", "2031-05-02"), ("2031-06-02", "2031-06-02")) == 0


def test_actors_fit_by_id_name_and_the_people_their_name_speaks_of():
    russia = actor(TEXT, "Russian troops", id="russia", name="Russia", country="RUS")
    troops = actor(TEXT, "Russian troops")
    assert same_actors([russia], [russia]) == 1
    assert same_actors([russia], [troops]) == 0.6
    assert same_actors([russia], [actor(TEXT, "army", id="norland-army", country="NOR")]) == 0


def test_modes_exclude_each_other_only_where_they_must():
    def mode(name, kind="ASSAULT"):
        made = report("m", TEXT, ("army", {"mode": name, "type": kind}))
        return list(made.claims)

    assert same_mode(mode("aerial"), mode("aerial")) == 1
    assert same_mode(mode("aerial"), mode("suicide-attack")) == 0
    assert same_mode(mode("firearms"), mode("explosives")) is None
    assert same_mode(mode("aerial"), mode(None)) is None


def test_another_act_is_not_the_one_told_before_it():
    text = "A bombing hit the depot on Friday\nAnother explosion hit a convoy in the north"
    assert len(groups(linked([report("a", text, "bombing", "explosion")]))) == 2
    text = "A bombing hit the depot on Friday\nThe explosion hit a convoy in the north"
    assert len(groups(linked([report("a", text, "bombing", "explosion")]))) == 1


def test_the_same_words_from_one_origin_are_one_event():
    text = f"KARSK (Meridian) - {prose(60, 60)}\nGunmen killed a guard\nA mob beat a driver"
    memory = linked([report(name, text, "killed", "beat") for name in "ab"])
    assert memory.event_of("a:killed") == memory.event_of("b:killed")
    assert memory.event_of("a:beat") == memory.event_of("b:beat")
