"""What reading gives: reports with their warnings, and notes about what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.records import Report


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as read, what a reader of its record should be warned of, and where it was read."""

    report: Report
    warnings: tuple[str, ...] = ()
    path: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or a line of it, that could not be read; `line` counts from 1 and is null where none is meant."""

    path: str
    line: int | None
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.line is None else f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the user by which no report is lost."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report that was not read because it seems to be about something else."""

    path: str
    line: int | None
    id: str
    title: str | None

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return ": ".join(filter(None, (where, "left out", self.title or self.id)))


class ReadError(Exception):
    """Why a file or a line cannot be read, in words for the user."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message, self.line = message, line
