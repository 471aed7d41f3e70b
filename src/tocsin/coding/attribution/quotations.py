"""Quotations without a verb of their own: they go on with the speaker before them, also over paragraphs."""

from __future__ import annotations

from dataclasses import replace

from tocsin.annotation.document import Passage
from tocsin.coding.attribution.found import Found, Range
from tocsin.coding.attribution.view import View, merged

SHORTEST = 5


def join_free(view: View, found: list[Found]) -> tuple[list[Found], list[Range]]:
    """The statements with free quotations joined to the speaker before them, and those with nobody before them."""
    joined, orphans = list(found), []
    for quote in view.sentence_quotes():
        if quote[1] - quote[0] <= SHORTEST or _has_speaker(quote, joined):
            continue
        number = _speaker_before(view, quote, joined)
        if number is None:
            orphans.append(quote)
        else:
            each = joined[number]
            joined[number] = replace(each, content=tuple(merged((*each.content, quote))))
    return joined, orphans


def _has_speaker(quote: Range, found: list[Found]) -> bool:
    """A cue outside the quotation already takes it, or it is set into a sentence that goes on."""
    return any(
        first < quote[1] - 1 and quote[0] + 1 < last and not quote[0] <= each.cue.i < quote[1]
        for each in found
        for first, last in each.content
    )


def _speaker_before(view: View, quote: Range, found: list[Found]) -> int | None:
    """The last speech before the quotation in the passage, not one within another quotation."""
    before = [
        number
        for number, each in enumerate(found)
        if each.speech and each.source is not None and each.cue.i < quote[0] and view.quote(each.cue.i) is None
    ]
    return max(before, key=lambda number: found[number].cue.i, default=None)


def is_continuation(passage: Passage, quote: Range, orphans: list[Range]) -> bool:
    """The quotation opens its passage, or follows only such quotations, so that the passage before may explain it."""
    words = passage.doc[: quote[0]]
    return all(t.is_space or any(first <= t.i < last for first, last in orphans) for t in words)
