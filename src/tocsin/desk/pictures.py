"""The pictures of the situation that were asked for last, as they are sent: most people look at the same ones."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

import msgspec

from tocsin.desk.asked import Asked
from tocsin.desk.index import Index
from tocsin.desk.situation import situation

_MOST: Final = 24  # kept; one is up to 1.5 MB
_AT_ONCE: Final = 8  # different ones being made


class Pictures:
    """Each as it was made at a moment of the store; a later moment makes it anew."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._kept: OrderedDict[Asked, tuple[int, bytes]] = OrderedDict()
        self._lock = threading.Lock()
        self._making = tuple(threading.Lock() for _ in range(_AT_ONCE))

    def of(self, asked: Asked) -> bytes:
        """The picture of what is asked, as JSON."""
        return self._held(asked, self._index.moment()) or self._made(asked)

    def _held(self, asked: Asked, moment: int | None) -> bytes | None:
        with self._lock:
            made, held = self._kept.get(asked, (-1, None))
            return held if made == moment else None

    def _made(self, asked: Asked) -> bytes:
        with self._making[hash(asked) % _AT_ONCE]:  # of those who wait for the same picture the first makes it
            if held := self._held(asked, self._index.moment()):
                return held
            picture = situation(self._index, asked)
            made = msgspec.json.encode(picture)
            with self._lock:
                self._kept[asked] = picture.moment, made
                self._kept.move_to_end(asked)
                while len(self._kept) > _MOST:
                    self._kept.popitem(last=False)
            return made
