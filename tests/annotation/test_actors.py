"""Who noun phrases name, on sentences of our own."""

from datetime import date

import pytest

from tocsin.annotation.actors import ActorFinder
from tocsin.annotation.language import parse
from tocsin.knowledge.directory import load_directory
from tocsin.records import Block, Report

DAY = date(2021, 7, 8)


@pytest.fixture(scope="module")
def finder():
    return ActorFinder(load_directory())


def passage_of(text):
    (passage,) = next(parse([Report("t", text, blocks=(Block(0, len(text), "body"),))])).passages
    return passage


def token(passage, word):
    return next(t for t in passage.doc if t.text == word)


def at(finder, text, word, day=DAY):
    passage = passage_of(text)
    found = finder.at(passage, token(passage, word), day)
    assert found is None or text[found.start : found.end] == found.text
    return found


def subjects(finder, text):
    passage = passage_of(text)
    heads = [t for t in passage.doc if t.dep_ in {"nsubj", "nsubjpass"} and t.head.dep_ == "ROOT"]
    return [actor for head in heads for actor in finder.coordinated(passage, head, DAY)]


# ---------------------------------------------------------------- names the directory knows
@pytest.mark.parametrize(
    ("text", "word", "words", "id_", "kind", "country"),
    [
        ("Kenya recalled its ambassador.", "Kenya", "Kenya", "kenya", "country", "KEN"),
        ("The U.S. froze the funds.", "U.S.", "U.S.", "united-states", "country", "USA"),
        ("Pakistan’s decision surprised many.", "Pakistan", "Pakistan", "pakistan", "country", "PAK"),
        ("Ankara rejected the offer.", "Ankara", "Ankara", "turkey", "government", "TUR"),
        ("The Kremlin rejected the offer.", "Kremlin", "Kremlin", "kremlin", "government", "RUS"),
        ("The Pentagon sent two ships.", "Pentagon", "Pentagon", "pentagon", "military", "USA"),
        ("Boko Haram burned the village.", "Haram", "Boko Haram", "boko-haram", "armed-group", "NGA"),
        ("The FDLR crossed the lake.", "FDLR", "FDLR", "fdlr", "armed-group", "COD"),
        ("ECOWAS suspended the junta.", "ECOWAS", "ECOWAS", "ecowas", "alliance", None),
        ("Xinhua published the list.", "Xinhua", "Xinhua", "xinhua", "media", "CHN"),
    ],
)
def test_known_names(finder, text, word, words, id_, kind, country):
    found = at(finder, text, word)
    assert (found.text, found.id, found.kind, found.country) == (words, id_, kind, country)


def test_a_capital_is_a_government_where_it_acts_and_a_place_where_it_lies(finder):
    assert at(finder, "Talks between Moscow and Oslo collapsed.", "Moscow").kind == "government"
    assert at(finder, "Hundreds of students marched in Moscow.", "Moscow") is None


@pytest.mark.parametrize(("day", "kind"), [(date(2021, 7, 8), "armed-group"), (date(2022, 7, 8), "government")])
def test_who_a_name_stands_for_depends_on_the_day(finder, day, kind):
    assert at(finder, "The Taliban closed the crossing.", "Taliban", day).kind == kind


def test_people_of_a_country_are_civilians(finder):
    found = at(finder, "Angry Russians queued outside the bank.", "Russians")
    assert (found.kind, found.country, found.sector, found.id) == ("civilians", "RUS", "CVL", None)


@pytest.mark.parametrize(
    ("text", "word", "words", "expected"),
    [
        (
            "Three Rohingya Muslims drowned.",
            "Muslims",
            "Three Rohingya Muslims",
            ("rohingya", "civilians", "MMR", "CVL"),
        ),
        ("Police beat two Sikhs.", "Sikhs", "two Sikhs", ("sikhs", "civilians", "IND", "REL")),
        ("Ultra-Orthodox Jews rioted.", "Jews", "Ultra-Orthodox Jews", ("haredim", "civilians", "ISR", "REL")),
        ("Kurdish fighters left.", "fighters", "Kurdish fighters", (None, "armed-group", None, "REB")),
        ("Iraqi Kurdish fighters left.", "fighters", "Iraqi Kurdish fighters", (None, "armed-group", "IRQ", "REB")),
        ("Tibetan monks marched.", "monks", "Tibetan monks", (None, "civilians", "CHN", "REL")),
        ("Hindu members walked out.", "members", "Hindu members", (None, "civilians", None, "REL")),
        (
            "Turkish and Kurdish soldiers met.",
            "soldiers",
            "Turkish and Kurdish soldiers",
            (None, "military", None, "MIL"),
        ),
    ],
)
def test_peoples_and_who_is_of_them(finder, text, word, words, expected):
    found = at(finder, text, word)
    assert (found.text, (found.id, found.kind, found.country, found.sector)) == (words, expected)


