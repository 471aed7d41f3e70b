"""Contradictions are kept side by side; what only sounds different is none. Grades are proposed, not given."""

from msgspec.structs import replace

from helpers import actor, place, quantity, source, span
from linking.made import prose, report, told_to
from tocsin.linking.conflicts import conflicts, updates
from tocsin.linking.grades import propose, unnamed_only
from tocsin.linking.memory import linked

WHO = {"Redland": {"id": "redland", "kind": "country"}, "Blueland": {"id": "blueland", "kind": "country"}}


def cards(*made):
    return list(linked(made).claim_cards.values())


def counted(name, words, low, high, about="killed", **given):
    text = f"{prose(len(name) + ord(name[0]), 12)} the attack left {words} behind"
    return report(name, text, ("attack", {"quantities": (quantity(text, words, low, high, about),), **given}))


def accused(name, country, **given):
    text = f"{prose(ord(name[0]), 12)} the attack was made by {country}"
    return report(name, text, ("attack", {"actors": (actor(text, country, **WHO[country]),), **given}))


def test_bounds_that_do_not_meet_are_a_conflict_with_both_quotes():
    (found,) = conflicts("e", cards(counted("a", "12 dead", 12, 12), counted("b", "30 dead", 30, 30)))
    assert (found.kind, found.about) == ("figures", "killed")
    assert [(side.says, side.report) for side in found.sides] == [("12 dead", "a"), ("30 dead", "b")]
    assert all(side.says in side.quote for side in found.sides)


def test_bounds_that_meet_are_no_conflict():
    assert not conflicts("e", cards(counted("a", "at least 12 dead", 12, None), counted("b", "30 dead", 30, 30)))
    assert not conflicts("e", cards(counted("a", "up to 40 dead", None, 40), counted("b", "30 dead", 30, 30)))


def test_soldiers_counted_once_as_troops_and_once_as_people_in_flight_are_one_kind():
    def fled(name, number, about):
        text = f"{prose(ord(name), 12)} the attack drove {number} soldiers away"
        figure = quantity(text, str(number), number, number, about, of=span(text, "soldiers"))
        return report(name, text, ("attack", {"quantities": (figure,)}))

    (found,) = conflicts("e", cards(fled("a", 30, "displaced"), fled("b", 55, "troops")))
    assert [side.says for side in found.sides] == ["30", "55"]


def test_figures_of_two_things_are_no_conflict():
    assert not conflicts("e", cards(counted("a", "12 dead", 12, 12), counted("b", "30 hurt", 30, 30, "injured")))


def test_a_source_that_gives_another_figure_later_updates_it_and_contradicts_others():
    def said(name, number, day, who, kind="named"):
        by = (source(who, kind),) if who else ()
        (card,) = cards(counted(name, f"{number} dead", number, number, sources=by))
        return replace(card, published=f"2031-05-0{day}")

    rows = [
        said("a", 12, 2, "the army"),
        said("b", 15, 3, "The Army"),
        said("c", 20, 4, "the army"),
        said("d", 31, 4, "the mayor"),
    ]
    told = [(each.earlier.says, each.later.says, each.about) for each in updates(rows)]
    assert told == [("12 dead", "15 dead", "killed"), ("15 dead", "20 dead", "killed")]
    against = {side.says for each in conflicts("e", rows) for side in each.sides if side.says != "31 dead"}
    assert len(conflicts("e", rows)) == 3 and against == {"12 dead", "15 dead", "20 dead"}
    for one, other in [
        (said("a", 12, 2, "officials", "unnamed"), said("b", 15, 3, "officials", "unnamed")),
        (said("a", 12, 2, "the army"), said("b", 15, 2, "the army")),
        (said("a", 12, 2, None), said("b", 15, 3, None)),
    ]:
        assert len(conflicts("e", [one, other])) == 1 and updates([one, other]) == ()


def test_copies_of_one_dispatch_contradict_once():
    text = f"KARSK (Meridian) - {prose(50, 60)}\nthe attack left 12 dead behind"
    twin = [report(n, text, ("attack", {"quantities": (quantity(text, "12 dead", 12, 12, "killed"),)})) for n in "ab"]
    assert len(conflicts("e", cards(*twin, counted("c", "30 dead", 30, 30)))) == 1


def test_two_named_actors_for_one_act_are_a_conflict():
    (found,) = conflicts("e", cards(accused("a", "Redland"), accused("b", "Blueland")))
    assert found.kind == "actors"
    assert [side.says for side in found.sides] == ["Redland", "Blueland"]
    assert not conflicts("e", cards(accused("a", "Redland"), accused("b", "Redland")))


def test_parties_of_one_clash_may_be_named_in_any_order():
    text = "Redland and Blueland clashed in an attack"
    both = tuple(actor(text, name, **WHO[name]) for name in WHO)
    mutual = report("a", text, ("attack", {"actors": both, "recipients": both}))
    assert not conflicts("e", cards(mutual, accused("b", "Blueland")))


def test_a_denial_stands_beside_what_it_denies():
    done, denial = cards(accused("a", "Redland"), accused("b", "Redland", status="denied"))
    (found,) = conflicts("e", [done], [denial])
    assert (found.kind, [side.says for side in found.sides]) == ("denial", ["happened", "denied"])


# ---------------------------------------------------------------- grades
def test_credibility_is_proposed_only_with_two_origins_and_no_contradiction():
    two = cards(accused("a", "Redland"), accused("b", "Redland"))
    assert propose(two, ()).credibility == 1
    assert propose(two[:1], ()) is None
    against = cards(accused("a", "Redland"), accused("b", "Blueland"))
    assert propose(against, conflicts("e", against)) is None


def test_copies_and_plans_give_no_grade():
    text = f"KARSK (Meridian) - {prose(51, 60)}\nthe attack"
    assert propose(cards(report("a", text, "attack"), report("b", text, "attack")), ()) is None
    assert (
        propose(cards(accused("a", "Redland", status="planned"), accused("b", "Redland", status="planned")), ()) is None
    )


def test_what_rests_on_unnamed_sources_alone_says_so():
    assert unnamed_only(cards(accused("a", "Redland", sources=told_to("Interfax"))))
    assert not unnamed_only(cards(accused("a", "Redland", sources=(source("Ann Lee"),))))
    assert not unnamed_only(cards(accused("a", "Redland")))


def test_places_play_no_part_in_conflicts():
    text = "an attack in Karsk and Lenz"
    here = report("a", text, ("attack", {"places": (place(text, "Karsk"),)}))
    there = report("b", text, ("attack", {"places": (place(text, "Lenz"),)}))
    assert not conflicts("e", cards(here, there))
