"""Records as bytes and back, their digests, and the plain words that rows are looked up by."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

import msgspec

from tocsin.records import Claim, Record, Report

EARLIEST, LATEST = "0000-00-00", "9999-99-99"  # for the open ends of intervals
LONGEST: Final = 200  # characters of a value that an index holds
_WORD: Final = re.compile(r"[^\W_]+")
_PHRASE: Final = re.compile(r'"([^"]*)"|(\S+)')


class Body(msgspec.Struct, frozen=True):
    """A version of a report as it was read, with the ids of its claims in the place of the claims."""

    record: Record
    claims: tuple[str, ...]


_encode: Final = msgspec.json.Encoder().encode
_body_of: Final = msgspec.json.Decoder(Body).decode
_record_of: Final = msgspec.json.Decoder(Record).decode
claim_of: Final = msgspec.json.Decoder(Claim).decode


def normal(record: Record) -> Record:
    """The record as it is read back: a 12 where a number with a fraction may stand becomes 12.0."""
    return _record_of(_encode(record))


def claim_bytes(claim: Claim) -> bytes:
    """The claim as JSON, as `read` prints it."""
    return _encode(claim)


def packed(record: Record) -> bytes:
    """All of a record but its claims, compressed."""
    bare = msgspec.structs.replace(record, claims=())
    return zlib.compress(_encode(Body(bare, tuple(claim.id for claim in record.claims))), 6)


def unpacked(body: bytes) -> Body:
    """What `packed` was given, without the claims."""
    return _body_of(zlib.decompress(body))


def record_digest(record: Record) -> str:
    """The digest of everything in a record."""
    return digest(_encode(record))


def report_digest(report: Report) -> str:
    """The digest of a report as read: text, blocks and what is known of it."""
    return digest(_encode(report))


def digest(content: bytes) -> str:
    """A stable digest."""
    return blake2b(content, digest_size=16).hexdigest()


def folded(text: str) -> str:
    """The text for comparing: no case, no accents, single spaces."""
    marked = unicodedata.normalize("NFKD", text)
    return short(" ".join("".join(c for c in marked if not unicodedata.combining(c)).casefold().split()))


def short(text: str) -> str:
    """The text as a column holds it: without null characters, and no longer than an index takes."""
    return text.replace("\0", "\ufffd")[:LONGEST]


def words(*texts: str | None) -> str:
    """The folded words of texts, parted by spaces: what both databases' searches index in the same way."""
    return " ".join(word for text in texts if text for word in _WORD.findall(_unaccented(text)))


def phrases(wanted: str) -> list[list[str]]:
    """What to search for: words, and phrases between quotation marks, each as its folded words."""
    found = ((quoted or single) for quoted, single in _PHRASE.findall(_unaccented(wanted)))
    return [words for words in map(_WORD.findall, found) if words]


def _unaccented(text: str) -> str:
    marked = unicodedata.normalize("NFKD", text)
    return "".join(c for c in marked if not unicodedata.combining(c)).casefold()


def key_number(key: str) -> int:
    """A key of linking as a number of 64 bits; those with the same last part (a time) lie close together."""
    common = key.rpartition("|")[2]
    high = int.from_bytes(blake2b(common.encode("utf-8", "replace"), digest_size=3).digest())
    low = int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=5).digest())
    return (high << 40 | low) - (1 << 63)


def key_numbers(keys: Iterable[str]) -> list[int]:
    """The numbers of keys, each once."""
    return list(dict.fromkeys(map(key_number, keys)))
