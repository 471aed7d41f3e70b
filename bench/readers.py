"""A desk with 20 readers and 3 reviewers for two minutes, while `tocsin add` runs against the same store.

    python bench/readers.py [--folder DIR] [--claims 145000] [--seconds 120] [--readers 20] [--reviewers 3]
                            [--write docs/desk-speed.md]

The store is that of bench/desk.py, or a small one with --claims 10000; a copy of it is used. The server, the adding and
those who ask are processes of their own, on one machine. A reader opens pages as a browser does (a page of the
situation is the page and its picture), looks at each for one to four seconds, and listens to what is new all along. A
reviewer takes claims of the queue and accepts or corrects them; that somebody else was there before (409) is an answer.
An error is any other answer than 200 and 409, or none.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from desk import made, memory, server, told, worked

PLACES = ("Kunduz", "Herat", "Mosul", "Aleppo", "Goma", "Bangui", "Mopti", "Kharkiv", "Aden", "Juba")
PEOPLE = ("Police", "Rebels", "The army", "Militants", "Troops", "Gunmen")
DID = ("shelled a depot", "attacked a convoy", "seized a checkpoint", "killed {n} people", "arrested {n} protesters")
FILTERS = ("type=ASSAULT", "status=denied", "search=killing+35", "box=20,40,25,45", "since=2021-03-01&until=2021-06-01")


class Watch:
    """What was asked, how long it took, and what went wrong."""

    def __init__(self) -> None:
        self.taken: defaultdict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()
        self.refused = self.news = 0
        self._lock = threading.Lock()

    def ask(self, client: httpx.Client, kind: str, address: str, **sent: Any) -> httpx.Response | None:
        """Asks, and notes it; null where that failed."""
        begin = time.perf_counter()
        try:
            answer = client.request("POST" if sent else "GET", address, **sent)
        except httpx.HTTPError as error:
            with self._lock:
                self.errors[f"{kind}: {type(error).__name__}"] += 1
            return None
        with self._lock:
            self.taken[kind].append((time.perf_counter() - begin) * 1000)
            self.refused += answer.status_code == 409
            if answer.status_code not in (200, 409):
                self.errors[f"{kind}: {answer.status_code} {answer.text[:200]}"] += 1
        return answer if answer.status_code == 200 else None


# ---------------------------------------------------------------- who asks
def read(client: httpx.Client, watch: Watch, chance: random.Random, until: float) -> None:
    """One page after the other, as links lead to them."""
    while time.perf_counter() < until:
        watch.ask(client, "situation", "/")
        picture = watch.ask(client, "picture", f"/api/situation?{chance.choice(('', '', *FILTERS))}&zoom=1")
        rows = picture.json()["rows"] if picture else []
        for row in chance.sample(rows, min(2, len(rows))):
            time.sleep(chance.uniform(1, 4))
            watch.ask(client, "event", f"/event/{row['id']}")
            event = watch.ask(client, "event (API)", f"/api/events/{row['id']}")
            if event:
                watch.ask(client, "report", f"/report/{event.json()['event']['reports'][0]}")
        time.sleep(chance.uniform(1, 4))
        watch.ask(client, *chance.choice((("ledger", "/ledger"), ("sources", "/sources"), ("queue", "/queue"))))
        time.sleep(chance.uniform(1, 4))


def listen(client: httpx.Client, watch: Watch, until: float) -> None:
    """What every open page holds: the stream of news."""
    try:
        with client.stream("GET", "/api/live") as news:
            for line in news.iter_lines():
                watch.news += line.startswith("event:")
                if time.perf_counter() > until:
                    return
    except httpx.HTTPError as error:
        watch.errors[f"live: {type(error).__name__}"] += 1


def review(client: httpx.Client, watch: Watch, chance: random.Random, until: float) -> None:
    """Takes a claim of the queue's first page and decides."""
    token = {"X-CSRF-Token": client.get("/api/session").json()["csrf"]}
    while time.perf_counter() < until:
        waiting = watch.ask(client, "queue (API)", "/api/queue")
        if waiting is None:
            continue
        queue = waiting.json()
        row = chance.choice(queue["rows"])
        watch.ask(client, "review", f"/queue?claim={row['claim']}&bare=1")
        time.sleep(chance.uniform(1, 3))
        act, body = chance.choice((
            (f"/api/claims/{row['claim']}/accept", {}),
            (f"/api/claims/{row['claim']}/accept", {}),
            (f"/api/claims/{row['claim']}/correct", {"change": {"status": "possible"}}),
        ))  # fmt: skip
        content = json.dumps({"seen": queue["moment"], "reason": "looked at", **body})
        watch.ask(client, "act", act, content=content, headers=token)


