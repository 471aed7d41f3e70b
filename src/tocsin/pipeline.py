"""The stages in order, from what was read to records; the only file that names them all."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tocsin import reading
from tocsin.reading.report import LeftOut, Notice, Reading, Unread
from tocsin.records import CONTRACT, Record

if TYPE_CHECKING:
    from tocsin.annotation.document import Document
    from tocsin.coding.codebook import Codebook

_RULES: Final = {".py", ".yaml", ".csv"}
GROUP: Final = 50_000  # characters parsed together: about two seconds' work, and full batches for the parser
MOST: Final = 500  # items that wait for their group to be full, where few of them are parsed

Item = Reading | Unread | Notice
Result = Record | Unread | Notice | LeftOut


class UnreadWarning(UserWarning):
    """A report or a file could not be read; the others were."""


def read(
    paths: Sequence[str], published: str | None = None, outlet: str | None = None, knowledge: Path | None = None
) -> Iterator[Record]:
    """The records of the reports in these files and folders, one by one, as `tocsin read` prints them.

    What cannot be read gives an UnreadWarning; a `published` that is no day raises ReadError.
    """
    for result in code(reading.read(paths, published, outlet), knowledge):
        if isinstance(result, Record):
            yield result
        elif isinstance(result, Unread):
            warnings.warn(str(result), UnreadWarning, stacklevel=2)


def code(readings: Iterable[Item], knowledge: Path | None = None, *, relevant: bool = False) -> Iterator[Result]:
    """The record of each report, in order; what was not read, and a report that fails, stays in its place as Unread.

    `knowledge` is a folder laid over the shipped knowledge; a mistake in it raises KnowledgeError. With `relevant` a
    report that seems to be about something else is not parsed, and stays in its place as LeftOut.
    """
    for group in _groups(_sifted(readings, knowledge) if relevant else readings):
        reads = [item for item in group if isinstance(item, Reading)]
        coded = _coded(reads, knowledge)  # nothing is loaded before the first report asks for it
        yield from (next(coded) if isinstance(item, Reading) else item for item in group)


def _sifted(readings: Iterable[Item], knowledge: Path | None) -> Iterator[Item | LeftOut]:
    from tocsin.relevance import sifted

    return sifted(readings, knowledge)


def _coded(reads: Sequence[Reading], knowledge: Path | None) -> Iterator[Record | Unread]:
    from tocsin.coding.codebook import load_codebook

    codebook = load_codebook(knowledge)
    yield from (_result(item, document, codebook) for item, document in zip(reads, _parsed(reads), strict=True))


@contextmanager
def forgetting() -> Iterator[None]:
    """A stretch of work at whose end the parser forgets the words that were new to it. Such stretches do not nest."""
    from tocsin.annotation.language import pipeline

    with pipeline().memory_zone():
        yield


def fingerprint(knowledge: Path | None = None) -> str:
    """A digest of the rules and the knowledge that code a report: where it is the same, so is every record."""
    package = Path(__file__).parent
    own = [package / name for name in ("annotation", "coding", "knowledge")]
    return fingerprint_of(*own, *([knowledge] if knowledge else []))


def fingerprint_of(*folders: Path) -> str:
    """A digest of all code and knowledge in these folders."""
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in _RULES]
    return blake2b(b"".join(blake2b(path.read_bytes()).digest() for path in files), digest_size=8).hexdigest()


def record(read: Reading, document: Document, codebook: Codebook) -> Record:
    """All that is found in a parsed report: a pure function."""
    from tocsin.annotation.places import mark_places
    from tocsin.annotation.quantities import mark_quantities
    from tocsin.annotation.times import mark_document
    from tocsin.coding.claims import code as code_document

    mark_document(document)
    document.quantities = mark_quantities(document.passages, document.times)
    document.places = mark_places(document)
    attributions, claims = code_document(document, codebook)
    return Record(
        contract=CONTRACT,
        report=read.report,
        claims=claims,
        attributions=attributions,
        times=tuple(mark.record for mark in document.times),
        places=tuple(mark.record for mark in document.places),
        quantities=tuple(mark.record for mark in document.quantities),
        warnings=(*read.warnings, *document.warnings),
    )


def _groups(items: Iterable[Item | LeftOut]) -> Iterator[list[Item | LeftOut]]:
    """The items in runs that are parsed together."""
    group: list[Item | LeftOut] = []
    size = 0
    for item in items:
        group.append(item)
        size += len(item.report.text) if isinstance(item, Reading) else 0
        if size >= GROUP or len(group) >= MOST:
            yield group
            group, size = [], 0
    if group:
        yield group


def _parsed(reads: Sequence[Reading]) -> list[Document | Exception]:
    """The document of each report, or why there is none; where parsing fails, each is tried alone."""
    from tocsin.annotation.language import parse

    try:
        return list(parse(item.report for item in reads))
    except Exception as error:
        return [error] if len(reads) == 1 else [part for item in reads for part in _parsed([item])]


def _result(item: Reading, document: Document | Exception, codebook: Codebook) -> Record | Unread:
    try:
        if isinstance(document, Exception):
            raise document
        return record(item, document, codebook)
    except Exception as error:  # whatever one report does to the code, the others go on
        message = f"report {item.report.id!r} failed: {type(error).__name__}: {error}"
        return Unread(item.path, item.line, message)
