"""An archive linked in steps, each shared out and shuffled, is linked as report after report."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from msgspec.structs import replace

from linking.made import prose, report, told_to
from tocsin.linking import archive
from tocsin.linking.archive import MOST, Lineages
from tocsin.linking.memory import linked

TOWNS = ("Garm", "Osh", "Vanj", "Rushan")


def reports(seed):
    """Reports that tell of the same few acts, some cut from others, some without a date, in any order."""
    chance = random.Random(seed)
    made = []
    for number in range(24):
        town, day = chance.choice(TOWNS), chance.choice(["2031-05-04", "2031-05-05", "2031-05-13", None])
        whole = prose(chance.randint(1, 6), 60)
        text = whole[: chance.choice([len(whole) // 2, len(whole)])]
        text += f"\nA bomb exploded at the market of {town}.\nThe army attacked {town}.\nThe mayor denied that report."
        fields = {"status": chance.choice(["happened", "denied", "planned"])}
        fields |= {"sources": told_to("Halyard")} if chance.random() < 0.3 else {}
        denial = {"type": "REJECT", "status": "denied"}
        triggers = [("exploded", fields), ("attacked", {"type": "COERCE"}), ("denied that", denial)]
        made.append(report(f"r{number}", text, *triggers, published=day, title=f"{town} {chance.choice(TOWNS)}"))
    return made


def in_steps(records, chance):
    """The lineages and placements of an archive, what is shared out in any order."""
    cards = [archive.cards(record) for record in records]
    near = found_near([key for n, (card, _) in enumerate(cards) for key in archive.keys_of_report(n, card)], chance)
    lineages, found = Lineages(), []
    for number, (card, _) in enumerate(cards):
        beside = {item // MOST: cards[item // MOST][0] for item in sorted(near[number])}
        found.append(lineages.choose(archive.compared(number, card, beside)))
    groups = [group for (_, claims), line in zip(cards, found, strict=True) for group in archive.groups(claims, line)]
    type_of = {item: group.type for group in groups for item, _ in group.cards}
    near = found_near([key for group in groups for key in archive.keys_of_claims(group)], chance)
    groups = [
        replace(group, near=tuple(sorted(item for item in near[group.number] if type_of[item] == group.type)))
        for group in groups
    ]
    groups.sort(key=lambda group: (group.type, group.number))
    placed = {each.claim: each for _, each in archive.placements(groups, lineages.origins)}
    for denial, meant in (pair for _, claims in cards for pair in archive.echoes(claims)):
        placed[denial] = replace(placed[denial], denies=placed[meant].event)
    return found, lineages.origins, placed


def found_near(keys, chance):
    by_key = defaultdict(list)
    for key in keys:
        by_key[key[0]].append(key)
    near = defaultdict(set)
    for key in chance.sample(sorted(by_key), len(by_key)):
        for number, item in archive.near(sorted(by_key[key])):
            near[number].add(item)
    return near


@pytest.mark.parametrize("seed", range(4))
def test_steps_give_what_adding_one_by_one_gives(seed, monkeypatch):
    monkeypatch.setattr("tocsin.linking.archive.NEWEST", 5)
    monkeypatch.setattr("tocsin.linking.memory.NEWEST", 5)
    records, told = reports(seed), []
    memory = linked(records, told.append)
    found, origins, placed = in_steps(records, random.Random(seed))
    assert [(line.story, line.story_score) for line in found] == [(each.story.story, each.story.score) for each in told]
    assert [origins.now(line.origin) for line in found] == [memory.report(line.report).origin for line in found]
    assert placed == {each.claim: each for one in told for each in one.placements}
    assert len({origins.now(line.origin) for line in found}) < len({line.report for line in found})
    assert any(placement.denies for placement in placed.values())
    assert len({placement.event for placement in placed.values()}) < len(placed)