# ---------------------------------------------------------------- what is added
def reports(folder: Path, count: int) -> Path:
    """Invented texts, one a line."""
    chance = random.Random(7)
    path = folder / "bench-readers.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            said = [
                f"{chance.choice(PEOPLE)} {chance.choice(DID).format(n=chance.randint(2, 40))} near"
                f" {chance.choice(PLACES)} on {chance.randint(1, 28)} May, officials of district {number} said."
                for _ in range(4)
            ]
            day = f"2023-05-{1 + number % 28:02}"
            report = {"id": f"r{number}", "text": " ".join(said), "outlet": f"Post {number % 40}", "published": day}
            out.write(json.dumps(report) + "\n")
    return path


@contextmanager
def adding(store: Path, texts: Path) -> Iterator[list[int]]:
    """Runs `tocsin add` all along; how many reports it added, at the end."""
    added: list[int] = []
    lines = store.with_suffix(".added")
    with lines.open("w") as out:
        command = [sys.executable, "-m", "tocsin", "add", str(store), str(texts)]
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        try:
            while not lines.stat().st_size:  # it has begun
                time.sleep(0.2)
            begun = len(lines.read_text().splitlines())
            yield added
            if child.poll() is not None:
                print("the adding ended before the others: give it more reports", file=sys.stderr)
            added.append(len(lines.read_text().splitlines()) - begun)
        finally:
            child.terminate()
            child.wait()
    lines.unlink()


def run(address: str, watch: Watch, args: argparse.Namespace) -> None:
    until = time.perf_counter() + args.seconds
    threads, clients = [], []

    def begin(what: Any, *given: Any) -> None:
        clients.append(httpx.Client(base_url=address, timeout=30))
        threads.append(threading.Thread(target=what, args=(clients[-1], watch, *given, until)))

    for number in range(args.readers):
        begin(read, random.Random(number))
        begin(listen)
    for number in range(args.reviewers):
        begin(review, random.Random(1000 + number))
    for thread in threads:
        thread.start()
        time.sleep(2 / len(threads))
    for thread in threads:
        thread.join()
    for client in clients:
        client.close()


def rows_of(
    watch: Watch, added: int, share: float, held: tuple[int, int], args: argparse.Namespace
) -> list[tuple[str, str]]:
    pages = [one for kind, each in watch.taken.items() if "API" not in kind and kind != "act" for one in each]
    rows = [
        ("readers, reviewers, seconds", f"{args.readers}, {args.reviewers}, {args.seconds}"),
        ("processors of the machine; its load while measuring (1 min)", f"{os.cpu_count()}; {os.getloadavg()[0]:.1f}"),
        ("answers; reports added meanwhile; news told",
         f"{sum(map(len, watch.taken.values())):,}; {added:,}; {watch.news:,}"),
        ("the server's share of the processor, s; a mean answer's, ms",
         f"{share:.0f}; {share * 1000 / sum(map(len, watch.taken.values())):.0f}"),
        ("errors; refused because somebody was there before", f"{sum(watch.errors.values())}; {watch.refused}"),
        ("all pages and pictures, ms: median, 95 in 100 under, most", spread(pages)),
    ]  # fmt: skip
    rows += [(f"{kind} ({len(each)}), ms", spread(each)) for kind, each in sorted(watch.taken.items())]
    return [*rows, ("memory of the server, MB: now, most", f"{held[0]}, {held[1]}")]


def spread(values: list[float]) -> str:
    """Median, 95 in 100 under, most."""
    most = sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]
    return f"{statistics.median(values):.0f}, {most:.0f}, {max(values):.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("/tmp"))
    parser.add_argument("--claims", type=int, default=145_000)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--reviewers", type=int, default=3)
    parser.add_argument("--reports", type=int, default=20_000, help="to be added; more than two minutes take")
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    source = args.folder / f"bench-desk-{args.claims}.tocsin"
    made(source, args.claims)
    store = Path(shutil.copy(source, args.folder / "bench-readers.tocsin"))
    watch = Watch()
    try:
        with server(store) as (address, _, pid), adding(store, reports(args.folder, args.reports)) as added:
            before = worked(pid)
            run(address, watch, args)
            held, share = memory(pid), worked(pid) - before
    finally:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{store}{suffix}").unlink(missing_ok=True)
    told("Twenty readers and three reviewers", rows_of(watch, added[0], share, held, args), args.write)
    for what, count in watch.errors.most_common():
        print(f"{count} × {what}", file=sys.stderr)


if __name__ == "__main__":
    main()
