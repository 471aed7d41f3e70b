"""A report before it is written: sections of paragraphs of sentences, each with the claims that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


class Theirs(str):
    """Words that come from a report: a quote, a name. They are shown as they are and never taken for ours."""

    __slots__ = ()


class Quote(Theirs):
    """Words of a report that are set in quotation marks."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"“{' '.join(self.split())}”"


Part = str | Theirs


@dataclass(frozen=True)
class Sentence:
    """Words of ours and of theirs, and the keys of the notes that bear them out: at least one."""

    parts: tuple[Part, ...]
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Raises ValueError for a sentence that rests on nothing."""
        if not self.notes:
            raise ValueError(f"a sentence without a note: {self.text}")

    @property
    def text(self) -> str:
        """The whole."""
        return "".join(str(part) for part in self.parts)

    @property
    def ours(self) -> str:
        """Without what reports say."""
        return "".join("" if isinstance(part, Theirs) else part for part in self.parts)


def sentence(*parts: Part, notes: Sequence[str]) -> Sentence:
    """A sentence; each note once."""
    return Sentence(parts, tuple(dict.fromkeys(notes)))


Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True)
class Picture:
    """A picture as PNG; `words` say what it shows to who does not see it."""

    name: str
    words: str
    png: bytes


@dataclass(frozen=True)
class Section:
    """A part of the report. `empty` is what is said where it has no paragraph; of level 3 it is part of another."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    empty: str = ""
    more: str = ""
    pictures: tuple[Picture, ...] = ()
    level: int = 2


@dataclass(frozen=True)
class Document:
    """A situation report; `rules` say what is counted and how it is worded, `notes` bear its sentences out."""

    title: str
    standing: str
    rules: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: dict[str, str] = field(default_factory=dict)

    def numbers(self) -> dict[str, int]:
        """The number of each note that is used, in the order of use."""
        used = (note for each in self.sentences() for note in each.notes)
        return {note: number for number, note in enumerate(dict.fromkeys(used), 1)}

    def sentences(self) -> Iterator[Sentence]:
        """All of them, in order."""
        for section in self.sections:
            for paragraph in section.paragraphs:
                yield from paragraph
