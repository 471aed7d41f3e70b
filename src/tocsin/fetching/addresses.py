"""Web addresses: which are fetched at all, which name the same page, and files that list them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from tocsin.fetching.errors import FetchError

_WEB: Final = re.compile(r"https?://", re.IGNORECASE)
_LONGEST: Final = 2000
_LONGEST_LIST: Final = 1_000_000  # bytes of a file that lists addresses
_CONTROL: Final = re.compile(r"[\x00-\x20\x7f]")


def is_web(path: str) -> bool:
    """Whether what the user names is an address and no file."""
    return bool(_WEB.match(path))


def checked(url: str) -> str:
    """The address without its fragment; raises FetchError for one that is never fetched (file:, a password in it)."""
    if len(url) > _LONGEST or _CONTROL.search(url):
        raise FetchError(f"{url[:80]!r} is no address that can be fetched")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError(f"{url[:80]!r} is no address: {error}") from error
    if parts.scheme.lower() not in {"http", "https"} or not host:
        raise FetchError(f"{url[:80]!r} is not fetched: only http and https are")
    if parts.username is not None or parts.password is not None:
        raise FetchError("an address with a user name or a password in it is not fetched")
    return urlunsplit((parts.scheme.lower(), parts.netloc, parts.path or "/", parts.query, ""))


def joined(base: str, link: str) -> str | None:
    """The address that a link on a page leads to, or null where it is none that is fetched."""
    try:
        return checked(urljoin(base, link.strip()))
    except (FetchError, ValueError):
        return None


def page_of(url: str) -> str:
    """One name for all addresses of a page: without what only says where a reader came from."""
    from courlan import normalize_url

    try:
        return str(normalize_url(url)) or url
    except ValueError:
        return url


def host_of(url: str) -> str:
    """The host that an address names, in small letters."""
    return (urlsplit(url).hostname or "").lower()


def is_front(url: str) -> bool:
    """Whether an address is that of a whole site."""
    return urlsplit(url).path in {"", "/"}


def listed(path: str) -> list[str] | None:
    """The addresses in a file that lists them (OPML, or a text of nothing else); null where it is another file."""
    file = Path(path)
    try:
        if file.suffix.lower() not in {".opml", ".txt"} or not file.is_file() or file.stat().st_size > _LONGEST_LIST:
            return None
        content = file.read_bytes()
    except (OSError, ValueError):
        return None
    if file.suffix.lower() == ".opml":
        from tocsin.fetching.feeds import listing

        found = listing(content, "")
        if found is None:
            raise FetchError(f"{path}: is no OPML")
        return list(found.lists)
    lines = [line.strip() for line in content.decode("utf-8-sig", "replace").splitlines()]
    addresses = [line for line in lines if line and not line.startswith("#")]
    return addresses if addresses and all(map(is_web, addresses)) else None
