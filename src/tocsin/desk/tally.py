"""The sources of a store with how often each speaks, stands alone, and is contradicted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tocsin.storage.coded import folded

_COUNTED: Final = ("claims", "alone", "contradicted")
Order = Literal["claims", "alone", "contradicted", "name"]
Numbers = NDArray[np.int64]


class Voice(Struct, frozen=True):
    """A source: its claims that stand, how many of them stand alone, how many stand in a conflict.

    A claim stands alone where its event has one independent origin.
    """

    id: str
    name: str
    kind: str
    claims: int
    alone: int
    contradicted: int
    reliability: str


@dataclass(frozen=True, slots=True)
class Counted:
    """All sources that the index knows; `counts` are a row each of claims, of those alone, of those contradicted."""

    ids: list[str]
    names: list[str]
    kinds: list[str]
    counts: NDArray[np.int64]
    grades: Mapping[str, str]

    def voice(self, number: int) -> Voice:
        """One of them."""
        name = self.ids[number]
        counted = dict(zip(_COUNTED, self.counts[:, number].tolist(), strict=True))
        grade = self.grades.get(name, "F")
        return Voice(id=name, name=self.names[number], kind=self.kinds[number], reliability=grade, **counted)

    def that_fit(self, kind: str | None, key: str) -> list[int]:
        """Those that have claims, are of the kind, and whose name holds the words."""
        with_claims = np.flatnonzero(self.counts[0]).tolist()
        return [number for number in with_claims if self.ids[number] and (not kind or self.kinds[number] == kind)
                and (not key or key in _key(self.names[number]))]  # fmt: skip

    def ordered(self, numbers: list[int], order: Order, count: int) -> list[int]:
        """The first of them in this order, then by name."""
        if order == "name":
            return sorted(numbers, key=self.names.__getitem__)[:count]
        column = -self.counts[_COUNTED.index(order)]
        if count < len(numbers):  # the names of those that come later need no sorting
            bound = np.partition(column[numbers], count)[count]
            numbers = [number for number in numbers if column[number] <= bound]
        return sorted(numbers, key=lambda number: (column[number], self.names[number]))[:count]

    def called(self, name: str) -> Voice | None:
        """The one of this id, or else of this name."""
        numbers, key = self.that_fit(None, ""), folded(name)
        found = next((number for number in numbers if self.ids[number] == name), None)
        if found is None:
            found = next((number for number in numbers if _key(self.names[number]) == key), None)
        return None if found is None else self.voice(found)


def counts(
    who: NDArray[Any], rows: Numbers, alone: NDArray[Any], against: NDArray[Any], most: int
) -> NDArray[np.int64]:
    """By source: its claims, those that stand alone, those that stand in a conflict."""
    masks = np.ones(len(rows), bool), alone[rows], against[rows]
    return np.array([np.bincount(who[mask], minlength=most) for mask in masks], "i8")


_key = lru_cache(maxsize=50_000)(folded)
