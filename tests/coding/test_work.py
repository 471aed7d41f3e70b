"""The work of coding grows with the report, not with its square: calls are counted, no clock is asked."""

from __future__ import annotations

from cProfile import Profile
from pathlib import Path
from pstats import Stats

from tocsin import pipeline, reading
from tocsin.annotation.language import parse
from tocsin.coding.codebook import load_codebook
from tocsin.reading.report import Reading

TOLD = (
    "Officials in Norwick said on {day} May 2021 that rebels shelled village {n}, killing {few} people.",
    "“We will send troops,” the minister told reporters, according to the Norwick Gazette.",
    "The army denied that its soldiers attacked the town of Larke, {n} km away, on Monday.",
    "President Jon Marlo urged the United Nations to impose sanctions on Russia.",
)
FEW, TIMES = 30, 4


def _calls(sentences: int, folder: Path) -> int:
    told = [TOLD[i % len(TOLD)].format(day=i % 28 + 1, n=i, few=i % 9 + 2) for i in range(sentences)]
    (folder / "report.txt").write_text("\n\n".join(told), encoding="utf-8")
    (read,) = (item for item in reading.read([str(folder)], "2021-05-20") if isinstance(item, Reading))
    document = next(parse([read.report]))
    profile = Profile()
    profile.enable()
    record = pipeline.record(read, document, load_codebook())
    profile.disable()
    assert len(record.claims) >= sentences / 2
    return int(Stats(profile).total_calls)  # type: ignore[attr-defined]


def test_four_times_the_paragraphs_are_four_times_the_work(tmp_path: Path) -> None:
    _calls(8, tmp_path)  # what is loaded once is loaded
    few, many = _calls(FEW, tmp_path), _calls(FEW * TIMES, tmp_path)
    assert many / few < TIMES * 1.06
