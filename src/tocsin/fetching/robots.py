"""What sites ask of robots: robots.txt, read once a day for each site, as RFC 9309 has it."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from tocsin.fetching.client import NAME, Answer, Client
from tocsin.fetching.errors import FetchError, Forbidden

_KEPT: Final = 86_400.0  # seconds
_RETRIED: Final = 600.0  # seconds after which one that could not be had is asked for again
_LONGEST: Final = 500_000  # bytes of it that are heeded
_HOPS: Final = 5


@dataclass(frozen=True, slots=True)
class Rules:
    """The robots.txt of a site, until when it holds, and why it could not be had."""

    parsed: Protego | None
    until: float
    error: FetchError | None = None

    def check(self, url: str) -> None:
        """Raises Forbidden for an address that is to be left alone, FetchError where that cannot be known."""
        if self.error is not None:
            raise self.error
        if self.parsed is not None and not self.parsed.can_fetch(url, NAME):
            raise Forbidden("its robots.txt asks to leave it alone")

    @property
    def pause(self) -> float:
        """The seconds that the site asks for between two requests."""
        return float(self.parsed.crawl_delay(NAME) or 0) if self.parsed else 0.0


class Robots:
    """The rules of all sites that were asked."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: dict[str, Rules] = {}

    def of(self, url: str) -> Rules:
        """The rules of the address's site, asked for where they are not known."""
        site = _site(url)
        rules = self._known.get(site)
        if rules is None or rules.until < monotonic():
            rules = self._known[site] = self._asked(site)
        return rules

    def pause(self, url: str) -> float:
        """The seconds that the address's site is known to ask for between two requests."""
        rules = self._known.get(_site(url))
        return rules.pause if rules else 0.0

    def _asked(self, site: str) -> Rules:
        try:
            answer = self._followed(f"{site}/robots.txt")
        except FetchError as error:
            if not error.passing:  # the site refuses to tell: then it asks nothing
                return Rules(None, monotonic() + _KEPT)
            told = FetchError(f"its robots.txt {error.message}, so it is left alone", passing=True, after=error.after)
            return Rules(None, monotonic() + _RETRIED, told)
        if answer.status != 200:
            return Rules(None, monotonic() + _KEPT)
        text = answer.body[:_LONGEST].decode("utf-8-sig", "replace")
        return Rules(Protego.parse(text), monotonic() + _KEPT)

    def _followed(self, url: str) -> Answer:
        for _ in range(_HOPS):
            answer = self._client.get(url)
            if answer.moved is None:
                return answer
            url = answer.moved
        raise FetchError("sends on in a circle")


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
