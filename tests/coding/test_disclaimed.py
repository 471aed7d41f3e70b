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
    ("The paper wrongly reported that soldiers had shot a student.", "shot", "denied"),
    ("The teacher had been falsely accused of throwing a petrol bomb.", "throwing", "denied"),
    ("Denials came from Bunia that soldiers had entered the camp.", "entered", "denied"),
    ("Rumours spread that the army had shelled the town.", "shelled", "possible"),
    ("That soldiers shelled the clinic is a fairy tale, the mayor said.", "shelled", "denied"),
    ("Radio Lamp said the bishop had been deported; nothing of the sort had happened.", "deported", "denied"),
    ("The army said it had killed ten rebels. The rebels said it was a lie.", "killed", "denied"),
    ("Radio said soldiers had shelled the camp. Herders there had heard nothing.", "shelled", "unclear"),
    ("The blast was a quarry charge and not a missile strike, police said.", "strike", "denied"),
    ("Further rocket attacks were all but certain, an officer said.", "attacks", "forecast"),
    ("The convoy narrowly escaped being shelled on Monday.", "shelled", "denied"),
    ("Villagers wish the soldiers had arrested the thieves.", "arrested", "denied"),
    ("The junta has by no means expelled the mission.", "expelled", "denied"),
    ("Police foil kidnap of engineers near the quarry", "kidnap", "denied"),
    ("A judge stayed the deportation of 38 migrants.", "deportation", "denied"),
    ("By decree 48 traders are to be expelled and their shops confiscated.", "confiscated", "planned"),
    ("Beijing would take measures including the detention of crews.", "detention", "forecast"),
    ("The release of the hostages hinges on a ransom.", "release", "unclear"),
    ("Prosecutors accused the men of planning to bomb a train station.", "bomb", "planned"),
    ("Any landing would be treated as aggression.", "aggression", "possible"),
    ("The truce collapsed before it took hold.", "truce", "denied"),
    ("At no point were the observers fired upon, the inquiry heard.", "fired", "denied"),
    ("The men ought to have been released in March, their lawyer said.", "released", "denied"),
    ("Thousands in Sofia demand minister's resignation", "resignation", "requested"),
    ("The expulsion of the envoy had been discussed but not decided.", "expulsion", "planned"),
    ("There were conflicting accounts. The army said it had retaken the citadel.", "retaken", "unclear"),
    ("A news site said units had shelled the camp, a claim the ministry flatly contradicted.", "shelled", "denied"),
    ("A clip said to show rockets striking a port was lifted from a game, checkers found.", "striking", "denied"),
    ("Their boast that they had killed 60 soldiers has not been backed by any picture.", "killed", "unclear"),
    ("A satirical site's item on Arvia invading its neighbour was shared as fact.", "invading", "denied"),
    ("The sirens were set off by an alarm, not by an attack, the army said.", "attack", "denied"),
    ("What residents of Narva took for a Russian incursion was a drone blown off course.", "incursion", "denied"),
    ("After five rounds the agreement on the sluices is no nearer, the envoy said.", "agreement", "denied"),
    ("Moscow wants a pretext for attacking the town, analysts said.", "attacking", "possible"),
    ("On paper the brigade has withdrawn, yet residents see it daily.", "withdrawn", "unclear"),
    ("A fresh offensive against the rebels is in the offing.", "offensive", "possible"),
]
AS_TOLD = [
    ("A bomb exploded in the market. It was not clear who planted it.", "exploded"),
    ("The exercise ended on Friday. Rebels attacked the barracks on Saturday.", "attacked"),
    ("The government withdrew its report. Soldiers killed 12 people in the village.", "killed"),
    ("It was not clear why the guards attacked the villagers.", "attacked"),
    ("The group had carried out several raids, including the bombing of a market in May.", "bombing"),
    ("A bomb exploded and the market was burned.", "burned"),
    ("Soldiers mistakenly bombed the village on Friday.", "bombed"),
    ("News came that rebels had captured the town.", "captured"),
    ("No group has claimed responsibility for the bombing.", "bombing"),
    ("The killing of the priest was discussed at the meeting.", "killing"),
    ("The army says it killed 12 rebels, a figure that residents dispute.", "killed"),
    ("Officially the army withdrew on Monday.", "withdrew"),
    ("Not only the army but the police attacked the village.", "attacked"),
    ("No sooner had the observers left Shire than rebels shelled the town.", "shelled"),
]


@pytest.mark.parametrize(("text", "word", "status"), TAKEN_BACK, ids=lambda value: str(value)[:40])
def test_what_the_sentence_takes_back_is_not_called_done(coded, text, word, status):
    assert {c.status for c in coded(text) if word in c.trigger.text} == {status}


@pytest.mark.parametrize(("text", "word"), AS_TOLD, ids=lambda value: str(value)[:40])
def test_words_that_say_nothing_of_it_leave_it_done(coded, text, word):
    assert {c.status for c in coded(text) if word in c.trigger.text} == {"happened"}
