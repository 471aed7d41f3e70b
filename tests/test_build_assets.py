"""The build of what the desk uses in the browser."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
import build_assets  # noqa: E402


def test_a_layer_keeps_only_its_arcs_and_their_direction():
    atlas = {
        "type": "Topology",
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[0, 0]], [[1, 1]], [[2, 2]], [[3, 3]]],
        "objects": {
            "land": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[0, 1]]}]},
            "lakes": {
                "type": "GeometryCollection",
                "geometries": [{"type": "MultiPolygon", "arcs": [[[3, ~2]], [[2]]]}, {"type": None}],
            },
        },
    }
    found = build_assets.only(atlas, ("lakes",))
    assert list(found["objects"]) == ["lakes"]
    assert found["arcs"] == [[[3, 3]], [[2, 2]]]
    assert found["objects"]["lakes"]["geometries"] == [
        {"type": "MultiPolygon", "arcs": [[[0, ~1]], [[1]]]},
        {"type": None},
    ]
    assert found["transform"] == atlas["transform"]


def test_the_lock_file_pins_each_package_by_hash_and_names_no_registry():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    fetched = {name: about for name, about in lock["packages"].items() if name}
    assert lock["packages"][""]["dependencies"] == asked
    assert all(about["integrity"].startswith("sha512-") and "resolved" not in about for about in fetched.values())
    assert all(fetched[f"node_modules/{name}"]["version"] == pinned for name, pinned in asked.items())


def test_a_folder_is_current_only_for_these_inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert not build_assets.is_current(tmp_path)
    (tmp_path / build_assets.STAMP).write_text(build_assets._fingerprint() + "\n")
    assert build_assets.is_current(tmp_path)
    other = tmp_path / "package-lock.json"
    other.write_text("{}")
    monkeypatch.setattr(build_assets, "INPUTS", (other,))
    assert not build_assets.is_current(tmp_path)


@pytest.mark.skipif(build_assets._npm() == ["npm"], reason="no npm on this machine")
def test_without_a_registry_the_old_folder_stays_and_the_error_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    folder = tmp_path / "vendor"
    folder.mkdir()
    (folder / "old.js").write_text("old")
    with pytest.raises(build_assets.AssetsError, match=r"npm's `registry`[\s\S]*copy the folder"):
        build_assets.build(folder)
    assert [path.name for path in tmp_path.iterdir() if path.name != "cache"] == ["vendor"]
    assert (folder / "old.js").read_text() == "old"


@pytest.mark.skipif(not build_assets.is_current(), reason="the assets are not here: python build_assets.py")
def test_every_package_has_its_licence_beside_it():
    held = {path.stem for path in (build_assets.VENDOR / "licences").iterdir()}
    assert {name.split("/")[0] for name in (*build_assets.COPIED, build_assets.WATERS[0])} <= held
    for name in (*build_assets.COPIED, build_assets.WATERS[2]):
        assert (build_assets.VENDOR / Path(name).name).stat().st_size > 0
