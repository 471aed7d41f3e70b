"""The desk over 100,000 events: start, first screen, a filter's new picture, pages, the map's frames, memory.

    python bench/desk.py [--folder DIR] [--claims 145000] [--write docs/desk-speed.md]

The store is made once (invented reports, as in bench/store.py; every fifth claim is put to the event of another
report's) and kept in DIR. The server is a process of its own; the page is opened in Chromium without a screen, which
draws in software: on a laptop's graphics the map comes sooner and its frames are faster. The first screen is counted
from when the index is loaded, in a browser that has kept nothing: it can be used once table and timeline are there and
a filter is answered; until the map has drawn everything is a figure of its own. No filter is asked twice, so that no
kept picture is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from store import World, grown
from tocsin.storage.store import Store

BASE = 2000
ROUNDS = 3
DRAGS = 12
SCREEN: ViewportSize = {"width": 1280, "height": 800}
EVERY = 5  # of so many claims one is of another's event
APART = 7  # claims: far enough to be another report's
FILTERS = [
    "sort=newest",
    "sort=least-certain",
    "page=1500",
    *("search=killing", "search=killing+35", "actor=lisebepu", "place=XXX", "place=vovivali"),
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
        joined(started)
        started.rename(path)
    with closing(sqlite3.connect(path)) as raw:
        counts = "SELECT count(DISTINCT event_id), count(*) FROM member WHERE seq NOT IN (SELECT seq FROM member_end)"
        events, held = raw.execute(counts).fetchone()
        return events, held


def joined(path: Path) -> None:
    """Puts every fifth claim to the event of another report's, as somebody who merges them would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        known = "(SELECT max(known) FROM moment)"
        raw.execute(f"INSERT INTO moment SELECT max(id) + 1, {known}, 'merge', NULL, 'bench', 'bench' FROM moment")
        now = raw.execute("SELECT max(id) FROM moment").fetchone()[0]
        last = raw.execute("SELECT max(seq) FROM member").fetchone()[0]
        moved = f"FROM member WHERE seq % {EVERY} = 0 AND seq > {APART} AND seq <= {last}"
        raw.execute("BEGIN")
        raw.execute(f"INSERT INTO member_end SELECT seq, {now}, 'bench' {moved}")
        event = f"(SELECT event_id FROM member AS other WHERE other.seq = member.seq - {APART})"
        raw.execute(f"INSERT INTO member SELECT seq + {last}, {now}, claim_id, {event}, NULL, 1.0, 'bench' {moved}")
        raw.execute("COMMIT")


@contextmanager
def server(path: Path) -> Iterator[tuple[str, list[float], int]]:
    """The desk's address, the seconds until it answered and until it had the whole picture, its process."""
    begin = time.perf_counter()
    command = [sys.executable, "-u", "-m", "tocsin", "serve", str(path), "--port", "0", "--no-browser"]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert child.stderr is not None
        found = re.search(r"http://[\d.:]+", child.stderr.readline())
        if found is None:
            raise SystemExit("the desk did not start")
        threading.Thread(target=child.stderr.read, daemon=True).start()  # a full pipe would stop it
        taken = []
        for page in ("/", "/api/situation"):
            answered(found[0] + page)
            taken.append(time.perf_counter() - begin)
        yield found[0], taken, child.pid
    finally:
        child.terminate()
        child.wait()


