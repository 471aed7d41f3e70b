"""The status ladder, one sentence of our own for each rung."""

import pytest

LADDER = [
    ("Rebels attacked the barracks in Goma on Monday.", "attacked", "happened"),
    ("Rebels have attacked the barracks in Goma.", "attacked", "happened"),
    ("Troops are shelling the village of Avdiivka.", "shelling", "ongoing"),
    ("The militia has been blocking the road to Bangui since April.", "blocking", "ongoing"),
    ("The withdrawal of Kenyan troops from Goma is nearly complete, the army said.", "withdrawal", "ongoing"),
    ("The withdrawal of Kenyan troops from Goma is complete, the army said.", "withdrawal", "happened"),
    ("Kenya plans to deploy 300 soldiers to the border.", "deploy", "planned"),
    ("Kenya is preparing to deploy 300 soldiers to the border.", "deploy", "planned"),
    ("Kenya will deploy 300 soldiers to the border, the Kenyan defence minister said.", "deploy", "planned"),
    ("Kenya will deploy 300 soldiers to the border, a Ugandan analyst said.", "deploy", "forecast"),
    ("Norway promised to send military aid to Ghana.", "send", "promised"),
    ("The mayor asked the army to withdraw from the town.", "withdraw", "requested"),
    ("Ghana urged Togo to release the two officers.", "release", "requested"),
    ("The general ordered his troops to withdraw from the town.", "withdraw", "ordered"),
    ("The rebels threatened to bomb the pipeline.", "bomb", "threatened"),
    ("Analysts predict that Chad will close its border with Sudan.", "close", "forecast"),
    ("Chad is expected to close its border with Sudan next week.", "close", "forecast"),
    ("If the talks fail, the rebels will attack the capital, an envoy said.", "attack", "conditional"),
    ("The rebels will attack the capital unless the army withdraws, an envoy said.", "attack", "conditional"),
    ("The army may have bombed the village, a priest said.", "bombed", "possible"),
    ("Diplomats fear that rebels will attack the capital.", "attack", "possible"),
    ("Government troops did not attack the village.", "attack", "denied"),
    ("The army denied bombing the village.", "bombing", "denied"),
    ("Rebels never captured the town of Goma, a commander said.", "captured", "denied"),
    ("It is unclear whether the army bombed the village.", "bombed", "unclear"),
    ("The spokesman could not say whether troops had crossed the border.", "crossed", "unclear"),
]


@pytest.mark.parametrize(("text", "word", "status"), LADDER, ids=lambda value: str(value)[:40])
def test_a_claim_has_the_status_its_source_gives_it(coded, text, word, status):
    found = {claim.status for claim in coded(text) if word in claim.trigger.text}
    assert found == {status}


def test_the_words_of_a_condition_are_no_claim(coded):
    claims = coded("If rebels attack Goma, Uganda will send troops, the minister said.")
    assert not [c for c in claims if c.trigger.text.startswith("attack")]
    (sending,) = [c for c in claims if c.trigger.text.startswith("send")]
    assert sending.condition is not None
    assert "rebels attack Goma" in sending.condition.text


def test_a_question_put_to_somebody_is_no_request(coded):
    claims = coded("Asked if Kenya would deploy troops to Somalia, the minister declined to comment.")
    assert {c.status for c in claims} <= {"unclear"}


def test_a_promise_and_what_is_promised_are_two_claims_with_one_source(coded):
    promise, aid = coded("Norway promised to send military aid to Ghana.")
    assert (promise.type, promise.status) == ("AGREE", "happened")
    assert (aid.type, aid.status) == ("AID", "promised")
    assert [s.name for s in promise.sources] == [s.name for s in aid.sources]


def test_a_title_in_the_present_tense_tells_of_what_happened(coded):
    claims = coded("Army shells rebel camps in Darfur", "The town was calm on Thursday.", kinds=["title", "body"])
    assert [c.status for c in claims if c.trigger.text == "shells"] == ["happened"]


def test_the_date_of_a_deadline_is_when_the_thing_is_due(coded):
    (leaving,) = coded("Kenya has set an Aug. 11 deadline for a full withdrawal of its troops from Goma.")
    assert (leaving.status, leaving.due and leaving.due.start) == ("planned", "2023-08-11")


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        (
            "Kenyan troops quit the valley in May, with over 1,000 villagers fleeing north into Chad.",
            "fleeing",
            "ongoing",
        ),
        ("Chad asked France for help as Kenya pulls out of the valley and rebels advance.", "pulls", "ongoing"),
        ("Aid workers left the port while the army shells it.", "shells", "ongoing"),
    ],
)
def test_what_goes_on_beside_the_main_clause_stands_by_itself(coded, text, word, status):
    assert [c.status for c in coded(text) if word in c.trigger.text] == [status]


def test_a_set_phrase_names_no_terms(coded):
    claims = coded("Rebels hold the pass, an official said on condition of anonymity. The governor disputes this.")
    assert [c.status for c in claims if "disputes" in c.trigger.text] == ["ongoing"]
    claims = coded("The envoy listed the rebels' conditions. The army leaves the pass.")
    assert [c.status for c in claims if "leaves" in c.trigger.text] == ["requested"]


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Analysts in Accra predict a surge in rebel attacks this summer.", "attacks", "forecast"),
        ("Zero attacks were recorded on the road in May, the governor said.", "attacks", "denied"),
        ("No more aid convoys have left Bawku since the raid in March.", "left", "denied"),
        ("Army columns are poised to storm the last rebel camp, the ministry said.", "storm", "planned"),
        ("Accra is eyeing the expulsion of 5,000 illegal miners.", "expulsion", "planned"),
        ("Two attacks were recorded on the road in May, the governor said.", "attacks", "happened"),
    ],
)
def test_trends_and_counts_of_none(coded, text, word, status):
    assert {c.status for c in coded(text) if word in c.trigger.text} == {status}
