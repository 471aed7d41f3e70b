"""Input to shards: pieces of work of much the same size, cut in the same way whoever does them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from io import BufferedReader
from itertools import groupby, pairwise
from pathlib import Path
from typing import Final

from msgspec import Struct

from tocsin import reading
from tocsin.reading import Notice, ReadError, Reading, Unread, files, parts

SIZE: Final = 2_000_000  # bytes: some 500 reports, less than a minute's work of a core
SINGLE: Final = {"text", "markdown", "html"}  # formats whose files hold one article each
_MOST_FILES: Final = 500  # in one shard
_CHUNK: Final = 1 << 20


class Piece(Struct, frozen=True):
    """A file, or of a large one the reports that begin in some of its bytes."""

    path: str
    begin: int = 0
    end: int | None = None

    @property
    def single(self) -> bool:
        """The piece is a file that holds one article."""
        return self.end is None and files.FORMATS.get(Path(self.path).suffix.lower()) in SINGLE


class Shard(Struct, frozen=True):
    """The number-th part of a source (a file, or the single articles of a folder); its name is its file's."""

    name: str
    source: str
    number: int
    pieces: tuple[Piece, ...]
    size: int


class Poison(Struct, frozen=True):
    """Why a report is passed over; `unreadable`: the process ends before it is even read."""

    reason: str
    unreadable: bool = False


def shards(paths: Sequence[str], size: int = SIZE) -> Iterator[Shard | Unread | Notice]:
    """All that there is to do, in order; what is no file is named in its place."""
    numbers: dict[str, int] = {}
    for path in dict.fromkeys(paths):
        for source, found in groupby(files.files(path), partial(_source, path)):
            if source is None:
                yield from (_refused(each) for each in found)
                continue
            for pieces in _cut([each for each in found if isinstance(each, str)], size):
                number = numbers[source] = numbers.get(source, -1) + 1
                yield Shard(_name(source, number), source, number, pieces, sum(map(_size, pieces)))


def share(found: Iterable[Shard | Unread | Notice], number: int, of: int) -> Iterator[Shard | Unread | Notice]:
    """Every of-th shard, beginning with the number-th; what is no shard is told by the first."""
    index = 0
    for each in found:
        if isinstance(each, Shard):
            index += 1
            if (index - number) % of == 0:
                yield each
        elif number == 1:
            yield each


def _source(given: str, found: str | Unread | Notice) -> str | None:
    """What a file is a part of: of a folder that was given the folder of an article; else itself; null for no file."""
    if not isinstance(found, str) or files.once(found):
        return None
    path = Path(found).absolute()
    return str(path.parent if Piece(found).single and found != given else path)


def _refused(found: str | Unread | Notice) -> Unread | Notice:
    if not isinstance(found, str):
        return found
    return Unread(found, None, "can be read only once; write it to a file to share it out")


def _name(source: str, number: int) -> str:
    """A name that says where it is from to a person, and no other source has."""
    told = re.sub(r"[^\w-]+", "-", Path(source).name.partition(".")[0])[:40].strip("-") or "reports"
    return f"{told}-{blake2b(source.encode(errors='surrogateescape'), digest_size=5).hexdigest()}-{number:06d}"


# ---------------------------------------------------------------- cutting
def _cut(paths: Sequence[str], size: int) -> Iterator[tuple[Piece, ...]]:
    """The pieces of each shard of a source: articles together, a large file in parts, any other as it is."""
    if Piece(paths[0]).single:
        yield from _gathered(paths, size)
        return
    for path in paths:
        found = parts.bounds(path, size)
        if not found:
            yield (Piece(path),)
        else:
            yield from ((Piece(path, begin, end),) for begin, end in pairwise(found))


def _gathered(paths: Sequence[str], size: int) -> Iterator[tuple[Piece, ...]]:
    gathered: list[Piece] = []
    held = 0
    for piece in map(Piece, paths):
        gathered.append(piece)
        held += _size(piece)
        if held >= size or len(gathered) == _MOST_FILES:
            yield tuple(gathered)
            gathered, held = [], 0
    if gathered:
        yield tuple(gathered)


def _size(piece: Piece) -> int:
    if piece.end is not None:
        return piece.end - piece.begin
    try:
        return Path(piece.path).stat().st_size
    except (OSError, ValueError):
        return 0


# ---------------------------------------------------------------- reading
def digest(shard: Shard) -> str:
    """A digest of the bytes of a shard and of the names of its files; raises OSError where they cannot be read."""
    sum_ = blake2b(digest_size=16)
    for piece in shard.pieces:
        sum_.update(piece.path.encode(errors="surrogateescape") + b"\0")
        with _bytes(piece) as stream:
            _feed(sum_.update, stream, piece)
    return sum_.hexdigest()


@contextmanager
def _bytes(piece: Piece) -> Iterator[BufferedReader]:
    """The bytes that the piece's begin and end count; raises OSError where they cannot be read."""
    try:
        with files.opened(piece.path) if piece.end is None else files.contents(piece.path) as stream:
            yield stream
    except (ReadError, EOFError, zlib.error) as error:
        raise OSError(str(error)) from error


def _feed(take: Callable[[bytes], None], stream: BufferedReader, piece: Piece) -> None:
    stream.seek(piece.begin)
    left = _size(piece)
    while left > 0 and (chunk := stream.read(min(left, _CHUNK))):
        take(chunk)
        left -= len(chunk)
    if piece.end is not None:
        take(stream.readline(files.LIMIT + 1))  # the line that the next piece begins within


def items(
    shard: Shard, published: str | None, outlet: str | None, poison: dict[int, Poison]
) -> Iterator[Reading | Unread | Notice]:
    """The reports of a shard in order; in the place of one that is poison stands the reason."""
    number = 0
    for piece in shard.pieces:
        if piece.single and number in poison:
            yield Unread(piece.path, None, poison[number].reason)
            number += 1
            continue
        for item in _read(piece, published, outlet):
            found = poison.get(number)
            yield item if found is None else Unread(piece.path, getattr(item, "line", None), _named(item, found))
            number += 1
            following = poison.get(number)
            if following and following.unreadable and not (piece.single or _of_lines(piece)):
                yield Unread(piece.path, None, f"nothing after report {number} of it was read: {following.reason}")
                return


def _of_lines(piece: Piece) -> bool:
    """A report can be passed over: what follows it is found without reading it."""
    return piece.end is not None and parts.of_lines(piece.path)


def _named(item: Reading | Unread | Notice, poison: Poison) -> str:
    name = f"report {item.report.id!r}: " if isinstance(item, Reading) else ""
    return name + poison.reason


def _read(piece: Piece, published: str | None, outlet: str | None) -> Iterator[Reading | Unread | Notice]:
    if piece.end is None:
        return reading.read([piece.path], published, outlet)
    return reading.part(piece.path, range(piece.begin, piece.end), published, outlet)


def lines_before(piece: Piece) -> int:
    """How many lines end before the first that begins in the piece; 0 where its reports are no lines."""
    if not piece.begin or not _of_lines(piece):
        return 0
    with _bytes(piece) as stream:
        count, left, last = 0, piece.begin, b""
        while left > 0 and (chunk := stream.read(min(left, _CHUNK))):
            count += chunk.count(b"\n")
            left -= len(chunk)
            last = chunk[-1:]
        return count + (last != b"\n")
