"""Reports of everyday life that borrow the words of war: no claims, but real violence told in them stays."""

import pytest

SPORT = (
    "The hosts attacked from the kick-off and the striker hit the crossbar after ten minutes.",
    "Their goalkeeper kept them in the match before half-time, and the winger scored from the penalty.",
)
KITCHEN = (
    "Peel the potatoes, slice the onion and melt the butter in a wide pan.",
    "Add the garlic and stir for a minute. Season with salt and pepper and serve with bread.",
)
CINEMA = (
    "The director's third film is her best, and its cast is superb from the first scene.",
    "The screenplay is based on a novel; the audience at the premiere stood and applauded.",
)
MARKET = (
    "The index closed lower in thin trading as investors sold shares in lenders.",
    "Traders said that bond yields would fall, and copper lost two dollars a tonne.",
)


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (SPORT, "Ferreira warned that his side would be punished if it did not defend, and blamed nobody."),
        (SPORT, "Marlow killed the contest with a shot in the last minute."),
        (SPORT, "On Saturday Marlow meet Denholm, who have lost their captain."),
        (SPORT, "The club's president accepted the resignation of the coach on Monday."),
        (KITCHEN, "Stab the meat all over, blitz the crumbs and bombard it with heat."),
        (KITCHEN, "Kill the flame and let it rest."),
        (CINEMA, "In the end the brothers storm the palace, and the king is murdered in his bath."),
        (CINEMA, "Her neighbour has been abducted and the town is besieged by wolves."),
        (MARKET, "Doubts about the loans hit the banks again on Wednesday."),
        (MARKET, "The bears seized the city's biggest bank and attacked its chairman."),
    ],
)
def test_a_report_about_something_else_has_no_such_events(coded, report, sentence):
    assert not coded(*report, sentence)


def test_a_thriller_tells_of_crime_and_is_no_news_of_it(coded):
    text = (
        "The second season of the thriller picks up where the last episode stopped, and the plot moves fast.",
        "A judge has been kidnapped by smugglers. The minister's daughter was murdered in the first scene.",
        "The creator of the series says that its villains are invented.",
    )
    assert not [claim for claim in coded(*text) if claim.status == "happened" and "murdered" in claim.trigger.text]


@pytest.mark.parametrize(
    ("report", "sentence", "kind"),
    [
        (SPORT, "Police arrested nine men after the game.", "COERCE"),
        (SPORT, "Two militants shot a soldier dead outside the ground.", "ASSAULT"),
        (CINEMA, "The actress was arrested at a protest against the junta on Friday.", "COERCE"),
        (MARKET, "The government rejected the demand of the union.", "REJECT"),
        (MARKET, "The opposition called on the government to resign.", "REQUEST"),
    ],
)
def test_what_the_report_tells_of_security_or_public_life_stays(coded, report, sentence, kind):
    assert kind in {claim.type for claim in coded(*report, sentence)}


def test_a_report_on_politics_in_the_words_of_sport_is_no_sport(coded):
    text = (
        "The race for the governor's seat enters its final lap, and the challenger has the lead.",
        "Republican voters want a winner: their candidate lost the last round of the contest.",
        "Senator Ada Moss criticised the governor on Monday for his defence of the tax.",
    )
    assert "ACCUSE" in {claim.type for claim in coded(*text)}


@pytest.mark.parametrize(
    "text",
    [
        "Rinse the rice, attack the rind with a grater and stab the meat with a fork.",
        "Kill the weeds before they spread, and shoot the slugs.",
        "The captain hit the crossbar.",
        "Drivers should check their tyres before they hit the road.",
        "The van struck a fence near the school.",
        "The council will close a lane: the lane closure lasts until Friday.",
        "The dog captured the best in show award on Sunday.",
        "The plant captured 2,000 tonnes of carbon dioxide last year.",
        "The clinic's staff gave up their pay rise.",
        "The mayor withdrew her request on Tuesday.",
        "A diver pulled out a passenger.",
        "Detectives released an e-fit of the man on Monday.",
        "The chain launched an advertising blitz in March.",
        "The city's deportation battle with the family has lasted a year.",
        "The editor was bombarded with complaints and leaflets.",
        "The gardener declared war on slugs.",
        "The bank has reserves of 640 billion dollars.",
        "The mayor stood by her decision on Monday.",
        "The plane turned back after an hour.",
        "The winner was given the day off work.",
        "Investors shoot first and ask questions later.",
    ],
)
def test_words_of_force_in_another_sense_are_no_force(coded, text):
    force = {"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "THREATEN", "STATE", "REQUEST"}
    assert not [claim for claim in coded(text) if claim.type in force]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nineteen marines were captured at a steel works.", "ASSAULT"),
        ("The army hit the port with rockets on Monday.", "ASSAULT"),
        ("Soldiers fought through the night for control of the town.", "ASSAULT"),
        ("The colonel commanded the guards to leave the bridge.", "REQUEST"),
        ('"Kill them all," the commander told his men.', "ASSAULT"),
        ("The rebels withdrew their fighters from the town.", "RETREAT"),
        ("The militia gave up its weapons on Friday.", "RETREAT"),
        ("The guerrillas released four hostages.", "RETREAT"),
        ("The general ordered his troops to stand by on the border.", "REQUEST"),
    ],
)
def test_force_itself_stays(coded, text, kind):
    assert kind in {claim.type for claim in coded(text)}
