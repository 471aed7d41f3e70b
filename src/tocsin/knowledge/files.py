"""Reading the knowledge files: CSV tables and YAML lists, with mistakes named by file and line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

DATA = Path(__file__).parent / "data"
SEPARATOR = "|"
T = TypeVar("T")

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class KnowledgeError(ValueError):
    """A mistake in a knowledge file; its text begins with file and line."""

    def __init__(self, file: Path, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file, self.line, self.message = file, line, message


class Noted:
    """Mistakes noted instead of raised, each once, and the files that cannot be read at all."""

    def __init__(self) -> None:
        self.mistakes: dict[str, KnowledgeError] = {}
        self.hidden: set[Path] = set()

    def add(self, error: KnowledgeError) -> None:
        """Notes a mistake."""
        self.mistakes.setdefault(str(error), error)


_noted: ContextVar[Noted | None] = ContextVar("_noted", default=None)


@contextmanager
def noting() -> Iterator[Noted]:
    """Inside it, a mistake in a row or an entry is noted, the row is left out and reading goes on."""
    noted = Noted()
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


def mistake(error: KnowledgeError) -> None:
    """Raises the error; where mistakes are noted, notes it and lets the caller go on without the piece."""
    noted = _noted.get()
    if noted is None:
        raise error
    noted.add(error)


def layers(name: str, overlay: Path | None) -> list[Path]:
    """The files of that name or pattern, the shipped ones first, then the user's overlay."""
    folders = [DATA] if overlay is None else [DATA, overlay]
    noted = _noted.get()
    hidden = noted.hidden if noted else ()
    return [path for folder in folders for path in sorted(folder.glob(name)) if path not in hidden]


def read_csv(path: Path, row: type[T]) -> list[tuple[int, T]]:
    """Line numbers and rows of a table; its header must be the row's fields, tuples are parted by `|`.

    An unreadable file, a wrong header, a wrong number of cells or a cell of a wrong type is a mistake.
    """
    fields = {field.name: field for field in msgspec.structs.fields(row)}  # type: ignore[arg-type]
    many = {name for name, field in fields.items() if "tuple" in str(field.type)}
    rows: list[tuple[int, T]] = []
    for line, cells in _lines(path, list(fields)):
        rows += [(line, each) for each in _row(path, line, cells, row, list(fields), many)]
    return rows


def _lines(path: Path, header: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The cells of the lines below the header that hold any and are no comment, with the line's number."""
    reader = csv.reader(StringIO(_text(path), newline=""), strict=True)
    try:
        if next(reader, []) != header:
            mistake(KnowledgeError(path, 1, f"the header must be {','.join(header)}"))
            return
        for cells in reader:
            if cells and not cells[0].startswith("#"):
                yield reader.line_num, cells
    except csv.Error as error:
        mistake(KnowledgeError(path, reader.line_num + 1, str(error)))


def _text(path: Path) -> str:
    """The file's text; up to where it is UTF-8 where mistakes are noted."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mistake(KnowledgeError(path, raw.count(b"\n", 0, error.start) + 1, f"no UTF-8 text: {error}"))
        return raw[: raw.rfind(b"\n", 0, error.start) + 1].decode("utf-8-sig")


def _row(path: Path, line: int, cells: list[str], row: type[T], names: list[str], many: set[str]) -> list[T]:
    """The row of these cells; none where they are wrong and mistakes are collected."""
    if len(cells) != len(names):
        mistake(KnowledgeError(path, line, f"{len(cells)} cells where the header has {len(names)}"))
        return []
    given = {
        name: tuple(filter(None, cell.split(SEPARATOR))) if name in many else cell
        for name, cell in zip(names, cells, strict=True)
        if cell or name in many
    }
    try:
        return [msgspec.convert(given, row, strict=False)]
    except msgspec.ValidationError as error:
        mistake(KnowledgeError(path, line, str(error)))
        return []


def read_yaml(path: Path, kind: type[T]) -> T:
    """The file's content as `kind` (a msgspec-convertible type); raises KnowledgeError with the line of a mistake."""
    loader = _Loader(path.read_bytes())
    try:
        node = loader.get_single_node()
        content = loader.construct_document(node) if node is not None else None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise KnowledgeError(path, mark.line + 1 if mark else 1, str(getattr(error, "problem", error))) from error
    finally:
        loader.dispose()
    cut: list[Any] = []
    while True:
        try:
            return msgspec.convert(content, kind)
        except msgspec.ValidationError as error:
            where = _where(str(error))
            told = KnowledgeError(path, _line(node, where), str(error))
            if not where or "..." in str(error):
                raise told from error
            whole, node_of_whole = _follow(content, node, where[:-1])
            if "missing required" not in str(error) or not any(whole[where[-1]] is each for each in cut):
                mistake(told)
            _drop(whole, node_of_whole, where[-1])
            cut.append(whole)


def line_of(path: Path, where: list[str | int]) -> int:
    """The line of a YAML file at which the piece at the end of these keys and numbers stands."""
    loader = _Loader(path.read_bytes())
    try:
        return _line(loader.get_single_node(), where)
    finally:
        loader.dispose()


def _where(message: str) -> list[str | int]:
    """The keys and numbers of a msgspec path such as `$.verbs[3].mode`, with the name of an unknown field."""
    found = re.search(r"`\$([^`]*)`$", message)
    steps = re.findall(r"\.(\w+)|\[(\d+)\]", found[1] if found else "")
    unknown = re.search(r"unknown field `([^`]*)`", message)
    return [int(number) if number else key for key, number in steps] + ([unknown[1]] if unknown else [])


def _follow(content: Any, node: Any, where: list[str | int]) -> tuple[Any, Any]:
    for step in where:
        content, node = content[step], _child(node, step)
    return content, node


def _drop(content: Any, node: Any, step: str | int) -> None:
    """Takes the piece out of the content and, so that line numbers stay right, out of the parsed tree."""
    gone = _child(node, step)
    del content[step]
    node.value[:] = [part for part in node.value if gone is not (part[1] if isinstance(part, tuple) else part)]


def _line(node: Any, where: list[str | int]) -> int:
    """The line that the path points at, as far as it can be followed."""
    for step in where:
        deeper = _child(node, step)
        if deeper is None:
            break
        node = deeper
    return int(node.start_mark.line) + 1 if node is not None else 1


def _child(node: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return node.value[step] if isinstance(node, yaml.SequenceNode) and step < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == step), None)
    return None
