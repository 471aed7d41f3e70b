"""The shape of the code: stages import one way, every file stays readable, every knowledge file loads."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "tocsin"
STAGES = (
    "records",
    "knowledge",
    "gazetteer",
    "fetching",
    "reading",
    "annotation",
    "coding",
    "linking",
    "relevance",
    "storage",
    "engines",
    "exports",
    "sitrep",
    "alerts",
    "desk",
)
FREE = {"pipeline", "cli", "commands", "demo", "__main__", "__init__"}
FILES = sorted(SOURCE.rglob("*.py"))
LONGEST_FILE = 400


def stage(name: str) -> int | None:
    parts = name.split(".")
    if parts[0] != "tocsin" or len(parts) < 2 or parts[1] not in STAGES:
        return None
    return STAGES.index(parts[1])


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_stage_imports_only_from_stages_before_it(path):
    first = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    if first in FREE:
        return
    own = STAGES.index(first)
    later = {name for name in imported(path) if (stage(name) or 0) > own}
    assert not later, f"{first} imports from a later stage: {later}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_file_is_longer_than_three_screens(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_the_shape_knows_every_folder():
    folders = {p.name for p in SOURCE.iterdir() if p.is_dir() and p.name != "__pycache__" and any(p.glob("*.py"))}
    assert folders <= set(STAGES) | FREE
