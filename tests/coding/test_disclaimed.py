"""What the sentence, or the one beside it, says of what it tells; and what it leaves as told."""

import pytest

TAKEN_BACK = [
    ("Reports that troops had overrun the outpost turned out to be untrue.", "overrun", "denied"),
    ("Officials cast doubt on the army's claim to have captured the hamlet.", "captured", "unclear"),
    ("Elders say a drone struck the tent; nobody outside could check.", "struck", "unclear"),
    (
        "A correspondent reported that bandits had kidnapped 30 pupils, then retracted his statement.",
        "kidnapped",
        "denied",
    ),
    ("Local radio said troops had crossed the border. They had not.", "crossed", "denied"),
    ("The rebels' demands are plain: the release of nine prisoners.", "release", "requested"),
    ("Fears of rebels attacking the town emptied the market.", "attacking", "possible"),
    ("It is far from certain that rebels attacked the town.", "attacked", "unclear"),
]
AS_TOLD = [
    ("A bomb exploded in the market. It was not clear who planted it.", "exploded"),
    ("The exercise ended on Friday. Rebels attacked the barracks on Saturday.", "attacked"),
    ("The government withdrew its report. Soldiers killed 12 people in the village.", "killed"),
    ("It was not clear why the guards attacked the villagers.", "attacked"),
    ("No sooner had the observers left Shire than rebels shelled the town.", "shelled"),
]


@pytest.mark.parametrize(("text", "word", "status"), TAKEN_BACK, ids=lambda value: str(value)[:40])
def test_what_the_sentence_takes_back_is_not_called_done(coded, text, word, status):
    assert {c.status for c in coded(text) if word in c.trigger.text} == {status}


@pytest.mark.parametrize(("text", "word"), AS_TOLD, ids=lambda value: str(value)[:40])
def test_words_that_say_nothing_of_it_leave_it_done(coded, text, word):
    assert {c.status for c in coded(text) if word in c.trigger.text} == {"happened"}
