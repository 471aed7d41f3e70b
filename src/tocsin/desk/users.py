"""Named reviewers with passwords: a file of one `name:hash` a line, the hashes by Argon2."""

from __future__ import annotations

import os
import threading
from functools import cache
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

LEAST: Final = 10  # characters of a password
_LONGEST_NAME, LONGEST_PASSWORD = 64, 1000
_hasher: Final = PasswordHasher(type=Type.ID)


class UsersError(Exception):
    """What is wrong with a file of users, with file and line where there is one."""


class Users:
    """The users of a file; read again whenever it has changed."""

    def __init__(self, path: Path) -> None:
        """Reads the file; UsersError names the line of a mistake."""
        self._path = path
        self._lock = threading.Lock()
        self._stamp = _stamp(path)
        self._hashes = read(path)
        if not self._hashes:
            raise UsersError(f"{path} names nobody: add somebody with tocsin user {path} NAME")
        _nobody()  # made now: the first to log in would tell by the time it takes

    def hash_of(self, name: str) -> str | None:
        """The hash of a user's password; null for nobody. A file that is wrong or gone leaves things as they were."""
        with self._lock:
            try:
                stamp = _stamp(self._path)
                if stamp != self._stamp:
                    self._hashes, self._stamp = read(self._path), stamp
            except UsersError:
                pass
            return self._hashes.get(name)

    def proves(self, name: str, password: str) -> str | None:
        """The user's hash, if that is the password; it takes the same time whether there is such a user or not."""
        known = self.hash_of(name)
        try:
            right = _hasher.verify(known or _nobody(), password[:LONGEST_PASSWORD])
        except VerificationError:
            return None
        return known if right else None


@cache
def _nobody() -> str:
    """A hash that is looked at where there is no such name: it takes as long."""
    return _hasher.hash("nobody has this one")


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise UsersError(f"{path} cannot be read: {error.strerror}") from error
    return found.st_mtime_ns, found.st_size


def read(path: Path) -> dict[str, str]:
    """Hashes by name; UsersError names file and line of a mistake."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsersError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsersError(f"{path} is not UTF-8 text") from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            name, hash_ = _user(path, number, line.strip())
            if name in found:
                raise UsersError(f"{path}:{number}: {name} stands there twice")
            found[name] = hash_
    return found


def _user(path: Path, number: int, line: str) -> tuple[str, str]:
    name, colon, hash_ = line.partition(":")
    if not colon or wrong_name(name):
        raise UsersError(f"{path}:{number}: this is no name:hash")
    try:
        _hasher.check_needs_rehash(hash_)
    except (InvalidHashError, ValueError) as error:
        raise UsersError(f"{path}:{number}: what follows {name}: is no Argon2 hash") from error
    return name, hash_


def wrong_name(name: str) -> str | None:
    """Why nobody can be called that; null where somebody can."""
    if not name or len(name) > _LONGEST_NAME or name != name.strip():
        return f"a name has 1 to {_LONGEST_NAME} characters and no blanks around it"
    return None if name.isprintable() and ":" not in name else "a name has no colon and no control characters"


def wrong_password(password: str) -> str | None:
    """Why that is no password; null where it is one."""
    if len(password) < LEAST:
        return f"a password has at least {LEAST} characters"
    return f"a password has at most {LONGEST_PASSWORD} characters" if len(password) > LONGEST_PASSWORD else None


def put(path: Path, name: str, password: str) -> bool:
    """Adds a user, or changes the password of one; true where the name is new. Only its owner can read the file."""
    known = read(path) if path.exists() else {}
    new = name not in known
    text = "".join(f"{each}:{hash_}\n" for each, hash_ in (known | {name: _hasher.hash(password)}).items())
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(text)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UsersError(f"{path} cannot be written: {error.strerror}") from error
    return new
