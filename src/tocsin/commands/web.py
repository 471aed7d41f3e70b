"""Web addresses on the command line: parted from files, and followed in the manner that the options ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from tocsin.commands.options import NOT_ALL
from tocsin.commands.talk import Talk
from tocsin.fetching.addresses import checked, is_web, listed
from tocsin.fetching.errors import FetchError

if TYPE_CHECKING:
    from tocsin.reading import Reading, Unread
    from tocsin.storage.store import Store

_TIME: Final = re.compile(r"(\d{1,6}(?:\.\d+)?)\s*([smhd])")
_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_OFTEN: Final = 60.0  # seconds: nobody is asked more often


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user says of web addresses."""

    published: str | None
    outlet: str | None
    pause: float
    newest: int
    contact: str | None
    private: bool
    every: float | None = None


def parted(paths: Sequence[str]) -> tuple[list[str], list[str]]:
    """What is read from this machine, and the web addresses that are named or listed in a file."""
    files: list[str] = []
    addresses: list[str] = []
    try:
        for path in paths:
            found = [path] if is_web(path) else listed(path)
            if found is None:
                files.append(path)
            else:
                addresses += map(checked, found)
    except FetchError as error:
        raise typer.BadParameter(error.message, param_hint="PATH") from error
    return files, addresses


def seconds(words: str) -> float:
    """A time such as 10m in seconds."""
    found = _TIME.fullmatch(words.strip())
    if found is None:
        raise typer.BadParameter(f"{words!r} is no time such as 90s, 10m, 2h or 1d", param_hint="--every")
    time = float(found[1]) * _UNITS[found[2]]
    if time < _OFTEN:
        raise typer.BadParameter("nobody is asked more often than once a minute", param_hint="--every")
    return time


def follow_them(
    store: Store, addresses: Sequence[str], asked: Asked, knowledge: Path | None, known: str | None, talk: Talk
) -> None:
    """Fetches these addresses and what they name, once or again and again, and adds what is new."""
    from tocsin.commands.adding import say_counts
    from tocsin.commands.following import Following, Manner
    from tocsin.fetching.client import Limits
    from tocsin.reading import publication_day
    from tocsin.reading.articles import Options

    options = Options(publication_day(asked.published) if asked.published else None, asked.outlet)
    limits = Limits(private=asked.private, contact=_header(asked.contact))
    patience = 86_400.0 if asked.every else 60.0
    manner = Manner(limits, asked.pause, asked.newest, asked.every, patience)
    following = Following(store, options, knowledge, known, manner, talk)
    try:
        following.run(addresses)
    except KeyboardInterrupt:
        talk.say("stopped; what is under way is done the next time")
        if not asked.every:
            raise typer.Exit(NOT_ALL) from None
    say_counts(following.counts, talk)


def kept_pages(store: Store, published: str | None, outlet: str | None) -> Iterator[Reading | Unread]:
    """The pages that a store keeps, read once more."""
    from tocsin.commands.following import read_page
    from tocsin.reading import ReadError, Unread, publication_day
    from tocsin.reading.articles import Options
    from tocsin.storage.web import pages

    options = Options(publication_day(published) if published else None, outlet)
    with store.web() as connection:
        for kept in pages(connection):
            try:
                yield read_page(kept.look, kept.body, options)
            except ReadError as error:
                yield Unread(kept.look.page, None, error.message)


def _header(contact: str | None) -> str | None:
    if contact is not None and (not contact.isascii() or not contact.isprintable()):
        raise typer.BadParameter("must be plain ASCII", param_hint="--contact")
    return contact
