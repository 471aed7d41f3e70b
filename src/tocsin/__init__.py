"""Tocsin reads news reports about security situations and keeps a table that a person can check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.pipeline import UnreadWarning, read
    from tocsin.records import (
        Actor,
        Attribution,
        Block,
        Claim,
        Interval,
        Place,
        Plover,
        Quantity,
        Record,
        Report,
        Source,
        Span,
        Time,
    )

__all__ = [
    "Actor",
    "Attribution",
    "Block",
    "Claim",
    "Interval",
    "Place",
    "Plover",
    "Quantity",
    "Record",
    "Report",
    "Source",
    "Span",
    "Time",
    "UnreadWarning",
    "read",
]


def __getattr__(name: str) -> Any:
    """The public names, imported when they are first used."""
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module 'tocsin' has no attribute {name!r}")
    return getattr(import_module("tocsin.pipeline" if name in {"read", "UnreadWarning"} else "tocsin.records"), name)
