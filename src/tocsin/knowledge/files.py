"""Reading the knowledge files: CSV tables and YAML lists, with mistakes named by file and line."""

from __future__ import annotations

import csv
import re
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


def layers(name: str, overlay: Path | None) -> list[Path]:
    """The files of that name or pattern, the shipped ones first, then the user's overlay."""
    folders = [DATA] if overlay is None else [DATA, overlay]
    return [path for folder in folders for path in sorted(folder.glob(name))]


def read_csv(path: Path, row: type[T]) -> list[tuple[int, T]]:
    """Line numbers and rows of a table; its header must be the row's fields, tuples are parted by `|`.

    Raises KnowledgeError for an unreadable file, a wrong header, a wrong number of cells or a cell of a wrong type.
    """
    fields = {field.name: field for field in msgspec.structs.fields(row)}  # type: ignore[arg-type]
    many = {name for name, field in fields.items() if "tuple" in str(field.type)}
    rows: list[tuple[int, T]] = []
    try:
        with path.open(encoding="utf-8", newline="") as text:
            reader = csv.reader(text, strict=True)
            header = next(reader, [])
            if header != list(fields):
                raise KnowledgeError(path, 1, f"the header must be {','.join(fields)}")
            for cells in reader:
                if not cells or cells[0].startswith("#"):
                    continue
                if len(cells) != len(header):
                    raise KnowledgeError(
                        path, reader.line_num, f"{len(cells)} cells where the header has {len(header)}"
                    )
                rows.append(
                    (reader.line_num, _row(path, reader.line_num, dict(zip(header, cells, strict=True)), row, many))
                )
    except (UnicodeDecodeError, csv.Error) as error:
        raise KnowledgeError(path, len(rows) + 2, str(error)) from error
    return rows


def _row(path: Path, line: int, cells: dict[str, str], row: type[T], many: set[str]) -> T:
    values = {
        name: tuple(filter(None, cell.split(SEPARATOR))) if name in many else cell or None
        for name, cell in cells.items()
    }
    given = {name: value for name, value in values.items() if value is not None}
    try:
        return msgspec.convert(given, row, strict=False)
    except msgspec.ValidationError as error:
        raise KnowledgeError(path, line, str(error)) from error


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
    try:
        return msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        raise KnowledgeError(path, _line(node, str(error)), str(error)) from error


def _line(node: Any, message: str) -> int:
    """The line that a msgspec path such as `$.verbs[3].mode` points at, as far as it can be followed."""
    found = re.search(r"`\$([^`]*)`$", message)
    for key, number in re.findall(r"\.(\w+)|\[(\d+)\]", found[1] if found else ""):
        deeper = _child(node, key, number)
        if deeper is None:
            break
        node = deeper
    return int(node.start_mark.line) + 1 if node is not None else 1


def _child(node: Any, key: str, number: str) -> Any:
    if number and isinstance(node, yaml.SequenceNode) and int(number) < len(node.value):
        return node.value[int(number)]
    if key and isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    return None
