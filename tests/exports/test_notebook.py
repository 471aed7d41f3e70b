"""The store in a notebook: frames of the right types, and quotes that are marked and harmless."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import tocsin
from linking.made import report
from tocsin.exports.claim_row import COLUMNS
from tocsin.exports.notebook import Notebook, Quotes

PAGE = Path(__file__).resolve().parents[2] / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def shown(samples_store):
    with tocsin.open(samples_store) as store:
        yield store


def test_frames_have_a_row_for_each_that_is_listed(shown):
    pandas = pytest.importorskip("pandas")
    for kind in ("claims", "events", "reports", "sources", "actors", "ledger", "conflicts"):
        frame = getattr(shown, kind)
        assert isinstance(frame, pandas.DataFrame) and len(frame) == len(shown.list(kind)) > 0
    assert list(shown.claims.columns) == list(COLUMNS)


def test_days_are_days_and_empty_numbers_stay_whole(shown):
    pytest.importorskip("pandas")
    claims = shown.claims
    assert str(claims.dtypes["date_start"]).startswith("date32") and str(claims.dtypes["date_prec"]) == "int64[pyarrow]"
    assert claims.date_prec.isna().any() and claims.first_seen.notna().all()
    assert len(shown.frame("claims", status=("happened",))) == (claims.status == "happened").sum()


def test_quotes_are_marked(shown):
    quotes = shown.quotes(limit=3)
    assert isinstance(quotes, Quotes) and len(quotes) == 3
    page = quotes._repr_html_()
    assert page.count("<tr>") == 4 and "There are more" in page
    for row in quotes:
        assert f"<mark>{row.claim.trigger.text}</mark>" in page and row.claim.id in page
    assert "There are more" not in shown.quotes(limit=1000)._repr_html_()
    assert shown.database.name in shown._repr_html_()
    assert repr(quotes).count("\n") == 2


def test_what_a_report_says_cannot_be_markup(tmp_path):
    text = "<script>alert(1)</script> seized \u202eHalm & fled."
    with Notebook(tmp_path / "evil.tocsin") as store:
        store.add(report("evil", text, "seized", outlet="<b>Post</b>"))
        page = store.quotes()._repr_html_()
    assert "<script" not in page and "<b>" not in page and "\u202e" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>seized</mark>" in page and "[U+202E]Halm &amp; fled" in page


def test_without_pandas_it_says_what_is_missing(shown, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(tocsin.StoreError, match="pip install pandas"):
        _ = shown.events


def test_the_notebook_in_the_docs_runs(tmp_path, monkeypatch, samples_store):
    pytest.importorskip("pandas")
    cells = json.loads(PAGE.read_text("utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code and all(cell["execution_count"] for cell in code)
    assert not any(output["output_type"] == "error" for cell in code for output in cell["outputs"])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news.tocsin").symlink_to(samples_store)
    scope: dict[str, object] = {}
    for cell in code:
        exec("".join(cell["source"]), scope)