@pytest.mark.parametrize("text", ["Christian Okoro resigned.", "Christian Democratic Party deputies left."])
def test_a_forename_or_a_party_is_no_religion(finder, text):
    assert all(found.id != "christians" for found in subjects(finder, text))


@pytest.mark.parametrize(
    ("text", "word"), [("New Jersey elected a judge.", "Jersey"), ("Michael Jordan won.", "Jordan")]
)
def test_a_country_inside_a_longer_name_is_none(finder, text, word):
    assert at(finder, text, word).country is None


def test_a_newspaper_is_no_nationality_and_no_first_word_of_a_board(finder):
    assert at(finder, "The Australian government paid.", "government").country == "AUS"
    assert at(finder, "The National Highway Board of Zed met.", "Board").kind != "media"
    assert at(finder, "The Guardian reported it.", "Guardian").id == "the-guardian"


def test_another_states_body_of_the_same_name(finder):
    found = at(finder, "The Philippine House of Representatives passed the bill.", "House")
    assert (found.id, found.country, found.sector) == (None, "PHL", "LEG")


# ---------------------------------------------------------------- common nouns
@pytest.mark.parametrize(
    ("text", "word", "words", "kind", "country", "sector"),
    [
        ("Afghan soldiers fled.", "soldiers", "Afghan soldiers", "military", "AFG", "MIL"),
        ("Two unnamed officials confirmed it.", "officials", "Two unnamed officials", "government", None, "GOV"),
        (
            "Tajikistan's border guards opened fire.",
            "guards",
            "Tajikistan's border guards",
            "military",
            "TJK",
            "MIL",
        ),
        ("The coast guard of Indonesia stopped a boat.", "guard", "coast guard of Indonesia", "military", "IDN", "MIL"),
        ("A court in Cairo jailed them.", "court", "court in Cairo", "government", "EGY", "JUD"),
        ("Masked gunmen kidnapped a nurse.", "gunmen", "Masked gunmen", "armed-group", None, "UAF"),
        ("Aid workers left the camp.", "workers", "Aid workers", "civilians", None, "SOC"),
        ("About 10 million people fled.", "people", "10 million people", "civilians", None, "CVL"),
        ("Troops entered the town.", "Troops", "Troops", "military", None, "MIL"),
        ("Syrian state media denied it.", "media", "Syrian state media", "media", "SYR", "JRN"),
        ("Her supporters blocked the road.", "supporters", "supporters", "civilians", None, "CVL"),
    ],
)
def test_common_nouns(finder, text, word, words, kind, country, sector):
    found = at(finder, text, word)
    assert (found.text, found.kind, found.country, found.sector) == (words, kind, country, sector)
    assert found.id is None


@pytest.mark.parametrize(
    ("text", "word", "id_", "kind"),
    [
        ("Rebels from the FDLR burned a bus.", "Rebels", "fdlr", "armed-group"),
        ("Hezbollah fighters withdrew.", "fighters", "hezbollah", "armed-group"),
        ("Police arrested 21 Muslim Brotherhood members.", "members", "muslim-brotherhood", "organisation"),
        ("NATO officials left the room.", "officials", "nato", "alliance"),
    ],
)
def test_people_of_a_known_body(finder, text, word, id_, kind):
    found = at(finder, text, word)
    assert (found.id, found.kind) == (id_, kind)


@pytest.mark.parametrize("word", ["rebels", "drills"])
def test_hyphenated_origin_is_no_nationality(finder, word):
    found = at(finder, "The Turkish-backed rebels ended U.S.-led drills.", word)
    assert found is None or found.country is None


def test_what_two_states_share_is_two_actors(finder):
    found = subjects(finder, "Turkish and Russian soldiers patrolled the road.")
    assert [(a.text, a.country, a.sector) for a in found] == [
        ("Turkish", "TUR", "MIL"),
        ("Russian soldiers", "RUS", "MIL"),
    ]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Prices rose sharply.", "Prices"),
        ("The storm destroyed a bridge.", "storm"),
        ("The storm destroyed a bridge.", "bridge"),
        ("A cheap drug failed.", "drug"),
        ("The Treaty of Lagos was signed.", "Treaty"),
        ("They left on Tuesday.", "They"),
        ("They left on Tuesday.", "Tuesday"),
        ("A rocket landed in a field.", "rocket"),
    ],
)
def test_things_do_not_act(finder, text, word):
    assert at(finder, text, word) is None


