"""Standard output for data, standard error for talk."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from tocsin.pipeline import Result
    from tocsin.records import Record


class Talk:
    """Says on stderr what happens besides records, and counts what could not be read."""

    def __init__(self, total: int | None = None) -> None:
        """`total` is how many reports there are to read, where that is known."""
        self.unread, self.left_out, self.total = 0, 0, total
        self._count = 0
        self._shown = sys.stderr.isatty() and not sys.stdout.isatty()

    def records(self, found: Iterable[Result]) -> Iterator[Record]:
        """The records alone; the rest is said as it comes."""
        from tocsin.reading import LeftOut, Unread
        from tocsin.records import Record

        for item in found:
            if isinstance(item, Record):
                self._progress()
                yield item
            else:
                self.unread += isinstance(item, Unread)
                self.left_out += isinstance(item, LeftOut)
                self.say(str(item))
        if self._shown and self._count:
            print(file=sys.stderr)
        if self.left_out:
            self.say(f"{self.left_out} left out, each named above; without --relevant they are read")

    def say(self, words: str) -> None:
        """Says a line."""
        from tocsin.exports.safe import line

        print(("\r" if self._shown else "") + line(words), file=sys.stderr)

    def _progress(self) -> None:
        self._count += 1
        if self._shown:
            of = f" of {self.total}" if self.total else ""
            print(f"\r{self._count}{of} reports read", end="", file=sys.stderr, flush=True)


def output() -> TextIO:
    """Standard output in UTF-8 whatever the terminal's language, its line ends left alone."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    return sys.stdout
