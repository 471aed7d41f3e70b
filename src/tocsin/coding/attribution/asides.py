"""The outlet's own words inside indirect speech: non-restrictive clauses, words between dashes."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from tocsin.coding.attribution.found import Range
from tocsin.coding.attribution.view import View

COMMAS = frozenset({",", "-", "–", "—", "--", "("})
DASHES = frozenset({"-", "–", "—", "--"})
OWN_CLAUSES = frozenset({"while", "although", "though", "whereas"})


def asides(view: View, first: int, last: int) -> Iterator[Range]:
    """Ranges of the content first..last-1 that are the outlet's own, outside quotation marks."""
    dashes = []
    for token in view.doc[first:last]:
        if view.quote(token.i) is not None:
            continue
        if _is_dash(token):
            dashes.append(token.i)
        if _is_own(view, token) and token.left_edge.i > first:
            yield token.left_edge.i, min(token.right_edge.i + 1, last)
    yield from zip(dashes[::2], dashes[1::2], strict=False)


def _is_own(view: View, token: Token) -> bool:
    """A clause set off by a comma or dash: "which ...", "while ..."."""
    edge = token.left_edge.i
    if not edge or view.doc[edge - 1].text not in COMMAS:
        return False
    if token.dep_ == "relcl":
        return True
    return token.dep_ == "advcl" and view.doc[edge].lower_ in OWN_CLAUSES and token.i > token.head.i


def without_trailing(view: View, part: Range) -> Range:
    """The range without an aside at its end."""
    first, last = part
    for start, end in asides(view, first, last):
        if end >= last and start - first > 1:
            last = min(last, start - 1)
    return first, last


def _is_dash(token: Token) -> bool:
    """A dash with a space before it; a hyphen inside a word has none."""
    return token.text in DASHES and token.i > 0 and bool(token.nbor(-1).whitespace_ or token.text == "—")
