"""Why an address gave nothing, and whether it is worth asking again."""

from __future__ import annotations


class FetchError(Exception):
    """In words for the user. `passing`: it may be otherwise later; `after`: the server asks to wait that long."""

    def __init__(self, message: str, *, passing: bool = False, after: float | None = None) -> None:
        super().__init__(message)
        self.message, self.passing, self.after = message, passing, after


class Forbidden(FetchError):
    """The site's robots.txt asks that this address be left alone."""
