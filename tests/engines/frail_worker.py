"""A worker whose coding is simple and quick, and which some words kill, hang or startle. Run by the tests."""

import os
import time
from contextlib import nullcontext
from pathlib import Path

from tocsin import pipeline
from tocsin.engines import worker
from tocsin.reading import Reading, Unread
from tocsin.records import CONTRACT, Record


def code(readings, knowledge=None, *, relevant=False):
    group = []
    for item in readings:
        group.append(item)
        if len(group) == 4:
            yield from _coded(group)
            group = []
    yield from _coded(group)


def _coded(group):
    for item in group:  # parsed together: whatever happens happens before the first result
        if isinstance(item, Reading):
            _suffer(item.report.text)
    for item in group:
        if not isinstance(item, Reading):
            yield item
        elif "STARTLED" in item.report.text:
            yield Unread(item.path, item.line, f"report {item.report.id!r} failed")
        else:
            yield Record(CONTRACT, item.report, (), (), (), (), (), item.warnings)


def _suffer(text):
    if "POISON" in text:
        os.kill(os.getpid(), 9)
    if "ENDLESS" in text:
        time.sleep(60)
    if "SLOW" in text:
        time.sleep(0.3)
    if "ONCE" in text:
        mark = Path(text.split()[-1])
        if not mark.exists():
            mark.touch()
            os._exit(3)


if __name__ == "__main__":
    pipeline.code, pipeline.forgetting = code, nullcontext
    worker.main()
