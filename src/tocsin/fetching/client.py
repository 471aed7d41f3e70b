"""One request, one answer: small enough, soon enough, from a public address. Nothing is followed here."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cached_property
from importlib.metadata import version
from time import monotonic
from typing import Final

import certifi
import httpcore
import httpx

from tocsin.fetching.addresses import checked, joined
from tocsin.fetching.errors import FetchError
from tocsin.fetching.inflate import ENCODINGS, plain
from tocsin.fetching.network import Guarded

NAME: Final = "Tocsin"  # what robots.txt may call us by
LONGEST_WAIT: Final = 86_400.0  # seconds that a server can make us wait
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_LATER: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_ACCEPTED: Final = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take: bytes, seconds in all, seconds without a byte; and who asks."""

    size: int = 10_000_000
    seconds: float = 40.0
    silence: float = 10.0
    private: bool = False
    contact: str | None = None

    @property
    def agent(self) -> str:
        """How Tocsin names itself to a server."""
        return f"{NAME}/{version('tocsin')} (reads news reports" + (f"; {self.contact})" if self.contact else ")")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: its status, its headers in small letters, its body unpacked, and where it sends us on to."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    moved: str | None = None

    @property
    def charset(self) -> str | None:
        """The encoding that the header names, or null."""
        found = _content_type(self.headers).get_param("charset")
        return found[:40] if isinstance(found, str) else None

    @property
    def type(self) -> str:
        """The media type that the header names, such as text/html."""
        return _content_type(self.headers).get_content_type() if "content-type" in self.headers else ""


def _content_type(headers: Mapping[str, str]) -> Message:
    told = Message()
    told["content-type"] = headers.get("content-type", "")
    return told


class Client:
    """Asks servers, within limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())  # beside those of the machine, which may have none
        return context

    def get(self, url: str, conditions: Mapping[str, str] | None = None) -> Answer:
        """The answer to one request; raises FetchError where there is none, or one of no use."""
        url = checked(url)
        try:
            return self._answer(url, conditions or {})
        except httpcore.TimeoutException as error:
            raise FetchError("takes too long to answer", passing=True) from error
        except (httpcore.NetworkError, OSError) as error:
            raise FetchError(f"cannot be reached ({error})", passing=True) from error
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, httpx.InvalidURL, ValueError) as error:
            raise FetchError(f"does not answer as a web server does ({error})", passing=True) from error

    def _answer(self, url: str, conditions: Mapping[str, str]) -> Answer:
        limits = self.limits
        where = httpx.URL(url)
        target = httpcore.URL(scheme=where.raw_scheme, host=where.raw_host, port=where.port, target=where.raw_path)
        headers: dict[bytes | str, bytes | str] = {"Host": where.netloc.decode(), "User-Agent": limits.agent}
        headers |= {"Accept": _ACCEPTED, "Accept-Encoding": ENCODINGS, "Accept-Language": "en, *;q=0.5"}
        headers |= {"Connection": "close"}
        headers.update((name, value) for name, value in conditions.items())
        waits = dict.fromkeys(("connect", "read", "write", "pool"), limits.silence)
        trust = self._trust if where.scheme == "https" else None
        guard = Guarded(monotonic() + limits.seconds, private=limits.private)
        with (
            httpcore.ConnectionPool(ssl_context=trust, network_backend=guard) as pool,
            pool.stream("GET", target, headers=headers, extensions={"timeout": waits}) as response,
        ):
            told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            return _taken(url, response, told, limits.size)


def _taken(url: str, response: httpcore.Response, told: Mapping[str, str], limit: int) -> Answer:
    status = response.status
    if status in _MOVED:
        return Answer(url, status, told, moved=_target(url, told.get("location", "")))
    if status in {304, 404, 410}:
        return Answer(url, status, told)
    if status in _LATER:
        raise FetchError(f"answers {status}", passing=True, after=_wait(told.get("retry-after", "")))
    if status != 200:
        raise FetchError(f"answers {status}")
    if told.get("content-length", "").isdecimal() and int(told["content-length"]) > limit:
        raise FetchError(f"is larger than {limit / 1_000_000:g} MB")
    return Answer(url, status, told, plain(response.iter_stream(), told.get("content-encoding", ""), limit))


def _target(url: str, location: str) -> str:
    found = joined(url, location) if location else None
    if found is None:
        raise FetchError(f"sends on to {location[:80]!r}, which is not fetched")
    return found


def _wait(told: str) -> float | None:
    """The seconds that Retry-After asks for, given as such or as a date."""
    if told.strip().isdecimal():
        return min(float(told), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(told)
    except (ValueError, TypeError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0.0, (until - datetime.now(UTC)).total_seconds()), LONGEST_WAIT)
