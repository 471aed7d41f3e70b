"""The desk over 100,000 events: first screen, a filter's new picture, the map's frames, memory.

    python bench/desk.py [--folder DIR] [--claims 115000] [--write docs/desk-speed.md]

The store is made once (invented reports, as in bench/store.py) and kept in DIR. The server is a process of its own; the
page is opened in Chromium without a screen, which draws in software: on a laptop's graphics frames are faster. Seconds
to "up" are those of loading the index; the first screen is counted from then on, as the user opens it.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from store import World, grown
from tocsin.storage.store import Store

BASE = 2000
ROUNDS = 3
DRAGS = 12
FILTERS = [
    "",
    *(f"status={status}" for status in ("happened", "denied", "requested")),
    *(f"type={kind}&status=happened" for kind in ("ASSAULT", "AID")),
    *(f"since={year}-03-01&until={year}-04-15" for year in (2019, 2021)),
    *(f"box={box}" for box in ("20,40,25,45", "-20,-10,40,30")),
    *(f"origins={origins}&sort=origins" for origins in (1, 2)),
    *(f"box=-20,-10,40,30&type={kind}&since=2020-01-01" for kind in ("ASSAULT", "PROTEST")),
    "confidence=0.5&zoom=6&view=0,0,30,30",
]
FRAMES = """
() => new Promise((done) => {
  const taken = []; let last = performance.now(); const end = last + %d;
  const step = (now) => {
    taken.push(now - last); last = now;
    if (now < end) requestAnimationFrame(step); else done(taken.slice(1));
  };
  requestAnimationFrame(step);
})
"""


def made(path: Path, claims: int) -> tuple[int, int]:
    """The store, made where it is not there yet; the number of its events and claims."""
    if not path.exists():
        started = path.with_suffix(".started")
        started.unlink(missing_ok=True)
        world = World()
        with Store(started) as store:
            for seed in range(BASE):
                store.add(world.report(seed))
        grown(started, BASE, claims, 0)
        started.rename(path)
    with closing(sqlite3.connect(path)) as raw:
        counts = "SELECT count(DISTINCT event_id), count(DISTINCT claim_id) FROM member"
        events, held = raw.execute(counts).fetchone()
        return events, held


@contextmanager
def server(path: Path) -> Iterator[tuple[str, float, int]]:
    """The desk's address, the seconds until it was up, its process."""
    begin = time.perf_counter()
    command = [sys.executable, "-u", "-m", "tocsin", "serve", str(path), "--port", "0", "--no-browser"]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert child.stderr is not None
        found = re.search(r"http://[\d.:]+", child.stderr.readline())
        if found is None:
            raise SystemExit("the desk did not start")
        answered(found[0] + "/sources")
        yield found[0], time.perf_counter() - begin, child.pid
    finally:
        child.terminate()
        child.wait()


def answered(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        content: bytes = answer.read()
        return content


def memory(pid: int) -> tuple[int, int]:
    """Megabytes held now, and at most."""
    status = Path(f"/proc/{pid}/status").read_text()
    now, most = (re.search(rf"{name}:\s+(\d+)", status) for name in ("VmRSS", "VmHWM"))
    assert now and most
    return int(now[1]) // 1024, int(most[1]) // 1024


def pictures(address: str) -> list[float]:
    """Milliseconds of each filter's answer, its transfer on this machine included."""
    taken = []
    for _, query in product(range(ROUNDS), FILTERS):
        begin = time.perf_counter()
        answered(f"{address}/api/situation?{query}")
        taken.append((time.perf_counter() - begin) * 1000)
    return taken


def first_screen(page: Page, address: str) -> float:
    """Seconds until table, timeline and map are there."""
    begin = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("[data-ready=true]", timeout=60_000)
    return time.perf_counter() - begin


def frames(page: Page) -> list[float]:
    """Milliseconds between frames while the map is dragged and zoomed."""
    box = page.locator("canvas.maplibregl-canvas").bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate(f"window.taken = ({FRAMES % 6000})()")
    for number in range(DRAGS):
        page.mouse.move(*middle)
        page.mouse.down()
        page.mouse.move(middle[0] + (-1) ** number * 120, middle[1] + 30, steps=12)
        page.mouse.up()
        if number % 4 == 3:
            page.mouse.wheel(0, -240)
    found: list[float] = page.evaluate("() => window.taken")
    return found


def share(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def measure(path: Path) -> list[tuple[str, str]]:
    with server(path) as (address, up, pid), sync_playwright() as started:
        size = len(answered(f"{address}/api/situation"))
        browser = started.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        screens = [first_screen(page, address) for _ in range(ROUNDS)]
        taken = frames(page)
        answers = pictures(address)
        now, most = memory(pid)
        browser.close()
    return [
        ("seconds until the server is up (index loaded)", f"{up:.1f}"),
        ("first screen, s (median of 3)", f"{statistics.median(screens):.2f}"),
        ("a filter's new picture, server's share, ms: median, nine in ten under, most",
         f"{statistics.median(answers):.0f}, {share(answers, 0.9):.0f}, {max(answers):.0f}"),
        ("size of the whole picture, kB", f"{size / 1000:,.0f}"),
        ("frames while the map is dragged and zoomed (software drawing), ms: median, nine in ten under, most",
         f"{statistics.median(taken):.0f}, {share(taken, 0.9):.0f}, {max(taken):.0f}"),
        ("memory of the server, MB: now, most", f"{now}, {most}"),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("/tmp"))
    parser.add_argument("--claims", type=int, default=115_000)
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    path = args.folder / f"bench-desk-{args.claims}.tocsin"
    events, claims = made(path, args.claims)
    rows: list[tuple[str, Any]] = [("events / claims in the store", f"{events:,} / {claims:,}"), *measure(path)]
    text = "\n".join(["| figure | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows), ""])
    print(text)
    if args.write:
        args.write.write_text(f"# Speed of the desk\n\nWritten by `python bench/desk.py`.\n\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
