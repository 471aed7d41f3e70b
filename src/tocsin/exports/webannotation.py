"""Claims as W3C Web Annotations, a JSON-LD object a line: the claim, and the words of the report that it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from itertools import groupby
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from tocsin.exports import wording
from tocsin.records import Span
from tocsin.storage import bulk, loading, moments
from tocsin.storage.filters import Filters
from tocsin.storage.loading import StoredClaim

CONTEXT: Final = ("http://www.w3.org/ns/anno.jsonld", {"tocsin": "urn:tocsin:"})
AROUND: Final = 32  # characters before and after a quote, by which it is found when the page has changed
_encode: Final = msgspec.json.Encoder().encode


class Text(NamedTuple):
    """A report's text as it was read, and its digest."""

    text: str
    digest: str


def lines(connection: Connection, filters: Filters) -> Iterator[bytes]:
    """The claims that fit, an annotation each."""
    at = moments.as_of(connection, filters.at)
    decided = bulk.decided(connection, at)
    claims = (row for part in bulk.stretches(connection, filters, at) for row in bulk.claims(connection, at, part))
    for report_id, told in groupby(claims, lambda row: row.report):
        stood = loading.version(connection, at, report_id)
        assert stood is not None  # a claim that stands is of a report that does
        text = Text(loading.text_of(stood), stood.text_digest)
        yield from (_encode(_annotation(row, text, decided)) + b"\n" for row in told)


def _annotation(row: StoredClaim, text: Text, decided: Mapping[str, str]) -> dict[str, Any]:
    verdict = decided.get(row.claim.id)
    software = {"id": "urn:tocsin:software", "type": "Software", "name": f"Tocsin {_version()}"}
    return {
        "@context": CONTEXT,
        "id": f"urn:tocsin:claim:{row.claim.id}",
        "type": "Annotation",
        "motivation": "assessing" if verdict else "classifying",
        "created": row.known,
        "creator": software,
        "generator": software,
        "body": [*_bodies(row), *([_text(verdict, "assessing")] if verdict else [])],
        "target": [_target(row, text, span) for span in _spans(row)],
    }


@cache
def _version() -> str:
    return version("tocsin")


def _bodies(row: StoredClaim) -> Sequence[dict[str, str]]:
    """Code and status as tags, and the whole claim as JSON."""
    whole = {"type": "TextualBody", "format": "application/json", "purpose": "classifying"}
    whole["value"] = _encode(row.claim).decode()
    return _text(wording.code(row.claim), "tagging"), _text(row.claim.status, "tagging"), whole


def _text(value: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "format": "text/plain", "purpose": purpose, "value": value}


def _spans(row: StoredClaim) -> Sequence[Span]:
    """The sentence, and the words in it that report the event."""
    return row.claim.sentence, row.claim.trigger


def _target(row: StoredClaim, text: Text, span: Span) -> dict[str, Any]:
    """Positions count code points, as the standard asks; the digest says of which version of the text."""
    quote = {
        "type": "TextQuoteSelector",
        "exact": span.text,
        "prefix": text.text[max(0, span.start - AROUND) : span.start],
        "suffix": text.text[span.end : span.end + AROUND],
    }
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    return {
        "type": "SpecificResource",
        "source": row.url or f"urn:tocsin:report:{row.report}",
        "selector": [quote, position],
        "state": {"type": "TimeState", "sourceDate": row.known, "tocsin:textDigest": text.digest},
    }
