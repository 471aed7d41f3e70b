"""Whom surnames, offices and "the alliance" mean in a report of our own, and whose police it is."""

import pytest

from tocsin.annotation.actors import ActorFinder
from tocsin.annotation.language import parse
from tocsin.annotation.places import mark_places
from tocsin.annotation.referents import Referents
from tocsin.knowledge.directory import load_directory
from tocsin.records import Block, Report

NATO = "North Atlantic Treaty Organization"
COMMISSION = "european-commission"


@pytest.fixture(scope="module")
def finder():
    return ActorFinder(load_directory())


def told(finder, text, word):
    """The actor at the last such word of the text, and the note on it; paragraphs are lines."""
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append(Block(start, start + len(line), "body"))
        start += len(line) + 1
    (document,) = parse([Report("t", text, published="2021-07-08", blocks=tuple(blocks))])
    document.places = mark_places(document)
    referents = Referents(document, finder)
    passage, token = [(p, t) for p in document.passages for t in p.doc if t.text == word][-1]
    actor, note = referents.resolve(passage, finder.at(passage, token, document.published))
    assert text[actor.start : actor.end] == actor.text
    return actor, note


def test_a_surname_is_the_person_named_in_full_before_or_after(finder):
    text = "Interior Minister Lena Duarte of Angola resigned.\nDuarte accused the army."
    actor, note = told(finder, text, "Duarte")
    assert (actor.text, actor.name, actor.kind) == ("Duarte", "Lena Duarte", "person")
    assert (actor.sector, actor.role) == ("GOV", "Interior Minister")
    assert note == "“Duarte” is Lena Duarte"


def test_a_surname_with_a_particle(finder):
    actor, _ = told(finder, "Syrian President Omar al-Hadi left Damascus. Hadi later spoke.", "Hadi")
    assert (actor.name, actor.country) == ("Omar al-Hadi", "SYR")


def test_a_surname_that_two_people_share_stays_open(finder):
    text = "Judge Ann Moyo met Senator Paul Moyo.\nMoyo resigned."
    assert told(finder, text, "Moyo")[0].name == "Moyo"


@pytest.mark.parametrize(
    ("text", "word", "id_", "name"),
    [
        ("Tunis asked NATO for help.\nThe alliance declined.", "alliance", "nato", NATO),
        ("Boko Haram burned a school.\nThe group kidnapped a teacher.", "group", "boko-haram", "Boko Haram"),
        ("The European Commission left.\nThe commission erred.", "commission", COMMISSION, "European Commission"),
        ("The Dawn Brigade, a militia, attacked Herat.\nThe brigade withdrew.", "brigade", None, "Dawn Brigade"),
    ],
)  # fmt: skip
def test_a_definite_noun_takes_up_the_last_body_it_fits(finder, text, word, id_, name):
    actor, note = told(finder, text, word)
    assert (actor.text, actor.id, actor.name) == (word, id_, name)
    assert note == f"“{word}” is {name}, named before"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The alliance declined. NATO met on Monday.", "alliance"),
        ("The Taliban took a village.\nMilitants burned a bus in Kunduz.", "Militants"),
        ("The Taliban took a village.\nA group of men burned a bus.", "men"),
        ("Boko Haram attacked.\nThe group of farmers fled.", "farmers"),
    ],
)
def test_nothing_is_taken_up_that_the_text_does_not_say(finder, text, word):
    actor, _ = told(finder, text, word)
    assert (actor.id, actor.name) == (None, actor.text)


def test_an_office_is_its_holder_where_one_was_named(finder):
    text = "Foreign Minister Lena Duarte flew to Cairo with Vice President Ali Noor.\nThe minister met rebels."
    assert told(finder, text, "minister")[0].name == "Lena Duarte"
    text = "Vice President Ali Noor flew to Cairo.\nThe president met rebels."
    assert told(finder, text, "president")[0].name == "president"


def test_officials_belong_to_the_country_of_the_report(finder):
    text = "Two men fled a prison in Lusaka, Zambia.\nZambia closed its borders. Police arrested a guard in Ndola."
    actor, note = told(finder, text, "Police")
    assert (actor.country, note) == ("ZMB", "country ZMB of “Police” is that of the report")


def test_in_a_report_about_two_countries_officials_stay_open(finder):
    text = "Zambia and Malawi closed their border. Zambia blamed Malawi, and Malawi Zambia.\nPolice arrested a man."
    assert told(finder, text, "Police") == (told(finder, text, "Police")[0], None)
    assert told(finder, text, "Police")[0].country is None


def test_a_name_that_no_table_has_stays_as_written_and_is_marked(finder):
    text = "The Front for River Justice, a rebel group, attacked a port in Ghana."
    actor, note = told(finder, text, "Front")
    assert (actor.id, actor.kind) == (None, "armed-group")
    assert note is None or "not in the directory" in note


def test_the_reports_own_person_before_the_one_of_public_record(finder):
    text = "Farmer Ada Macron of Lyon sued the mayor.\nMacron won."
    actor, _ = told(finder, text, "Macron")
    assert (actor.id, actor.name) == (None, "Ada Macron")


def test_foreign_forces_are_not_the_countrys_own(finder):
    text = "Afghanistan closed its airport in Kabul. Afghanistan thanked Herat.\nForeign troops left."
    assert told(finder, text, "troops")[0].country is None


def test_shorter_and_longer_forms_of_a_name_are_one_person(finder):
    text = "Robert Ayo Okello left. Robert Okello, the mayor of Gulu, spoke.\nOkello won."
    assert told(finder, text, "Okello")[0].role == "mayor of Gulu"