def test_arms_act_only_for_those_whose_they_are(finder):
    assert at(finder, "Israeli warplanes struck a depot.", "warplanes").country == "ISR"
    assert at(finder, "Warplanes struck a depot.", "Warplanes") is None


def test_bundles_are_about_what_they_hold(finder):
    assert at(finder, "Dozens of villagers were injured.", "Dozens").text == "villagers"
    assert at(finder, "A group of militants attacked a post.", "group").sector == "REB"


# ---------------------------------------------------------------- people
@pytest.mark.parametrize(
    ("text", "word", "name", "role", "country", "sector"),
    [
        ("Estonian foreign minister Priit Sepp resigned.", "Sepp", "Priit Sepp", "foreign minister", "EST", "GOV"),
        (
            "The justice minister, Budi Hartanto, resigned.",
            "minister",
            "Budi Hartanto",
            "justice minister",
            None,
            "GOV",
        ),
        ("Somalia's president, Hassan Warsame, left.", "president", "Hassan Warsame", "president", "SOM", "GOV"),
        ("Amina Dahir, the mayor of Borama, spoke.", "Dahir", "Amina Dahir", "mayor of Borama", None, "GOV"),
        ("Gen. Omar Bakri ordered a retreat.", "Bakri", "Omar Bakri", "Gen.", None, "MIL"),
        ("Former prime minister Ilir Gashi spoke.", "Gashi", "Ilir Gashi", "Former prime minister", None, "ELI"),
        ("Kremlin spokesman Anton Belov denied it.", "Belov", "Anton Belov", "spokesman", "RUS", "GOV"),
        ("Mr Brown apologised.", "Brown", "Brown", None, None, None),
    ],
)
def test_people_with_their_offices(finder, text, word, name, role, country, sector):
    found = at(finder, text, word)
    assert (found.kind, found.text, found.role) == ("person", name, role)
    assert (found.country, found.sector) == (country, sector)


def test_the_state_in_secretary_of_state_is_no_one(finder):
    text = "Secretary of State Mike Harlow arrived."
    assert at(finder, text, "State") is None
    assert at(finder, text, "Harlow").role == "Secretary of State"


def test_a_body_is_what_is_told_of_it(finder):
    found = at(finder, "The Brigade of Truth, a militant group in Libya, claimed the attack.", "Brigade")
    assert (found.text, found.kind, found.sector, found.country) == ("Brigade of Truth", "armed-group", "REB", "LBY")


# ---------------------------------------------------------------- lists and modifiers
def test_coordinated_actors_are_each_found(finder):
    found = subjects(finder, "Russia, Kazakhstan and Kyrgyzstan sent troops.")
    assert [actor.id for actor in found] == ["russia", "kazakhstan", "kyrgyzstan"]
    found = subjects(finder, "Police and protesters clashed near the port.")
    assert [actor.text for actor in found] == ["Police", "protesters"]


def test_one_phrase_about_several_states_is_one_actor(finder):
    (found,) = subjects(finder, "The foreign ministries of Ghana, Togo and Benin protested.")
    assert found.text == "foreign ministries of Ghana, Togo and Benin"


@pytest.mark.parametrize(
    ("text", "word", "words", "kind", "country"),
    [
        ("Turkish airstrikes hit the town.", "Turkish", "Turkish", "country", "TUR"),
        ("Army shelling hit the town.", "Army", "Army", "military", None),
        ("Syrian army shelling hit the town.", "army", "Syrian army", "military", "SYR"),
        ("A Hezbollah attack hit the town.", "Hezbollah", "Hezbollah", "armed-group", "LBN"),
    ],
)
def test_a_modifier_names_the_doer(finder, text, word, words, kind, country):
    passage = passage_of(text)
    found = finder.by_modifier(passage, token(passage, word), DAY)
    assert (found.text, found.kind, found.country) == (words, kind, country)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Turkish-made rockets hit the town.", "Turkish"),
        ("The deadly attack hit the town.", "deadly"),
        ("The prisoner exchange ended.", "prisoner"),
        ("The missile attack ended.", "missile"),
    ],
)
def test_a_modifier_that_names_no_doer(finder, text, word):
    passage = passage_of(text)
    assert finder.by_modifier(passage, token(passage, word), DAY) is None


