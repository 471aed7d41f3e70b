"""How news usually says it: for each kind of event, sentences of our own as an agency would write them."""

import json
from pathlib import Path

from tocsin import pipeline
from tocsin.reading.report import Reading
from tocsin.records import Block, Report

SENTENCES = [json.loads(line) for line in (Path(__file__).parent / "ordinary_news.jsonl").read_text().splitlines()]
FOUND = 0.92  # what was measured; the rest is what the coder misses


def test_ordinary_sentences_are_coded_as_what_they_tell():
    texts = [row["text"] for row in SENTENCES]
    reports = (
        Report(str(n), t, published="2024-06-13", blocks=(Block(0, len(t), "body"),)) for n, t in enumerate(texts)
    )
    missed = []
    for row, record in zip(SENTENCES, pipeline.code(map(Reading, reports)), strict=True):
        start = row["text"].lower().index(row["trigger"].lower())
        end = start + len(row["trigger"])
        hits = [c for c in record.claims if c.trigger.start < end and start < c.trigger.end]
        if row["type"] not in {claim.type for claim in hits}:
            missed.append((row["type"], row["trigger"], row["text"], [c.type for c in hits]))
    assert len(missed) <= (1 - FOUND) * len(SENTENCES), missed
