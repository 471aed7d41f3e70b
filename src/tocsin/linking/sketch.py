"""How much of one text stands in another: the lowest hashes of its runs of eight words.

The lowest hashes of a text are a fair sample of its runs, and the same sample in every text that has them. A text of
up to KEPT runs is kept whole, so that for short copies the answer is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from msgspec import Struct

from tocsin.linking.words import words

RUN = 8  # words
KEPT = 1024  # hashes a text
BITS = 32  # few enough to be kept small; a chance hit between two long texts is one in thousands

Sketch = tuple[int, ...]


class Overlap(Struct, frozen=True):
    """What two texts share: the share of the shorter one's runs, and about how many runs that is."""

    share: float
    runs: int


def sketch(text: str) -> tuple[Sketch, int]:
    """The lowest hashes of the text's runs of words, ascending, and how many different runs it has."""
    found = words(text)
    runs = {" ".join(found[start : start + RUN]) for start in range(len(found) - RUN + 1)}
    hashes = sorted({_hash(run) for run in runs})
    return tuple(hashes[:KEPT]), len(hashes)


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode("utf-8", "replace"), digest_size=8).digest()) >> (64 - BITS)


def overlap(one: Sketch, one_size: int, other: Sketch, other_size: int) -> Overlap:
    """How much of the shorter text stands in the other."""
    if not one or not other:
        return Overlap(0.0, 0)
    last = min(_reach(one, one_size), _reach(other, other_size))
    first, second = _below(one, last), _below(other, last)
    both, fewer = len(first & second), min(len(first), len(second))
    if not fewer:
        return Overlap(0.0, 0)
    return Overlap(both / fewer, round(both / fewer * min(one_size, other_size)))


def _reach(hashes: Sketch, size: int) -> int:
    """Up to which hash the sketch is complete."""
    return hashes[-1] if size > len(hashes) else 1 << BITS


def _below(hashes: Sequence[int], last: int) -> set[int]:
    return {each for each in hashes if each <= last}
