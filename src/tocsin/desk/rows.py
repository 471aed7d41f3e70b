"""Tables in memory, a structured array each, that grow at their end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

UNDATED: Final = np.iinfo("i4").min  # the day of what has none
STANDS: Final = np.iinfo("i8").max
CLAIM: Final = np.dtype(
    [
        ("until", "i8"),  # the moment of the store at which it ended; STANDS where it has not
        ("seq", "i8"),
        ("event", "i4"),
        ("type", "i1"),
        ("status", "i1"),
        ("first", "i4"),  # days since 1970-01-01, as are all days here
        ("last", "i4"),
        ("outlet", "i4"),
        ("confidence", "f4"),
        ("casualties", "f4"),  # killed or injured, the lowest number that the claim's figures allow
        ("urgency", "f4"),
    ]
)
EVENT: Final = np.dtype(
    [
        ("until", "i8"),
        ("type", "i1"),
        ("status", "i1"),
        ("standing", "i1"),
        ("first", "i4"),
        ("last", "i4"),
        ("origins", "i4"),
        ("outlets", "i4"),
        ("disputed", "?"),  # two of its claims cannot both be right: their tolls, or done against denied
        ("confidence", "f4"),
        ("claim", "i4"),  # the row of its first claim; the others follow
        ("claims", "i4"),
    ]
)
PLACE: Final = np.dtype(
    [
        ("claim", "i4"),
        ("event", "i4"),
        ("lat", "f8"),
        ("lon", "f8"),
        ("radius", "f4"),
        ("country", "i4"),
        ("kind", "i1"),
        ("again", "?"),  # the event has this point more than once
    ]
)


class Rows:
    """Rows of one kind; `held` is what is there now."""

    def __init__(self, kind: np.dtype[Any]) -> None:
        self._room = np.zeros(1024, kind)
        self.size = 0

    @property
    def held(self) -> NDArray[Any]:
        """The rows, a view that later rows do not change."""
        return self._room[: self.size]

    def copy(self) -> Rows:
        """Rows of their own with the same content."""
        made = Rows(self._room.dtype)
        made._room, made.size = self.held.copy(), self.size
        return made

    def add(self, rows: Sequence[tuple[Any, ...]]) -> NDArray[Any]:
        """Adds rows and gives a view of them."""
        first, self.size = self.size, self.size + len(rows)
        if self.size > len(self._room):
            grown = np.zeros(max(self.size, 2 * len(self._room)), self._room.dtype)
            grown[:first] = self._room[:first]
            self._room = grown
        self._room[first : self.size] = rows
        return self.held[first:]


class Names:
    """Names by number, each once."""

    def __init__(self) -> None:
        self.names: list[str | None] = []
        self._numbers: dict[str | None, int] = {}

    def copy(self) -> Names:
        """Names of their own with the same numbers."""
        made = Names()
        made.names, made._numbers = [*self.names], {**self._numbers}
        return made

    def number(self, name: str | None) -> int:
        """The number of a name, a new one where it has none."""
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]

    def numbers(self, names: Sequence[str]) -> list[int]:
        """The numbers of those names that are known."""
        return [self._numbers[name] for name in names if name in self._numbers]


def least(keys: Sequence[NDArray[Any]], count: int) -> NDArray[np.int64]:
    """The numbers of the first rows by these keys, the foremost key first, without sorting all that come after."""
    first = keys[0]
    among = np.arange(len(first))
    if count < len(first):
        among = np.flatnonzero(first <= np.partition(first, count)[count])
    return among[np.lexsort([key[among] for key in reversed(keys)])][:count]


def points(places: NDArray[Any]) -> NDArray[np.int64]:
    """A number for each event and point, to about ten metres, the same for the same."""
    lat, lon = ((np.nan_to_num(places[name]) * 1e4).astype("i8") for name in ("lat", "lon"))
    found: NDArray[np.int64] = (places["event"].astype("i8") << 43) | ((lat + 900_000) * 3_600_001 + lon + 1_800_000)
    return found