# ---------------------------------------------------------------- long offices
@pytest.mark.parametrize(
    ("text", "word", "words", "country", "sector", "role"),
    [
        ("US Ambassador to Chad Ada Krull left.", "Ambassador", "Ada Krull", "USA", "GOV", "Ambassador to Chad"),
        ("The President of Chad Idris Yusuf spoke.", "President", "Idris Yusuf", "TCD", "GOV", "President"),
        (
            "Minister of Foreign Affairs Lena Duarte left.",
            "Minister",
            "Lena Duarte",
            None,
            "GOV",
            "Minister of Foreign Affairs",
        ),
        ("UN Special Envoy for Yemen Jo Brandt spoke.", "Envoy", "Jo Brandt", None, "GOV", "Special Envoy for Yemen"),
        ("Pope Benedict spoke.", "Benedict", "Benedict", "VAT", "REL", "Pope"),
        ("Iraq War veteran Adam Kerr spoke.", "Kerr", "Adam Kerr", None, "MIL", "War veteran"),
    ],
)
def test_names_behind_long_offices(finder, text, word, words, country, sector, role):
    found = at(finder, text, word)
    assert (found.text, found.kind, found.role) == (words, "person", role)
    assert (found.country, found.sector) == (country, sector)


def test_an_ambassador_to_a_country_is_not_of_it(finder):
    assert at(finder, "The ambassador to Chad was expelled.", "ambassador").country is None


@pytest.mark.parametrize(
    ("text", "word", "words", "kind", "sector"),
    [
        ("Several thousand people marched.", "people", "Several thousand people", "civilians", "CVL"),
        ("The head of the army resigned.", "head", "head of the army", "military", "MIL"),
        ("Members of a court met.", "Members", "Members of a court", "government", "JUD"),
        ("The White House Task Force met.", "Force", "White House Task Force", "military", "MIL"),
    ],
)
def test_numbers_stay_and_members_are_of_their_body(finder, text, word, words, kind, sector):
    found = at(finder, text, word)
    assert (found.text, found.kind, found.sector, found.id) == (words, kind, sector, None)


# ---------------------------------------------------------------- people of public record
@pytest.mark.parametrize(
    ("text", "word", "day", "expected"),
    [
        ("Putin spoke.", "Putin", DAY, ("vladimir-putin", "person", "RUS", "GOV", "president")),
        ("Barack Obama spoke.", "Obama", DAY, ("barack-obama", "person", "USA", "ELI", "former president")),
        ("Candidate Emmanuel Macron spoke.", "Macron", date(2016, 1, 1), ("emmanuel-macron", "person", "FRA")),
        ("The Macron government fell.", "government", DAY, (None, "government", "FRA", "GOV", None)),
    ],
)
def test_people_of_public_record_have_the_office_of_the_day(finder, text, word, day, expected):
    found = at(finder, text, word, day)
    assert (found.id, found.kind, found.country, found.sector, found.role)[: len(expected)] == expected


def test_another_of_the_same_name_is_not_taken_for_the_leader(finder):
    found = at(finder, "French President Viktor Orban left.", "Orban")
    assert (found.id, found.country) == (None, "FRA")


def test_the_body_in_apposition_is_who_acts(finder):
    found = at(finder, "The militant group, Boko Haram, attacked.", "group")
    assert (found.text, found.id) == ("Boko Haram", "boko-haram")


def test_what_several_states_share_behind_the_noun_is_of_none(finder):
    assert at(finder, "The navies of Oman, India and Iran met.", "navies").country is None
    assert at(finder, "Chad's neighbouring countries met.", "countries").country is None


def test_a_capital_before_an_event_is_where_it_was(finder):
    passage = passage_of("A Kabul car bombing killed five; a Kenyan airstrike killed two.")
    assert finder.by_modifier(passage, token(passage, "Kabul"), DAY) is None
    assert finder.by_modifier(passage, token(passage, "Kenyan"), DAY).country == "KEN"


def test_three_states_ministers_are_three_actors(finder):
    found = subjects(finder, "The French, German and British foreign ministers met.")
    assert [(a.text, a.country) for a in found] == [
        ("French", "FRA"),
        ("German", "DEU"),
        ("British foreign ministers", "GBR"),
    ]


@pytest.mark.parametrize(
    ("text", "word", "id_", "country"),
    [
        ("The People's Liberation Army left.", "Army", "pla", "CHN"),
        ("The United States Embassy in Baghdad closed.", "Embassy", None, "USA"),
        ("Iraqi troops in Syria left.", "troops", None, "IRQ"),
        ("Catholic Pope Francis spoke.", "Francis", None, "VAT"),
    ],
)
def test_whose_before_where(finder, text, word, id_, country):
    found = at(finder, text, word)
    assert (found.id, found.country) == (id_, country)


def test_the_killed_keep_their_office_for_a_month(finder):
    text = "Qasem Soleimani was mourned."
    assert at(finder, text, "Soleimani", date(2020, 1, 6)).role == "Quds Force commander"
    assert at(finder, text, "Soleimani", date(2020, 6, 6)).role == "former Quds Force commander"
