"""Tocsin reads news reports about security situations and keeps a table that a person can check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.exports.notebook import open
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
    from tocsin.storage.database import StoreError
    from tocsin.storage.store import Store

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
    "Store",
    "StoreError",
    "Time",
    "UnreadWarning",
    "open",
    "read",
]
_HOMES = {
    "UnreadWarning": "tocsin.pipeline",
    "read": "tocsin.pipeline",
    "Store": "tocsin.storage.store",
    "StoreError": "tocsin.storage.database",
    "open": "tocsin.exports.notebook",
}  # the others are records


def __getattr__(name: str) -> Any:
    """The public names, imported when they are first used."""
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module 'tocsin' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "tocsin.records")), name)
