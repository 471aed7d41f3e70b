"""Archives: how fast pages go from a WARC to reports, step by step, and in how much memory.

    python bench/archives.py [--pages 10000] [--write docs/archive-speed.md]

Makes a WARC of pages in words of its own, with the navigation, scripts and footers that pages of news sites have, and
the same reports as packed lines and as Parquet. Each reading runs in a process of its own, one after the other; the
seconds are the processor's, the memory is what the system counts at a tenth of the way and at the end. The table of
steps takes every step of every twentieth page by itself.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from time import process_time
from typing import Any

from tocsin import reading
from tocsin.reading import Reading, files, html, pages, warc
from tocsin.reading.articles import Facts, Options, from_html
from tocsin.reading.blocks import blocks

PLACES = "Kita Oru Dassen Mole Harrow Tamsin Belisar Coln Wesk Ansa Pirin Lode".split()
WHO = ["gunmen", "rebels", "soldiers", "police officers", "border guards", "protesters", "militants", "farmers"]
DID = ["killed {n} people", "shelled a market", "blocked the road", "seized {n} boats", "freed {n} hostages"]
SAID = ["the governor said", "an army spokesman said", "a doctor told reporters", "residents said", "officials denied"]
NEXT = [
    "The ministry promised to send {n} more officers before the end of the month.",
    "Talks between the two sides are to begin next week in {p}.",
    "Aid groups warned that {n} families could run out of water within days.",
    "Nobody claimed responsibility for the attack, the third in {p} this year.",
]
MENU = "".join(f'<li><a href="/{word}">{word.title()}</a></li>' for word in "world politics economy sport".split())
SCRIPT = "<script>" + "window.track = window.track || []; window.track.push({'slot': 7});" * 40 + "</script>"
SIDE = "".join(f'<div class="teaser"><a href="/s/{n}">More on the talks, part {n}</a></div>' for n in range(25))


def sentence(chance: random.Random) -> str:
    did = chance.choice(DID).format(n=chance.randint(2, 60))
    head = f"{chance.choice(WHO).capitalize()} {did} in {chance.choice(PLACES)} on Monday, {chance.choice(SAID)}."
    then = chance.choice(NEXT).format(n=chance.randint(2, 60), p=chance.choice(PLACES))
    return f"{head} {then}"


def page(number: int) -> tuple[str, str, str]:
    """Address, day and HTML of a page of about 450 words."""
    chance = random.Random(number)
    day = (date(2021, 1, 1) + timedelta(days=number % 700)).isoformat()
    title = sentence(chance).partition(",")[0]
    body = "".join(f"<p>{sentence(chance)} {sentence(chance)}</p>" for _ in range(8))
    head = f'<title>{title}</title><meta property="article:published_time" content="{day}T08:00:00Z">'
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}{SCRIPT}</head><body>'
        f"<nav><ul>{MENU}</ul></nav>"
        f"<main><article><h1>{title}</h1><p class=byline>By A Reporter</p>{body}<figure><img src=/i.jpg>"
        f"<figcaption>The road to {chance.choice(PLACES)}.</figcaption></figure></article>"
        f"<aside>{SIDE}</aside></main>{SCRIPT}<footer><p>All rights reserved.</p></footer></body></html>"
    )
    return f"https://paper{number % 50}.example/{day}/{number}", day, text


def make(folder: Path, count: int) -> None:
    from fastwarc.stream_io import GzipWriter
    from fastwarc.warc import WarcRecord, WarcRecordType

    with (folder / "pages.warc.gz").open("wb") as out:
        for number in range(count):
            url, _, text = page(number)
            record = WarcRecord()
            record.init_headers(record_type=WarcRecordType.response, record_urn=b"<urn:uuid:%032d>" % number)
            record.headers["WARC-Target-URI"] = url
            record.headers["Content-Type"] = "application/http; msgtype=response"
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
            record.set_bytes_content(head + gzip.compress(text.encode(), 6))
            packed = io.BytesIO()
            writer = GzipWriter(packed)
            record.write(writer)
            writer.close()
            out.write(packed.getvalue())


def make_tables(folder: Path, reports: list[dict[str, Any]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with gzip.open(folder / "reports.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(report) + "\n" for report in reports)
    pq.write_table(pa.Table.from_pylist(reports), folder / "reports.parquet", row_group_size=2000)


# ---------------------------------------------------------------- one reading, in a process of its own
def memory() -> float:
    """MB held now."""
    held = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(held) * os.sysconf("SC_PAGE_SIZE") / 1e6


def records(path: str) -> Iterator[Any]:
    """The pages of a WARC unpacked and no more."""
    with files.opened(path) as stream:
        for record in warc._records(stream):
            yield warc._body(record)  # type: ignore[arg-type]


def reports(path: str) -> Iterator[Any]:
    return (item for item in reading.read([path]) if isinstance(item, Reading))


def measure(what: str, path: str) -> None:
    begin, early, number = process_time(), 0.0, 0
    total = int(os.environ["PAGES"])
    for number, _ in enumerate({"records": records, "reports": reports}[what](path), 1):
        if number == total // 10:
            early = memory()
    print(json.dumps({"count": number, "cpu": process_time() - begin, "early": early, "late": memory()}))


def measured(what: str, path: Path, count: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", what, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | {"PAGES": str(count)})
    found: dict[str, float] = json.loads(done.stdout)
    assert found["count"] == count, found
    return found


# ---------------------------------------------------------------- the steps of one page
def steps(count: int) -> dict[str, float]:
    """Milliseconds of the processor for a page, by step."""
    import trafilatura

    spent: dict[str, float] = {}

    def timed(name: str, act: Callable[[], Any]) -> Any:
        begin = process_time()
        found = act()
        spent[name] = spent.get(name, 0.0) + process_time() - begin
        return found

    numbers = range(0, count, 20)
    for number in numbers:
        _, _, text = page(number)
        body = text.encode()
        source, _ = timed("bytes to text", lambda body=body: pages.decoded(body, None))
        tree = timed("text to a tree (lxml)", lambda source=source: trafilatura.load_html(source))
        timed("title, outlet, author (trafilatura)", lambda tree=tree: trafilatura.extract_metadata(tree))
        timed("day of publication (htmldate)", lambda tree=tree: html._published(tree))
        timed("the article (trafilatura)", lambda tree=tree: trafilatura.bare_extraction(tree, favor_recall=True))
        written, _ = html.article(source)
        timed("blocks", lambda written=written: blocks(written.text, written.paragraphs))
        timed(
            "all of HTML to a report",
            lambda source=source: from_html(source, Options(), Facts(url="https://x.example/")),
        )
    return {name: 1000 * seconds / len(numbers) for name, seconds in spent.items()}


# ---------------------------------------------------------------- the page
def told(count: int, sizes: dict[str, int], runs: dict[str, dict[str, float]], parts: dict[str, float]) -> str:
    whole, bare = runs["WARC to reports"]["cpu"], runs["WARC to pages"]["cpu"]
    rows = [
        f"| {name} | {run['cpu']:.1f} | {count / run['cpu']:,.0f} | {run['early']:.0f} | {run['late']:.0f} |"
        for name, run in runs.items()
    ]
    lines = [
        "# Speed of archives",
        "",
        f"Written by `python bench/archives.py`: {count:,} pages of about 450 words in a WARC of "
        f"{sizes['pages.warc.gz'] / 1e6:.0f} MB, made by the script; one process, seconds of the processor.",
        "",
        "| reading | seconds | pages a second | MB at a tenth | MB at the end |",
        "|---|---|---|---|---|",
        *rows,
        "",
        f"Taking the records out of the WARC is {100 * bare / whole:.1f} % of the time that a page needs to become a "
        f"report: {whole - bare:.0f} of {whole:.0f} seconds are HTML. Where a crawler has the text already, lines or "
        f"Parquet spare that.",
        "",
        "| step of one page | ms of the processor |",
        "|---|---|",
        *(f"| {name} | {spent:.2f} |" for name, spent in parts.items()),
        "",
        "The last row is measured by itself and holds those above it and what goes between them. Reading claims out of",
        "a report comes after all this: see [speed](speed.md).",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--pages", type=int, default=10_000)
    given.add_argument("--write", type=Path)
    given.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    options = given.parse_args()
    if options.measure:
        measure(*options.measure)
        return
    count = options.pages
    with tempfile.TemporaryDirectory(prefix="tocsin-archives-") as place:
        folder = Path(place)
        make(folder, count)
        runs = {"WARC to pages": measured("records", folder / "pages.warc.gz", count)}
        runs["WARC to reports"] = measured("reports", folder / "pages.warc.gz", count)
        texts = [
            {"id": str(number), "text": "\n\n".join(sentence(random.Random(number + n)) for n in range(16))}
            for number in range(count)
        ]
        make_tables(folder, texts)
        runs["JSON lines (gzip) to reports"] = measured("reports", folder / "reports.jsonl.gz", count)
        runs["Parquet to reports"] = measured("reports", folder / "reports.parquet", count)
        sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
        page_ = told(count, sizes, runs, steps(count))
    print(page_)
    if options.write:
        options.write.write_text(page_, encoding="utf-8")


if __name__ == "__main__":
    main()
