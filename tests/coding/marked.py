"""Sentences with the words that matter marked in them, and what Tocsin makes of them.

`[event]` is the word of an event, `{actor}` who does it, `<recipient>` whom it befalls. In not_happened.jsonl a
`{verb}` is an act of its own that did happen, such as the ban in `{banned} [rallies]`. Both files were written by
somebody who had not seen the rules. A sentence is read as a report of its own, all of them in one batch.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tocsin import pipeline
from tocsin.reading.report import Reading
from tocsin.records import Actor, Block, Claim, Record, Report

HERE = Path(__file__).parent
PUBLISHED = "2024-06-13"
REAL = {"happened", "ongoing"}
_MARK = re.compile(r"[\[\]{}<>]")
_OPENING = {"[": "event", "{": "actor", "<": "recipient"}

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Sentence:
    """A sentence without its marks, and where they were."""

    text: str
    marks: tuple[tuple[str, Stretch], ...]
    construction: str
    kind: str = ""
    statuses: tuple[str, ...] = ()
    written: int = 1

    def places(self, name: str) -> list[Stretch]:
        return [stretch for mark, stretch in self.marks if mark == name]


def unmarked(marked: str) -> tuple[str, tuple[tuple[str, Stretch], ...]]:
    """The text without marks, and each mark's stretch of it."""
    marks, open_at, text, last = [], {}, "", 0
    for found in _MARK.finditer(marked):
        text += marked[last : found.start()]
        last = found.end()
        if found.group() in _OPENING:
            open_at[{"[": "]", "{": "}", "<": ">"}[found.group()]] = (_OPENING[found.group()], len(text))
        else:
            name, start = open_at.pop(found.group())
            marks.append((name, (start, len(text))))
    return text + marked[last:], tuple(marks)


def load(name: str) -> list[Sentence]:
    """The sentences of one of the files; `written` numbers the sets in which they came."""
    rows = map(json.loads, (HERE / name).read_text(encoding="utf-8").splitlines())
    return [
        Sentence(
            *unmarked(row["text"]),
            row["construction"],
            row.get("kind", ""),
            tuple(row.get("status", ())),
            row.get("written", 1),
        )
        for row in rows
    ]


def coded(sentences: list[Sentence]) -> Iterator[tuple[Sentence, Record]]:
    """Each sentence with its record."""
    reports = (
        Report(str(n), s.text, published=PUBLISHED, blocks=(Block(0, len(s.text), "body"),))
        for n, s in enumerate(sentences)
    )
    for sentence, result in zip(sentences, pipeline.code(map(Reading, reports)), strict=True):
        assert isinstance(result, Record), result
        yield sentence, result


def touches(span: Stretch, start: int | None, end: int | None) -> bool:
    return start is not None and end is not None and start < span[1] and span[0] < end


def claims_of(record: Record, event: Stretch, acts: list[Stretch]) -> list[Claim]:
    """The claims whose trigger shares words with the event's and is not that of an act of its own."""
    triggers = ((claim, (claim.trigger.start, claim.trigger.end)) for claim in record.claims)
    return [c for c, at in triggers if touches(event, *at) and not any(touches(act, *at) for act in acts)]


@dataclass(frozen=True)
class Judged:
    """One marked event, the verdict on it and what was found."""

    sentence: Sentence
    event: Stretch
    verdict: str
    claims: tuple[Claim, ...]

    @property
    def word(self) -> str:
        return self.sentence.text[slice(*self.event)]


def judged(sentences: list[Sentence], judge: Callable[[Sentence, list[Claim]], str]) -> list[Judged]:
    """The verdict on every marked event of the sentences."""
    return [
        Judged(sentence, event, judge(sentence, found), tuple(found))
        for sentence, record in coded(sentences)
        for event in sentence.places("event")
        for found in [claims_of(record, event, sentence.places("actor") if sentence.kind else [])]
    ]


def status_verdict(sentence: Sentence, found: list[Claim]) -> str:
    """real: called happened or ongoing; right: a status that the sentence allows; other; missing: no claim."""
    statuses = {claim.status for claim in found}
    if not found:
        return "right" if "none" in sentence.statuses else "missing"
    if statuses & REAL:
        return "real"
    return "right" if statuses & set(sentence.statuses) else "other"


def direction_verdict(sentence: Sentence, found: list[Claim]) -> str:
    """right: both where they belong; swapped: one where the other belongs; part: one of them; missing: no claim."""
    if not found:
        return "missing"
    (actor,), (recipient,) = sentence.places("actor"), sentence.places("recipient")
    best = "part"
    for claim in found:
        right = _named(claim.actors, actor), _named(claim.recipients, recipient)
        wrong = _named(claim.actors, recipient, actor), _named(claim.recipients, actor, recipient)
        if any(wrong):
            return "swapped"
        best = "right" if all(right) else best
    return best


def _named(actors: tuple[Actor, ...], place: Stretch, other: Stretch | None = None) -> bool:
    """Whether one of the actors has words of the place, and none of the other's."""
    spans = [(actor.start, actor.end) for actor in actors]
    return any(touches(place, *span) and not (other and touches(other, *span)) for span in spans)


def share(results: list[Judged], verdict: str) -> float:
    """The share of the events with this verdict."""
    return sum(result.verdict == verdict for result in results) / len(results)
