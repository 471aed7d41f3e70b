"""Checking a folder of one's own knowledge: every mistake in it, with file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tocsin.knowledge.contexts import load_contexts
from tocsin.knowledge.cues import load_cues
from tocsin.knowledge.directory import TABLES, Directory
from tocsin.knowledge.files import DATA, KnowledgeError, Noted, noting
from tocsin.knowledge.frames import load_frames
from tocsin.knowledge.operators import load_operators

Loader = Callable[[Path], object]
FOLDERS = ("frames", "classes")
LISTS = ("operators.yaml", "cues.yaml", "domains.yaml", "contexts.yaml")
LOADERS = (load_frames, load_operators, load_cues, load_contexts)
SUFFIXES = frozenset({".csv", ".yaml", ".yml"})


def check(folder: Path, *further: Loader) -> list[KnowledgeError]:
    """All mistakes that laying the folder over the shipped knowledge would meet, by file and line.

    `further` are uncached loaders of later stages; each is given the folder.
    """
    with noting() as noted:
        for error in _strangers(folder):
            noted.add(error)
        for load in (_directory, *(each.__wrapped__ for each in LOADERS), *further):
            _load(load, folder, noted)
    return sorted(noted.mistakes.values(), key=lambda error: (str(error.file), error.line))


def files(folder: Path) -> list[Path]:
    """The files of the folder that are knowledge, whether of a known name or not."""
    found = (path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())
    return sorted(path for path in found if len(path.relative_to(folder).parts) <= 2)


def _load(load: Loader, folder: Path, noted: Noted) -> None:
    """Loads again without each file that cannot be read at all."""
    while True:
        try:
            load(folder)
        except KnowledgeError as error:
            noted.add(error)
            if error.file in noted.hidden:
                return
            noted.hidden.add(error.file)
        else:
            return


def _directory(folder: Path) -> None:
    directory = Directory(folder)
    _ = directory.titles, directory.agents, directory.memberships, directory.leader("")


def _strangers(folder: Path) -> Iterator[KnowledgeError]:
    """Files that nothing would read: their name is misspelt, or they cannot be overlaid."""
    for path in files(folder):
        name = path.relative_to(folder).as_posix()
        if name in TABLES or name in LISTS or (path.parent.name in FOLDERS and path.suffix == ".yaml"):
            continue
        why = "cannot be overlaid" if (DATA / name).exists() else "is no knowledge file"
        yield KnowledgeError(path, 1, f"{name} {why}; files are {_known()}")


def _known() -> str:
    names: Iterable[str] = (*TABLES, *LISTS, *(f"{folder}/*.yaml" for folder in FOLDERS))
    return ", ".join(names)
