"""JSON Lines: one record a line, exactly the record contract."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

import msgspec

from tocsin.records import Record


def write(records: Iterable[Record], out: TextIO) -> None:
    """Writes each record as one line of JSON as soon as it comes."""
    encode = msgspec.json.Encoder().encode
    for record in records:
        try:
            out.write(encode(record).decode() + "\n")
        except UnicodeEncodeError:  # half a surrogate pair has no UTF-8; as an escape it keeps its offset
            out.write(json.dumps(msgspec.to_builtins(record), separators=(",", ":")) + "\n")
