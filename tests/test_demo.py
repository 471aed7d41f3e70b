from __future__ import annotations

import io
import json
import re
import tempfile
from datetime import date

import pytest

from helpers import actor, claim, day, record, source
from tocsin import demo, reading
from tocsin.storage.store import Store

TEXT = "Rivermen seized Port Oru on Thursday, two diplomats told Coast Radio, but a spokesman denied it."


def lines() -> list[dict[str, str]]:
    text = (demo.samples() / demo.SAMPLES[0]).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_the_samples_are_reports_of_four_outlets_with_ids_and_dates_of_their_own():
    reports = lines()
    assert len(reports) >= 14
    assert len({report["id"] for report in reports}) == len(reports)
    assert len({report["outlet"] for report in reports}) == 4
    for report in reports:
        assert date(2021, 6, 1) <= date.fromisoformat(report["published"]) <= date(2021, 9, 30)
        assert report["text"].startswith(report["title"] + "\n\n")
        assert ".example/" in report["url"]


def test_every_sample_is_read_without_a_warning_as_a_short_article_of_one_of_the_outlets():
    found = list(reading.read([str(demo.samples() / name) for name in demo.SAMPLES]))
    readings = [item for item in found if isinstance(item, reading.Reading)]
    assert len(readings) == len(found) == len(lines()) + 3
    assert {item.report.outlet for item in readings} == {line["outlet"] for line in lines()}
    for item in readings:
        text = item.report.text
        assert item.warnings == ()
        assert item.report.published is not None
        body = [text[block.start : block.end] for block in item.report.blocks if block.kind == "body"]
        assert 80 <= len(" ".join(body).split()) <= 220


def test_one_wire_text_and_two_copies_of_it():
    counted = [report for report in lines() if "1,037" in report["text"]]
    assert len(counted) == 3
    assert len({report["outlet"] for report in counted}) == 3
    assert all("Halyard)" in report["text"] or "Reporting by Halyard" in report["text"] for report in counted)


def test_the_readme_lists_every_sample():
    rows = re.findall(r"^\| (\d{4}-\d\d-\d\d) \| ([^|]+) \|", (demo.samples() / "README.md").read_text("utf-8"), re.M)
    listed = [(published, outlet.split()[0]) for published, outlet in rows]
    for report in lines():
        assert (report["published"], report["outlet"].removeprefix("The ").split()[0]) in listed
    assert len(listed) == len(lines()) + 3


def test_the_most_telling_claims_are_one_of_each_status_in_the_order_of_publication():
    bare = claim(TEXT, "seized", TEXT, confidence=0.7)
    full = claim(
        TEXT,
        "seized",
        TEXT,
        confidence=0.6,
        actors=(actor(TEXT, "Rivermen"),),
        when=day("2024-05-02"),
        sources=(source("two diplomats"), source("Coast Radio")),
    )
    denied = claim(TEXT, "denied", TEXT, status="denied")
    first = record(TEXT, denied, id="a", published="2024-05-01")
    second = record(TEXT, bare, full, id="b", published="2024-04-30")
    assert demo.telling([first, second]) == [(second.report, full), (first.report, denied)]
    assert demo.telling([]) == []


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("demo")))
        demo.run(out)
    return out.getvalue()


def test_the_demo_reads_every_sample_and_shows_several_statuses(shown: str):
    assert shown.startswith(f"{len(lines()) + 3} sample reports by 4 invented outlets hold ")
    for status in ("happened", "planned", "promised", "requested", "denied", "forecast"):
        assert re.search(rf" {status} *$", shown, re.M), status


def test_the_demo_ends_with_a_store_that_counts_origins_and_proposes_outcomes(shown: str):
    outlets, origins = re.findall(r"(\d+) outlets, but (\d+) independent origin", shown)[0]
    assert int(outlets) > int(origins)
    assert re.search(r"^  (met|met-early|withdrawn)\? 2021-", shown, re.M)
    (path,) = set(re.findall(r"tocsin why (\S+/demo\.tocsin) e", shown))
    with Store(path, create=False) as store:
        assert store.check().problems == []
        assert len(store.list("reports")) == len(lines()) + 3
        assert len(store.list("reports", at="2021-07-05")) == 6
        with store.diff("@2021-07-05", "@2021-07-06") as found:
            assert {each.id for each in found if each.kind == "report"} == {
                "lantern-2021-07-06-soldiers-without-boots",
                "zarya-2021-07-06-base-ready",
            }


def test_the_demo_says_what_to_type_next(shown: str):
    last = shown.rstrip().splitlines()[-1]
    assert "tocsin read " in last
    prose = [line for line in shown.split("Next", maxsplit=1)[0].splitlines() if not line.startswith("  tocsin ")]
    assert max(map(len, prose)) <= 100
