"""Bodies unpacked as they come, never beyond the limit: a small answer that swells without end is refused."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from tocsin.fetching.errors import FetchError

_PIECE: Final = 65_536
_GZIP: Final = b"\x1f\x8b"
ENCODINGS: Final = "gzip, deflate"


def plain(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The whole body, unpacked; raises FetchError where it is too large, broken, or packed another way."""
    names = [name for name in (part.strip().lower() for part in encoding.split(",")) if name not in {"", "identity"}]
    if len(names) > 1 or (names and names[0] not in {"gzip", "x-gzip", "deflate"}):
        raise FetchError(f"is packed in a way that was not asked for ({encoding[:40]})")
    pieces = _limited(chunks, limit)
    try:
        return b"".join(_limited(_inflated(pieces, names[0]), limit) if names else pieces)
    except zlib.error as error:
        raise FetchError(f"is packed wrongly ({error})") from error


def unpacked(body: bytes, limit: int) -> bytes:
    """A body that is itself a gzip file (sitemap.xml.gz), unpacked; any other as it is."""
    return plain([body], "gzip", limit) if body.startswith(_GZIP) else body


def _limited(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise FetchError(f"is larger than {limit / 1_000_000:g} MB")
        yield piece


def _inflated(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    machine = None
    for piece in pieces:
        if machine is None:
            machine = zlib.decompressobj(_window(piece, name))
        left = piece
        while left and not machine.eof:
            yield machine.decompress(left, _PIECE)
            left = machine.unconsumed_tail
        if machine.eof:
            return
    if machine is None:
        return
    while rest := machine.decompress(b"", _PIECE):
        yield rest
    if not machine.eof:
        raise FetchError("breaks off in the middle", passing=True)


def _window(head: bytes, name: str) -> int:
    """Servers mean two things by deflate: with zlib's head, and without."""
    if name != "deflate":
        return zlib.MAX_WBITS | 16
    return zlib.MAX_WBITS if len(head) > 1 and head[0] & 15 == 8 and not (head[0] << 8 | head[1]) % 31 else -15
