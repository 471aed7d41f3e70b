"""GeoNames dumps of the user's own: read as a stream, bad lines named, found again by the look-up."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin.cli import app
from tocsin.gazetteer.added import LONGEST_LINE, AddError, add, user_gazetteer
from tocsin.gazetteer.lookup import SHIPPED, Gazetteer


def row(number: int, name: str, others: str = "", point=(9.5, 28.4), code="P.PPL", country="SS", people=500) -> str:
    letter, _, feature = code.partition(".")
    cells = [
        number,
        name,
        name,
        others,
        *point,
        letter,
        feature,
        country,
        "",
        "01",
        "",
        "",
        "",
        people,
        "",
        0,
        "X",
        "-",
    ]
    return "\t".join(map(str, cells))


TOWN = row(90000001, "Zandoria", "Zandor,Зандор,Zandoriya")
COUNTY = row(90000002, "Zandor County", code="A.ADM1")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "own" / "gazetteer.sqlite"


def dump(folder: Path, *rows: str, name: str = "SS.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_place_is_found_by_all_its_latin_names_and_has_its_area(tmp_path, target):
    done = add(dump(tmp_path, TOWN, COUNTY), target, print)
    assert done == (2, 0, 0)
    base = Gazetteer(SHIPPED, target)
    for name in ("Zandoria", "zandoriya", "ZANDORIA"):
        entry = base.candidates(name)[0]
        assert (entry.id, entry.kind, entry.country, entry.admin1) == (
            "geonames:90000001",
            "city",
            "SSD",
            "Zandor County",
        )
    assert base.candidates("Kabul")[0].country == "AFG"


def test_the_shipped_place_stays_where_both_have_it(tmp_path, target):
    kabul = Gazetteer().candidates("Kabul")[0]
    add(dump(tmp_path, row(int(kabul.id.removeprefix("geonames:")), "Kabul", country="AF")), target, print)
    found = [entry for entry in Gazetteer(SHIPPED, target).candidates("Kabul") if entry.id == kabul.id]
    assert found == [kabul]


def test_adding_again_changes_nothing_and_a_new_dump_replaces(tmp_path, target):
    for _ in range(2):
        assert add(dump(tmp_path, TOWN), target, print).places == 1
    add(dump(tmp_path, row(90000001, "Newname")), target, print)
    base = Gazetteer(SHIPPED, target)
    assert base.candidates("Zandoria") == ()
    assert [entry.name for entry in base.candidates("Newname")] == ["Newname"]


def test_a_zip_file_is_read_without_unpacking(tmp_path, target):
    path = tmp_path / "SS.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "GeoNames")
        archive.writestr("../../SS.txt", TOWN + "\n")
    before = sorted(tmp_path.parent.rglob("*"))
    assert add(path, target, print).places == 1
    assert [p for p in sorted(tmp_path.parent.rglob("*")) if p not in before and "own" not in str(p)] == []


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("only words", "1 instead of 19 columns"),
        (row(1, "Far", point=(99.5, 28.4)), "'99.5' is no degree"),
        (row(1, "Nan", point=("nan", 28.4)), "'nan' is no degree"),
        (row(1, "", point=(9.5, 28.4)), "no number or no name"),
        (TOWN.replace("90000001", "x1"), "no number or no name"),
        (row(1, "Words", people="many"), "invalid literal"),
        ("x" * (2 * LONGEST_LINE), "columns"),
    ],
)
def test_a_bad_line_is_named_with_file_and_line_and_passed_over(tmp_path, target, bad, words):
    said: list[str] = []
    done = add(dump(tmp_path, COUNTY, bad, TOWN), target, said.append)
    assert (done.places, done.bad) == (2, 1)
    assert said[0].startswith("SS.txt:2: ")
    assert words in said[0]


def test_streets_are_left_out(tmp_path, target):
    assert add(dump(tmp_path, TOWN, row(3, "Long Road", code="R.RD")), target, print) == (1, 1, 0)


def test_what_is_no_dump_is_refused_and_nothing_is_kept(tmp_path, target):
    add(dump(tmp_path, TOWN), target, print)
    with pytest.raises(AddError, match="not one place"):
        add(dump(tmp_path, "a", "b", name="notes.txt"), target, lambda _: None)
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("SS.txt", "\n".join(row(i, f"Town {i}") for i in range(1, 500)))
    content = bytearray(broken.read_bytes())
    content[100:200] = bytes(100)
    broken.write_bytes(content)
    with pytest.raises(AddError, match="cannot be read"):
        add(broken, target, print)
    base = Gazetteer(SHIPPED, target)
    assert base.candidates("Zandoria")
    assert not base.candidates("Town 3")


def test_the_verbs_add_and_find_it(tmp_path, monkeypatch):
    monkeypatch.setenv("TOCSIN_DATA", str(tmp_path / "data"))
    from tocsin.gazetteer.lookup import gazetteer

    gazetteer.cache_clear()
    try:
        run = CliRunner()
        assert run.invoke(app, ["gazetteer", "add", str(dump(tmp_path, TOWN, "bad"))]).exit_code == 1
        assert user_gazetteer().is_file()
        found = run.invoke(app, ["gazetteer", "find", "Zandoriya", "--format", "csv"])
        assert found.exit_code == 0
        assert "geonames:90000001" in found.stdout
        assert run.invoke(app, ["gazetteer", "find", "Xyzzyx"]).exit_code == 1
        assert run.invoke(app, ["gazetteer", "find", "Kabul", "--country", "Nowhere"]).exit_code == 2
    finally:
        gazetteer.cache_clear()