def answered(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        content: bytes = answer.read()
        return content


def worked(pid: int) -> float:
    """Seconds of the processor's time that a process has had: much the same whatever else the machine does."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> tuple[int, int]:
    """Megabytes held now, and at most."""
    status = Path(f"/proc/{pid}/status").read_text()
    now, most = (re.search(rf"{name}:\s+(\d+)", status) for name in ("VmRSS", "VmHWM"))
    assert now and most
    return int(now[1]) // 1024, int(most[1]) // 1024


def pictures(address: str) -> dict[str, list[float]]:
    """Milliseconds of each filter's answers, their transfer on this machine included; none is asked twice."""
    taken: dict[str, list[float]] = {query: [] for query in FILTERS}
    for number, query in product(range(1, ROUNDS + 1), FILTERS):
        taken[query].append(timed(f"{address}/api/situation?{query}&confidence={number / 1000}"))
    return taken


def timed(address: str) -> float:
    begin = time.perf_counter()
    answered(address)
    return (time.perf_counter() - begin) * 1000


def pages(address: str) -> dict[str, list[float]]:
    """Milliseconds of the pages: the first look, then others."""
    events = [
        row["id"] for part in range(0, 1000, 100)
        for row in json.loads(answered(f"{address}/api/situation?page={part}&sort=origins"))["rows"][:2]
    ]  # fmt: skip
    reports = [row["id"] for row in json.loads(answered(f"{address}/api/reports?size=20&page=7"))["items"]]
    asked = {
        "sources": [f"/sources?page={page}" for page in (0, 0, 1, 2)] + ["/sources?order=contradicted"],
        "source": ["/source/finikuti", "/source/finikuti?page=2"],
        "ledger": ["/ledger", "/ledger?part=overdue", "/ledger?part=coming", "/ledger?page=9", "/ledger?kind=promised"],
        "queue": ["/queue", "/queue?page=3", "/queue?type=ASSAULT", "/queue?status=denied"],
        "event": [f"/event/{name}" for name in events],
        "report": [f"/report/{name}" for name in reports],
    }
    return {name: [timed(address + each) for each in all_of_it] for name, all_of_it in asked.items()}


def compared(address: str) -> tuple[int, int, int]:
    """Of the events with several claims, how many were compared for conflicts by now; how many there are."""
    view = json.loads(answered(f"{address}/api/voices?order=contradicted"))
    return view["looked_at"], view["several"], view["items"][0]["contradicted"]


def first_screen(browser: Browser, address: str) -> tuple[float, float, float]:
    """Seconds until table and timeline are there, until a typed filter is answered, and until the map is drawn."""
    page = browser.new_page(viewport=SCREEN)
    begin = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("[data-usable=true]", timeout=60_000)
    there = time.perf_counter() - begin
    whole = page.locator("#counts strong").inner_text()
    page.fill("#f-search", "killing 35")
    page.press("#f-search", "Enter")
    page.wait_for_function("told => document.querySelector('#counts strong').innerText !== told", arg=whole)
    answers = time.perf_counter() - begin
    page.close()
    page = browser.new_page(viewport=SCREEN)
    begin = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("[data-ready=true]", timeout=60_000)
    drawn = time.perf_counter() - begin
    page.close()
    return there, answers, drawn


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


def spread(values: list[float]) -> str:
    """Median, nine in ten under, most."""
    nine = sorted(values)[min(len(values) - 1, int(0.9 * len(values)))]
    return f"{statistics.median(values):.0f}, {nine:.0f}, {max(values):.0f}"


def measure(path: Path) -> list[tuple[str, str]]:
    with server(path) as (address, (answering, loaded), pid), sync_playwright() as started:
        began = worked(pid)
        size = len(answered(f"{address}/api/situation"))
        browser = started.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader"],
        )
        screens = [first_screen(browser, address) for _ in range(ROUNDS)]
        there, answers, drawn = (statistics.median(each) for each in zip(*screens, strict=True))
        page = browser.new_page(viewport=SCREEN)
        page.goto(address)
        page.wait_for_selector("[data-ready=true]", timeout=60_000)
        taken = frames(page)
        browser.close()
        before = worked(pid)
        filters = pictures(address)
        each = (worked(pid) - before) * 1000 / (ROUNDS * len(FILTERS))
        kept = [timed(f"{address}/api/situation") for _ in range(20)]
        looked = pages(address)
        begin = time.perf_counter()
        while (state := compared(address))[0] < state[1] and time.perf_counter() - begin < 40:
            time.sleep(2)
        whole = time.perf_counter() - begin
        now, most = memory(pid)
    slowest = max(filters, key=lambda query: statistics.median(filters[query]))
    every = [one for each in filters.values() for one in each]
    spreads = "median, nine in ten under, most"
    return [
        ("processors of the machine; its load while measuring (1 min)", f"{os.cpu_count()}; {os.getloadavg()[0]:.1f}"),
        ("seconds until the server answers; until the index is loaded and the whole picture made",
         f"{answering:.1f}; {loaded:.1f}"),
        ("the processor's share of that, s", f"{began:.1f}"),
        (f"first screen, s (medians of {ROUNDS}): table and timeline there; a word typed and answered",
         f"{there:.2f}; {answers:.2f}"),
        (f"until the map has drawn everything, in software, s (median of {ROUNDS})", f"{drawn:.2f}"),
        (f"a filter's new picture, server's share, ms: {spreads}", spread(every)),
        ("the processor's share of that, ms: mean", f"{each:.0f}"),
        ("the slowest filter, ms (median)", f"`{slowest}`: {statistics.median(filters[slowest]):.0f}"),
        ("the whole picture asked again, ms: median", f"{statistics.median(kept):.0f}"),
        ("size of the whole picture, kB", f"{size / 1000:,.0f}"),
        *((f"page of {name}, ms: first; {spreads} of {len(each) - 1} more", f"{each[0]:.0f}; {spread(each[1:])}")
          for name, each in looked.items()),
        ("events with several claims, of them compared for conflicts, after so many further seconds",
         f"{state[1]:,}; {state[0]:,}; {whole:.0f}"),
        (f"frames while the map is dragged and zoomed (software drawing), ms: {spreads}", spread(taken)),
        ("memory of the server, MB: now, most", f"{now}, {most}"),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("/tmp"))
    parser.add_argument("--claims", type=int, default=145_000)
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    path = args.folder / f"bench-desk-{args.claims}.tocsin"
    events, claims = made(path, args.claims)
    rows: list[tuple[str, Any]] = [("events / claims in the store", f"{events:,} / {claims:,}"), *measure(path)]
    told("The desk for one", rows, args.write)


def told(heading: str, rows: list[tuple[str, Any]], page: Path | None) -> None:
    """Prints the figures as a table, and puts it under the heading of a page in the place of what stood there."""
    table = "\n".join(["| figure | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows), ""])
    print(table)
    if page:
        head, *parts = page.read_text(encoding="utf-8").split("\n## ")
        kept = [part for part in parts if not part.startswith(heading)]
        made = f"{heading}\n\nWritten by `python bench/{Path(sys.argv[0]).name}`.\n\n{table}"
        page.write_text("\n## ".join([head, *sorted([*kept, made])]), encoding="utf-8")


if __name__ == "__main__":
    main()
