"""The groups of a whole archive as files: the origin and story of each report, the event of each claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from tocsin.engines import kept
from tocsin.engines.output import Origin
from tocsin.linking.link import Linked, Placement
from tocsin.linking.memory import Memory
from tocsin.records import Record


def _columns(**types: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, type_, nullable=name == "denies") for name, type_ in types.items()])


_TEXT, _NUMBER = pa.string(), pa.float64()
REPORTS: Final = _columns(report=_TEXT, origin=_TEXT, origin_score=_NUMBER, story=_TEXT, story_score=_NUMBER)
CLAIMS: Final = _columns(
    claim=_TEXT, report=_TEXT, event=_TEXT, score=_NUMBER, reason=_TEXT, founds=pa.bool_(), denies=_TEXT
)


def alone(files: Sequence[tuple[Path, Origin]], to: Path) -> None:
    """Links what `tocsin extract` wrote, in the order of the input, in this process, and writes what came of it."""
    memory = Memory()
    found = [memory.add(record) for record in firsts(record for path, _ in files for record in kept.records(path))]
    reports = [_report(memory, each) for each in found]
    claims = [claim_row(each.report.id, placement) for each in found for placement in each.placements]
    for name, rows, schema in (("reports", reports, REPORTS), ("claims", claims, CLAIMS)):
        (to / name).mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows, schema), to / name / "part-0.parquet", compression="zstd")


def firsts(records: Iterable[Record]) -> Iterator[Record]:
    """Of reports with one id the first."""
    known: set[str] = set()
    for record in records:
        if record.report.id not in known:
            known.add(record.report.id)
            yield record


def _report(memory: Memory, found: Linked) -> dict[str, Any]:
    """The row of a report: its origin as it stands in the end."""
    origin, story = found.origin, found.story
    name = memory.origin(origin.origin)
    return dict(zip(REPORTS.names, (found.report.id, name, origin.score, story.story, story.score), strict=True))


def claim_row(report: str, placement: Placement) -> dict[str, Any]:
    """The row of a claim."""
    found: dict[str, Any] = msgspec.to_builtins(placement)
    return {"report": report, **found}
