"""Who is logged in, kept in the server's memory; and how often somebody may try a password."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Final

from msgspec import Struct

IDLE: Final = 2 * 3600.0  # seconds without a request
LONGEST: Final = 12 * 3600.0  # seconds since the login
TRIES, TRIES_OF_PLACE, WITHIN = 5, 30, 300.0  # failures of a name from one place, of one place at all; seconds


class Session(Struct):
    """A login, or the one user of a desk without users. `csrf` must come with whatever changes something."""

    user: str
    csrf: str
    hash: str = ""
    begun: float = 0.0
    used: float = 0.0

    def proved_by(self, token: str | None) -> bool:
        """The token is the one that only the desk's own pages know."""
        return token is not None and hmac.compare_digest(token.encode(), self.csrf.encode())


class Sessions:
    """The logins by their token, of which only a digest is kept."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._held, self._lock = now, dict[bytes, Session](), threading.Lock()

    def begin(self, user: str, hash_: str) -> str:
        """Logs somebody in; gives the token for the cookie."""
        token, now = secrets.token_urlsafe(32), self._now()
        with self._lock:
            self._held = {key: each for key, each in self._held.items() if self._lasts(each, now)}
            self._held[_digest(token)] = Session(user, secrets.token_urlsafe(32), hash_, now, now)
        return token

    def of(self, token: str | None) -> Session | None:
        """The login that the token stands for; null where it is over."""
        now = self._now()
        with self._lock:
            found = self._held.get(_digest(token or ""))
            if found is None or not self._lasts(found, now):
                return None
            found.used = now
            return found

    def end(self, token: str | None) -> None:
        """Logs out."""
        with self._lock:
            self._held.pop(_digest(token or ""), None)

    @staticmethod
    def _lasts(found: Session, now: float) -> bool:
        return now - found.used < IDLE and now - found.begun < LONGEST


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


class Tries:
    """Failed logins by name and place, and by place, within the last minutes."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._failed, self._lock = now, dict[tuple[str, str], list[float]](), threading.Lock()

    def wait(self, name: str, place: str) -> float:
        """Seconds until another try is heard; 0 where it may be made now."""
        now = self._now()
        with self._lock:
            self._failed = {key: kept for key, each in self._failed.items() if (kept := _recent(each, now))}
            most = (((name, place), TRIES), (("", place), TRIES_OF_PLACE))
            full = [each[-count] for key, count in most if len(each := self._failed.get(key, [])) >= count]
        return max((WITHIN - (now - first) for first in full), default=0.0)

    def failed(self, name: str, place: str) -> None:
        """Notes a failure."""
        with self._lock:
            for key in ((name, place), ("", place)):
                self._failed.setdefault(key, []).append(self._now())

    def worked(self, name: str, place: str) -> None:
        """Forgets the failures of who has got in."""
        with self._lock:
            self._failed.pop((name, place), None)


def _recent(times: list[float], now: float) -> list[float]:
    return [each for each in times if now - each < WITHIN]
